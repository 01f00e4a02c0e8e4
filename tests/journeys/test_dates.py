"""A headteacher says on a phone when they cannot; the Director plans a round, changes one line and publishes it."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from playwright.sync_api import Page, expect

from peerchallenge.models import AwayDays, DatesPlan, Round
from peerchallenge.services.dates import drafts
from schools.choices import TermName
from tests import factories as make
from tests.conftest import BEFORE, Cast
from tests.journeys.conftest import PageAs, reload

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    """In November 2026, when the session of the cast is planned."""
    with time_machine.travel(BEFORE):
        yield


def type_date(page: Page, legend: str, day: date) -> None:
    group = page.get_by_role("group", name=legend)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(label).fill(str(value))


@pytest.fixture
def next_round(cast: Cast) -> Round:
    """A round of the cast's year that lies ahead."""
    opens, closes = date(2027, 4, 12), date(2027, 7, 2)
    round_ = make.RoundFactory(year=cast.year, term=TermName.SPRING, opens=opens, closes=closes)
    make.head_of(cast.year.memberships.get(school__name="Elm Primary School").school, "Elsa Elm")
    return round_


@pytest.mark.parametrize("javascript", [True, False])
def test_a_headteacher_says_on_a_phone_when_they_cannot(
    cast: Cast, page_as: PageAs, check_accessibility: Check, look: Look, javascript: bool
) -> None:
    page = page_as(cast.host, narrow=True, javascript=javascript)
    page.goto("/rounds/")
    page.get_by_role("link", name="When you cannot host or visit").click()
    page.get_by_label("Mondays", exact=True).check()
    type_date(page, "First day", date(2027, 5, 4))
    type_date(page, "Last day (if it is more than one day)", date(2027, 5, 3))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("The last day must not be before the first")
    look(page, "availability-error")
    if javascript:
        check_accessibility(page)
    type_date(page, "Last day (if it is more than one day)", date(2027, 5, 7))
    page.get_by_role("button", name="Save and add more").click()
    expect(page.get_by_label("Tuesday 4 May 2027 to Friday 7 May 2027")).to_be_checked()
    type_date(page, "First day", date(2027, 6, 24))
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Thursday 24 June 2027")).to_be_checked()
    look(page, "availability")
    if javascript:
        check_accessibility(page)
    page.get_by_label("Thursday 24 June 2027").uncheck()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Thursday 24 June 2027")).to_have_count(0)
    assert sorted(map(str, AwayDays.objects.all())) == [
        "Mondays, Tuesday 1 September 2026 to Tuesday 31 August 2027",
        "Tuesday 4 May 2027 to Friday 7 May 2027",
    ]


@pytest.mark.parametrize("narrow", [False, True])
def test_the_director_plans_a_round_changes_a_line_and_publishes(
    cast: Cast, next_round: Round, page_as: PageAs, check_accessibility: Check, look: Look, narrow: bool
) -> None:
    page = page_as(cast.director, narrow=narrow)
    for path, name in [
        ("/dates/", "dates"),
        ("/years/2026-27/hosts/", "hosts"),
        (f"/availability/{cast.year.pk}/answers/", "answers"),
        (f"/years/{cast.year.pk}/closed/", "closed-none"),
    ]:
        page.goto(path)
        look(page, name)
        check_accessibility(page)
    page.get_by_role("button", name="Lay out the usual weeks of tests").click()
    look(page, "closed")
    check_accessibility(page)
    page.goto(next_round.get_absolute_url())
    page.get_by_role("button", name="Plan the dates").click()
    look(page, "dates-create")
    check_accessibility(page)
    page.get_by_role("button", name="Plan the dates").click()
    expect(page.get_by_text("are being planned")).to_be_visible()
    look(page, "dates-progress")
    check_accessibility(page)
    drafts.work(DatesPlan.objects.get().pk)
    reload(page)
    expect(page.get_by_text("proved best")).to_be_visible()
    look(page, "dates-draft")
    check_accessibility(page)
    page.get_by_role("link", name="By date").click()
    check_accessibility(page)
    change(page, cast, check_accessibility, look)
    page.get_by_role("button", name="Publish these dates").click()
    expect(page.get_by_text("are in the calendar").first).to_be_visible()
    look(page, "dates-published")
    check_accessibility(page)
    assert next_round.sessions.count() == DatesPlan.objects.get().lines.exclude(day=None).count()
    page.goto("/ledger/")
    look(page, "ledger")
    check_accessibility(page)


def change(page: Page, cast: Cast, check: Check, look: Look) -> None:
    """Another day for the host: first one in a test week, then a good one."""
    page.get_by_role("link", name=f"Change {cast.host_school}").click()
    type_date(page, "Date", date(2027, 5, 11))
    page.get_by_role("button", name="Save this line").click()
    expect(page.get_by_role("alert")).to_contain_text("is not open to a challenge on Tuesday 11 May 2027")
    look(page, "dates-line-refused")
    check(page)
    type_date(page, "Date", date(2027, 7, 1))
    page.get_by_role("button", name="Save this line").click()
    expect(page.get_by_text("Changed by hand")).to_be_visible()


def test_the_director_plans_without_javascript(cast: Cast, next_round: Round, page_as: PageAs) -> None:
    page = page_as(cast.director, javascript=False)
    page.goto(f"/dates/new/?what=round-{next_round.pk}")
    page.get_by_role("button", name="Plan the dates").click()
    expect(page.get_by_role("link", name="Check again")).to_be_visible()
    drafts.work(DatesPlan.objects.get().pk)
    page.get_by_role("link", name="Check again").click()
    page.get_by_role("button", name="Publish these dates").click()
    expect(page.get_by_text("are in the calendar").first).to_be_visible()
    assert next_round.sessions.count() > 0
