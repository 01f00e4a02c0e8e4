"""Why not these schools? And two plans side by side."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp.access import Request, fetch
from schools.forms.plan import WhyNotForm
from schools.models import Plan, PlanQuestion
from schools.services.plans import comparing, lines, questions, rulecosts, work
from schools.services.plans.snapshots import problem_of
from schools.views.plans import BULKY, PLAN


def _with_groups(request: Request, pk: int) -> Plan:
    """A plan that has groups; 404 where it has none."""
    plan = fetch(Plan.objects.visible_to(request.user).select_related("year"), request.user, PLAN, pk=pk)
    if not plan.groups:
        raise Http404
    return plan


@require_http_methods(["GET", "POST"])
def plan_why(request: Request, pk: int) -> HttpResponse:
    """Choose three or four schools."""
    plan = _with_groups(request, pk)
    problem = problem_of(plan.problem)
    form = WhyNotForm(request.POST or None, problem=problem, cancel=plan.get_absolute_url())
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(questions.ask(plan=plan, schools=form.cleaned_data["schools"], by=request.user))
        except ValidationError as error:
            form.add_error(None, error)
    asked = [
        (one, problem.named(one.schools)) for one in plan.questions.exclude(schools=[]).defer("answer")[:10]
    ]
    return render(request, "schools/plan/why.html", {"form": form, "plan": plan, "asked": asked})


@require_GET
def plan_answer(request: Request, pk: int, question: int) -> HttpResponse:
    """What is known at once, and what the planner finds out."""
    row = _question(request, pk, question)
    context = {
        "plan": row.plan,
        "question": row,
        "work": row,
        "silent": work.is_silent(row),
        "refresh_seconds": 3 if row.is_pending else 0,
    }
    if request.htmx and row.is_pending:
        return render(request, "schools/plan/_progress.html", context)
    answer = render(
        request, "schools/plan/answer.html", {**context, "answer": lines.answer_lines(row, request.user)}
    )
    if request.htmx:
        answer["HX-Refresh"] = "true"
    return answer


def _question(request: Request, pk: int, question: int) -> PlanQuestion:
    rows = PlanQuestion.objects.visible_to(request.user).select_related("plan__year")
    return fetch(rows, request.user, PLAN, pk=question, plan=pk)


@require_POST
def plan_answer_again(request: Request, pk: int, question: int) -> HttpResponse:
    """Wake the worker once more for a question that waits."""
    row = _question(request, pk, question)
    if row.is_pending:
        work.wake(row)
    return redirect(row)


@require_POST
def plan_answer_take(request: Request, pk: int, question: int) -> HttpResponse:
    """Keep the plan that was found with the group as a draft."""
    row = _question(request, pk, question)
    try:
        draft = questions.take_as_draft(question=row, by=request.user)
    except ValidationError as error:
        messages.error(request, f"{error.messages[0]}.")
        return redirect(row)
    return redirect(draft)


@require_http_methods(["GET", "POST"])
def plan_rules(request: Request, pk: int) -> HttpResponse:
    """What the pins and rules cost, as the planner found out; or have it find out."""
    plan = _with_groups(request, pk)
    if request.method == "POST":
        rulecosts.ask_rules(plan=plan, by=request.user)
        return redirect("schools:plan-rules", plan.pk)
    asked = PlanQuestion.objects.visible_to(request.user).filter(plan=plan, schools=[])
    row = asked.select_related("plan").first()
    context = {"plan": plan, "question": row, "work": row}
    if row:
        context |= {"silent": work.is_silent(row), "refresh_seconds": 3 if row.is_pending else 0}
        context["lines"] = rulecosts.rule_lines(row, request.user)
    if request.htmx and row and row.is_pending:
        return render(request, "schools/plan/_progress.html", context)
    answer = render(request, "schools/plan/rules.html", context)
    if request.htmx:
        answer["HX-Refresh"] = "true"
    return answer


@require_GET
def plan_compare(request: Request, pk: int) -> HttpResponse:
    """A plan beside another, or beside last year's groups kept."""
    plan = _with_groups(request, pk)
    others = Plan.objects.visible_to(request.user).filter(year=plan.year, revision__gt=0).exclude(pk=plan.pk)
    asked = request.GET.get("other", "")
    chosen = (
        others.filter(pk=asked).first() if asked.isascii() and asked.isdigit() and len(asked) < 10 else None
    )
    found = (
        comparing.compare(plan, chosen, reader=request.user)
        if chosen
        else comparing.compare_with_last_year(plan, reader=request.user)
    )
    context = {"plan": plan, "others": others.defer(*BULKY), "chosen": chosen, "found": found}
    return render(request, "schools/plan/compare.html", context)
