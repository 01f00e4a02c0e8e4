"""Good practice: named in a report, written on an iPad, checked, agreed to, published to all, visited, looked at again."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from hlp import clock, documents
from hlp.models import Document, Text
from peerchallenge.models import Reviewer
from peerchallenge.services import reports
from schools.models import PracticeEntry, PracticeVisit
from tests import factories as make
from tests.conftest import Cast
from tests.journeys.conftest import PageAs
from tests.peerchallenge import full_report
from tests.schools import practised

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]
IPAD = {"width": 820, "height": 1180}


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def heading(page: Page, name: str) -> None:
    """Wait for the page with this first heading."""
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()


def said(page: Page, words: str) -> None:
    expect(page.get_by_text(words).first).to_be_visible()


@pytest.fixture
def people(transactional_db: None, cast: Cast) -> Cast:
    """A report that was sent an hour ago, and a theme to tag with."""
    make.ThemeFactory(name="Writing")
    code = make.text("code-of-conduct") if not Text.objects.filter(slug="code-of-conduct").exists() else None
    now = clock.now()
    if code:
        Reviewer.objects.update(code_version=code.current, code_accepted_at=now)
    cast.session.starts_at, cast.session.planned_end_at = now - timedelta(hours=9), now - timedelta(hours=2)
    cast.session.save()
    full_report.write(make.held(cast.session), cast.lead)
    reports.send_report(session=cast.session, by=cast.lead, at=now - timedelta(hours=1))
    return cast


def test_from_the_report_to_the_visit(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    cast, check = people, check_accessibility
    lead = page_as(cast.lead)
    lead.goto(f"/sessions/{cast.session.pk}/report/read/")
    check(lead)
    lead.get_by_role("button", name="Nominate as good practice").first.click()
    said(lead, "It is nominated for the directory of good practice")
    expect(lead.get_by_text("Nominated for the directory of good practice", exact=True)).to_be_visible()
    look(lead, "report-nominated")

    entry = PracticeEntry.objects.get()
    write_on_an_ipad(cast, entry, page_as, check, look)
    check_and_publish(cast, entry, page_as, check, look)
    visit_on_a_phone(cast, entry, page_as, check, look)
    look_again(cast, entry, page_as, check, look)


def write_on_an_ipad(cast: Cast, entry: PracticeEntry, page_as: PageAs, check: Check, look: Look) -> None:
    """The headteacher writes the parts in turn; one is left half done and finished later."""
    host = page_as(cast.host)
    host.set_viewport_size(IPAD)  # type: ignore[arg-type]
    host.goto("/home/")
    host.get_by_role("link", name="Good practice was named at your school").click()
    heading(host, entry.title)
    check(host)
    look(host, "practice-nominated")
    host.get_by_role("link", name="What it is", exact=True).click()
    heading(host, "What it is")
    check(host)
    host.get_by_label("Title").fill("Talk before writing")
    host.get_by_label("In one or two sentences").fill("Fifteen minutes of talk before anybody writes.")
    host.get_by_label("Writing", exact=True).check()
    press(host, "Save")
    heading(host, "Talk before writing")
    said(host, "‘What it is’ is saved")
    for link, boxes in PARTS.items():
        host.get_by_role("link", name=link, exact=True).click()
        heading(host, link)
        check(host)
        for label, value in boxes.items():
            host.get_by_label(label, exact=True).fill(value)
        if link == "For other schools":
            host.get_by_label("Visits are welcome").check()
        if link == "What it changed":
            host.get_by_label("Of how many pupils").fill("3")
            press(host, "Save")
            expect(host.get_by_role("alert")).to_be_visible()
            look(host, "practice-part-error")
            host.get_by_label("Of how many pupils").fill("58")
        press(host, "Save")
        heading(host, "Talk before writing")
        said(host, f"‘{link}’ is saved")
    add_picture(host, check, look)
    host.get_by_role("link", name="See it as readers will").click()
    said(host, "This is how readers would see it")
    check(host)
    look(host, "practice-preview")
    host.go_back()
    heading(host, "Talk before writing")
    look(host, "practice-drafted")
    press(host, "Give it to be checked")
    said(host, "The entry is given to be checked")


PARTS = {
    "Why and what you did": {
        "Why did you do it?": "Children wrote less than they could say.",
        "What did you do?": "- Talk in pairs\n- Then write",
        "What did it cost?": "Nothing",
    },
    "What it changed": {
        "What has changed for pupils?": "They write what they could already say.",
        "What was measured": "Expected standard in writing",
        "Before": "61%",
        "After": "78%",
        "Where the figures come from": "Teacher assessment",
        "What would you do differently?": "Train assistants first.",
    },
    "For other schools": {
        "Whom can others ask?": "Assistant headteacher for English",
        "When do visits suit?": "Tuesday mornings",
        "How many visitors can come on one day?": "3",
    },
}


def add_picture(host: Page, check: Check, look: Look) -> None:
    host.get_by_role("link", name="Add a picture").click()
    heading(host, "Add a picture")
    check(host)
    host.get_by_label("Picture", exact=True).set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": practised.drawing(1200, 700)}
    )
    host.get_by_label("What does it show?").fill("A round blue carpet on which pairs sit and talk")
    host.get_by_label("Everybody who can be recognised").check()
    press(host, "Add this picture")
    said(host, "The picture is added")


def check_and_publish(cast: Cast, entry: PracticeEntry, page_as: PageAs, check: Check, look: Look) -> None:
    """The lead headteacher sends it on, the headteacher agrees, the Director publishes, the public reads."""
    checker = page_as(cast.lead_headteacher)
    checker.goto("/practice/desk/")
    check(checker)
    look(checker, "practice-desk")
    checker.get_by_role("link", name="Talk before writing").click()
    heading(checker, "Talk before writing")
    press(checker, "It is good: ask the headteacher for consent")
    said(checker, "The headteacher is being asked for consent")

    host = page_as(cast.host, narrow=True)
    host.goto(f"/practice/{entry.pk}/draft/")
    host.get_by_role("button", name="Decide about consent").click()
    heading(host, "Decide about consent")
    check(host)
    press(host, "I agree to the publication")
    expect(host.get_by_role("alert")).to_be_visible()
    look(host, "practice-consent")
    host.get_by_label("Everybody, on the public site").check()
    host.get_by_label("Everybody who can be recognised").check()
    host.get_by_label("I have read the entry").check()
    press(host, "I agree to the publication")
    said(host, "Thank you. The Director is being told")

    director = page_as(cast.director)
    director.goto("/home/")
    director.get_by_role("link", name="Publish good practice: “Talk before writing”").click()
    heading(director, "Talk before writing")
    director.get_by_role("button", name="Publish", exact=True).click()
    heading(director, "Publish this entry")
    check(director)
    press(director, "Publish")
    said(director, "Published. The school is being told")
    check(director)
    look(director, "practice-published-desk")
    for document in Document.objects.filter(kind="practice"):
        documents.build(document.pk)

    for narrow in (False, True):
        public = page_as(None, narrow=narrow)
        public.goto("/good-practice/")
        heading(public, "Good practice")
        check(public)
        look(public, "public-practice-list")
        public.get_by_role("link", name="Talk before writing").click()
        heading(public, "Talk before writing")
        check(public)
        look(public, "public-practice")
        expect(public.get_by_role("link", name="Two pages (PDF)")).to_be_visible()


def visit_on_a_phone(cast: Cast, entry: PracticeEntry, page_as: PageAs, check: Check, look: Look) -> None:
    """Another headteacher finds it, asks, gets a day, goes, and says what came of it."""
    visitor = page_as(cast.outsider, narrow=True)
    visitor.goto("/practice/")
    check(visitor)
    look(visitor, "practice-list")
    visitor.get_by_role("link", name="Talk before writing").click()
    heading(visitor, "Talk before writing")
    check(visitor)
    look(visitor, "practice-detail")
    visitor.get_by_role("button", name="Ask to visit").click()
    heading(visitor, f"Ask to visit {cast.host_school}")
    check(visitor)
    visitor.get_by_label("What would you like to see?").fill("A lesson that begins with talk")
    visitor.get_by_label("How many would come?").fill("2")
    press(visitor, "Ask for a visit")
    said(visitor, "The school is being told")
    visit = PracticeVisit.objects.get()

    host = page_as(cast.host)
    host.goto("/home/")
    host.get_by_role("link", name=f"{cast.far_school} would like to visit you").click()
    heading(host, f"{cast.far_school} to {cast.host_school}")
    check(host)
    host.get_by_role("button", name="Answer with a day").click()
    heading(host, "Answer with a day")
    check(host)
    day = clock.today() + timedelta(days=7)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        host.get_by_label(label, exact=True).fill(str(value))
    host.get_by_label("From").fill("9am")
    host.get_by_label("Until").fill("11:30am")
    press(host, "Agree to this day")
    said(host, "The day is agreed")
    expect(host.get_by_role("link", name="Calendar file")).to_be_visible()
    look(host, "visit-agreed")

    PracticeVisit.objects.update(
        starts_at=clock.now() - timedelta(hours=4), ends_at=clock.now() - timedelta(hours=2)
    )
    visitor.goto(visit.get_absolute_url())
    visitor.get_by_role("button", name="Say what came of it").click()
    heading(visitor, "What came of your visit?")
    check(visitor)
    visitor.get_by_label("We changed what we do").check()
    visitor.get_by_label("In a few words").fill("Year 1 talks first now.")
    press(visitor, "Tell the school")
    said(visitor, "The school that you visited is being told")
    look(visitor, "visit-impact")
    host.goto("/practice/visits/")
    check(host)
    look(host, "visit-list")
    expect(host.get_by_text("We changed what we do")).to_be_visible()


def look_again(cast: Cast, entry: PracticeEntry, page_as: PageAs, check: Check, look: Look) -> None:
    """A year and a half later the school says that it still holds; without JavaScript."""
    PracticeEntry.objects.update(review_on=clock.today())
    host = page_as(cast.host, javascript=False)
    host.goto("/home/")
    host.get_by_role("link", name="Does it still hold? “Talk before writing”").click()
    heading(host, "Talk before writing")
    host.get_by_role("button", name="Say that it still holds").click()
    heading(host, "Does it still hold?")
    press(host, "It still holds")
    said(host, "The entry stays, with a new day of review")
    look(host, "practice-reviewed")
