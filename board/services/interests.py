"""The register of interests, its yearly confirmation, and withdrawals from an item."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from board.choices import WithdrawalSource
from board.models import AgendaItem, Attendance, Holding, Interest, InterestConfirmation, Meeting, Withdrawal
from board.roles import board_roles_of
from board.services import notices
from hlp import audit, clock
from hlp.models import User
from schools.models import AcademicYear
from schools.roles import Role, people_with


@dataclass(frozen=True)
class Entry:
    """A person of the register: their standing interests, and when they confirmed this year."""

    person: User
    title: str
    interests: tuple[Interest, ...]
    confirmed_at: datetime | None


def people_of_register(day: Any = None) -> list[tuple[User, str]]:
    """Who has to register: everybody with a seat, their alternates, and the Director; once each, with their title."""
    rows = Holding.objects.on(day or clock.today()).select_related("person", "seat")
    found: dict[int, tuple[User, str]] = {}
    for row in rows.order_by("as_alternate", "seat__order", "pk"):
        found.setdefault(row.person_id, (row.person, row.title))
    for person in people_with(Role.DIRECTOR):
        found.setdefault(person.pk, (person, "Director of the partnership"))
    return list(found.values())


def register(year: AcademicYear | None) -> list[Entry]:
    """The register as it stands, a person an entry, in four queries."""
    people = people_of_register()
    ids = [person.pk for person, _ in people]
    interests: dict[int, list[Interest]] = {}
    for one in Interest.objects.filter(person__in=ids).standing():
        interests.setdefault(one.person_id, []).append(one)
    confirmed = InterestConfirmation.objects.filter(year=year, person__in=ids).values_list("person_id", "at")
    told = dict(confirmed)
    return [
        Entry(person, title, tuple(interests.get(person.pk, ())), told.get(person.pk))
        for person, title in people
    ]


@transaction.atomic
def declare(*, person: User, by: User, at: datetime | None = None, **facts: Any) -> Interest:
    """Register an interest: write, audit (that, not what). The same twice is once."""
    same = Interest.objects.filter(person=person, **facts).standing().first()
    if same:
        return same
    moment = at or clock.now()
    row = Interest.objects.create(person=person, declared_on=clock.local(moment).date(), **facts)
    audit.record("board.declare", about=f"user:{person.pk}", by=by, at=moment)
    return row


@transaction.atomic
def end(*, interest: Interest, by: User, at: datetime | None = None) -> None:
    """End an interest today: save, audit. It stays on record. Twice is once."""
    moment = at or clock.now()
    row = Interest.objects.select_for_update().get(pk=interest.pk)
    if row.is_standing:
        row.ended_on = clock.local(moment).date()
        row.save(update_fields=["ended_on"])
        audit.record("board.end-interest", about=f"user:{row.person_id}", by=by, at=moment)


@transaction.atomic
def confirm(*, person: User, year: AcademicYear, at: datetime | None = None) -> None:
    """A person says that their entries are complete for a year: write, audit. Twice is once."""
    if InterestConfirmation.objects.filter(person=person, year=year).exists():
        return
    moment = at or clock.now()
    try:
        with transaction.atomic():
            InterestConfirmation(person=person, year=year, at=moment).save()
    except IntegrityError:
        return  # the button was pressed twice
    audit.record("board.confirm-interests", about=f"user:{person.pk}", by=person, at=moment)


@transaction.atomic
def withdraw(
    *,
    item: AgendaItem,
    person: User,
    reason: str,
    interest: Interest | None = None,
    by: User,
    at: datetime | None = None,
) -> Withdrawal:
    """Somebody takes no part in an item: lock, check, write, audit, message to them where others say so.

    A member withdraws themselves; the chair, the clerk and the Director anybody who comes. The same twice is once.
    Raises ValidationError where the person does not come, or it is not for ``by`` to say.
    """
    moment = at or clock.now()
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    held = board_roles_of(by)
    if by.pk != person.pk and not held.prepares:
        raise ValidationError("Only the chair, the clerk and the Director withdraw somebody else")
    if not Attendance.objects.filter(meeting=meeting, person=person).exists():
        raise ValidationError({"person": f"{person} is not invited to this meeting"})
    if there := item.withdrawals.filter(person=person).standing().first():
        return there
    row = Withdrawal.objects.create(
        item=item,
        person=person,
        source=_source(by, person, interest),
        interest=interest,
        reason=reason,
        at=moment,
        by=by,
    )
    audit.record("board.withdraw", about=meeting.about, by=by, at=moment, person=person.pk, item=item.pk)
    if by.pk != person.pk:
        notices.tell(meeting, "board-withdrawal", [person], at=moment, once=f"withdrawal={row.pk}")
    return row


def _source(by: User, person: User, interest: Interest | None) -> WithdrawalSource:
    if interest is not None:
        return WithdrawalSource.INTEREST
    if by.pk == person.pk:
        return WithdrawalSource.MEMBER
    return WithdrawalSource.CHAIR if board_roles_of(by).chair else WithdrawalSource.CLERK


@transaction.atomic
def lift(*, withdrawal: Withdrawal, by: User, at: datetime | None = None) -> None:
    """A withdrawal no longer stands: lock, save, audit, message. Twice is once.

    Raises ValidationError where it is one's own: the chair, the clerk or the Director decides.
    """
    moment = at or clock.now()
    rows = Withdrawal.objects.select_for_update(of=("self",)).select_related("item__meeting", "person")
    row = rows.get(pk=withdrawal.pk)
    if row.lifted_at is not None:
        return
    if by.pk == row.person_id or not board_roles_of(by).prepares:
        raise ValidationError("Another of the chair, the clerk and the Director decides this")
    row.lifted_at, row.lifted_by = moment, by
    row.save(update_fields=["lifted_at", "lifted_by"])
    meeting = row.item.meeting
    audit.record("board.lift", about=meeting.about, by=by, at=moment, person=row.person_id, item=row.item_id)
    notices.tell(meeting, "board-withdrawal-lifted", [row.person], at=moment, once=f"lifted={row.pk}")


def withdrawn_items(user: User, items: Iterable[AgendaItem]) -> set[int]:
    """The primary keys of those items, and of what stands under them, from which a person is withdrawn."""
    own = set(user.withdrawals.standing().values_list("item", flat=True))
    return {item.pk for item in items if item.pk in own or item.parent_id in own}


def this_year() -> AcademicYear | None:
    """The academic year of today."""
    return AcademicYear.objects.at(clock.today())


def confirmed_at(person: User, year: AcademicYear | None) -> datetime | None:
    """When a person confirmed their entries for a year, or None."""
    rows = InterestConfirmation.objects.filter(person=person, year=year)
    return rows.values_list("at", flat=True).first()


def people_at(meeting: Meeting) -> Any:
    """Whoever is invited to a meeting, by name."""
    return User.objects.filter(board_attendances__meeting=meeting).order_by("name", "pk")
