"""The year at a glance, on the screen and on paper."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from hlp import access, documents
from hlp.access import Request
from peerchallenge.forms.calendar import CalendarForm
from peerchallenge.models import ChallengeSession
from peerchallenge.services import calendars, planners
from schools.forms.search import SchoolSearch
from schools.models import AcademicYear, Collaborative
from schools.roles import roles_of


@require_GET
def calendar(request: Request) -> HttpResponse:
    """A year by collaborative, as a grid and as an agenda: what the reader may see of it."""
    user = request.user
    access.require_sight(user, "peerchallenge.read_calendar")
    years = AcademicYear.objects.visible_to(user)
    current = years.current()
    form = _form(request, years, current)
    if current is None or not form.is_valid():
        return render(request, "peerchallenge/calendar/none.html", {"form": form if current else None})
    chosen = form.cleaned_data["year"]
    narrowed = form.cleaned_data.get("collaborative")
    search = SchoolSearch(request, form)
    if search.is_on:
        seen = ChallengeSession.objects.visible_to(user).filter(round__year=chosen)
        search.narrow(seen.filter(group__collaborative=narrowed) if narrowed else seen, "host")
    hosts = search.result.schools if search.is_on else None
    context = {
        "search": search,
        "calendar": calendars.year_of(user, chosen, collaborative=narrowed, hosts=hosts),
        "as_list": request.GET.get("view") == "list",
        "query": f"{search.query}{_query(request, chosen, narrowed)}",
        "may_plan": user.has_perm("peerchallenge.plan_sessions"),
    }
    return render(request, "peerchallenge/calendar/year.html", context)


def _form(request: Request, years: Any, current: AcademicYear | None) -> CalendarForm:
    held = roles_of(request.user)
    several = Collaborative.objects.visible_to(request.user) if held.runs_partnership else None
    data = request.GET.copy()
    if "year" not in data and current:
        data["year"] = str(current.pk)
    return CalendarForm(data, years=years, collaboratives=several)


def _query(request: Request, year: AcademicYear, collaborative: Collaborative | None) -> str:
    return f"year={year.pk}{f'&collaborative={collaborative.pk}' if collaborative else ''}"


@require_http_methods(["GET", "POST"])
def planner(request: Request, pk: int) -> HttpResponse:
    """The reader's year planner as a PDF: made, in the making, or to be asked for by a POST."""
    user = request.user
    year = access.fetch(AcademicYear.objects.visible_to(user), user, pk=pk)
    here = reverse("peerchallenge:calendar-planner", args=[pk])
    if request.method == "POST":
        planners.ask_planner(user=user, year=year)
        return redirect(here)
    document = planners.newest_planner(user=user, year=year)
    context = {
        "year": year,
        "document": document,
        "is_current": document is None or document.is_pending or planners.is_current(document, user, year),
        "poll": here,
        "download": reverse("peerchallenge:calendar-planner-download", args=[pk]),
        "refresh_seconds": 5 if document and document.is_pending else 0,
    }
    fragment = "_progress" if request.htmx else "planner"
    return render(request, f"peerchallenge/calendar/{fragment}.html", context)


@require_GET
def planner_download(request: Request, pk: int) -> HttpResponse:
    """The newest year planner that was made for the reader."""
    user = request.user
    year = access.fetch(AcademicYear.objects.visible_to(user), user, pk=pk)
    document = planners.newest_planner(user=user, year=year)
    if document is None or not document.is_ready:
        raise Http404
    reply = HttpResponse(documents.read(document), content_type="application/pdf")
    reply["Content-Disposition"] = f'inline; filename="{document.filename}"'
    return reply
