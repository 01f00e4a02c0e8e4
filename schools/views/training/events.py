"""Training events: what is on, planning, signing up."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp import clock
from hlp.access import Request, fetch, require, require_sight
from hlp.transitions import StaleEdit
from schools.choices import ATTENDANCE
from schools.forms.training import EventForm, WhyForm, initial_event
from schools.models import TrainingEvent, TrainingModule, TrainingPlace
from schools.roles import roles_of
from schools.services.training import attendance, events, overview, places, training_of

MANAGE = "schools.manage_training"
STALE = "Somebody changed this event since you opened the page. Nothing was overwritten"
# Events that are over and stand on the page for those who look after them.
OVER = 12


@require_GET
def training_list(request: Request) -> HttpResponse:
    """What the reader owes, and the events to come; for the office also those that are over."""
    user = request.user
    require_sight(user, "schools.read")
    visible = TrainingEvent.objects.visible_to(user)
    manages = user.has_perm(MANAGE)
    over = visible.filter(ends_at__lte=clock.now(), cancelled_at=None) if manages else visible.none()
    leads = bool(roles_of(user).schools)
    context = {
        "standing": training_of(user, clock.today()) if leads else None,
        "lines": overview.event_lines(visible.to_come(), user),
        "over": overview.event_lines(over, user)[:OVER],
        "may_manage": manages,
    }
    return render(request, "schools/training/list.html", context)


@require_GET
def event_detail(request: Request, pk: int) -> HttpResponse:
    """One event: when, where, what, and where the reader stands; for the office who comes."""
    user = request.user
    visible = TrainingEvent.objects.visible_to(user)
    event = fetch(visible, user, pk=pk)
    line = overview.event_lines(visible.filter(pk=pk), user)[0]
    manages = user.has_perm(MANAGE)
    context = {
        "event": event,
        "line": line,
        "may_sign_up": not line.holds and places.may_come(event, user, line.place),
        "may_withdraw": event.takes_names and line.place is not None and line.place.state != "not-coming",
        "was_there": line.place is not None and line.place.state in ATTENDANCE,
        "may_manage": manages,
        "places": TrainingPlace.objects.visible_to(user).filter(event=event).select_related("person")
        if manages
        else [],
        "list_open": event.cancelled_at is None and clock.today() >= event.day,
    }
    return render(request, "schools/training/detail.html", context)


@require_http_methods(["GET", "POST"])
def event_create(request: Request) -> HttpResponse:
    """Plan an event."""
    require_sight(request.user, "schools.read")
    require(request.user, MANAGE)
    form = _form(request, None)
    if request.method == "POST" and form.is_valid():
        try:
            event = events.create_event(facts=form.facts(), by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "The event is planned. Invite people, or wait for them to sign up.")
            return redirect(event)
    return render(request, "schools/training/edit.html", {"form": form})


@require_http_methods(["GET", "POST"])
def event_edit(request: Request, pk: int) -> HttpResponse:
    """Change an event."""
    event = fetch(TrainingEvent.objects.visible_to(request.user), request.user, MANAGE, pk=pk)
    form = _form(request, event)
    if request.method == "POST" and form.is_valid():
        facts, version = form.facts(), form.cleaned_data["version"]
        try:
            events.change_event(event=event, facts=facts, version=version, by=request.user)
        except StaleEdit:
            form.add_error(None, STALE)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "The event is saved.")
            return redirect(event)
    return render(request, "schools/training/edit.html", {"form": form, "event": event})


def _form(request: Request, event: TrainingEvent | None) -> EventForm:
    modules = TrainingModule.objects.visible_to(request.user)
    taught = event.modules.values_list("pk", flat=True) if event else []
    return EventForm(
        request.POST if request.method == "POST" else None,
        initial=initial_event(event) if event else {},
        modules=modules.offered() | modules.filter(pk__in=taught),
        cancel=event.get_absolute_url() if event else reverse("schools:training-list"),
    )


@require_http_methods(["GET", "POST"])
def event_cancel(request: Request, pk: int) -> HttpResponse:
    """Call an event off, with the reason."""
    event = fetch(TrainingEvent.objects.visible_to(request.user), request.user, MANAGE, pk=pk)
    hint = "Whoever is invited or signed up reads it in an e-mail."
    data = request.POST if request.method == "POST" else None
    form = WhyForm(data, submit="Call the event off", hint=hint, cancel=event.get_absolute_url())
    if form.is_valid():
        try:
            events.cancel_event(event=event, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "The event is called off. Whoever is concerned is being told.")
            return redirect("schools:training-list")
    told = len(attendance.listed(event))
    return render(request, "schools/training/cancel.html", {"form": form, "event": event, "told": told})


@require_POST
def event_sign_up(request: Request, pk: int) -> HttpResponse:
    """The reader signs up."""
    event = fetch(TrainingEvent.objects.visible_to(request.user), request.user, pk=pk)
    try:
        place = places.sign_up(event=event, person=request.user, by=request.user)
    except ValidationError as error:
        messages.error(request, f"{error.messages[0]}.")
    else:
        waits = place.state == "waiting"
        said = "You are on the waiting list." if waits else "You are signed up."
        messages.success(request, f"{said} An e-mail confirms it.")
    return redirect(event)


@require_POST
def event_withdraw(request: Request, pk: int) -> HttpResponse:
    """The reader gives their place back, or declines."""
    event = fetch(TrainingEvent.objects.visible_to(request.user), request.user, pk=pk)
    try:
        places.withdraw(event=event, person=request.user, by=request.user)
    except ValidationError as error:
        messages.error(request, f"{error.messages[0]}.")
    else:
        messages.success(request, "You are not coming. Thank you for saying so.")
    return redirect(event)
