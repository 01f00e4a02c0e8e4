"""Search of the directory of good practice: the same on PostgreSQL and, with less finesse, on SQLite."""

from schools.services.directory.search.finding import Results, Wanted, search
from schools.services.directory.search.index import keep, rebuild, refresh_themes

__all__ = ["Results", "Wanted", "keep", "rebuild", "refresh_themes", "search"]
