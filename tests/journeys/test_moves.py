"""A date that must change and a reviewer who is ill: an offered day in one click, cover found on a phone."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from playwright.sync_api import Page, expect

from hlp import clock
from peerchallenge.models import ChallengeSession
from schools.models import School, Term
from tests import factories as make
from tests.conftest import Cast
from tests.journeys.conftest import PageAs, fits

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]


@pytest.fixture
def people(transactional_db: None, cast: Cast) -> Cast:
    """The cast with a session next week in a term and a round that have room for another day."""
    today = clock.today()
    cast.round.opens, cast.round.closes = today - timedelta(days=14), today + timedelta(days=35)
    cast.round.save()
    Term.objects.all().delete()
    days = {"starts": -30, "half_term_starts": -20, "half_term_ends": -16, "ends": 90}
    Term.objects.create(
        year=cast.year, name="autumn", **{k: today + timedelta(days=n) for k, n in days.items()}
    )
    day = today + timedelta(days=7 - today.weekday())
    hours = {"starts_at": clock.at(day, time(8, 15)), "planned_end_at": clock.at(day, time(16, 0))}
    ChallengeSession.objects.update(**hours)
    cast.outsider.phone = "07700 900123"
    cast.outsider.save()
    return cast


def lead_is_elsewhere(people: Cast) -> None:
    """Leo reviews at Fir two days after the session of the cast."""
    starts = ChallengeSession.objects.get().starts_at + timedelta(days=2)
    hours = {"starts_at": starts, "planned_end_at": starts + timedelta(hours=7)}
    far = people.far_school.groups.get()
    other = make.SessionFactory(round=people.round, group=far, host=people.far_school, **hours)
    make.ReviewerFactory(session=other, person=people.lead, is_lead=True)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def test_the_director_postpones_and_takes_an_offered_day(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    lead_is_elsewhere(people)
    page = page_as(people.director)
    page.goto(f"/sessions/{people.session.pk}/")
    page.get_by_role("link", name="Postpone").click()
    page.get_by_label("Reason").fill("The boiler")
    press(page, "Postpone this session")
    press(page, "Set a new date")
    check_accessibility(page)
    page.get_by_text("Why not the days between?").click()
    expect(page.get_by_text(f"Leo Lead is at {people.far_school}").first).to_be_visible()
    look(page, "move-offers")
    page.locator(".app-offers__button").nth(2).click()
    expect(page.get_by_role("alert")).to_contain_text("The new date is set")
    session = ChallengeSession.objects.get(pk=people.session.pk)
    assert session.state == "planned"
    assert clock.local(session.starts_at).time() == time(8, 15)


def test_without_scripts_a_session_is_moved_with_a_reason(people: Cast, page_as: PageAs, look: Look) -> None:
    page = page_as(people.lead_headteacher, narrow=True, javascript=False)
    page.goto(f"/sessions/{people.session.pk}/")
    page.get_by_role("link", name="Move to another day").click()
    page.locator(".app-offers__button").first.click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the reason")
    assert fits(page)
    look(page, "move-reason")
    page.get_by_label("Why is the session moved?").fill("A funeral")
    page.locator(".app-offers__button").first.click()
    expect(page.get_by_role("main")).to_contain_text("A funeral")
    page.get_by_role("link", name="Move to another day").click()
    page.get_by_role("link", name="Choose any other day").click()
    assert fits(page)
    look(page, "move-other")


def test_the_lead_headteacher_finds_cover_on_a_phone(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    elm = School.objects.get(name="Elm Primary School")
    make.head_of(elm, "Ella Elsewhere")
    School.objects.filter(pk__in=[elm.pk, people.host_school.pk]).update(trust="One Trust")
    page = page_as(people.lead_headteacher, narrow=True)
    page.goto(f"/sessions/{people.session.pk}/")
    page.get_by_role("link", name="Find cover for a reviewer").click()
    check_accessibility(page)
    look(page, "cover-who")
    page.get_by_role("link", name="Rita Reviewer").click()
    page.get_by_text("Why not the others?").click()
    check_accessibility(page)
    assert fits(page)
    look(page, "cover-people")
    expect(page.get_by_role("link", name="07700 900123")).to_be_visible()
    press(page, "Choose Otto Outsider")
    expect(page.get_by_role("alert")).to_contain_text("Enter the reason")
    check_accessibility(page)
    page.get_by_label("Why is cover needed?").fill("Fever")
    press(page, "Choose Otto Outsider")
    expect(page.get_by_role("alert")).to_contain_text("Otto Outsider takes the place of Rita Reviewer")
    team = ChallengeSession.objects.get(pk=people.session.pk).reviewers.all()
    assert {place.person for place in team} == {people.lead, people.outsider}
