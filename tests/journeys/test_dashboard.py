"""The Director and a lead headteacher: one list by urgency, the figures, and a session nominated for QA."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from hlp import clock
from peerchallenge.models import ChallengeSession, Nomination
from tests import factories as make
from tests.conftest import Cast
from tests.journeys.conftest import PageAs

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]


@pytest.fixture
def people(transactional_db: None, cast: Cast) -> Cast:
    """The cast with a report that is late, and ten dates that nobody has confirmed."""
    ended = clock.now() - timedelta(days=4)
    cast.session.planned_end_at, cast.session.starts_at = ended, ended - timedelta(hours=7)
    cast.session.save()
    make.held(cast.session)
    for number in range(10):
        starts = clock.now() + timedelta(days=8 + number)
        facts = {"starts_at": starts, "planned_end_at": starts + timedelta(hours=7), "state": "planned"}
        row = make.SessionFactory(round=cast.round, host=make.SchoolFactory(), group=cast.group, **facts)
        make.ReviewerFactory(session=row, person=cast.lead, school=cast.lead_school, is_lead=True)
    return cast


@pytest.mark.parametrize("narrow", [False, True])
def test_the_director_sees_what_is_late_first_and_how_it_is_going(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look, narrow: bool
) -> None:
    page = page_as(people.director, narrow=narrow)
    page.goto("/home/")
    first = page.locator(".app-actions__item").first
    expect(first).to_contain_text("The report on Ash Primary School is late")
    expect(page.get_by_role("link", name="And 6 more dates to be confirmed")).to_be_visible()
    expect(page.locator(".app-tiles")).to_be_visible(visible=not narrow)
    check_accessibility(page)
    look(page, "dashboard-home")

    page.get_by_role("link", name="Dashboard: reports, sessions and more in figures").click()
    expect(page.get_by_role("main")).to_contain_text("0 of 1 reports")
    page.get_by_text("Show this chart as a table").first.click()
    expect(page.get_by_role("table", name="Reports inside their time")).to_be_visible()
    check_accessibility(page)
    look(page, "dashboard")
    with page.expect_download() as file:
        page.get_by_role("link", name="Excel").first.click()
    assert file.value.suggested_filename.startswith("sessions-on-time-")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_lead_headteacher_nominates_a_session_and_the_director_answers(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look, javascript: bool
) -> None:
    host = ChallengeSession.objects.filter(state="planned").order_by("starts_at")[0].host
    page = page_as(people.lead_headteacher, narrow=True, javascript=javascript)
    page.goto("/home/")
    page.get_by_role("link", name="Dashboard: how the collaborative is going").click()
    if javascript:
        check_accessibility(page)
        look(page, "dashboard-lead")
    page.get_by_role("row", name=str(host)).get_by_role("link", name="Nominate for QA").click()
    page.get_by_role("button", name="Nominate this session").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the reason")
    if javascript:
        check_accessibility(page)
        look(page, "nominate")
    page.get_by_label("Why should this session be assured?").fill("Two new reviewers")
    page.get_by_role("button", name="Nominate this session").click()
    expect(page.get_by_role("main")).to_contain_text("Waiting for the Director")

    director = page_as(people.director, javascript=javascript)
    director.goto("/home/")
    director.get_by_role("link", name=f"{host} is nominated for QA").click()
    if javascript:
        check_accessibility(director)
        look(director, "nomination-answer")
    director.get_by_label("No", exact=True).check()
    director.get_by_label("Your answer").fill("Assured in spring")
    director.get_by_role("button", name="Answer").click()
    expect(director.get_by_role("main")).to_contain_text("Declined")
    if javascript:
        check_accessibility(director)
        look(director, "nominations")
    assert Nomination.objects.get().accepted is False
