"""The import from the national register, Get Information about Schools: files, columns, links, changes, runs."""

from schools.services.downloads import LARGEST_UPLOAD, Refused
from schools.services.gias.register import Outcome, take_over

__all__ = ["LARGEST_UPLOAD", "Outcome", "Refused", "take_over"]
