"""The partnership's two series of inspections, which are never joined, from the inspections of its schools.

Up to August 2024: the share of inspected schools whose latest headline grade was good or outstanding. From November 2025:
the share of schools with every area of their report card at expected standard or above, with those not yet inspected
under that framework as a segment of their own. Between the two no share can be told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from scorecard.choices import Framework

# Steps of each framework's scale, from the best. A grade of one scale has no place on another.
HEADLINES = ("Outstanding", "Good", "Requires improvement", "Inadequate")
CARD = ("Exceptional", "Strong standard", "Expected standard", "Needs attention", "Urgent improvement")
GOOD = frozenset({"Outstanding", "Good"})
EXPECTED = frozenset(CARD[:3])
OLD_WORDS = {"Satisfactory": "Requires improvement"}  # the third of four grades until 2012
LAST_HEADLINES = date(2024, 8, 31)
FIRST_CARDS = date(2025, 11, 10)


@dataclass(frozen=True)
class Seen:
    """An inspection of a school, with what the series need of it."""

    school: int
    date: date
    framework: str
    overall: str = ""
    grades: tuple[tuple[str, str], ...] = ()
    safeguarding: str = ""


@dataclass(frozen=True)
class Share:
    """How many of the inspected schools were good or outstanding on a day."""

    on: date
    good: int
    inspected: int

    @property
    def percent(self) -> float | None:
        """Of the inspected schools; None where none was."""
        return 100 * self.good / self.inspected if self.inspected else None


@dataclass(frozen=True)
class Segments:
    """Schools (or their pupils) by how they stand under the report cards: at or above, below, not yet inspected."""

    expected: int = 0
    below: int = 0
    not_yet: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.expected + self.below + self.not_yet

    @property
    def inspected(self) -> int:
        """Those with a report card."""
        return self.expected + self.below

    @property
    def percent(self) -> float | None:
        """At or above, of those with a report card; None where nobody has one."""
        return 100 * self.expected / self.inspected if self.inspected else None


def scale_of(framework: str) -> Sequence[str]:
    """The steps of a framework's scale, from the best."""
    return CARD if framework == Framework.REPORT_CARD else HEADLINES


def good_or_outstanding(seen: Iterable[Seen], on: date) -> Share:
    """The share on a day up to 31 August 2024, by each school's latest headline grade. Raises ValueError after it."""
    if on > LAST_HEADLINES:
        raise ValueError("headline grades ended on 31 August 2024")
    latest: dict[int, Seen] = {}
    for one in sorted(seen, key=lambda one: one.date):
        if one.overall and one.date <= on:
            latest[one.school] = one
    return Share(on, sum(one.overall in GOOD for one in latest.values()), len(latest))


def series(seen: Sequence[Seen], first: int, last: int = LAST_HEADLINES.year) -> list[Share]:
    """The shares at the end of each August from the year ``first`` to ``last``; years without inspections left out."""
    found = [good_or_outstanding(seen, date(year, 8, 31)) for year in range(first, last + 1)]
    return [share for share in found if share.inspected]


def at_expected(one: Seen) -> bool:
    """Whether every area of a report card is at expected standard or above, and safeguarding standards are met."""
    return all(grade in EXPECTED for _, grade in one.grades) and one.safeguarding != "Not met"


def segments(seen: Iterable[Seen], weights: dict[int, int], on: date) -> Segments:
    """How schools stand under the report cards on a day; ``weights`` count each school (one, or its pupils)."""
    latest: dict[int, Seen] = {}
    for one in sorted(seen, key=lambda one: one.date):
        if one.framework == Framework.REPORT_CARD and one.grades and one.date <= on:
            latest[one.school] = one
    expected = sum(
        weight for school, weight in weights.items() if school in latest and at_expected(latest[school])
    )
    inspected = sum(weight for school, weight in weights.items() if school in latest)
    return Segments(expected, inspected - expected, sum(weights.values()) - inspected)
