"""The improvement story: rounds, sessions, self-evaluation, handbook, report and its clock."""
