"""A headteacher declares for the year, on a phone and without scripts; the Director reads, the office watches."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from hlp import clock
from schools.models import DeclarationWindow
from tests.conftest import Cast
from tests.journeys.conftest import PageAs

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_headteacher_declares_and_the_director_reads(
    cast: Cast, page_as: PageAs, check_accessibility: Check, look: Look, javascript: bool
) -> None:
    check = check_accessibility if javascript else lambda page: None
    today = clock.today()
    opens, closes = today - timedelta(days=2), today + timedelta(days=14)
    DeclarationWindow.objects.create(year=cast.year, opens=opens, closes=closes)
    for school in (cast.host_school, cast.far_school):
        school.trust = "The Oak Trust"
        school.save()
    page = page_as(cast.host, narrow=True, javascript=javascript)
    page.goto("/home/")
    page.get_by_role("link", name="Declare for 2026/27").click()
    expect(page.get_by_text("Both belong to the trust The Oak Trust")).to_be_visible()
    check(page)
    look(page, "declaration-empty")
    page.get_by_role("link", name="Declare a conflict").click()
    press(page, "Declare this conflict")
    expect(page.get_by_role("alert")).to_contain_text("Choose a school or a headteacher")
    look(page, "conflict-errors")
    check(page)
    page.get_by_label("Who is it about?").select_option(label="Leo Lead, Beech Primary School")
    page.get_by_label("Personal relationship").check()
    press(page, "Declare this conflict")
    page.get_by_role("link", name="Name a school to work with or learn from").click()
    check(page)
    page.get_by_label("Which school?").select_option(label="Cedar Primary School")
    page.get_by_label("Learn from them").check()
    press(page, "Add this wish")
    press(page, "My declaration is complete")
    expect(page.get_by_role("alert")).to_contain_text("Thank you")
    look(page, "declaration-complete")
    check(page)
    press(page, "Withdraw Cedar Primary School")
    expect(page.get_by_role("alert")).to_contain_text("Withdrawn")

    director = page_as(cast.director, javascript=javascript)
    director.goto("/declarations/")
    check(director)
    look(director, "declarations")
    director.get_by_role("link", name="Set the dates for 2026/27").click()
    check(director)
    look(director, "window")
    director.goto("/declarations/")
    director.get_by_role("link", name="1 of 4").click()
    check(director)
    look(director, "answers")
    director.get_by_role("link", name="Hana Host").click()
    expect(director.get_by_text("Personal relationship")).to_be_visible()
    check(director)
    look(director, "declaration-read")
