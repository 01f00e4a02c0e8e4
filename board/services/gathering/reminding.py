"""Reminders to authors: three days before a paper is due, and when it is late. Each is written once for each day set."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from board.choices import AHEAD
from board.models import Paper
from board.services.gathering.asking import note
from hlp import clock, outbox
from hlp.outbox import Note

BEFORE = timedelta(days=3)
LONGEST = timedelta(days=14)  # a paper that is late for longer is the clerk's matter


def tell_due(*, at: datetime | None = None) -> int:
    """Write what is owed and was not written. Returns how many messages are owed, written before or now."""
    moment = at or clock.now()
    today = clock.local(moment).date()
    owed = Paper.objects.owed().filter(
        due_on__range=(today - LONGEST, today + BEFORE), item__meeting__state__in=AHEAD
    )
    notes = [one for paper in owed.select_related("item__meeting", "author") for one in _owed(paper, moment)]
    return outbox.write(notes, at=moment)


def _owed(paper: Paper, moment: datetime) -> Iterator[Note]:
    """Which of the two is owed now; somebody asked within the last day knows already."""
    if paper.due_on and paper.due_on < clock.local(moment).date():
        yield note("board-paper-late", paper)
    elif paper.asked_at and paper.asked_at < moment - timedelta(days=1):
        yield note("board-paper-reminder", paper)
