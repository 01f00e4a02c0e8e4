"""A phone without scripts, in the car park after the day: the lead ends the session, checks and sends."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from hlp import clock
from peerchallenge.choices import SessionState
from peerchallenge.models import ChallengeSession
from tests.conftest import Cast
from tests.journeys.conftest import PageAs, fits
from tests.peerchallenge import full_report

pytestmark = pytest.mark.journey

Look = Callable[[Page, str], None]


def test_the_lead_ends_checks_and_sends_without_scripts(
    transactional_db: None, cast: Cast, page_as: PageAs, look: Look
) -> None:
    begun = clock.now() - timedelta(hours=7)
    ends = begun + timedelta(hours=8)
    ChallengeSession.objects.update(starts_at=begun, planned_end_at=ends)
    page = page_as(cast.lead, narrow=True, javascript=False)
    page.goto("/home/")
    assert fits(page)
    expect(
        page.get_by_role("navigation", name="Menu").get_by_role("link", name="Peer challenge")
    ).to_be_visible()
    look(page, "narrow-home")
    page.get_by_role("link", name="Say when the session at Ash Primary School has ended").click()
    assert fits(page)
    page.get_by_role("button", name="Yes, the session has ended").click()
    expect(page.get_by_role("main")).to_contain_text("The report is due")
    assert fits(page)

    full_report.write(ChallengeSession.objects.get(), cast.lead)
    page.get_by_role("button", name="Write and send the report").click()
    page.get_by_role("button", name="Check your answers").click()
    assert fits(page)
    page.get_by_role("button", name="Continue to sending").click()
    page.get_by_role("button", name="Send to the host").click()
    expect(page.get_by_role("heading", name="Report sent")).to_be_visible()
    assert fits(page)
    look(page, "narrow-receipt")
    assert ChallengeSession.objects.get().state == SessionState.REPORTED
