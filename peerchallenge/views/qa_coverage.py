"""The coverage of the year: which groups are assured, who is free, and a proposal that the Director confirms."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from hlp import access, clock
from hlp.access import Request
from peerchallenge.services.qa import coverage as service
from schools.forms.search import SchoolSearch
from schools.models import AcademicYear, Group
from schools.roles import roles_of

READ, ASSIGN = "peerchallenge.read_coverage", "peerchallenge.assign_qa"
TAGS = {"done": ("Assured", "green"), "booked": ("Booked", "blue"), "none": ("None yet", "yellow")}


@require_GET
def coverage(request: Request) -> HttpResponse:
    """Every group of the year; for the Director also the proposal."""
    access.require_sight(request.user, READ)
    at, held = clock.now(), roles_of(request.user)
    year = AcademicYear.objects.visible_to(request.user).current()
    if year is None:
        return render(request, "peerchallenge/qa/coverage.html", {"found": None})
    own = None if held.runs_partnership else held.collaboratives
    found = service.coverage(year, own)
    search = SchoolSearch(request)
    lines = found.lines
    if search.is_on:
        groups = Group.objects.visible_to(request.user).filter(pk__in=[line.group.pk for line in lines])
        fitting = set(search.narrow(groups, "schools").values_list("pk", flat=True))
        lines = [line for line in lines if line.group.pk in fitting]
    context: dict[str, Any] = {
        "found": found,
        "search": search,
        "rows": [_row(line) for line in lines],
        "days": found.days_left(clock.local(at).date()),
        "may_assign": request.user.has_perm(ASSIGN),
        "office": held.runs_partnership,
    }
    if held.runs_partnership:
        team = service.reviewers(year, clock.local(at).date())
        context["team"] = [
            {
                "person": p,
                "load": n,
                "said": k.said if held.director else "",
                "problem": k.post or ("" if k.declared else "No declaration yet"),
            }
            for p, k, n in team
        ]
    if context["may_assign"]:
        context["proposals"] = service.propose(found, at)
    return render(request, "peerchallenge/qa/coverage.html", context)


def _row(line: service.Line) -> dict[str, Any]:
    text, colour = TAGS[line.status]
    return {"line": line, "text": text, "colour": colour}


@require_POST
def assign(request: Request) -> HttpResponse:
    """Confirm the ticked lines of the proposal."""
    access.require_sight(request.user, READ)
    access.require(request.user, ASSIGN)
    values = request.POST.getlist("line")
    if not values:
        messages.error(request, "Tick at least one line of the proposal.")
        return redirect("peerchallenge:qa-coverage")
    done, refused = service.assign(values, by=request.user)
    if done:
        messages.success(request, "QA reviewers are named. They find the sessions on their home page.")
    for sentence in refused:
        messages.error(request, sentence)
    return redirect("peerchallenge:qa-coverage")
