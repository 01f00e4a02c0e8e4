"""Why three or four schools are not one group, and plans to compare with."""

from dataclasses import replace

import pytest

from schools.planner import Pins, PlannedGroup, Problem, evaluate, explain, greedy, kept, solve
from tests.schools.planner.partnerships import group, pair, problem, random_partnership, row

pytestmark = pytest.mark.one_engine

DISTANCE = {"weights": {"distance": 1}}
SIX = problem(row(6), **DISTANCE)


def test_a_rule_is_the_reason() -> None:
    found = problem(row(6), Pins(apart=frozenset({pair(1, 2)})), **DISTANCE)
    why = explain(found, solve(found, seconds=10).groups, [1, 2, 3])
    assert why.sentence == "School 1, School 2 and School 3 cannot be a group."
    assert why.reasons == ("School 1 and School 2 are pinned apart.",)
    assert (why.group.cost, why.plan, why.at_least, why.exact) == (8, None, None, True)


def test_two_schools_are_no_group() -> None:
    why = explain(SIX, solve(SIX, seconds=10).groups, [1, 2])
    assert why.reasons == ("School 1 and School 2: 2 mainstream schools, not 3 or 4.",)


def test_a_group_of_the_plan_is_told_so() -> None:
    plan = solve(SIX, seconds=10)
    why = explain(SIX, plan.groups, [3, 2, 1])
    assert why.sentence == "School 1, School 2 and School 3 are a group of this plan."
    assert (why.plan, why.at_most) == (None, 0)


def test_what_the_group_would_cost_more_is_exact_where_both_are_proved() -> None:
    why = explain(SIX, solve(SIX, seconds=10).groups, [1, 2, 4])
    assert why.sentence == (
        "The best plan with School 1, School 2 and School 4 as a group costs 8.00 points more."
    )
    assert why.reasons == ("Short ways: 8.00 points more.",)
    assert (why.at_least, why.at_most, why.exact) == (8, 8, True)
    assert frozenset({1, 2, 4}) in {one.schools for one in why.plan.groups}


def test_no_rest_can_be_split() -> None:
    found = problem(row(8), **DISTANCE)
    why = explain(found, solve(found, seconds=10).groups, [1, 2, 3])
    assert why.sentence == "No plan that keeps all rules has School 1, School 2 and School 3 as a group."
    assert (why.plan, why.exact) == (None, True)


def test_a_school_that_is_not_planned_is_refused() -> None:
    with pytest.raises(ValueError, match="Only schools that are planned"):
        explain(SIX, solve(SIX, seconds=10).groups, [1, 2, 9])


# --- Plans to compare with -----------------------------------------------------------------------


@pytest.mark.parametrize("number", [6, 7, 9, 10, 11, 20, 46])
def test_the_greedy_plan_places_everybody(number: int) -> None:
    found = random_partnership(number, number, special=number // 10)
    broken = {one.rule for one in evaluate(found, greedy(found)).broken}
    assert broken <= {"trust", "federation", "head", "declared"}


def test_the_greedy_plan_is_never_cheaper_than_the_best() -> None:
    found = random_partnership(5, 14, collaboratives=2)
    plan, by_hand = solve(found, seconds=10), evaluate(found, greedy(found))
    assert by_hand.broken or by_hand.cost >= plan.cost


def test_last_years_groups_are_kept_and_mended() -> None:
    schools = [replace(s, special=s.key == 8) for s in row(8)]
    found = Problem(tuple(schools), SIX.collaboratives, home={1: 2, 2: 2, 4: 1})
    last = [frozenset({1, 2, 3, 99}), frozenset({4, 5, 6, 8})]
    assert set(kept(found, last)) == {
        PlannedGroup(frozenset({1, 2, 3}), collaborative=2),
        group(4, 5, 6, 7, additional=(8,), collaborative=1),
    }
