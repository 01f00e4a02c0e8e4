"""What a plan costs, wish by wish, and which rules it breaks."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schools.planner import (
    DEFAULT_WEIGHTS,
    RULES,
    WISHES,
    Pins,
    PlannedGroup,
    PlannedSchool,
    Problem,
    evaluate,
)
from tests.schools.planner.partnerships import (
    NOTHING_PINNED,
    group,
    overruled,
    pair,
    problem,
    random_partnership,
    row,
)

pytestmark = pytest.mark.one_engine


def amounts(schools: list[PlannedSchool], *groups: PlannedGroup, **facts: object) -> dict[str, float]:
    """What a plan counts by each wish, without those that count nought."""
    found = evaluate(problem(schools, **facts), groups).amounts
    return {
        wish: round(amount, 3)
        for wish, amount in found.items()
        if amount and wish not in ("balance", "reach")
    }


def rules(
    schools: list[PlannedSchool], *groups: PlannedGroup, pins: Pins = NOTHING_PINNED, **facts: object
) -> list[str]:
    """The rules that a plan breaks."""
    return [broken.rule for broken in evaluate(problem(schools, pins, **facts), groups).broken]


def with_(schools: list[PlannedSchool], *keys: int, **facts: object) -> list[PlannedSchool]:
    """The same schools, some of them with other facts."""
    return [replace(school, **facts) if school.key in keys else school for school in schools]


# --- The wishes --------------------------------------------------------------------------------


def test_distance_counts_every_pair() -> None:
    assert amounts(row(3), group(1, 2, 3)) == {"distance": 8}
    assert amounts(row(4), group(1, 2, 3, 4)) == {"distance": 20}
    assert amounts(with_(row(4), 4, special=True), group(1, 2, 3, additional=(4,))) == {"distance": 20}


def test_a_school_without_coordinates_is_as_far_as_the_middle() -> None:
    assert amounts(with_(row(3), 3, x=None), group(1, 2, 3)) == {"distance": 6}
    assert amounts(with_(row(3), 1, 2, 3, x=None), group(1, 2, 3)) == {}


@pytest.mark.parametrize(
    ("phases", "competing"),
    [
        (("primary", "primary"), 1),
        (("infant", "primary"), 1),
        (("infant", "junior"), 0),
        (("nursery", "primary"), 0),
        (("all-through", "junior"), 1),
        (("special", "special"), 0),
    ],
)
def test_neighbours_compete_where_they_teach_the_same(phases: tuple[str, str], competing: int) -> None:
    one, other = (PlannedSchool(key, f"{key}", 0, 999 * key, phase) for key, phase in enumerate(phases))
    far = PlannedSchool(2, "2", 0, 2_000)
    assert amounts([one, other, far], group(0, 1, 2)).get("neighbours", 0) == competing
    assert "neighbours" not in amounts([one, replace(other, y=1_000), far], group(0, 1, 2))


def test_a_recent_pair_counts_less_with_the_years() -> None:
    recent = {pair(1, 2): 1, pair(1, 3): 2, pair(2, 3): 3}
    assert amounts(row(3), group(1, 2, 3), recent=recent)["recent"] == 2
    assert amounts(row(3), group(1, 2, 3), recent={pair(1, 2): 2})["recent"] == 0.667
    assert "recent" not in amounts(row(3), group(1, 2, 3), recent={pair(1, 9): 1})


def test_an_interest_is_met_by_one_of_those_wanted() -> None:
    wanted = frozenset({pair(1, 2), pair(1, 4), pair(5, 6)})
    assert amounts(row(6), group(1, 2, 3), group(4, 5, 6), interests=wanted)["interests"] == 1


def test_rare_phases_are_mixed() -> None:
    schools = with_(with_(row(4), 1, 2, phase="infant"), 3, 4, phase="junior")
    assert amounts(schools, group(1, 2, 3, 4))["phase"] == 2


def test_sizes_and_characters_are_mixed() -> None:
    schools = row(3, size=210, religious="Hindu")
    assert amounts(schools, group(1, 2, 3)) == {"distance": 8, "size": 1, "faith": 1}
    assert amounts(with_(schools, 3, size=420, religious=""), group(1, 2, 3)) == {"distance": 8}
    assert amounts(with_(schools, 3, size=None, religious="Sikh"), group(1, 2, 3)) == {"distance": 8}


def test_a_group_needs_a_trained_lead() -> None:
    schools = with_(row(4, trained=False), 4, special=True)
    assert amounts(schools, group(1, 2, 3, additional=(4,)))["lead"] == 1
    assert "lead" not in amounts(with_(schools, 4, trained=True), group(1, 2, 3, additional=(4,)))


def test_only_the_second_watched_school_counts() -> None:
    schools = with_(row(6), 1, 2, 3, 4, watched=True)
    assert amounts(schools, group(1, 2, 3), group(4, 5, 6))["watched"] == 2


def test_collaboratives_are_even() -> None:
    found = problem(row(6), weights={"balance": 5})
    assert evaluate(found, [group(1, 2, 3), group(4, 5, 6, collaborative=2)]).by_wish["balance"] == 0
    assert evaluate(found, [group(1, 2, 3), group(4, 5, 6)]).by_wish["balance"] == 30


def test_schools_stay_near_the_centre_and_at_home() -> None:
    found = evaluate(problem(row(3), home={1: 1, 2: 2}), [group(1, 2, 3, collaborative=2)])
    assert (found.amounts["reach"], found.amounts["home"]) == (12, 1)
    gone = evaluate(problem(row(3), home={1: 9}), [group(1, 2, 3)])
    assert gone.amounts["home"] == 0


def test_a_plan_costs_the_sum_of_its_wishes() -> None:
    found = evaluate(
        problem(row(3), weights={"distance": 2, "reach": 0.5}), [group(1, 2, 3, collaborative=2)]
    )
    assert found.cost == 16 + 6
    assert found.by_group[0].cost == found.cost
    assert {wish: cost for wish, cost in found.by_wish.items() if cost} == {"distance": 16, "reach": 6}


# --- The rules ---------------------------------------------------------------------------------


def test_a_plan_that_keeps_all_rules_breaks_none() -> None:
    assert rules(row(7), group(1, 2, 3), group(4, 5, 6, 7)) == []


def test_every_school_once() -> None:
    assert rules(row(7), group(1, 2, 3), group(3, 4, 5), group(3, 6, 9)) == ["once", "once", "once"]


@pytest.mark.parametrize("keys", [(1, 2), (1, 2, 3, 4, 5)])
def test_three_or_four_schools(keys: tuple[int, ...]) -> None:
    assert rules(row(len(keys)), group(*keys)) == ["size"]
    assert rules(row(4), group(1, 2, 3, 4), sizes=(3,)) == ["size"]


def test_special_schools_come_in_addition() -> None:
    schools = with_(row(6), 4, special=True)
    assert rules(schools, group(1, 2, 3, 4), group(5, 6)) == ["additional", "size"]
    assert rules(schools, group(1, 2, 3, additional=(4, 5, 6))) == ["additional", "additional", "additional"]


def test_two_special_schools_in_a_group_only_where_there_are_more_than_groups() -> None:
    schools = with_(row(8), 7, 8, special=True)
    both = group(1, 2, 3, additional=(7, 8)), group(4, 5, 6)
    assert rules(schools, *both) == ["additional"]
    assert rules(schools, *both, pins=overruled("additional")) == []
    assert rules(with_(row(5), 4, 5, special=True), group(1, 2, 3, additional=(4, 5))) == []


@pytest.mark.parametrize(
    ("rule", "facts"),
    [("trust", {"trust": "Oak"}), ("federation", {"federation": "Elm"}), ("head", {"heads": frozenset({7})})],
)
def test_what_two_schools_share_keeps_them_apart(rule: str, facts: dict[str, object]) -> None:
    schools = with_(row(3), 1, 2, **facts)
    assert rules(schools, group(1, 2, 3)) == [rule]
    assert rules(schools, group(1, 2, 3), pins=overruled(rule, 1, 2)) == []
    assert rules(schools, group(1, 2, 3), pins=overruled(rule, 1, 3)) == [rule]
    assert rules(schools, group(1, 2, 3), pins=overruled(rule)) == []


def test_a_declared_conflict_is_told_with_its_reason() -> None:
    found = problem(row(3), declared={pair(1, 2): ("Related",), pair(1, 9): ()})
    assert [broken.sentence for broken in evaluate(found, [group(1, 2, 3)]).broken] == [
        "School 1 and School 2 have declared a conflict: Related."
    ]


def test_pins_are_kept() -> None:
    pins = Pins(together=(pair(1, 4),), apart=frozenset({pair(1, 2)}), placed={5: 2})
    assert rules(row(6), group(1, 2, 3), group(4, 5, 6), pins=pins) == ["apart", "placed", "together"]


def test_every_group_is_in_a_collaborative() -> None:
    assert rules(row(3), group(1, 2, 3, collaborative=None)) == ["collaborative"]
    assert rules(row(3), group(1, 2, 3, collaborative=9)) == ["collaborative"]


# --- The whole ---------------------------------------------------------------------------------


def test_keys_of_rules_and_wishes_are_one_each() -> None:
    assert len({rule.key for rule in RULES}) == len(RULES)
    assert (
        list(DEFAULT_WEIGHTS) == [wish.key for wish in WISHES] == list(evaluate(problem(row(3)), []).by_wish)
    )


@pytest.mark.parametrize(
    "facts", [{"weights": {"beauty": 1}}, {"weights": {"distance": -1}}, {"sizes": (2, 3)}, {"sizes": ()}]
)
def test_what_cannot_be_is_refused(facts: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"Weights|A group"):
        Problem((), (), **facts)


@given(st.integers(0, 10_000), st.randoms(use_true_random=False))
def test_the_order_of_groups_and_schools_does_not_matter(seed: int, dice: random.Random) -> None:
    found = random_partnership(seed, 13, special=1, collaboratives=2)
    groups = [group(*range(start, start + 4), collaborative=start % 2 + 1) for start in (1, 5, 9)]
    first = evaluate(found, groups)
    dice.shuffle(groups)
    second = evaluate(replace(found, schools=found.schools[::-1]), groups)
    assert first.cost == pytest.approx(second.cost)
    assert set(first.broken) == set(second.broken)
    assert sum(g.cost for g in first.by_group) + first.by_wish["balance"] == pytest.approx(first.cost)
