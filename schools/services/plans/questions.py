"""Why not these schools in one group? What can be said at once is said at once; the rest the worker finds out."""

import logging
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import clock
from hlp.models import User
from schools.choices import PlanState
from schools.models import Plan, PlanQuestion
from schools.planner import PlannedGroup, Problem, broken_by, evaluate, explain
from schools.services.plans import rulecosts, work
from schools.services.plans.revisions import start_draft
from schools.services.plans.snapshots import broken_json, groups_json, groups_of, problem_of

log = logging.getLogger(__name__)

SECONDS = 20  # that the planner may look for the best plan with the group
NO_PLAN: dict[str, Any] = {"groups": [], "at_least": None, "at_most": None, "exact": True}
SIZES = (
    "Choose three or four schools. You have {number}. Special schools come in addition and are not counted"
)


@transaction.atomic
def ask(*, plan: Plan, schools: Collection[int], by: User, at: datetime | None = None) -> PlanQuestion:
    """Ask why these schools are not one group: new question with what is known at once, wake the worker for the rest.

    Where the group is there already, or breaks a rule by itself, all is known at once. The same question about the
    same revision is asked once. Raises ValidationError by field (``schools``).
    """
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    problem = problem_of(locked.problem)
    group = _group(problem, schools)
    facts: dict[str, Any] = {"plan": locked, "revision": locked.revision, "schools": sorted(group.everybody)}
    same = PlanQuestion.objects.filter(**facts).exclude(state=PlanState.FAILED).first()
    if same:
        return same
    answer, now = _at_once(problem, locked, group), at or clock.now()
    if answer["there"] or answer["broken"]:
        facts |= {"state": PlanState.READY, "done_at": now}
        answer |= NO_PLAN
    question = PlanQuestion.objects.create(**facts, answer=answer, asked_by=by, asked_at=now)
    if question.is_pending:
        work.wake(question)
    return question


def _group(problem: Problem, schools: Collection[int]) -> PlannedGroup:
    known = frozenset(schools) & problem.by_key.keys()
    special = frozenset(key for key in known if problem.by_key[key].special)
    number = len(known - special)
    if number not in problem.sizes:
        raise ValidationError({"schools": SIZES.format(number=number or "none")})
    return PlannedGroup(known - special, special)


def _at_once(problem: Problem, plan: Plan, group: PlannedGroup) -> dict[str, Any]:
    """The rules that the group breaks by itself, what it costs, and whether the plan has it already."""
    broken = [one for one in broken_by(problem, group) if one.rule != "collaborative"]
    cost = evaluate(problem, (group,)).by_group[0]
    there = any(one.everybody == group.everybody for one in groups_of(plan.groups))
    return {
        "broken": broken_json(broken),
        "cost": cost.cost,
        "by_wish": dict(cost.by_wish),
        "there": there,
    }


def work_on(pk: int) -> bool:
    """Find out what was asked, unless another worker does. Returns whether it was done here."""
    question: PlanQuestion | None = work.claim(PlanQuestion, pk, seconds=rulecosts.SECONDS_ALL)
    if question is None:
        return False
    try:
        if question.schools:
            _find_out(question)
        else:
            rulecosts.answer_rules(question)
    except Exception:
        log.exception("question %s was not answered", pk)
        work.fail(question, work.WENT_WRONG)
    return True


def _find_out(question: PlanQuestion) -> None:
    """The best plan with the group, and how much worse it is: at least, and as far as one was found."""
    problem = problem_of(question.plan.problem)
    groups, tell = groups_of(question.plan.groups), work.tell(question)
    found = explain(problem, groups, question.schools, seconds=SECONDS, progress=tell)
    answer = {**NO_PLAN, "exact": found.exact}
    if found.plan is not None:
        answer |= {
            "groups": groups_json(found.plan.groups, problem),
            "at_least": max(0.0, found.at_least or 0.0),
            "at_most": found.at_most,
        }
    _keep(question, answer)


@transaction.atomic
def _keep(question: PlanQuestion, found: dict[str, Any]) -> None:
    locked = PlanQuestion.objects.select_for_update().get(pk=question.pk)
    if locked.is_pending:
        facts: dict[str, Any] = {"claimed_until": None, "done_at": clock.now(), "progress": 100}
        work.end(locked, PlanState.READY, by=None, answer={**locked.answer, **found}, **facts)


@transaction.atomic
def take_as_draft(*, question: PlanQuestion, by: User, at: datetime | None = None) -> Plan:
    """Keep the plan that was found with the group as a draft: new plan, first revision. Taken twice it is one draft.

    Raises ValidationError where no such plan was found.
    """
    locked = PlanQuestion.objects.select_for_update().get(pk=question.pk)
    if not locked.answer.get("groups"):
        raise ValidationError("There is no plan with this group")
    if taken := Plan.objects.filter(pk=locked.answer.get("draft")).first():
        return taken
    source = locked.plan
    names = problem_of(source.problem).named(locked.schools)
    draft = start_draft(
        source.year,
        groups_of(locked.answer["groups"]),
        what=f"The best plan found with a group of {names}"[:400],
        by=by,
        at=at,
        name=f"{source} with {names}"[:80],
        parent=source,
        problem=source.problem,
        bound=source.bound,
    )
    locked.answer["draft"] = draft.pk
    locked.save(update_fields=["answer"])
    return draft
