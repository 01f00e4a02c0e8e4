"""A headteacher reads the own score card on a phone; the Director reads the partnership's and sets themes from it."""

import re
from collections.abc import Callable

import pytest
import time_machine
from playwright.sync_api import Page, expect

from scorecard.services import summaries
from tests.conftest import Cast
from tests.journeys.conftest import PageAs
from tests.scorecard.carded import lay_results
from tests.scorecard.factories import figure

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]


@pytest.fixture
def people(transactional_db: None, cast: Cast) -> Cast:
    """The cast with results of six years; phonics lies nine points below England."""
    measures = lay_results(cast)
    for number, school in enumerate((cast.host_school, cast.lead_school, cast.reviewer_school)):
        figure(measures["phonics"], school, 70 + number, cohort=30 + 10 * number)
    figure(measures["phonics"], "england", 80)
    summaries.refresh()
    return cast


def test_headteacher_reads_the_own_card_on_a_phone(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    page = page_as(people.host, narrow=True)
    page.goto("/home/")
    page.get_by_role("link", name=f"The score card of {people.host_school}").click()
    expect(page.get_by_role("heading", name="At a glance")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(
        "less good in phonics, combined (expected) and combined (higher)"
    )
    check_accessibility(page)
    page.get_by_role("link", name="Combined, expected").click()
    part = page.locator("#rwm-exp")
    expect(part).to_contain_text("one pupil is 4.2 points")
    part.locator("summary").click()
    expect(part.get_by_role("row", name="2016/17")).to_contain_text("Final")
    expect(part).to_contain_text("Break in the series")
    look(page, "card-school")
    page.get_by_role("link", name="2017/18").click()
    expect(page.get_by_text("Score card 2017/18")).to_be_visible()


def test_lead_headteacher_sees_what_is_published_and_not_what_tells_of_few(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    page = page_as(people.lead_headteacher, javascript=False)
    page.goto("/score-card/schools/")
    page.get_by_role("link", name=str(people.host_school)).click()
    expect(page.get_by_role("row", name="Disadvantaged pupils")).to_contain_text("five pupils or fewer")
    look(page, "card-school-guarded")


@time_machine.travel("2026-11-16 09:00+00:00", tick=True)
def test_director_sets_themes_from_the_partnerships_card(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    page = page_as(people.director)
    page.goto("/score-card/")
    expect(page.get_by_role("heading", name="At a glance")).to_be_visible()
    check_accessibility(page)
    look(page, "card-partnership")
    page.get_by_role("link", name="Themes that these figures suggest").click()
    page.get_by_role("button", name="Take these themes up").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose at least one theme")
    check_accessibility(page)
    page.get_by_label("Early reading and phonics").check()
    look(page, "card-themes")
    page.get_by_role("button", name="Take these themes up").click()
    expect(page.get_by_role("main")).to_contain_text("Early reading and phonics: taken up")
    page.get_by_text("Why these themes").click()
    expect(page.get_by_role("main")).to_contain_text("9 points below England")
    check_accessibility(page)

    page.goto("/score-card/challenge/")
    page.get_by_role("link", name=re.compile("See by school.*Phonics")).click()
    expect(page.get_by_role("row", name=str(people.host_school))).to_contain_text("3 pupils")
    check_accessibility(page)
    look(page, "card-target")
    phone = page_as(people.director, narrow=True)
    phone.goto(page.url)
    look(phone, "card-target")
