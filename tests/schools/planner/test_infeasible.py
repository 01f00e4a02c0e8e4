"""What clashes where no plan keeps all rules: a smallest set, without any of which there would be a plan."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schools.planner import Infeasible, Pins, Plan, PlannedSchool, Problem, solve
from schools.planner.infeasible import Key, demands, keeping_only, key_of
from tests.schools.planner.partnerships import NORTH, overruled, pair, problem, row
from tests.schools.planner.test_solve import best_of_all

pytestmark = pytest.mark.one_engine


def clash(found: Problem) -> set[Key]:
    """The rules of a clash that is proved to be a smallest one."""
    none = solve(found, seconds=30)
    assert isinstance(none, Infeasible)
    assert (none.certain, none.smallest) == (True, True)
    return {key_of(broken) for broken in none.clash}


def pinned(seed: int, number: int) -> Problem:
    """Schools in a row with so many pins and conflicts that there is often no plan."""
    dice = random.Random(seed)
    two = [pair(*dice.sample(range(1, number + 1), 2)) for _ in range(number)]
    pins = Pins(
        together=(two[0], two[1]),
        apart=frozenset(two[2 : 2 + dice.randint(0, 4)]),
        placed={dice.randint(1, number): dice.choice([1, 2]) for _ in range(3)},
    )
    trusts = [replaced(school, dice) for school in row(number)]
    return problem(trusts, pins)


def replaced(school: PlannedSchool, dice: random.Random) -> PlannedSchool:
    """The same school, perhaps in a trust."""
    return replace(school, trust=dice.choice(["", "", "Oak"]))


@given(st.integers(0, 10_000), st.integers(6, 7))
@settings(max_examples=10, deadline=None)
def test_a_clash_is_one_and_no_rule_of_it_can_be_spared(seed: int, number: int) -> None:
    found = pinned(seed, number)
    if best_of_all(found):
        assert isinstance(solve(found, seconds=20), Plan)
        return
    keys = clash(found)
    assert best_of_all(keeping_only(found, keys)) is None
    for key in keys:
        assert best_of_all(keeping_only(found, keys - {key}))


def test_the_smallest_of_two_clashes_is_named() -> None:
    pins = Pins(
        together=(pair(1, 2), pair(2, 3), frozenset({4, 5})),
        apart=frozenset({pair(1, 3), pair(4, 5)}),
    )
    assert clash(problem(row(9), pins)) == {("together", pair(4, 5)), ("apart", pair(4, 5))}


def test_three_schools_that_keep_apart_are_too_many_for_two_groups() -> None:
    found = problem([*row(2, trust="Oak"), *row(6)[2:]], Pins(apart=frozenset({pair(1, 3), pair(2, 3)})))
    assert clash(found) == {("trust", pair(1, 2)), ("apart", pair(1, 3)), ("apart", pair(2, 3))}


def test_schools_together_cannot_be_in_two_collaboratives() -> None:
    pins = Pins(together=(pair(1, 2),), placed={1: 1, 2: 2, 3: 1})
    assert clash(problem(row(6), pins)) == {
        ("together", pair(1, 2)),
        ("placed", frozenset({1})),
        ("placed", frozenset({2})),
    }


def test_five_pinned_together_are_too_many() -> None:
    five = frozenset(range(1, 6))
    assert clash(problem(row(9), Pins(together=(five,)))) == {("together", five)}


def test_two_special_schools_need_two_groups_or_an_overruling() -> None:
    schools = [*row(6), *(s for s in row(8, special=True)[6:])]
    pins = Pins(together=(pair(7, 8),))
    assert clash(problem(schools, pins)) == {("together", pair(7, 8)), ("additional", frozenset())}
    more = Pins(together=(pair(7, 8),), overruled=overruled("additional").overruled)
    assert isinstance(solve(problem(schools, more), seconds=10), Plan)


def test_quads_leave_too_few_groups_for_the_special_schools() -> None:
    """Twelve schools are four triads, each with one special school; with a quad pinned they are three quads."""
    schools = [*row(12), *(school for school in row(16, special=True)[12:])]
    pins = Pins(together=(frozenset({1, 2, 3, 4}),))
    assert clash(problem(schools, pins)) == {
        ("together", frozenset({1, 2, 3, 4})),
        ("additional", frozenset()),
    }


def test_a_pin_to_a_collaborative_that_is_not_there() -> None:
    assert clash(problem(row(6), Pins(placed={1: 9}))) == {("placed", frozenset({1}))}


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        (Problem((), (NORTH,)), "0 mainstream schools cannot be split into groups of 3 or 4."),
        (problem(row(7), sizes=(3,)), "7 mainstream schools cannot be split into groups of 3."),
        (Problem(tuple(row(6)), ()), "There is no collaborative."),
    ],
)
def test_what_no_overruling_mends_is_said_alone(found: Problem, sentence: str) -> None:
    none = solve(found, seconds=5)
    assert [broken.sentence for broken in none.clash] == [sentence]
    assert none.certain


def test_everything_that_may_be_given_up_is_a_demand() -> None:
    pins = Pins(together=(pair(1, 2),), apart=frozenset({pair(3, 4)}), placed={5: 2})
    found = problem([*row(5, trust="Oak"), *row(6, special=True)[5:]], pins)
    assert sorted({rule for rule, _ in demands(found)}) == [
        *("additional", "apart", "placed", "together", "trust")
    ]
    assert demands(keeping_only(found, [])) == {}
