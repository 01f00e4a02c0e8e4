"""What panels are made of."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from peerchallenge.calculations import SOON, remaining
from peerchallenge.services.acts import Act

Item = dict[str, Any]
Panel = dict[str, Any]
FOLDER = "peerchallenge/home"


def panel(order: str, name: str, **context: Any) -> Panel:
    """A panel of this room: its place on the page, its template and what that shows."""
    return {"template": f"{FOLDER}/{name}.html", "context": context, "order": order}


# Acts of which there may be many, by their buttons: the words for several, and the list that has them all.
KINDS = {
    "Ring the lead reviewer": ("late reports", "session-list", "?state=held"),
    "Set a new date": ("postponed sessions", "session-list", "?state=postponed"),
    "Name a lead reviewer": ("sessions without a lead reviewer", "session-list", ""),
    "Note the check-in": ("check-ins", "action-list", ""),
}


def kind(words: str, name: str, query: str = "") -> tuple[str, str]:
    """What several items of one kind are called, and the page that lists them all."""
    return words, f"{reverse(f'peerchallenge:{name}')}{query}"


def item(act: Act, at: datetime, since: datetime | None = None) -> Item:
    """An act as a line of "what needs me now", with the time that is left where it is due.

    ``since`` is the moment from which it waits.
    """
    made: Item = {"title": act.title, "href": act.href, "text": act.text, "since": since}
    if act.button in KINDS:
        made["kind"] = kind(*KINDS[act.button])
    if act.due:
        made["due"], made["late"] = act.due, act.late
        made["status"] = remaining(act.due, at)
        made["colour"] = "red" if act.late else "yellow" if act.due - at <= SOON else "purple"
    return made
