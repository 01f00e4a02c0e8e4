"""Training events: planned, changed, called off."""

from dataclasses import dataclass, fields
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from schools.choices import PlaceState
from schools.models import TrainingEvent, TrainingModule
from schools.services.training import notices, places
from schools.services.versions import fingerprint, refuse_stale


@dataclass(frozen=True)
class Facts:
    """What is said of an event. Moments are UTC; ``capacity`` None means room for all."""

    title: str
    starts_at: datetime
    ends_at: datetime
    venue: str
    provider: str
    capacity: int | None
    audience: str
    note: str
    modules: tuple[TrainingModule, ...]

    def columns(self) -> dict[str, object]:
        """What stands in the event's own row."""
        return {field.name: getattr(self, field.name) for field in fields(self) if field.name != "modules"}


COLUMNS = tuple(name for name in Facts.__dataclass_fields__ if name != "modules")


def version_of(event: TrainingEvent) -> str:
    """The print of an event that an edit starts from."""
    modules = sorted(event.modules.values_list("pk", flat=True))
    return fingerprint(*(getattr(event, name) for name in COLUMNS), modules)


@transaction.atomic
def create_event(*, facts: Facts, by: User, at: datetime | None = None) -> TrainingEvent:
    """Plan an event: check, write, audit. Planned twice, it is planned once.

    Raises ValidationError by field (``starts_at``, ``ends_at``, ``modules``).
    """
    _check(facts)
    same = {"title": facts.title, "starts_at": facts.starts_at, "venue": facts.venue, "cancelled_at": None}
    if there := TrainingEvent.objects.filter(**same).first():
        return there
    event = TrainingEvent.objects.create(**facts.columns())
    event.modules.set(facts.modules)
    audit.record("training.create-event", about=event.about, by=by, at=at or clock.now())
    return event


@transaction.atomic
def change_event(
    *, event: TrainingEvent, facts: Facts, version: str, by: User, at: datetime | None = None
) -> TrainingEvent:
    """Change an event: lock, check, save, audit; places that become free go to the waiting list.

    Whoever has a place is told of another time or place. Raises StaleEdit when others changed it since
    ``version``; ValidationError when it can no longer be changed, or by field.
    """
    moment = at or clock.now()
    row = TrainingEvent.objects.select_for_update().get(pk=event.pk)
    refuse_stale(version, version_of(row))
    _check_open(row)
    _check(facts)
    _check_room(row, facts)
    moved = (row.starts_at, row.ends_at, row.venue) != (facts.starts_at, facts.ends_at, facts.venue)
    for name, value in facts.columns().items():
        setattr(row, name, value)
    row.save(update_fields=list(COLUMNS))
    row.modules.set(facts.modules)
    audit.record("training.change-event", about=row.about, by=by, at=moment)
    if moved:
        notices.tell_changed(row, at=moment)
    places.fill(row, at=moment)
    return row


def _check_open(event: TrainingEvent) -> None:
    if event.cancelled_at is not None:
        raise ValidationError("This event was called off and can no longer be changed")
    if event.attendance_at is not None:
        raise ValidationError("The attendance list was filled in: what was taught stays as it was")


def _check(facts: Facts) -> None:
    if facts.ends_at <= facts.starts_at:
        raise ValidationError({"ends": "The event must end after it starts"})
    if not facts.modules:
        raise ValidationError({"modules": "Select at least one module"})


def _check_room(event: TrainingEvent, facts: Facts) -> None:
    coming = event.places.filter(state=PlaceState.COMING).count()
    if facts.capacity is not None and facts.capacity < coming:
        people = "1 person has" if coming == 1 else f"{coming} people have"
        raise ValidationError({"capacity": f"{people} signed up already. There must be room for them"})


@transaction.atomic
def cancel_event(*, event: TrainingEvent, reason: str, by: User, at: datetime | None = None) -> TrainingEvent:
    """Call an event off: lock, write, audit, tell whoever is invited, coming or waiting. Twice is once.

    Raises ValidationError when the attendance list was filled in.
    """
    moment = at or clock.now()
    row = TrainingEvent.objects.select_for_update().get(pk=event.pk)
    if row.cancelled_at is not None:
        return row
    if row.attendance_at is not None:
        raise ValidationError("The attendance list was filled in: this event has taken place")
    row.cancelled_at = moment
    row.save(update_fields=["cancelled_at"])
    audit.record("training.cancel-event", about=row.about, by=by, at=moment, reason=reason)
    notices.tell_cancelled(row, reason=reason, at=moment)
    return row
