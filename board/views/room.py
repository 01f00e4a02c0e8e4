"""The meeting as the clerk keeps it: its start, the agenda at the side of every page, and its end."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from board.calculations import Line, agenda_lines, flat
from board.choices import BOARD_OVER, MeetingState
from board.forms.room import AttendanceForm, DeclareForm
from board.models import AgendaItem, DeclaredInterest, Interest, Meeting, Minutes
from board.services import room
from board.views.meetings import page_meeting
from hlp import access
from hlp.access import Request
from hlp.transitions import WrongMove
from peerchallenge.views.sessions import posted

MINUTE = "board.minute"
page = require_http_methods(["GET", "POST"])


def open_room(request: Request, pk: int) -> Meeting:
    """The meeting of this room: 404 for whoever does not keep minutes, or before there is an agenda."""
    access.require_sight(request.user, MINUTE)
    return page_meeting(request, pk)


def lines_of(request: Request, meeting: Meeting) -> list[Line]:
    """The agenda as the reader sees it, each item with what is noted there."""
    items = AgendaItem.objects.visible_to(request.user).filter(meeting=meeting)
    marked = items.select_related("presenter").prefetch_related("minuted", "decisions", "actions")
    return flat(agenda_lines(meeting, marked))


def agenda_side(request: Request, meeting: Meeting, lines: list[Line], here: str) -> dict[str, Any]:
    """The agenda at the side: each item with what is done there, and the quorum."""
    minutes = Minutes.objects.visible_to(request.user).filter(meeting=meeting).first()
    entries = [
        {
            "line": line,
            "here": here == str(line.item.pk),
            "href": reverse("board:room-item", args=[meeting.pk, line.item.pk]),
            "written": any(minute.text for minute in line.item.minuted.all()),
            "decisions": sum(row.struck_at is None for row in line.item.decisions.all()),
            "actions": len(line.item.actions.all()),
        }
        for line in lines
    ]
    return {
        "meeting": meeting,
        "entries": entries,
        "quorum": room.quorum(meeting),
        "minutes": minutes,
        "at_start": here == "start",
        "may_end": meeting.state == MeetingState.PUBLISHED,
        "is_over": meeting.state in BOARD_OVER,
        "open": room.is_open(meeting),
    }


@page
def room_detail(request: Request, pk: int) -> HttpResponse:
    """The start of the meeting: who is there, and declarations with the register at hand."""
    meeting = open_room(request, pk)
    rows = room.expected(meeting)
    form = AttendanceForm(posted(request), rows=rows)
    if form.is_valid():
        try:
            room.note_attendance(meeting=meeting, seen=form.seen(), by=request.user)
            messages.success(request, "Attendance is noted.")
            return redirect("board:room-detail", pk=pk)
        except ValidationError as refusal:
            form.take(refusal)
    return _start(request, meeting, form)


def _start(
    request: Request, meeting: Meeting, attendance: AttendanceForm, declare: DeclareForm | None = None
) -> HttpResponse:
    lines = lines_of(request, meeting)
    people = [row.person_id for row in attendance.rows]
    register = Interest.objects.visible_to(request.user).standing().filter(person__in=people)
    found = DeclaredInterest.objects.visible_to(request.user).filter(meeting=meeting)
    context = {
        **agenda_side(request, meeting, lines, "start"),
        "attendance": attendance,
        "declare": declare or _declare_form(request, meeting, lines),
        "declarations": found.select_related("person", "item"),
        "register": register.select_related("person"),
        "guests": [guest for guest in meeting.guests.all() if guest.person_id is None],
        "form": attendance if attendance.is_bound else declare,
    }
    return render(request, "board/room/start.html", context)


def _declare_form(request: Request, meeting: Meeting, lines: list[Line], data: Any = None) -> DeclareForm:
    people = room.people_of(meeting)
    numbers = {line.item.pk: line.number for line in lines}
    form = DeclareForm(data, meeting=meeting, people=people, numbers=numbers, prefix="declare")
    form.helper.form_action = reverse("board:declaration-create", args=[meeting.pk])
    return form


@require_POST
def declaration_create(request: Request, pk: int) -> HttpResponse:
    """Note a declaration."""
    meeting = open_room(request, pk)
    form = _declare_form(request, meeting, lines_of(request, meeting), request.POST)
    if form.is_valid():
        try:
            room.declare(meeting=meeting, by=request.user, **form.cleaned_data)
            messages.success(request, "The declaration is noted.")
            return redirect("board:room-detail", pk=pk)
        except ValidationError as refusal:
            form.take(refusal)
    rows = room.expected(meeting)
    return _start(request, meeting, AttendanceForm(rows=rows), form)


@require_POST
def declaration_remove(request: Request, pk: int) -> HttpResponse:
    """Take back a slip of the clerk."""
    access.require_sight(request.user, MINUTE)
    declaration = access.fetch(DeclaredInterest.objects.visible_to(request.user), request.user, pk=pk)
    try:
        room.undeclare(declaration=declaration, by=request.user)
        messages.success(request, "The declaration is removed.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("board:room-detail", pk=declaration.meeting_id)


@page
def room_end(request: Request, pk: int) -> HttpResponse:
    """The meeting is over: its decisions are open to the Board, and its minutes are begun."""
    meeting = open_room(request, pk)
    if meeting.state in BOARD_OVER:
        return redirect("board:minutes-detail", pk=pk)
    if request.method == "POST":
        try:
            room.hold(meeting=meeting, by=request.user)
            messages.success(request, "The meeting is over. Its minutes are your draft.")
            return redirect("board:minutes-detail", pk=pk)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        except WrongMove:
            messages.error(request, "The agenda of this meeting is not published.")
        return redirect(meeting)
    lines = lines_of(request, meeting)
    side = agenda_side(request, meeting, lines, "end")
    return render(
        request, "board/room/end.html", {**side, "silent": [e for e in side["entries"] if not e["written"]]}
    )
