"""Papers that the board offers to itself: the action log, the performance challenge, the projects."""

from datetime import datetime, timedelta
from typing import Any

from board.choices import ACTION_RUNS, ActionState, Part
from board.models import BoardAction
from board.services import challenges, progress
from board.services.projects import papers as projects
from hlp import clock
from hlp.papers import PaperSource

RECENT = timedelta(days=120)  # about the time between two meetings


def sources() -> list[PaperSource]:
    """The action log in both parts, the challenge, and the projects."""
    return [
        PaperSource("board-actions", "Action log", False, "board/action/log_pdf.html", _log(Part.ONE)),
        PaperSource(
            "board-actions-restricted",
            "Action log, part II",
            True,
            "board/action/log_pdf.html",
            _log(Part.TWO),
        ),
        PaperSource(
            "challenge-progress",
            "Performance challenge: progress",
            False,
            "board/challenge/progress_pdf.html",
            challenge,
        ),
        *projects.sources(),
    ]


def _log(part: Part) -> Any:
    return lambda at: log(at, part)


def log(at: datetime, part: Part = Part.ONE) -> dict[str, Any]:
    """The actions of one part: running ones by day, and what was closed since about the last meeting."""
    today = clock.local(at).date()
    rows = BoardAction.objects.filter(part=part).select_related("owner", "meeting")
    running = [_row(row, late=row.is_late(today)) for row in rows.running()]
    closed = rows.exclude(state__in=ACTION_RUNS).filter(closed_at__gte=at - RECENT)
    return {
        "open": running,
        "late": sum(row["late"] for row in running),
        "closed": [_row(row) for row in closed.order_by("-closed_at", "pk")],
    }


def _row(row: BoardAction, *, late: bool = False) -> dict[str, Any]:
    return {
        "number": row.number,
        "text": row.text,
        "owner": row.owner.name,
        "due": clock.day(row.due_on).partition(" ")[2],
        "state": "Late" if late else ActionState(row.state).label,
        "late": late,
        "carried": row.carried,
        "outcome": row.outcome,
        "meeting": clock.day(row.meeting.starts_at).partition(" ")[2],
    }


def challenge(at: datetime) -> dict[str, Any]:
    """How far the running challenge is. It names no school."""
    running = challenges.current()
    if running is None:
        return {"year": "", "text": "", "headline": "", "lines": []}
    return {
        "year": running.label,
        "headline": running.title,
        "text": running.text,
        "lines": progress.facts(running),
    }
