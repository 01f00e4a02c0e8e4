"""Forms of projects: the proposal, the call, the decision, the work and its end."""
