"""After the report: a governor opens a link, the school works on its actions, the lead headteacher checks in."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import Page, expect

from peerchallenge.models import CarriedAction, CheckIn, ShareLink
from tests.conftest import Cast
from tests.journeys.conftest import PageAs
from tests.peerchallenge import full_reply
from tests.peerchallenge.full_reply import REPLIED, SENT

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]


@pytest.fixture
def people(transactional_db: None, cast: Cast) -> Cast:
    """The cast, with the report sent."""
    full_reply.sent(cast)
    return cast


def test_a_governor_opens_the_link_that_the_headteacher_made(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    with time_machine.travel(REPLIED, tick=True):
        page = page_as(people.host, narrow=True)
        page.goto(f"/sessions/{people.session.pk}/report/readers/")
        look(page, "sharing-detail-empty")
        check_accessibility(page)
        page.get_by_role("button", name="Make a link for a governor").click()
        page.get_by_label("Name of the reader").fill("Gwendolyn Governor")
        look(page, "sharing-create")
        check_accessibility(page)
        page.get_by_role("button", name="Continue").click()
        look(page, "sharing-create-sure")
        check_accessibility(page)
        page.get_by_role("button", name="Yes, make the link").click()
        look(page, "sharing-made")
        check_accessibility(page)
        found = re.search(r"/shared/[0-9a-f]{64}/", page.inner_text(".app-address"))
        assert found
        governor = page_as()
        answer = governor.goto(found[0])
        assert answer is not None
        assert answer.headers["x-robots-tag"] == "noindex, nofollow, noarchive"
        expect(governor.get_by_role("heading", name="Ash Primary School")).to_be_visible()
        look(governor, "shared-read")
        check_accessibility(governor)
        governor.close()  # it asks again for its PDF, which a revoked link no longer gives
        page.goto(f"/sessions/{people.session.pk}/report/readers/")
        look(page, "sharing-detail")
        check_accessibility(page)
        page.get_by_role("button", name="Revoke the link for Gwendolyn Governor").click()
        expect(page.get_by_text("is revoked")).to_be_visible()
    assert ShareLink.objects.get().views == 1


def test_consent_is_asked_twice(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    page = page_as(people.host)
    page.goto(f"/sessions/{people.session.pk}/report/readers/consent/")
    page.get_by_label("The officer of the local authority may read our reports").check()
    look(page, "sharing-consent")
    check_accessibility(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Laura Officer")).to_be_visible()
    look(page, "sharing-consent-sure")
    check_accessibility(page)
    page.get_by_role("button", name="Yes, share them").click()
    look(page, "sharing-detail-consent")
    check_accessibility(page)


def test_the_school_works_on_an_action_without_javascript(people: Cast, page_as: PageAs, look: Look) -> None:
    page = page_as(people.host, narrow=True, javascript=False)
    page.goto("/actions/")
    look(page, "action-list")
    page.get_by_role("link", name="Check the reading").click()
    page.get_by_label("What has happened since").fill("Every pupil who joined in January was checked.")
    page.get_by_role("button", name="Add").click()
    page.get_by_label("Done").check()
    page.get_by_role("button", name="Save").click()
    look(page, "action-detail")
    assert CarriedAction.objects.get(position=1).state == "done"


def test_director_sees_the_rates_and_the_lead_headteacher_checks_in(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    CarriedAction.objects.filter(position=2).update(state="difference")
    with time_machine.travel(SENT + timedelta(weeks=6, hours=16), tick=True):
        page = page_as(people.director)
        page.goto("/actions/")
        look(page, "action-list-director")
        check_accessibility(page)
        page = page_as(people.lead_headteacher, narrow=True)
        page.goto("/home/")
        page.get_by_role("link", name="Ask Ash Primary School how the agreed actions are going").click()
        page.get_by_label("Slowly").check()
        page.get_by_label("What the headteacher said").fill("Two of three are under way.")
        look(page, "check-in")
        check_accessibility(page)
        page.get_by_role("button", name="Note the check-in").click()
        expect(page.get_by_text("The check-in is noted.")).to_be_visible()
    assert CheckIn.objects.get().going == "slowly"
