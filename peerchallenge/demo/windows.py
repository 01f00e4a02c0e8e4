"""When the demonstration's rounds and its special sessions lie, from now alone: any day of any year.

A round runs whatever the date: its usual window is stretched to hold a few weeks on either side of today.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from hlp import clock
from schools.choices import TermName

BACK, AHEAD = timedelta(days=21), timedelta(days=28)
ONE_DAY = timedelta(days=1)
STARTS, NOON, TEA_TIME, ENDS = time(8, 15), time(12, 0), time(15, 0), time(16, 0)


@dataclass(frozen=True)
class Window:
    """A round to be: its term, the year in which its academic year begins, first and last day."""

    term: TermName
    year: int
    opens: date
    closes: date

    def distance(self, day: date) -> timedelta:
        """How far a day lies outside."""
        return max(self.opens - day, day - self.closes, timedelta(0))


@dataclass(frozen=True)
class Rounds:
    """Two rounds that are over, oldest first, the one that runs, and the next."""

    over: list[Window]
    running: Window
    to_come: Window


def first_year(day: date) -> int:
    """The calendar year in which the academic year of a day begins."""
    return day.year if day.month >= 9 else day.year - 1


def usual(year: int) -> list[Window]:
    """The usual windows of an academic year. Summer holds what could not be held before."""
    windows = [
        Window(TermName.AUTUMN, year, date(year, 10, 1), date(year, 12, 11)),
        Window(TermName.SPRING, year, date(year + 1, 1, 20), date(year + 1, 3, 20)),
        Window(TermName.SUMMER, year, date(year + 1, 4, 27), date(year + 1, 7, 3)),
    ]
    return [replace(w, opens=weekday(w.opens), closes=friday(w.closes)) for w in windows]


def around(today: date) -> Rounds:
    """The rounds around a day."""
    year = first_year(today)
    nearest = min(usual(year), key=lambda window: window.distance(today))
    running = replace(
        nearest,
        opens=max(date(year, 9, 1), min(nearest.opens, today - BACK)),
        closes=min(date(year + 1, 8, 31), max(nearest.closes, today + AHEAD)),
    )
    main = [w for y in (year - 1, year, year + 1) for w in usual(y) if w.term != TermName.SUMMER]
    before = [w for w in main if w.opens < nearest.opens][-2:]
    after = next(w for w in main if w.opens > nearest.opens)
    return Rounds(
        over=[replace(w, closes=min(w.closes, running.opens - ONE_DAY)) for w in before],
        running=running,
        to_come=replace(after, opens=max(after.opens, running.closes + ONE_DAY)),
    )


@dataclass(frozen=True)
class Slot:
    """A day's times. ``ended_at`` is when it ended, if it has; ``corrected`` if nobody could have tapped then."""

    starts_at: datetime
    planned_end_at: datetime
    ended_at: datetime | None = None
    corrected: bool = False

    @property
    def day(self) -> date:
        """The day in London."""
        return clock.local(self.starts_at).date()


def slot_on(day: date) -> Slot:
    """A whole day, 08:15 to 16:00 in London."""
    return Slot(clock.at(day, STARTS), clock.at(day, ENDS))


def ended_ago(
    now: datetime, ago: timedelta, least: timedelta | None = None, most: timedelta | None = None
) -> Slot:
    """A session that ended about ``ago`` before now, on a weekday afternoon if that lies between least and most.

    Otherwise it was held on the weekday before, and its end was corrected: to that moment, or by day if it can be.
    """
    exact = (now - ago).replace(second=0, microsecond=0)
    around_it = sorted(
        [exact, *_half_hours(now - (most or ago), now - (least or ago))], key=lambda m: abs(m - exact)
    )
    if afternoon := next(filter(_natural, around_it), None):
        return _afternoon(afternoon)
    ended = next((moment for moment in around_it if 9 <= clock.local(moment).hour <= 18), exact)
    day = clock.local(ended).date()
    while day.weekday() > 4 or clock.at(day, ENDS) >= ended:
        day -= ONE_DAY
    return replace(slot_on(day), ended_at=ended, corrected=True)


def _afternoon(ended: datetime) -> Slot:
    """A day that ended then: as planned where it was short, by the lead's tap where it was nearly whole."""
    slot = slot_on(clock.local(ended).date())
    nearly_whole = clock.local(ended).time() >= TEA_TIME
    return replace(slot, ended_at=ended, planned_end_at=slot.planned_end_at if nearly_whole else ended)


def _natural(moment: datetime) -> bool:
    local = clock.local(moment)
    return local.weekday() <= 4 and NOON <= local.time() <= ENDS


def _half_hours(first: datetime, last: datetime) -> list[datetime]:
    start = first.replace(minute=0, second=0, microsecond=0)
    every = (start + n * timedelta(minutes=30) for n in range(1, 400))
    return [moment for moment in every if first <= moment <= last]


def weekday(day: date) -> date:
    """The day itself, or the Monday after it."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)


def friday(day: date) -> date:
    """The day itself, or the Friday before it."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def office_hour(moment: datetime, turn: int = 0) -> datetime:
    """A moment of office hours at or before the day of ``moment``; ``turn`` spreads them over the day.

    Never later than ``moment`` itself.
    """
    day = clock.local(moment).date() - ONE_DAY
    while day.weekday() > 4:
        day -= ONE_DAY
    return clock.at(day, time(9 + turn % 7, turn * 13 % 60))
