"""Imports of figures: what may be uploaded, the upload, its preview, the confirmation."""

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp.access import Request, fetch, require, require_sight
from hlp.tables import Column, Table, download
from hlp.transitions import StaleEdit
from schools.choices import ImportState
from schools.forms.imports import on_disk
from schools.models import ImportRun
from schools.services.runs import is_silent
from scorecard.forms.imports import ImportForm
from scorecard.models import Measure, SourceFile
from scorecard.services.imports import runs
from scorecard.services.imports.base import Ask, Importer
from scorecard.services.imports.registry import IMPORTERS

MANAGE = "scorecard.import_results"
EARLIER = 20
REJECTS_SHOWN = 100
REJECTS = [
    Column("Row", lambda one: one["row"], 8),
    Column("Column", lambda one: one["column"], 24),
    Column("What stands there", lambda one: one["value"], 24),
    Column("Why it cannot be right", lambda one: one["why"], 60),
]


@require_GET
def import_list(request: Request) -> HttpResponse:
    """What may be imported, and what was."""
    require_sight(request.user, MANAGE)
    loaded = SourceFile.objects.visible_to(request.user).order_by("loaded_at")
    newest = {source.kind: source for source in loaded}
    mine = [one for one in IMPORTERS.values() if request.user.has_perm(one.permission)]
    offers = [{"importer": one, "newest": newest.get(one.kind)} for one in mine]
    earlier = ImportRun.objects.visible_to(request.user).of(runs.KIND).defer("outcome")
    earlier = earlier.filter(options__importer__in=[one.kind for one in mine])
    rows = [{"run": run, **_asked(run)} for run in earlier.select_related("asked_by")[:EARLIER]]
    return render(request, "scorecard/import/list.html", {"offers": offers, "earlier": rows})


@require_http_methods(["GET", "POST"])
def import_create(request: Request, kind: str) -> HttpResponseBase:
    """Upload a file of one kind; the template to fill in where there is one of ours."""
    require_sight(request.user, MANAGE)
    importer = _importer(kind)
    require(request.user, importer.permission)
    if importer.template and (file := download(request, importer.template())):
        return file
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ImportForm(*data, importer=importer)
    if form.is_valid():
        file_, name = form.cleaned_data["file"], PurePath(form.cleaned_data["file"].name).name
        with on_disk(file_) as path:
            return redirect(runs.ask_import(importer, form.ask(), path=path, name=name, by=request.user))
    return render(request, "scorecard/import/create.html", {"form": form, "importer": importer})


def _importer(kind: str) -> Importer:
    if kind not in IMPORTERS:
        raise Http404
    return IMPORTERS[kind]


def _run(request: Request, pk: int) -> ImportRun:
    rows = ImportRun.objects.visible_to(request.user).of(runs.KIND)
    run = fetch(rows.select_related("asked_by", "confirmed_by"), request.user, MANAGE, pk=pk)
    require(request.user, runs.importer_of(run).permission)
    return run


@require_GET
def import_detail(request: Request, pk: int) -> HttpResponseBase:
    """How far it is; the preview; what came of it; and the rejected rows as a file."""
    run = _run(request, pk)
    if file := download(request, Table(f"rejected-rows-{pk}", REJECTS, run.outcome.get("rejects", []))):
        return file
    if request.htmx and run.is_pending:
        return render(request, "schools/import/_progress.html", {"run": run, "silent": is_silent(run)})
    answer = render(request, "scorecard/import/detail.html", _shown(request, run))
    if request.htmx:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def import_confirm(request: Request, pk: int) -> HttpResponse:
    """Have the figures that the preview shows recorded."""
    run = _run(request, pk)
    try:
        runs.confirm_import(run=run, digest=request.POST.get("digest", ""), by=request.user)
    except StaleEdit:
        messages.warning(request, "This preview is no longer the newest. Nothing was taken over.")
    return redirect(run)


def _asked(run: ImportRun) -> dict[str, Any]:
    importer = IMPORTERS.get(run.options.get("importer", ""))
    return {"title": importer.title if importer else "", "ask": Ask.from_options(run.options)}


def _shown(request: Request, run: ImportRun) -> dict[str, Any]:
    """What a page of a run holds."""
    found = run.outcome
    return {
        "run": run,
        **_asked(run),
        "found": found,
        "silent": is_silent(run),
        "refresh_seconds": 5 if run.is_pending else 0,
        "is_ready": run.state == ImportState.READY,
        "is_done": run.state == ImportState.DONE,
        "rejects": found.get("rejects", [])[:REJECTS_SHOWN],
        "by_topic": _by_topic(request, found.get("found", {})),
        "written": sum(found.get(name, 0) for name in ("new", "superseded", "confirmed", "beside")),
    }


def _by_topic(request: Request, found: dict[str, int]) -> list[dict[str, Any]]:
    """How many figures each measure has, under the names of their topics."""
    topics: dict[str, list[dict[str, Any]]] = {}
    for measure in Measure.objects.visible_to(request.user).filter(code__in=found):
        line = {"measure": measure, "number": found[measure.code]}
        topics.setdefault(measure.get_topic_display(), []).append(line)
    return [{"topic": topic, "lines": lines} for topic, lines in topics.items()]
