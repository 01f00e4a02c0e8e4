"""Finding: good practice in the directory, and a school's own line on a long list; on a phone and without scripts too."""

import pytest
from playwright.sync_api import expect

from schools.models import PracticeEdition
from tests import factories as make
from tests.conftest import Cast, utc
from tests.journeys.conftest import Checking, Look, PageAs
from tests.schools.practice_questions import lay

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("javascript", [True, False])
def test_a_headteacher_finds_good_practice_and_the_director_a_school(
    transactional_db: None,
    cast: Cast,
    page_as: PageAs,
    checking: Checking,
    look: Look,
    javascript: bool,
) -> None:
    check = checking("finding", javascript)
    lay(cast.far_school, cast.director)
    PracticeEdition.objects.filter(title__startswith="Every child").update(visits_welcome=True)
    host = page_as(cast.host, narrow=True, javascript=javascript)
    host.goto("/practice/")
    check(host, "directory")
    host.get_by_label("Search good practice").fill("boys writting")
    host.get_by_role("button", name="Search").click()
    expect(host.get_by_text("for “boys writting”")).to_be_visible()
    expect(host.get_by_role("main").get_by_role("listitem").first).to_contain_text(
        "Boys who would rather not write"
    )
    check(host, "slip")
    host.get_by_label("Search good practice").fill("maths")
    host.get_by_text("Filters", exact=True).click()
    host.get_by_label("Theme").select_option("More able pupils")
    host.get_by_role("button", name="Use these filters").click()
    expect(host.get_by_text("1 filter.")).to_be_visible()
    expect(host.get_by_role("link", name="Questions that go deeper")).to_be_visible()
    check(host, "filtered")
    host.get_by_label("Search good practice").fill("xyzzy")
    host.get_by_role("button", name="Search").click()
    expect(host.get_by_text("Nothing fits")).to_be_visible()
    check(host, "nothing")
    host.get_by_role("link", name="Show everything").click()
    expect(host.get_by_label("Search good practice")).to_have_value("")

    for name in ("Beavers Community Primary School", "Beech Hill Primary School", "Cranford Primary School"):
        host_school = make.SchoolFactory(name=name)
        make.SessionFactory(
            round=cast.round, host=host_school, group=cast.group, starts_at=utc("2026-11-18 08:00")
        )
    director = page_as(cast.director, javascript=javascript)
    director.goto("/sessions/")
    director.get_by_label("School").fill("bevers")
    director.get_by_role("button", name="Show").click()
    expect(director.get_by_text("With a name like it")).to_contain_text("1 of 4 sessions")
    check(director, "list")
    director.goto("/sessions/?school=crn&round=")
    expect(director.get_by_text("Nothing here is of a school called “crn”")).to_be_visible()
    look(director, "finding-list-nothing")
    director.get_by_role("link", name="Clear the school’s name").click()
    expect(director.get_by_role("row")).to_have_count(5)
    director.goto("/practice/?q=phonics")
    expect(director.get_by_text("for “phonics”")).to_be_visible()
    check(director, "wide")
