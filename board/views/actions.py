"""The action log, and the page on which an owner says how it goes."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from board.choices import ACTION_RUNS, ActionState, Part
from board.forms.action import ActionForm, CarryForm, DropForm, ReportForm
from board.models import BoardAction, Meeting
from board.services import actions as services
from hlp import access, clock
from hlp.access import Request
from hlp.tables import Column, Table, download
from hlp.transitions import StaleEdit, WrongMove
from peerchallenge.views.sessions import posted
from schools.forms.search import SchoolSearch

MINUTE = "board.minute"
COLOURS = {
    ActionState.OPEN: "blue",
    ActionState.CARRIED: "purple",
    ActionState.DONE: "green",
    ActionState.DROPPED: "grey",
}
FILTERS = [
    ("open", "Open"),
    ("late", "Late"),
    ("mine", "Mine"),
    ("closed", "Done and dropped"),
    ("all", "All"),
]
page = require_http_methods(["GET", "POST"])


def _visible(request: Request) -> QuerySet[BoardAction]:
    return BoardAction.objects.visible_to(request.user).select_related("owner", "meeting", "item")


def row_of(action: BoardAction, today: date) -> dict[str, Any]:
    """What a line of a list shows."""
    late = action.is_late(today)
    return {
        "action": action,
        "late": late,
        "status": "Late" if late else action.get_state_display(),
        "colour": "red" if late else COLOURS[ActionState(action.state)],
    }


@require_GET
def action_list(request: Request) -> HttpResponseBase:
    """Every action that the reader may see, late ones first; filtered by state."""
    access.require_sight(request.user, "board.use_actions")
    today = clock.today()
    seen = _visible(request)
    wanted = request.GET.get("show", "open")
    search = SchoolSearch(request)
    rows = search.keep_people(_filtered(request, seen, wanted, today), lambda action: action.owner)
    if file := download(request, _table(rows)):
        return file
    counts = seen.order_by().aggregate(
        open=Count("pk", filter=Q(state__in=ACTION_RUNS)),
        late=Count("pk", filter=Q(state__in=ACTION_RUNS, due_on__lt=today)),
        mine=Count("pk", filter=Q(state__in=ACTION_RUNS, owner=request.user)),
        closed=Count("pk", filter=~Q(state__in=ACTION_RUNS)),
        all=Count("pk"),
    )
    context = {
        "rows": [row_of(action, today) for action in rows],
        "filters": [
            {"key": key, "label": label, "number": counts[key], "current": key == wanted}
            for key, label in FILTERS
        ],
        "search": search,
        "minutes_kept": request.user.has_perm(MINUTE),
    }
    return render(request, "board/action/list.html", context)


def _filtered(request: Request, seen: QuerySet[BoardAction], wanted: str, today: date) -> list[BoardAction]:
    runs = Q(state__in=ACTION_RUNS)
    by = {
        "late": runs & Q(due_on__lt=today),
        "mine": runs & Q(owner=request.user),
        "closed": ~runs,
        "all": Q(),
    }
    return list(seen.filter(by.get(wanted, runs)))


def _table(rows: list[BoardAction]) -> Table:
    columns = [
        Column("Number", lambda row: row.number, 16),
        Column("Action", lambda row: row.text, 60),
        Column("Owner", lambda row: row.owner.name, 26),
        Column("Due", lambda row: row.due_on, 18),
        Column("State", lambda row: row.get_state_display(), 14),
        Column("Carried", lambda row: row.carried, 9),
        Column("Meeting", lambda row: row.meeting.day, 18),
        Column("Outcome", lambda row: row.outcome, 50),
    ]
    return Table("board-actions", columns, rows)


def page_action(request: Request, pk: int, permission: str | None = None) -> BoardAction:
    """The action: 404 for whoever may not see it, 403 without the permission."""
    return access.fetch(_visible(request), request.user, permission, pk=pk)


@page
def action_detail(request: Request, pk: int) -> HttpResponse:
    """One action. Its owner, or who keeps the minutes, writes how it goes or that it is done."""
    action = page_action(request, pk)
    may_report = request.user.has_perm("board.report_action", action)
    if request.method == "POST":
        access.require(request.user, "board.report_action", action)
    form = ReportForm(posted(request)) if may_report else None
    if form and form.is_valid():
        return _report(request, action, form.cleaned_data["text"])
    today = clock.today()
    context = {
        **row_of(action, today),
        "form": form if action.runs else None,
        "notes": action.notes.select_related("by"),
        "events": _history(action),
        "keeps": request.user.has_perm(MINUTE),
        "sits": request.user.has_perm("board.sit"),
    }
    return render(request, "board/action/detail.html", context)


def _report(request: Request, action: BoardAction, text: str) -> HttpResponse:
    try:
        if "done" in request.POST:
            services.finish(action=action, text=text, by=request.user)
            messages.success(request, "Thank you. The action is done, and the Board sees what came of it.")
        else:
            services.report(action=action, text=text, by=request.user)
            messages.success(request, "Your note is kept.")
    except WrongMove:
        messages.error(request, "This action is closed already.")
    return redirect(action)


def _history(action: BoardAction) -> list[dict[str, str]]:
    return [
        {"when": clock.when(row.at), "title": _title(row), "by": str(row.by or ""), "text": row.reason}
        for row in action.events.select_related("by").order_by("-at", "-pk")
    ]


def _title(row: Any) -> str:
    if row.kind != "state":
        return {"given": "Given", "changed": "Changed"}[row.kind]
    if row.to_state == ActionState.CARRIED:
        return f"Carried over to {clock.day(date.fromisoformat(row.detail['due_on']))}"
    return "Opened again" if row.to_state == ActionState.OPEN else str(ActionState(row.to_state).label)


@page
def action_edit(request: Request, pk: int) -> HttpResponse:
    """Who keeps the minutes changes words, owner or day."""
    action = page_action(request, pk, MINUTE)
    initial = {name: getattr(action, name) for name in ("text", "owner", "due_on", "version")}
    form = ActionForm(
        posted(request),
        initial={**initial, "restricted": action.part == Part.TWO},
        people=services.people_for(action.meeting),
        part=action.item.part if action.item else Part.ONE,
    )
    form.submit = "Save"
    if form.is_valid():
        try:
            services.change(
                action=action, task=form.task(), version=form.cleaned_data["version"] or 0, by=request.user
            )
            messages.success(request, "Saved.")
            return redirect(action)
        except StaleEdit as stale:
            form.take_stale(stale.args[0])
        except ValidationError as refusal:
            form.take(refusal)
    return _form_page(request, action, form, "Change this action")


def _form_page(request: Request, action: BoardAction, form: Any, name: str) -> HttpResponse:
    return render(request, "board/action/form.html", {"form": form, "action": action, "name": name})


@page
def action_drop(request: Request, pk: int) -> HttpResponse:
    """Who keeps the minutes drops an action, with the reason."""
    action = page_action(request, pk, MINUTE)
    form = DropForm(posted(request))
    if form.is_valid():
        try:
            services.drop(action=action, by=request.user, **form.cleaned_data)
            messages.success(request, "The action is dropped.")
        except WrongMove:
            messages.error(request, "This action is closed already.")
        return redirect(action)
    return _form_page(request, action, form, "Drop this action")


@page
def action_carry(request: Request, pk: int) -> HttpResponse:
    """A meeting gives an action more time."""
    action = page_action(request, pk, MINUTE)
    form = CarryForm(posted(request))
    if form.is_valid():
        meetings = Meeting.objects.visible_to(request.user)
        latest = meetings.over().first() or action.meeting
        try:
            services.carry(action=action, meeting=latest, by=request.user, **form.cleaned_data)
            messages.success(request, "The action is carried over.")
            return redirect(action)
        except WrongMove:
            messages.error(request, "This action is closed already.")
            return redirect(action)
        except ValidationError as refusal:
            form.take(refusal)
    return _form_page(request, action, form, "Carry this action over")


@require_POST
def action_reopen(request: Request, pk: int) -> HttpResponse:
    """It was closed by mistake."""
    action = page_action(request, pk, MINUTE)
    services.reopen(action=action, by=request.user)
    messages.success(request, "The action is open again.")
    return redirect(action)
