"""What training puts into people's calendars (``settings.CALENDAR_ENTRIES``)."""

from datetime import date, time, timedelta
from typing import Any

from hlp import clock
from hlp.models import User
from schools.choices import PlaceState
from schools.models import TrainingEvent, TrainingPlace

# Who stands so at an event finds it among their own dates.
MINE = frozenset({PlaceState.COMING, PlaceState.PRESENT})


def entries(user: User, first: date, last: date) -> list[dict[str, Any]]:
    """The events between two days that are held, plain; those that the person has signed up for are their own."""
    since, until = clock.at(first, time.min), clock.at(last + timedelta(days=1), time.min)
    events = TrainingEvent.objects.visible_to(user).filter(
        starts_at__gte=since, starts_at__lt=until, cancelled_at=None
    )
    own = TrainingPlace.objects.filter(person=user, state__in=MINE)
    signed = dict(own.values_list("event", "changed_at"))
    return [
        {
            "uid": f"training-{event.pk}",
            "title": event.title,
            "kind": "Training",
            "starts": event.starts_at,
            "ends": event.ends_at,
            "place": event.venue,
            "href": event.get_absolute_url(),
            "mine": event.pk in signed,
            "stamp": signed.get(event.pk, event.starts_at),
        }
        for event in events.order_by("starts_at", "pk")
    ]
