"""Places at a training event: invitation, sign-up, waiting list, withdrawal."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from hlp.transitions import check
from schools.choices import PLACE_MOVES, Audience, PlaceState, Role
from schools.models import Appointment, TrainingEvent, TrainingPlace
from schools.roles import roles_of
from schools.services.training import notices

ROLES_OF = {
    Audience.HEADTEACHERS: frozenset({Role.HEADTEACHER}),
    Audience.LEADERS: frozenset({Role.HEADTEACHER, Role.DEPUTY}),
    Audience.EVERYBODY: frozenset(Role),
    Audience.INVITED: frozenset[Role](),
}


def may_come(event: TrainingEvent, person: User, place: TrainingPlace | None) -> bool:
    """Whether a person may sign themselves up: of the audience today, or on the event's list already."""
    if not event.takes_names:
        return False
    if place is not None:
        return True
    held = {post.role for post in person.appointments.on(clock.today())}
    return bool(held & ROLES_OF[Audience(event.audience)])


def seats_left(event: TrainingEvent) -> int | None:
    """How many more may sign up; None where there is room for all."""
    if event.capacity is None:
        return None
    return max(event.capacity - event.places.filter(state=PlaceState.COMING).count(), 0)


@transaction.atomic
def sign_up(*, event: TrainingEvent, person: User, by: User, at: datetime | None = None) -> TrainingPlace:
    """Give a person a place, or one on the waiting list when the event is full: lock, check, write, audit, tell.

    Signing up twice changes nothing. The office signs up whom it likes. Raises ValidationError when the event
    takes no more names, or is not for this person.
    """
    moment = at or clock.now()
    row = TrainingEvent.objects.select_for_update().get(pk=event.pk)
    place = TrainingPlace.objects.filter(event=row, person=person).first()
    _check_open(row)
    if not roles_of(by).runs_partnership and not may_come(row, person, place):
        raise ValidationError(f"This event is for others: {row.get_audience_display()}")
    if place and place.state in {PlaceState.COMING, PlaceState.WAITING}:
        return place
    state = PlaceState.WAITING if seats_left(row) == 0 else PlaceState.COMING
    place = put(row, person, state, by=by, at=moment)
    notices.tell_place(place, at=moment)
    return place


@transaction.atomic
def withdraw(
    *, event: TrainingEvent, person: User, by: User, at: datetime | None = None
) -> TrainingPlace | None:
    """Give a place back or decline an invitation: lock, write, audit, tell; the first who waits moves up.

    Twice is once; nothing happens to who has no place. Raises ValidationError once the event is over.
    """
    moment = at or clock.now()
    row = TrainingEvent.objects.select_for_update().get(pk=event.pk)
    place = TrainingPlace.objects.filter(event=row, person=person).first()
    if place is None or place.state == PlaceState.NOT_COMING:
        return place
    _check_open(row)
    place = put(row, person, PlaceState.NOT_COMING, by=by, at=moment)
    notices.tell_place(place, at=moment)
    fill(row, at=moment)
    return place


@transaction.atomic
def invite(*, event: TrainingEvent, people: Iterable[User], by: User, at: datetime | None = None) -> int:
    """Invite people who are not on the list yet: lock, write, audit, tell. Returns how many they were.

    Raises ValidationError when the event takes no more names.
    """
    moment = at or clock.now()
    row = TrainingEvent.objects.select_for_update().get(pk=event.pk)
    _check_open(row)
    there = set(row.places.values_list("person_id", flat=True))
    new = [person for person in people if person.pk not in there]
    for person in new:
        put(row, person, PlaceState.INVITED, by=by, at=moment)
    notices.tell_invited(row, new, at=moment)
    return len(new)


def fill(event: TrainingEvent, *, at: datetime) -> None:
    """Give free places to those who wait, the longest first, and tell them. The event is locked."""
    waiting = event.places.filter(state=PlaceState.WAITING).order_by("changed_at", "pk")
    left = seats_left(event)
    for place in (
        waiting.select_related("person") if left is None else waiting.select_related("person")[:left]
    ):
        moved = put(event, place.person, PlaceState.COMING, by=None, at=at)
        notices.tell_place(moved, at=at, promoted=True)


def put(
    event: TrainingEvent, person: User, state: PlaceState, *, by: User | None, at: datetime
) -> TrainingPlace:
    """Write where a person stands with an event, as the table of moves allows; audit. The event is locked."""
    place = TrainingPlace.objects.filter(event=event, person=person).first()
    if place is None:
        place = TrainingPlace.objects.create(event=event, person=person, state=state, changed_at=at)
    elif place.state != state:
        check(PLACE_MOVES, place.state, state)
        place.state, place.changed_at = state, at
        place.save(update_fields=["state", "changed_at"])
    audit.record("training.place", about=event.about, by=by, at=at, person=person.pk, state=str(state))
    return place


def _check_open(event: TrainingEvent) -> None:
    if event.cancelled_at is not None:
        raise ValidationError("This event was called off")
    if event.is_over:
        raise ValidationError("This event is over")


def eligible(event: TrainingEvent) -> list[User]:
    """The people whom the office may invite or sign up: those who hold a post today, without a place, by name."""
    held = Appointment.objects.on(clock.today()).values("person")
    people = User.objects.filter(pk__in=held, is_active=True)
    return list(people.exclude(training_places__event=event).order_by("name", "pk"))
