"""What stands on every agenda."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from board.forms.agenda import StandingForm
from board.models import StandingItem
from board.services import agendas as services
from board.views.pieces import done, form_page, page, posted
from hlp import access
from hlp.access import Request

PREPARE = "board.prepare"


def _back() -> str:
    return reverse("board:standing-list")


@require_GET
def standing_list(request: Request) -> HttpResponse:
    """The standing items by part."""
    access.require_sight(request.user, PREPARE)
    rows = StandingItem.objects.visible_to(request.user)
    return render(request, "board/standing/list.html", {"rows": rows})


@require_POST
def standing_found(request: Request) -> HttpResponse:
    """Lay out the standing items of the founding."""
    access.require_sight(request.user, PREPARE)
    services.found_standing(by=request.user)
    messages.success(request, "The standing items are laid out.")
    return redirect(_back())


@page
def standing_create(request: Request) -> HttpResponse:
    """A further standing item."""
    access.require_sight(request.user, PREPARE)
    return _save(request, None)


@page
def standing_edit(request: Request, pk: int) -> HttpResponse:
    """Change a standing item."""
    return _save(request, _standing(request, pk))


def _standing(request: Request, pk: int) -> StandingItem:
    return access.fetch(StandingItem.objects.visible_to(request.user), request.user, PREPARE, pk=pk)


def _save(request: Request, standing: StandingItem | None) -> HttpResponse:
    form = StandingForm(posted(request), standing=standing, cancel=_back())
    if done(form, lambda: services.save_standing(standing=standing, by=request.user, **form.cleaned_data)):
        messages.success(request, "Saved. Agendas that are begun already stay as they are.")
        return redirect(_back())
    title = "Change the standing item" if standing else "Add a standing item"
    return form_page(request, form, title, _back())


@require_POST
def standing_remove(request: Request, pk: int) -> HttpResponse:
    """Take a standing item away."""
    services.remove_standing(standing=_standing(request, pk), by=request.user)
    messages.success(request, "It is put on no further agenda.")
    return redirect(_back())
