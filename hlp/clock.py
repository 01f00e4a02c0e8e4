"""Time in the words that people use. Facts are kept in UTC; London is only for showing and for opening hours."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")
QUIET_FROM = time(21, 0)
QUIET_UNTIL = time(7, 0)
LAST_CALL = time(20, 30)


def now() -> datetime:
    """This moment, in UTC."""
    return timezone.now().astimezone(UTC)


def today() -> date:
    """Today's date in London."""
    return now().astimezone(LONDON).date()


def local(moment: datetime) -> datetime:
    """The same moment on London's clocks."""
    return moment.astimezone(LONDON)


def at(day_: date, time_: time) -> datetime:
    """The moment, in UTC, when London's clocks show ``time_`` on ``day_``.

    A time that occurs twice (October) means the first; one that never occurs (March) means an hour later.
    """
    return datetime.combine(day_, time_, tzinfo=LONDON).astimezone(UTC)


def months_later(day_: date, months: int) -> date:
    """The same day ``months`` months later, or the last of that month where it has no such day."""
    count = day_.month - 1 + months
    year, month = day_.year + count // 12, count % 12 + 1
    return date(year, month, min(day_.day, monthrange(year, month)[1]))


def day(moment: datetime | date) -> str:
    """``Sunday 22 November 2026``."""
    value = local(moment) if isinstance(moment, datetime) else moment
    return f"{value:%A} {value.day} {value:%B %Y}"


def short_day(moment: datetime | date) -> str:
    """``22 Nov``."""
    value = local(moment) if isinstance(moment, datetime) else moment
    return f"{value.day} {value:%b}"


def clock_time(moment: datetime | time) -> str:
    """``4pm``, ``3:30pm``, ``midday`` or ``midnight``."""
    value = local(moment).time() if isinstance(moment, datetime) else moment
    if (value.hour, value.minute) in {(0, 0), (12, 0)}:
        return "midday" if value.hour else "midnight"
    minutes = f":{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minutes}{'am' if value.hour < 12 else 'pm'}"


def when(moment: datetime) -> str:
    """``Sunday 22 November 2026 at 4pm``."""
    return f"{day(moment)} at {clock_time(moment)}"


def duration(delta: timedelta) -> str:
    """A length of time in words, never negative: ``3 hours 10 minutes``, ``31 hours``, ``5 days``.

    Minutes are told below one day, hours below three days; parts are rounded down.
    """
    minutes = int(abs(delta).total_seconds() // 60)
    hours = minutes // 60
    if minutes < 1:
        return "less than a minute"
    if hours < 1:
        return _count(minutes, "minute")
    if hours < 24:
        rest = f" {_count(minutes % 60, 'minute')}" if minutes % 60 else ""
        return _count(hours, "hour") + rest
    if hours < 72:
        return _count(hours, "hour")
    return _count(hours // 24, "day")


def left(due: datetime, at: datetime | None = None) -> str:
    """``21 hours left`` before ``due``, ``3 hours 10 minutes late`` after it."""
    delta = due - (at or now())
    return f"{duration(delta)} left" if delta >= timedelta(0) else f"{duration(delta)} late"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def is_quiet(moment: datetime) -> bool:
    """Whether London's clocks stand between 21:00 and 07:00."""
    value = local(moment).time()
    return value >= QUIET_FROM or value < QUIET_UNTIL


def before_quiet(moment: datetime) -> datetime:
    """The moment itself, or 20:30 before the quiet hours it falls into: for reminders of what is to come."""
    if not is_quiet(moment):
        return moment
    evening = local(moment).date()
    if local(moment).time() < QUIET_UNTIL:
        evening -= timedelta(days=1)
    return at(evening, LAST_CALL)


def after_quiet(moment: datetime) -> datetime:
    """The moment itself, or 07:00 after the quiet hours it falls into: for news of what has happened."""
    if not is_quiet(moment):
        return moment
    morning = local(moment).date()
    if local(moment).time() >= QUIET_FROM:
        morning += timedelta(days=1)
    return at(morning, QUIET_UNTIL)
