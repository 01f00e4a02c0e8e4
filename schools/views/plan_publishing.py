"""One plan published as the groups of its year."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from hlp.access import Request, fetch
from hlp.transitions import StaleEdit
from schools.choices import PlanState
from schools.models import Plan
from schools.services.plans import lines, publishing, sheets

STALE = "Somebody changed this draft since you opened the page. Check it once more."


@require_http_methods(["GET", "POST"])
def plan_publish(request: Request, pk: int) -> HttpResponse:
    """What will happen; and do it."""
    plans = Plan.objects.visible_to(request.user).select_related("year")
    plan = fetch(plans, request.user, "schools.publish_plans", pk=pk)
    if plan.state == PlanState.PUBLISHED or not plan.groups:
        return redirect(plan)
    trouble: list[str] = []
    if request.method == "POST":
        try:
            done = publishing.publish(plan=plan, revision=_revision(request), by=request.user)
        except StaleEdit:
            trouble = [STALE]
            plan.refresh_from_db()
        except ValidationError as error:
            trouble = error.messages
        else:
            told = len(done.people)
            people = "1 person is" if told == 1 else f"{told} people are"
            messages.success(request, f"The groups for {plan.year} are published. {people} told by e-mail.")
            return redirect(f"{reverse('schools:group-list')}?year={plan.year_id}")
    return render(request, "schools/plan/publish.html", _context(plan, trouble))


def _revision(request: Request) -> int:
    seen = request.POST.get("revision", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0


def _context(plan: Plan, trouble: list[str]) -> dict[str, object]:
    try:
        found = publishing.publication(plan)
    except ValidationError as error:
        return {"plan": plan, "obstacles": error.messages}
    new = [(name, [school.name for school in sheets.schools_of(g, found.problem)]) for name, g in found.new]
    overrules = [lines.instruction_line(one, director=True) for one in found.overrules]
    obstacles = trouble if trouble == [STALE] else found.obstacles
    return {"plan": plan, "found": found, "new": new, "overrules": overrules, "obstacles": obstacles}
