"""Which figures moved further than their cohorts explain."""

from hypothesis import given
from hypothesis import strategies as st

from scorecard.calculations.oddities import Odd, Point, odd_figures
from scorecard.choices import Unit

STEADY = {school: {2023: Point(60, 60), 2024: Point(62, 60)} for school in range(1, 11)}


def odd(series: dict[int, dict[int, Point]], unit: str = Unit.PERCENT, **facts: object) -> list[Odd]:
    return odd_figures(series, unit=unit, year=2024, **facts)


def test_a_large_cohort_cannot_fall_by_forty_points_by_chance() -> None:
    (found,) = odd({**STEADY, 99: {2023: Point(80, 60), 2024: Point(40, 60)}})
    assert (found.school, found.since, found.change, found.peers, found.by_cohort) == (99, 2023, -40, 2, True)
    assert 4.5 < found.times < 4.8


def test_a_small_cohort_can() -> None:
    assert odd({**STEADY, 99: {2023: Point(80, 8), 2024: Point(40, 8)}}) == []


def test_what_moved_everybody_makes_nobody_odd() -> None:
    hard_paper = {school: {2023: Point(80, 60), 2024: Point(45, 60)} for school in range(1, 11)}
    assert odd(hard_paper) == []
    (found,) = odd({**hard_paper, 99: {2023: Point(80, 60), 2024: Point(82, 60)}})
    assert (found.school, found.peers) == (99, -35)


def test_alone_a_school_is_measured_against_no_change() -> None:
    (found,) = odd({1: {2023: Point(80, 60), 2024: Point(40, 60)}})
    assert (found.peers, found.change) == (0, -40)
    assert odd({1: {2023: Point(104), 2024: Point(96)}}, Unit.SCORE) == []


def test_scores_are_measured_by_the_spread_of_all_changes() -> None:
    scores = {school: {2023: Point(104), 2024: Point(104 + school % 3 - 1)} for school in range(1, 11)}
    (found,) = odd({**scores, 99: {2023: Point(104), 2024: Point(111)}}, Unit.SCORE)
    assert (found.school, found.by_cohort) == (99, False)


def test_nothing_is_compared_across_a_break_or_after_a_long_silence() -> None:
    jump = {2023: Point(80, 60), 2024: Point(40, 60)}
    assert odd({1: jump}, breaks=frozenset({2024})) == []
    assert len(odd({1: jump}, breaks=frozenset({2023, 2025}))) == 1
    assert odd({1: {2020: Point(80, 60), 2024: Point(40, 60)}}) == []
    assert len(odd({1: {2021: Point(80, 60), 2024: Point(40, 60)}})) == 1


def test_none_or_all_of_a_cohort_still_leaves_room_for_chance() -> None:
    assert odd({1: {2023: Point(100, 30), 2024: Point(100, 30)}}) == []
    assert odd({1: {2023: Point(100, 5), 2024: Point(80, 5)}}) == []


@given(
    st.dictionaries(
        st.integers(1, 60),
        st.tuples(st.integers(0, 100), st.integers(0, 100), st.integers(1, 200), st.integers(1, 200)),
        max_size=60,
    )
)
def test_the_rule_never_fails_and_what_it_finds_is_beyond_its_limit(
    told: dict[int, tuple[int, int, int, int]],
) -> None:
    series = {school: {2023: Point(a, n), 2024: Point(b, m)} for school, (a, b, n, m) in told.items()}
    found = odd(series)
    assert all(one.times > 3 for one in found)
    assert [one.times for one in found] == sorted((one.times for one in found), reverse=True)
