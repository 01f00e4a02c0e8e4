"""Plans of a year's groups: the list, a new plan, one plan, putting aside."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp import clock
from hlp.access import Request, fetch, require_sight
from schools.choices import PlanState
from schools.forms.plan import PlanNameForm, back_to_plans
from schools.models import AcademicYear, Overrule, Pin, Plan
from schools.services.plans import asking, lines, revisions, sheets, wishes, work
from schools.services.plans.problems import changed_since, problem_now

PLAN = "schools.plan_groups"
BULKY = ("problem", "groups", "by_wish", "clashes")


@require_GET
def plan_list(request: Request) -> HttpResponse:
    """The plans of a year, its pins and overruled rules."""
    require_sight(request.user, PLAN)
    year = year_of(request)
    plans = Plan.objects.visible_to(request.user).filter(year=year).defer(*BULKY).select_related("asked_by")
    rows = [{"plan": plan, "how_good": sheets.in_short(plan)} for plan in plans]
    director = request.user.has_perm("schools.overrule_rules")
    context = {
        "years": AcademicYear.objects.visible_to(request.user),
        "year": year,
        "plans": [row for row in rows if row["plan"].state != PlanState.DROPPED],
        "aside": [row for row in rows if row["plan"].state == PlanState.DROPPED],
        "weighed": wishes.in_words(year) if year else "",
        "may_weigh": request.user.has_perm("schools.weigh_wishes"),
        "may_overrule": director,
        "pins": lines.instruction_lines(Pin.objects.visible_to(request.user), year, director=director),
        "overrules": lines.instruction_lines(
            Overrule.objects.visible_to(request.user), year, director=director
        ),
    }
    return render(request, "schools/plan/list.html", context)


def year_of(request: Request) -> AcademicYear | None:
    """The year that was asked for; else the next one, which is what one plans; else the current one."""
    years = AcademicYear.objects.visible_to(request.user)
    asked = request.GET.get("year", "")
    named = (
        years.filter(pk=asked).first() if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    )
    coming = years.filter(starts__gt=clock.today()).order_by("starts").first()
    return named or coming or years.current()


def year_or_404(request: Request) -> AcademicYear:
    """The same, for pages that need one."""
    require_sight(request.user, PLAN)
    year = year_of(request)
    if year is None:
        raise Http404
    return year


@require_http_methods(["GET", "POST"])
def plan_create(request: Request) -> HttpResponse:
    """Have the best groups worked out."""
    year = year_or_404(request)
    words = {"submit": "Work out the best groups", "cancel": back_to_plans(year)}
    form = PlanNameForm(request.POST or None, initial={"name": asking.next_name(year)}, **words)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(asking.ask_plan(year=year, name=form.cleaned_data["name"], by=request.user))
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "form": form,
        "year": year,
        "back": back_to_plans(year),
        "seconds": asking.seconds_of(year),
        **_question(year),
    }
    return render(request, "schools/plan/create.html", context)


def _question(year: AcademicYear) -> dict[str, Any]:
    """What the planner would be asked, for the page."""
    try:
        problem = problem_now(year)
    except ValidationError as error:
        return {"problem_error": error.messages[0]}
    return {"mainstream": len(problem.mainstream), "special": len(problem.special)}


@require_GET
def plan_detail(request: Request, pk: int) -> HttpResponse:
    """How far it is; or the groups, what they cost and how good they are; or why there are none."""
    plan = fetch(
        Plan.objects.visible_to(request.user).select_related("year", "asked_by", "parent", "published_by"),
        request.user,
        pk=pk,
    )
    context = {
        "plan": plan,
        "back": back_to_plans(plan.year),
        "silent": work.is_silent(plan),
        "refresh_seconds": 5 if plan.is_pending else 0,
    }
    if request.htmx and plan.is_pending:
        return render(request, "schools/plan/_progress.html", {**context, "work": plan})
    answer = render(request, "schools/plan/detail.html", {**context, **_shown(request, plan)})
    if request.htmx:
        answer["HX-Refresh"] = "true"
    return answer


def _shown(request: Request, plan: Plan) -> dict[str, Any]:
    """What the page shows of a plan that is no longer being worked out."""
    if plan.is_pending:
        return {"work": plan}
    if not plan.groups:
        return {"clashes": lines.clash_lines(plan, request.user)}
    sheet = sheets.sheet_of(plan, request.user)
    return {
        "sheet": sheet,
        "tiles": sheets.tiles(plan, sheet),
        "verdict": sheets.verdict(plan),
        **sheets.cost_bars(sheet),
        "changed": _changed(plan),
        "events": lines.history(plan),
        "may_publish": request.user.has_perm("schools.publish_plans"),
    }


def _changed(plan: Plan) -> list[str]:
    """What has changed since; of a plan that is history nothing is asked."""
    if not plan.is_open:
        return []
    try:
        return changed_since(plan.problem, problem_now(plan.year))
    except ValidationError as error:
        return error.messages


@require_POST
def plan_again(request: Request, pk: int) -> HttpResponse:
    """Wake the worker once more for a plan that waits."""
    plan = fetch(Plan.objects.visible_to(request.user), request.user, PLAN, pk=pk)
    if plan.is_pending:
        work.wake(plan)
    return redirect(plan)


@require_POST
def plan_aside(request: Request, pk: int) -> HttpResponse:
    """Put a draft aside."""
    plan = fetch(Plan.objects.visible_to(request.user).select_related("year"), request.user, PLAN, pk=pk)
    try:
        revisions.put_aside(plan=plan, by=request.user)
        messages.success(request, f"{plan} is put aside.")
    except ValidationError as error:
        messages.error(request, f"{error.messages[0]}.")
    return redirect(back_to_plans(plan.year))


@require_POST
def plan_take_up(request: Request, pk: int) -> HttpResponse:
    """Take up a draft that was put aside."""
    plan = fetch(Plan.objects.visible_to(request.user), request.user, PLAN, pk=pk)
    try:
        revisions.take_up(plan=plan, by=request.user)
    except ValidationError as error:
        messages.error(request, f"{error.messages[0]}.")
    return redirect(plan)
