"""Plans of a year's groups: what the planner is told, drafts, changes by hand, questions, publication."""
