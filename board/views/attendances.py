"""Who comes: the table of replies, a person's own reply, guests."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from board.choices import Reply
from board.forms.attendance import GuestForm, ReplyForm
from board.home import meeting_tabs
from board.models import Attendance, Guest, Meeting
from board.services import attendances as services
from board.services import seats, sight
from board.views.pieces import done, form_page, page, page_meeting, posted, row_of
from hlp import access
from hlp.access import Request
from hlp.tables import Column, Table, download

INVITE = "board.invite"
COLOURS = {Reply.NONE: "yellow", Reply.COMING: "green", Reply.APOLOGIES: "grey", Reply.ALTERNATE: "blue"}


@require_GET
def attendance_list(request: Request, pk: int) -> HttpResponseBase:
    """Who comes to a meeting, whether that is enough, and its guests."""
    meeting = page_meeting(request, pk, "board.sit")
    rows = sight.attendances_of(request.user, meeting)
    if file := download(request, _table(rows)):
        return file
    guests = Guest.objects.visible_to(request.user).filter(meeting=meeting).select_related("person")
    context = {
        **row_of(meeting),
        "rows": [{"one": row, "colour": COLOURS[Reply(row.reply)]} for row in rows],
        "guests": guests,
        "quorum": services.quorum_of(meeting, rows) if meeting.invited_at else None,
        "tabs": meeting_tabs(request.user, meeting),
        "may_invite": request.user.has_perm(INVITE) and meeting.is_ahead,
    }
    return render(request, "board/attendance/list.html", context)


def _table(rows: list[Attendance]) -> Table:
    columns = [
        Column("Name", lambda row: row.person.name, 30),
        Column("As", lambda row: str(row.seat or row.get_capacity_display()), 44),
        Column("Reply", lambda row: row.get_reply_display(), 20),
        Column("Alternate", lambda row: row.alternate.name if row.alternate else "", 30),
        Column("Replied", lambda row: row.replied_at, 24),
        Column("Note", lambda row: row.reply_note, 40),
    ]
    return Table("board-attendance", columns, rows)


@page
def attendance_reply(request: Request, pk: int) -> HttpResponse:
    """A person's own answer to the invitation."""
    meeting = page_meeting(request, pk)
    own = sight.own_attendance(request.user, meeting)
    if own is None:
        raise Http404
    return _reply(request, meeting, own, meeting.get_absolute_url())


@page
def attendance_edit(request: Request, pk: int) -> HttpResponse:
    """The answer of somebody who rang, entered by the clerk."""
    visible = Attendance.objects.visible_to(request.user).select_related("meeting", "person", "seat")
    row = access.fetch(visible, request.user, INVITE, pk=pk)
    return _reply(request, row.meeting, row, reverse("board:attendance-list", args=[row.meeting_id]))


def _reply(request: Request, meeting: Meeting, row: Attendance, back: str) -> HttpResponse:
    own = row.person_id == request.user.pk
    form = ReplyForm(
        posted(request), attendance=row, alternates=services.alternates_for(row), cancel=back, own=own
    )
    if done(form, lambda: services.reply(attendance=row, by=request.user, **form.facts())):
        messages.success(request, "Thank you. Your answer is noted." if own else "The answer is noted.")
        return redirect(back)
    said: dict[str, Any] = {"meeting": meeting, "own": own}
    return form_page(
        request, form, "Do you come?" if own else f"Reply of {row.person}", back, caption=str(meeting), **said
    )


@page
def guest_create(request: Request, pk: int) -> HttpResponse:
    """Somebody who comes to this one meeting."""
    meeting = page_meeting(request, pk, INVITE)
    back = reverse("board:attendance-list", args=[meeting.pk])
    form = GuestForm(posted(request), people=seats.candidates(), cancel=back)
    if done(form, lambda: services.add_guest(meeting=meeting, by=request.user, **form.cleaned_data)):
        messages.success(request, "The guest is added.")
        return redirect(back)
    return form_page(request, form, "Add a guest or observer", back, caption=str(meeting))


@require_POST
def guest_remove(request: Request, pk: int) -> HttpResponse:
    """A guest who does not come after all."""
    visible = Guest.objects.visible_to(request.user).select_related("meeting", "person")
    guest = access.fetch(visible, request.user, INVITE, pk=pk)
    try:
        services.remove_guest(guest=guest, by=request.user)
        messages.success(request, f"{guest} is no longer a guest of this meeting.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("board:attendance-list", pk=guest.meeting_id)
