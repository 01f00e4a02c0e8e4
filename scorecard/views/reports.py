"""A school reports its own figures: typed, or from our template filled in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp.access import Request, fetch, require_sight
from hlp.tables import download
from hlp.transitions import StaleEdit
from schools.forms.imports import on_disk
from schools.models import School
from schools.services.delimited import Refused
from scorecard.choices import year_label
from scorecard.forms.reports import ReportFileForm, ReportForm, page_of
from scorecard.roles import reading_of
from scorecard.services import reports
from scorecard.services.imports import template

REPORT = "scorecard.report_figures"
YEARS_BACK = 3


def _own(request: Request) -> Any:
    require_sight(request.user, REPORT)
    return School.objects.visible_to(request.user).filter(pk__in=reading_of(request.user).own)


def _years() -> list[int]:
    latest = template.latest_year()
    return [latest + 1, *range(latest, latest - YEARS_BACK, -1)]


def _page(request: Request, urn: int, year: int) -> School:
    if year not in _years():
        raise Http404
    return fetch(_own(request), request.user, urn=urn)


@require_GET
def report_list(request: Request) -> HttpResponse:
    """One's own schools; with a single one straight to its page."""
    schools = list(_own(request))
    year = template.latest_year()
    if len(schools) == 1:
        return redirect(page_of(schools[0].urn, year))
    rows = [{"school": school, "href": page_of(school.urn, year)} for school in schools]
    return render(request, "scorecard/report/list.html", {"rows": rows, "year_label": year_label(year)})


@require_http_methods(["GET", "POST"])
def report_edit(request: Request, urn: int, year: int) -> HttpResponseBase:
    """The school's few figures of a year; our template with just them."""
    school = _page(request, urn, year)
    if file := download(request, template.template_of([school], year)):
        return file
    lines = reports.lines(school, year)
    data = request.POST if request.method == "POST" else None
    form = ReportForm(data, lines=lines, action=page_of(urn, year), initial=ReportForm.initial_of(lines))
    if form.is_valid() and (answer := _saved(request, form, school, year)):
        return answer
    return _shown(request, school, year, form)


def _saved(request: Request, form: ReportForm, school: School, year: int) -> HttpResponse | None:
    version = form.cleaned_data["version"] or 0
    try:
        number = reports.report(school=school, year=year, told=form.told, by=request.user, version=version)
    except StaleEdit:
        form.add_error(
            None, "Somebody at your school reported figures meanwhile. Open this page again and compare."
        )
        return None
    said = {0: "Nothing has changed.", 1: "1 figure is saved."}.get(number, f"{number} figures are saved.")
    messages.success(request, said)
    return redirect(page_of(school.urn, year))


@require_POST
def report_upload(request: Request, urn: int, year: int) -> HttpResponse:
    """Read a filled template into the form, where the school looks at it before saving. Nothing is saved here."""
    school = _page(request, urn, year)
    upload = ReportFileForm(request.POST, request.FILES, action=_upload(school, year))
    lines = reports.lines(school, year)
    found = template.Found()
    if upload.is_valid():
        try:
            with on_disk(upload.cleaned_data["file"]) as path:
                found = template.of_school(path, school, year)
        except Refused as error:
            upload.add_error("file", str(error))
    initial = ReportForm.initial_of(lines, {one.measure.code: one for one in found.told})
    form = ReportForm(lines=lines, action=page_of(urn, year), initial=initial)
    return _shown(request, school, year, form, upload, found)


def _upload(school: School, year: int) -> str:
    return reverse("scorecard:report-upload", args=[school.urn, year])


def _shown(
    request: Request,
    school: School,
    year: int,
    form: ReportForm,
    upload: ReportFileForm | None = None,
    found: template.Found | None = None,
) -> HttpResponse:
    others = [
        {"label": year_label(one), "href": page_of(school.urn, one), "here": one == year} for one in _years()
    ]
    upload = upload or ReportFileForm(action=_upload(school, year))
    context = {
        "school": school,
        "year_label": year_label(year),
        "years": others,
        "form": form,
        "upload": upload,
        "forms": [upload],
        "edit": page_of(school.urn, year),
        "found": found,
    }
    return render(request, "scorecard/report/edit.html", context)
