"""Support: the Director's brokerage desk, and a headteacher's own needs."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hlp import access, clock
from hlp.access import Request
from hlp.tables import Column, Table, download
from hlp.transitions import WrongMove
from peerchallenge.choices import SupportState
from peerchallenge.forms.support import CloseForm, NoteForm, RequestForm, SortForm
from peerchallenge.models import Match, SupportCase
from peerchallenge.services.support import cases as services
from peerchallenge.services.support import desk
from peerchallenge.views.sessions import posted
from schools.forms.search import SchoolSearch
from schools.models import AcademicYear, School
from schools.roles import roles_of

USE, BROKER, ASK = (f"peerchallenge.{verb}_support" for verb in ("use", "broker", "ask_for"))
COLOURS = {
    SupportState.OPEN: "yellow",
    SupportState.INTRODUCED: "purple",
    SupportState.AGREED: "blue",
    SupportState.REVIEWED: "green",
    SupportState.CLOSED: "grey",
    SupportState.WITHDRAWN: "grey",
}
page = require_http_methods(["GET", "POST"])


def _visible(request: Request) -> Any:
    return SupportCase.objects.visible_to(request.user).select_related(
        "school", "theme", "session__round__year"
    )


def page_case(request: Request, pk: int, permission: str | None = None) -> SupportCase:
    """The case: 404 for a stranger, 403 without the permission."""
    return access.fetch(_visible(request), request.user, permission, pk=pk)


@require_GET
def support_list(request: Request) -> HttpResponseBase:
    """The desk for the Director; for a headteacher what they asked for and whom they help."""
    access.require_sight(request.user, USE)
    brokers, search = request.user.has_perm(BROKER), SchoolSearch(request)
    paths = ("school", "matches__provider") if brokers else ("school",)
    rows = desk.needs(list(search.narrow(_visible(request), *paths)), clock.now())
    if file := download(request, _table(rows)):
        return file
    helping = Match.objects.visible_to(request.user).filter(provider__in=roles_of(request.user).schools)
    context = {
        "running": [_row(need) for need in rows if not need.case.is_over],
        "over": [_row(need) for need in rows if need.case.is_over],
        "brokers": brokers,
        "search": search,
        "may_ask": request.user.has_perm(ASK),
        "helping": helping.select_related("case__school", "provider"),
    }
    return render(request, "peerchallenge/support/list.html", context)


def _row(need: desk.Need) -> dict[str, Any]:
    return {"need": need, "case": need.case, "colour": COLOURS[SupportState(need.case.state)]}


def _table(rows: list[desk.Need]) -> Table:
    columns = [
        Column("School", lambda row: row.case.school.name, 44),
        Column("From", lambda row: row.case.get_source_display(), 26),
        Column("Theme", lambda row: str(row.case.theme or ""), 30),
        Column("Urgency", lambda row: row.case.get_urgency_display(), 12),
        Column("State", lambda row: row.case.get_state_display(), 18),
        Column("Opened", lambda row: row.case.opened_at, 24),
        Column("Last touched", lambda row: row.case.touched_at, 24),
    ]
    return Table("support", columns, rows)


@page
def support_request(request: Request) -> HttpResponse:
    """A headteacher asks for help, in confidence."""
    access.require_sight(request.user, USE)
    access.require(request.user, ASK)
    own = School.objects.visible_to(request.user).filter(pk__in=roles_of(request.user).schools)
    form = RequestForm(posted(request), schools=own)
    if form.is_valid():
        case = services.request_help(by=request.user, **form.cleaned_data)
        messages.success(request, "The Director is being told and will be in touch. Nobody else is.")
        return redirect(case)
    return render(request, "peerchallenge/support/request.html", {"form": form})


@require_GET
def support_detail(request: Request, pk: int) -> HttpResponse:
    """One need: what is wanted, who could help, what was agreed."""
    case = page_case(request, pk)
    brokers = request.user.has_perm(BROKER)
    asks = case.state in desk.ASKING
    context = {
        "case": case,
        "colour": COLOURS[SupportState(case.state)],
        "matches": Match.objects.visible_to(request.user).filter(case=case).select_related("provider"),
        "candidates": desk.candidates(case, clock.today()) if brokers and asks else [],
        "brokers": brokers,
        "asks": asks,
        "notes": case.notes.select_related("by") if brokers else [],
        "events": _history(case),
        "may_withdraw": case.school_id in roles_of(request.user).schools
        and case.state in {SupportState.OPEN, SupportState.INTRODUCED},
    }
    return render(request, "peerchallenge/support/detail.html", context)


def _history(case: SupportCase) -> list[dict[str, str]]:
    return [
        {
            "when": clock.when(row.at),
            "title": SupportState(row.to_state).label,
            "by": str(row.by) if row.by else "",
            "text": row.reason,
        }
        for row in case.events.select_related("by").order_by("-at", "-pk")
    ]


def _form_page(request: Request, case: SupportCase, form: Any, name: str) -> HttpResponse:
    return render(request, f"peerchallenge/support/{name}.html", {"form": form, "case": case})


@page
def support_edit(request: Request, pk: int) -> HttpResponse:
    """The Director sorts a need under a theme and says how urgent it is."""
    case = page_case(request, pk, BROKER)
    form = SortForm(posted(request), initial={"theme": case.theme, "urgency": case.urgency})
    if form.is_valid():
        services.change_case(case=case, by=request.user, **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect(case)
    return _form_page(request, case, form, "edit")


@page
def support_note(request: Request, pk: int) -> HttpResponse:
    """The Director notes something."""
    case = page_case(request, pk, BROKER)
    form = NoteForm(posted(request))
    if form.is_valid():
        services.add_note(case=case, text=form.cleaned_data["text"], by=request.user)
        messages.success(request, "The note is kept.")
        return redirect(case)
    return _form_page(request, case, form, "note")


@page
def support_close(request: Request, pk: int) -> HttpResponse:
    """The Director closes a need."""
    case = page_case(request, pk, BROKER)
    form = CloseForm(posted(request))
    if form.is_valid():
        try:
            services.close_case(case=case, note=form.cleaned_data["note"], by=request.user)
            messages.success(request, "The case is closed.")
            return redirect(case)
        except WrongMove:
            messages.error(request, "This case is over already.")
            return redirect(case)
        except ValidationError as refusal:
            form.take(refusal)
    return _form_page(request, case, form, "close")


@page
def support_withdraw(request: Request, pk: int) -> HttpResponse:
    """The headteacher no longer wants help."""
    case = page_case(request, pk)
    access.require(request.user, ASK)
    if request.method == "POST":
        try:
            services.withdraw_case(case=case, by=request.user)
            messages.success(request, "Your request is withdrawn.")
        except WrongMove:
            messages.error(request, "Something is agreed or over already. Please ring the Director.")
        return redirect(case)
    return render(request, "peerchallenge/support/withdraw.html", {"case": case})


@require_GET
def support_ledger(request: Request) -> HttpResponseBase:
    """Days of support given and received, school by school."""
    access.require_sight(request.user, BROKER)
    year = AcademicYear.objects.visible_to(request.user).current()
    search = SchoolSearch(request)
    shares = search.keep(desk.ledger(year) if year else [], lambda row: row.school)
    columns = [
        Column("School", lambda row: row.school.name, 44),
        Column("URN", lambda row: row.school.urn, 10),
        Column("Days given", lambda row: float(row.given), 12),
        Column("Days received", lambda row: float(row.received), 14),
    ]
    if file := download(request, Table("support-ledger", columns, shares)):
        return file
    return render(
        request, "peerchallenge/support/ledger.html", {"year": year, "shares": shares, "search": search}
    )
