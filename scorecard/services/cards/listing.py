"""The score cards that somebody may open as a list by name, each with its headline figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from hlp.models import User
from hlp.tables import Column, Table, in_parts
from schools.models import School
from scorecard.calculations.figures import Figure
from scorecard.choices import Status, year_label
from scorecard.models import Measure, Result
from scorecard.roles import reading_of
from scorecard.services.cards import pieces


@dataclass(frozen=True)
class Line:
    """A school with its figures of the year, one for each measure, None where there is none; ``cells`` in words."""

    school: School
    values: tuple[Decimal | None, ...]
    cells: tuple[dict[str, str], ...]


def headline_measures(year: int) -> list[Measure]:
    """The measures that stand first, in the order of the card."""
    measures = pieces.shown_measures(year)
    codes = pieces.headlines(measures)
    return [measure for measure in measures if measure.code in codes]


def lines(user: User, schools: Sequence[School], measures: Sequence[Measure], year: int) -> list[Line]:
    """The figures of these schools as the reader may see them, in the order of the schools."""
    reading = reading_of(user)
    rows = (
        Result.objects.visible_to(user).current().filter(school__in=schools, measure__in=measures, year=year)
    )
    found: dict[tuple[int, int], Result] = {}
    for row in rows:
        full = reading.reported or row.school_id in reading.own
        few = Figure(row.value, row.reason, row.cohort).few
        if row.school_id and (full or not (few or row.status == Status.REPORTED)):
            found[row.school_id, row.measure_id] = row
    return [_line(school, measures, found) for school in schools]


def _line(school: School, measures: Sequence[Measure], found: dict[tuple[int, int], Result]) -> Line:
    rows = [found.get((school.pk, one.pk)) for one in measures]
    cells = tuple(
        {"label": one.short_name, "shown": _shown(one, row)} for one, row in zip(measures, rows, strict=True)
    )
    return Line(school, tuple(row.value if row else None for row in rows), cells)


def _shown(measure: Measure, row: Result | None) -> str:
    if row is None:
        return "–"
    return measure.shown(row.value) if row.value is not None else row.reason


def table(user: User, schools: Iterable[School], measures: Sequence[Measure], year: int) -> Table:
    """The list as a file."""

    def value(place: int) -> Any:
        return lambda line: None if line.values[place] is None else float(line.values[place])

    figures = [
        Column(f"{one.short_name}, {year_label(year)}", value(place), 24)
        for place, one in enumerate(measures)
    ]
    columns = [
        Column("School", lambda line: line.school.name, 44),
        Column("URN", lambda line: line.school.urn, 10),
        *figures,
    ]
    rows = (line for part in in_parts(schools) for line in lines(user, part, measures, year))
    return Table("score-cards", columns, rows)
