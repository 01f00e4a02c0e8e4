"""Who comes to a meeting: invitations, replies, apologies, alternates, guests, and whether that is enough."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from board.choices import AHEAD, Capacity, Constituency, Reply
from board.models import Attendance, Guest, Holding, Meeting, Seat
from board.services import notices
from hlp import audit, clock
from hlp.models import User
from schools.choices import Role
from schools.roles import people_with

COUNTS = frozenset({Capacity.MEMBER, Capacity.ALTERNATE})


@dataclass(frozen=True)
class Quorum:
    """How many with a vote are needed, are coming, have not answered, and do not come."""

    needed: int
    coming: int
    waiting: int
    away: int

    @property
    def is_met(self) -> bool:
        """Whether enough have said that they come."""
        return self.coming >= self.needed

    @property
    def is_lost(self) -> bool:
        """Whether it cannot be met any more, even if all others come."""
        return self.coming + self.waiting < self.needed

    @property
    def words(self) -> str:
        """``5 of 7 needed are coming, 4 have not answered``."""
        waiting = f", {self.waiting} have not answered" if self.waiting > 1 else ""
        waiting = ", 1 has not answered" if self.waiting == 1 else waiting
        return f"{self.coming} coming, {self.needed} needed{waiting}"


def quorum_of(meeting: Meeting, rows: Iterable[Attendance]) -> Quorum:
    """The quorum of a meeting as the replies stand; after it, by who was there."""
    voting = [row for row in rows if row.votes and row.capacity in COUNTS]
    if meeting.is_over:
        there = sum(bool(row.present) for row in voting)
        return Quorum(meeting.quorum, there, 0, len(voting) - there)
    coming = sum(row.reply == Reply.COMING for row in voting)
    waiting = sum(row.reply == Reply.NONE for row in voting)
    away = sum(row.reply == Reply.APOLOGIES for row in voting)
    return Quorum(meeting.quorum, coming, waiting, away)


def usual_quorum() -> int:
    """Half of the seats with a vote, vacant or not, rounded up: the rule of the board."""
    return max(1, ceil(Seat.objects.standing().voting().count() / 2))


@transaction.atomic
def invite(*, meeting: Meeting, by: User, at: datetime | None = None) -> Meeting:
    """Invite everybody: lock, a row each, history, messages. Those who were invited are not invited again.

    Raises ValidationError where the meeting is over or called off.
    """
    moment = at or clock.now()
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if row.state not in AHEAD:
        raise ValidationError("This meeting is over or called off")
    first = row.invited_at is None
    row.invited_at = row.invited_at or moment
    row.save(update_fields=["invited_at"])
    made = _enrol(row)
    if first:
        row.events.model(thing=row, kind="invited", at=moment, by=by).save()
    notices.tell(row, "board-invitation", [one.person for one in made], at=moment)
    return row


def _enrol(meeting: Meeting) -> list[Attendance]:
    """Rows for everybody who should be there and has none; what was made."""
    known = set(meeting.attendances.values_list("person_id", flat=True))
    wanted: dict[int, Attendance] = {}
    held = Holding.objects.on(meeting.day).filter(as_alternate=False, person__is_active=True)
    for one in held.select_related("seat", "person"):
        clerk = one.seat.constituency == Constituency.CLERK
        capacity = Capacity.CLERK if clerk else Capacity.MEMBER
        wanted.setdefault(
            one.person_id, Attendance(meeting=meeting, person=one.person, seat=one.seat, capacity=capacity)
        )
    for person in people_with(Role.DIRECTOR, meeting.day):
        wanted.setdefault(person.pk, Attendance(meeting=meeting, person=person, capacity=Capacity.OFFICER))
    for guest in meeting.guests.filter(person__isnull=False).select_related("person"):
        wanted.setdefault(
            guest.person_id or 0, Attendance(meeting=meeting, person=guest.person, capacity=Capacity.GUEST)
        )
    made = [one for person, one in wanted.items() if person not in known]
    Attendance.objects.bulk_create(made, ignore_conflicts=True)
    return made


def follow_seats(*, at: datetime) -> None:
    """After a change of seats: invite who has joined, and take back who will have left, at meetings to come."""
    ahead = Meeting.objects.filter(state__in=AHEAD, invited_at__isnull=False).select_for_update()
    for meeting in ahead.order_by("pk"):
        held = Holding.objects.on(meeting.day)
        seated = held.filter(as_alternate=False).values("person")
        gone = meeting.attendances.filter(capacity__in=[Capacity.MEMBER, Capacity.CLERK])
        for row in gone.exclude(person__in=seated):
            _release_alternate(row)
            row.delete()
        for row in meeting.attendances.filter(capacity=Capacity.ALTERNATE):
            if not held.filter(seat=row.seat, person=row.person_id, as_alternate=True).exists():
                _send_back(row, at)
        made = _enrol(meeting)
        notices.tell(meeting, "board-invitation", [one.person for one in made], at=at)


@transaction.atomic
def reply(
    *,
    attendance: Attendance,
    answer: Reply,
    alternate: User | None = None,
    note: str = "",
    by: User,
    at: datetime | None = None,
) -> Attendance:
    """Answer an invitation, for oneself or (the clerk) for somebody: lock, write, history, tell the alternate.

    An alternate who sends apologies gives the place back: the member stands with apologies and is told.
    Raises ValidationError where the meeting is over, or the alternate is none of the seat's.
    """
    moment = at or clock.now()
    rows = Attendance.objects.select_for_update(of=("self",)).select_related("meeting", "seat", "person")
    row = rows.get(pk=attendance.pk)
    if not row.meeting.is_ahead:
        raise ValidationError("This meeting is over or called off. Nothing more can be answered")
    if row.capacity == Capacity.ALTERNATE and answer == Reply.APOLOGIES:
        _send_back(row, moment)
        return row
    if answer != Reply.ALTERNATE:
        alternate = None
    elif alternate is None:
        raise ValidationError({"alternate": "Select who comes in your place"})
    if row.alternate_id and (alternate is None or alternate.pk != row.alternate_id):
        _release_alternate(row)
    if alternate is not None and alternate.pk != row.alternate_id:
        _bring_alternate(row, alternate, moment)
    row.reply, row.alternate, row.reply_note, row.replied_at = answer, alternate, note, moment
    row.save(update_fields=["reply", "alternate", "reply_note", "replied_at"])
    audit.record("board.reply", about=row.meeting.about, by=by, at=moment, person=row.person_id, reply=answer)
    return row


def _bring_alternate(row: Attendance, alternate: User, at: datetime) -> None:
    held = Holding.objects.on(row.meeting.day).filter(seat=row.seat, person=alternate, as_alternate=True)
    if not held.exists():
        raise ValidationError({"alternate": f"{alternate} is no alternate of this seat on that day"})
    if row.meeting.attendances.filter(person=alternate).exists():
        raise ValidationError({"alternate": f"{alternate} comes to this meeting already"})
    Attendance.objects.create(
        meeting=row.meeting,
        person=alternate,
        seat=row.seat,
        capacity=Capacity.ALTERNATE,
        reply=Reply.COMING,
        replied_at=at,
    )
    notices.tell(
        row.meeting, "board-alternate", [alternate], at=at, once=f"{at.isoformat()}", member=row.person.name
    )


def _release_alternate(row: Attendance) -> None:
    """The alternate of a member no longer comes."""
    if row.alternate_id:
        row.meeting.attendances.filter(person=row.alternate_id, capacity=Capacity.ALTERNATE).delete()


def _send_back(row: Attendance, at: datetime) -> None:
    """An alternate cannot come: the member stands with apologies and is told."""
    for member in row.meeting.attendances.filter(alternate=row.person_id).select_related("person"):
        member.reply, member.alternate = Reply.APOLOGIES, None
        member.save(update_fields=["reply", "alternate"])
        notices.tell(
            row.meeting,
            "board-alternate-away",
            [member.person],
            at=at,
            once=at.isoformat(),
            name=row.person.name,
        )
    row.delete()


@transaction.atomic
def add_guest(*, meeting: Meeting, by: User, at: datetime | None = None, **facts: Any) -> Guest:
    """Let somebody come to one meeting: check, write, history; who has an account is invited at once. Twice is once.

    Raises ValidationError where the person comes already, or the meeting is over.
    """
    moment = at or clock.now()
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if not row.is_ahead:
        raise ValidationError("This meeting is over or called off")
    person, name = facts.get("person"), facts.get("name")
    same = Q(person=person) if person else Q(person=None, name=name)
    if there := row.guests.filter(same).first():
        return there
    if person and row.attendances.filter(person=person).exists():
        raise ValidationError({"person": f"{person} comes to this meeting already"})
    guest = Guest(meeting=row, **facts)
    guest.save()
    row.events.model(thing=row, kind="guest", at=moment, by=by, detail={"guest": guest.pk}).save()
    if row.invited_at and guest.person:
        _enrol(row)
        notices.tell(row, "board-invitation", [guest.person], at=moment)
    return guest


@transaction.atomic
def remove_guest(*, guest: Guest, by: User, at: datetime | None = None) -> None:
    """Let a guest no longer come: lock, delete with the attendance, history, withdraw what waits.

    Raises ValidationError where the meeting is over.
    """
    meeting = Meeting.objects.select_for_update().get(pk=guest.meeting_id)
    if meeting.state not in AHEAD:
        raise ValidationError("This meeting is over: who came stays on record")
    if guest.person:
        meeting.attendances.filter(person=guest.person, capacity=Capacity.GUEST).delete()
        notices.withdraw(meeting, [guest.person])
    detail = {"guest": guest.pk}
    guest.delete()
    meeting.events.model(
        thing=meeting, kind="guest-removed", at=at or clock.now(), by=by, detail=detail
    ).save()


def ask_again(meeting: Meeting) -> None:
    """After a move to another day everybody is asked anew; alternates are released."""
    meeting.attendances.filter(capacity=Capacity.ALTERNATE).delete()
    meeting.attendances.update(reply=Reply.NONE, alternate=None, replied_at=None, reply_note="")


def alternates_for(attendance: Attendance) -> list[User]:
    """Who may come in a member's place: the alternates of their seat on that day."""
    if attendance.capacity != Capacity.MEMBER:
        return []
    held = Holding.objects.on(attendance.meeting.day).filter(seat=attendance.seat, as_alternate=True)
    return [one.person for one in held.select_related("person") if one.person.is_active]
