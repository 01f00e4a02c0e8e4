"""The list of projects as a file."""

from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from typing import Any

from board.services.projects.overview import line
from hlp.tables import Column, Table


def project_table(projects: Iterable[Any], on: date) -> Table:
    """Projects as their list shows them (``overview.listed``)."""
    columns = [
        Column("Project", attrgetter("title"), 44),
        Column("State", lambda row: row.get_state_display(), 22),
        Column("Theme", lambda row: str(row.theme or ""), 28),
        Column("Lead school", lambda row: str(row.lead_school or ""), 40),
        Column("Lead colleague", lambda row: str(row.lead_person or ""), 26),
        Column("Other schools", attrgetter("schools"), 14),
        Column("First day", attrgetter("starts"), 18),
        Column("Last day", attrgetter("ends"), 18),
        Column("Milestones", attrgetter("milestones_all"), 12),
        Column("Reached", attrgetter("milestones_done"), 12),
        Column("Late", lambda row: line(row, on)["late"], 8),
        Column("Next report", attrgetter("next_report"), 18),
    ]
    return Table("projects", columns, projects)
