"""Which counts may be shown: attacked by subtracting, and by somebody who knows the rule and has all the time there is."""

from collections import defaultdict
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peerchallenge.calculations.disclosure import ANY, EVERYWHERE, Count, Region, Scope, guarded, partition

pytestmark = pytest.mark.one_engine

BETTER = ("better", "")


def scopes_of(regions: list[Region]) -> list[Scope]:
    first, second = ({region[place] for region in regions} for place in (0, 1))
    sides = [*((one, "") for one in sorted(first)), *(("", one) for one in sorted(second))]
    return [EVERYWHERE, *sides, *product(sorted(first), sorted(second))]


def inside(region: Region, scope: Scope) -> bool:
    return scope[0] in ("", region[0]) and scope[1] in ("", region[1])


def shown(
    sizes: dict[Region, int], counts: list[tuple[int, ...]], traits: list[tuple[str, str]]
) -> list[Count]:
    """What is shown when so many schools of each region have each trait."""
    schools = {(region, n): region for region, size in sizes.items() for n in range(size)}
    having = {
        trait: frozenset((region, n) for region, count in zip(sizes, row, strict=True) for n in range(count))
        for trait, row in zip(traits, counts, strict=True)
    }
    return list(guarded(schools, having, scopes_of(list(sizes)), traits).values())


WORLDS = [
    ({("A", "p"): 6, ("B", "p"): 6, ("C", "p"): 5, ("C", "s"): 2}, False),
    ({("A", "p"): 7, ("B", "p"): 7, ("B", "s"): 7}, False),
    ({("A", "p"): 6, ("A", "s"): 3, ("B", "p"): 3, ("B", "s"): 6}, False),
    ({("A", "p"): 8, ("B", "p"): 7}, True),
    ({("A", "p"): 4, ("A", "s"): 2, ("B", "p"): 3, ("B", "s"): 2}, True),
]


@pytest.mark.parametrize(("sizes", "nested"), WORLDS)
def test_who_knows_the_rule_finds_no_small_count(sizes: dict[Region, int], nested: bool) -> None:
    """Every partnership there can be is shown; those that look alike must differ in what is hidden."""
    alike: dict[tuple[tuple[int | None, bool], ...], list[list[tuple[int, ...]]]] = defaultdict(list)
    traits = [ANY, BETTER] if nested else [ANY]
    for whole in product(*(range(size + 1) for size in sizes.values())):
        parts = product(*(range(count + 1) for count in whole)) if nested else [()]
        for part in parts:
            counts = [whole, part] if nested else [whole]
            alike[tuple((one.number, one.nearly_all) for one in shown(sizes, counts, traits))].append(counts)
    assert any(one[0] is not None for picture in alike for one in picture)  # something is shown at all
    scopes = [*scopes_of(list(sizes)), *sizes]
    for worlds in alike.values():
        for scope in scopes:
            places = [place for place, region in enumerate(sizes) if inside(region, scope)]
            of = sum(list(sizes.values())[place] for place in places)
            for trait in range(len(traits)):
                told = {sum(world[trait][place] for place in places) for world in worlds}
                assert not (of and len(told) == 1) or 3 <= told.pop() <= of - 3
            if nested:
                only = {sum(world[0][place] - world[1][place] for place in places) for world in worlds}
                assert not (of and len(only) == 1) or only.pop() not in (1, 2)


KINDS, GROUPS = ("", "strength", "better"), ("", "send")
TRAITS = [(kind, group) for group in GROUPS for kind in KINDS]
SCHOOL = st.tuples(
    st.sampled_from("ABCD"),
    st.sampled_from(["primary"] * 6 + ["special", "nursery"]),
    st.sets(st.tuples(st.sampled_from(KINDS[1:]), st.sampled_from(GROUPS)), max_size=2),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(SCHOOL, min_size=5, max_size=60))
