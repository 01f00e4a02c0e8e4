"""Plans: the best one, proved, where brute force can look over its shoulder; and what clashes where there is none."""

from collections.abc import Iterator
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schools.planner import Evaluation, Infeasible, Plan, PlannedGroup, Problem, evaluate, solve
from tests.schools.planner.partnerships import random_partnership

pytestmark = pytest.mark.one_engine


def every_plan(found: Problem) -> Iterator[tuple[PlannedGroup, ...]]:
    """Every way to split and allot the schools, rules or none."""
    special = [school.key for school in found.special]
    for teams in splits([school.key for school in found.mainstream]):
        for wheres in product([c.key for c in found.collaboratives], repeat=len(teams)):
            for guests in product(range(len(teams)), repeat=len(special)):
                yield tuple(
                    PlannedGroup(
                        frozenset(team),
                        frozenset(s for s, at in zip(special, guests, strict=True) if at == n),
                        where,
                    )
                    for n, (team, where) in enumerate(zip(teams, wheres, strict=True))
                )


def splits(keys: list[int]) -> Iterator[list[tuple[int, ...]]]:
    """Every way to split some schools into threes and fours."""
    if not keys:
        yield []
    for size in (3, 4):
        for others in combinations(keys[1:], size - 1):
            rest = [key for key in keys[1:] if key not in others]
            yield from ([(keys[0], *others), *more] for more in splits(rest))


def best_of_all(found: Problem) -> Evaluation | None:
    """The cheapest plan that breaks no rule, by looking at every one."""
    fine = [e for groups in every_plan(found) if not (e := evaluate(found, groups)).broken]
    return min(fine, key=lambda evaluation: evaluation.cost, default=None)


WEIGHTS = st.sampled_from(
    [{}, {"distance": 0.0, "reach": 0.0}, {"reach": 2_000.0}, {"lead": 1e4, "watched": 1e4}]
)


@given(st.integers(0, 10_000), st.integers(6, 8), st.integers(0, 1), WEIGHTS)
@settings(max_examples=15, deadline=None)
def test_no_plan_is_better_than_the_one_that_is_proved(
    seed: int, number: int, special: int, weights: dict[str, float]
) -> None:
    found = random_partnership(seed, number + special, special=special, collaboratives=2, weights=weights)
    plan, best = solve(found, seconds=20), best_of_all(found)
    if best is None:
        assert isinstance(plan, Infeasible)
        return
    assert isinstance(plan, Plan)
    assert plan.proved
    assert plan.cost == pytest.approx(best.cost)


@given(st.integers(0, 10_000), st.integers(9, 16))
@settings(max_examples=8, deadline=None)
def test_a_plan_keeps_every_rule_and_costs_what_it_says(seed: int, number: int) -> None:
    found = random_partnership(seed, number, special=number // 6)
    plan = solve(found, seconds=5)
    if isinstance(plan, Infeasible):
        return
    evaluation = evaluate(found, plan.groups)
    assert evaluation.broken == ()
    assert (plan.cost, dict(plan.by_wish)) == (evaluation.cost, dict(evaluation.by_wish))
    assert plan.bound <= plan.cost
    assert plan.gap == pytest.approx((plan.cost - plan.bound) / plan.cost)
    assert plan.proved == (plan.gap == 0)


def test_the_same_question_has_the_same_answer() -> None:
    found = random_partnership(2, 20, special=2)
    assert solve(found, seconds=30).groups == solve(found, seconds=30).groups


def test_forty_six_schools_in_one_model() -> None:
    found = random_partnership(1, 46, special=5)
    plan = solve(found, seconds=30)
    assert evaluate(found, plan.groups).broken == ()
    assert 240 < plan.bound <= plan.cost < 265


def test_the_time_is_kept_and_the_bound_is_valid() -> None:
    found = random_partnership(1, 150, special=10)
    told: list[int] = []
    plan = solve(found, seconds=3, progress=lambda percent, stage: told.append(percent))
    assert plan.seconds < 6
    assert 0 < plan.bound <= plan.cost
    assert told == sorted(told)
    assert evaluate(found, plan.groups).broken == ()
