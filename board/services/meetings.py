"""The dates of the board: the year's plan, changes, moves, cancelling, and when a meeting was held."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from board.choices import MEETING_MOVES, MeetingState
from board.models import Meeting
from board.services import attendances, notices
from hlp import clock, transitions
from hlp.models import User
from hlp.transitions import StaleEdit
from schools.calculations import open_days
from schools.choices import TermName
from schools.models import AcademicYear, Term

A_YEAR = 4
USUAL_DAY, USUAL_START, USUAL_LENGTH = 2, time(16), timedelta(hours=2)  # Wednesday at 4pm
PACK_BEFORE = timedelta(days=7)


@dataclass(frozen=True)
class Proposal:
    """One date that is proposed, and why it lies there."""

    number: int
    day: date | None
    what: str


# In which half of which term, how many weeks after it begins, and what that meeting is for.
PATTERN = (
    (TermName.AUTUMN, False, 3, "September: sets the annual performance challenge"),
    (TermName.AUTUMN, True, 4, "Before Christmas: the autumn outcomes of the peer challenges"),
    (TermName.SPRING, True, 2, "Spring: the score card and the projects"),
    (TermName.SUMMER, True, 3, "Summer: the year’s outcomes of the peer challenges"),
)


def proposals(year: AcademicYear) -> list[Proposal]:
    """Four dates for a year: the board's usual weekday, on open school days, a pack's week away from holidays.

    A date is None where the year's terms are not laid out.
    """
    terms = {term.name: term for term in year.terms.all()}
    usual = _usual_weekday()
    days = set(open_days(year.starts, year.ends)) if terms else set()
    found = []
    for number, (name, second, weeks, what) in enumerate(PATTERN, 1):
        term = terms.get(name)
        found.append(Proposal(number, _pick(term, second, weeks, usual, days) if term else None, what))
    return found


def _usual_weekday() -> int:
    last = Meeting.objects.exclude(state=MeetingState.CANCELLED).order_by("-starts_at").first()
    return last.day.weekday() if last else USUAL_DAY


def _pick(term: Term, second: bool, weeks: int, weekday: int, days: set[date]) -> date | None:
    """The nearest day to the wanted week that is open and whose pack day, a week before, is a day of the term."""
    begins = term.half_term_ends + timedelta(days=1) if second else term.starts
    wanted = begins + timedelta(weeks=weeks) + timedelta(days=(weekday - begins.weekday()) % 7)
    inside = [day for day in days if begins <= day <= (term.ends if second else term.half_term_starts)]
    good = [day for day in inside if day - PACK_BEFORE >= begins]
    return min(
        good or inside, key=lambda day: (day.weekday() != weekday, abs(day - wanted), day), default=None
    )


@transaction.atomic
def plan_year(
    *,
    year: AcademicYear,
    dates: list[tuple[datetime, datetime]],
    place: str,
    by: User,
    at: datetime | None = None,
) -> list[Meeting]:
    """Plan the meetings of a year in one act: lock, check, write, history. The same twice is once.

    Raises ValidationError where the year has meetings on other dates, or two fall on one day.
    """
    moment = at or clock.now()
    AcademicYear.objects.select_for_update().get(pk=year.pk)
    known = list(year.board_meetings.exclude(state=MeetingState.CANCELLED))
    if known:
        if {meeting.starts_at for meeting in known} >= {starts for starts, _ in dates}:
            return known
        raise ValidationError(f"The meetings of {year} are planned already. Move or add single ones")
    if len({clock.local(starts).date() for starts, _ in dates}) < len(dates):
        raise ValidationError("Two meetings fall on the same day")
    return [
        create(year=year, starts_at=a, ends_at=b, place=place, by=by, at=moment) for a, b in sorted(dates)
    ]


@transaction.atomic
def create(
    *,
    year: AcademicYear,
    starts_at: datetime,
    ends_at: datetime,
    place: str = "",
    title: str = "Board meeting",
    joining: str = "",
    by: User | None,
    at: datetime | None = None,
) -> Meeting:
    """Plan one meeting: check, write, history. Planned twice, it is planned once. Raises ValidationError."""
    moment = at or clock.now()
    AcademicYear.objects.select_for_update().get(pk=year.pk)
    _check_times(starts_at, ends_at)
    same = {"starts_at": starts_at, "title": title}
    if there := Meeting.objects.filter(**same).exclude(state=MeetingState.CANCELLED).first():
        return there
    last = year.board_meetings.aggregate(last=Max("number"))["last"] or 0
    row = Meeting.objects.create(
        year=year,
        number=last + 1,
        **same,
        ends_at=ends_at,
        place=place,
        joining=joining,
        quorum=attendances.usual_quorum(),
        changed_at=moment,
    )
    row.events.model(thing=row, to_state=row.state, at=moment, by=by).save()
    return row


def year_at(day: date) -> AcademicYear:
    """The academic year of a day. Raises ValidationError where it is not laid out."""
    year = AcademicYear.objects.at(day)
    if year is None:
        raise ValidationError("That day lies in no academic year that is laid out")
    return year


def _check_times(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise ValidationError({"ends": "The meeting must end after it starts"})
    if ends_at - starts_at > timedelta(hours=8):
        raise ValidationError({"ends": "A meeting lasts 8 hours at the most"})


def locked(meeting: Meeting, version: int | None = None) -> Meeting:
    """The meeting, locked. Raises StaleEdit when others changed it since ``version``."""
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if version is not None and row.version != version:
        raise StaleEdit
    return row


@transaction.atomic
def change_details(
    *,
    meeting: Meeting,
    version: int,
    title: str,
    place: str,
    joining: str,
    quorum: int,
    by: User,
    at: datetime | None = None,
) -> Meeting:
    """Change what is said of a meeting, but not when it is: lock, save, history; the invited learn of a new place.

    Raises StaleEdit, and ValidationError where the meeting is over.
    """
    moment = at or clock.now()
    row = locked(meeting, version)
    if not row.is_ahead:
        raise ValidationError("This meeting is over or called off and can no longer be changed")
    elsewhere = (row.place, row.joining) != (place, joining)
    row.title, row.place, row.joining, row.quorum = title, place, joining, quorum
    row.version += 1
    row.changed_at = moment
    row.sequence += elsewhere
    row.save(update_fields=["title", "place", "joining", "quorum", "version", "changed_at", "sequence"])
    row.events.model(thing=row, kind="changed", at=moment, by=by).save()
    if elsewhere and row.invited_at:
        notices.tell(row, "board-moved", _invited(row), at=moment, moved=False, reason="")
    return row


def _invited(meeting: Meeting) -> list[User]:
    return [row.person for row in meeting.attendances.select_related("person")]


@transaction.atomic
def move(
    *,
    meeting: Meeting,
    version: int,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    by: User,
    at: datetime | None = None,
) -> Meeting:
    """Move a meeting: lock, check, save, history, notice to the invited, who on another day are asked again.

    Raises StaleEdit, and ValidationError where it is over, or another meeting is on that day.
    """
    moment = at or clock.now()
    row = locked(meeting)
    if (row.starts_at, row.ends_at) == (starts_at, ends_at):
        return row
    if row.version != version:
        raise StaleEdit
    if not row.is_ahead:
        raise ValidationError("This meeting is over or called off and can no longer be moved")
    _check_times(starts_at, ends_at)
    before, day = row.starts_at, row.day
    row.starts_at, row.ends_at, row.changed_at = starts_at, ends_at, moment
    row.sequence, row.version = row.sequence + 1, row.version + 1
    row.save(update_fields=["starts_at", "ends_at", "changed_at", "sequence", "version"])
    detail = {"from": before.isoformat(), "to": starts_at.isoformat()}
    row.events.model(thing=row, kind="moved", at=moment, by=by, reason=reason, detail=detail).save()
    people = _invited(row)
    if row.day != day:
        attendances.ask_again(row)
    notices.withdraw(row)
    if row.invited_at:
        was = clock.when(before)
        notices.tell(row, "board-moved", people, at=moment, moved=True, was=was, reason=reason)
    return row


@transaction.atomic
def cancel(*, meeting: Meeting, reason: str, by: User, at: datetime | None = None) -> Meeting:
    """Call a meeting off: lock, move its state, history, withdraw what waits, notice to the invited. Twice is once.

    Raises WrongMove where it was held.
    """
    moment = at or clock.now()
    row = locked(meeting)
    if row.state == MeetingState.CANCELLED:
        return row
    row.sequence, row.changed_at = row.sequence + 1, moment
    step(row, MeetingState.CANCELLED, by, moment, reason, ("sequence", "changed_at"))
    notices.withdraw(row)
    if row.invited_at:
        notices.tell(row, "board-cancelled", _invited(row), at=moment, reason=reason)
    return row


def step(
    row: Meeting, to: str, by: User, at: datetime, reason: str = "", update: tuple[str, ...] = ()
) -> None:
    """Move the state of a locked meeting, with its version and history. Raises WrongMove."""
    row.version += 1
    transitions.move(
        row, to=to, table=MEETING_MOVES, by=by, at=at, reason=reason, update=(*update, "version")
    )


def version_of(meeting: Meeting) -> int:
    """The present version of a meeting."""
    return Meeting.objects.only("version").get(pk=meeting.pk).version


def usual_place() -> str:
    """Where the last meeting that was planned takes place."""
    last = Meeting.objects.exclude(place="").order_by("-starts_at").first()
    return last.place if last else ""


def years_to_plan() -> list[AcademicYear]:
    """The present year and those to come, the nearest first."""
    return list(
        AcademicYear.objects.filter(ends__gte=clock.today()).order_by("starts").prefetch_related("terms")
    )


def years_unplanned() -> list[AcademicYear]:
    """Of those, the years without a meeting that stands."""
    held = Meeting.objects.exclude(state=MeetingState.CANCELLED).values("year")
    return list(AcademicYear.objects.filter(ends__gte=clock.today()).exclude(pk__in=held).order_by("starts"))
