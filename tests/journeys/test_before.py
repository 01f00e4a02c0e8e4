"""Before the day: the host confirms, writes and shares; a reviewer accepts the code; a newcomer signs in."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from hlp import clock, documents, texts
from hlp.models import Document
from peerchallenge.choices import SessionState
from peerchallenge.services import years
from tests.conftest import Cast
from tests.journeys.conftest import PageAs, reload

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]


@pytest.fixture
def people(transactional_db: None, cast: Cast) -> Cast:
    """The cast ten days before their session, whose date the host has not confirmed."""
    texts.ensure_defaults()
    years.start(cast.year)
    cast.session.starts_at = clock.now() + timedelta(days=10)
    cast.session.planned_end_at = cast.session.starts_at + timedelta(hours=7)
    cast.session.state = SessionState.PLANNED
    cast.session.save()
    return cast


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_the_host_confirms_writes_and_shares(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    page = page_as(people.host)
    page.goto("/home/")
    check_accessibility(page)
    look(page, "host-home")
    page.get_by_role("link", name="Confirm the date of your session").click()
    check_accessibility(page)
    press(page, "Confirm this date")
    expect(page.get_by_role("heading", name=str(people.host_school))).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("The date is confirmed")
    check_accessibility(page)
    look(page, "host-session")

    page.get_by_role("button", name="Write your self-evaluation").click()
    check_accessibility(page)
    page.get_by_role("link", name="Inclusion").click()
    page.get_by_label("Strong standard").check()
    for name in ("strengths", "development", "evidence"):
        page.locator(f"[name={name}]").fill(f"Our {name}, in Renée’s words")
    check_accessibility(page)
    look(page, "host-self-evaluation")
    press(page, "Save and continue")
    expect(page.get_by_role("heading", name="Curriculum and teaching")).to_be_visible()
    share(page, people, check_accessibility, look)
    team_reads(page_as(people.reviewer), people, check_accessibility)


def share(page: Page, cast: Cast, check_accessibility: Check, look: Look) -> None:
    page.get_by_role("link", name="Your self-evaluation").click()
    page.get_by_role("link", name="See who will read it, and share").click()
    for reader in (cast.lead, cast.reviewer, cast.lead_headteacher, cast.director):
        expect(page.get_by_role("listitem").filter(has_text=reader.name)).to_be_visible()
    check_accessibility(page)
    look(page, "host-share")
    press(page, "Share with the review team")
    expect(page.get_by_role("alert")).to_be_visible()
    check_accessibility(page)


def team_reads(page: Page, cast: Cast, check_accessibility: Check) -> None:
    page.goto(f"/sessions/{cast.session.pk}/self-evaluation/")
    expect(page.get_by_text("Our strengths, in Renée’s words")).to_be_visible()
    check_accessibility(page)


def test_a_reviewer_accepts_the_code_and_opens_the_handbook(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    page = page_as(people.reviewer, narrow=True)
    page.goto(f"/sessions/{people.session.pk}/handbook/")
    expect(page.get_by_role("heading", name="Code of conduct", exact=True)).to_be_visible()
    press(page, "Accept the code of conduct")
    expect(page.get_by_role("alert")).to_contain_text("Tick the box to accept the code of conduct")
    check_accessibility(page)
    look(page, "code-of-conduct")
    page.get_by_label("I have read the code of conduct").check()
    press(page, "Accept the code of conduct")
    check_accessibility(page)

    page.get_by_role("button", name="Open the handbook").click()
    press(page, "Make the handbook")
    expect(page.get_by_text("is being made")).to_be_visible()
    check_accessibility(page)
    assert documents.build(Document.objects.get().pk)
    expect(page.get_by_role("link", name="Download the PDF")).to_be_visible()
    reload(page)
    check_accessibility(page)
    look(page, "handbook")
    file = page.request.get(f"/sessions/{people.session.pk}/handbook/1/")
    assert (file.status, file.body()[:5]) == (200, b"%PDF-")


def test_a_newcomer_signs_in_with_a_code(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    cache.clear()
    page = page_as()
    page.goto("/")
    check_accessibility(page)
    page.get_by_role("button", name="Sign in").or_(page.get_by_role("link", name="Sign in")).first.click()
    check_accessibility(page)
    look(page, "sign-in")
    page.get_by_label("E-mail address").first.fill(people.host.email)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Enter your code")).to_be_visible()
    check_accessibility(page)
    found = re.match(r"([A-Z]{4}-[A-Z]{4}) ", mail.outbox[-1].subject)
    assert found
    page.get_by_label("Code").fill(found[1].lower())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Hello Hana Host")).to_be_visible()
    look(page, "newcomer-home")
    page.get_by_role("link", name="Hana Host").click()
    check_accessibility(page)
