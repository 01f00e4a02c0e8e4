"""Draws a self-evaluation from the facts that were kept when it was asked for."""

from datetime import datetime
from typing import Any

from hlp import clock, pdf
from hlp.documents import Progress
from peerchallenge.choices import READ_FIRST

TEMPLATE = "peerchallenge/selfevaluation/pdf.html"


def build(source: dict[str, Any], progress: Progress) -> bytes:
    """The self-evaluation as a tagged PDF. Reads nothing but ``source``."""
    progress(10, "Gathering the areas")
    return pdf.render(TEMPLATE, context(source), progress)


def context(source: dict[str, Any]) -> dict[str, Any]:
    """The facts as the template wants them: moments instead of text, what is read first apart from the rest."""
    starts = datetime.fromisoformat(source["starts_at"])
    title = f"Self-evaluation: {source['school']['name']}"
    return {
        **source,
        "title": title,
        "running": f"{title}, {clock.day(starts)}",
        "draft": not source["shared_at"],
        "starts": starts,
        "shared": _moment(source["shared_at"]),
        "saved": _moment(source["saved_at"]),
        "first": [text for text in source["texts"] if text["kind"] in READ_FIRST],
        "last": [text for text in source["texts"] if text["kind"] not in READ_FIRST],
    }


def _moment(value: str) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
