"""Draws the programme of a day: the whole of it on one page, and each visitor's own day."""

from datetime import datetime
from typing import Any

from hlp import clock, pdf
from hlp.documents import Progress
from peerchallenge.packs.handbook import slots

TEMPLATE = "peerchallenge/programme/pdf.html"


def build(source: dict[str, Any], progress: Progress) -> bytes:
    """The programme as a tagged PDF. Reads nothing but ``source``."""
    progress(10, "Gathering the slots")
    return pdf.render(TEMPLATE, context(source), progress)


def context(source: dict[str, Any]) -> dict[str, Any]:
    """The facts as the template wants them."""
    starts, ends = (datetime.fromisoformat(source[key]) for key in ("starts_at", "ends_at"))
    programme = slots(source["programme"])
    return {
        **source,
        "title": f"Programme of the day: {source['school']}, {clock.day(starts)}",
        "running": f"{source['school']}, {clock.day(starts)}",
        "starts": starts,
        "ends": ends,
        "programme": programme,
        "is_suggested": False,
        "draft": False,
        "own": [
            {"name": name, "slots": [slot for slot in programme if name in slot.get("visitors", [])]}
            for name in source["visitors"]
        ],
    }
