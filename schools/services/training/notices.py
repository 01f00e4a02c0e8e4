"""E-mails about training events: an invitation, a place, a change, a cancellation."""

from collections.abc import Iterable
from datetime import datetime

from hlp import clock, outbox
from hlp.models import User
from schools.choices import PlaceState
from schools.models import TrainingEvent, TrainingPlace

HOLDS = (PlaceState.COMING, PlaceState.WAITING, PlaceState.INVITED)


def facts(event: TrainingEvent) -> dict[str, str]:
    """What every message says of an event."""
    return {
        "event": event.title,
        "starts": clock.when(event.starts_at),
        "ends": clock.clock_time(event.ends_at),
        "venue": event.venue,
        "provider": event.provider,
        "path": event.get_absolute_url(),
    }


def tell_invited(event: TrainingEvent, people: Iterable[User], *, at: datetime) -> None:
    """Write to those whom the office invites."""
    outbox.write(
        [
            _note(event, person, "training-invitation", why="The office invites them", at=at)
            for person in people
        ],
        at=at,
    )


def tell_place(place: TrainingPlace, *, at: datetime, promoted: bool = False) -> None:
    """Write to a person how they stand: signed up, waiting, no longer coming."""
    event = place.event
    state = {"state": place.state, "promoted": promoted}
    why = "A place became free" if promoted else "They signed up, were signed up, or withdrew"
    outbox.write([_note(event, place.person, "training-place", why=why, at=at, **state)], at=at)


def tell_changed(event: TrainingEvent, *, at: datetime) -> None:
    """Write to whoever has a place or an invitation that time or place are others."""
    _tell_all(event, "training-changed", why="Time or place of the event changed", at=at)


def tell_cancelled(event: TrainingEvent, *, reason: str, at: datetime) -> None:
    """Write to whoever has a place or an invitation that the event was called off."""
    _tell_all(event, "training-cancelled", why="The event was called off", at=at, reason=reason)


def _tell_all(event: TrainingEvent, kind: str, *, why: str, at: datetime, **more: object) -> None:
    places = event.places.filter(state__in=HOLDS).select_related("person")
    outbox.write([_note(event, place.person, kind, why=why, at=at, **more) for place in places], at=at)


def _note(
    event: TrainingEvent, person: User, kind: str, *, why: str, at: datetime, **more: object
) -> outbox.Note:
    return outbox.Note(
        key=f"{kind}:event={event.pk}:user={person.pk}:at={at:%Y%m%d%H%M%S%f}",
        kind=kind,
        person=person,
        context={**facts(event), **more},
        about=event.about,
        why=why,
    )
