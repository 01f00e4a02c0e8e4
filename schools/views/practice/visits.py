"""Visits to see good practice: asked for on a phone, answered with a day, and what came of them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from hlp import clock
from hlp.access import Request, fetch, require, require_sight
from hlp.transitions import StaleEdit, WrongMove
from schools.choices.practice import VisitImpact, VisitState
from schools.forms.practice_acts import ReasonForm
from schools.forms.search import SchoolSearch
from schools.forms.visit import AgreeForm, AskForm, ImpactForm
from schools.models import PracticeEntry, PracticeVisit, School
from schools.roles import roles_of
from schools.services.directory import calendar, visits
from schools.views.practice.work import page

ANSWER, TELL = "schools.answer_visit", "schools.tell_visit"
COLOURS = {"asked": "yellow", "agreed": "green", "declined": "grey", "cancelled": "grey", "done": "blue"}


@require_GET
def visit_list(request: Request) -> HttpResponse:
    """The visits of one's own school, both ways; for the Director all, with what came of them."""
    require_sight(request.user, "schools.nominate_practice")
    rows = PracticeVisit.objects.visible_to(request.user).select_related("entry__school", "school")
    held = roles_of(request.user)
    mine = held.schools | held.delegated
    search = SchoolSearch(request)
    listed = [
        {"visit": visit, "colour": COLOURS[visit.state], "to_us": visit.entry.school_id in mine}
        for visit in search.keep(rows, lambda visit: (visit.school, visit.entry.school))
    ]
    return render(request, "schools/visit/list.html", {"visits": listed, "search": search})


@page
def visit_ask(request: Request, pk: int) -> HttpResponse:
    """Ask a school for a visit."""
    user = request.user
    entry = fetch(PracticeEntry.objects.visible_to(user).published(), user, pk=pk)
    require(user, "schools.ask_visit")
    held = roles_of(user)
    schools = School.objects.visible_to(user).filter(pk__in=held.schools | held.delegated)
    data = request.POST if request.method == "POST" else None
    form = AskForm(data, schools=schools)
    if form.is_valid():
        school: Any = form.cleaned_data["school"]
        try:
            visit = visits.ask(entry=entry, school=school, wish=form.wish(), by=user)
        except ValidationError as refusal:
            form.take(refusal)
        else:
            messages.success(request, "The school is being told. You get an e-mail when it answers.")
            return redirect(visit)
    taken = visits.days_taken(entry)
    return render(request, "schools/visit/ask.html", {"form": form, "entry": entry, "taken": taken})


@require_GET
def visit_detail(request: Request, pk: int) -> HttpResponse:
    """One visit: what is asked, the day, what came of it, and what the reader may do."""
    visit = _visit(request, pk)
    user, over = request.user, visit.is_over(clock.now())
    context = {
        "visit": visit,
        "colour": COLOURS[visit.state],
        "over": over,
        "may_answer": user.has_perm(ANSWER, visit) and visit.is_open and not over,
        "may_tell": user.has_perm(TELL, visit) and over,
        "may_cancel": _may_cancel(user, visit) and visit.is_open and not over,
    }
    return render(request, "schools/visit/detail.html", context)


def _visit(request: Request, pk: int, permission: str | None = None) -> PracticeVisit:
    rows = PracticeVisit.objects.visible_to(request.user)
    rows = rows.select_related("entry__school", "entry__live", "school", "asked_by", "answered_by")
    return fetch(rows, request.user, permission, pk=pk)


def _may_cancel(user: Any, visit: PracticeVisit) -> bool:
    return bool(user.has_perm(ANSWER, visit) or user.has_perm(TELL, visit))


@page
def visit_agree(request: Request, pk: int) -> HttpResponse:
    """Answer with a day, or move it."""
    visit = _visit(request, pk, ANSWER)
    data = request.POST if request.method == "POST" else None
    form = AgreeForm(data, initial=_initial(visit))
    if form.is_valid():
        starts_at, ends_at = form.moments()
        try:
            visits.agree(
                visit=visit, starts_at=starts_at, ends_at=ends_at, answer=form.cleaned_data["answer"],
                version=form.cleaned_data["version"], by=request.user,
            )  # fmt: skip
        except StaleEdit:
            form.take_stale(_visit(request, pk).version)
        except ValidationError as refusal:
            form.take(refusal)
        except WrongMove:
            messages.error(request, "This visit is over or was called off.")
            return redirect(visit)
        else:
            messages.success(request, "The day is agreed. Both schools get an e-mail with it.")
            return redirect(visit)
    taken = visits.days_taken(visit.entry)
    return render(request, "schools/visit/agree.html", {"form": form, "visit": visit, "taken": taken})


def _initial(visit: PracticeVisit) -> dict[str, Any]:
    if visit.starts_at is None or visit.ends_at is None:
        return {"version": visit.version}
    return {
        "version": visit.version,
        "day": visit.day,
        "starts": clock.clock_time(visit.starts_at),
        "ends": clock.clock_time(visit.ends_at),
        "answer": visit.answer,
    }


@page
def visit_end(request: Request, pk: int, verb: str) -> HttpResponse:
    """Decline a visit with a word, or call it off."""
    visit = _visit(request, pk)
    if verb not in {"decline", "cancel"}:
        raise Http404
    if verb == "decline" or not request.user.has_perm(TELL, visit):
        require(request.user, ANSWER, visit)
    data = request.POST if request.method == "POST" else None
    form = _end_form(verb, data)
    if form.is_valid():
        words = form.cleaned_data["reason"]
        try:
            if verb == "decline":
                visits.decline(visit=visit, answer=words, by=request.user)
            else:
                visits.cancel(visit=visit, reason=words, by=request.user)
        except (ValidationError, WrongMove):
            messages.error(request, "This visit is over or was answered otherwise meanwhile.")
        else:
            messages.success(request, "The other school is being told.")
        return redirect(visit)
    return render(request, "schools/visit/end.html", {"form": form, "visit": visit, "verb": verb})


def _end_form(verb: str, data: Any) -> ReasonForm:
    if verb == "decline":
        label = "Why not, or when could you?"
        return ReasonForm(data, submit="Decline the visit", label=label)
    return ReasonForm(data, submit="Call the visit off", label="Why?", hint="The other school reads this.")


@page
def visit_impact(request: Request, pk: int) -> HttpResponse:
    """The visitor says what came of it."""
    visit = _visit(request, pk, TELL)
    data = request.POST if request.method == "POST" else None
    form = ImpactForm(data)
    if form.is_valid():
        impact, text = VisitImpact(form.cleaned_data["impact"]), form.cleaned_data["text"]
        try:
            visits.tell_impact(visit=visit, impact=impact, text=text, by=request.user)
        except ValidationError as refusal:
            form.take(refusal)
        except WrongMove:
            form.add_error(None, "Say what came of it once the visit has been")
        else:
            messages.success(request, "Thank you. The school that you visited is being told.")
            return redirect(visit)
    return render(request, "schools/visit/impact.html", {"form": form, "visit": visit})


@require_GET
def visit_calendar(request: Request, pk: int) -> HttpResponse:
    """A visit as a file for one's calendar."""
    visit = _visit(request, pk)
    if visit.starts_at is None or visit.state == VisitState.DECLINED:
        raise Http404
    headers = {"Content-Disposition": f'attachment; filename="visit-{visit.pk}.ics"'}
    return HttpResponse(calendar.draw(visit), content_type="text/calendar; charset=utf-8", headers=headers)
