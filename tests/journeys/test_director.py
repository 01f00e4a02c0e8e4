"""The Director: a late report, an end put right, a date taken off, a message sent again, a version sealed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from hlp import clock
from hlp.choices import MessageState
from hlp.models import Message
from peerchallenge.choices import SessionState
from peerchallenge.models import ChallengeSession, ReportVersion
from peerchallenge.services import reports
from tests import factories as make
from tests.conftest import Cast
from tests.journeys.conftest import PageAs
from tests.peerchallenge import full_report

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]


@pytest.fixture
def people(transactional_db: None, cast: Cast) -> Cast:
    """The cast, with a report that was due two days ago."""
    ended = clock.now() - timedelta(days=4)
    cast.session.planned_end_at, cast.session.starts_at = ended, ended - timedelta(hours=7)
    cast.session.save()
    make.held(cast.session)
    return cast


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_a_late_report_is_chased_and_its_end_put_right(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    page = page_as(people.director)
    page.goto("/home/")
    expect(page.get_by_role("main")).to_contain_text("48 hours late")
    check_accessibility(page)
    look(page, "director-home")
    page.get_by_role("link", name="The report on Ash Primary School is late").click()
    check_accessibility(page)
    look(page, "director-session")

    page.get_by_role("link", name="Correct the end").click()
    press(page, "Correct the end")
    expect(page.get_by_role("alert")).to_be_visible()
    check_accessibility(page)
    today = clock.local(clock.now() - timedelta(days=1))
    for part, number in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        page.get_by_label(part, exact=True).fill(str(number))
    page.get_by_label("Why is the end corrected?").fill("The fire alarm: the team came back later")
    look(page, "director-correct-end")
    press(page, "Correct the end")
    expect(page.get_by_role("main")).to_contain_text("The fire alarm: the team came back later")
    check_accessibility(page)
    due = ChallengeSession.objects.get().report_due_at
    assert due is not None
    assert due > clock.now()


def test_a_session_is_postponed_and_gets_a_new_date(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    page = page_as(people.director, narrow=True)
    page.goto(f"/sessions/{people.session.pk}/")
    page.get_by_role("link", name="Postpone").click()
    press(page, "Postpone this session")
    expect(page.get_by_role("alert")).to_contain_text("Enter the reason")
    check_accessibility(page)
    page.get_by_label("Reason").fill("The boiler")
    press(page, "Postpone this session")
    expect(page.get_by_role("heading", name="Postponed")).to_be_visible()
    check_accessibility(page)
    look(page, "director-postponed")
    page.get_by_role("button", name="Set a new date").click()
    check_accessibility(page)
    look(page, "director-new-date")
    assert ChallengeSession.objects.get().state == SessionState.POSTPONED


def test_a_message_that_failed_is_sent_again(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    context = {"post": "Headteacher, Ash Primary School", "by": "Adil", "path": "/accounts/login/"}
    at = clock.now() - timedelta(days=1)
    facts = {"kind": "invitation", "context": context, "written_at": at, "due_at": at, "attempts": 7}
    address = {"person": people.host, "address": people.host.email}
    message = Message.objects.create(key="failed", state=MessageState.FAILED, **address, **facts)

    page = page_as(people.director)
    page.goto("/home/")
    page.get_by_role("link", name="1 e-mail could not be sent").click()
    check_accessibility(page)
    look(page, "director-messages")
    page.get_by_role("row").filter(has_text="Failed").get_by_role("link").click()
    check_accessibility(page)
    look(page, "director-message")
    press(page, "Send again")
    expect(page.get_by_role("alert")).to_contain_text("goes out again within a minute")
    check_accessibility(page)
    message.refresh_from_db()
    assert message.state == MessageState.WAITING


def test_a_version_that_names_a_child_is_sealed(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    full_report.write(people.session, people.lead, focus_strengths="Zephyrine reads well.")
    reports.send_report(session=people.session, by=people.lead)
    page = page_as(people.director)
    page.goto(f"/sessions/{people.session.pk}/report/read/")
    expect(page.get_by_text("Zephyrine reads well.")).to_be_visible()
    check_accessibility(page)
    page.get_by_role("link", name="Seal this version").click()
    press(page, "Seal this version and send its replacement")
    expect(page.get_by_role("alert")).to_be_visible()
    check_accessibility(page)
    page.get_by_label("Reason for sealing").fill("It named a child")
    page.locator("[name=focus_strengths]").fill("A pupil reads well.")
    press(page, "Seal this version and send its replacement")

    expect(page.get_by_text("A pupil reads well.")).to_be_visible()
    expect(page.get_by_text("It named a child").first).to_be_visible()
    assert "Zephyrine" not in page.content()
    check_accessibility(page)
    look(page, "director-sealed")
    assert ReportVersion.objects.count() == 2
