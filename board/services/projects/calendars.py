"""Meetings of projects in people's calendars: one file a meeting, and what stands in their own calendar address."""

from datetime import date, time, timedelta
from typing import Any

from django.db.models import Q

from board.models import ProjectMeeting
from board.services.calendars import row_of
from hlp import clock, ics
from hlp.models import User
from schools.roles import roles_of


def entries(user: User, first: date, last: date) -> list[dict[str, Any]]:
    """The project meetings between two days of the schools that somebody answers for, or whose project they lead.

    They are a person's own unless their schools said that they do not come (``settings.CALENDAR_ENTRIES``).
    """
    held = roles_of(user)
    schools = held.schools | held.delegated
    since, until = clock.at(first, time.min), clock.at(last + timedelta(days=1), time.min)
    rows = ProjectMeeting.objects.visible_to(user).filter(starts_at__gte=since, starts_at__lt=until)
    own = Q(project__lead_person=user) | Q(school_places__school__in=schools)
    found = rows.filter(own).select_related("project").distinct().order_by("starts_at", "pk")
    away = set(
        found.filter(school_places__school__in=schools, school_places__coming=False).values_list(
            "pk", flat=True
        )
    )
    return [_row(meeting, mine=meeting.pk not in away) for meeting in found]


def _row(meeting: ProjectMeeting, *, mine: bool) -> dict[str, Any]:
    return {**row_of(meeting, "project", title(meeting), mine=mine), "cancelled": meeting.is_cancelled}


def title(meeting: ProjectMeeting) -> str:
    """``Cancelled: Writing: first meeting`` where it was."""
    words = f"{meeting.project.title}: {meeting.title}"
    return f"Cancelled: {words}" if meeting.is_cancelled else words


def draw(meeting: ProjectMeeting) -> bytes:
    """One meeting as a calendar file: METHOD is CANCEL where it was called off, and SEQUENCE grows with each move."""
    return ics.draw_one(_row(meeting, mine=True), name=meeting.title, words=meeting.joining)
