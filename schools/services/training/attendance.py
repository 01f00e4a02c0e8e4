"""The attendance list: who was there, which makes their records, and whoever came unannounced."""

from collections.abc import Collection
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from schools.choices import ATTENDANCE, PlaceState
from schools.models import TrainingEvent, TrainingPlace, TrainingRecord
from schools.services.training import certificates, places
from schools.services.versions import fingerprint, refuse_stale

MARKED_ABSENT = "Marked absent on the attendance list"


def listed(event: TrainingEvent) -> list[TrainingPlace]:
    """Everybody whom the list names, by name: not those who said that they do not come."""
    rows = event.places.exclude(state=PlaceState.NOT_COMING).select_related("person")
    return list(rows.order_by("person__name", "pk"))


def version_of(event: TrainingEvent) -> str:
    """The print of a list that a marking starts from."""
    return fingerprint(*((place.pk, place.state) for place in listed(event)))


@transaction.atomic
def mark(
    *,
    event: TrainingEvent,
    present: Collection[int],
    late: User | None = None,
    version: str = "",
    by: User,
    at: datetime | None = None,
) -> TrainingEvent:
    """Say who is present: lock, write, make and take back records, audit. It may be said again and again.

    ``present`` are primary keys of places; ``late`` came without being on the list. Whoever signed up and is not
    present is absent. Raises StaleEdit when others marked since ``version``; ValidationError before the day.
    """
    moment = at or clock.now()
    row = TrainingEvent.objects.select_for_update().get(pk=event.pk)
    refuse_stale(version, version_of(row))
    _check(row, moment)
    before = listed(row)
    for place in before:
        _mark(row, place, there=place.pk in present, by=by, at=moment)
    if late is not None:
        there = places.put(row, late, PlaceState.PRESENT, by=by, at=moment)
        _give(row, there)
    row.attendance_at = row.attendance_at or moment
    row.save(update_fields=["attendance_at"])
    audit.record("training.attendance", about=row.about, by=by, at=moment, present=len(present))
    return row


def _check(event: TrainingEvent, at: datetime) -> None:
    if event.cancelled_at is not None:
        raise ValidationError("This event was called off")
    if clock.local(at).date() < event.day:
        raise ValidationError(f"The list opens on the day: {clock.day(event.starts_at)}")


def _mark(event: TrainingEvent, place: TrainingPlace, *, there: bool, by: User, at: datetime) -> None:
    expected = place.state in {PlaceState.COMING, *ATTENDANCE}
    if there:
        _give(event, places.put(event, place.person, PlaceState.PRESENT, by=by, at=at))
    elif expected and place.state != PlaceState.ABSENT:
        places.put(event, place.person, PlaceState.ABSENT, by=by, at=at)
        standing = TrainingRecord.objects.standing().filter(event=event, person=place.person)
        standing.update(taken_back_at=at, taken_back_because=MARKED_ABSENT)


def _give(event: TrainingEvent, place: TrainingPlace) -> None:
    """The records of the event's modules, and the number of the certificate. Given already, they stay."""
    for module in event.modules.all():
        TrainingRecord.objects.standing().get_or_create(
            person=place.person,
            module=module,
            day=event.day,
            defaults={
                "provider": event.provider,
                "refresh_due": module.refresh_due(event.day),
                "event": event,
                "taken_back_at": None,
            },
        )
    certificates.number(place)
