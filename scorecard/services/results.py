"""Figures are recorded here and nowhere else: a later or more settled one takes the place of another."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from hashlib import sha256
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from hlp import audit, clock
from hlp.models import User
from scorecard.choices import BLANK, Area
from scorecard.models import DataQuery, Measure, Result, SourceFile
from scorecard.services import summaries
from scorecard.services.weighing import EXACT, STANDING, Place, Said, Standing

BATCH = 1000  # figures
MOST_SHOWN = 100  # figures that take the place of others; all are counted


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as a file says it, or the code that stands for none. Keys are primary keys.

    ``status`` and ``published_on`` are those of the source unless told otherwise.
    """

    measure: int
    year: int
    value: Decimal | None = None
    reason: str = ""
    cohort: int | None = None
    area: str = Area.SCHOOL
    school: int | None = None
    la_code: str = ""
    status: str = ""
    published_on: date | None = None

    @property
    def place(self) -> Place:
        """What there is one current figure for."""
        return self.measure, self.year, self.area, self.school, self.la_code


@dataclass
class Recorded:
    """What was recorded, or would be: new figures, those that change others, those that confirm others by a more settled
    status, those that we had already, and older or less settled ones, which are kept beside the current.

    ``changes`` holds the first of what is superseded as (figure before, figure after); ``digest`` names all changes.
    """

    new: int = 0
    superseded: int = 0
    confirmed: int = 0
    unchanged: int = 0
    beside: int = 0
    blank: int = 0
    changes: list[tuple[Result, Result]] = field(default_factory=list)
    digest: str = ""

    @property
    def written(self) -> int:
        """How many rows are added."""
        return self.new + self.superseded + self.confirmed + self.beside


@transaction.atomic
def record(
    rows: Iterable[Figure], *, source: SourceFile, by: User | None, at: datetime | None = None
) -> Recorded:
    """Record figures of one source, all or none; recording them again changes nothing.

    A figure becomes current unless a more settled one, or one that was published later, stands there; then it is kept
    beside. A blank voids only a figure of the same kind of source. Side effects: rows, an audit row, and the worker is
    woken to work the partnership's figures out again.
    Raises ValueError when a place is named twice.
    """
    _lock()
    now = at or clock.now()
    outcome = _take(rows, source, now, write=True)
    if outcome.written:
        summaries.wake()
    audit.record(
        "results.record",
        about=f"source:{source.pk}",
        by=by,
        at=now,
        new=outcome.new,
        superseded=outcome.superseded,
    )
    return outcome


@transaction.atomic
def prefer(result: Result, *, by: User, at: datetime | None = None) -> None:
    """Have one of the figures that were recorded for a place count, whatever is more settled. Audits it.

    It counts until a figure comes that says something new; the same figures recorded again change nothing.
    """
    _lock()
    if not Result.objects.filter(pk=result.pk, is_current=True).exists():
        history(result).filter(is_current=True).update(is_current=False)
        Result.objects.filter(pk=result.pk).update(is_current=True)
    audit.record("results.prefer", about=f"result:{result.pk}", by=by, at=at or clock.now())


def weigh(rows: Iterable[Figure], *, source: SourceFile) -> Recorded:
    """What recording these figures would do. ``source`` need not be saved. Raises ValueError as ``record`` does."""
    return _take(rows, source, clock.now(), write=False)


def current(
    *,
    measures: Iterable[Measure] | None = None,
    years: Iterable[int] | None = None,
    areas: Iterable[str] | None = None,
    schools: Iterable[Any] | None = None,
) -> QuerySet[Result]:
    """The current figures of these measures, years, areas and schools, each with its measure and source.

    None leaves out no one. For readers of a page start from ``Result.objects.visible_to``; this is for calculations.
    """
    rows = Result.objects.current().select_related("measure", "source")
    wanted = {"measure__in": measures, "year__in": years, "area__in": areas, "school__in": schools}
    return rows.filter(**{name: list(value) for name, value in wanted.items() if value is not None})


def history(result: Result) -> QuerySet[Result]:
    """All figures that were ever recorded for the place of this one, the latest first."""
    same = Result.objects.filter(
        measure=result.measure_id,
        year=result.year,
        area=result.area,
        school=result.school_id,
        la_code=result.la_code,
    )
    return same.select_related("measure", "source").order_by("-is_current", "-pk")


