"""Changes by hand: one school swapped or moved, or one group given to another collaborative. Nothing is saved here."""

import re
from dataclasses import dataclass, replace

from django.core.exceptions import ValidationError

from schools.models import Plan
from schools.planner import Evaluation, PlannedGroup, Problem, evaluate
from schools.services.plans.snapshots import groups_of, problem_of

Groups = tuple[PlannedGroup, ...]
TARGET = re.compile(r"(school|group|new|collaborative)-([0-9]{1,9})")
NOTHING = "Choose a school and where it goes"


@dataclass(frozen=True)
class Change:
    """One change: ``school`` or ``group`` (its place in the list) goes to ``to``.

    ``to`` is ``school-12`` (swap with it), ``group-3`` (join it), ``new-2`` (a new group in collaborative 2) or, for
    a group, ``collaborative-2``.
    """

    to: str
    school: int | None = None
    group: int | None = None


@dataclass(frozen=True)
class Trial:
    """What a change would make of a plan: the groups, in words, and both evaluations."""

    groups: Groups
    what: str
    before: Evaluation
    after: Evaluation


def try_change(plan: Plan, change: Change) -> Trial:
    """What the change would do, without doing it. Raises ValidationError where it makes no sense."""
    problem, groups = problem_of(plan.problem), groups_of(plan.groups)
    changed, what = apply(groups, change, problem)
    return Trial(changed, what, evaluate(problem, groups), evaluate(problem, changed))


def apply(groups: Groups, change: Change, problem: Problem) -> tuple[Groups, str]:
    """The groups after a change, and the change in words. Raises ValidationError where it makes no sense."""
    found = TARGET.fullmatch(change.to)
    if not found or (change.school is None) == (change.group is None):
        raise ValidationError(NOTHING)
    kind, number = found[1], int(found[2])
    if change.group is not None:
        return _allot(groups, change.group, number, problem)
    here = _group_of(groups, change.school or 0)
    if kind == "school":
        return _swap(groups, problem, (change.school or 0, here), (number, _group_of(groups, number)))
    if kind == "new":
        _known_collaborative(problem, number)
        groups = (*groups, PlannedGroup(frozenset(), frozenset(), number))
        number = len(groups) - 1
    return _move(groups, problem, change.school or 0, here, number)


def _group_of(groups: Groups, school: int) -> int:
    for index, group in enumerate(groups):
        if school in group.everybody:
            return index
    raise ValidationError("This school is in no group of this plan")


def _swap(
    groups: Groups, problem: Problem, one: tuple[int, int], other: tuple[int, int]
) -> tuple[Groups, str]:
    if one[1] == other[1]:
        raise ValidationError("These two schools are in one group already")
    made = list(groups)
    made[one[1]] = _with(made[one[1]], problem, add=other[0], remove=one[0])
    made[other[1]] = _with(made[other[1]], problem, add=one[0], remove=other[0])
    return tuple(made), f"{problem.name(one[0])} and {problem.name(other[0])} swapped"


def _move(groups: Groups, problem: Problem, school: int, here: int, there: int) -> tuple[Groups, str]:
    if there >= len(groups):
        raise ValidationError("There is no such group in this plan")
    if here == there:
        raise ValidationError("This school is in that group already")
    made, beside = list(groups), groups[there].everybody
    made[here] = _with(made[here], problem, remove=school)
    made[there] = _with(made[there], problem, add=school)
    joined = f"to {problem.named(beside)}" if beside else "to a new group"
    return tuple(group for group in made if group.everybody), f"{problem.name(school)} moved {joined}"


def _allot(groups: Groups, index: int, collaborative: int, problem: Problem) -> tuple[Groups, str]:
    name = _known_collaborative(problem, collaborative)
    if index >= len(groups):
        raise ValidationError("There is no such group in this plan")
    if groups[index].collaborative == collaborative:
        raise ValidationError("This group is in that collaborative already")
    made = list(groups)
    made[index] = replace(made[index], collaborative=collaborative)
    return tuple(made), f"{problem.named(made[index].everybody)} given to {name}"


def _known_collaborative(problem: Problem, key: int) -> str:
    for one in problem.collaboratives:
        if one.key == key:
            return one.name
    raise ValidationError("There is no such collaborative")


def _with(
    group: PlannedGroup, problem: Problem, *, add: int | None = None, remove: int | None = None
) -> PlannedGroup:
    """The group with one school more or less; a special school stands beside the three or four."""
    keys = (group.everybody - {remove}) | ({add} if add is not None else set())
    special = frozenset(key for key in keys if key in problem.by_key and problem.by_key[key].special)
    return PlannedGroup(frozenset(keys) - special, special, group.collaborative)
