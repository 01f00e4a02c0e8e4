"""When headteachers cannot: the own page, and the Director's list of who has answered."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp import access, clock
from hlp.access import Request
from hlp.models import User
from hlp.tables import Column, Table, download
from hlp.transitions import StaleEdit
from peerchallenge.forms.availability import AvailabilityForm
from peerchallenge.models import Availability, AwayDays
from peerchallenge.services import availability as services
from peerchallenge.views.sessions import posted
from schools.forms.search import SchoolSearch
from schools.models import AcademicYear

PLAN = "peerchallenge.plan_sessions"


def _year(request: Request, pk: int) -> AcademicYear:
    return access.fetch(AcademicYear.objects.visible_to(request.user), request.user, pk=pk)


@require_GET
def availability_now(request: Request) -> HttpResponse:
    """The year for which headteachers are asked today."""
    years = AcademicYear.objects.visible_to(request.user)
    year = services.year_asked_for(years) or years.current()
    if year is None:
        raise Http404
    return redirect("peerchallenge:availability-list", pk=year.pk)


@require_GET
def availability_list(request: Request, pk: int) -> HttpResponseBase:
    """Who answers here: one's own page where there is but one person, a choice where there are several."""
    year = _year(request, pk)
    people = services.people_of(request.user)
    if not people and request.user.has_perm(PLAN):
        return redirect("peerchallenge:availability-answers", pk=year.pk)
    if not people:
        raise Http404
    if len(people) == 1:
        return redirect("peerchallenge:availability-edit", pk=year.pk, person=people[0].pk)
    rows = Availability.objects.visible_to(request.user).filter(year=year)
    answers = {answer.person_id: answer for answer in rows}
    cards = [{"person": person, "answer": answers.get(person.pk)} for person in people]
    return render(request, "peerchallenge/availability/list.html", {"year": year, "cards": cards})


@require_http_methods(["GET", "POST"])
def availability_edit(request: Request, pk: int, person: int) -> HttpResponse:
    """Enter when somebody cannot: oneself, a headteacher for whom one prepares, anybody for the Director."""
    year = _year(request, pk)
    whom = _whom(request.user, year, person)
    rows = Availability.objects.visible_to(request.user).prefetch_related("days")
    answer = rows.filter(year=year, person=whom).first()
    own = whom == request.user
    form = AvailabilityForm(posted(request), year=year, answer=answer, own=own)
    if form.is_valid() and _answered(request, form, year, whom):
        return redirect(_next(request, year, whom))
    context = {"form": form, "year": year, "whom": whom, "own": own, "answer": answer}
    context["until"] = services.asked_until(year)
    years = AcademicYear.objects.visible_to(request.user).filter(ends__gte=clock.today())
    context["others"] = years.exclude(pk=year.pk).order_by("starts")
    return render(request, "peerchallenge/availability/edit.html", context)


def _whom(user: User, year: AcademicYear, pk: int) -> User:
    """The person asked about, if the reader may answer for them; else 404."""
    mine = services.people_of(user)
    if user.has_perm(PLAN):
        mine += [standing.person for standing in services.standings(year)]
    for person in mine:
        if person.pk == pk:
            return person
    raise Http404


def _answered(request: Request, form: AvailabilityForm, year: AcademicYear, whom: User) -> bool:
    version = form.cleaned_data["version"]
    try:
        services.answer(person=whom, year=year, days=form.days(), version=version, by=request.user)
    except StaleEdit as newer:
        form.take_stale(newer.args[0])
        return False
    except ValidationError as refusal:
        form.take(refusal)
        return False
    messages.success(request, "Saved. You can come back and change it until the dates are published.")
    return True


def _next(request: Request, year: AcademicYear, whom: User) -> str:
    own = reverse("peerchallenge:availability-edit", args=[year.pk, whom.pk])
    if "more" in request.POST:
        return f"{own}#id_first_0"
    is_office = request.user.has_perm(PLAN) and whom != request.user
    return reverse("peerchallenge:availability-answers", args=[year.pk]) if is_office else own


@require_GET
def availability_answers(request: Request, pk: int) -> HttpResponseBase:
    """Who has answered and who has not, with a file of all."""
    year = _year(request, pk)
    access.require(request.user, PLAN)
    everybody = services.standings(year)
    search = SchoolSearch(request)
    rows = search.keep(everybody, lambda row: row.schools)
    if file := download(request, _table(rows)):
        return file
    answered = [row for row in everybody if row.answer]
    context: dict[str, Any] = {
        "year": year,
        "rows": sorted(rows, key=lambda row: row.answer is not None),
        "answered": len(answered),
        "missing": len(everybody) - len(answered),
        "search": search,
        "until": services.asked_until(year),
    }
    return render(request, "peerchallenge/availability/answers.html", context)


def _table(rows: list[services.Standing]) -> Table:
    """A line for each entry, and one for whoever has none or has not answered."""
    lines: list[tuple[services.Standing, AwayDays | None]] = []
    for row in rows:
        days = list(row.answer.days.all()) if row.answer else []
        lines += [(row, each) for each in days] or [(row, None)]
    columns = [
        Column("Headteacher", lambda line: line[0].person.name, 28),
        Column("School", lambda line: ", ".join(map(str, line[0].schools)), 40),
        Column("Answered", lambda line: line[0].answer.answered_at if line[0].answer else None),
        Column("Cannot", lambda line: str(line[1]) if line[1] else "", 50),
        Column("First day", lambda line: line[1].starts if line[1] else None),
        Column("Last day", lambda line: line[1].ends if line[1] else None),
    ]
    return Table("availability", columns, lines)


@require_POST
def availability_remind(request: Request, pk: int) -> HttpResponse:
    """Ask whoever has not answered, once a day."""
    year = _year(request, pk)
    access.require(request.user, PLAN)
    owed = [row.person for row in services.standings(year) if row.answer is None]
    number = services.remind(year=year, people=owed, by=request.user)
    messages.success(request, f"{number} headteachers are asked. Nobody is asked twice on one day.")
    return redirect("peerchallenge:availability-answers", pk=year.pk)
