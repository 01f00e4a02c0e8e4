"""School days: Monday to Friday in term, without half terms and bank holidays. INSET days count, staff are in."""

from datetime import date, datetime, timedelta

from hlp import clock
from schools.models import BankHoliday, Term

LONGEST_CLOSURE = timedelta(days=120)


def is_school_day(day: date) -> bool:
    """Whether staff are in school on ``day``."""
    return day in _school_days(day, day)


def _school_days(first: date, last: date) -> list[date]:
    terms = list(Term.objects.filter(starts__lte=last, ends__gte=first))
    closed = set(BankHoliday.objects.filter(day__range=(first, last)).values_list("day", flat=True))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [d for d in days if d.weekday() < 5 and d not in closed and any(_open(term, d) for term in terms)]


def _open(term: Term, day: date) -> bool:
    return term.starts <= day <= term.ends and not term.half_term_starts <= day <= term.half_term_ends


def add_school_days(moment: datetime, days: int) -> datetime:
    """The same time on London's clocks ``days`` school days later.

    Where no terms are laid out for the time to come, Monday to Friday count, so that a deadline always exists.
    """
    start = clock.local(moment)
    tomorrow = start.date() + timedelta(days=1)
    ahead = _school_days(tomorrow, tomorrow + LONGEST_CLOSURE)
    if len(ahead) < days:
        ahead += _weekdays_after(ahead[-1] if ahead else start.date(), days - len(ahead))
    return clock.at(ahead[days - 1], start.time())


def _weekdays_after(day: date, number: int) -> list[date]:
    later = (day + timedelta(days=n) for n in range(1, 7 * number + 7))
    return [d for d in later if d.weekday() < 5][:number]


def school_days_before(day: date, number: int) -> list[date]:
    """The last ``number`` school days before ``day``, the nearest first.

    Where no terms are laid out for the time before, Monday to Friday count, so that there is always a countdown.
    """
    behind = _school_days(day - LONGEST_CLOSURE, day - timedelta(days=1))[::-1][:number]
    return behind + _weekdays_before(behind[-1] if behind else day, number - len(behind))


def _weekdays_before(day: date, number: int) -> list[date]:
    earlier = (day - timedelta(days=n) for n in range(1, 7 * number + 7))
    return [d for d in earlier if d.weekday() < 5][:number]
