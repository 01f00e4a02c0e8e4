"""The planner of dates keeps every rule, knows how good its plan is, and names the causes where there is no day."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peerchallenge.planner import (
    Host,
    Placement,
    Post,
    Problem,
    Visitor,
    breaches,
    first_fit,
    is_trained,
    price,
    solve,
)
from peerchallenge.planner.causes import Question
from peerchallenge.planner.columns import columns_of
from tests.peerchallenge.partnerships import AUTUMN, LONG_AGO, Kind, partnership

pytestmark = pytest.mark.one_engine

quickly = settings(
    max_examples=10, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
kinds = st.builds(
    Kind,
    schools=st.integers(6, 12),
    special=st.integers(0, 2),
    rounds=st.integers(1, 2),
    weeks=st.integers(2, 6),
    away=st.sampled_from([0.0, 0.2, 0.5]),
    untrained=st.sampled_from([0.0, 0.2]),
    two_schools=st.integers(0, 2),
    shared=st.integers(0, 2),
)
seeds = st.integers(1, 10_000)


def triad(*, weeks: int = 6, **facts: object) -> Problem:
    """Three schools, 1 to 3, each headed by one person, 11 to 13; one round."""
    days = tuple(AUTUMN + timedelta(days=n) for n in range(7 * weeks) if n % 7 < 5)
    hosts = tuple(Host(1, s, 1, days, tuple({1, 2, 3} - {s}), 2) for s in (1, 2, 3))
    posts = tuple(Post(10 + s, s, LONG_AGO) for s in (1, 2, 3))
    names = {"people": {11: "Ann", 12: "Ben", 13: "Cas"}, "schools": {1: "Ash", 2: "Beech", 3: "Cedar"}}
    return Problem(hosts, posts, rounds={1: "autumn round"}, **{**names, **facts})


@quickly
@given(kinds, seeds)
def test_no_plan_breaks_a_rule_or_costs_less_than_its_bound(kind: Kind, seed: int) -> None:
    problem = partnership(kind, seed)
    plan = solve(problem, 10)

    assert breaches(problem, plan.placements) == []
    assert sorted([p.slot for p in plan.placements] + [(u.round, u.host) for u in plan.unplaced]) == sorted(
        host.slot for host in problem.hosts
    )
    assert dict(plan.by_wish) == price(problem, plan.placements)
    assert 0 <= plan.bound <= plan.cost


@quickly
@given(kinds, seeds)
def test_what_is_fixed_stays_and_the_rest_is_planned_around_it(kind: Kind, seed: int) -> None:
    problem = partnership(kind, seed)
    stands = {p.slot: p for p in solve(problem, 10).placements[::2]}
    hosts = tuple(replace(h, fixed=stands.get(h.slot)) for h in problem.hosts)
    again = replace(problem, hosts=hosts)
    plan = solve(again, 10)

    assert {p.slot: p for p in plan.placements if p.slot in stands} == stands
    assert breaches(again, plan.placements) == []


@quickly
@given(kinds, seeds)
def test_greedy_plans_keep_the_rules_and_are_never_better(kind: Kind, seed: int) -> None:
    problem = partnership(kind, seed)
    greedy, plan = first_fit(problem, problem.hosts), solve(problem, 10)

    assert breaches(problem, greedy) == []
    assert len(greedy) <= len(plan.placements)
    if len(greedy) == len(plan.placements):
        assert sum(price(problem, greedy).values()) >= plan.bound


@quickly
@given(kinds.map(lambda kind: replace(kind, weeks=2, away=0.6)), seeds)
def test_causes_are_a_smallest_set(kind: Kind, seed: int) -> None:
    problem = partnership(kind, seed)
    plan = solve(problem, 10)
    placed = {p.slot for p in plan.placements}
    hosts = {host.slot: host for host in problem.hosts}
    for missing in plan.unplaced[:3]:
        causes = list(missing.causes)
        if causes[0].kind == "lack":
            continue
        host = hosts[missing.round, missing.host]
        beside = tuple(h for h in problem.hosts if h.slot in placed and h.round == host.round)
        question = Question(problem, host, beside)
        assert not question.is_possible(causes)
        assert [c for c in causes if not question.is_possible([o for o in causes if o != c])] == []


@quickly
@given(
    st.lists(st.sets(st.integers(0, 4), max_size=4), min_size=3, max_size=3),
    st.sets(st.integers(11, 13), max_size=1),
    st.lists(st.integers(-2, 2), min_size=3, max_size=3),
)
def test_tiny_plans_are_as_good_as_the_best_of_all(
    away: list[set[int]], untrained: set[int], surplus: list[int]
) -> None:
    problem = triad(weeks=1, surplus=dict(zip((1, 2, 3), surplus, strict=True)))
    days = problem.hosts[0].days
    problem = replace(
        problem,
        away={11 + n: frozenset(days[d] for d in missed) for n, missed in enumerate(away)},
        trained=dict.fromkeys(days, frozenset({11, 12, 13} - untrained)),
    )
    plan = solve(problem, 10)
    number, cost = best_of_all(problem)

    assert (len(plan.placements), plan.cost, plan.proved) == (number, cost, True)


def best_of_all(problem: Problem) -> tuple[int, int]:
    """How many hosts can be placed, and the least cost of placing so many: everything is tried."""
    choices = [[None, *columns_of(problem, host)] for host in problem.hosts]
    best = (0, 0)
    for chosen in product(*choices):
        placed = [p for p in chosen if p]
        if breaches(problem, placed):
            continue
        best = max(best, (len(placed), -sum(price(problem, placed).values())))
    return best[0], -best[1]


def test_the_same_problem_gives_the_same_plan() -> None:
    problem = partnership(Kind(schools=14, special=2), 3)
    assert solve(problem, 10).placements == solve(problem, 10).placements


def test_a_triad_leads_in_a_ring_over_weeks_apart() -> None:
    plan = solve(triad(), 10)

    assert [(plan.cost, plan.proved)] == [(0, True)]
    assert len({(p.host, p.lead_school) for p in plan.placements}) == 3
    days = sorted(p.day for p in plan.placements)
    assert all(later - day > timedelta(days=7) for day, later in pairwise(days))


def test_who_has_led_too_seldom_leads_in_a_quad() -> None:
    days = tuple(AUTUMN + timedelta(days=n) for n in range(70) if n % 7 < 5)
    hosts = tuple(Host(1, s, 1, days, tuple({1, 2, 3, 4} - {s}), 3) for s in (1, 2, 3, 4))
    posts = tuple(Post(10 + s, s, LONG_AGO) for s in (1, 2, 3, 4))
    plan = solve(Problem(hosts, posts, surplus={1: 3, 2: -2, 3: -1, 4: 0}), 10)

    given = Counter(p.lead_school for p in plan.placements)
    assert plan.cost == given[1] == 0
    assert given[2] <= 3
    assert given[3] <= 2
    assert given[4] <= 1


def test_a_special_school_is_reviewed_by_two_and_may_lead() -> None:
    problem = partnership(Kind(schools=4, special=1, rounds=1, two_schools=0, shared=0, untrained=0), 1)
    plan = solve(problem, 10)

    sizes = {p.host: len(p.team) for p in plan.placements}
    assert sizes == {1: 3, 2: 3, 3: 3, 9000: 2}
    assert 9000 in {p.lead_school for p in plan.placements}


def test_two_schools_that_could_only_lead_each_other_are_explained() -> None:
    problem = triad()
    pair = tuple(replace(h, visitors=tuple({1, 2} - {h.school}), size=1) for h in problem.hosts[:2])
    plan = solve(replace(problem, hosts=pair), 10)

    assert len(plan.placements) == 1
    assert sorted(cause.sentence for cause in plan.unplaced[0].causes) == [
        "Ash hosts in the autumn round",
        "Beech hosts in the autumn round",
        "Nobody leads a school that leads them in the same round",
    ]


def test_absence_and_inset_that_leave_no_day_are_named() -> None:
    problem = triad(weeks=1)
    monday, *rest = problem.hosts[0].days
    ash = replace(problem.hosts[0], days=(monday,), closed=tuple(rest))
    plan = solve(replace(problem, hosts=(ash, *problem.hosts[1:]), away={12: frozenset({monday})}), 10)

    assert [(u.host, [c.sentence for c in u.causes]) for u in plan.unplaced] == [
        (
            1,
            [
                "Ash hosts in the autumn round",
                "Tests, checks or INSET take 4 school days from Ash",
                "Ben cannot on 1 of the 5 open days",
            ],
        )
    ]


def test_a_school_without_a_headteacher_lacks_one() -> None:
    problem = triad()
    plan = solve(replace(problem, posts=problem.posts[1:]), 10)

    assert {u.host: [c.sentence for c in u.causes] for u in plan.unplaced}[1] == [
        "Ash has no headteacher in the autumn round"
    ]


def test_one_untrained_head_stops_a_triad_unless_that_is_overruled() -> None:
    problem = triad()
    trained = dict.fromkeys(problem.hosts[0].days, frozenset({11, 12}))
    strict = solve(replace(problem, trained=trained), 10)
    eased = replace(problem, trained=trained, training_overruled=True)
    plan = solve(eased, 10)

    assert len(strict.unplaced) == 1
    assert (len(plan.placements), [is_trained(eased, p) for p in plan.placements].count(False)) == (3, 1)


def test_a_shared_headship_may_be_in_two_places_and_one_person_may_not() -> None:
    day = date(2026, 10, 5)
    away = Visitor(21, 1)
    hosts = (Host(1, 1, 1, (day,), (2,), 1), Host(1, 3, 1, (day,), (1,), 1))
    placed = [Placement(1, 1, day, 12, (Visitor(12, 2),)), Placement(1, 3, day, 21, (away,))]
    posts = (Post(11, 1, LONG_AGO), Post(12, 2, LONG_AGO), Post(13, 3, LONG_AGO), Post(21, 1, LONG_AGO))

    assert breaches(Problem(hosts, posts), placed) == []
    alone = tuple(post for post in posts if post.person != 11)
    assert [b.code for b in breaches(Problem(hosts, alone), placed)] == ["twice"]
