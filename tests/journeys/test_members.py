"""Members: the list and its map, a school that leaves, the agreement, the turn of the year, and an earlier year."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from hlp import texts
from schools.models import AcademicYear, Membership
from tests import factories as make
from tests.conftest import Cast
from tests.journeys.conftest import PageAs

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]


@pytest.fixture
def people(transactional_db: None, cast: Cast) -> Cast:
    """The cast, two of whose schools lie on one spot, and an agreement to accept."""
    texts.ensure_defaults()
    for school, easting in (
        (cast.lead_school, 516000),
        (cast.reviewer_school, 516000),
        (cast.far_school, 509000),
    ):
        school.easting = easting
        school.save()
    return cast


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("narrow", [False, True])
def test_a_headteacher_finds_members_on_the_map_and_accepts_the_agreement(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look, narrow: bool
) -> None:
    page = page_as(people.host, narrow=narrow)
    page.goto("/members/")
    check_accessibility(page)
    look(page, "members-list")
    page.get_by_label("Collaborative", exact=True).select_option("North")
    press(page, "Show")
    expect(page.get_by_role("row", name="Elm Primary School")).to_have_count(0)
    marker = page.get_by_role("link", name="Beech Primary School, primary, North")
    marker.focus()
    look(page, "members-marker")
    marker.press("Enter")
    expect(page.get_by_role("heading", name="Beech Primary School")).to_be_visible()

    page.goto("/home/")
    page.get_by_role("link", name="Accept the membership agreement for 2026/27").click()
    press(page, "Accept the agreement")
    expect(page.get_by_role("alert")).to_contain_text("Tick the box")
    check_accessibility(page)
    look(page, "members-agreement")
    page.get_by_label("I have read the agreement").check()
    press(page, "Accept the agreement")
    expect(page.get_by_role("main")).to_contain_text("Accepted by Hana Host")
    check_accessibility(page)
    look(page, "members-own")


def test_the_director_keeps_the_members(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look, tmp_path: Path
) -> None:
    new = make.SchoolFactory(name="Hazel Primary School")
    page = page_as(people.director)
    page.goto(f"/members/{new.urn}/")
    check_accessibility(page)
    page.get_by_role("button", name="Record that it joins").click()
    press(page, "Record it")
    expect(page.get_by_role("heading", name="Membership")).to_be_visible()
    page.get_by_role("link", name="Record leaving in 2026/27").click()
    check_accessibility(page)
    press(page, "Record that it leaves")
    expect(page.get_by_role("alert")).to_contain_text("Enter why the school leaves")
    look(page, "members-leave")
    page.get_by_label("Why does it leave?").fill("It joins another partnership")
    press(page, "Record that it leaves")
    expect(page.get_by_role("main")).to_contain_text("It joins another partnership")
    check_accessibility(page)
    look(page, "members-detail")

    page.goto("/members/")
    press(page, "Ask their headteachers")
    expect(page.get_by_role("alert")).to_contain_text("4 people are asked")
    check_accessibility(page)
    look(page, "members-director")
    with page.expect_download() as got:
        page.get_by_role("link", name="Excel").click()
    file = tmp_path / "members.xlsx"
    got.value.save_as(file)
    sheet = load_workbook(BytesIO(file.read_bytes())).active
    assert sheet is not None
    assert [row[0].value for row in sheet.iter_rows()][:2] == ["School", "Ash Primary School"]


def test_the_year_turns_and_an_earlier_one_is_recorded_without_scripts(
    people: Cast, page_as: PageAs, look: Look
) -> None:
    page = page_as(people.director, narrow=True, javascript=False)
    page.goto("/years/")
    page.get_by_role("link", name="Renew the members of 2026/27").click()
    expect(page.get_by_role("main")).to_contain_text("5 schools are renewed")
    look(page, "members-renew")
    press(page, "Renew 5 members for 2027/28")
    expect(page.get_by_role("heading", name="Members in 2027/28")).to_be_visible()
    assert Membership.objects.filter(year__name="2027/28").count() == 5

    page.goto("/years/")
    page.get_by_label("To record its members").select_option("2014/15")
    press(page, "Lay it out")
    year = AcademicYear.objects.get(name="2014/15")
    page.goto(f"/members/add/?year={year.pk}")
    page.get_by_label("Fir Primary School").check()
    look(page, "members-add")
    press(page, "Record these members")
    expect(page.get_by_role("heading", name="Members in 2014/15")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("1 member is recorded for 2014/15")
    look(page, "members-2014")


def test_the_pages_of_the_turn_are_accessible(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    page = page_as(people.director)
    for path, name in (
        ("/years/", "members-years"),
        (f"/years/{people.year.pk}/renew/", "members-renew"),
        (f"/members/add/?year={people.year.pk}", "members-add"),
        (f"/members/{people.host_school.urn}/join/", "members-join"),
        (f"/members/{people.host_school.urn}/2026-27/withdraw/", "members-withdraw"),
    ):
        page.goto(path)
        check_accessibility(page)
        look(page, name)
