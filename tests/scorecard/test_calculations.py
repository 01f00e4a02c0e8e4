"""What follows from figures: means, gaps, changes, small cohorts, contributions."""

from datetime import date
from decimal import Decimal as D
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from scorecard.calculations import comparing, contributions, means, words
from scorecard.calculations.cohorts import is_careful, one_pupil
from scorecard.calculations.figures import Figure, rounded
from scorecard.calculations.revisions import Issue, revision


def figure(value: Any = None, cohort: int | None = None, reason: str = "") -> Figure:
    return Figure(None if value is None else D(str(value)), reason, cohort)


SUPPRESSED = figure(reason="SUPP")


# --- Means --------------------------------------------------------------------------------------


def test_mean_weighs_each_school_by_its_pupils() -> None:
    found = means.weighted_mean([figure(60, 30), figure(80, 90)])
    assert (found.value, found.schools, found.pupils) == (D(75), 2, 120)


def test_suppressed_school_is_counted_and_is_no_nought() -> None:
    found = means.weighted_mean([figure(60, 30), SUPPRESSED, figure(reason="NE")])
    assert (found.value, found.schools, found.suppressed) == (D(60), 1, 2)


def test_school_without_a_number_of_pupils_is_told_apart() -> None:
    found = means.weighted_mean([figure(60, 30), figure(90)])
    assert (found.value, found.unweighed, found.weighted) == (D(60), 1, True)


def test_where_most_numbers_are_unknown_each_school_counts_once() -> None:
    found = means.weighted_mean([figure(60, 30), figure(90), figure(90)])
    assert (found.value, found.schools, found.weighted) == (D(80), 3, False)


def test_where_no_number_is_known_each_school_counts_once() -> None:
    found = means.weighted_mean([figure(60), figure(90)])
    assert (found.value, found.weighted, found.pupils) == (D(75), False, 0)


def test_mean_of_nothing_is_nothing() -> None:
    assert means.weighted_mean([]).value is None
    assert means.weighted_mean([SUPPRESSED]).value is None


FIGURES = some.lists(
    some.builds(
        Figure, some.decimals(0, 100, places=1), some.just(""), some.integers(min_value=1, max_value=120)
    ),
    min_size=1,
)


@given(FIGURES, some.integers(min_value=0, max_value=9))
def test_mean_lies_between_and_does_not_move_with_what_is_suppressed(
    figures: list[Figure], more: int
) -> None:
    found = means.weighted_mean([*figures, *[SUPPRESSED] * more])
    spread = [one.value or D(0) for one in figures]
    assert found.value is not None
    assert min(spread) - D("1e-9") <= found.value <= max(spread) + D("1e-9")
    assert found.value == means.weighted_mean(figures).value
    assert found.suppressed == more


# --- Differences --------------------------------------------------------------------------------


def test_gap_is_of_unrounded_figures() -> None:
    gap = comparing.gap(figure("52.4"), figure("69.6"))
    assert gap == D("-17.2")
    assert words.amount(gap, "percent") == "17 points"


@pytest.mark.parametrize("pair", [(figure(50), SUPPRESSED), (SUPPRESSED, figure(50)), (None, figure(50))])
def test_gap_with_something_missing_is_none(pair: tuple[Figure | None, Figure]) -> None:
    assert comparing.gap(*pair) is None


def test_share_counts_only_schools_with_a_figure() -> None:
    share = comparing.share_as_good([figure(62), figure(61), figure(70), SUPPRESSED], D(62), "up")
    assert share is not None
    assert (share.number, share.schools, share.percent) == (2, 3, D(200) / 3)


def test_share_where_lower_is_better() -> None:
    share = comparing.share_as_good([figure(5), figure(6)], D(5), "down")
    assert share == comparing.Share(1, 2)


def test_no_share_without_comparator_or_direction() -> None:
    assert comparing.share_as_good([figure(62)], None, "up") is None
    assert comparing.share_as_good([figure(62)], D(60), "none") is None


