"""What the rules cost: the planner tries without each pin and each kind of rule, one after another."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from hlp import clock
from hlp.models import User
from schools.choices import PlanState
from schools.models import Plan, PlanQuestion
from schools.planner import RULES, Infeasible, Overruling, Problem, solve
from schools.roles import roles_of
from schools.services.plans import work
from schools.services.plans.sheets import (
    KNOWN_TO_THE_DIRECTOR,
    LEAST_SHOWN,
    PRIVATE,
    rule_label,
)
from schools.services.plans.snapshots import problem_of

log = logging.getLogger(__name__)

SECONDS_EACH, SECONDS_ALL = 15, 240


@dataclass(frozen=True)
class Kept:
    """One pin or one kind of rule: its key, the schools that are pinned, and the problem without it."""

    rule: str
    schools: frozenset[int]
    without: Problem


def kept_rules(problem: Problem) -> Iterator[Kept]:
    """Everything that could be given up, one at a time: each pin, and each rule that holds some schools apart."""
    pins = problem.pins
    for schools in pins.together:
        rest = tuple(one for one in pins.together if one != schools)
        yield Kept("together", schools, replace(problem, pins=replace(pins, together=rest)))
    for pair in sorted(pins.apart, key=sorted):
        yield Kept("apart", pair, replace(problem, pins=replace(pins, apart=pins.apart - {pair})))
    for school in sorted(pins.placed):
        rest_placed = {key: place for key, place in pins.placed.items() if key != school}
        without = replace(problem, pins=replace(pins, placed=rest_placed))
        yield Kept("placed", frozenset({school}), without)
    used = {rule for said in problem.kept_apart.values() for rule in said} - {"apart"}
    for rule in RULES:
        if rule.overrulable and rule.key in used:
            overruled = pins.overruled | {Overruling(rule.key)}
            yield Kept(rule.key, frozenset(), replace(problem, pins=replace(pins, overruled=overruled)))


@transaction.atomic
def ask_rules(*, plan: Plan, by: User, at: datetime | None = None) -> PlanQuestion:
    """Ask what the rules cost: new question, wake the worker. About the same revision it is asked once."""
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    facts: dict[str, Any] = {"plan": locked, "revision": locked.revision, "schools": []}
    same = PlanQuestion.objects.filter(**facts).exclude(state=PlanState.FAILED).first()
    if same:
        return same
    question = PlanQuestion.objects.create(**facts, asked_by=by, asked_at=at or clock.now())
    work.wake(question)
    return question


def answer_rules(question: PlanQuestion) -> None:
    """Try without each, and keep what that would save. The question is claimed."""
    plan, problem = question.plan, problem_of(question.plan.problem)
    kept, tell = list(kept_rules(problem)), work.tell(question)
    seconds = min(SECONDS_EACH, SECONDS_ALL / max(1, len(kept)))
    rows = []
    for place, one in enumerate(kept):
        tell(100 * place // len(kept), f"Without {place + 1} of {len(kept)}")
        found = solve(one.without, seconds=seconds)
        if not isinstance(found, Infeasible):
            row = {"rule": one.rule, "schools": sorted(one.schools), "cost": found.cost, "bound": found.bound}
            rows.append(row)
    _keep(question, {"cost": plan.cost, "rules": rows, "tried": len(kept)})


@transaction.atomic
def _keep(question: PlanQuestion, answer: dict[str, Any]) -> None:
    locked = PlanQuestion.objects.select_for_update().get(pk=question.pk)
    if locked.is_pending:
        facts: dict[str, Any] = {"claimed_until": None, "done_at": clock.now(), "progress": 100}
        work.end(locked, PlanState.READY, by=None, answer=answer, **facts)


@dataclass(frozen=True)
class RuleLine:
    """What giving up one pin or rule would save: at least so much, as a plan was found, and never more than ``most``."""

    label: str
    least: float
    most: float

    @property
    def sentence(self) -> str:
        """The same in words."""
        if self.most < LEAST_SHOWN:
            return "costs nothing: no plan without it is cheaper."
        if self.most - self.least < LEAST_SHOWN:
            return f"costs {self.least:.1f} points."
        if self.least < LEAST_SHOWN:
            return f"costs at most {self.most:.1f} points; no cheaper plan without it was found."
        return f"costs at least {self.least:.1f} points, at most {self.most:.1f}."


def rule_lines(question: PlanQuestion, reader: User) -> list[RuleLine]:
    """What each pin and rule costs, the dearest first."""
    problem, discreet = problem_of(question.plan.problem), not roles_of(reader).director
    total = question.answer.get("cost") or 0.0
    lines = []
    for row in question.answer.get("rules", []):
        hidden = discreet and row["rule"] in PRIVATE
        label = KNOWN_TO_THE_DIRECTOR if hidden else _label(row, problem)
        lines.append(RuleLine(label, max(0.0, total - row["cost"]), max(0.0, total - row["bound"])))
    return sorted(lines, key=lambda line: (-line.least, -line.most))


def _label(row: dict[str, Any], problem: Problem) -> str:
    if not row["schools"]:
        return f"‘{rule_label(row['rule'])}’"
    place = problem.pins.placed.get(row["schools"][0])
    names = {one.key: one.name for one in problem.collaboratives}
    where = {
        "together": "in one group",
        "apart": "in different groups",
        "placed": f"in {names.get(place or 0)}",
    }
    return f"The pin of {problem.named(row['schools'])} {where[row['rule']]}"
