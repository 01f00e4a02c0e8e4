"""Academic years and their terms."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from hlp import clock
from hlp.access import Request, fetch, require, require_sight
from hlp.transitions import StaleEdit
from schools.forms.year import TermsForm, initial_days
from schools.models import AcademicYear
from schools.services import years as services

FIRST_YEAR = 2000  # no partnership has members from before
STALE = "Somebody changed these terms since you opened the page. Nothing was overwritten"


def year_list(request: Request) -> HttpResponse:
    """All years with their terms; the Director can lay out the next."""
    require_sight(request.user, "schools.read")
    years = AcademicYear.objects.visible_to(request.user)
    may_manage = request.user.has_perm("schools.manage_years")
    rows = years.prefetch_related("terms")
    context = {
        "years": rows,
        "may_manage": may_manage,
        "may_plan": request.user.has_perm("schools.plan_groups"),
        "next": services.year_name(_next(request)),
        "earlier": [services.year_name(day) for day in _earlier(request)] if may_manage else [],
    }
    return render(request, "schools/year/list.html", context)


def _next(request: Request) -> date:
    """1 September of the first year that is not laid out yet."""
    newest = AcademicYear.objects.visible_to(request.user).order_by("-starts").first()
    if newest:
        return date(newest.starts.year + 1, 9, 1)
    today = clock.today()
    return date(today.year - (today.month < 9), 9, 1)


def _earlier(request: Request) -> list[date]:
    """The first days of years past that are not laid out: members of them can still be recorded. The newest first."""
    there = set(AcademicYear.objects.visible_to(request.user).values_list("starts", flat=True))
    days = [date(number, 9, 1) for number in range(_next(request).year - 1, FIRST_YEAR - 1, -1)]
    return [day for day in days if day not in there]


@require_POST
def year_create(request: Request) -> HttpResponse:
    """Lay out the year whose name was chosen: the next, or one past. Pressed twice, it is laid out once."""
    require_sight(request.user, "schools.read")
    require(request.user, "schools.manage_years")
    offered = {services.year_name(day): day for day in [_next(request), *_earlier(request)]}
    chosen = offered.get(request.POST.get("name", ""))
    if chosen:
        year = services.lay_out_year(chosen, by=request.user)
        messages.success(request, f"{year} is laid out. Check its terms.")
    return redirect("schools:year-list")


def year_edit(request: Request, pk: int) -> HttpResponse:
    """Set the terms of a year."""
    year = fetch(AcademicYear.objects.visible_to(request.user), request.user, pk=pk)
    require(request.user, "schools.manage_years", year)
    initial = {**initial_days(list(year.terms.all())), "version": services.terms_version(year)}
    form = TermsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        terms, version = form.terms(), form.cleaned_data["version"]
        try:
            services.change_terms(year=year, terms=terms, version=version, by=request.user)
        except StaleEdit:
            form.add_error(None, STALE)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"The terms of {year} are saved.")
            return redirect("schools:year-list")
    return render(request, "schools/year/edit.html", {"form": form, "year": year})
