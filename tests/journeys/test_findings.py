"""Themes of a report's findings: the lead confirms them, the Director sorts the vocabulary, nothing is lost."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from peerchallenge.models import Finding, FindingTheme
from peerchallenge.services.findings import earlier, proposing
from schools.models import Theme
from schools.services import themes
from tests.conftest import Cast
from tests.journeys.conftest import PageAs
from tests.peerchallenge import full_reply
from tests.peerchallenge.found import OLD_REPORT, word

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]
WORDS = {
    "Early reading and phonics": ["phonics", "letter sounds", "fluency"],
    "More able pupils": ["most able", "difficult task"],
    "Feedback and marking": ["feedback", "marking"],
}


def test_themes_are_confirmed_and_the_vocabulary_is_kept(
    transactional_db: None,
    cast: Cast,
    page_as: PageAs,
    check_accessibility: Check,
    look: Look,
) -> None:
    def check(page: Page, name: str) -> None:
        look(page, f"findings-{name}")
        check_accessibility(page)

    for name, synonyms in WORDS.items():
        themes.add_theme(name=name, synonyms=synonyms, by=cast.director)
    full_reply.sent(cast)
    proposing.propose_waiting()

    lead = page_as(cast.lead, narrow=True, javascript=False)
    lead.goto("/home/")
    lead.get_by_role("link", name="Confirm the themes of 10 findings").click()
    expect(lead.get_by_role("heading", name="Findings of the report")).to_be_visible()
    look(lead, "findings-report")
    first = lead.get_by_role("group").first
    first.get_by_label("Add a theme").select_option("More able pupils")
    last = lead.get_by_role("group").last
    last.get_by_label("Leave for later").focus()
    lead.keyboard.press("Space")
    lead.get_by_role("button", name="Confirm the themes").press("Enter")
    expect(lead.get_by_text("The themes of 9 findings are confirmed.")).to_be_visible()
    look(lead, "findings-report-confirmed")

    director = page_as(cast.director)
    director.goto("/findings/")
    check(director, "list")
    director.get_by_role("link", name="Autumn round 2026/27").first.click()
    expect(director.get_by_role("heading", name="Themes to confirm")).to_be_visible()
    check(director, "queue")
    director.get_by_role("button", name="Confirm").click()
    expect(director.get_by_text("Every finding of this round is confirmed")).to_be_visible()
    check(director, "queue-empty")
    assert not Finding.objects.waiting().exists()

    director.goto("/findings/vocabulary/")
    check(director, "vocabulary")
    director.get_by_role("button", name="Add a theme").click()
    director.get_by_role("button", name="Save the theme").click()
    expect(director.get_by_role("alert")).to_be_visible()
    check(director, "theme-errors")
    director.get_by_label("Name").fill("Challenge")
    director.get_by_label("Description").fill("Work that makes pupils think.")
    director.get_by_label("Other words for it").fill("stretch\ndepth")
    director.get_by_role("button", name="Save the theme").click()
    expect(director.get_by_text("‘Challenge’ is part of the vocabulary.")).to_be_visible()

    director.goto(f"/findings/vocabulary/{Theme.objects.get(name='More able pupils').pk}/merge/")
    director.get_by_label("Merge it into").select_option("Challenge")
    check(director, "merge")
    director.get_by_role("button", name="Merge the themes").click()
    expect(director.get_by_text("‘More able pupils’ is now part of ‘Challenge’.")).to_be_visible()
    check(director, "theme")
    assert FindingTheme.objects.confirmed().filter(theme__name="Challenge", named="More able pupils").exists()

    director.get_by_role("link", name="Split it").click()
    director.get_by_label("First new theme").fill("Depth in every lesson")
    check(director, "split")
    director.get_by_role("button", name="Split, and sort its findings").click()
    expect(director.get_by_role("heading", name="Sort its findings")).to_be_visible()
    check(director, "sort")
    director.get_by_role("group").first.get_by_label("Depth in every lesson").check()
    director.get_by_role("button", name="Move them").click()
    expect(director.get_by_text("1 finding moved.")).to_be_visible()

    director.goto("/findings/earlier/")
    check(director, "earlier-empty")
    director.get_by_role("button", name="Upload a report").click()
    expect(director.get_by_role("heading", name="Upload an earlier report")).to_be_visible()
    file = {"name": "old.doc", "mimeType": "application/msword", "buffer": b"not really"}
    director.get_by_label("School").select_option("Ash Primary School")
    director.get_by_label("Academic year").select_option("2026/27")
    director.get_by_label("The report").set_input_files(file)
    director.get_by_role("button", name="Upload the report").click()
    expect(director.get_by_role("alert")).to_contain_text("This is not a Word document")
    check(director, "earlier-refused")
    director.get_by_label("The report").set_input_files(
        {**file, "name": "old.docx", "buffer": word(*OLD_REPORT)}
    )
    director.get_by_role("button", name="Upload the report").click()
    expect(director.get_by_text("The report is being read.")).to_be_visible()
    earlier.read_next()
    expect(director.get_by_label("Text of finding 2")).to_have_value("Pupils love the library")
    check(director, "earlier-check")
    director.get_by_label("What finding 2 is").select_option("Leave out")
    director.get_by_role("button", name="File these findings").click()
    expect(director.get_by_text("Filed. Themes are proposed now")).to_be_visible()
    check(director, "earlier-filed")
    director.goto("/findings/earlier/")
    check(director, "earlier-list")

    host = page_as(cast.host, narrow=True)
    host.goto(f"/sessions/{cast.session.pk}/findings/")
    expect(host.get_by_text("then “More able pupils”").first).to_be_visible()
    check(host, "report-read")
