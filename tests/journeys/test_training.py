"""Training: an event is planned, a headteacher signs up, the list is ticked on a phone, the certificate checked."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from hlp import clock, documents
from schools.choices import Role
from schools.models import TrainingEvent, TrainingPlace
from schools.services.training import modules
from tests import factories as make
from tests.conftest import Cast
from tests.journeys.conftest import PageAs, reload

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]


@pytest.fixture
def people(transactional_db: None, cast: Cast) -> Cast:
    """The cast in a partnership that has just begun: nobody is trained yet."""
    modules.start(cast.year)
    return cast


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def fill_day(page: Page, days: int) -> None:
    day = clock.today() + timedelta(days=days)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        page.get_by_label(label, exact=True).first.fill(str(value))


def to_today() -> TrainingEvent:
    """The event takes place today."""
    event = TrainingEvent.objects.get()
    event.starts_at, event.ends_at = clock.now() - timedelta(minutes=9), clock.now() + timedelta(minutes=90)
    event.save()
    return event


@pytest.mark.parametrize("javascript", [True, False])
def test_from_the_plan_to_the_certificate(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look, javascript: bool
) -> None:
    check = check_accessibility if javascript else lambda page: None
    office = page_as(people.administrator, javascript=javascript)
    office.goto("/training/")
    check(office)
    press(office, "Plan an event")
    check(office)
    press(office, "Save the event")
    expect(office.get_by_role("alert").get_by_text("Select at least one module")).to_be_visible()
    look(office, "event-errors")
    check(office)
    office.get_by_label("Title").fill("Training for lead reviewers")
    fill_day(office, 12)
    office.get_by_label("Start", exact=True).fill("9:15am")
    office.get_by_label("End", exact=True).fill("3:30pm")
    office.get_by_label("Place", exact=True).fill("Town Hall, Committee Room 2")
    office.get_by_label("Trainer or provider").fill("The partnership’s own trainers")
    for name in ("Protocols and ethics", "Moderation", "Writing the report", "Data protection"):
        office.get_by_label(name, exact=True).check()
    office.get_by_label("How many people have room?").fill("12")
    look(office, "event-edit")
    press(office, "Save the event")
    press(office, "Invite or sign up people")
    check(office)
    look(office, "names")
    office.get_by_label("Leo Lead, Beech Primary School (not trained)").check()
    press(office, "Invite them")
    expect(office.get_by_role("alert")).to_contain_text("Invited: 1 person")

    host = page_as(people.host, narrow=True, javascript=javascript)
    host.goto("/home/")
    look(host, "home")
    host.get_by_role("link", name="Training you are owed: 6 modules").click()
    check(host)
    look(host, "training")
    host.get_by_role("link", name="Training for lead reviewers").click()
    press(host, "Sign up")
    expect(host.get_by_role("alert")).to_contain_text("You are signed up")
    look(host, "event")
    check(host)

    event = to_today()
    phone = page_as(people.administrator, narrow=True, javascript=javascript)
    phone.goto(event.get_absolute_url())
    check(phone)
    look(phone, "event-office")
    press(phone, "Attendance list")
    check(phone)
    phone.get_by_label("Hana Host").check()
    phone.get_by_label("Somebody who is here and not on the list").select_option(label="Rita Reviewer")
    look(phone, "attendance")
    press(phone, "Save the list")
    expect(phone.get_by_role("alert")).to_contain_text("Saved: 2 present")

    host.goto(event.get_absolute_url())
    host.get_by_role("link", name="Your certificate").click()
    press(host, "Make the certificate")
    place = TrainingPlace.objects.get(person=people.host)
    assert documents.build_next()
    reload(host)
    expect(host.get_by_role("link", name="Download the PDF")).to_be_visible()
    look(host, "certificate")
    check(host)
    anybody = page_as(None, javascript=javascript)
    anybody.goto("/training/certificates/check/")
    check(anybody)
    anybody.get_by_label("Number on the certificate").fill(place.certificate.lower())
    press(anybody, "Check")
    expect(anybody.get_by_text("is genuine")).to_be_visible()
    look(anybody, "check")
    check(anybody)


def test_the_director_says_what_leading_needs_and_sees_who_has_it(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    make.train(people.lead, day=clock.today() - timedelta(days=40))
    event = make.training_event(*[], day=f"{clock.today():%Y-%m-%d}")
    make.appoint(people.stranger, Role.HEADTEACHER, school=people.far_school)
    page = page_as(people.director)
    page.goto("/training/modules/")
    check_accessibility(page)
    look(page, "modules")
    page.get_by_role("link", name="Change Moderation").click()
    page.get_by_label("Refresh after how many years?").fill("2")
    check_accessibility(page)
    look(page, "module")
    press(page, "Save the module")
    page.goto("/training/people/")
    check_accessibility(page)
    look(page, "people")
    page.get_by_role("link", name="Leo Lead").click()
    check_accessibility(page)
    look(page, "log")
    page.get_by_role("link", name="Take back Moderation").click()
    check_accessibility(page)
    page.get_by_label("Reason").fill("Entered for the wrong person")
    press(page, "Take it back")
    look(page, "log-taken-back")
    press(page, "Enter training done elsewhere")
    check_accessibility(page)
    look(page, "record")
    page.goto(f"{event.get_absolute_url()}cancel/")
    check_accessibility(page)
    look(page, "cancel")
