"""Nobody outside a school can work out a figure about five pupils or fewer: the attacker does the algebra."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as some

from scorecard.calculations.cohorts import guarded
from scorecard.calculations.figures import Figure
from scorecard.calculations.means import LEAST, hidden_groups, weighted_mean
from tests.scorecard.algebra import determined

GROUPS = ("all", "disadvantaged", "other", "girls", "boys", "eal")
# Each pupil is in one kind: disadvantaged or not, girl or boy, with English as an additional language or not.
KINDS = [(d, g, e) for d in (True, False) for g in (True, False) for e in (True, False)]
MEMBERS = {
    "all": lambda kind: True,
    "disadvantaged": lambda kind: kind[0],
    "other": lambda kind: not kind[0],
    "girls": lambda kind: kind[1],
    "boys": lambda kind: not kind[1],
    "eal": lambda kind: kind[2],
    "no eal": lambda kind: not kind[2],
}


def vector(group: str) -> list[Fraction]:
    return [Fraction(int(MEMBERS[group](kind))) for kind in KINDS]


def family(counts: list[int], known: set[str]) -> dict[str, Figure]:
    """The figures of a school whose pupils of each kind are counted; cohorts are known of some groups only."""
    found = {}
    for group in GROUPS:
        size = sum(n for n, kind in zip(counts, KINDS, strict=True) if MEMBERS[group](kind))
        if size:
            found[group] = Figure(50, cohort=size if group in known or group == "all" else None)  # type: ignore[arg-type]
    return found


COUNTS = some.lists(some.sampled_from([0, 0, 0, 1, 2, 3, 20]), min_size=len(KINDS), max_size=len(KINDS))


@settings(max_examples=300)
@given(COUNTS)
def test_no_group_of_five_or_fewer_follows_from_what_is_shown(counts: list[int]) -> None:
    shown = guarded(family(counts, set(GROUPS)))
    there = [vector(group) for group, figure in shown.items() if figure.shown]
    for group in MEMBERS:
        size = sum(n for n, kind in zip(counts, KINDS, strict=True) if MEMBERS[group](kind))
        if 0 < size <= 5:
            assert not determined(vector(group), there), (group, size)


@settings(max_examples=300)
@given(COUNTS, some.sets(some.sampled_from(GROUPS)))
def test_half_of_a_pair_whose_size_can_be_worked_out_is_no_way_round(
    counts: list[int], known: set[str]
) -> None:
    shown = guarded(family(counts, known | {"disadvantaged", "girls"}))
    sizes = {
        group: sum(n for n, kind in zip(counts, KINDS, strict=True) if MEMBERS[group](kind))
        for group in GROUPS
    }
    for one, other in (("disadvantaged", "other"), ("girls", "boys")):
        if any(0 < sizes[group] <= 5 for group in (one, other)):
            assert not any(shown[group].shown for group in (one, other) if group in shown)


def test_what_is_hidden_loses_its_number_of_pupils_too() -> None:
    few = guarded(
        {"all": Figure(60, cohort=30), "disadvantaged": Figure(25, cohort=4), "other": Figure(65, cohort=26)}
    )  # type: ignore[arg-type]
    assert few["disadvantaged"] == Figure(None, "few", None)
    assert few["other"] == Figure(None, "pair", None)
    assert few["all"].shown


def test_what_was_suppressed_keeps_the_code_of_the_publisher() -> None:
    few = guarded({"all": Figure(60, cohort=30), "disadvantaged": Figure(None, "SUPP", 4)})  # type: ignore[arg-type]
    assert few["disadvantaged"] == Figure(None, "SUPP", None)


def test_school_of_five_pupils_shows_nothing() -> None:
    assert not any(
        one.shown for one in guarded({"all": Figure(60, cohort=5), "girls": Figure(50, cohort=2)}).values()
    )  # type: ignore[arg-type]


def test_cohort_of_six_is_shown() -> None:
    assert guarded({"all": Figure(50, cohort=6)})["all"].shown  # type: ignore[arg-type]


# --- Groups of schools ---------------------------------------------------------------------------


SIZES = some.dictionaries(some.sampled_from("ABCDEF"), some.integers(min_value=0, max_value=9), min_size=1)


@given(SIZES, some.integers(min_value=0, max_value=4))
def test_no_sum_of_fewer_than_three_schools_follows_from_groups_and_whole(
    sizes: dict[str, int], rest: int
) -> None:
    whole = sum(sizes.values()) + rest
    hidden = hidden_groups(sizes, rest)
    assert all(sizes[name] >= LEAST for name in sizes if sizes[name] and name not in hidden)
    left = sum(sizes[name] for name in hidden) + rest
    assert left == 0 or left >= LEAST or whole < LEAST or not {n for n in sizes if sizes[n]} - hidden


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    assert hidden_groups({"A": 12, "B": 11, "C": 2, "D": 10}) == {"C", "D"}
    assert hidden_groups({"A": 12, "B": 11}) == set()
    assert hidden_groups({"A": 12, "B": 11}, rest=1) == {"B"}


@given(some.lists(some.integers(min_value=1, max_value=60), min_size=2, max_size=12))
def test_hidden_school_is_not_in_the_mean_that_others_could_take_apart(cohorts: list[int]) -> None:
    """Whoever knows every shown figure can work the mean out, and so learns nothing new from it."""
    figures = [guarded({"all": Figure(50 + n, cohort=cohort)})["all"] for n, cohort in enumerate(cohorts)]  # type: ignore[arg-type]
    shown = [figure for figure in figures if figure.shown]
    assert weighted_mean(figures).value == weighted_mean(shown).value
