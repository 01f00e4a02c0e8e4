"""The lists of the data desk as files."""

from collections.abc import Iterable
from operator import attrgetter
from typing import Any

from hlp.tables import Column, Table
from scorecard.choices import Area, year_label
from scorecard.models import Result
from scorecard.services.desk.coverage import Cell, Cover
from scorecard.services.desk.differences import Difference
from scorecard.services.desk.gaps import Gap
from scorecard.services.desk.odd import OddFigure
from scorecard.services.desk.sources import SourceCard


def place_name(row: Result) -> str:
    """The school, or the area: ``Local authority 313``."""
    if row.school_id:
        return str(row.school)
    return f"{Area(row.area).label} {row.la_code}".strip()


def _value(row: Result | None) -> float | str:
    """A figure as a number, or its code."""
    if row is None:
        return ""
    return float(row.value) if row.value is not None else row.reason


CELL = [
    Column("School", attrgetter("school.name"), 44),
    Column("URN", attrgetter("school.urn"), 10),
    Column("Measure", attrgetter("measure.name"), 60),
    Column("Code", attrgetter("measure.code"), 20),
    Column("State", attrgetter("label"), 26),
    Column("Figure", lambda cell: _value(cell.result), 10),
    Column("Pupils", lambda cell: cell.result.cohort if cell.result else None, 10),
    Column("Status", lambda cell: cell.result.get_status_display() if cell.result else "", 22),
    Column("Source", lambda cell: cell.result.source.name if cell.result else "", 40),
]


def coverage_table(covers: Iterable[Cover], year: int) -> Table:
    """A line for each school and measure of a year."""
    return Table(
        f"coverage-{year_label(year).replace('/', '-')}", CELL, (cell for one in covers for cell in one.cells)
    )


def cell_table(name: str, cells: Iterable[Cell]) -> Table:
    """A line for each school, or each measure."""
    return Table(name, CELL, cells)


GAP = [
    Column("Measure", attrgetter("measure.name"), 60),
    Column("Topic", lambda gap: gap.measure.get_topic_display(), 26),
    Column("Schools without", lambda gap: len(gap.schools), 16),
    Column("of", attrgetter("expected"), 8),
    Column("Comes from", attrgetter("comes_from"), 22),
    Column("Areas without", lambda gap: ", ".join(gap.areas), 30),
    Column("Due", attrgetter("due"), 20),
    Column("Late", attrgetter("is_late"), 8),
    Column("Still provisional", attrgetter("stale"), 16),
    Column("Which schools", lambda gap: ", ".join(school.name for school in gap.schools), 80),
]


def gap_table(gaps: Iterable[Gap]) -> Table:
    """A line for each measure of which something is missing."""
    return Table("missing", GAP, gaps)


def _query(row: Any) -> str:
    return row.query.note if row.query else ""


ODD = [
    Column("School", attrgetter("result.school.name"), 44),
    Column("URN", attrgetter("result.school.urn"), 10),
    Column("Measure", attrgetter("result.measure.name"), 60),
    Column("Year", lambda row: year_label(row.odd.year), 10),
    Column("Figure", lambda row: _value(row.result), 10),
    Column("Pupils", attrgetter("result.cohort"), 10),
    Column("Year before", lambda row: year_label(row.odd.since), 12),
    Column("Figure before", lambda row: _value(row.before), 12),
    Column("Change", lambda row: round(row.odd.change, 2), 10),
    Column("Change of the other schools", lambda row: round(row.odd.peers, 2), 14),
    Column("Times what chance explains", lambda row: round(row.odd.times, 1), 14),
    Column("Open", attrgetter("is_open"), 8),
    Column("Note", _query, 60),
]


def odd_table(rows: Iterable[OddFigure]) -> Table:
    """A line for each figure that moved too far."""
    return Table("odd-figures", ODD, rows)


DIFFERENCE = [
    Column("Place", lambda row: place_name(row.result), 44),
    Column("Measure", attrgetter("result.measure.name"), 60),
    Column("Year", lambda row: year_label(row.result.year), 10),
    Column("Counts", lambda row: _value(row.result), 10),
    Column("from", attrgetter("result.source.title"), 50),
    Column("Another", lambda row: _value(row.results[1]), 10),
    Column("from (other)", lambda row: row.results[1].source.title, 50),
    Column("Open", attrgetter("is_open"), 8),
    Column("Note", _query, 60),
]


def difference_table(rows: Iterable[Difference]) -> Table:
    """A line for each figure that two sources tell differently."""
    return Table("differences", DIFFERENCE, rows)


SOURCE = [
    Column("File", attrgetter("source.name"), 44),
    Column("Kind", lambda card: card.source.get_kind_display(), 40),
    Column("Year", lambda card: year_label(card.source.year) if card.source.year is not None else "", 10),
    Column("Status", lambda card: card.source.get_status_display(), 20),
    Column("Published", attrgetter("source.published_on"), 20),
    Column("Loaded", attrgetter("source.loaded_at"), 24),
    Column("Rows", attrgetter("source.rows"), 10),
    Column("Figures", attrgetter("brought"), 10),
    Column("Figures that count", attrgetter("counts"), 14),
    Column("Years of the figures", attrgetter("years"), 24),
]


def source_table(cards: Iterable[SourceCard]) -> Table:
    """A line for each file."""
    return Table("sources", SOURCE, cards)


FIGURE = [
    Column("Measure", attrgetter("measure.name"), 60),
    Column("Year", lambda row: year_label(row.year), 10),
    Column("Place", place_name, 44),
    Column("Figure", _value, 10),
    Column("Pupils", attrgetter("cohort"), 10),
    Column("Status", lambda row: row.get_status_display(), 20),
    Column("Counts", attrgetter("is_current"), 10),
]


def figure_table(rows: Iterable[Result]) -> Table:
    """A line for each figure that a file brought."""
    return Table("figures", FIGURE, rows)
