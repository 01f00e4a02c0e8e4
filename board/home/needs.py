"""What the board waits for from one person: a reply, their interests, and the steps of those who prepare meetings."""

from datetime import timedelta
from typing import Any

from django.urls import reverse

from board import deadlines
from board.choices import Reply
from board.models import Attendance, Meeting
from board.roles import board_roles_of
from board.services import interests, reminders
from hlp import clock
from hlp.models import User

Item = dict[str, Any]
REPLY_WITHIN = timedelta(days=14)  # of the invitation


def of_replies(user: User) -> list[Item]:
    """Invitations that the person has not answered."""
    if not board_roles_of(user).any:
        return []
    rows = Attendance.objects.visible_to(user).filter(person=user, reply=Reply.NONE)
    rows = rows.filter(meeting__in=Meeting.objects.visible_to(user).ahead())
    return [_reply(row.meeting) for row in rows.select_related("meeting")]


def _reply(meeting: Meeting) -> Item:
    due = (meeting.invited_at or meeting.changed_at) + REPLY_WITHIN
    late = due < clock.now()
    return {
        "title": f"Say whether you come to the Board on {clock.day(meeting.starts_at)}",
        "href": reverse("board:attendance-reply", args=[meeting.pk]),
        "text": "It takes a minute. The clerk sees from the answers whether the quorum is met.",
        "due": due,
        "late": late,
        "status": "Late" if late else "To answer",
        "colour": "red" if late else "yellow",
    }


def of_register(user: User) -> list[Item]:
    """The yearly confirmation of the register of interests, from some days into the year."""
    if not board_roles_of(user).sits:
        return []
    year, today = interests.this_year(), clock.today()
    if year is None or today < year.starts + timedelta(days=reminders.CONFIRM_STEPS[0]):
        return []
    if interests.confirmed_at(user, year):
        return []
    return [
        {
            "title": f"Confirm your register of interests for {year}",
            "href": reverse("board:interest-mine"),
            "text": "Also where there is nothing to declare.",
            "since": clock.at(year.starts, clock.QUIET_UNTIL),
            "status": "To confirm",
            "colour": "yellow",
        }
    ]


def of_preparing(user: User) -> list[Item]:
    """The steps towards the coming meetings that are due, for the clerk and the Director."""
    if not board_roles_of(user).runs:
        return []
    at = clock.now()
    found = []
    for meeting in Meeting.objects.visible_to(user).ahead():
        if meeting.ends_at < at:
            found.append(_over(meeting))
            continue
        step = next((one for one in deadlines.steps_of(meeting) if one.is_pressing(at)), None)
        if step:
            found.append(_step(meeting, step))
    return found


def _step(meeting: Meeting, step: deadlines.Step) -> Item:
    late = step.is_late(clock.now())
    return {
        "title": f"{step.title}: {meeting}",
        "href": reverse(step.address, args=[meeting.pk]),
        "text": f"By {clock.day(step.due)}.",
        "due": step.due,
        "late": late,
        "status": "Late" if late else f"By {clock.short_day(step.due)}",
        "colour": "red" if late else "yellow",
    }


def _over(meeting: Meeting) -> Item:
    return {
        "title": f"Note that it was held: {meeting}",
        "href": meeting.get_absolute_url(),
        "text": "Or call it off, if it did not take place.",
        "since": meeting.ends_at,
        "status": "To note",
        "colour": "yellow",
    }
