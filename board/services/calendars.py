"""The board's dates in people's calendars: one file a meeting, and what stands in their own calendar address."""

from datetime import date, time, timedelta
from typing import Any

from board.choices import MeetingState, Reply
from board.models import Attendance, Meeting, ProjectMeeting
from hlp import clock, ics
from hlp.models import User


def entries(user: User, first: date, last: date) -> list[dict[str, Any]]:
    """The meetings between two days that a person sees (``settings.CALENDAR_ENTRIES``); theirs unless they stay away.

    Titles and places only: nothing of an agenda.
    """
    since, until = clock.at(first, time.min), clock.at(last + timedelta(days=1), time.min)
    seen = Meeting.objects.visible_to(user).filter(starts_at__gte=since, starts_at__lt=until)
    rows = list(seen.order_by("starts_at", "pk"))
    away = set()
    if rows:
        own = Attendance.objects.filter(person=user, meeting__in=rows)
        away = set(own.exclude(reply__in=[Reply.COMING, Reply.NONE]).values_list("meeting", flat=True))
    return [_row(meeting, mine=meeting.pk not in away) for meeting in rows]


def _row(meeting: Meeting, *, mine: bool) -> dict[str, Any]:
    cancelled = meeting.state == MeetingState.CANCELLED
    return {**row_of(meeting, "board", title(meeting), mine=mine), "cancelled": cancelled}


def row_of(meeting: Meeting | ProjectMeeting, kind: str, name: str, *, mine: bool) -> dict[str, Any]:
    """What a calendar shows of a meeting of the Board or of a project; all but whether it is cancelled."""
    return {
        "uid": f"{kind}-meeting-{meeting.pk}",
        "title": name,
        "kind": kind.capitalize(),
        "starts": meeting.starts_at,
        "ends": meeting.ends_at,
        "place": meeting.place,
        "href": meeting.get_absolute_url(),
        "mine": mine,
        "stamp": meeting.changed_at,
        "sequence": meeting.sequence,
    }


def title(meeting: Meeting) -> str:
    """``Cancelled: Board meeting`` where it was."""
    return f"Cancelled: {meeting.title}" if meeting.state == MeetingState.CANCELLED else meeting.title


def draw(meeting: Meeting) -> bytes:
    """One meeting as a calendar file: METHOD is CANCEL where it was called off, and SEQUENCE grows with each move."""
    return ics.draw_one(_row(meeting, mine=True), name=meeting.title, words=meeting.joining)
