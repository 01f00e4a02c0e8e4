"""The pages of the score cards: who sees what of them, and how much they cost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hlp.models import User
from schools.models import GroupPlace
from scorecard.models import PartnershipFigure
from scorecard.services import summaries
from tests import factories as make
from tests.conftest import As, Cast
from tests.scorecard.carded import lay_results
from tests.scorecard.factories import figure

pytestmark = pytest.mark.django_db


@pytest.fixture
def results(cast: Cast) -> Cast:
    lay_results(cast)
    return cast


def text_of(as_: As, who: User, path: str) -> str:
    """The words of a page, without its tags."""
    answer = as_(who).get(path)
    assert answer.status_code == 200, path
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def school_page(as_: As, who: User, cast: Cast, query: str = "") -> str:
    return text_of(as_, who, f"/score-card/schools/{cast.host_school.urn}/{query}")


# --- A school's card --------------------------------------------------------------------------------


def test_headteacher_reads_finding_change_and_caution(results: Cast, as_: As) -> None:
    page = school_page(as_, results.host, results)
    assert "58%, 4 points below England and 9 points below London; up 1 point since 2023/24." in page
    assert "58% (final) , was 54% (provisional, 11 September 2025)" in page
    assert "24 pupils stand behind this figure: one pupil is 4.2 points." in page
    assert "The average of 2022/23, 2023/24, 2024/25, 72 pupils together, is 57%." in page
    assert "No results were published for 2019/20 and 2020/21, because of coronavirus." in page
    assert "Break in the series. Writing, which is part of it" in page


def test_earlier_year_has_its_own_card_and_others_do_not_exist(results: Cast, as_: As) -> None:
    assert "Score card 2016/17" in school_page(as_, results.host, results, "?year=2016")
    path = f"/score-card/schools/{results.host_school.urn}/"
    assert [as_(results.host).get(path, {"year": year}).status_code for year in ("1999", "x", "2019")] == [
        404
    ] * 3


def test_progress_stands_only_on_cards_of_years_that_had_it(results: Cast, as_: As) -> None:
    measures = lay_results_of_progress(results)
    assert measures
    assert "Key stage 2 progress" not in school_page(as_, results.host, results)
    assert "Key stage 2 progress" in school_page(as_, results.host, results, "?year=2017")


def lay_results_of_progress(cast: Cast) -> bool:
    from scorecard.models import Measure

    figure(Measure.objects.get(code="read-prog"), cast.host_school, 1.2, year=2017)
    return True


@pytest.mark.parametrize(("who", "sees"), [("host", True), ("deputy", True), ("director", True)])
def test_school_itself_and_the_director_see_small_groups(
    results: Cast, as_: As, who: str, sees: bool
) -> None:
    page = school_page(as_, getattr(results, who), results)
    assert "Disadvantaged pupils 50% 4 47%" in page
    assert (
        "Disadvantaged pupils are 10 points behind the others; in England they are 22 points behind them."
        in page
    )


@pytest.mark.parametrize("who", ["lead_headteacher", "administrator"])
def test_others_see_neither_small_groups_nor_what_tells_them(results: Cast, as_: As, who: str) -> None:
    page = school_page(as_, getattr(results, who), results)
    assert "58%, 4 points below England" in page
    assert "Disadvantaged pupils five pupils or fewer –" in page
    assert "Pupils not disadvantaged withheld, because" in page
    assert "10 points behind" not in page
    assert "Some figures are not shown here" in page


def test_what_the_school_reported_is_for_itself_and_the_director(results: Cast, as_: As) -> None:
    from scorecard.models import Measure

    figure(Measure.objects.get(code="phonics"), results.host_school, 83, status="reported")
    for who, sees in (
        ("host", True),
        ("director", True),
        ("lead_headteacher", False),
        ("administrator", False),
    ):
        page = school_page(as_, getattr(results, who), results)
        assert ("83%" in page) is sees, who
        assert ("was reported by the school itself" in page) is sees, who


def test_suppressed_school_says_why(results: Cast, as_: As) -> None:
    page = text_of(as_, results.outsider, f"/score-card/schools/{results.far_school.urn}/")
    assert "No results yet" in page


def test_school_page_and_home_page_lead_to_the_card(results: Cast, as_: As) -> None:
    for path in (results.host_school.get_absolute_url(), "/home/"):
        assert "Combined, expected, 2024/25, 4 points below England" in text_of(as_, results.host, path)
    assert (
        "score card of" not in text_of(as_, results.outsider, results.host_school.get_absolute_url()).lower()
    )


def test_list_shows_headlines_by_name_and_only_what_one_may_see(results: Cast, as_: As) -> None:
    page = text_of(as_, results.director, "/score-card/schools/")
    assert "Ash Primary School – – – 58% 4% – – Beech Primary School" in page
    assert "Fir Primary School – – – SUPP –" in page
    own = text_of(as_, results.host, "/score-card/schools/?year=2016")
    assert "Ash Primary School – – 57% 4%" in own
    assert "Beech" not in own
    file = as_(results.lead_headteacher).get("/score-card/schools/?download=csv")
    body = b"".join(file.streaming_content).decode()  # type: ignore[attr-defined]
    assert "Cedar Primary School" in body
    assert "Fir" not in body


# --- The partnership's card -------------------------------------------------------------------------


def test_mean_says_what_is_not_in_it_and_names_no_school(results: Cast, as_: As) -> None:
    page = text_of(as_, results.qa_reviewer, "/score-card/")
    assert "65%, 3 points above England and 2 points below London; up 1 point since 2023/24." in page
    assert "1 school has no published figure, which is not counted as nought." in page
    assert "Schools at or above England: 2 of 3, London: 1 , the local authority: 0 ." in page
    for school in ("Ash", "Beech", "Cedar", "Elm", "Fir"):
        assert f"{school} Primary School" not in page


def test_own_school_is_lit_and_the_others_are_not_named(results: Cast, as_: As) -> None:
    page = text_of(as_, results.host, "/score-card/")
    assert "Ash Primary School 58%" in page
    assert "Beech Primary School" not in page


def test_part_of_the_partnership_can_be_chosen(results: Cast, as_: As) -> None:
    scope = f"collaborative-{results.collaborative.pk}"
    assert "North 65%" in text_of(as_, results.outsider, f"/score-card/?scope={scope}")
    assert as_(results.outsider).get("/score-card/?scope=collaborative-9999").status_code == 404


def test_hidden_part_shows_nothing_of_itself(results: Cast, as_: As) -> None:
    place = GroupPlace.objects.filter(school=results.far_school).get()
    for value in (40, 41):
        school = make.SchoolFactory()
        school.memberships.create(year=results.year)
        GroupPlace.objects.create(group=place.group, school=school, year=results.year)
        figure(PartnershipFigure.objects.filter(measure__code="rwm-exp")[0].measure, school, value)
    summaries.refresh()
    page = text_of(
        as_, results.director, f"/score-card/?scope=collaborative-{results.other_collaborative.pk}"
    )
    assert "Not shown: too few schools stand behind it" in page
    assert "40%" not in page


def test_nothing_loaded_yet_is_told(cast: Cast, as_: As) -> None:
    assert "No results yet" in text_of(as_, cast.director, "/score-card/")
    assert "No results yet" in school_page(as_, cast.host, cast)


# --- What they cost ---------------------------------------------------------------------------------


def queries(as_: As, who: User, path: str) -> int:
    client = as_(who)
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_pages_cost_the_same_for_more_schools(results: Cast, as_: As) -> None:
    paths = ["/score-card/", "/score-card/schools/", f"/score-card/schools/{results.host_school.urn}/"]
    before = [queries(as_, results.director, path) for path in paths]
    measure = PartnershipFigure.objects.filter(measure__code="rwm-exp")[0].measure
    place = GroupPlace.objects.filter(school=results.host_school).get()
    for _ in range(3):
        school = make.SchoolFactory()
        school.memberships.create(year=results.year)
        GroupPlace.objects.create(group=place.group, school=school, year=results.year)
        figure(measure, school, 61)
    summaries.refresh()
    assert [queries(as_, results.director, path) for path in paths] == before
