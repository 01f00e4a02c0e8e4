"""The Director drafts, previews, publishes and corrects a score card; a headteacher reads frozen pages and what changed."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from hlp import documents, drawings
from hlp.models import Document
from scorecard.models import Edition
from scorecard.services.editions import publishing
from tests.conftest import Cast
from tests.journeys.conftest import PageAs, reload
from tests.scorecard import published as stage

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]


def the_worker_publishes() -> Edition:
    """What the documents worker does."""
    edition = Edition.objects.get(state="publishing")
    with stage.figures_at_hand():
        assert publishing.work(edition.pk)
    return edition


def test_a_score_card_is_drafted_published_and_corrected(
    transactional_db: None, cast: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    def check(page: Page, name: str) -> None:
        look(page, f"edition-{name}")
        check_accessibility(page)

    measures = stage.with_results(cast)
    director = page_as(cast.director)
    director.goto("/score-card/published/")
    check(director, "empty")
    director.get_by_role("button", name="Begin a score card").click()
    check(director, "begin")
    director.get_by_role("button", name="Begin the draft").click()
    expect(director.get_by_role("heading", level=1)).to_have_text("Score card 2024/25")
    check(director, "draft")

    director.get_by_role("link", name="Choose the measures").click()
    for box in director.get_by_role("checkbox").all():
        box.uncheck()
    director.get_by_role("button", name="Save").click()
    expect(director.get_by_role("alert")).to_contain_text("Choose at least one measure")
    check(director, "measures-error")
    for box in director.get_by_role("checkbox").all():
        box.check()
    director.get_by_role("button", name="Save").click()

    director.get_by_role("link", name="Write about: At a glance").click()
    drawings.draw()
    reload(director)
    director.get_by_label("What do these figures mean?").fill("We rose by a point a year.")
    check(director, "write")
    other = page_as(cast.director)
    other.goto(director.url)
    other.get_by_label("What do these figures mean?").fill("Other words")
    director.get_by_role("button", name="Save").click()
    expect(director.get_by_role("main")).to_contain_text("Saved.")
    other.get_by_role("button", name="Save").click()
    expect(other.get_by_role("alert")).to_contain_text("Somebody has changed this draft")
    expect(other.get_by_label("What do these figures mean?")).to_have_value("Other words")
    other.close()

    director.get_by_role("link", name="Preview as everybody").click()
    drawings.draw()
    reload(director)
    expect(director.get_by_role("main")).to_contain_text("We rose by a point a year.")
    expect(director.locator("svg.app-figure__svg").first).to_be_visible()
    check(director, "preview-everybody")
    director.get_by_role("link", name="As the Board").click()
    director.get_by_role("link", name="As a school").click()
    director.get_by_label("School").select_option("Cedar Primary School")
    director.get_by_role("button", name="Show").click()
    drawings.draw()
    reload(director)
    expect(director.get_by_role("heading", level=1)).to_have_text("Cedar Primary School")
    check(director, "preview-school")
    director.get_by_role("link", name="Back to the draft").click()

    director.get_by_role("link", name="Publish", exact=True).or_(
        director.get_by_role("button", name="Publish", exact=True)
    ).click()
    check(director, "publish")
    director.get_by_role("button", name="Publish", exact=True).click()
    expect(director.get_by_role("status")).to_contain_text("is being published")
    check(director, "publishing")
    first = the_worker_publishes()
    expect(director.get_by_text("Published", exact=True).first).to_be_visible()
    expect(director.get_by_role("main")).to_contain_text("SHA-256")
    check(director, "published")

    host = page_as(cast.host, narrow=True, javascript=False)
    host.goto(f"/score-card/published/{first.pk}/")
    host.get_by_role("link", name="The page of Ash Primary School").click()
    expect(host.get_by_role("main")).to_contain_text("This school: 71% in 2024/25")
    look(host, "edition-school")
    document = Document.objects.get(title="Score card 2024/25: Ash Primary School")
    assert documents.build(document.pk)
    reload(host)
    with host.expect_response("**/paper/file/") as answer:
        host.get_by_role("link", name="Download the two pages").evaluate("link => fetch(link.href)")
    assert answer.value.headers["content-type"] == "application/pdf"

    stage.correct_figure(cast, measures["rwm"], cast.host_school, 75)
    director.get_by_role("link", name="Correct this score card").click()
    director.get_by_role("button", name="Begin the correction").click()
    expect(director.get_by_role("alert")).to_be_visible()
    check(director, "correct-error")
    director.get_by_label("Why must it be corrected?").fill("The table was amended.")
    director.get_by_role("button", name="Begin the correction").click()
    director.get_by_role("button", name="Publish", exact=True).click()
    director.get_by_role("button", name="Publish", exact=True).click()
    expect(director.get_by_role("status")).to_contain_text("is being published")
    second = the_worker_publishes()
    director.get_by_role("link", name="Which figures changed").click()
    expect(director.get_by_role("main")).to_contain_text("The table was amended.")
    check(director, "changes")

    host.goto(f"/score-card/published/{first.pk}/schools/{cast.host_school.urn}/")
    host.get_by_role("link", name="Read the newer version").click()
    host.get_by_role("link", name="The page of Ash Primary School").click()
    assert str(second.pk) in host.url
    expect(host.get_by_role("main")).to_contain_text("71% is now 75%")
    look(host, "edition-school-corrected")
