"""The data desk: the administrator sees what is missing, checks what is odd, and settles what two sources tell."""

import pytest
from playwright.sync_api import expect

from scorecard.models import Result
from tests.conftest import Cast
from tests.journeys.conftest import Checking, PageAs
from tests.scorecard.desks import crowded, laid

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("javascript", [True, False])
def test_the_desk_is_worked_through(
    transactional_db: None,
    cast: Cast,
    page_as: PageAs,
    checking: Checking,
    javascript: bool,
) -> None:
    check = checking("desk", javascript)
    page = page_as(cast.administrator, narrow=not javascript, javascript=javascript)
    page.goto("/score-card/desk/")
    expect(page.get_by_role("main")).to_contain_text("No figures yet")
    check(page, "empty")
    desk = laid(cast)
    crowded(cast, desk)
    page.goto("/score-card/desk/")
    check(page, "index")
    page.get_by_role("link", name="Coverage", exact=True).click()
    check(page, "coverage")
    page.get_by_label("List").select_option("Schools")
    page.get_by_role("button", name="Show").click()
    check(page, "coverage-schools")
    page.get_by_role("link", name="Missing and late").click()
    check(page, "missing")
    page.get_by_role("link", name="Combined", exact=True).click()
    check(page, "measure")
    page.goto("/score-card/desk/odd/?year=2024")
    check(page, "odd")
    page.get_by_role("link", name="Ash Primary School: Combined").click()
    page.get_by_role("button", name="Note what you found").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check(page, "decide-errors")
    page.get_by_label("Yes, it has been checked").check()
    page.get_by_label("Why").fill("The headteacher confirmed it: half of the year joined in the spring.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Checked")

    page.get_by_role("link", name="Data desk").first.click()
    page.goto("/score-card/desk/differences/?year=2024")
    check(page, "differences")
    page.get_by_role("link", name="Beech Primary School: Combined").click()
    check(page, "figure")
    page.get_by_role("button", name="Choose, or leave it open").click()
    check(page, "decide")
    page.get_by_label("66%").check()
    page.get_by_label("Why").fill("The authority sent the corrected list.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("main")).to_contain_text("Settled")
    check(page, "settled")
    assert Result.objects.current().get(school=cast.lead_school, year=2024, measure=desk.measure).value == 66

    page.goto("/score-card/desk/sources/")
    check(page, "sources")
    page.get_by_role("link", name="england_ks2final.csv").first.click()
    check(page, "source")
