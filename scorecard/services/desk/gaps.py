"""What is missing, and whether it is late against the calendar of publications."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db.models import Q

from hlp import clock
from schools.models import School
from scorecard.calculations import rhythm
from scorecard.choices import Area, SourceKind
from scorecard.models import Measure, MeasureColumn
from scorecard.services.desk import coverage
from scorecard.services.desk.scope import Scope

COMPARATORS = {Area.LA: "Local authority", Area.LONDON: "London", Area.ENGLAND: "England"}


@dataclass
class Gap:
    """One measure of which something is missing, or still provisional although the next publication is due.

    ``schools`` lack it; ``areas`` had it the year before and lack it now; ``stale`` counts provisional figures.
    """

    measure: Measure
    due: date | None
    late: bool
    schools: list[School] = field(default_factory=list)
    areas: list[str] = field(default_factory=list)
    expected: int = 0
    stale: int = 0
    overdue: rhythm.Step | None = None
    published: bool = False

    @property
    def comes_from(self) -> str:
        """Who tells the figures of schools: a publisher whose files we read, or the schools themselves."""
        return "Published by school" if self.published else "Schools report it"

    @property
    def is_late(self) -> bool:
        """Whether somebody should act: something that was due is missing, or its revision is."""
        return self.stale > 0 or (self.late and bool(self.schools or self.areas))


def gaps(scope: Scope, on: date | None = None, covers: list[coverage.Cover] | None = None) -> list[Gap]:
    """Every measure of which something is missing, what is late first. ``covers`` is what there is, where it is known."""
    day = on or clock.today()
    lacking, published = _areas(scope), _published()
    found = [_gap(scope, cover, lacking, day, published) for cover in (covers or coverage.by_measure(scope))]
    rows = [gap for gap in found if gap.schools or gap.areas or gap.stale]
    return sorted(rows, key=lambda gap: (not gap.is_late, gap.measure.order))


def _published() -> set[int]:
    """The measures of which a publisher's file that we read has figures of schools."""
    rows = MeasureColumn.objects.filter(source__in=[SourceKind.KS2, SourceKind.PUPIL_PREMIUM])
    return set(rows.values_list("measure", flat=True))


def _gap(
    scope: Scope, cover: coverage.Cover, lacking: dict[int, list[str]], day: date, published: set[int]
) -> Gap:
    measure: Measure = cover.cells[0].measure
    steps = [
        step
        for cell in cover.cells
        if cell.result and (step := rhythm.overdue_step(measure.topic, scope.year, cell.result.status, day))
    ]
    return Gap(
        measure,
        due=rhythm.due(measure.topic, scope.year),
        late=rhythm.is_late(measure.topic, scope.year, day),
        schools=[cell.school for cell in cover.missing],
        areas=lacking.get(measure.pk, []),
        expected=len(cover.cells),
        stale=len(steps),
        overdue=steps[0] if steps else None,
        published=measure.pk in published,
    )


def _areas(scope: Scope) -> dict[int, list[str]]:
    """By measure: the larger areas that had a figure the year before and have none now."""
    places = Q(area=Area.LA, la_code=settings.LA_CODE) | Q(area__in=[Area.LONDON, Area.ENGLAND])
    rows = scope.results.current().filter(
        places, measure__in=scope.measures, year__in=[scope.year - 1, scope.year]
    )
    years: dict[tuple[int, str], set[int]] = defaultdict(set)
    for measure, area, year in rows.order_by().values_list("measure", "area", "year"):
        years[measure, area].add(year)
    lacking: dict[int, list[str]] = defaultdict(list)
    for (measure, area), known in years.items():
        if scope.year not in known:
            lacking[measure].append(COMPARATORS[Area(area)])
    return lacking
