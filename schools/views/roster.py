"""Import of people: template, upload, preview with every problem, confirmation."""

from datetime import date
from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp.access import Request, fetch, require_sight
from hlp.tables import Column, Table, download
from hlp.transitions import StaleEdit
from schools.choices import ImportKind, ImportState, Role
from schools.forms.imports import on_disk
from schools.forms.roster import ConfirmForm, RosterForm
from schools.models import ImportRun
from schools.services import runs
from schools.services.roster import runs as roster
from schools.services.roster.columns import HEADINGS
from schools.services.roster.people import NEW, POST, SAME

MANAGE = "schools.manage_people"
KINDS = {NEW: "New accounts", POST: "Posts for people with an account", SAME: "Nothing changes"}
COLUMNS = [
    ("Name", "The full name."),
    ("E-mail address", "Somebody with this address here gets the post; otherwise an account is made."),
    ("Role", ", ".join(str(role.label) for role in Role) + "."),
    ("School", "The URN or the name. For headteachers, deputies and offices."),
    ("Collaborative", "For lead headteachers."),
    ("First day", "Like 1/9/2026 or 2026-09-01."),
    ("Last day", "If it is known."),
    ("Acting", "Yes for an acting post."),
    ("Telephone", "On the day of a session, if you have it."),
]


@require_http_methods(["GET", "POST"])
def roster_create(request: Request) -> HttpResponseBase:
    """Upload a table; its template to download; what was imported before."""
    require_sight(request.user, MANAGE)
    empty = Table("people", [Column(heading, str, 24) for heading in HEADINGS.values()], [])
    if file := download(request, empty):
        return file
    form = RosterForm(request.POST, request.FILES) if request.method == "POST" else RosterForm()
    if form.is_valid():
        upload = form.cleaned_data["file"]
        with on_disk(upload) as path:
            return redirect(roster.ask_roster(path=path, name=PurePath(upload.name).name, by=request.user))
    earlier = ImportRun.objects.visible_to(request.user).of(ImportKind.PEOPLE).defer("outcome")
    context = {"form": form, "earlier": earlier.select_related("asked_by")[:10], "columns": COLUMNS}
    return render(request, "schools/roster/create.html", context)


def _run(request: Request, pk: int) -> ImportRun:
    rows = ImportRun.objects.visible_to(request.user).of(ImportKind.PEOPLE)
    return fetch(rows.select_related("asked_by", "confirmed_by"), request.user, pk=pk)


@require_GET
def roster_detail(request: Request, pk: int) -> HttpResponse:
    """How far it is; the preview; or what came of it."""
    run = _run(request, pk)
    if request.htmx and run.is_pending:
        return render(request, "schools/import/_progress.html", {"run": run, "silent": runs.is_silent(run)})
    answer = _page(request, run, ConfirmForm(initial={"digest": run.digest}, action=_action(run)))
    if request.htmx:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def roster_confirm(request: Request, pk: int) -> HttpResponse:
    """Have everybody in the preview taken in."""
    run = _run(request, pk)
    form = ConfirmForm(request.POST, action=_action(run))
    if not form.is_valid():
        return _page(request, run, form)
    try:
        digest = form.cleaned_data["digest"]
        roster.confirm_roster(run=run, digest=digest, invite_on=form.invite_on(), by=request.user)
    except StaleEdit:
        messages.warning(request, "This preview is no longer the newest. Nothing was taken over.")
    return redirect(run)


def _action(run: ImportRun) -> str:
    return reverse("schools:roster-confirm", args=[run.pk])


def _page(request: Request, run: ImportRun, form: ConfirmForm) -> HttpResponse:
    items = run.outcome.get("items", [])
    groups = [
        {"label": label, "items": [_dated(item) for item in items if item["what"] == kind], "kind": kind}
        for kind, label in KINDS.items()
    ]
    context = {
        "run": run,
        "form": form,
        "silent": runs.is_silent(run),
        "refresh_seconds": 5 if run.is_pending else 0,
        "is_ready": run.state == ImportState.READY,
        "is_done": run.state == ImportState.DONE,
        "found": run.outcome,
        "groups": [group for group in groups if group["items"]],
        "changes_anything": any(item["what"] != SAME for item in items),
        "invite_on": date.fromisoformat(run.confirmed[0]) if run.confirmed else None,
    }
    return render(request, "schools/roster/detail.html", context)


def _dated(item: dict[str, Any]) -> dict[str, Any]:
    days = {name: date.fromisoformat(item[name]) if item[name] else None for name in ("starts", "ends")}
    return {**item, **days}
