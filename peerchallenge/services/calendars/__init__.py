"""The calendar of a year: facts, grid, agenda, and the whole of it for one reader."""

from peerchallenge.services.calendars.facts import further
from peerchallenge.services.calendars.year import Year, year_of

__all__ = ["Year", "further", "year_of"]
