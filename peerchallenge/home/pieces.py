"""What panels are made of."""

from datetime import datetime
from typing import Any

from peerchallenge.calculations import SOON, remaining
from peerchallenge.services.acts import Act

Panel = dict[str, Any]
FOLDER = "peerchallenge/home"


def panel(order: str, name: str, **context: Any) -> Panel:
    """A panel of this room: its place on the page, its template and what that shows."""
    return {"template": f"{FOLDER}/{name}.html", "context": context, "order": order}


def item(act: Act, at: datetime) -> dict[str, Any]:
    """An act as a line of "what needs me now", with the time that is left where it is due."""
    made: dict[str, Any] = {"title": act.title, "href": act.href, "text": act.text}
    if act.due:
        made["status"] = remaining(act.due, at)
        made["colour"] = "red" if act.late else "yellow" if act.due - at <= SOON else "purple"
    return made
