"""The planner of groups on our data: what it is asked, read from the database."""

from schools.services.planning.inputs import watched_in
from schools.services.planning.problems import NoMembers, problem_for

__all__ = ["NoMembers", "problem_for", "watched_in"]
