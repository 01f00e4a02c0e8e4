"""The columns that the solver reasons about: all of them, at what evaluation says, and no bound above the best plan."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schools.planner import Plan, PlannedGroup, Problem, evaluate, solve
from schools.planner.columns import Columns, Field
from schools.planner.master import Duals
from schools.planner.prices import NO_CUTS, Found, bound_of, lowered
from schools.planner.pricing import Pricer
from schools.planner.search import floor
from tests.schools.planner.partnerships import problem, random_partnership, row

pytestmark = pytest.mark.one_engine

SOME = settings(max_examples=15, deadline=None)


def priced(seed: int, number: int, special: int) -> tuple[Field, Duals]:
    """A partnership and prices as they come."""
    field = Field(random_partnership(seed, number, special=special, collaboratives=3))
    dice = np.random.default_rng(seed)
    schools = np.append(dice.uniform(-2, 12, number), 0.0)
    return field, Duals(schools, dice.uniform(-5, 5, 3), float(dice.uniform(-4, 4)), np.zeros(0))


def every_column(field: Field) -> Columns:
    """All groups that keep every rule, with every addition, the plain way."""
    found = field.nothing
    for team in field.teams(field.mainstream):
        for addition in field.additions:
            guests = np.tile(np.array(addition, dtype=np.int64), (len(team), 1))
            kept = [field.friendly[row][:, list(addition)].all() for row in team]
            found = found.plus(field.columns(np.column_stack([team, guests])[np.array(kept, dtype=bool)]))
    return found


def listed(field: Field, duals: Duals) -> dict[tuple[tuple[int, ...], int], float]:
    """The reduced cost of every column in every collaborative, the plain way."""
    columns = every_column(field)
    return {
        (tuple(sorted(row[:size].tolist())), share): float(
            cost
            + field.costs.place[row[:size], share].sum()
            - duals.schools[row[:size]].sum()
            - size * duals.collaboratives[share]
            - duals.group
        )
        for row, cost, size in zip(columns.members, columns.cost, columns.size, strict=True)
        for share in range(3)
    }


def told(found: Found) -> dict[tuple[tuple[int, ...], int], float]:
    """The same of what was found."""
    rows = zip(found.columns.members, found.columns.size, found.where.tolist(), found.reduced, strict=True)
    return {(tuple(sorted(row[:size].tolist())), share): float(cost) for row, size, share, cost in rows}


@given(st.integers(0, 10_000), st.integers(6, 13), st.integers(0, 3), st.floats(-10, 10))
@SOME
def test_pricing_finds_every_column_below_and_no_other(
    seed: int, number: int, special: int, most: float
) -> None:
    field, duals = priced(seed, number, special)
    found = told(Pricer(field).below(duals, NO_CUTS, most, inf, 10**9))
    assert found == pytest.approx({key: cost for key, cost in listed(field, duals).items() if cost < most})


@given(st.integers(0, 10_000), st.integers(6, 9), st.integers(0, 1))
@SOME
def test_whatever_the_prices_the_bound_is_no_more_than_the_best_plan(
    seed: int, number: int, special: int
) -> None:
    field, duals = priced(seed, number, special)
    weight = field.problem.weights["balance"]
    assert weight >= 5  # so the prices of the collaboratives are possible ones
    found = Pricer(field).below(duals, NO_CUTS, -0.5, inf, 10**9)
    plan = solve(field.problem, seconds=20)
    if isinstance(plan, Plan):
        assert max(bound_of(field, lowered(duals, found, 0.5)), floor(field)) <= plan.cost + 1e-6


def groups_in(field: Field, columns: Columns) -> list[PlannedGroup]:
    """Columns as groups of the first collaborative."""
    keys = [school.key for school in field.problem.schools]
    special = {school.key for school in field.problem.special}
    rows = [
        frozenset(keys[p] for p in row[:size])
        for row, size in zip(columns.members, columns.size, strict=True)
    ]
    return [PlannedGroup(row - special, row & special, field.problem.collaboratives[0].key) for row in rows]


@given(st.integers(0, 10_000), st.integers(5, 9), st.integers(0, 3))
@SOME
def test_a_column_costs_what_evaluation_says_and_breaks_no_rule_of_a_group(
    seed: int, number: int, special: int
) -> None:
    field = Field(random_partnership(seed, number, special=special))
    columns = every_column(field)
    evaluation = evaluate(field.problem, groups_in(field, columns))
    cost = columns.cost + field.costs.place[columns.members, 0].sum(axis=1)
    assert cost.tolist() == pytest.approx([group.cost for group in evaluation.by_group])
    assert {broken.rule for broken in evaluation.broken} <= {"once"}


def test_a_search_that_finds_too_much_says_that_it_is_not_complete() -> None:
    field = Field(Problem(tuple(row(30)), problem(row(3)).collaboratives))
    duals = Duals(np.append(np.full(30, 100.0), 0.0), np.zeros(2), 0.0, np.zeros(0))
    assert Pricer(field).below(duals, NO_CUTS, 0.0, inf, 100).complete is False
    assert Pricer(field).below(duals, NO_CUTS, 0.0, 0.0, 10**9).complete is False
