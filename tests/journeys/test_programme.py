"""The programme of a day: made by a deputy, improved by the lead's suggestion, agreed by both, on the phone on the day."""

import re
from collections.abc import Callable

import pytest
import time_machine
from playwright.sync_api import Page, expect

from hlp import documents
from peerchallenge.models import ChallengeSession, Programme
from peerchallenge.services import years
from tests.conftest import Cast
from tests.journeys.conftest import Checking, Look, PageAs, drag

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]


@pytest.mark.parametrize("javascript", [True, False])
def test_host_and_lead_agree_a_programme_that_the_phone_shows_on_the_day(
    transactional_db: None,
    cast: Cast,
    page_as: PageAs,
    checking: Checking,
    javascript: bool,
) -> None:
    check = checking("programme", javascript)
    years.start(cast.year)
    address = f"/sessions/{cast.session.pk}/programme/"

    host = page_as(cast.deputy, javascript=javascript)
    host.goto(f"/sessions/{cast.session.pk}/")
    check(host, "countdown")
    host.get_by_role("main").get_by_role("link", name="Programme of the day", exact=True).click()
    expect(host.get_by_role("heading", name="The suggested day")).to_be_visible()
    check(host, "begin")
    host.get_by_role("button", name="Begin the programme").click()
    expect(host.get_by_role("heading", name="To sort out")).to_be_visible()
    expect(host.get_by_role("main")).to_contain_text("slots have no place yet")
    check(host, "begun")

    # A slot gets a room, a name, and no end before its start.
    host.get_by_role("link", name=re.compile("^Looking at books")).click()
    expect(host.get_by_role("heading", name="Change the slot")).to_be_visible()
    host.get_by_label("Where").fill("Library, first floor")
    host.get_by_label("Until").fill("9am")
    host.get_by_role("button", name="Save the slot").click()
    expect(host.get_by_role("alert")).to_contain_text("The slot must end after it begins")
    check(host, "slot-error")
    host.get_by_label("Until").fill("12pm")
    host.get_by_text("Somebody else from the school").click()
    host.get_by_label("Name", exact=True).fill("Eve English")
    host.get_by_label("Role").fill("English lead")
    host.get_by_role("button", name="Save the slot").click()
    expect(host.get_by_role("main")).to_contain_text("With Eve English, English lead")

    # Its place in the day: by its button, and the times follow.
    host.get_by_role("button", name=re.compile("^Later.*Looking at books")).click()
    expect(host.locator("[data-item]").nth(7)).to_contain_text("Looking at books")
    expect(host.locator("[data-item]").nth(7)).to_contain_text("midday")
    if javascript:
        first, second = host.locator("[data-item]").nth(7), host.locator("[data-item]").nth(6)
        drag(first, second, grip={"x": 20, "y": 20}, at={"x": 20, "y": 5})
        expect(host.locator("#said")).to_contain_text("now begins at 11:30am")
        expect(host.locator("[data-item]").nth(6)).to_contain_text("Looking at books")

    host.get_by_role("link", name="Name the designated safeguarding lead").click()
    host.get_by_label("Designated safeguarding lead on the day").fill("Dee Elle")
    host.get_by_label("Telephone on the day").fill("020 7946 0000")
    host.get_by_role("button", name="Save").click()
    expect(host.get_by_role("main")).to_contain_text("Dee Elle")
    host.get_by_role("link", name="Add or remove people").click()
    expect(host.get_by_role("main")).to_contain_text("Eve English")
    check(host, "people")
    host.goto(address)
    host.get_by_role("button", name="Agree to this programme").click()
    expect(host.get_by_role("main")).to_contain_text("You have agreed to this programme")

    lead = page_as(cast.lead, narrow=True, javascript=javascript)
    lead.goto(address)
    check(lead, "lead")
    lead.get_by_role("link", name=re.compile("^Suggest a change.*Lunch")).click()
    lead.get_by_label("What would you change?").fill("Could we have an hour?")
    lead.get_by_role("button", name="Send the suggestion").click()
    expect(lead.get_by_role("main")).to_contain_text("The host is being told")
    lead.get_by_role("button", name="Agree to this programme").click()
    expect(lead.get_by_role("main")).to_contain_text("You have agreed to this programme")
    assert Programme.objects.get().is_agreed

    host.goto(address)
    expect(host.get_by_role("main")).to_contain_text("Could we have an hour?")
    check(host, "agreed")
    host.get_by_role("button", name=re.compile("^Dealt with.*an hour")).click()
    expect(host.get_by_role("main")).to_contain_text("marked as dealt with")

    host.get_by_role("link", name="Print the programme (PDF)").click()
    host.get_by_role("button", name="Make the PDF").click()
    expect(host.get_by_role("main")).to_contain_text("is being made")
    documents.build_next()
    host.goto(f"{address}print/")
    expect(host.get_by_role("link", name=re.compile("Download the PDF"))).to_be_visible()
    check(host, "print")

    # On the day: what is on now and what comes next, on the phone.
    with time_machine.travel("2026-11-19 11:40+00:00"):
        ChallengeSession.objects.update(state="confirmed")
        reviewer = page_as(cast.reviewer, narrow=True, javascript=javascript)
        reviewer.goto(address)
        expect(reviewer.get_by_text("Now, until")).to_be_visible()
        check(reviewer, "day")
        reviewer.goto("/home/")
        expect(reviewer.get_by_text("Now, until")).to_be_visible()
        check(reviewer, "home-day")


def test_the_director_sets_the_suggested_day_and_the_countdown(
    transactional_db: None, cast: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    years.start(cast.year)
    director = page_as(cast.director)
    director.goto(f"/rounds/{cast.round.pk}/")
    director.get_by_role("link", name="Suggested programme of the day").click()
    expect(director.get_by_role("heading", name="Suggested programme of the day")).to_be_visible()
    look(director, "programme-template")
    check_accessibility(director)
    director.get_by_role("link", name="Lunch and team catch-up").click()
    director.get_by_label("Until").fill("12:45")
    look(director, "programme-template-slot")
    check_accessibility(director)
    director.get_by_role("button", name="Save the slot").click()
    expect(director.get_by_role("main")).to_contain_text("Nobody has lunch")

    director.goto("/years/2026-27/countdown/")
    expect(director.get_by_role("heading", name="Countdown to the day")).to_be_visible()
    director.get_by_label("Agree the programme of the day").fill("60")
    director.get_by_role("button", name="Save the countdown").click()
    expect(director.get_by_role("alert")).to_be_visible()
    director.get_by_label("Agree the programme of the day").fill("12")
    look(director, "programme-countdown-days")
    check_accessibility(director)
    director.get_by_role("button", name="Save the countdown").click()
    expect(director.get_by_role("main")).to_contain_text("is saved")
    assert cast.year.countdown_days.get(step="programme").days == 12
