"""Evidence on the day: a phone without a connection, two reviewers, moderation, and without scripts."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hlp import clock
from hlp.models import User
from peerchallenge.models import ChallengeSession, EvidenceNote
from peerchallenge.services import years
from tests.conftest import Cast
from tests.journeys.conftest import PageAs, reload, sign_in_cookie

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]


@pytest.fixture
def people(transactional_db: None, cast: Cast) -> Cast:
    """The cast in the middle of the day."""
    start = clock.now() - timedelta(hours=3)
    ChallengeSession.objects.update(starts_at=start, planned_end_at=start + timedelta(hours=7))
    years.start(cast.year)
    cast.session.refresh_from_db()
    return cast


def write(page: Page, text: str, kind: str = "strength") -> None:
    page.get_by_role("textbox", name="Your note").fill(text)
    page.get_by_role("button", name=f"Save as {kind}").click()
    expect(page.get_by_role("textbox", name="Your note")).to_have_value("")
    expect(page.locator("#notes")).to_contain_text(text)


def opened(page: Page, cast: Cast) -> str:
    """Open the notes and wait until the device would open them without a connection."""
    path = f"/evidence/{cast.session.pk}/"
    page.goto(path)
    expect(page.locator("html")).to_have_attribute("data-offline", "ready")
    expect(page.locator("html")).to_have_attribute("data-evidence", "ready")
    return path


def test_a_phone_without_a_connection_loses_and_doubles_nothing(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    page = page_as(people.lead, narrow=True, ignoring="ERR_INTERNET_DISCONNECTED")
    path = opened(page, people)
    write(page, "Sent at once.")
    expect(page.get_by_role("status")).to_have_text("All your notes are sent.")
    check_accessibility(page)
    look(page, "evidence")
    page.context.set_offline(True)
    for number in range(5):
        write(page, f"Note {number} of the corridor.", "even better if")
    expect(page.get_by_role("status")).to_contain_text("5 notes are kept on this device")
    look(page, "evidence-waiting")
    page.goto(path)
    expect(page.get_by_text("Note 4 of the corridor.", exact=True)).to_be_visible()
    check_accessibility(page)
    for number in range(5, 10):
        write(page, f"Note {number} of the corridor.", "question")
    look(page, "evidence-offline")
    page.get_by_role("button", name="Change the note: Note 3").click()
    expect(page.get_by_role("heading", name="Change your note")).to_be_visible()
    page.get_by_role("textbox", name="Your note").fill("Note 3, said better.")
    page.get_by_role("button", name="Save as strength").click()
    expect(page.get_by_role("heading", name="New note")).to_be_visible()
    page.get_by_role("button", name="Delete the note: Note 9").click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator(".app-note", has_text="Note 9")).to_have_count(0)
    expect(page.get_by_role("status")).to_contain_text("9 notes are kept on this device")
    assert EvidenceNote.objects.count() == 1
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_have_text("All your notes are sent.")
    texts = [f"Note {number} of the corridor." for number in range(9) if number != 3]
    kept = EvidenceNote.objects.readable().values_list("text", flat=True)
    assert sorted(kept) == sorted([*texts, "Note 3, said better.", "Sent at once."])
    reload(page)
    expect(page.locator(".app-note")).to_have_count(10)


def judge(page: Page, overall: str) -> None:
    """Record one's own view."""
    page.get_by_role("button", name="Record your own view").click()
    expect(page.get_by_role("heading", name="Your own view")).to_be_visible()
    for area in ("Inclusion", "Curriculum and teaching"):
        page.get_by_role("group", name=area).get_by_label("Accurate", exact=True).check()
    page.get_by_role("group", name="The self-evaluation overall").get_by_label(overall, exact=True).check()
    page.get_by_label("Improving").check()
    page.get_by_role("button", name="Record my view").click()
    expect(page.get_by_role("main")).to_contain_text("Your view is recorded")


