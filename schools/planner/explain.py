"""Why three or four schools are not one group: a rule, or what the best plan that has them costs more."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from schools.planner.evaluate import broken_by, evaluate
from schools.planner.problem import Evaluation, Explanation, GroupCost, Plan, PlannedGroup, Problem
from schools.planner.search import Progress, silent
from schools.planner.solve import solve
from schools.planner.wishes import WISHES

NOTHING = 0.005  # points, which nobody would see
ANYWHERE = ("collaborative", "placed")  # rules about where a group is, which is left open here


def explain(
    problem: Problem,
    groups: Sequence[PlannedGroup],
    schools: Collection[int],
    *,
    seconds: float = 20.0,
    progress: Progress = silent,
) -> Explanation:
    """Why these schools (mainstream, with special ones beside them) are not a group of a plan.

    Looks for the best plan that has them as a group, so it takes as long as planning does. Raises ValueError for a
    school that is not to be planned.
    """
    keys = frozenset(schools)
    if not keys <= problem.by_key.keys():
        raise ValueError("Only schools that are planned can be a group")
    group = _group(problem, keys)
    broken = tuple(one for one in broken_by(problem, group) if one.rule not in ANYWHERE)
    cost, named = evaluate(problem, [group]).by_group[0], problem.named(keys)
    if broken:
        said = tuple(one.sentence for one in broken)
        return Explanation(keys, broken, cost, None, None, None, True, f"{named} cannot be a group.", said)
    if any(one.schools == group.schools and group.additional <= one.additional for one in groups):
        return Explanation(keys, (), cost, None, 0.0, 0.0, True, f"{named} are a group of this plan.")
    found = solve(with_group(problem, group), seconds=seconds, progress=progress)
    if isinstance(found, Plan):
        return _compared(evaluate(problem, groups), found, keys, cost, named)
    sentence = f"No plan that keeps all rules has {named} as a group."
    if not found.certain:
        sentence = f"No plan with {named} as a group was found in the time given."
    said = tuple(one.sentence for one in found.clash)
    return Explanation(keys, found.clash, cost, None, None, None, found.certain, sentence, said)


def with_group(problem: Problem, group: PlannedGroup) -> Problem:
    """The same question with one answer given: this group, wherever it is; other special schools may join it."""
    pins = problem.pins
    together = (*pins.together, group.everybody)
    return replace(problem, pins=replace(pins, groups=(*pins.groups, group.schools), together=together))


def _group(problem: Problem, keys: frozenset[int]) -> PlannedGroup:
    special = frozenset(key for key in keys if problem.by_key[key].special)
    return PlannedGroup(keys - special, special)


def _compared(
    plan: Evaluation, found: Plan, keys: frozenset[int], cost: GroupCost, named: str
) -> Explanation:
    at_least, at_most = found.bound - plan.cost, found.cost - plan.cost
    exact = found.proved
    if at_most < -NOTHING:
        sentence = f"A plan with {named} as a group is even {-at_most:.2f} points cheaper."
    elif at_most <= NOTHING:
        sentence = f"A plan with {named} as a group costs the same."
    elif exact:
        sentence = f"The best plan with {named} as a group costs {at_most:.2f} points more."
    elif at_least > NOTHING:
        sentence = f"A plan with {named} as a group costs at least {at_least:.2f} points more."
    else:
        sentence = f"The best plan found with {named} as a group costs {at_most:.2f} points more."
    return Explanation(keys, (), cost, found, at_least, at_most, exact, sentence, _reasons(plan, found))


def _reasons(plan: Evaluation, found: Plan) -> tuple[str, ...]:
    """The wishes that cost more with the group, the dearest first."""
    more = {wish: found.by_wish[wish.key] - plan.by_wish[wish.key] for wish in WISHES}
    dearer = sorted((wish for wish in WISHES if more[wish] > NOTHING), key=lambda wish: -more[wish])
    return tuple(f"{wish.label}: {more[wish]:.2f} points more." for wish in dearer)
