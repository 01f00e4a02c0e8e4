"""The figures of one measure and year over schools: the mean, the spread, how many are as good as others."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from scorecard.calculations.comparing import share_as_good
from scorecard.calculations.figures import Figure, rounded
from scorecard.calculations.means import LEAST, Mean, weighted_mean

SCHOOLS_OWN = "reported"
RANK = (SCHOOLS_OWN, "provisional", "revised", "final")


@dataclass(frozen=True, slots=True)
class Counted:
    """A school's figure, already guarded, with its status and the key of its source."""

    figure: Figure
    status: str
    source: int


@dataclass(frozen=True)
class Summary:
    """What ``summed`` found; ``counted`` are the schools with a value, ``spread`` pairs of a figure and its number."""

    mean: Mean
    counted: int
    left_out: int
    status: str
    sources: list[int]
    as_good: dict[str, int]
    spread: list[tuple[float, int]]


def summed(
    rows: Iterable[Counted],
    *,
    comparators: Mapping[str, Decimal],
    direction: str,
    decimals: int,
    hidden: int = 0,
) -> Summary:
    """Sum the schools of a scope up. ``hidden`` is how many figures were taken out before, as too few pupils.

    What schools report themselves counts only where three or more report, and is in no spread: those figures are
    their own. The status is that of the least settled figure in it.
    """
    every = list(rows)
    own = [row for row in every if row.status == SCHOOLS_OWN and row.figure.shown]
    taken = every if len(own) >= LEAST else [row for row in every if row not in own]
    there = [row for row in taken if row.figure.shown]
    figures = [row.figure for row in taken]
    shares = {area: share_as_good(figures, value, direction) for area, value in comparators.items()}
    open_ = [row.figure.value for row in there if row.status != SCHOOLS_OWN and row.figure.value is not None]
    return Summary(
        mean=weighted_mean(figures),
        counted=len(there),
        left_out=hidden + len(every) - len(taken),
        status=min((row.status for row in there), key=RANK.index, default=""),
        sources=sorted({row.source for row in there}),
        as_good={area: share.number for area, share in shares.items() if share},
        spread=_spread(open_, decimals),
    )


def _spread(values: Iterable[Decimal], decimals: int) -> list[tuple[float, int]]:
    found = Counter(float(rounded(value, min(decimals, 1))) for value in values)
    return sorted(found.items())


def withdrawn(summary: Summary) -> Summary:
    """What remains of a summary that may not be shown: how many schools it would be of."""
    mean = replace(summary.mean, value=None, pupils=0)
    return replace(summary, mean=mean, as_good={}, spread=[])
