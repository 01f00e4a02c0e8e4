"""Making the agenda: order, items, publishing. Everything works by plain forms; a script adds dragging and keys."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from board.calculations import agenda_lines, by_part
from board.choices import MeetingState, Part
from board.forms.agenda import CorrectForm, ItemForm
from board.home import meeting_tabs
from board.models import AgendaItem, Meeting
from board.services import agendas as services
from board.views.pieces import GONE, done, form_page, page, page_item, page_meeting, posted, row_of
from hlp.access import Request
from hlp.transitions import StaleEdit, WrongMove

EDIT, PUBLISH = "board.edit_agenda", "board.publish_agenda"


def _builder(meeting: Meeting) -> str:
    return reverse("board:agenda-edit", args=[meeting.pk])


def _act(request: Request, act: Callable[[], Any], success: str) -> None:
    """Do it and say so, or say why not."""
    try:
        act()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    except (StaleEdit, WrongMove):
        messages.error(request, f"{GONE}.")
    else:
        if success:
            messages.success(request, success)


@page
def agenda_edit(request: Request, pk: int) -> HttpResponse:
    """The agenda in the making; a POST sets the order of its items."""
    meeting = page_meeting(request, pk, EDIT)
    if request.method == "POST":
        order = [int(word) for word in request.POST.getlist("item") if word.isdigit()]
        _act(request, lambda: services.arrange(meeting=meeting, order=order, by=request.user), "")
        if not request.htmx:
            return redirect(_builder(meeting))
    seen = AgendaItem.objects.visible_to(request.user).filter(meeting=meeting)
    items = list(seen.select_related("presenter", "standing").in_order())
    over = services.overrun(meeting, items)
    context = {
        **row_of(meeting),
        "parts": by_part(agenda_lines(meeting, items)),
        "number": len(items),
        "over": over,
        "left": -over,
        "tabs": meeting_tabs(request.user, meeting),
        "is_open": meeting.state == MeetingState.OPEN,
    }
    template = "board/agenda/_items.html" if request.htmx else "board/agenda/edit.html"
    return render(request, template, context)


@require_POST
def agenda_open(request: Request, pk: int) -> HttpResponse:
    """Begin the agenda with its standing items."""
    meeting = page_meeting(request, pk, EDIT)
    act = partial(services.open_agenda, meeting=meeting, by=request.user)
    _act(request, act, "The agenda is begun. Its standing items are on it.")
    return redirect(_builder(meeting))


@page
def agenda_publish(request: Request, pk: int) -> HttpResponse:
    """Look at what will be sent, and publish it."""
    meeting = page_meeting(request, pk, PUBLISH)
    if request.method == "POST":
        act = partial(services.publish, meeting=meeting, by=request.user)
        _act(request, act, "The agenda is published. Everybody who is invited is being told.")
        return redirect(meeting)
    items = list(AgendaItem.objects.visible_to(request.user).filter(meeting=meeting))
    context = {
        **row_of(meeting),
        "number": sum(item.parent_id is None for item in items),
        "restricted": sum(item.part == Part.TWO for item in items),
        "over": services.overrun(meeting, items),
        "invited": meeting.attendances.count(),
        "nameless": [item for item in items if not item.presenter_id and not item.presenter_name],
    }
    return render(request, "board/agenda/publish.html", context)


@page
def agenda_correct(request: Request, pk: int) -> HttpResponse:
    """Open a published agenda again."""
    meeting = page_meeting(request, pk, PUBLISH)
    form = CorrectForm(posted(request), cancel=meeting.get_absolute_url())
    if done(form, lambda: services.correct(meeting=meeting, by=request.user, **form.cleaned_data)):
        messages.success(
            request, "The agenda is open. Members read the published one until you publish again."
        )
        return redirect(_builder(meeting))
    return form_page(request, form, "Correct the agenda", meeting.get_absolute_url(), caption=str(meeting))


@page
def item_create(request: Request, pk: int) -> HttpResponse:
    """A further item."""
    meeting = page_meeting(request, pk, EDIT)
    return _add(request, meeting, None, "Add an item")


@page
def item_under(request: Request, pk: int) -> HttpResponse:
    """An item under another."""
    parent = page_item(request, pk, EDIT)
    return _add(request, parent.meeting, parent, f"Add an item under ‘{parent}’")


def _add(request: Request, meeting: Meeting, parent: AgendaItem | None, title: str) -> HttpResponse:
    back = _builder(meeting)
    form = _item_form(request, meeting, None, parent)

    def act() -> None:
        services.add_item(meeting=meeting, parent=parent, by=request.user, **form.facts())

    if done(form, act):
        messages.success(request, f"‘{form.cleaned_data['title']}’ is on the agenda.")
        return redirect(back)
    return form_page(request, form, title, back, caption=str(meeting))


def _item_form(
    request: Request, meeting: Meeting, item: AgendaItem | None, parent: AgendaItem | None
) -> ItemForm:
    return ItemForm(
        posted(request),
        item=item,
        parent=parent,
        presenters=services.presenters(meeting),
        cancel=_builder(meeting),
    )


@page
def item_edit(request: Request, pk: int) -> HttpResponse:
    """Change an item."""
    item = page_item(request, pk, EDIT)
    form = _item_form(request, item.meeting, item, item.parent)

    def act() -> None:
        version = form.cleaned_data["version"] or 0
        services.change_item(item=item, version=version, by=request.user, **form.facts())

    if done(form, act, lambda: services.version_of(item)):
        messages.success(request, "Saved.")
        return redirect(_builder(item.meeting))
    back = _builder(item.meeting)
    return form_page(request, form, "Change the item", back, caption=str(item.meeting))


@require_POST
def item_remove(request: Request, pk: int) -> HttpResponse:
    """Take an item off the agenda."""
    item = page_item(request, pk, EDIT)
    act = partial(services.remove_item, item=item, by=request.user)
    _act(request, act, f"‘{item}’ is off the agenda.")
    return redirect(_builder(item.meeting))


@require_POST
def item_shift(request: Request, pk: int, way: str) -> HttpResponse:
    """Move an item one place up or down."""
    item = page_item(request, pk, EDIT)
    act = partial(services.shift_item, item=item, down=way == "down", by=request.user)
    _act(request, act, "")
    return redirect(f"{_builder(item.meeting)}#item-{item.pk}")
