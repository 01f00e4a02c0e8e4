"""The public site: a visitor finds a school on a phone and writes to the office; the Director writes news and publishes."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.cache import cache
from playwright.sync_api import Page, expect

from hlp import clock
from hlp.models import Enquiry
from hlp.models import Page as SitePage
from hlp.site import enquiries
from tests.conftest import Cast
from tests.hlp import sites
from tests.journeys.conftest import PageAs, fits

pytestmark = pytest.mark.journey

Look = Callable[[Page, str], None]
Check = Callable[[Page], None]


def test_a_visitor_finds_a_school_on_a_phone_and_writes_to_the_office(
    transactional_db: None, cast: Cast, page_as: PageAs, look: Look, check_accessibility: Check
) -> None:
    cache.clear()
    sites.piece(cast.director)
    page = page_as(narrow=True)
    page.goto("/")
    assert fits(page)
    check_accessibility(page)
    look(page, "site-home")
    page.get_by_text("Menu", exact=True).click()
    check_accessibility(page)
    look(page, "site-menu")
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Member schools").click()
    assert fits(page)
    check_accessibility(page)
    page.get_by_label("Name, place or postcode").fill("beech")
    page.get_by_role("button", name="Find").click()
    expect(page.get_by_role("heading", name="1 school found")).to_be_visible()
    check_accessibility(page)
    look(page, "site-found")
    page.get_by_role("listitem").get_by_role("link", name="Beech Primary School").click()
    expect(page.get_by_role("heading", level=1, name="Beech Primary School")).to_be_visible()
    assert fits(page)
    check_accessibility(page)
    look(page, "site-school")
    page.get_by_role("link", name="Tell the office").click()
    _write(page, look, check_accessibility)
    enquiry = Enquiry.objects.get()
    assert (enquiry.name, enquiry.text) == ("Ann Visitor", "May eight of us come and look?")

    office = page_as(cast.administrator, narrow=True)
    office.goto(enquiry.get_absolute_url())
    check_accessibility(office)
    look(office, "site-enquiry")
    office.get_by_role("button", name="It is answered").click()
    expect(office.get_by_role("main")).to_contain_text("Answered")
    check_accessibility(office)


def _write(page: Page, look: Look, check_accessibility: Check) -> None:
    assert fits(page)
    check_accessibility(page)
    page.get_by_label("Your name").fill("Ann Visitor")
    page.get_by_label("Your message").fill("May eight of us come and look?")
    page.get_by_role("button", name="Send to the office").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter your e-mail address")
    check_accessibility(page)
    look(page, "site-contact-mistake")
    page.get_by_label("Your e-mail address").fill("ann@visitor.example")
    token = enquiries.new_token(at=clock.now() - timedelta(minutes=2))
    page.locator("[name=token]").evaluate("(box, token) => { box.value = token }", token)
    page.get_by_role("button", name="Send to the office").click()
    expect(page.get_by_role("heading", name="Your message is with the office")).to_be_visible()
    check_accessibility(page)
    look(page, "site-contact-sent")


def test_the_director_writes_news_beside_its_preview_and_publishes(
    transactional_db: None, cast: Cast, page_as: PageAs, look: Look, check_accessibility: Check
) -> None:
    page = page_as(cast.director)
    page.goto("/site/")
    check_accessibility(page)
    page.get_by_role("button", name="Write news").click()
    page.get_by_label("Title").fill("Eight schools, one question")
    page.get_by_label("In one or two sentences").fill("What the more able do on Mondays.")
    page.get_by_label("Text", exact=True).fill("## Where it began\n\nIn a **corridor**.")
    expect(page.locator("#preview")).to_contain_text("In a corridor.")
    picture = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": sites.photograph().read()}
    page.get_by_label("Picture", exact=True).set_input_files(picture)  # type: ignore[arg-type]
    look(page, "site-writing")
    page.get_by_role("button", name="Save and publish now").click()
    expect(page.get_by_role("alert")).to_contain_text("Say what the picture shows")
    check_accessibility(page)
    look(page, "site-writing-mistake")
    page.get_by_label("What the picture shows").fill("A blue wall")
    page.get_by_role("button", name="Save and publish now").click()
    expect(page.get_by_role("alert")).to_contain_text("is published")
    check_accessibility(page)
    look(page, "site-published")
    page.get_by_role("link", name="/news/eight-schools-one-question/").click()
    expect(page.get_by_role("heading", name="Where it began")).to_be_visible()
    expect(page.get_by_role("img", name="A blue wall")).to_be_visible()
    check_accessibility(page)
    look(page, "site-news")
    for path in ("/", "/news/", "/about/board/", "/privacy/", "/member-schools/", "/nothing/"):
        if path != "/nothing/":
            page.goto(path)
            check_accessibility(page)
    page.goto("/site/")
    look(page, "site-list")


def test_without_scripts_a_draft_is_previewed_and_published_for_a_day(
    transactional_db: None, cast: Cast, page_as: PageAs, look: Look
) -> None:
    page = page_as(cast.director, narrow=True, javascript=False)
    page.goto("/site/new/news/")
    assert fits(page)
    page.get_by_label("Title").fill("Spring is coming")
    page.get_by_label("In one or two sentences").fill("Dates to write down.")
    page.get_by_label("Text", exact=True).fill("- **one**\n- two")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("region", name="Preview, not published")).to_contain_text("one")
    assert fits(page)
    look(page, "site-plain-preview")
    page.get_by_role("button", name="Save as a draft").click()
    page.get_by_role("button", name="Publish version 1").click()
    page.get_by_label("From a day and time on").check()
    moment = clock.local(clock.now() + timedelta(days=4))
    for label, value in (
        ("Day", moment.day),
        ("Month", moment.month),
        ("Year", moment.year),
        ("Time", "8am"),
    ):
        page.get_by_label(label, exact=True).fill(str(value))
    look(page, "site-plain-publish")
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Waits for its time")
    assert fits(page)
    look(page, "site-plain-planned")
    assert SitePage.objects.get().live is None
