"""The import of people and posts from a table: files, columns, people, runs."""

from schools.services.roster.files import LARGEST_UPLOAD
from schools.services.roster.people import Outcome, take_in

__all__ = ["LARGEST_UPLOAD", "Outcome", "take_in"]
