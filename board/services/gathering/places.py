"""Where a paper stands: under which item, at which place, and whether it may stand there."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max

from board.choices import MeetingState, Part
from board.models import AgendaItem, Meeting, Paper
from board.models.agenda import AgendaItemQuerySet
from hlp import papers as system
from hlp.models import User
from hlp.papers import PaperSource

NO_MORE = "This meeting is over; its papers stay as they were."
RESTRICTED = "This paper names schools, so it may only stand under an item of part II."


def items_of(user: User) -> AgendaItemQuerySet:
    """The items whose papers somebody may gather, if they gather any: none from which they withdrew."""
    return AgendaItem.objects.readable_by(user)


def check_open(item: AgendaItem) -> None:
    """Raise ValidationError where the meeting takes no papers any more."""
    check_meeting(item.meeting)


def check_meeting(meeting: Meeting) -> None:
    """Raise ValidationError where a meeting is over or was called off."""
    if meeting.state in {MeetingState.HELD, MeetingState.CLOSED, MeetingState.CANCELLED}:
        raise ValidationError(NO_MORE)


def check_part(item: AgendaItem, source: PaperSource) -> None:
    """Raise ValidationError where a restricted paper would stand under an item of part I."""
    if source.restricted and item.part != Part.TWO:
        raise ValidationError(RESTRICTED)


def is_misplaced(paper: Paper) -> bool:
    """Whether it stands in part I although it was drawn from what only part II may hold."""
    drawn = paper.current and paper.current.document
    return bool(drawn and drawn.source.get("restricted") and paper.item.part != Part.TWO)


def last_position(item: AgendaItem) -> int:
    """The place behind all papers of an item."""
    found: int | None = item.papers.aggregate(last=Max("position"))["last"]
    return (found or 0) + 1


def offered(item: AgendaItem) -> list[PaperSource]:
    """The system's own papers that may stand under an item."""
    return [one for one in system.sources() if not one.restricted or item.part == Part.TWO]


def locked(paper: Paper) -> Paper:
    """The paper's row, locked."""
    rows: Any = Paper.objects.select_for_update(of=("self",)).select_related("item__meeting", "author")
    found: Paper = rows.get(pk=paper.pk)
    return found
