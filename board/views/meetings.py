"""The board's meetings: the list, the year's plan, the page of one, and the acts on it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_POST

from board.forms.meeting import CancelForm, DetailsForm, MeetingForm, MoveForm, PlanForm
from board.home import item_links, meeting_panels, meeting_tabs
from board.models import Meeting, Withdrawal
from board.roles import board_roles_of
from board.services import attendances, calendars, sight
from board.services import meetings as services
from board.views.pieces import done, form_page, page, page_meeting, posted, row_of
from hlp import access, clock
from hlp.access import Request
from hlp.tables import Column, Table, download
from schools.models import AcademicYear

PLAN, INVITE = "board.plan_meetings", "board.invite"
ICS = "text/calendar; charset=utf-8"


@require_GET
def meeting_list(request: Request) -> HttpResponseBase:
    """The meetings that are to come, and those that were."""
    access.require_sight(request.user, "board.read")
    seen = Meeting.objects.visible_to(request.user).select_related("year")
    if file := download(request, _table(seen)):
        return file
    cancelled = seen.filter(state="cancelled").order_by("-starts_at")
    context = {
        "ahead": [row_of(meeting) for meeting in seen.ahead()],
        "over": [row_of(meeting) for meeting in seen.over()],
        "cancelled": [row_of(meeting) for meeting in cancelled],
        "may_plan": request.user.has_perm(PLAN),
        "years": services.years_unplanned() if request.user.has_perm(PLAN) else [],
        "may_prepare": request.user.has_perm("board.prepare"),
    }
    return render(request, "board/meeting/list.html", context)


def _table(rows: Any) -> Table:
    columns = [
        Column("Meeting", lambda row: row.title, 30),
        Column("Year", lambda row: row.year.name, 10),
        Column("Begins", lambda row: row.starts_at, 24),
        Column("Ends", lambda row: row.ends_at, 24),
        Column("Where", lambda row: row.place, 44),
        Column("State", lambda row: row.get_state_display(), 20),
    ]
    return Table("board-meetings", columns, rows)


def _years(request: Request) -> list[AcademicYear]:
    return list(services.years_to_plan())


@page
def meeting_plan(request: Request, slug: str) -> HttpResponse:
    """The four dates of a year in one act."""
    access.require_sight(request.user, "board.read")
    access.require(request.user, PLAN)
    year = next((one for one in _years(request) if one.slug == slug), None)
    if year is None:
        raise Http404
    proposals = services.proposals(year)
    back = reverse("board:meeting-list")
    form = PlanForm(
        posted(request),
        proposals=proposals,
        first=year.starts,
        last=year.ends,
        place=services.usual_place(),
        cancel=back,
    )
    if done(form, lambda: _plan(request, year, form)):
        messages.success(request, f"The meetings of {year} are planned. Invite people when you are ready.")
        return redirect("board:meeting-list")
    context = {
        "form": form,
        "year": year,
        "years": _years(request),
        "planned": year.board_meetings.exclude(state="cancelled").order_by("starts_at"),
        "dated": all(one.day for one in proposals),
    }
    return render(request, "board/meeting/plan.html", context)


def _plan(request: Request, year: AcademicYear, form: PlanForm) -> None:
    place = form.cleaned_data["place"]
    services.plan_year(year=year, dates=form.dates(), place=place, by=request.user)


@page
def meeting_create(request: Request) -> HttpResponse:
    """One meeting beside the year's plan."""
    access.require_sight(request.user, "board.read")
    access.require(request.user, PLAN)
    back = reverse("board:meeting-list")
    form = MeetingForm(posted(request), cancel=back, initial={"place": services.usual_place()})
    made: list[Meeting] = []
    if done(form, lambda: made.append(_create(request, form))):
        messages.success(request, f"{made[0]} is planned.")
        return redirect(made[0])
    return form_page(request, form, "Plan one more meeting", back)


