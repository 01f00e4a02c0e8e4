"""Asks the planner for a plan: the question is kept with the facts of that moment, the worker answers it."""

import logging
from datetime import datetime
from typing import Any

from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from schools.models import AcademicYear, Plan
from schools.planner import Infeasible, solve
from schools.planner import Plan as Solved
from schools.services.plans import work
from schools.services.plans.problems import problem_now
from schools.services.plans.revisions import finish
from schools.services.plans.snapshots import broken_json, groups_json, groups_of, problem_json, problem_of
from schools.services.plans.wishes import seconds_of

log = logging.getLogger(__name__)


def next_name(year: AcademicYear) -> str:
    """``Draft 3``: the first such name that is free in a year."""
    taken = set(Plan.objects.filter(year=year).values_list("name", flat=True))
    return next(name for number in range(1, len(taken) + 2) if (name := f"Draft {number}") not in taken)


@transaction.atomic
def ask_plan(*, year: AcademicYear, name: str, by: User, at: datetime | None = None) -> Plan:
    """Have the best groups worked out: lock, keep the facts of now, new plan, audit, wake the worker.

    Asked twice while the first is being worked out, it is asked once. Raises ValidationError where there is nothing
    to plan with.
    """
    AcademicYear.objects.select_for_update().get(pk=year.pk)
    problem = problem_json(problem_now(year))
    for plan in Plan.objects.waiting().filter(year=year):
        if plan.problem == problem:
            return plan
    now = at or clock.now()
    seconds = seconds_of(year)
    plan = Plan.objects.create(
        year=year, name=name, problem=problem, seconds_allowed=seconds, asked_by=by, asked_at=now
    )
    audit.record("plan.ask", about=plan.about, by=by, at=now, year=year.name)
    work.wake(plan)
    return plan


def work_on(pk: int) -> bool:
    """Work a plan out, unless another worker does it. Returns whether it was done here."""
    allowed = Plan.objects.filter(pk=pk).values_list("seconds_allowed", flat=True).first() or 0
    plan: Plan | None = work.claim(Plan, pk, seconds=allowed)
    if plan is None:
        return False
    try:
        found = solve(problem_of(plan.problem), seconds=plan.seconds_allowed, progress=work.tell(plan))
    except Exception:
        log.exception("plan %s was not worked out", pk)
        work.fail(plan, work.WENT_WRONG)
        return True
    if isinstance(found, Infeasible):
        work.fail(plan, _why_not(found), clashes=broken_json(found.clash), seconds=found.seconds)
    else:
        _keep(plan, found)
    return True


def _why_not(found: Infeasible) -> str:
    if not found.certain:
        return "No plan was found that keeps all rules. These seem to stand in the way."
    return "No plan can keep all rules. These cannot all be kept; without any one of them they could."


@transaction.atomic
def _keep(plan: Plan, found: Solved) -> None:
    """Note the groups and how good they are, unless the plan was put aside meanwhile."""
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if not locked.is_pending:
        return
    groups = groups_of(groups_json(found.groups, problem_of(locked.problem)))
    facts: dict[str, Any] = {"bound": found.bound, "proved": found.proved, "seconds": found.seconds}
    finish(locked, groups, what="Worked out by the planner", by=None, at=clock.now(), **facts)
