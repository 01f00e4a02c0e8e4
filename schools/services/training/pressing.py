"""What training asks of a person now: lines for their home page."""

from collections.abc import Iterator
from typing import Any

from django.template.defaultfilters import pluralize
from django.urls import reverse

from hlp import clock
from hlp.models import User
from schools.choices import Audience, PlaceState
from schools.models import TrainingEvent, TrainingPlace
from schools.roles import roles_of
from schools.services.training.standing import training_of

Item = dict[str, Any]


def owed_items(user: User) -> Iterator[Item]:
    """Training that a headteacher owes or has to refresh, with the next event; invitations to be answered."""
    places = TrainingPlace.objects.filter(person=user, event__in=TrainingEvent.objects.to_come())
    mine = list(places.select_related("event").order_by("event__starts_at"))
    for place in mine:
        if place.state == PlaceState.INVITED:
            yield {
                "title": f"Say whether you come to {place.event.title}",
                "href": place.event.get_absolute_url(),
                "text": f"{clock.when(place.event.starts_at)}, {place.event.venue}",
            }
    if roles_of(user).schools:
        booked = next((p.event for p in mine if p.state in {PlaceState.COMING, PlaceState.WAITING}), None)
        yield from _owed(user, booked)


def _owed(user: User, booked: TrainingEvent | None) -> Iterator[Item]:
    standing = training_of(user, clock.today())
    owed, due = len(standing.owed), standing.refresh_due
    if not owed and not due:
        return
    title = f"Training you are owed: {owed} module{pluralize(owed)}" if owed else "Training to be refreshed"
    status, colour = (
        ("Needed to lead", "yellow") if owed else (f"By {clock.short_day(_first_due(due))}", "yellow")
    )
    yield {
        "title": title,
        "href": reverse("schools:training-list"),
        "text": _next(booked),
        "status": status,
        "colour": colour,
    }


def _first_due(lines: list[Any]) -> Any:
    return lines[0].record.refresh_due


def _next(booked: TrainingEvent | None) -> str:
    if booked:
        return f"You are on the list of {booked.title}, {clock.when(booked.starts_at)}."
    coming = list(TrainingEvent.objects.to_come().exclude(audience=Audience.INVITED)[:2])
    if not coming:
        return "No event is planned yet. You are told when there is one."
    return "Next: " + "; ".join(f"{event.title}, {clock.when(event.starts_at)}" for event in coming)


def office_items(user: User) -> Iterator[Item]:
    """Attendance lists that nobody has filled in, for those who look after training."""
    if not roles_of(user).runs_partnership:
        return
    over = TrainingEvent.objects.filter(ends_at__lte=clock.now(), cancelled_at=None, attendance_at=None)
    for event in over.order_by("starts_at", "pk"):
        yield {
            "title": f"Fill in the attendance list: {event.title}",
            "href": reverse("schools:training-attendance", args=[event.pk]),
            "text": f"It was held on {clock.day(event.starts_at)}. The records follow from the list.",
        }
