"""The meeting itself: who is there, whether that is a quorum, what was declared, and the moment when it is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from board.choices import AGENDA_OUT, MEETING_MOVES, MeetingState, Stays, WithdrawalSource
from board.models import AgendaItem, Attendance, DeclaredInterest, Interest, Meeting, Minutes, Withdrawal
from board.services.record import open_decisions
from hlp import audit, clock
from hlp.models import User
from hlp.transitions import move

# Before the meeting there is nobody to note; once minutes are confirmed nothing is noted any more.
MINUTED = frozenset({MeetingState.PUBLISHED, MeetingState.HELD})


@dataclass(frozen=True)
class Quorum:
    """How many members with a vote are there and how many must be."""

    present: int
    needed: int
    noted: bool

    @property
    def reached(self) -> bool:
        """Whether decisions are valid."""
        return self.present >= self.needed


@dataclass(frozen=True)
class Presence:
    """What is noted of one person: ``how`` is nothing where they are not there; times are London's."""

    how: str
    arrived: time | None = None
    left: time | None = None


def quorum(meeting: Meeting, rows: list[Attendance] | None = None) -> Quorum:
    """The quorum at this moment: each voting seat counts once, by its holder or the alternate; who has left does not."""
    found = list(meeting.attendances.select_related("seat")) if rows is None else rows
    seats = {row.seat_id for row in found if row.votes and row.present and row.left_at is None}
    return Quorum(len(seats), meeting.quorum, any(row.present is not None for row in found))


def expected(meeting: Meeting) -> list[Attendance]:
    """Everybody who is expected, members in the order of their seats, then alternates, officers and guests."""
    rows = meeting.attendances.select_related("person", "seat", "alternate")
    return sorted(rows, key=lambda row: (not row.votes, row.seat.order if row.seat else 0, row.pk))


def people_of(meeting: Meeting) -> QuerySet[User]:
    """Everybody who is expected at a meeting and has an account."""
    return User.objects.filter(pk__in=meeting.attendances.values("person"))


def is_open(meeting: Meeting) -> bool:
    """Whether the clerk may still write: the agenda is published and the minutes have not left the clerk."""
    if meeting.state not in MINUTED:
        return False
    minutes = Minutes.objects.filter(meeting=meeting).first()
    return minutes is None or minutes.is_draft


@transaction.atomic
def note_attendance(
    *, meeting: Meeting, seen: Mapping[int, Presence], by: User, at: datetime | None = None
) -> None:
    """Note who is there: lock, save each changed row, audit. ``seen`` holds rows of attendance by primary key.

    Raises ValidationError where minutes are no longer the clerk's, or somebody left before they arrived.
    """
    locked = _locked(meeting)
    changed = 0
    for row in Attendance.objects.select_for_update(of=("self",)).filter(meeting=locked, pk__in=seen):
        one = seen[row.pk]
        if one.arrived and one.left and one.left < one.arrived:
            raise ValidationError({f"left_{row.pk}": f"{row.person} cannot leave before arriving"})
        facts = {
            "present": bool(one.how),
            "how": one.how,
            "arrived_at": one.arrived if one.how else None,
            "left_at": one.left if one.how else None,
        }
        if any(getattr(row, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(row, name, value)
            row.save(update_fields=list(facts))
            changed += 1
    if changed:
        audit.record("board.attendance", about=locked.about, by=by, at=at, changed=changed)


def _locked(meeting: Meeting) -> Meeting:
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not is_open(row):
        raise ValidationError("The minutes of this meeting are no longer with the clerk")
    return row


@transaction.atomic
def declare(
    *,
    meeting: Meeting,
    person: User,
    text: str,
    item: AgendaItem | None = None,
    stays: Stays = Stays.STAYS,
    interest: Interest | None = None,
    by: User,
    at: datetime | None = None,
) -> DeclaredInterest:
    """Note a declaration: lock, row, and where they leave for an item a withdrawal from it, audit. Twice is once.

    A declaration about an item of part II is part II itself. Raises ValidationError.
    """
    moment = at or clock.now()
    locked = _locked(meeting)
    if stays == Stays.LEAVES and item is None:
        raise ValidationError({"item": "Choose the item for which they leave"})
    found, new = DeclaredInterest.objects.get_or_create(
        meeting=locked,
        item=item,
        person=person,
        text=text,
        defaults={"stays": stays, "at": moment, "part": item.part if item else 1},
    )
    if new:
        audit.record("board.declared", about=locked.about, by=by, at=moment)
    if new and item is not None and stays == Stays.LEAVES:
        Withdrawal.objects.get_or_create(
            item=item,
            person=person,
            lifted_at=None,
            defaults={
                "source": WithdrawalSource.CLERK,
                "interest": interest,
                "reason": text[:300],
                "at": moment,
                "by": by,
            },
        )
    return found


@transaction.atomic
def undeclare(*, declaration: DeclaredInterest, by: User, at: datetime | None = None) -> None:
    """Take back a slip of the clerk: lock, delete the row and lift its withdrawal, audit. Raises ValidationError."""
    moment = at or clock.now()
    locked = _locked(declaration.meeting)
    if declaration.item_id and declaration.stays == Stays.LEAVES:
        made = Withdrawal.objects.standing().filter(
            item=declaration.item_id, person=declaration.person_id, source=WithdrawalSource.CLERK
        )
        made.update(lifted_at=moment, lifted_by=by)
    declaration.delete()
    audit.record("board.declaration-removed", about=locked.about, by=by, at=moment)


@transaction.atomic
def hold(*, meeting: Meeting, by: User, at: datetime | None = None) -> Meeting:
    """The meeting is over: lock, move, its minutes if there are none, its decisions open to the Board. Twice is once.

    Raises WrongMove where no agenda is published, ValidationError before the meeting starts.
    """
    moment = at or clock.now()
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if row.state == MeetingState.HELD:
        return row
    if row.state in AGENDA_OUT and moment < row.starts_at:
        raise ValidationError(f"The meeting starts on {clock.when(row.starts_at)}")
    move(row, to=MeetingState.HELD, table=MEETING_MOVES, by=by, at=moment)
    Minutes.objects.get_or_create(meeting=row)
    open_decisions(row)
    audit.record("board.meeting-held", about=row.about, by=by, at=moment)
    return row
