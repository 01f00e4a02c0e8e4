"""Days without challenges: the list of a year, and how the Director changes it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp.access import Request, fetch, require
from hlp.tables import Column, Table, download
from hlp.transitions import StaleEdit
from schools.forms.closure import ClosedPeriodForm
from schools.forms.search import SchoolSearch
from schools.models import AcademicYear, ClosedPeriod, School
from schools.services import closures as services

MANAGE = "schools.manage_years"
STALE = "Somebody changed this since you opened the page. Nothing was overwritten"


def _year(request: Request, pk: int, permission: str | None = None) -> AcademicYear:
    year = fetch(AcademicYear.objects.visible_to(request.user), request.user, pk=pk)
    require(request.user, permission, year)
    return year


def _address(year: AcademicYear) -> str:
    return reverse("schools:closure-list", args=[year.pk])


@require_GET
def closure_list(request: Request, pk: int) -> HttpResponseBase:
    """The days of a year on which no challenge is held."""
    year = _year(request, pk)
    rows = ClosedPeriod.objects.visible_to(request.user).filter(year=year).select_related("school")
    search = SchoolSearch(request)
    found = search.narrow(rows, "school")
    columns = [
        Column("First day", lambda row: row.starts),
        Column("Last day", lambda row: row.ends),
        Column("Why", lambda row: row.name, 40),
        Column("Kind", lambda row: row.get_kind_display(), 24),
        Column("School", lambda row: str(row.school or "All schools"), 40),
    ]
    if file := download(request, Table("closed-days", columns, found)):
        return file
    may_manage = request.user.has_perm(MANAGE)
    context = {
        "year": year,
        "rows": found,
        "search": search,
        "may_manage": may_manage,
        "has_usual": any(row.school_id is None for row in rows),
    }
    return render(request, "schools/closure/list.html", context)


@require_http_methods(["GET", "POST"])
def closure_create(request: Request, pk: int) -> HttpResponse:
    """Close some days."""
    year = _year(request, pk, MANAGE)
    form = _form(request, year)
    if form.is_valid() and _saved(form, lambda: _add(request, year, form)):
        return redirect(_address(year))
    return render(request, "schools/closure/edit.html", {"form": form, "year": year})


def _add(request: Request, year: AcademicYear, form: ClosedPeriodForm) -> None:
    row = services.add_period(year=year, period=form.period(), by=request.user)
    messages.success(request, f"{row} is in the calendar.")


@require_http_methods(["GET", "POST"])
def closure_edit(request: Request, pk: int) -> HttpResponse:
    """Change one closed period."""
    row = _row(request, pk)
    form = _form(request, row.year, row)
    if form.is_valid() and _saved(form, lambda: _change(request, row, form)):
        return redirect(_address(row.year))
    return render(request, "schools/closure/edit.html", {"form": form, "year": row.year, "row": row})


def _change(request: Request, row: ClosedPeriod, form: ClosedPeriodForm) -> None:
    version = form.cleaned_data["version"]
    services.change_period(row=row, period=form.period(), version=version, by=request.user)
    messages.success(request, "Saved.")


def _saved(form: ClosedPeriodForm, act: Any) -> bool:
    try:
        act()
    except StaleEdit:
        form.add_error(None, STALE)
        return False
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return False
    return True


@require_http_methods(["GET", "POST"])
def closure_remove(request: Request, pk: int) -> HttpResponse:
    """Open the days of a period again, after a question."""
    row = _row(request, pk)
    if request.method == "POST":
        services.remove_period(row=row, by=request.user)
        messages.success(request, f"{row} is no longer in the calendar.")
        return redirect(_address(row.year))
    return render(request, "schools/closure/remove.html", {"row": row, "year": row.year})


@require_POST
def closure_usual(request: Request, pk: int) -> HttpResponse:
    """Lay out the usual weeks of tests and checks in a year that has none."""
    year = _year(request, pk, MANAGE)
    services.start(year)
    messages.success(request, "The usual weeks are laid out. Check them against this year’s dates.")
    return redirect(_address(year))


def _row(request: Request, pk: int) -> ClosedPeriod:
    rows = ClosedPeriod.objects.visible_to(request.user).select_related("year", "school")
    row = fetch(rows, request.user, pk=pk)
    require(request.user, MANAGE, row)
    return row


def _form(request: Request, year: AcademicYear, row: ClosedPeriod | None = None) -> ClosedPeriodForm:
    schools = School.objects.visible_to(request.user).members_in(year)
    if row and row.school_id:
        schools = schools | School.objects.visible_to(request.user).filter(pk=row.school_id)
    posted = request.POST if request.method == "POST" else None
    return ClosedPeriodForm(posted, schools=schools.distinct(), row=row, cancel=_address(year))
