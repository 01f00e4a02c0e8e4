"""What schools report themselves: which measures, what they told last, and taking it over.

A published figure is never replaced by what a school reports: the report is kept beside it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from hlp import clock
from hlp.models import User
from hlp.transitions import StaleEdit
from schools.models import School
from scorecard.calculations import rhythm
from scorecard.choices import Area, PupilGroup, SourceKind, Status, Topic, Unit, year_label
from scorecard.models import Measure, Result, SourceFile
from scorecard.services import results, summaries
from scorecard.services.desk.scope import expects

# What a school knows of itself without waiting for a publisher. Progress is worked out by the Department alone.
TOPICS = (
    Topic.EARLY_YEARS,
    Topic.PHONICS,
    Topic.MULTIPLICATION,
    Topic.KS2_ATTAINMENT,
    Topic.ATTENDANCE,
    Topic.BEHAVIOUR,
    Topic.CONTEXT,
)


@dataclass(frozen=True)
class Line:
    """One measure that a school may report: what it told last, and what counts if that was published."""

    measure: Measure
    told: Result | None = None
    published: Result | None = None


@dataclass(frozen=True)
class Told:
    """A figure that a school reports, of how many pupils where it says so."""

    measure: Measure
    value: Decimal
    cohort: int | None = None


def reportable(year: int) -> list[Measure]:
    """The measures of a year that schools report, of all their pupils, in the order of the score card."""
    rows = Measure.objects.active().in_year(year).filter(topic__in=TOPICS, group=PupilGroup.ALL)
    rows = (
        rows.exclude(unit=Unit.POUNDS).exclude(code__startswith="cohort").exclude(code__startswith="premium")
    )
    return [one for one in rows if not rhythm.is_cancelled(one.topic, year)]


def lines(school: School, year: int) -> list[Line]:
    """What a school may report of a year: the measures of which it has pupils."""
    rows = Result.objects.filter(school=school, year=year, area=Area.SCHOOL).select_related(
        "measure", "source"
    )
    told: dict[int, Result] = {}
    published: dict[int, Result] = {}
    for row in rows.order_by("pk"):
        if row.status == Status.REPORTED:
            told[row.measure_id] = row
        elif row.is_current:
            published[row.measure_id] = row
    return [
        Line(one, told.get(one.pk), published.get(one.pk)) for one in reportable(year) if expects(school, one)
    ]


@transaction.atomic
def report(
    *,
    school: School,
    year: int,
    told: Iterable[Told],
    by: User,
    version: int | None = None,
    name: str = "",
    at: datetime | None = None,
) -> int:
    """Take over what a school reports of a year; return how many figures are new. Telling the same again changes nothing.

    ``version`` is that of what the school had told when the form was opened; ``name`` that of a file. Side effects: a
    source, the figures, an audit row, the partnership's figures. Raises StaleEdit where somebody told something meanwhile.
    """
    list(School.objects.select_for_update().filter(pk=school.pk))
    before = lines(school, year)
    known = {line.measure.pk: line.told for line in before}
    new = [one for one in told if one.measure.pk in known and _is_new(one, known[one.measure.pk])]
    if not new:
        return 0
    if version is not None and version != version_of(before):
        raise StaleEdit
    now = at or clock.now()
    source = SourceFile.objects.create(
        kind=SourceKind.RESULTS if name else SourceKind.ENTERED,
        name=name or f"{school}, {year_label(year)}, entered by {by}"[:200],
        publisher=school.name[:80],
        year=year,
        status=Status.REPORTED,
        loaded_at=now,
        loaded_by=by,
        rows=len(new),
    )
    results.record((figure_of(one, school, year) for one in new), source=source, by=by, at=now)
    summaries.wake()
    return len(new)


def version_of(told: Iterable[Line]) -> int:
    """What changes whenever the school tells something: the newest of its figures, 0 for none."""
    return max((line.told.pk for line in told if line.told), default=0)


def figure_of(told: Told, school: School, year: int) -> results.Figure:
    """The figure as it is recorded."""
    return results.Figure(
        measure=told.measure.pk, year=year, value=told.value, cohort=told.cohort, school=school.pk
    )


def _is_new(told: Told, before: Result | None) -> bool:
    return before is None or (before.value, before.cohort) != (told.value, told.cohort)