SERIES = {2018: figure(60, 30), 2021: figure(64, 28), 2022: SUPPRESSED, 2023: figure(70, 32)}


def test_change_takes_the_last_year_that_has_a_figure() -> None:
    assert comparing.change(SERIES, 2023) == comparing.Change(2021, 2023, D(6))
    assert comparing.change(SERIES, 2022) is None
    assert comparing.change(SERIES, 2018) is None


@pytest.mark.parametrize(
    ("lies_before", "compares"), [(2023, False), (2022, False), (2021, True), (2024, True)]
)
def test_change_over_a_break_is_none(lies_before: int, compares: bool) -> None:
    assert (comparing.change(SERIES, 2023, [lies_before]) is not None) is compares


def test_three_years_pool_their_pupils() -> None:
    found = comparing.three_years(SERIES, 2023)
    assert found is not None
    assert found == comparing.Average((D(64) * 28 + D(70) * 32) / 60, (2021, 2023), 60)


def test_three_years_need_two_and_stop_at_a_break() -> None:
    assert comparing.three_years(SERIES, 2018) is None
    assert comparing.three_years(SERIES, 2023, [2022]) is None


def test_line_is_not_drawn_over_a_break() -> None:
    assert comparing.stretches([2018, 2015, 2016, 2021], [2016]) == [[2015], [2016, 2018, 2021]]


# --- Small cohorts --------------------------------------------------------------------------------


def test_one_pupil_in_percentage_points() -> None:
    assert one_pupil(25) == 4
    assert one_pupil(None) is None
    assert one_pupil(0) is None
    assert (is_careful(29), is_careful(30), is_careful(None)) == (True, False, False)


# --- What changed ----------------------------------------------------------------------------------


def issue(value: Any, status: str, loaded: int) -> Issue:
    return Issue(figure(value) if value is not None else SUPPRESSED, status, date(2025, 9, 1), loaded)


def test_revision_is_from_the_first_provisional_to_what_stands() -> None:
    found = revision([issue(70, "revised", 2), issue(68, "provisional", 1), issue(71, "final", 3)])
    assert found is not None
    assert (found.before.status, found.now.status, found.value) == ("provisional", "final", D(3))


def test_what_was_confirmed_is_no_revision() -> None:
    assert revision([issue(70, "provisional", 1), issue(70, "revised", 2)]) is None
    assert revision([issue(70, "provisional", 1)]) is None


def test_figure_that_was_suppressed_afterwards_is_told_without_a_difference() -> None:
    found = revision([issue(70, "provisional", 1), issue(None, "revised", 2)])
    assert found is not None
    assert found.value is None


def test_what_a_school_said_itself_is_the_first_only_where_nothing_else_was_out() -> None:
    own, provisional, revised = issue(75, "reported", 1), issue(70, "provisional", 2), issue(71, "revised", 3)
    assert revision([own, provisional, revised]).before.status == "provisional"
    assert revision([own, revised]).before.status == "reported"


# --- Contributions ----------------------------------------------------------------------------------


def standing(key: int, percent: Any, cohort: int) -> contributions.Standing:
    return contributions.Standing(key, D(str(percent)), cohort)


def test_target_is_shared_by_the_pupils_who_are_not_there_yet() -> None:
    found = contributions.share_out([standing(1, 50, 60), standing(2, 75, 60)], D(70), "up")
    assert (found.needed, found.missing) == (9, 0)  # 84 of 120, and 75 are there
    assert [(one.key, one.pupils) for one in found.contributions] == [(1, 6), (2, 3)]
    assert found.contributions[0].points == 10


def test_nothing_is_asked_where_the_target_is_reached() -> None:
    found = contributions.share_out([standing(1, 80, 60)], D(70), "up")
    assert (found.needed, [one.pupils for one in found.contributions]) == (0, [0])


