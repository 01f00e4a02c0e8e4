"""Drafts and their revisions: copied to be changed by hand, changed, undone, renamed, put aside."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from hlp.transitions import StaleEdit
from schools.choices import PlanState
from schools.models import AcademicYear, Plan, PlanRevision
from schools.planner import Evaluation, PlannedGroup, Problem, evaluate
from schools.services.plans.changes import Change, apply
from schools.services.plans.snapshots import group_json, groups_of, problem_of
from schools.services.plans.work import end

NOT_OPEN = "This plan can no longer be changed"
OWN_COPY = "A plan that was worked out stays as it is. Change a copy of it"
NOTHING_TO_UNDO = "There is nothing to undo"


@transaction.atomic
def copy_plan(*, plan: Plan, name: str, by: User, at: datetime | None = None) -> Plan:
    """A draft with the groups of a plan, to be changed by hand: new plan, first revision, audit.

    A copy of the same name that the same person made and has not changed yet is that copy. Raises ValidationError
    where there are no groups yet.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)
    if not plan.groups:
        raise ValidationError(NOT_OPEN)
    same = plan.children.filter(state=PlanState.READY, revision=1, asked_by=by, name=name).first()
    if same:
        return same
    facts = {"name": name, "parent": plan, "problem": plan.problem, "bound": plan.bound}
    draft = start_draft(plan.year, groups_of(plan.groups), what=f"As {plan}", by=by, at=at, **facts)
    audit.record("plan.copy", about=draft.about, by=by, at=draft.asked_at, of=plan.about)
    return draft


def start_draft(
    year: AcademicYear,
    groups: tuple[PlannedGroup, ...],
    *,
    what: str,
    by: User,
    at: datetime | None = None,
    **facts: Any,
) -> Plan:
    """A draft that has its groups from the start: new plan with these facts, first revision, history row."""
    now = at or clock.now()
    draft = Plan.objects.create(year=year, asked_by=by, asked_at=now, **facts)
    finish(draft, groups, what=what, by=by, at=now)
    return draft


def finish(
    plan: Plan, groups: tuple[PlannedGroup, ...], *, what: str, by: User | None, at: datetime, **facts: Any
) -> None:
    """Give a plan its first groups: evaluate, first revision, history row. The plan is locked or new."""
    problem = problem_of(plan.problem)
    evaluation = evaluate(problem, groups)
    rows = [group_json(group) for group in groups]
    PlanRevision.objects.create(
        plan=plan, number=1, what=what, groups=rows, cost=evaluation.cost, by=by, at=at
    )
    facts |= {
        **_standing(rows, evaluation),
        "revision": 1,
        "claimed_until": None,
        "done_at": at,
        "progress": 100,
    }
    end(plan, PlanState.READY, by=by, at=at, **facts)


def _standing(rows: list[dict[str, Any]], evaluation: Evaluation) -> dict[str, Any]:
    """The columns of a plan that follow from its groups."""
    return {
        "groups": rows,
        "cost": evaluation.cost,
        "by_wish": dict(evaluation.by_wish),
        "broken": len(evaluation.broken),
    }


@transaction.atomic
def keep_change(
    *, plan: Plan, change: Change, revision: int, by: User, at: datetime | None = None
) -> PlanRevision:
    """Change a draft: lock, apply, new revision, audit.

    Raises StaleEdit when the draft has changed since ``revision``, ValidationError when it may not be changed so.
    """
    locked = _locked(plan, revision)
    problem = problem_of(locked.problem)
    groups, what = apply(groups_of(locked.groups), change, problem)
    before = locked.revisions.get(number=locked.revision).change
    return _revise(locked, problem, groups, by, at, what=what, before=before)


@transaction.atomic
def undo(*, plan: Plan, revision: int, by: User, at: datetime | None = None) -> PlanRevision:
    """Go back by one change: lock, new revision with the groups of the one before, audit. Again goes further back.

    Raises StaleEdit when the draft has changed since ``revision``, ValidationError when nothing is left to undo.
    """
    locked = _locked(plan, revision)
    newest = locked.revisions.get(number=locked.revision)
    undone = locked.revisions.get(number=newest.change)
    if not undone.before:
        raise ValidationError(NOTHING_TO_UNDO)
    groups = groups_of(locked.revisions.get(number=undone.before).groups)
    what = f"Undone: {undone.what}"[:400]
    return _revise(locked, problem_of(locked.problem), groups, by, at, what=what, restores=undone.before)


def _locked(plan: Plan, revision: int) -> Plan:
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if not locked.is_open:
        raise ValidationError(NOT_OPEN)
    if locked.parent_id is None:
        raise ValidationError(OWN_COPY)
    if locked.revision != revision:
        raise StaleEdit
    return locked


def _revise(
    plan: Plan,
    problem: Problem,
    groups: tuple[PlannedGroup, ...],
    by: User,
    at: datetime | None,
    **facts: Any,
) -> PlanRevision:
    evaluation, now = evaluate(problem, groups), at or clock.now()
    rows = [group_json(group) for group in groups]
    plan.revision += 1
    for name, value in _standing(rows, evaluation).items():
        setattr(plan, name, value)
    plan.save(update_fields=["revision", "groups", "cost", "by_wish", "broken"])
    audit.record("plan.change", about=plan.about, by=by, at=now, what=facts["what"])
    facts |= {"groups": rows, "cost": evaluation.cost, "by": by, "at": now}
    return PlanRevision.objects.create(plan=plan, number=plan.revision, **facts)


@transaction.atomic
def rename(*, plan: Plan, name: str, by: User) -> None:
    """Give a draft another name: lock, save, audit. Raises ValidationError once it is published."""
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if not locked.is_open:
        raise ValidationError(NOT_OPEN)
    locked.name = name
    locked.save(update_fields=["name"])
    audit.record("plan.rename", about=plan.about, by=by, name=name)


@transaction.atomic
def put_aside(*, plan: Plan, by: User) -> None:
    """Put a draft aside, or stop what is still being worked out: lock, history row. Twice is once.

    Raises ValidationError once it is published.
    """
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if locked.state in {PlanState.PUBLISHED, PlanState.REPLACED}:
        raise ValidationError(NOT_OPEN)
    if locked.state != PlanState.DROPPED:
        end(locked, PlanState.DROPPED, by=by, claimed_until=None)


@transaction.atomic
def take_up(*, plan: Plan, by: User) -> None:
    """Take up a draft that was put aside: lock, history row. Raises ValidationError where it has no groups."""
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if not locked.groups:
        raise ValidationError(NOT_OPEN)
    if locked.state == PlanState.DROPPED:
        end(locked, PlanState.READY, by=by)
