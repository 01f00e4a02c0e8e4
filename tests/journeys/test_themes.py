"""From findings to the Board: the Director publishes a round's themes and its summary; schools and the Board read."""

from datetime import date

import pytest
from playwright.sync_api import expect

from hlp.models import Document
from peerchallenge.models import OutcomesSummary
from schools.choices import TermName
from tests import factories as make
from tests.conftest import Cast
from tests.journeys.conftest import Checking, PageAs
from tests.peerchallenge import themed

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("javascript", [True, False])
def test_themes_and_summary_are_published_and_taken_further(
    transactional_db: None,
    cast: Cast,
    page_as: PageAs,
    checking: Checking,
    javascript: bool,
) -> None:
    check = checking("themes", javascript)
    themed.themed_round(cast)
    days = {"opens": date(2027, 1, 11), "closes": date(2027, 3, 19)}
    make.RoundFactory(year=cast.year, term=TermName.SPRING, **days)
    director = page_as(cast.director, javascript=javascript)
    director.goto("/home/")
    director.get_by_role("link", name="Publish the themes of the Autumn round 2026/27").click()
    expect(director.get_by_role("main")).to_contain_text("Only you see this preview")
    check(director, "preview")
    director.get_by_role("link", name=themed.READING).first.click()
    expect(director.get_by_role("heading", name="In the words of the reports")).to_be_visible()
    director.get_by_role("button", name="Keep this text off the board").first.click()
    expect(director.get_by_role("main")).to_contain_text("Counts stay as they are")
    check(director, "theme")
    director.get_by_role("link", name="All themes of the round").click()
    director.get_by_role("button", name="Publish the themes").click()
    expect(director.get_by_role("heading", name="Publish the themes")).to_be_visible()
    director.get_by_role("button", name="Publish the themes").click()
    expect(director.get_by_role("alert")).to_contain_text("Confirm that you have read the texts")
    check(director, "publish-error")
    director.get_by_label("I have read the texts").check()
    director.get_by_role("button", name="Publish the themes").click()
    expect(director.get_by_role("main")).to_contain_text("are published")
    director.get_by_role("link", name="Take themes up into the coming round").click()
    expect(director.get_by_role("heading", name="Themes for the coming round")).to_be_visible()
    director.get_by_label(themed.READING).check()
    check(director, "take-up")
    director.get_by_role("button", name="Take them up").click()
    expect(director.get_by_role("main")).to_contain_text("Taken up into the Spring round")

    director.goto("/outcomes/")
    check(director, "outcomes-empty")
    director.get_by_role("button", name="Draft the summary of the Autumn round 2026/27").click()
    expect(director.get_by_role("main")).to_contain_text("Only you see this draft")
    check(director, "outcomes-draft")
    director.get_by_role("link", name="Edit “What comes next”").click()
    director.get_by_label("Text").fill("Ask Ash Primary School how it reads.")
    director.get_by_role("button", name="Save").click()
    expect(director.get_by_role("main")).to_contain_text("Saved.")
    director.get_by_role("link", name="Edit “What comes next”").click()
    director.get_by_role("button", name="Draw this section anew").click()
    expect(director.get_by_role("main")).to_contain_text("Your words are kept below")
    director.get_by_role("button", name="Bring these words back").click()
    expect(director.get_by_role("main")).to_contain_text("Your words are back")
    check(director, "outcomes-section")
    director.get_by_role("link", name="Back to the draft").first.click()
    director.get_by_role("button", name="Publish").click()
    expect(director.get_by_role("main")).to_contain_text("Ash Primary School")
    director.get_by_role("button", name="Publish the summary").click()
    expect(director.get_by_role("alert")).to_contain_text("Take the names out")
    check(director, "outcomes-names")
    director.get_by_label("I have looked at these words").check()
    director.get_by_role("button", name="Publish the summary").click()
    expect(director.get_by_role("main")).to_contain_text("is published")
    summary = OutcomesSummary.objects.get()
    assert Document.objects.filter(outcomes_summary=summary).exists()

    host = page_as(cast.host, narrow=True, javascript=javascript)
    host.goto("/rounds/themes/")
    check(host, "list")
    host.get_by_role("link", name="Autumn round 2026/27").click()
    expect(host.get_by_role("heading", name="Themes of the Autumn round 2026/27")).to_be_visible()
    check(host, "board")
    host.get_by_label("Collaborative").select_option(label="North")
    host.get_by_role("button", name="Show").click()
    expect(host.get_by_role("main")).to_contain_text("Nothing can be shown here")
    check(host, "board-narrowed")
    host.goto("/rounds/themes/")
    host.get_by_role("link", name="Autumn round 2026/27").click()
    host.get_by_role("link", name=themed.READING).first.click()
    expect(host.get_by_role("main")).to_contain_text("Give pupils at [school] books")
    check(host, "theme-phone")

    chair = page_as(cast.chair, javascript=javascript)
    chair.goto("/outcomes/")
    chair.get_by_role("link", name="Autumn round 2026/27").click()
    expect(chair.get_by_role("heading", name="In numbers")).to_be_visible()
    check(chair, "outcomes")
