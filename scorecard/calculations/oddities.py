"""Which figures moved further than their cohorts explain: a rule that is written down, not a judgement.

A school's change since its last figure is compared with how its peers changed in the same year (their median), so that a
hard test paper makes nobody odd. What is left is divided by what chance explains:

* a percentage of known cohorts: the standard error of the difference of two proportions, pooled over both years;
* anything else: 1.4826 times the median absolute deviation of all schools' changes (a robust standard deviation), and
  never less than the least change of its unit that anybody would look at.

More than three of these is odd. With fewer than eight schools the median of the changes is taken as no change, and where
the cohorts are not known nothing is called odd.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import median

from scorecard.choices import Unit

LIMIT = 3.0
ENOUGH = 8  # schools, for their median to say something
FARTHEST = 3  # years back that the last figure may lie
LEAST = {Unit.PERCENT: 2.0, Unit.SCORE: 1.0, Unit.POINTS: 0.5, Unit.NUMBER: 10.0, Unit.POUNDS: 5000.0}
# A share of nothing or all is taken as this far from it, or chance would explain no change at all.
EDGE = 0.02
TO_SIGMA = 1.4826


@dataclass(frozen=True)
class Point:
    """A school's figure of a year, and of how many pupils."""

    value: float
    cohort: int | None = None


@dataclass(frozen=True)
class Odd:
    """A figure that moved too far: by how much since which year, what was to be expected, how many times chance."""

    school: int
    year: int
    since: int
    change: float
    peers: float
    times: float
    by_cohort: bool


Series = Mapping[int, Mapping[int, Point]]  # by school and year


def odd_figures(series: Series, *, unit: str, year: int, breaks: frozenset[int] = frozenset()) -> list[Odd]:
    """The figures of a year that moved too far, the farthest first. A series is not followed across a break."""
    steps = {school: step for school, points in series.items() if (step := _step(points, year, breaks))}
    if not steps:
        return []
    changes = {school: now.value - before.value for school, (_, before, now) in steps.items()}
    enough = len(changes) >= ENOUGH
    peers = median(changes.values()) if enough else 0.0
    spread = _spread(list(changes.values()), peers, unit) if enough else None
    found = []
    for school, (since, before, now) in steps.items():
        chance = _of_cohorts(before, now, unit)
        sigma = chance or spread
        times = abs(changes[school] - peers) / sigma if sigma else 0.0
        if times > LIMIT:
            found.append(Odd(school, year, since, changes[school], peers, times, bool(chance)))
    return sorted(found, key=lambda one: -one.times)


def _step(points: Mapping[int, Point], year: int, breaks: frozenset[int]) -> tuple[int, Point, Point] | None:
    """The last figure before a year, and that of the year; None where there is none, or a break between."""
    earlier = [y for y in points if year - FARTHEST <= y < year]
    if year not in points or not earlier:
        return None
    since = max(earlier)
    if any(since < broken <= year for broken in breaks):
        return None
    return since, points[since], points[year]


def _of_cohorts(before: Point, now: Point, unit: str) -> float | None:
    """Percentage points that chance explains between two cohorts; None where they are not known."""
    if unit != Unit.PERCENT or not before.cohort or not now.cohort:
        return None
    pupils = before.cohort + now.cohort
    share = (before.value * before.cohort + now.value * now.cohort) / pupils / 100
    share = min(max(share, EDGE), 1 - EDGE)
    return 100 * sqrt(share * (1 - share) * (1 / before.cohort + 1 / now.cohort))


def _spread(changes: list[float], peers: float, unit: str) -> float:
    deviation = TO_SIGMA * median(abs(change - peers) for change in changes)
    return max(deviation, LEAST[Unit(unit)])
