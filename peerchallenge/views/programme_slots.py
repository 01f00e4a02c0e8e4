"""The host's work on single slots and on the people of the school."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from hlp.access import Request
from hlp.transitions import StaleEdit
from peerchallenge.forms.programme import PersonForm, SlotForm
from peerchallenge.models import ChallengeSession, HostPerson, Programme, ProgrammeSlot
from peerchallenge.services.programmes import naming, reading, writing
from peerchallenge.views.programme import WRITE, act, address, begun, page
from peerchallenge.views.sessions import posted


def _form(
    request: Request, session: ChallengeSession, programme: Programme, slot: ProgrammeSlot | None
) -> SlotForm:
    initial: dict[str, Any] = {}
    if slot is None and (last := list(programme.slots.all())[-1:]):
        initial = {"starts_at": last[0].ends_at}
    return SlotForm(
        posted(request),
        programme=programme,
        visitors=reading.visitors(session),
        slot=slot,
        cancel=address(session),
        initial=initial,
    )


@page
def create(request: Request, pk: int) -> HttpResponse:
    """A further slot."""
    session, programme = begun(request, pk, WRITE)
    form = _form(request, session, programme, None)
    if form.is_valid() and _saved(request, form, session, None):
        messages.success(request, "The slot is in the programme.")
        return redirect(address(session))
    return _page(request, session, form, "Add a slot")


@page
def edit(request: Request, pk: int, slot: int) -> HttpResponse:
    """Change a slot."""
    session, programme = begun(request, pk, WRITE)
    row = get_object_or_404(programme.slots.prefetch_related("people", "hosts"), pk=slot)
    form = _form(request, session, programme, row)
    if form.is_valid() and _saved(request, form, session, row):
        messages.success(request, "Saved.")
        return redirect(f"{address(session)}#slot-{row.pk}")
    return _page(request, session, form, "Change the slot")


def _page(request: Request, session: ChallengeSession, form: SlotForm, title: str) -> HttpResponse:
    context = {"form": form, "session": session, "page_title": title}
    return render(request, "peerchallenge/programme/slot.html", context)


def _saved(request: Request, form: SlotForm, session: ChallengeSession, slot: ProgrammeSlot | None) -> bool:
    """Whether the slot was saved; what was refused is shown in the form."""
    data = form.cleaned_data
    facts = {**form.facts(), "people": list(data["people"]), "hosts": list(data["hosts"]), "by": request.user}
    new = (data["new_name"], data["new_role"]) if data["new_name"] else None
    try:
        if slot is None:
            writing.add_slot(session=session, new_person=new, **facts)
        else:
            writing.change_slot(slot=slot, version=data["version"] or 0, new_person=new, **facts)
    except ValidationError as refusal:
        form.take(refusal)
    except StaleEdit as newer:
        form.take_stale(newer.args[0].version)
    else:
        return True
    return False


@page
def remove(request: Request, pk: int, slot: int) -> HttpResponse:
    """Take a slot out, after a question."""
    session, programme = begun(request, pk, WRITE)
    row = programme.slots.filter(pk=slot).first()
    if row is None:
        return redirect(address(session))
    if request.method == "GET":
        return render(request, "peerchallenge/programme/remove.html", {"session": session, "slot": row})
    act(request, partial(writing.remove_slot, slot=row, by=request.user), f"‘{row.activity}’ is taken out.")
    return redirect(address(session))


@require_POST
def shift(request: Request, pk: int, slot: int, way: str) -> HttpResponse:
    """Move a slot one place earlier or later; the times follow."""
    session, programme = begun(request, pk, WRITE)
    row = get_object_or_404(programme.slots, pk=slot)
    act(request, partial(writing.shift, slot=row, down=way == "down", by=request.user), "")
    return redirect(f"{address(session)}#slot-{row.pk}")


@page
def people(request: Request, pk: int) -> HttpResponse:
    """The school's people in the programme: who there is, and one more."""
    session, programme = begun(request, pk, WRITE)
    form = PersonForm(posted(request))
    if form.is_valid():
        verb = partial(naming.name_person, session=session, by=request.user, **form.cleaned_data)
        act(request, verb, f"{form.cleaned_data['name']} can be put into slots now.")
        return redirect("peerchallenge:programme-people", pk=pk)
    context = {"form": form, "session": session, "people": programme.hosts.prefetch_related("slots")}
    return render(request, "peerchallenge/programme/people.html", context)


@require_POST
def forget(request: Request, pk: int, person: int) -> HttpResponse:
    """Take somebody of the school out of the programme."""
    _, programme = begun(request, pk, WRITE)
    row: HostPerson | None = programme.hosts.filter(pk=person).first()
    if row is not None:
        act(request, partial(naming.forget_person, person=row, by=request.user), f"{row.name} is taken out.")
    return redirect("peerchallenge:programme-people", pk=pk)
