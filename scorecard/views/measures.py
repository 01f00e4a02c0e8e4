"""The catalogue of measures: read by everybody who reads the partnership's figures, kept by the Director."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp.access import Request, fetch, require, require_sight
from hlp.forms import GovForm
from hlp.tables import Column, Table, download
from hlp.transitions import StaleEdit
from scorecard.forms.measures import BreakForm, ColumnForm, MeasureForm
from scorecard.models import Measure
from scorecard.services import measures as catalogue

READ, EDIT = "scorecard.read_measures", "scorecard.edit_measures"
STALE = (
    "Somebody else changed this measure meanwhile. Your text is kept: look at the measure, and save again."
)
COLUMNS = [
    Column("Code", lambda one: one.code, 22),
    Column("Measure", lambda one: one.name, 60),
    Column("Topic", lambda one: one.get_topic_display(), 22),
    Column("Pupils", lambda one: one.get_group_display(), 30),
    Column("Unit", lambda one: one.get_unit_display(), 14),
    Column("Better", lambda one: one.get_direction_display(), 18),
    Column("Years", lambda one: one.years, 22),
    Column("Of whom or of what", lambda one: one.denominator, 50),
]


@require_GET
def measure_list(request: Request) -> HttpResponseBase:
    """All measures, topic by topic."""
    require_sight(request.user, READ)
    measures = Measure.objects.visible_to(request.user)
    if file := download(request, Table("measures", COLUMNS, measures)):
        return file
    topics = [(name, list(rows)) for name, rows in groupby(measures, lambda one: one.get_topic_display())]
    context = {"topics": topics, "may_edit": request.user.has_perm(EDIT)}
    return render(request, "scorecard/measure/list.html", context)


def _measure(request: Request, code: str, permission: str | None = None) -> Measure:
    return fetch(Measure.objects.visible_to(request.user), request.user, permission, code=code)


@require_GET
def measure_detail(request: Request, code: str) -> HttpResponse:
    """One measure: what it counts, where it stands in which files, where its series breaks."""
    rows = Measure.objects.visible_to(request.user).prefetch_related("columns", "breaks")
    measure = fetch(rows.select_related("counterpart"), request.user, code=code)
    context = {"measure": measure, "may_edit": request.user.has_perm(EDIT)}
    return render(request, "scorecard/measure/detail.html", context)


def _posted(request: Request) -> Any:
    return request.POST if request.method == "POST" else None


def _saved(form: GovForm, act: Callable[[], Any]) -> bool:
    """Whether a valid form was saved; what stands against it is said on the form, and its text is kept."""
    try:
        act()
    except StaleEdit:
        form.add_error(None, STALE)
    except ValidationError as error:
        form.add_error(None, error)
    else:
        return True
    return False


def _refreshed(form: GovForm, measure: Measure) -> GovForm:
    """The form with the version as it is now, so that saving again overwrites knowingly."""
    if form.is_bound and "version" in form.fields:
        form.data = form.data.copy()  # type: ignore[attr-defined]
        form.data["version"] = str(measure.version)  # type: ignore[index]
    return form


@require_http_methods(["GET", "POST"])
def measure_create(request: Request) -> HttpResponse:
    """Add a measure."""
    require_sight(request.user, READ)
    require(request.user, EDIT)
    form = MeasureForm(_posted(request), initial={"decimals": 0, "active": True, "direction": "up"})
    if form.is_valid() and _saved(form, lambda: catalogue.create(facts=form.facts(), by=request.user)):
        messages.success(request, "The measure is saved. Add the columns of the files that it stands in.")
        return redirect("scorecard:measure-detail", code=form.cleaned_data["code"])
    return render(request, "scorecard/measure/edit.html", {"form": form})


@require_http_methods(["GET", "POST"])
def measure_edit(request: Request, code: str) -> HttpResponse:
    """Change what a measure says."""
    measure = _measure(request, code, EDIT)
    form = MeasureForm(_posted(request), measure=measure)
    if form.is_valid():
        facts, version = form.facts(), form.cleaned_data["version"] or 0
        if _saved(
            form, lambda: catalogue.edit(measure=measure, facts=facts, version=version, by=request.user)
        ):
            messages.success(request, "The measure is saved.")
            return redirect(measure)
    context = {"form": _refreshed(form, measure), "measure": measure}
    return render(request, "scorecard/measure/edit.html", context)


@require_http_methods(["GET", "POST"])
def column_edit(request: Request, code: str, pk: int | None = None) -> HttpResponse:
    """Add a column, or change one."""
    measure = _measure(request, code, EDIT)
    column = fetch(measure.columns.all(), request.user, pk=pk) if pk else None
    form = ColumnForm(_posted(request), measure=measure, column=column)
    if form.is_valid():
        told = {"facts": form.facts(), "version": form.cleaned_data["version"]}
        if _saved(
            form, lambda: catalogue.save_column(measure=measure, column=column, by=request.user, **told)
        ):
            messages.success(request, "The column is saved.")
            return redirect(measure)
    context = {"form": _refreshed(form, measure), "measure": measure, "column": column}
    return render(request, "scorecard/measure/column.html", context)


@require_POST
def column_remove(request: Request, code: str, pk: int) -> HttpResponse:
    """Read a column no more; one that is gone already stays gone."""
    measure = _measure(request, code, EDIT)
    for column in measure.columns.filter(pk=pk):
        catalogue.remove_column(measure=measure, column=column, by=request.user)
        messages.success(request, f"{column.column} is read no more. Figures that came from it stay.")
    return redirect(measure)


@require_http_methods(["GET", "POST"])
def break_create(request: Request, code: str) -> HttpResponse:
    """Say from when on figures cannot be compared with earlier ones."""
    measure = _measure(request, code, EDIT)
    form = BreakForm(_posted(request), measure=measure)
    if form.is_valid():
        catalogue.add_break(measure=measure, by=request.user, **form.cleaned_data)
        messages.success(request, "The break is saved.")
        return redirect(measure)
    return render(request, "scorecard/measure/break.html", {"form": form, "measure": measure})


@require_POST
def break_remove(request: Request, code: str, pk: int) -> HttpResponse:
    """Take a break away; one that is gone already stays gone."""
    measure = _measure(request, code, EDIT)
    for found in measure.breaks.filter(pk=pk):
        catalogue.remove_break(measure=measure, found=found, by=request.user)
        messages.success(request, "The break is taken away.")
    return redirect(measure)
