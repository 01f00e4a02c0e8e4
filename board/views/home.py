"""The board's own first page, the desk of those who prepare meetings, and what lies ahead."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from board import deadlines
from board.calculations import agenda_lines
from board.home import home_panels, needed
from board.models import AgendaItem, Attendance, Holding, Interest, Meeting, Seat
from board.roles import board_roles_of
from board.services import agendas, attendances, interests, seats, sight
from board.services.meetings import years_unplanned
from board.views.pieces import row_of
from hlp import access, clock
from hlp.access import Request
from hlp.needs import arranged

PREPARE = "board.prepare"
SHOWN = 4


@require_GET
def home(request: Request) -> HttpResponse:
    """The next meeting, what the board waits for from the reader, and the dates to come."""
    access.require_sight(request.user, "board.read")
    user = request.user
    ahead = [
        meeting for meeting in Meeting.objects.visible_to(user).ahead() if meeting.ends_at >= clock.now()
    ]
    following = ahead[0] if ahead else None
    held = board_roles_of(user)
    own = Interest.objects.visible_to(user).filter(person=user).standing().count() if held.sits else 0
    context = {
        "held": held,
        "needs": arranged(needed(user)),
        "next": row_of(following) if following else None,
        "agenda": sight.agenda_of(user, following) if following else None,
        "own": sight.own_attendance(user, following) if following else None,
        "later": [row_of(meeting) for meeting in ahead[1 : 1 + SHOWN]],
        "interests": own,
        "panels": home_panels(user),
    }
    return render(request, "board/home/home.html", context)


@require_GET
def desk(request: Request) -> HttpResponse:
    """What the clerk, the chair and the Director owe, and by when; replies, vacancies and the register."""
    access.require_sight(request.user, PREPARE)
    user, at = request.user, clock.now()
    ahead = list(Meeting.objects.visible_to(user).ahead())
    coming = Attendance.objects.visible_to(user).filter(meeting__in=ahead).select_related("seat")
    rows: dict[int, list[Attendance]] = {meeting.pk: [] for meeting in ahead}
    for row in coming:
        rows[row.meeting_id].append(row)
    places = seats.places(
        Seat.objects.visible_to(user).standing().select_related("collaborative"),
        Holding.objects.visible_to(user).select_related("person", "seat"),
        clock.today(),
    )
    entries = interests.register(interests.this_year())
    context = {
        "held": board_roles_of(user),
        "cards": [_card(meeting, rows[meeting.pk], at) for meeting in ahead],
        "vacant": [one for one in places if one.holder is None],
        "ending": [one for one in places if one.ends_soon],
        "proposed": [one for one in places if one.proposed],
        "unconfirmed": [entry for entry in entries if entry.confirmed_at is None],
        "needs": arranged(needed(user)),
        "panels": home_panels(user),
        "years": years_unplanned() if user.has_perm("board.plan_meetings") else [],
    }
    return render(request, "board/home/desk.html", context)


def _card(meeting: Meeting, rows: list[Attendance], at: Any) -> dict[str, Any]:
    quorum = attendances.quorum_of(meeting, rows) if meeting.invited_at else None
    steps = [{"step": step, "late": step.is_late(at)} for step in deadlines.steps_of(meeting)]
    return {**row_of(meeting), "steps": steps, "quorum": quorum}


@require_GET
def ahead(request: Request) -> HttpResponse:
    """The forward plan: the coming meetings with what stands on their agendas, or will."""
    access.require_sight(request.user, PREPARE)
    rows = list(Meeting.objects.visible_to(request.user).ahead().select_related("year"))
    items: dict[int, list[AgendaItem]] = {meeting.pk: [] for meeting in rows}
    for item in (
        AgendaItem.objects.visible_to(request.user).filter(meeting__in=rows).select_related("presenter")
    ):
        items[item.meeting_id].append(item)
    standing = agendas.standing_ahead(rows)
    cards = [
        {
            **row_of(meeting),
            "lines": agenda_lines(meeting, items[meeting.pk]),
            "standing": [] if items[meeting.pk] else standing[meeting.pk],
        }
        for meeting in rows
    ]
    return render(request, "board/home/ahead.html", {"cards": cards})
