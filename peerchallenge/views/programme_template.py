"""The Director edits the programme that a year suggests."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from hlp.access import Request, fetch
from peerchallenge.forms.programme import TemplateSlotForm
from peerchallenge.models import TemplateSlot
from peerchallenge.services.programmes import template as services
from peerchallenge.views.programme import page
from peerchallenge.views.sessions import posted
from schools.models import AcademicYear


def _year(request: Request, name: str) -> AcademicYear:
    """The year of an address (2026-27): 403 for everybody but the Director."""
    years = AcademicYear.objects.visible_to(request.user)
    return fetch(years, request.user, "peerchallenge.edit_scheme", name=name.replace("-", "/"))


def _list(name: str) -> str:
    return reverse("peerchallenge:template-detail", args=[name])


@require_GET
def detail(request: Request, name: str) -> HttpResponse:
    """The suggested day, and what in it does not fit."""
    year = _year(request, name)
    slots = list(year.template_slots.all())
    context = {"year": year, "name": name, "slots": slots, "clashes": services.clashes_of(slots)}
    return render(request, "peerchallenge/programme/template.html", context)


@page
def create(request: Request, name: str) -> HttpResponse:
    """A further line."""
    return _edit(request, name, None)


@page
def edit(request: Request, name: str, pk: int) -> HttpResponse:
    """Change a line."""
    return _edit(request, name, pk)


def _edit(request: Request, name: str, pk: int | None) -> HttpResponse:
    year = _year(request, name)
    slot: TemplateSlot | None = get_object_or_404(year.template_slots, pk=pk) if pk else None
    form = TemplateSlotForm(posted(request), slot=slot, cancel=_list(name))
    if form.is_valid():
        try:
            services.save_slot(year=year, slot=slot, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.take(refusal)
        else:
            messages.success(request, "Saved. Programmes that are begun from now on start from it.")
            return redirect(_list(name))
    context: dict[str, Any] = {"form": form, "year": year, "back": _list(name), "slot": slot}
    return render(request, "peerchallenge/programme/template_slot.html", context)


@require_POST
def remove(request: Request, name: str, pk: int) -> HttpResponse:
    """Take a line out. Twice is once."""
    year = _year(request, name)
    services.remove_slot(year=year, pk=pk, by=request.user)
    messages.success(request, "The slot is taken out of the suggested programme.")
    return redirect(_list(name))