def _lock() -> None:
    """One recording at a time."""
    list(Measure.objects.select_for_update().order_by("pk").values_list("pk", flat=True))


def _take(rows: Iterable[Figure], source: SourceFile, now: datetime, *, write: bool) -> Recorded:
    outcome, digest = Recorded(), sha256()
    left = iter(rows)
    for batch in iter(lambda: list(islice(left, BATCH)), []):
        added, voided = [], []
        told = _told_where_chosen(batch)
        for figure, before in _with_current(batch):
            if (figure.place, figure.value, figure.reason) in told:
                outcome.unchanged += 1
                continue
            after = _said(figure, source)
            counts = _judge(after, before, source, outcome)
            if counts is None:
                continue
            digest.update(repr((after.place, after.value, after.reason, after.cohort)).encode())
            if before and counts and len(outcome.changes) < MOST_SHOWN and not after.confirms(before):
                outcome.changes.append((before.as_result(), after.as_result(source, now, counts)))
            if write:
                added.append(after.as_result(source, now, counts))
                voided += [before.pk] if before and counts else []
        if write:
            Result.objects.filter(pk__in=voided).update(is_current=False)
            Result.objects.bulk_create(_unknown(added, source))
    outcome.digest = digest.hexdigest()
    return outcome


def _said(figure: Figure, source: SourceFile) -> Said:
    """The figure with what its source says of all."""
    value = figure.value if figure.value is None else figure.value.quantize(EXACT, ROUND_HALF_UP)
    status, day = figure.status or source.status, figure.published_on or source.published_on
    return Said(figure.place, value, figure.reason, figure.cohort, status, day)


def _judge(said: Said, before: Standing | None, source: SourceFile, outcome: Recorded) -> bool | None:
    """Whether a figure becomes the current one, counted; None where there is nothing to add."""
    if said.reason == BLANK and (before is None or before.kind != source.kind):
        outcome.blank += 1
        return None
    if before is None:
        outcome.new += 1
        return True
    same = said.confirms(before)
    if same and said.status == before.status:
        outcome.unchanged += 1
        return None
    if not said.outranks(before):
        outcome.beside += 1
        return False
    outcome.confirmed += same
    outcome.superseded += not same
    return True


def _with_current(batch: list[Figure]) -> Iterator[tuple[Figure, Standing | None]]:
    """Each figure with the one that stands in its place now."""
    places = {figure.place for figure in batch}
    if len(places) < len(batch):
        raise ValueError("the same measure, year and place stands twice in one set of figures")
    schools = {figure.school for figure in batch if figure.school}
    codes = {figure.la_code for figure in batch if not figure.school}
    found = (
        Result.objects.current()
        .filter(Q(school__in=schools) | Q(school=None, la_code__in=codes))
        .filter(
            measure__in={figure.measure for figure in batch},
            year__in={figure.year for figure in batch},
        )
        .values_list(*STANDING)
    )
    known = {row.place: row for row in map(Standing._make, found.iterator())}
    for figure in batch:
        yield figure, known.get(figure.place)


def _told_where_chosen(batch: list[Figure]) -> set[tuple[Place, Decimal | None, str]]:
    """Everything that was ever recorded for those places of the batch where somebody chose which figure counts."""
    chosen = DataQuery.objects.exclude(choice=None).filter(
        measure__in={figure.measure for figure in batch}, year__in={figure.year for figure in batch}
    )
    places = {query.place for query in chosen}
    if not places:
        return set()
    rows = Result.objects.filter(
        measure__in={place[0] for place in places}, year__in={place[1] for place in places}
    )
    found = ((row, (row.measure_id, row.year, row.area, row.school_id, row.la_code)) for row in rows)
    return {(place, row.value, row.reason) for row, place in found if place in places}


def _unknown(rows: list[Result], source: SourceFile) -> list[Result]:
    """The rows without those that stand beside a current figure and were kept from this source before."""
    beside = {row.measure_id for row in rows if not row.is_current}
    if not beside:
        return rows
    kept = Result.objects.filter(source=source, is_current=False, measure__in=beside)
    key: Callable[[Result], Any] = lambda row: (  # noqa: E731
        row.measure_id, row.year, row.area, row.school_id, row.la_code, row.value, row.reason, row.cohort,
    )  # fmt: skip
    known = {key(row) for row in kept}
    return [row for row in rows if row.is_current or key(row) not in known]
