"""Two browsers on one report, a sign-in that runs out, a connection that breaks, and what Word leaves behind."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from hlp.texts import ensure_defaults
from peerchallenge.services import reports
from tests import factories as make
from tests.conftest import Cast
from tests.journeys.conftest import PageAs, reload
from tests.peerchallenge import full_report
from tests.peerchallenge.noted import note

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]


KEPT = "Object.keys(localStorage).filter((name) => name.startsWith('hlp-kept:')).length"


@pytest.fixture
def people(transactional_db: None, cast: Cast) -> Cast:
    """The cast, with the session's clock running."""
    make.held(cast.session)
    return cast


def section(cast: Cast, slug: str) -> str:
    return f"/sessions/{cast.session.pk}/report/{slug}/"


def stored(cast: Cast, name: str = "context") -> str:
    return str(getattr(reports.open_report(session=cast.session), name))


def write(page: Page, text: str, name: str = "context") -> None:
    page.locator(f"[name={name}]").fill(text)


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_contain_text(re.compile(r"^\s*Saved \d\d:\d\d"))


def wake(page: Page) -> None:
    """As if the window were looked at again: the page asks at once who is here, and tries to save."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def test_two_browsers_write_one_section(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    leo, rita = page_as(people.lead), page_as(people.reviewer, narrow=True)
    for page in (leo, rita):
        page.goto(section(people, "context"))
    expect(rita.locator(".app-around")).to_contain_text("Leo Lead is writing in this section too")
    wake(leo)
    expect(leo.locator(".app-around")).to_contain_text("Rita Reviewer is writing in this section too")
    look(leo, "together-around")
    check_accessibility(leo)

    write(rita, "A two-form school.\nTwenty-seven first languages are spoken.")
    saved(rita)
    write(leo, "A two-form school.\nThe headteacher has been in post for four years.")
    expect(leo.locator("#saved")).to_contain_text("Rita Reviewer saved a newer version of this section at")
    leo.get_by_role("button", name="See both texts").click()
    expect(leo.get_by_role("heading", name="Two texts of the same section")).to_be_visible()
    expect(leo.get_by_text("Stored, by Rita Reviewer")).to_be_visible()
    expect(leo.get_by_label("Both, edited together", exact=True)).to_be_hidden()
    look(leo, "together-two-texts")
    check_accessibility(leo)
    leo.get_by_role("button", name="Save what I chose").click()
    expect(leo.get_by_role("alert")).to_contain_text("Choose which text to keep under")
    leo.get_by_label("Keep both, edited together").check()
    both = leo.get_by_label("Both, edited together", exact=True)
    expect(both).to_have_value(re.compile("Twenty-seven.*\nThe headteacher"))
    both.fill("A two-form school with twenty-seven first languages. The headteacher came four years ago.")
    look(leo, "together-both")
    leo.get_by_role("button", name="Save what I chose").click()
    expect(leo.get_by_role("heading", name="Activities of the day")).to_be_visible()
    assert stored(people).startswith("A two-form school with twenty-seven")

    # The other way round, on a phone: the second writer keeps what is stored.
    wake(rita)
    expect(rita.locator(".app-around")).to_contain_text("Leo Lead saved a newer version of this section")
    write(rita, "Another text")
    expect(rita.locator("#saved")).to_contain_text("Leo Lead saved a newer version")
    rita.get_by_role("button", name="See both texts").click()
    expect(rita.get_by_role("heading", name="Two texts of the same section")).to_be_visible()
    look(rita, "together-two-texts")
    check_accessibility(rita)
    rita.get_by_label("Keep what Leo Lead saved").check()
    rita.get_by_role("button", name="Save what I chose").click()
    expect(rita.get_by_role("heading", name="Activities of the day")).to_be_visible()
    assert stored(people).startswith("A two-form school with twenty-seven")
    assert rita.evaluate(KEPT) == 0


def test_two_writers_choose_without_scripts(people: Cast, page_as: PageAs) -> None:
    leo, rita = page_as(people.lead, javascript=False), page_as(people.reviewer, javascript=False)
    for page in (rita, leo):
        page.goto(section(people, "actions"))
    expect(leo.locator(".app-around")).to_contain_text("Rita Reviewer is writing in this section too")
    for page, what in ((rita, "Read"), (leo, "Write")):
        for name, text in (("what_0", what), ("who_0", "Head"), ("by_when_0", "May")):
            write(page, text, name)
        page.get_by_role("button", name="Save and come back later").click()
    expect(leo.get_by_role("heading", name="Two texts of the same section")).to_be_visible()
    leo.get_by_label("Keep both, mine after theirs").check()
    leo.get_by_role("button", name="Save what I chose").click()

    expect(leo.get_by_role("heading", name="Support wanted")).to_be_visible()
    actions = reports.open_report(session=people.session).actions
    assert list(actions.values_list("what", flat=True)) == ["Read", "Write"]


def test_sign_in_that_runs_out_loses_nothing_and_shows_nobody_else(
    people: Cast, page_as: PageAs, look: Look
) -> None:
    page = page_as(people.lead)
    page.goto(section(people, "context"))
    cookies: Any = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.locator("[name=context]").press_sequentially("Written while signed")
    page.get_by_role("link", name="Sign in again").wait_for()
    page.locator("[name=context]").press_sequentially(" out")
    expect(page.locator("#saved")).to_contain_text("kept on this device")
    look(page, "together-signed-out")
    page.get_by_role("link", name="Sign in again").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert "Written" not in page.evaluate("JSON.stringify(localStorage)")

    # Somebody else on the same computer finds nothing.
    other: Any = page_as(people.reviewer).context.cookies()
    page.context.add_cookies(other)
    page.goto(section(people, "context"))
    expect(page.locator("form[data-kept-ready]")).to_be_visible()
    expect(page.locator("[name=context]")).to_have_value("")

    page.context.clear_cookies()
    page.context.add_cookies(cookies)
    page.goto(section(people, "context"))
    expect(page.locator("[data-kept-note]")).to_contain_text("is back in the boxes")
    expect(page.locator("[name=context]")).to_have_value("Written while signed out")
    saved(page)
    look(page, "together-put-back")
    assert stored(people) == "Written while signed out"
    page.goto(section(people, "context"))
    expect(page.locator("form[data-kept-ready]")).to_be_visible()
    expect(page.locator("[data-kept-note]")).to_be_hidden()
    assert page.evaluate(KEPT) == 0


@pytest.mark.parametrize("narrow", [True, False])
def test_without_scripts_what_was_sent_too_late_is_sent_again(
    people: Cast, page_as: PageAs, look: Look, narrow: bool
) -> None:
    people.lead.set_password("seven-brown-otters")
    people.lead.save()
    page = page_as(people.lead, javascript=False, narrow=narrow, ignoring="status of 403")
    page.goto(section(people, "context"))
    page.context.clear_cookies(name="sessionid")
    write(page, "Two forms of entry.\nTwenty-seven “first” languages & more.")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", name="You are signed out, and nothing is lost")).to_be_visible()
    look(page, "unsent-signed-out")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in again").click()
    other = opened.value
    other.get_by_text("Sign in with a password").first.click()
    other.get_by_label("E-mail").last.fill(people.lead.email)
    other.get_by_label("Password").fill("seven-brown-otters")
    other.get_by_role("button", name="Sign in with a password").click()
    expect(other.get_by_role("heading", level=1)).not_to_have_text("Sign in")
    page.get_by_role("button", name="I have signed in: send it").click()
    look(page, "unsent-once-more")
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_role("heading", name="Activities of the day")).to_be_visible()
    assert stored(people) == "Two forms of entry.\nTwenty-seven “first” languages & more."


def test_dead_connection_then_a_newer_text_leads_to_the_choice(people: Cast, page_as: PageAs) -> None:
    page = page_as(people.lead, ignoring="ERR_INTERNET_DISCONNECTED")
    page.goto(section(people, "context"))
    page.context.set_offline(True)
    write(page, "Typed without a connection")
    expect(page.locator("#saved")).to_contain_text("the connection is down")
    expect(page.locator("form[data-kept-now=yes]")).to_be_visible()
    page.context.set_offline(False)
    saved(page)
    assert stored(people) == "Typed without a connection"

    page.context.set_offline(True)
    write(page, "Typed, and the laptop closed")
    expect(page.locator("#saved")).to_contain_text("kept on this device")
    address, context = page.url, page.context
    page.close()
    report = reports.open_report(session=people.session)
    data = {"context": "Rita’s text"}
    reports.save_section(report=report, slug="context", revision=1, data=data, by=people.reviewer)
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("[name=context]")).to_have_value("Typed, and the laptop closed")
    expect(page.locator("#saved")).to_contain_text("Rita Reviewer saved a newer version")
    page.get_by_role("button", name="See both texts").click()
    expect(page.get_by_role("heading", name="Two texts of the same section")).to_be_visible()
    page.get_by_label("Keep mine").check()
    page.get_by_role("button", name="Save what I chose").click()
    expect(page.get_by_role("heading", name="Activities of the day")).to_be_visible()
    assert stored(people) == "Typed, and the laptop closed"
    assert page.evaluate(KEPT) == 0


WORD = """<html><head><style>p.MsoListParagraph {margin: 0}</style></head><body><!--StartFragment-->
<p class=MsoNormal style='margin:0cm'>Pupils read well.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt'>&nbsp;&nbsp; </span></span></span><![endif]>Daily
phonics is\u200b “brisk”</p>
<p class=MsoListParagraphCxSpLast><span>o<span>&nbsp;&nbsp; </span></span>Books are&nbsp;in use</p>
<ul><li>From a web page</li><li>Twice</li></ul>
<p>Line one<br>line two</p><!--EndFragment--></body></html>"""


def test_paste_from_word_becomes_plain_text(people: Cast, page_as: PageAs) -> None:
    page = page_as(people.lead)
    page.goto(section(people, "context"))
    box = page.locator("[name=context]")
    box.focus()
    paste = """([box, html]) => {
        const data = new DataTransfer();
        data.setData("text/html", html);
        data.setData("text/plain", "unused");
        box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
    }"""
    page.evaluate(paste, [box.element_handle(), WORD])
    expect(box).to_have_value(
        "Pupils read well.\n\n- Daily phonics is “brisk”\n- Books are in use\n- From a web page\n- Twice\n\n"
        "Line one\nline two"
    )
    saved(page)
    assert stored(people) == box.input_value()


def test_notes_are_taken_in_with_one_tap(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    for kind, text in (
        ("strength", "Talk is planned for in every lesson that we saw"),
        ("better", "The most able wait for others"),
    ):
        note(people.session, people.reviewer, text, kind=kind)
    page = page_as(people.lead)
    page.goto(section(people, "focus"))
    page.get_by_text("Other notes (2)").wait_for()
    page.get_by_role("button", name=re.compile("Take in.*The most able wait")).click()
    expect(page.locator("[name=focus_better]")).to_have_value("- The most able wait for others")
    saved(page)
    look(page, "together-notes")
    check_accessibility(page)
    reload(page)
    expect(page.get_by_text("Taken into ‘The focus’")).to_be_visible()

    bare = page_as(people.reviewer, narrow=True, javascript=False)
    bare.goto(section(people, "focus"))
    write(bare, "Two strengths:", "focus_strengths")
    bare.get_by_role("button", name=re.compile("Take in.*Talk is planned")).click()
    expect(bare.locator("[name=focus_strengths]")).to_have_value(
        "Two strengths:\n\n- Talk is planned for in every lesson that we saw"
    )
    look(bare, "together-notes")
    assert stored(people, "focus_strengths").startswith("Two strengths:\n\n- Talk")
    assert stored(people, "focus_better") == "- The most able wait for others"


def test_names_are_warned_of_and_overruled_without_scripts(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    named = "Reading is taught well. Pupils acted out Mr Pennyfeather’s Parcel, and Mrs Ashdown listened."
    full_report.write(people.session, people.lead, focus_strengths=named)
    page = page_as(people.lead, narrow=True, javascript=False)
    page.goto(section(people, "check"))
    look(page, "warnings-check")
    page.get_by_role("link", name="Look at 2 warnings").click()
    expect(page.get_by_role("heading", name="Look again before sending")).to_be_visible()
    page.get_by_text("How well this check finds names").click()
    look(page, "warnings")
    page.get_by_label("This names no pupil").first.check()
    page.get_by_role("button", name="Overrule what I ticked").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter why, for the warning in ‘The focus’")
    page.get_by_label("Why?").first.fill("A character in a picture book")
    page.get_by_role("button", name="Overrule what I ticked").click()
    expect(page.get_by_role("heading", name="Overruled")).to_be_visible()
    page.get_by_role("link", name="Change the text").click()
    expect(page.get_by_role("heading", name="The focus")).to_be_visible()
    write(page, named.replace("Mrs Ashdown", "an adult"), "focus_strengths")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Continue to sending").click()
    page.get_by_role("button", name="Send to the host").click()
    expect(page.get_by_role("heading", name="Report sent")).to_be_visible()

    director = page_as(people.director)
    director.goto(section(people, "read"))
    expect(director.get_by_text("A character in a picture book")).to_be_visible()
    look(director, "warnings-director")
    check_accessibility(director)


def test_the_lead_falls_ill_and_another_sends_the_report(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    ensure_defaults()
    full_report.write(people.session, people.lead)
    page = page_as(people.lead_headteacher, narrow=True)
    page.goto(f"/sessions/{people.session.pk}/")
    page.get_by_role("link", name="Name another lead reviewer").click()
    expect(page.get_by_role("heading", name="Another lead reviewer")).to_be_visible()
    look(page, "handing-over")
    check_accessibility(page)
    page.get_by_label("Why does somebody else lead?").fill("Unwell since the evening")
    page.get_by_role("button", name="Choose Rita Reviewer").click()
    expect(page.get_by_role("alert")).to_contain_text("Rita Reviewer leads now.")

    rita = page_as(people.reviewer)
    rita.goto(f"/sessions/{people.session.pk}/report/")
    expect(rita.get_by_role("heading", name="Code of conduct")).to_be_visible()
    rita.get_by_role("checkbox").check()
    rita.get_by_role("button", name="Accept").click()
    expect(rita.get_by_role("alert")).to_contain_text("You have accepted the code of conduct.")
    rita.goto(section(people, "send"))
    rita.get_by_role("button", name="Send to the host").click()
    expect(rita.get_by_role("heading", name="Report sent")).to_be_visible()
