"""Agreed actions: the list with its rates, one action, and the check-in."""

from operator import attrgetter
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp.access import Request, fetch, require
from hlp.tables import Column, Table, download
from hlp.transitions import StaleEdit, WrongMove
from peerchallenge.forms.actions import ActionFilter, ActionForm, CheckInForm, NoteForm
from peerchallenge.models import CarriedAction, CheckIn, Round
from peerchallenge.packs.audience import Audience
from peerchallenge.services import actions as services
from schools.forms.search import SchoolSearch
from schools.models import Collaborative
from schools.roles import roles_of

WORK = "peerchallenge.work_on_actions"
PER_PAGE = 50
page = require_http_methods(["GET", "POST"])
COLUMNS = [
    Column("School", attrgetter("school.name"), 44),
    Column("Session", attrgetter("session.starts_at"), 18),
    Column("Action", attrgetter("what"), 70),
    Column("Who", lambda row: row.owner or row.agreed_who, 26),
    Column("By when", lambda row: row.due or row.agreed_by_when, 22),
    Column("State", lambda row: row.get_state_display(), 18),
]


def _visible(request: Request) -> Any:
    rows = CarriedAction.objects.visible_to(request.user)
    return rows.select_related("school", "session__round__year", "session__group__collaborative")


@require_GET
def action_list(request: Request) -> HttpResponseBase:
    """The actions that the reader sees, and school by school how many are done and made a difference."""
    form = ActionFilter(
        request.GET,
        rounds=Round.objects.visible_to(request.user).select_related("year"),
        collaboratives=Collaborative.objects.visible_to(request.user),
    )
    chosen = form.cleaned_data if form.is_valid() else {}
    found = _visible(request)
    if chosen.get("round"):
        found = found.filter(session__round=chosen["round"])
    if chosen.get("collaborative"):
        found = found.filter(session__group__collaborative=chosen["collaborative"])
    if chosen.get("state"):
        rated, found = found, found.filter(state=chosen["state"])
    else:
        rated = found
    search = SchoolSearch(request, form)
    found = search.narrow(found, "school")
    rates = services.rates(rated.filter(school__in=search.result.schools) if search.is_on else rated)
    if file := download(request, Table("actions", COLUMNS, found)):
        return file
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        "search": search,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "rates": rates,
        "total": services.total(rates),
        "query": f"{query.urlencode()}&" if query else "",
        "whole": roles_of(request.user).director,
    }
    return render(request, "peerchallenge/action/list.html", context)


@page
def action_detail(request: Request, pk: int) -> HttpResponse:
    """One action: what was agreed, how far it is, what has happened. The school's headteacher changes it."""
    action = fetch(_visible(request).prefetch_related("notes__by"), request.user, pk=pk)
    works = request.user.has_perm(WORK, action.session)
    if request.method == "POST":
        require(request.user, WORK, action.session)
    form = ActionForm(
        request.POST if request.method == "POST" else None,
        initial={"state": action.state, "owner": action.owner, "due": action.due, "version": action.version},
        state=action.state,
        href=action.get_absolute_url(),
    )
    if form.is_valid():
        try:
            data = form.cleaned_data
            services.change_action(action=action, by=request.user, **data)
            messages.success(request, "Saved.")
            return redirect(action)
        except StaleEdit:
            form.take_stale(action.version)
        except WrongMove:
            form.add_error("state", "Somebody has changed the state meanwhile. Open the page again")
    return _detail(request, action, works, form, _note_form(action))


def _note_form(action: CarriedAction, data: Any = None) -> NoteForm:
    href = reverse("peerchallenge:action-note", args=[action.pk])
    return NoteForm(data, initial={"token": uuid4().hex, "kind": "progress"}, href=href)


def _detail(
    request: Request, action: CarriedAction, works: bool, form: ActionForm, note: NoteForm
) -> HttpResponse:
    context = {
        "action": action,
        "works": works,
        "form": form,
        "note": note,
        "forms": [form, note],
        "audience": Audience.ACTION,
    }
    return render(request, "peerchallenge/action/detail.html", context)


@require_POST
def add_note(request: Request, pk: int) -> HttpResponse:
    """Add progress or evidence. Posting twice adds it once."""
    action = fetch(_visible(request).prefetch_related("notes__by"), request.user, pk=pk)
    require(request.user, WORK, action.session)
    note = _note_form(action, request.POST)
    if note.is_valid():
        try:
            services.add_note(action=action, by=request.user, **note.cleaned_data)
            return redirect(action)
        except ValidationError as refusal:
            note.take(refusal)
    form = ActionForm(
        initial={"state": action.state, "owner": action.owner, "due": action.due, "version": action.version},
        state=action.state,
    )
    return _detail(request, action, True, form, note)


@page
def check_in(request: Request, pk: int) -> HttpResponse:
    """The lead headteacher asks how the actions are going; the school reads what was noted."""
    visible = CheckIn.objects.visible_to(request.user).select_related(
        "session__host", "session__group__collaborative", "done_by"
    )
    found = fetch(visible, request.user, session__pk=pk)
    asks = request.user.has_perm("peerchallenge.check_in", found.session) and found.done_at is None
    if request.method == "POST":
        require(request.user, "peerchallenge.check_in", found.session)
    form = CheckInForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.check_in(check_in=found, by=request.user, **form.cleaned_data)
            messages.success(request, "The check-in is noted. The school can read it.")
            return redirect("peerchallenge:check-in", pk=pk)
        except ValidationError as refusal:
            form.take(refusal)
    context = {
        "check_in": found,
        "session": found.session,
        "actions": _visible(request).filter(session=pk),
        "form": form if asks else None,
        "audience": Audience.CHECK_IN,
    }
    return render(request, "peerchallenge/action/check_in.html", context)
