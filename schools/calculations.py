"""School days: Monday to Friday in term, without half terms and bank holidays. INSET days count, staff are in.

Open days are those of them on which visitors may come: no tests, no phonics check, no INSET.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from hlp import clock
from schools.models import BankHoliday, ClosedPeriod, School, Term

LONGEST_CLOSURE = timedelta(days=120)


def is_school_day(day: date) -> bool:
    """Whether staff are in school on ``day``."""
    return day in school_days(day, day)


def open_days(first: date, last: date, school: School | None = None) -> list[date]:
    """The days from ``first`` to ``last`` on which a challenge may be held: anywhere, or at ``school``."""
    closed = list(ClosedPeriod.objects.between(first, last))
    return open_among(school_days(first, last), closed, school.pk if school else None)


def open_among(days: Iterable[date], closed: Iterable[ClosedPeriod], school: int | None) -> list[date]:
    """The days that no closed period holds: neither one of all schools nor one of this school (its primary key)."""
    own = [period for period in closed if period.school_id in {None, school}]
    return [day for day in days if not any(period.holds(day, school) for period in own)]


def closures_on(day: date, school: School | None = None) -> list[ClosedPeriod]:
    """The closed periods that hold a day: those of all schools, and those of ``school``."""
    return [
        period
        for period in ClosedPeriod.objects.between(day, day).select_related("school")
        if period.holds(day, school.pk if school else None)
    ]


def school_days(first: date, last: date) -> list[date]:
    """The school days from ``first`` to ``last``, both included."""
    terms = list(Term.objects.filter(starts__lte=last, ends__gte=first))
    closed = set(BankHoliday.objects.filter(day__range=(first, last)).values_list("day", flat=True))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [d for d in days if d.weekday() < 5 and d not in closed and any(_open(term, d) for term in terms)]


def _open(term: Term, day: date) -> bool:
    return term.starts <= day <= term.ends and not term.half_term_starts <= day <= term.half_term_ends


def add_school_days(moment: datetime, days: int, known: Iterable[date] | None = None) -> datetime:
    """The same time on London's clocks ``days`` school days later.

    Where no terms are laid out for the time to come, Monday to Friday count, so that a deadline always exists.
    ``known`` are the school days of the time to come where they have been read already.
    """
    start = clock.local(moment)
    tomorrow = start.date() + timedelta(days=1)
    if known is None:
        known = school_days(tomorrow, tomorrow + LONGEST_CLOSURE)
    ahead = [day for day in known if day >= tomorrow]
    if len(ahead) < days:
        ahead += _weekdays_after(ahead[-1] if ahead else start.date(), days - len(ahead))
    return clock.at(ahead[days - 1], start.time())


def _weekdays_after(day: date, number: int) -> list[date]:
    later = (day + timedelta(days=n) for n in range(1, 7 * number + 7))
    return [d for d in later if d.weekday() < 5][:number]


def school_days_before(day: date, number: int, known: Iterable[date] | None = None) -> list[date]:
    """The last ``number`` school days before ``day``, the nearest first.

    Where no terms are laid out for the time before, Monday to Friday count, so that there is always a countdown.
    ``known`` are the school days of the time before where they have been read already.
    """
    if known is None:
        known = school_days(day - LONGEST_CLOSURE, day - timedelta(days=1))
    behind = [one for one in known if one < day][::-1][:number]
    return behind + _weekdays_before(behind[-1] if behind else day, number - len(behind))


def _weekdays_before(day: date, number: int) -> list[date]:
    earlier = (day - timedelta(days=n) for n in range(1, 7 * number + 7))
    return [d for d in earlier if d.weekday() < 5][:number]