def _create(request: Request, form: MeetingForm) -> Meeting:
    year = services.year_at(form.cleaned_data["day"])
    said = {name: form.cleaned_data[name] for name in ("title", "place", "joining")}
    return services.create(year=year, by=request.user, **said, **form.times())


@require_GET
def meeting_detail(request: Request, pk: int) -> HttpResponse:
    """One meeting: when, where, the agenda as far as the reader has it, who comes, and what is to be done."""
    meeting, user = page_meeting(request, pk), request.user
    held = board_roles_of(user)
    coming = list(sight.attendances_of(user, meeting)) if held.sits else []
    own = sight.own_attendance(user, meeting)
    context = {
        **row_of(meeting),
        "agenda": sight.agenda_of(user, meeting),
        "withdrawals": _withdrawals(request, meeting),
        "interests": sight.interests_of(user, meeting),
        "own": own,
        "quorum": attendances.quorum_of(meeting, coming) if held.sits and meeting.invited_at else None,
        "tabs": meeting_tabs(user, meeting),
        "panels": meeting_panels(user, meeting),
        "links": item_links(user, meeting),
        "held": held,
        "may_edit": held.prepares,
        "events": sight.history_of(meeting) if held.prepares else [],
    }
    return render(request, "board/meeting/detail.html", context)


def _withdrawals(request: Request, meeting: Meeting) -> Any:
    rows = Withdrawal.objects.visible_to(request.user).standing().filter(item__meeting=meeting)
    return rows.select_related("person", "item", "interest")


@page
def meeting_edit(request: Request, pk: int) -> HttpResponse:
    """Title, place, quorum."""
    meeting = page_meeting(request, pk, PLAN)
    form = DetailsForm(posted(request), meeting=meeting)

    def act() -> None:
        services.change_details(meeting=meeting, by=request.user, **form.cleaned_data)

    if done(form, act, lambda: services.version_of(meeting)):
        messages.success(request, "Saved.")
        return redirect(meeting)
    return form_page(request, form, "Change the details", meeting.get_absolute_url(), caption=str(meeting))


@page
def meeting_move(request: Request, pk: int) -> HttpResponse:
    """Another day or other hours."""
    meeting = page_meeting(request, pk, PLAN)
    form = MoveForm(posted(request), meeting=meeting)

    def act() -> None:
        said = {name: form.cleaned_data[name] for name in ("reason", "version")}
        services.move(meeting=meeting, by=request.user, **said, **form.times())

    if done(form, act, lambda: services.version_of(meeting)):
        messages.success(request, "The meeting is moved. Everybody who is invited is being told.")
        return redirect(meeting)
    text = "On another day everybody is asked again whether they come." if meeting.invited_at else ""
    return form_page(
        request, form, "Move the meeting", meeting.get_absolute_url(), caption=str(meeting), text=text
    )


@page
def meeting_cancel(request: Request, pk: int) -> HttpResponse:
    """Call a meeting off."""
    meeting = page_meeting(request, pk, PLAN)
    form = CancelForm(posted(request), cancel=meeting.get_absolute_url())
    if done(form, lambda: services.cancel(meeting=meeting, by=request.user, **form.cleaned_data)):
        messages.success(request, "The meeting is called off. Everybody who is invited is being told.")
        return redirect(meeting)
    return form_page(request, form, "Call the meeting off", meeting.get_absolute_url(), caption=str(meeting))


@require_POST
def meeting_invite(request: Request, pk: int) -> HttpResponse:
    """Invite everybody who should be there."""
    meeting = page_meeting(request, pk, INVITE)
    try:
        attendances.invite(meeting=meeting, by=request.user)
        messages.success(request, "The invitations are on their way. Replies appear here.")
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("board:attendance-list", pk=meeting.pk)


@require_GET
def meeting_calendar(request: Request, pk: int) -> HttpResponse:
    """The meeting as a calendar file."""
    meeting = page_meeting(request, pk)
    reply = HttpResponse(calendars.draw(meeting), content_type=ICS)
    name = f"board-{slugify(clock.local(meeting.starts_at).date().isoformat())}"
    reply["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return reply
