"""From a judgement of concern to monitoring: the Director decides, the LA officer accepts and reviews, the school reads."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from hlp import clock
from peerchallenge.choices import ReviewDecision
from peerchallenge.models import Concern, MonitoringCase
from peerchallenge.services import monitoring
from tests.conftest import Cast
from tests.journeys.conftest import PageAs
from tests.peerchallenge import monitored

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]


@pytest.fixture
def people(transactional_db: None, cast: Cast) -> Cast:
    """The cast, with a decision that waits and a case that is open."""
    monitored.raised(cast, cast.far_school)
    case = monitored.case_of(cast, cast.reviewer_school)
    MonitoringCase.objects.update(opened_on=clock.today() - timedelta(days=90))
    case.refresh_from_db()
    meeting = monitored.meeting(case, clock.today() - timedelta(days=40), ReviewDecision.STEP_UP)
    monitoring.record_review(case=case, meeting=meeting, version=1, by=cast.la_officer)
    return cast


def fill_day(page: Page, group: str, days: int) -> None:
    day = clock.today() + timedelta(days=days)
    boxes = page.get_by_role("group", name=group)
    for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(part, exact=True).fill(str(number))


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_concern_is_decided_accepted_and_read(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look, javascript: bool
) -> None:
    director = page_as(people.director, javascript=javascript)
    director.goto("/home/")
    director.get_by_role("link", name="Decide on Fir Primary School").click()
    press(director, "Save the decision")
    expect(director.get_by_role("alert")).to_contain_text("Enter the reason for your decision")
    look(director, "concern-errors")
    director.get_by_label("Recommended to the LA").check()
    director.get_by_label("Reason").fill("It needs more than we have")
    director.get_by_label("What the LA officer is to know").fill("Leadership is not settled")
    press(director, "Save the decision")
    expect(director.get_by_role("main")).to_contain_text("The decision is saved")
    look(director, "concern-list")

    officer = page_as(people.la_officer, javascript=javascript, narrow=True)
    officer.goto("/home/")
    officer.get_by_role("link", name="Answer on Fir Primary School").click()
    look(officer, "concern-officer")
    officer.get_by_role("button", name="Accept").click()
    officer.get_by_label("Stage 1: enquiry").check()
    officer.get_by_label("At risk").check()
    officer.get_by_label("Peer challenge").check()
    officer.get_by_label("Exit criteria").fill("A permanent headteacher is in post")
    fill_day(officer, "First review meeting", 28)
    look(officer, "concern-accept")
    press(officer, "Accept and open the case")
    expect(officer.get_by_role("heading", name="Fir Primary School")).to_be_visible()
    if javascript:
        check_accessibility(officer)

    head = page_as(people.outsider, javascript=javascript, narrow=True)
    head.goto("/home/")
    head.get_by_role("link", name="Monitoring of Fir Primary School").click()
    expect(head.get_by_role("main")).to_contain_text("A permanent headteacher is in post")
    expect(head.get_by_role("main")).not_to_contain_text("It needs more than we have")


def test_an_officer_reviews_and_the_director_draws_the_update(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    officer = page_as(people.la_officer)
    officer.goto("/monitoring/")
    check_accessibility(officer)
    look(officer, "case-list")
    officer.get_by_role("link", name="Cedar Primary School").click()
    check_accessibility(officer)
    look(officer, "case-detail")
    officer.get_by_role("link", name="Record a review meeting").click()
    check_accessibility(officer)
    press(officer, "Record this meeting")
    expect(officer.get_by_role("alert")).to_contain_text("Rate criterion 1")
    for group in ("1. A permanent headteacher", "2. Reading outcomes"):
        officer.get_by_role("group", name=group).get_by_label("Met", exact=True).check()
    officer.get_by_label("Who was there").fill("Headteacher, governor, officer")
    officer.get_by_label("Close the case").check()
    officer.get_by_label("Why the case closes").fill("Both criteria are met")
    look(officer, "case-review")
    press(officer, "Record this meeting")
    expect(officer.get_by_role("main")).to_contain_text("Closed, after-care to come")
    officer.goto("/monitoring/scheme/")
    check_accessibility(officer)
    look(officer, "case-scheme")

    director = page_as(people.director, narrow=True)
    director.goto("/monitoring/update/")
    check_accessibility(director)
    director.get_by_role("button", name="Draw today’s paper").last.click()
    expect(director.get_by_role("main")).to_contain_text("is being made")
    look(director, "case-update")
    assert Concern.objects.undecided().count() == 1
