"""Import from the register: upload, preview, confirmation, progress."""

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp.access import Request, fetch, require, require_sight
from hlp.transitions import StaleEdit
from schools.choices import ChangeKind, ImportKind, ImportState
from schools.forms.imports import ImportForm, on_disk
from schools.models import ImportRun
from schools.roles import roles_of
from schools.services.gias import runs

MANAGE = "schools.manage_schools"
REGISTER = ImportKind.REGISTER


@require_http_methods(["GET", "POST"])
def import_create(request: Request) -> HttpResponse:
    """Upload a file, and what was imported before."""
    require_sight(request.user, "schools.read")
    require(request.user, MANAGE)
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    if form.is_valid():
        file, las = form.cleaned_data["file"], form.cleaned_data["las"]
        with on_disk(file) as path:
            return redirect(
                runs.ask_import(path=path, name=PurePath(file.name).name, las=las, by=request.user)
            )
    earlier = (
        ImportRun.objects.visible_to(request.user)
        .of(REGISTER)
        .defer("outcome")
        .select_related("asked_by")[:10]
    )
    return render(request, "schools/import/create.html", {"form": form, "earlier": earlier})


@require_GET
def import_detail(request: Request, pk: int) -> HttpResponse:
    """How far it is; the preview; or what came of it."""
    rows = ImportRun.objects.visible_to(request.user).of(REGISTER)
    run = fetch(rows.select_related("asked_by"), request.user, pk=pk)
    context = {
        "run": run,
        "silent": runs.is_silent(run),
        "refresh_seconds": 5 if run.is_pending else 0,
        "is_ready": run.state == ImportState.READY,
        "is_done": run.state == ImportState.DONE,
        "may_confirm": roles_of(request.user).director,
        **_shown(run),
    }
    if request.htmx and run.is_pending:
        return render(request, "schools/import/_progress.html", context)
    answer = render(request, "schools/import/detail.html", context)
    if request.htmx:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def import_confirm(request: Request, pk: int) -> HttpResponse:
    """Have what the preview shows taken over."""
    run = fetch(ImportRun.objects.visible_to(request.user).of(REGISTER), request.user, MANAGE, pk=pk)
    try:
        digest, confirmed = request.POST.get("digest", ""), request.POST.getlist("confirmed")
        runs.confirm_import(run=run, digest=digest, confirmed=confirmed, by=request.user)
    except StaleEdit:
        messages.warning(request, "This preview is no longer the newest. Nothing was taken over.")
    return redirect(run)


@require_POST
def import_again(request: Request, pk: int) -> HttpResponse:
    """Wake the worker once more for a run that waits."""
    run = fetch(ImportRun.objects.visible_to(request.user), request.user, MANAGE, pk=pk)
    if run.is_pending:
        runs.wake(run)
    return redirect(run)


def _shown(run: ImportRun) -> dict[str, Any]:
    """What the reading found, for the page."""
    found = run.outcome
    if not found:
        return {}
    kinds = [kind for kind in ChangeKind if found["changes"].get(kind)]
    groups = [
        {
            "kind": kind,
            "label": kind.label,
            "number": found["changes"][kind],
            "items": found["items"].get(kind, []),
        }
        for kind in kinds
    ]
    left = sorted(found["left"].items(), key=lambda reason: -reason[1])
    return {
        "found": found,
        "groups": groups,
        "left": left,
        "left_number": sum(found["left"].values()),
        "changes_anything": bool(groups or found["links_new"] or found["proposals"]),
    }