def test_cohort_of_five_is_not_asked_and_what_is_missing_is_told() -> None:
    found = contributions.share_out([standing(1, 0, 5), standing(2, 90, 10)], D(100), "up")
    assert [(one.asked, one.pupils) for one in found.contributions] == [(False, 0), (True, 1)]
    assert (found.needed, found.missing) == (6, 5)


def test_half_a_pupil_is_rounded_to_the_larger_schools() -> None:
    small, large = standing(1, 50, 10), standing(2, 50, 90)
    found = contributions.share_out([small, large], D(55), "up")  # five more: 0.5 and 4.5
    assert [one.pupils for one in found.contributions] == [0, 5]


def test_where_lower_is_better_pupils_are_fewer() -> None:
    found = contributions.share_out([standing(1, 20, 100), standing(2, 10, 100)], D(12), "down")
    assert (found.needed, [one.pupils for one in found.contributions]) == (6, [4, 2])


STANDINGS = some.lists(
    some.tuples(some.integers(min_value=0, max_value=100), some.integers(min_value=1, max_value=120)),
    min_size=1,
    max_size=46,
)


@given(STANDINGS, some.integers(min_value=0, max_value=100), some.sampled_from(["up", "down"]))
def test_contributions_sum_to_the_target_and_ask_nobody_for_too_much(
    drawn: list[tuple[int, int]], target: int, direction: str
) -> None:
    schools = [standing(key, percent, cohort) for key, (percent, cohort) in enumerate(drawn)]
    found = contributions.share_out(schools, D(target), direction)
    asked = {one.key: one.pupils for one in found.contributions}
    assert sum(asked.values()) + found.missing == found.needed
    reached = sum(one.counted + asked[one.key] * (1 if direction == "up" else -1) for one in schools)
    wanted = D(target) * found.pupils / 100
    if not found.missing:
        assert reached >= wanted if direction == "up" else reached <= wanted
    for one in schools:
        room = one.cohort - one.counted if direction == "up" else one.counted
        assert 0 <= asked[one.key] <= max(room, 0)


# --- Words -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "says"),
    [
        ("64.5", "percent", 0, "65%"),
        ("-2.65", "score", 1, "−2.7"),
        ("1480", "pounds", 0, "£1,480"),
        ("1234", "number", 0, "1,234"),
        (None, "percent", 0, "–"),
    ],
)
def test_figures_are_written_as_the_field_writes_them(
    value: Any, unit: str, decimals: int, says: str
) -> None:
    assert words.written(None if value is None else D(value), unit, decimals) == says


def test_comparison_in_words() -> None:
    assert words.beside(D(69), D(62), "percent", 0, "England") == "7 points above England"
    assert words.beside(D("61.6"), D(62), "percent", 0, "England") == "level with England"
    assert (
        words.moved(comparing.Change(2022, 2023, D(-1)), "percent", 0, "2022/23")
        == "down 1 point since 2022/23"
    )
    assert words.verdict(D(6), D(5), "down", 0) == "worse"
    assert words.verdict(D(6), D(5), "none", 0) == ""


def test_halves_are_rounded_away_from_nought() -> None:
    assert (rounded(D("64.5"), 0), rounded(D("-0.5"), 0)) == (D(65), D(-1))


def test_year_that_is_coming_in_is_not_the_newest_yet() -> None:
    assert comparing.newest_full({2023: 40, 2024: 42, 2025: 6}) == 2024
    assert comparing.newest_full({2023: 40, 2024: 20}) == 2024
    assert comparing.newest_full({2023: 0}) is None


def test_lists_in_words() -> None:
    assert [words.listed(["a", "b", "c"][:n]) for n in range(1, 4)] == ["a", "a and b", "a, b and c"]


def test_means_of_five_and_of_forty_schools_are_not_compared() -> None:
    assert comparing.alike({2022: 5, 2023: 43, 2024: 40, 2025: 0}, 2023) == {2023, 2024}
    assert comparing.alike({2022: 5}, 2023) == set()
