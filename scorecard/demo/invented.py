"""Figures of the six invented schools: what a strong, a fallen, a small, an infant and a junior school look like.

Everything follows from the profile of a school and its URN, so it is the same on every machine. Percentages are those of
whole pupils, groups of five or fewer are suppressed as a publisher does, and the newest year is provisional.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from schools.models import School
from scorecard.choices import SourceKind, Status
from scorecard.models import Measure, SourceFile
from scorecard.services import results
from scorecard.services.results import Figure

TESTED = (2016, 2017, 2018, 2022, 2023, 2024, 2025)  # years with tables of key stage 2
PROGRESS = frozenset({2016, 2017, 2018, 2022})
NEWEST = 2025
REVISED = 2024  # a year whose provisional figures were followed by final ones
FEW = 5  # pupils; a figure of so few is suppressed
EARLY, LATE = "early", "late"


@dataclass(frozen=True)
class Profile:
    """What a school is like: pupils a year, per cent who reach the expected standard, how that moved each year.

    ``poor``, ``eal`` and ``sen`` are shares of its pupils; ``gap`` is how many points disadvantaged pupils lie behind.
    """

    intake: int
    level: float
    trend: float
    poor: float
    eal: float
    sen: float
    gap: float
    absence: float
    ages: frozenset[str] = frozenset({EARLY, LATE})


PROFILES = {
    999001: Profile(58, 62, 1.6, 0.26, 0.55, 0.15, 11, 5.2),  # strong, and rising
    999002: Profile(27, 66, 0.4, 0.14, 0.38, 0.13, 9, 5.0),  # small: one form, figures that jump
    999003: Profile(88, 70, -2.1, 0.34, 0.62, 0.18, 19, 6.6),  # large, and fallen
    999004: Profile(59, 72, 0.7, 0.18, 0.47, 0.12, 8, 4.7),  # steady
    999005: Profile(82, 71, 0.5, 0.22, 0.58, 0.14, 10, 5.5, frozenset({EARLY})),
    999006: Profile(87, 58, 0.9, 0.29, 0.52, 0.19, 16, 6.1, frozenset({LATE})),
}


def seed(now: datetime) -> None:
    """Record the figures of every year, provisional ones first where final ones followed."""
    measures = dict(Measure.objects.values_list("code", "pk"))
    schools = dict(School.objects.filter(urn__in=PROFILES).values_list("urn", "pk"))
    for year in TESTED:
        steps = [Status.PROVISIONAL] if year == NEWEST else [Status.FINAL]
        if year == REVISED:
            steps.insert(0, Status.PROVISIONAL)
        for status in steps:
            found = [
                figure
                for urn, pk in schools.items()
                for figure in _School(urn, pk, year, status, measures).figures()
            ]
            _record(year, status, found, now)


def _record(year: int, status: str, figures: list[Figure], now: datetime) -> None:
    day = date(year + 1, 10, 8) if status == Status.PROVISIONAL else date(year + 1, 12, 12)
    loaded = now - timedelta(days=10 if status == Status.PROVISIONAL else 6)
    source = SourceFile.objects.create(
        kind=SourceKind.DEMO,
        name="Figures of invented schools",
        publisher="Invented",
        published_on=day,
        year=year,
        status=status,
        loaded_at=loaded,
        rows=len(figures),
    )
    results.record(figures, source=source, by=None, at=loaded)


class _School:
    """One school in one year."""

    def __init__(self, urn: int, pk: int, year: int, status: str, measures: dict[str, int]) -> None:
        self.profile, self.pk, self.year, self.measures = PROFILES[urn], pk, year, measures
        self.chance = Random(urn * 10_000 + year)  # noqa: S311 - no secret, only the same each time
        self.amended = year == REVISED and status == Status.FINAL
        self.pupils = self.profile.intake + self.chance.randint(-2, 2)
        self.level = self.profile.level + self.profile.trend * (year - 2018) + self.chance.uniform(-4, 4)

    def figures(self) -> Iterator[Figure]:
        """Everything that is published of it."""
        yield from self._context()
        if EARLY in self.profile.ages:
            yield from self._early()
        if LATE in self.profile.ages:
            yield from self._late()

    def _figure(self, code: str, value: float, cohort: int | None = None, places: int = 1) -> Figure:
        exact = Decimal(str(round(value, places)))
        return Figure(self.measures[code], self.year, exact, cohort=cohort, school=self.pk)

    def _share(self, code: str, per_cent: float, of: int) -> Figure:
        """The share of whole pupils nearest to a percentage; suppressed where they are few."""
        if of <= FEW:
            return Figure(self.measures[code], self.year, reason="SUPP", school=self.pk)
        pupils = min(of, max(0, round(of * per_cent / 100)))
        return self._figure(code, 100 * pupils / of, of, 0)

    def _groups(self, code: str, per_cent: float, of: int) -> Iterator[Figure]:
        """All pupils, and the disadvantaged beside the others; where one group is small both are suppressed."""
        yield self._share(code, per_cent, of)
        poor = round(of * self.profile.poor)
        small = poor <= FEW
        gap = self.profile.gap
        yield self._share(f"{code}-dis", per_cent - gap * (1 - self.profile.poor), 0 if small else poor)
        yield self._share(f"{code}-other", per_cent + gap * self.profile.poor, 0 if small else of - poor)

    def _context(self) -> Iterator[Figure]:
        profile, roll = self.profile, self.pupils * (7 if len(self.profile.ages) > 1 else 4)
        yield self._figure("roll", roll, places=0)
        for code, share in (("fsm6", profile.poor), ("eal", profile.eal), ("sen-support", profile.sen)):
            yield self._figure(code, 100 * share + self.chance.uniform(-1.5, 1.5), roll)
        yield self._figure("fsm", 84 * profile.poor, roll)
        yield self._figure("ehcp", 2.4 + self.chance.uniform(0, 1.6), roll)
        yield self._figure("premium-pupils", 96 * profile.poor, roll)
        yield self._figure("premium-pounds", round(roll * profile.poor) * 1480, places=0)
        yield self._figure("absence", profile.absence + self.chance.uniform(-0.4, 0.4), roll)
        away = 2.9 * profile.absence + self.chance.uniform(-2, 2)
        yield self._figure("persistent-absence", away, roll)
        yield self._figure("persistent-absence-dis", away + profile.gap * 0.7, round(roll * profile.poor))
        yield self._figure(
            "persistent-absence-other", away - profile.gap * 0.25, roll - round(roll * profile.poor)
        )
        yield self._figure("suspensions", 100 * self.chance.randint(0, 4) / roll, roll, 2)
        yield self._figure("exclusions", 0, roll, 2)

    def _early(self) -> Iterator[Figure]:
        yield from self._groups("gld", self.level + 4, self.pupils)
        yield from self._groups("phonics", self.level + 14, self.pupils + 1)

    def _late(self) -> Iterator[Figure]:
        of, level = self.pupils, self.level + (1.8 if self.amended else 0)
        yield self._figure("cohort", of, places=0)
        yield from self._groups("rwm-exp", level, of)
        yield from self._groups("rwm-high", level / 5 - 4, of)
        for code, more in (("girls", 4), ("boys", -4)):
            yield self._share(f"rwm-exp-{code}", level + more, of // 2)
        yield self._share("rwm-exp-eal", level + 1, round(of * self.profile.eal))
        for subject, more in (("read", 8), ("mat", 9), ("gps", 10)):
            yield from self._groups(f"{subject}-exp", level + more, of)
            yield from self._groups(f"{subject}-high", level / 2 - 6 + more / 2, of)
            yield self._figure(f"{subject}-avg", 99 + level / 12 + more / 10, of, 0)
        yield from self._groups("writ-exp", level + 7, of)
        yield self._share("writ-high", level / 4, of)
        yield self._share("sci-exp", level + 15, of)
        if self.year in PROGRESS:
            yield from self._progress(of)
        if self.year >= 2021:
            yield self._figure("mtc-mean", 17 + level / 16, of + 1)
            yield self._share("mtc-full", level / 2, of + 1)

    def _progress(self, of: int) -> Iterator[Figure]:
        for subject in ("read", "writ", "mat"):
            yield self._figure(f"{subject}-prog", (self.level - 64) / 6 + self.chance.uniform(-0.8, 0.8), of)