@pytest.mark.parametrize("javascript", [True, False])
def test_two_reviewers_note_judge_and_agree(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look, javascript: bool
) -> None:
    lead = page_as(people.lead, javascript=javascript)
    reviewer = page_as(people.reviewer, narrow=True, javascript=javascript)
    for page, text in ((lead, "Calm lessons."), (reviewer, "Jamie in year 4 cannot read.")):
        page.goto(f"/sessions/{people.session.pk}/")
        page.get_by_role("link", name="Evidence notes").first.click()
        expect(page.get_by_role("heading", name="Evidence notes")).to_be_visible()
        page.get_by_role("combobox", name="Area").select_option("Inclusion")
        page.get_by_role("textbox", name="Your note").fill(text)
        page.get_by_role("button", name="Save as strength").click()
        expect(page.locator("#notes")).to_contain_text(text)
        if javascript:
            expect(page.get_by_role("status")).to_have_text("All your notes are sent.")
        page.get_by_role("link", name="Moderation").last.click()
        expect(page.get_by_role("heading", name="Moderation")).to_be_visible()
    if javascript:
        check_accessibility(lead)
    look(lead, "moderation-first")
    expect(lead.get_by_role("main")).not_to_contain_text("Jamie")
    judge(lead, "Accurate")
    expect(lead.get_by_role("main")).to_contain_text("the view of Rita Reviewer")
    look(reviewer, "moderation-first")
    judge(reviewer, "More positive than the evidence")
    reload(lead)
    expect(lead.get_by_text("You differ")).to_have_count(1)
    look(lead, "moderation-views")
    lead.get_by_text("2 notes").click()
    lead.get_by_role("button", name="Flag for removal of the note: Jamie").click()
    lead.get_by_role("link", name="decide about the note: Jamie").first.click()
    expect(lead.get_by_role("heading", name="Remove this note?")).to_be_visible()
    look(lead, "evidence-remove")
    lead.get_by_role("button", name="Remove the note").click()
    expect(lead.get_by_role("main")).not_to_contain_text("Jamie")
    lead.get_by_role("link", name="Agree on Inclusion").click()
    expect(lead.get_by_role("heading", name="Inclusion", level=1)).to_be_visible()
    lead.get_by_role("button", name="Save and go on").click()
    expect(lead.get_by_role("alert")).to_contain_text("Enter the reason")
    lead.get_by_label("The reason").fill("Every pupil is in the room.")
    if javascript:
        check_accessibility(lead)
    look(lead, "moderation-agree")
    lead.get_by_role("button", name="Save and go on").click()
    expect(lead.get_by_role("heading", name="Curriculum and teaching", level=1)).to_be_visible()
    reviewer.goto(f"/sessions/{people.session.pk}/moderation/overall/")
    look(reviewer, "moderation-agree")
    reviewer.get_by_label("Accurate", exact=True).check()
    reviewer.get_by_label("The reason").fill("Two areas bear it out.")
    reviewer.get_by_role("button", name="Save and go on").click()
    expect(reviewer.get_by_role("heading", name="direction", level=1)).to_be_visible()
    reviewer.goto(f"/sessions/{people.session.pk}/moderation/")
    look(reviewer, "moderation-views")
    if javascript:
        check_accessibility(reviewer)
    reviewer.get_by_role("button", name="Carry into the report").click()
    expect(reviewer.get_by_role("heading", name="Carry into the report")).to_be_visible()
    look(reviewer, "moderation-carry")
    if javascript:
        check_accessibility(reviewer)
    reviewer.get_by_role("button", name="Carry into the report").click()
    expect(reviewer.get_by_role("heading", name="Judgement on the self-evaluation")).to_be_visible()
    expect(reviewer.get_by_role("textbox", name="Evidence on inclusion")).to_have_value(
        "Every pupil is in the room."
    )


def test_a_reviewer_finds_the_way_by_landmarks_and_headings_alone(people: Cast, page_as: PageAs) -> None:
    """What a screen reader offers: landmarks, headings and roles with their names; no look, no pointer."""
    page = page_as(people.lead)
    opened(page, people)
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", level=1)).to_have_text("Evidence notes")
    new = main.get_by_role("region", name="New note")
    expect(main.get_by_role("complementary", name="If you are worried about a child")).to_be_visible()
    expect(new.get_by_role("textbox", name="Your note")).to_have_accessible_description(
        "What you saw, heard or read. Never name a pupil or a member of staff."
    )
    new.get_by_role("combobox", name="Where you are").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("Eight pupils talk about their books.")
    for _ in range(4):
        page.keyboard.press("Tab")
    expect(new.get_by_role("button", name="Save as even better if")).to_be_focused()
    page.keyboard.press("Enter")
    own = main.get_by_role("region", name="Your notes")
    expect(own.get_by_role("listitem")).to_contain_text(["Eight pupils talk about their books."])
    expect(own.get_by_role("heading", level=3)).to_have_count(1)
    expect(new.get_by_role("textbox", name="Your note")).to_be_focused()
    own.get_by_role("button", name="Delete the note: Eight pupils").press("Enter")
    expect(own.get_by_role("button", name="Delete", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(own.get_by_role("heading", level=2)).to_be_focused()
    expect(own.get_by_role("listitem")).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("All your notes are sent.")


def test_a_shared_tablet_shows_nobody_anothers_notes_and_loses_none(people: Cast, page_as: PageAs) -> None:
    page = page_as(people.lead, ignoring="Failed to load resource")
    path = opened(page, people)
    page.context.set_offline(True)
    write(page, "Waits for its author.")
    page.context.clear_cookies()
    page.context.set_offline(False)
    expect(page.get_by_role("status")).to_contain_text("You are signed out. 1 note is kept on this device")
    page.context.add_cookies([sign_in(people.reviewer, page)])
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    expect(page.get_by_role("status")).to_contain_text("Somebody else is signed in")
    expect(page.get_by_text("Waits for its author.", exact=True)).to_have_count(0)
    page.goto("/home/")
    expect(page.locator(".govuk-inset-text", has_text="not sent yet")).to_have_count(0)
    page.context.set_offline(True)
    page.goto(path)
    expect(page.get_by_role("status")).to_contain_text("this device shows no notes")
    page.context.set_offline(False)
    page.goto(path)
    expect(page.get_by_role("status")).to_have_text("All your notes are sent.")
    assert not EvidenceNote.objects.exists()
    page.context.add_cookies([sign_in(people.lead, page)])
    page.goto(path)
    expect(page.get_by_text("Waits for its author.", exact=True)).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("All your notes are sent.")
    assert EvidenceNote.objects.get().author == people.lead
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    page.context.set_offline(True)
    page.goto(path)
    expect(page.get_by_role("status")).to_contain_text("this device shows no notes")


def sign_in(person: User, page: Page) -> Any:
    """The cookie of a person's sign-in on the server of a page."""
    return sign_in_cookie(person, "/".join(page.url.split("/")[:3]))
