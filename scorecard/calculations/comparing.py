"""Differences: between groups of pupils, beside a comparator, from year to year. All from unrounded figures."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from scorecard.calculations.figures import Figure

UP, DOWN = "up", "down"


def gap(group: Figure | None, other: Figure | None) -> Decimal | None:
    """The group less the others, in the measure's unit; below nought the group is behind. None where one is missing.

    From unrounded figures: the Department warns that gaps of rounded percentages are a point off.
    """
    if group is None or other is None or group.value is None or other.value is None:
        return None
    return group.value - other.value


def ahead(value: Decimal, comparator: Decimal, direction: str) -> Decimal:
    """How much better ``value`` is, in the measure's unit: below nought it is worse. Lower is better for DOWN."""
    return comparator - value if direction == DOWN else value - comparator


@dataclass(frozen=True)
class Share:
    """``number`` of ``schools`` schools are at least as good as the comparator."""

    number: int
    schools: int

    @property
    def percent(self) -> Decimal | None:
        """Of 100 schools; None where there is none."""
        return Decimal(100) * self.number / self.schools if self.schools else None


def share_as_good(figures: Iterable[Figure], comparator: Decimal | None, direction: str) -> Share | None:
    """Schools at or above the comparator (at or below, where lower is better); those without a figure do not count.

    None where there is no comparator, or where the measure has no better and worse.
    """
    if comparator is None or direction not in (UP, DOWN):
        return None
    found = [figure.value for figure in figures if figure.value is not None]
    good = sum(ahead(value, comparator, direction) >= 0 for value in found)
    return Share(good, len(found))


def breaks_between(first: int, last: int, breaks: Collection[int]) -> list[int]:
    """The breaks in a series between two years; a break of 2016 lies before 2016."""
    return sorted(year for year in breaks if first < year <= last)


@dataclass(frozen=True)
class Change:
    """From one year to a later one, in the measure's unit. ``apart`` is more than one after years without a figure."""

    first: int
    last: int
    value: Decimal

    @property
    def apart(self) -> int:
        """The years between."""
        return self.last - self.first


def change(series: Mapping[int, Figure], last: int, breaks: Collection[int] = ()) -> Change | None:
    """How a series moved to ``last`` from the last year before that has a figure.

    None where either is missing or the series was broken in between: what cannot be compared is not compared.
    """
    now = series.get(last)
    earlier = [year for year, figure in series.items() if year < last and figure.value is not None]
    if now is None or now.value is None or not earlier:
        return None
    first = max(earlier)
    before = series[first].value
    if before is None or breaks_between(first, last, breaks):
        return None
    return Change(first, last, now.value - before)


@dataclass(frozen=True)
class Average:
    """An average over ``years``, weighted by their pupils."""

    value: Decimal
    years: tuple[int, ...]
    pupils: int


def three_years(series: Mapping[int, Figure], last: int, breaks: Collection[int] = ()) -> Average | None:
    """The average of the three years up to ``last``, all pupils pooled, as the Department does for small schools (3YR).

    Years without a figure are left out; None with fewer than two, and nothing from before a break.
    """
    years = [year for year in range(last - 2, last + 1) if not breaks_between(year, last, breaks)]
    found = [(year, series[year]) for year in years if year in series and series[year].cohort]
    counted = [(year, figure.value, figure.cohort or 0) for year, figure in found if figure.value is not None]
    if len(counted) < 2:
        return None
    pupils = sum(cohort for _, _, cohort in counted)
    whole = sum((value * cohort for _, value, cohort in counted), Decimal(0))
    return Average(whole / pupils, tuple(year for year, _, _ in counted), pupils)


def stretches(years: Iterable[int], breaks: Collection[int]) -> list[list[int]]:
    """The years of a series in the stretches that may be joined by a line: none runs over a break."""
    found: list[list[int]] = []
    for year in sorted(years):
        if found and not breaks_between(found[-1][-1], year, breaks):
            found[-1].append(year)
        else:
            found.append([year])
    return found


def newest_full(counts: Mapping[int, int]) -> int | None:
    """The newest year that enough schools have figures for: half as many as in the fullest year, or more.

    While the first schools' figures of a new year come in, the year before it stays the one that is shown first.
    """
    most = max(counts.values(), default=0)
    return max((year for year, number in counts.items() if number and 2 * number >= most), default=None)


def alike(counts: Mapping[int, int], year: int) -> set[int]:
    """The years that a mean of ``year`` may be compared with: neither has more than twice the schools of the other.

    A mean over five schools and one over forty differ by their schools before they differ by anything else.
    """
    now = counts.get(year, 0)
    return {one for one, number in counts.items() if 2 * min(number, now) >= max(number, now) > 0}
