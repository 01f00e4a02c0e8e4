"""The names of an event: invited and signed up by the office, and who was there."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hlp import clock
from hlp.access import Request, fetch
from hlp.models import User
from hlp.transitions import StaleEdit
from schools.choices import PlaceState
from schools.forms.training import AttendanceForm, NamesForm
from schools.models import TrainingEvent
from schools.services.training import attendance, overview, places

MANAGE = "schools.manage_training"
STALE = "Somebody else marked this list meanwhile. Your ticks are still here: check them, and save again"


@require_http_methods(["GET", "POST"])
def event_names(request: Request, pk: int) -> HttpResponse:
    """Invite people, or sign them up."""
    event = fetch(TrainingEvent.objects.visible_to(request.user), request.user, MANAGE, pk=pk)
    if not event.takes_names:
        messages.error(request, "This event takes no more names.")
        return redirect(event)
    form = NamesForm(
        request.POST if request.method == "POST" else None,
        people=_without_place(request, event),
        notes=notes(),
        cancel=event.get_absolute_url(),
    )
    if form.is_valid():
        try:
            _put(request, event, list(form.cleaned_data["people"]))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect(event)
    return render(request, "schools/training/names.html", {"form": form, "event": event})


def _put(request: Request, event: TrainingEvent, people: list[User]) -> None:
    if "sign_up" in request.POST:
        for person in people:
            places.sign_up(event=event, person=person, by=request.user)
        messages.success(request, f"Signed up: {_counted(people)}. An e-mail tells them.")
    else:
        places.invite(event=event, people=people, by=request.user)
        messages.success(request, f"Invited: {_counted(people)}. An e-mail tells them.")


def _counted(people: list[User]) -> str:
    return "1 person" if len(people) == 1 else f"{len(people)} people"


def _without_place(request: Request, event: TrainingEvent) -> Any:
    people = [person.pk for person in places.eligible(event)]
    return User.objects.visible_to(request.user).filter(pk__in=people)


def notes() -> dict[int, str]:
    """School and training of the headteachers, to be read beside their names."""
    return {
        line.person.pk: f"{', '.join(line.schools)} ({overview.STATES[line.state].lower()})"
        for line in overview.people_lines(clock.today())
    }


@require_http_methods(["GET", "POST"])
def event_attendance(request: Request, pk: int) -> HttpResponse:
    """Tick who is there; add who came unannounced. It may be saved as often as people arrive."""
    event = fetch(TrainingEvent.objects.visible_to(request.user), request.user, MANAGE, pk=pk)
    listed = attendance.listed(event)
    here = [str(place.pk) for place in listed if place.state == PlaceState.PRESENT]
    form = AttendanceForm(
        request.POST if request.method == "POST" else None,
        initial={"present": here, "version": attendance.version_of(event)},
        places=[(str(place.pk), _label(place)) for place in listed],
        others=_not_listed(request, [place.person_id for place in listed]),
    )
    if form.is_valid() and _marked(request, event, form):
        return redirect("schools:training-attendance", pk=pk)
    context = {"form": form, "event": event, "number": len(listed), "here": len(here)}
    return render(request, "schools/training/attendance.html", context)


def _label(place: Any) -> str:
    extra = {PlaceState.INVITED: ", invited", PlaceState.WAITING: ", on the waiting list"}
    return f"{place.person}{extra.get(place.state, '')}"


def _not_listed(request: Request, listed: list[int]) -> Any:
    active = User.objects.visible_to(request.user).filter(is_active=True)
    return active.exclude(pk__in=listed).order_by("name", "pk")


def _marked(request: Request, event: TrainingEvent, form: AttendanceForm) -> bool:
    data = form.cleaned_data
    present = [int(value) for value in data.get("present", [])]
    try:
        attendance.mark(
            event=event, present=present, late=data["late"], version=data["version"], by=request.user
        )
    except StaleEdit:
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = attendance.version_of(event)  # type: ignore[index]
        form.add_error(None, STALE)
        return False
    except ValidationError as error:
        form.add_error(None, error)
        return False
    number = len(present) + (data["late"] is not None)
    messages.success(request, f"Saved: {number} present. Their records are written.")
    return True
