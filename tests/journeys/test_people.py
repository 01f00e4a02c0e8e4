"""The office hands a headship over and imports people; a headteacher chooses who helps and reads what was handed over."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hlp import clock
from hlp.models import User
from schools.choices import Role
from schools.models import Appointment, ImportRun
from schools.services import runs
from schools.services.roster.columns import HEADINGS
from tests import factories as make
from tests.conftest import Cast
from tests.journeys.conftest import PageAs, reload

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]


def day(page: Page, legend: str, value: date) -> None:
    box = page.get_by_role("group", name=legend)
    for label, number in (("Day", value.day), ("Month", value.month), ("Year", value.year)):
        box.get_by_label(label).fill(str(number))


@pytest.mark.parametrize(("narrow", "javascript"), [(False, True), (True, False)])
def test_a_headship_is_handed_over(
    cast: Cast, page_as: PageAs, check_accessibility: Check, look: Look, narrow: bool, javascript: bool
) -> None:
    last = clock.today() + timedelta(days=10)
    page = page_as(cast.director, narrow=narrow, javascript=javascript)
    page.goto(f"/schools/{cast.host_school.urn}/")
    page.get_by_role("link", name="Hand over the headship").click()
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the last day")
    day(page, "Last day in post", last)
    page.get_by_label("Somebody new, who is invited").check()
    page.get_by_label("Full name").fill("Noor New")
    page.get_by_label("E-mail address").fill("noor@school.example")
    day(page, "First day", last + timedelta(days=8))
    if javascript:
        check_accessibility(page)
    look(page, "handover-create")
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_role("heading", name="The headship changes hands")).to_be_visible()
    expect(page.get_by_text("Vacant", exact=True)).to_be_visible()
    look(page, "handover-detail")
    if javascript:
        check_accessibility(page)
    page.goto("/handover/")
    expect(page.get_by_role("link", name="Noor New")).to_be_visible()
    look(page, "handover-list")
    assert Appointment.objects.get(person__email="noor@school.example").starts == last + timedelta(days=8)


def test_places_in_teams_are_passed_on(
    cast: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    start = clock.now() + timedelta(days=40)
    cast.session.starts_at, cast.session.planned_end_at = start, start + timedelta(hours=6)
    cast.session.save()
    last = clock.today() + timedelta(days=10)
    Appointment.objects.filter(person=cast.lead).update(ends=last)
    make.appoint(cast.stranger, Role.HEADTEACHER, school=cast.lead_school, starts=last + timedelta(days=1))
    page = page_as(cast.director)
    page.goto(f"/hand-overs/{cast.lead.appointments.get().pk}/")
    page.get_by_label("Lead reviewer at Ash Primary School").check()
    page.get_by_label("Stella Stranger").check()
    check_accessibility(page)
    look(page, "handover-places")
    page.get_by_role("button", name="Change these places").click()
    expect(page.get_by_text("The teams are changed")).to_be_visible()
    lead = cast.session.reviewers.get(is_lead=True)
    assert lead.person == cast.stranger


@pytest.mark.parametrize("narrow", [False, True])
def test_a_new_headteacher_reads_what_was_handed_over(
    cast: Cast, page_as: PageAs, check_accessibility: Check, look: Look, narrow: bool
) -> None:
    Appointment.objects.filter(person=cast.host).update(starts=clock.today() - timedelta(days=9))
    page = page_as(cast.host, narrow=narrow)
    page.goto("/home/")
    page.get_by_role("link", name="New at Ash Primary School").click()
    expect(page.get_by_role("heading", name="What to do first")).to_be_visible()
    look(page, "handover-read")
    check_accessibility(page)
    page.goto("/history/")
    look(page, "history")
    check_accessibility(page)
    page.goto("/handover/")
    page.get_by_role("link", name="Look at who helps at your school").click()
    look(page, "delegates")
    check_accessibility(page)
    page.get_by_role("button", name="Invite somebody to help").click()
    page.get_by_label("Full name").fill("Noor New")
    page.get_by_label("E-mail address").fill("noor@school.example")
    page.get_by_label("Deputy headteacher").check()
    look(page, "delegate-create")
    check_accessibility(page)
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(page.get_by_text("Noor New is invited")).to_be_visible()
    page.get_by_label("Delia Deputy").check()
    page.get_by_role("button", name="Save who gets copies").click()
    expect(page.get_by_text("It is saved who gets copies")).to_be_visible()


@pytest.mark.parametrize(("narrow", "javascript"), [(False, True), (True, False)])
def test_people_are_imported(
    cast: Cast,
    page_as: PageAs,
    check_accessibility: Check,
    look: Look,
    tmp_path: Path,
    narrow: bool,
    javascript: bool,
) -> None:
    head = ";".join(HEADINGS.values())
    good = "Noor New;noor@school.example;Headteacher;Fir Primary School;;1/9/2026;;;"
    bad, known = good.replace("1/9/2026", "soon"), good.replace("noor@", "stella.stranger@")
    page = page_as(cast.administrator, narrow=narrow, javascript=javascript)

    def send(*rows: str) -> None:
        path = tmp_path / "people.csv"
        path.write_text("\n".join([head, *rows]))
        page.goto("/people/")
        page.get_by_role("button", name="Import people").click()
        page.get_by_label("File with people").set_input_files(path)
        look(page, "roster-create")
        page.get_by_role("button", name="Upload and preview").click()
        assert runs.work(ImportRun.objects.order_by("-pk")[0].pk)
        reload(page)

    send(good, bad)
    expect(page.get_by_role("heading", name="1 thing to put right")).to_be_visible()
    look(page, "roster-problems")
    if javascript:
        check_accessibility(page)
    send(good, known)
    expect(page.get_by_role("heading", name="What would happen")).to_be_visible()
    look(page, "roster-preview")
    if javascript:
        check_accessibility(page)
    page.get_by_role("button", name="Take these people in").click()
    expect(page.get_by_text("is being taken over")).to_be_visible()
    runs.work(ImportRun.objects.order_by("-pk")[0].pk)
    reload(page)
    expect(page.get_by_role("heading", name="What has happened")).to_be_visible()
    look(page, "roster-done")
    assert User.objects.get(email="noor@school.example").appointments.count() == 1


def test_the_office_mends_an_account(
    cast: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    page = page_as(cast.administrator)
    page.goto(f"/people/{cast.host.pk}/")
    look(page, "person-detail")
    check_accessibility(page)
    page.get_by_role("button", name="Correct the details").click()
    page.get_by_label("E-mail address").fill("hana@new.example")
    check_accessibility(page)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The old and the new address are told")).to_be_visible()
    page.get_by_role("button", name="Send the invitation again").click()
    expect(page.get_by_text("The invitation goes to hana@new.example again")).to_be_visible()
    page.get_by_role("link", name="Close the account").click()
    look(page, "person-close")
    check_accessibility(page)
    page.get_by_role("button", name="Close the account").click()
    page.get_by_role("button", name="Open the account again").click()
    expect(page.get_by_text("can sign in again")).to_be_visible()
