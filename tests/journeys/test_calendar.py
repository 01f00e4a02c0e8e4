"""The year at a glance, and the dates in one's own calendar: at a desk, on a phone, and without scripts."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import icalendar
import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from hlp import clock
from hlp.choices import DocumentState
from hlp.models import Document
from peerchallenge.models import ChallengeSession
from tests.conftest import Cast
from tests.journeys.conftest import PageAs, fits

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]


def test_a_headteacher_subscribes_and_downloads_a_date(
    transactional_db: None, cast: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    page = page_as(cast.lead)
    page.goto("/calendar/")
    chip = page.get_by_role("link", name="Lead reviewer: Leo Lead")
    chip.focus()
    check_accessibility(page)
    look(page, "calendar-lead")
    page.get_by_role("link", name="Put it into your calendar").click()
    page.get_by_role("button", name="Make my calendar address").click()
    address = page.get_by_label("Address of your sessions").input_value()
    subscribe = page.get_by_role("button", name="Subscribe")
    assert subscribe.get_attribute("href") == address.replace("http://", "webcal://")
    check_accessibility(page)
    look(page, "calendar-address")
    body = Client().get(urlsplit(address).path).content
    names = [str(event["summary"]) for event in icalendar.Calendar.from_ical(body).walk("VEVENT")]
    school = "Ash Primary School"
    assert (names[0], names[-1]) == (f"Peer challenge at {school}", f"Report due: {school}")
    assert f"Due: Write the analysis before the visit, {school}" in names

    page.get_by_role("link", name="Make a new address").click()
    check_accessibility(page)
    page.get_by_role("button", name="Make a new address").click()
    assert page.get_by_label("Address of your sessions").input_value() != address

    page.goto(f"/sessions/{cast.session.pk}/")
    with page.expect_download() as caught:
        page.get_by_role("link", name="Put it into your calendar").click()
    assert caught.value.suggested_filename == "session-ash-primary-school.ics"


def test_on_a_phone_without_scripts_the_year_is_a_list(
    transactional_db: None, cast: Cast, page_as: PageAs, look: Look
) -> None:
    starts = clock.now() + timedelta(days=10)
    ChallengeSession.objects.update(starts_at=starts, planned_end_at=starts + timedelta(hours=7))
    page = page_as(cast.host, narrow=True, javascript=False)
    page.goto("/calendar/")
    assert fits(page)
    look(page, "calendar-phone")
    link = page.get_by_role("link", name="Ash Primary School")
    expect(link).to_be_visible()
    link.click()
    expect(page.get_by_role("heading", name="Ash Primary School")).to_be_visible()


def test_the_director_sees_the_partnership_and_prints_it(
    transactional_db: None, cast: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    page = page_as(cast.director)
    page.goto("/calendar/")
    page.get_by_label("Collaborative").select_option("North")
    page.get_by_role("button", name="Show").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("Cedar Primary School")
    expect(main).not_to_contain_text("Fir Primary School")
    check_accessibility(page)
    page.get_by_role("link", name="Show the year as a list").click()
    expect(page.get_by_text("Lead reviewer: Leo Lead")).to_be_visible()
    check_accessibility(page)
    page.get_by_role("link", name="Year planner").click()
    check_accessibility(page)
    page.get_by_role("button", name="Make the year planner").click()
    expect(page.get_by_role("main")).to_contain_text("is being made")
    check_accessibility(page)
    look(page, "calendar-planner")
    assert Document.objects.get(kind="year-planner").state == DocumentState.WAITING
    page.goto(f"/calendar/{cast.year.pk}/dry-run/")
    expect(page.get_by_role("heading", name="Mend before anything is published")).to_be_visible()
    check_accessibility(page)
    look(page, "calendar-dry-run")
    page.goto("/calendar/addresses/")
    check_accessibility(page)
    look(page, "calendar-addresses")
