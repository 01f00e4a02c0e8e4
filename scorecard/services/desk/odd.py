"""Figures of a year that moved further than their cohorts explain, and what was decided about them."""

from collections import defaultdict
from dataclasses import dataclass

from scorecard.calculations.oddities import FARTHEST, Odd, Point, odd_figures
from scorecard.choices import Area, QueryKind
from scorecard.models import DataQuery, Result, SeriesBreak
from scorecard.services.desk.scope import Scope


@dataclass(frozen=True)
class OddFigure:
    """A figure with what is odd about it, the figure before, and the last decision if there was one."""

    result: Result
    before: Result
    odd: Odd
    query: DataQuery | None = None

    @property
    def basis(self) -> str:
        """The figures that were looked at."""
        return f"{self.before.pk},{self.result.pk}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has settled it on just these figures."""
        return self.query is None or not self.query.is_settled(self.basis)

    @property
    def why(self) -> str:
        """The rule in words."""
        if self.odd.by_cohort:
            return f"{self.odd.times:.1f} times what chance explains between these two cohorts"
        return f"{self.odd.times:.1f} times the usual spread of schools’ changes in this measure"


Keys = dict[tuple[int, int], int]  # the figure's primary key by school and year


def odd_results(scope: Scope) -> list[OddFigure]:
    """The odd figures of the year, open ones first, then by how far they moved. Only these are read whole."""
    points, keys = _points(scope)
    breaks, queries = _breaks(scope), _queries(scope)
    odds = [
        (measure.pk, odd)
        for measure in scope.measures
        for odd in odd_figures(
            points.get(measure.pk, {}), unit=measure.unit, year=scope.year, breaks=breaks[measure.pk]
        )
    ]
    pairs = [
        (keys[measure][odd.school, odd.year], keys[measure][odd.school, odd.since]) for measure, odd in odds
    ]
    rows = Result.objects.select_related("measure", "school", "source").in_bulk(
        [pk for pair in pairs for pk in pair]
    )
    found = [
        OddFigure(rows[now], rows[before], odd, queries.get((measure, odd.school)))
        for (measure, odd), (now, before) in zip(odds, pairs, strict=True)
    ]
    return sorted(found, key=lambda one: (not one.is_open, -one.odd.times))


def _points(scope: Scope) -> tuple[dict[int, dict[int, dict[int, Point]]], dict[int, Keys]]:
    """Current figures by measure, school and year, and their primary keys."""
    rows = (
        scope.results.current()
        .with_values()
        .filter(
            area=Area.SCHOOL,
            school__in=scope.schools,
            measure__in=scope.measures,
            year__range=(scope.year - FARTHEST, scope.year),
        )
    )
    points: dict[int, dict[int, dict[int, Point]]] = defaultdict(lambda: defaultdict(dict))
    keys: dict[int, Keys] = defaultdict(dict)
    names = ("pk", "measure", "school", "year", "value", "cohort")
    for pk, measure, school, year, value, cohort in rows.order_by().values_list(*names):
        points[measure][school or 0][year] = Point(float(value or 0), cohort)
        keys[measure][school or 0, year] = pk
    return points, keys


def _breaks(scope: Scope) -> defaultdict[int, frozenset[int]]:
    rows = SeriesBreak.objects.filter(measure__in=scope.measures).values_list("measure", "year")
    found: defaultdict[int, frozenset[int]] = defaultdict(frozenset)
    for measure, year in rows:
        found[measure] |= {year}
    return found


def _queries(scope: Scope) -> dict[tuple[int, int], DataQuery]:
    rows = DataQuery.objects.visible_to(scope.user).filter(
        kind=QueryKind.ODD, year=scope.year, measure__in=scope.measures
    )
    return {(row.measure_id, row.school_id or 0): row for row in rows.select_related("by")}