def test_no_subtraction_gives_one_or_two_schools(
    schools: list[tuple[str, str, set[tuple[str, str]]]],
) -> None:
    """Every two and three pages whose schools contain each other, and every two kinds, are subtracted."""
    regions = {place: (row[0], row[1]) for place, row in enumerate(schools)}
    having = {
        trait: frozenset(
            place
            for place, row in enumerate(schools)
            if any(trait[0] in ("", kind) and trait[1] in ("", group) for kind, group in row[2])
        )
        for trait in TRAITS
    }
    scopes = scopes_of(sorted(set(regions.values())))
    found = guarded(regions, having, scopes, TRAITS)
    seen = {
        (trait, frozenset(place for place, region in regions.items() if inside(region, scope))): one.number
        for (trait, scope), one in found.items()
        if one.number is not None
    }
    for (trait, where), number in seen.items():
        assert number == len(having[trait] & where)
        assert 3 <= number <= len(where) - 3
    for ((one, here), number), ((other, there), less) in product(seen.items(), repeat=2):
        if one == other and there < here:
            assert 3 <= number - less <= len(here - there) - 3
        if here == there and having[other] < having[one] and within(other, one):
            assert number == less or number - less >= 3
    for trait in TRAITS:
        places = [where for (one, where) in seen if one == trait]
        for first, second, whole in combinations(sorted(places, key=len), 3):
            if not first & second and first | second < whole:
                rest = seen[trait, whole] - seen[trait, first] - seen[trait, second]
                assert 3 <= rest <= len(whole - first - second) - 3


def within(narrow: tuple[str, str], wide: tuple[str, str]) -> bool:
    return narrow != wide and all(there in ("", here) for here, there in zip(narrow, wide, strict=True))


def test_counts_say_what_is_shown() -> None:
    sizes = {("A", "p"): 10, ("B", "p"): 10}
    (all_, first, second, phase, *_), better = (
        shown(sizes, [(6, 6), (4, 2)], [ANY, BETTER])[:5],
        shown(sizes, [(6, 6), (4, 2)], [ANY, BETTER])[6:],
    )
    assert [one.number for one in (all_, first, second)] == [12, 6, 6]
    assert (all_.percent, phase.of) == (60, 20)
    assert [one.number for one in better[:3]] == [6, None, None]  # two would follow from six less four


def test_what_nearly_all_have_is_said_without_the_number() -> None:
    sizes = {("A", "p"): 10, ("B", "p"): 10}
    whole, part, *_ = shown(sizes, [(9, 10)], [ANY])
    assert (whole.number, whole.nearly_all, part.number, part.nearly_all) == (None, True, None, False)
    none = shown(sizes, [(1, 1)], [ANY])[0]
    assert (none.number, none.nearly_all) == (None, False)


@pytest.mark.parametrize(
    ("numbers", "told"),
    [
        ({"improving": 30, "secure": 12, "vulnerable": 4}, [30, 12, 4]),
        ({"improving": 30, "secure": 12, "vulnerable": 0}, [30, 12, 0]),
        ({"improving": 30, "secure": 12, "vulnerable": 2}, [30, None, None]),
        ({"improving": 44, "vulnerable": 2}, [None, None]),
        ({"a": 1, "b": 1, "c": 7, "d": 20}, [None, None, None, 20]),
        ({"a": 2, "b": 1, "c": 7, "d": 20}, [None, None, 7, 20]),
        ({"a": 2, "b": 0, "c": 7}, [None, None, None]),
        ({}, []),
    ],
)
def test_parts_of_a_whole(numbers: dict[str, int], told: list[int | None]) -> None:
    assert list(partition(numbers).values()) == told


@given(st.lists(st.integers(0, 12), min_size=2, max_size=5))
def test_what_parts_hide_is_three_schools_or_more(numbers: list[int]) -> None:
    named = {str(place): number for place, number in enumerate(numbers)}
    told = partition(named)
    hidden = [named[name] for name, number in told.items() if number is None]
    assert not hidden or (len(hidden) >= 2 and (sum(hidden) >= 3 or len(hidden) == len(named)))
    assert all(number not in (1, 2) for number in told.values())
