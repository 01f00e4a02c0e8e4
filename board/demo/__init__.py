"""The demonstration's board: an invented clerk and members, and two years of meetings up to the next ones."""

from datetime import datetime

from django.db.models import F

from board.demo import after, meetings, papers, seats
from hlp.choices import MessageState
from hlp.models import Message

__all__ = ["seed"]


def seed(now: datetime) -> None:
    """Seat the board, play its meetings and what came of them by the services that did it, deliver what was written."""
    table = seats.lay(now)
    meetings.play(table, now)
    papers.play(table.clerk, now)
    after.play(table, now)
    due = Message.objects.filter(state=MessageState.WAITING, due_at__lte=now)
    due.update(state=MessageState.SENT, attempts=1, sent_at=F("due_at"))
