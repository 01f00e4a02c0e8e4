"""A plan changed by hand: copied, tried, kept, undone."""

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp.access import Request, fetch
from hlp.transitions import StaleEdit
from schools.forms.plan import PlanNameForm
from schools.models import Plan
from schools.services.plans import changes, lines, revisions, sheets
from schools.views.plans import PLAN

STALE = (
    "Somebody changed this draft since you opened the page. Nothing was changed; this is how it stands now."
)
NUMBER = re.compile(r"[0-9]{1,9}")


def _plan(request: Request, pk: int) -> Plan:
    plans = Plan.objects.visible_to(request.user).select_related("year", "parent")
    return fetch(plans, request.user, PLAN, pk=pk)


@require_http_methods(["GET", "POST"])
def plan_copy(request: Request, pk: int) -> HttpResponse:
    """Make a copy to be changed by hand."""
    plan = _plan(request, pk)
    words = {"submit": "Make this copy", "cancel": plan.get_absolute_url()}
    form = PlanNameForm(request.POST or None, initial={"name": f"{plan}, by hand"[:80]}, **words)
    if request.method == "POST" and form.is_valid():
        try:
            draft = revisions.copy_plan(plan=plan, name=form.cleaned_data["name"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("schools:plan-change", draft.pk)
    return render(request, "schools/plan/copy.html", {"form": form, "plan": plan})


@require_http_methods(["GET", "POST"])
def plan_change(request: Request, pk: int) -> HttpResponse:
    """Choose a change and see what it would do; keep it. What is chosen stands in the address, so nothing is saved."""
    plan = _plan(request, pk)
    if not plan.is_open or plan.parent_id is None:
        return redirect(plan)
    if request.method == "POST":
        return _keep(request, plan)
    sheet = sheets.sheet_of(plan, request.user)
    context = {
        "plan": plan,
        "sheet": sheet,
        "verdict": sheets.verdict(plan),
        "choices": sheets.choices(sheet),
        "chosen": {name: request.GET.get(name, "") for name in ("school", "group", "to")},
        "newest": plan.revisions.filter(number=plan.revision).first(),
        **_tried(request, plan),
    }
    return render(request, "schools/plan/change.html", context)


@require_GET
def plan_try(request: Request, pk: int) -> HttpResponse:
    """What a change would do, as a fragment."""
    plan = _plan(request, pk)
    context = {"plan": plan, **_tried(request, plan)}
    return render(request, "schools/plan/_trial.html", context)


def _tried(request: Request, plan: Plan) -> dict[str, Any]:
    """The change that the address names, tried; or what is wrong with it."""
    change = change_of(request.GET)
    if change is None:
        return {}
    if request.GET.get("revision", str(plan.revision)) != str(plan.revision):
        return {"trouble": STALE, "stale": True}
    try:
        trial = changes.try_change(plan, change)
    except ValidationError as error:
        return {"trouble": f"{error.messages[0]}."}
    return {"change": change, "trial": lines.trial_lines(plan, trial, request.user)}


def change_of(data: Any) -> changes.Change | None:
    """The change that a form names: ``school`` or ``group`` and ``to``; None where it names none."""
    school, group, to = (data.get(name, "") for name in ("school", "group", "to"))
    numbers = {
        name: int(value) for name, value in (("school", school), ("group", group)) if NUMBER.fullmatch(value)
    }
    return changes.Change(to=to, **numbers) if to and len(numbers) == 1 else None


def _keep(request: Request, plan: Plan) -> HttpResponse:
    change, revision = change_of(request.POST), request.POST.get("revision", "")
    here = redirect("schools:plan-change", plan.pk)
    if change is None or not NUMBER.fullmatch(revision):
        messages.error(request, f"{changes.NOTHING}.")
        return here
    try:
        made = revisions.keep_change(plan=plan, change=change, revision=int(revision), by=request.user)
    except StaleEdit:
        messages.warning(request, STALE)
    except ValidationError as error:
        messages.error(request, f"{error.messages[0]}.")
    else:
        messages.success(request, f"{made.what}.")
    return here


@require_POST
def plan_undo(request: Request, pk: int) -> HttpResponse:
    """Go back by one change."""
    plan, revision = _plan(request, pk), request.POST.get("revision", "")
    try:
        number = int(revision) if NUMBER.fullmatch(revision) else 0
        made = revisions.undo(plan=plan, revision=number, by=request.user)
    except StaleEdit:
        messages.warning(request, STALE)
    except ValidationError as error:
        messages.error(request, f"{error.messages[0]}.")
    else:
        messages.success(request, f"{made.what}.")
    return redirect(reverse("schools:plan-change", args=[plan.pk]))
