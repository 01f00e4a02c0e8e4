"""What the board's views share: fetching a meeting, a page with one form, and a form that a service may refuse."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from board.choices import MeetingState
from board.models import AgendaItem, Meeting
from hlp import access
from hlp.access import Request
from hlp.transitions import StaleEdit, WrongMove

page = require_http_methods(["GET", "POST"])
COLOURS = {
    MeetingState.PLANNED: "grey",
    MeetingState.OPEN: "yellow",
    MeetingState.PUBLISHED: "blue",
    MeetingState.HELD: "purple",
    MeetingState.CLOSED: "green",
    MeetingState.CANCELLED: "red",
}
GONE = "Meanwhile this has become impossible: somebody else was quicker. Look at what stands there now"


def page_meeting(request: Request, pk: int, permission: str | None = None) -> Meeting:
    """The meeting: 404 for whoever does not come to it, 403 without the permission."""
    visible = Meeting.objects.visible_to(request.user).select_related("year")
    return access.fetch(visible, request.user, permission, pk=pk)


def page_item(request: Request, pk: int, permission: str | None = None) -> AgendaItem:
    """The item: 404 for whoever does not read it, 403 without the permission."""
    visible = AgendaItem.objects.visible_to(request.user).select_related("meeting__year", "parent")
    return access.fetch(visible, request.user, permission, pk=pk)


def posted(request: Request) -> Any:
    """What was posted, be it nothing at all; None where nothing is sent yet."""
    return request.POST if request.method == "POST" else None


def row_of(meeting: Meeting) -> dict[str, Any]:
    """A meeting with the colour of its state."""
    return {"meeting": meeting, "colour": COLOURS[MeetingState(meeting.state)]}


def form_page(request: Request, form: Any, title: str, back: str, **context: Any) -> HttpResponse:
    """A page with one form: its title, where the back link leads, and what else is said (``text``, ``caption``)."""
    facts = {"form": form, "page_title": title, "back": back, **context}
    return render(request, "board/_form.html", facts)


def done(form: Any, act: Callable[[], Any], newest: Callable[[], int] | None = None) -> bool:
    """Whether a valid form's act went through; what a service refused is shown in the form.

    ``newest`` gives the present version, so that the next press saves knowingly over a newer edit.
    """
    if not form.is_valid():
        return False
    try:
        act()
    except ValidationError as refusal:
        form.take(refusal)
    except StaleEdit:
        form.take_stale(newest() if newest else 0)
    except WrongMove:
        form.add_error(None, GONE)
    else:
        return True
    return False
