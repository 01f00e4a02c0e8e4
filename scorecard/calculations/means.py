"""Means over schools, weighted by their pupils."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from scorecard.calculations.figures import Figure

LEAST = 3  # schools: of fewer than three no figure is shown that others could take apart


@dataclass(frozen=True)
class Mean:
    """A mean over ``schools`` schools with ``pupils`` pupils; ``value`` is None where nobody has a figure.

    ``suppressed`` schools have a reason instead of a value, and are not counted as nought; ``unweighed`` have a value
    but no number of pupils. Where fewer than half of the schools have a number, each school counts once and ``weighted``
    is False.
    """

    value: Decimal | None
    schools: int
    pupils: int
    suppressed: int
    unweighed: int = 0
    weighted: bool = True


def weighted_mean(figures: Iterable[Figure]) -> Mean:
    """The mean of schools' figures, each weighing as many pupils as it is about.

    This is how the Department's own local authority figure follows from its schools: pupils at the standard over
    pupils eligible (TELIG), so a school of 90 weighs three times one of 30.
    """
    every = list(figures)
    there = [figure for figure in every if figure.value is not None]
    weighed = [figure for figure in there if figure.cohort]
    suppressed = len(every) - len(there)
    if there and 2 * len(weighed) < len(there):
        return _plain(there, suppressed)
    pupils = sum(figure.cohort or 0 for figure in weighed)
    whole = sum(((figure.value or Decimal(0)) * (figure.cohort or 0) for figure in weighed), Decimal(0))
    value = whole / pupils if pupils else None
    return Mean(value, len(weighed), pupils, suppressed, len(there) - len(weighed))


def _plain(there: list[Figure], suppressed: int) -> Mean:
    whole = sum((figure.value or Decimal(0) for figure in there), Decimal(0))
    return Mean(whole / len(there), len(there), 0, suppressed, weighted=False)


def hidden_groups(sizes: dict[str, int], rest: int = 0) -> set[str]:
    """Which groups of one whole may not be shown: those under three schools, and complements until nothing follows.

    ``sizes`` are the schools counted in each group, ``rest`` those of the whole that are in none. Whoever takes the
    shown groups from the whole learns the sum of the hidden ones, so that sum must be of three schools at least.
    """
    hidden = {name for name, size in sizes.items() if 0 < size < LEAST}
    while 0 < sum(sizes[name] for name in hidden) + rest < LEAST:
        shown = [name for name, size in sizes.items() if size and name not in hidden]
        if not shown:
            break
        hidden.add(min(shown, key=lambda name: (sizes[name], name)))
    return hidden
