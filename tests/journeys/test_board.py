"""The board: the clerk plans a year, invites and builds an agenda by keyboard; a member replies on a phone."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from board.models import Attendance, Meeting, Withdrawal
from hlp import clock
from tests import factories as make
from tests.board.seated import CANARY
from tests.conftest import Cast
from tests.journeys.conftest import Checking, PageAs, drag

pytestmark = pytest.mark.journey


@pytest.fixture
def coming(cast: Cast) -> Cast:
    """The board's meeting lies three weeks ahead, and next year is laid out with its terms."""
    meeting = cast.board.meeting
    day = clock.today() + timedelta(days=21)
    meeting.starts_at = clock.at(day, clock.QUIET_UNTIL.replace(hour=16))
    meeting.ends_at = meeting.starts_at + timedelta(hours=2)
    meeting.save()
    first = max(day.year + (day.month >= 9), 2027)
    year = make.YearFactory(
        name=f"{first}/{str(first + 1)[2:]}", starts=date(first, 9, 1), ends=date(first + 1, 8, 31)
    )
    later = timedelta(weeks=52 * (first - 2026))
    for term in cast.year.terms.all():
        term.pk, term.year = None, year
        for name in ("starts", "half_term_starts", "half_term_ends", "ends"):
            setattr(term, name, getattr(term, name) + later)
        term.save()
    make.seat(cast.outsider, name="Headteacher, South")
    alternate = make.UserFactory(name="Alma Alternate", email="alma.alternate@board.example")
    make.seat(alternate, seat=cast.board.holdings["member"].seat, as_alternate=True)
    return cast


@pytest.mark.parametrize("javascript", [True, False])
def test_the_clerk_plans_invites_and_builds_and_a_member_replies(
    coming: Cast, page_as: PageAs, checking: Checking, javascript: bool
) -> None:
    check = checking("board", javascript)
    clerk = page_as(coming.clerk, javascript=javascript)
    clerk.goto("/board/desk/")
    check(clerk, "desk")
    clerk.get_by_role("link", name="Plan the Board’s year").first.click()
    check(clerk, "plan")
    clerk.get_by_label("Where").fill("Civic Centre, Lampton Road")
    clerk.get_by_role("button", name="Plan these meetings").click()
    expect(clerk.get_by_role("main")).to_contain_text("are planned")
    check(clerk, "meetings")
    planned = Meeting.objects.exclude(pk=coming.board.meeting.pk).order_by("starts_at")
    assert planned.count() == 4
    first = planned[0]

    clerk.goto(first.get_absolute_url())
    clerk.get_by_role("button", name="Invite everybody").click()
    expect(clerk.get_by_role("main")).to_contain_text("The invitations are on their way")
    check(clerk, "attendance")
    clerk.get_by_role("link", name="Add a guest or observer").click()
    clerk.get_by_role("button", name="Add the guest").click()
    expect(clerk.get_by_role("alert")).to_be_visible()
    check(clerk, "guest-errors")
    clerk.get_by_label("Name", exact=True).fill("Rowena Regionall")
    clerk.get_by_label("Organisation").fill("Regional Schools Commissioner")
    clerk.get_by_role("button", name="Add the guest").click()
    expect(clerk.get_by_role("main")).to_contain_text("Rowena Regionall")

    clerk.goto(first.get_absolute_url())
    check(clerk, "meeting-planned")
    clerk.get_by_role("button", name="Begin the agenda").click()
    expect(clerk.get_by_role("main")).to_contain_text("Annual performance challenge")
    clerk.get_by_role("button", name="Add an item").click()
    clerk.get_by_role("button", name="Save the item").click()
    expect(clerk.get_by_role("alert")).to_be_visible()
    check(clerk, "item-errors")
    clerk.get_by_label("Title").fill("Visit of the Regional Schools Commissioner")
    clerk.get_by_label("Minutes", exact=True).fill("20")
    clerk.get_by_label("Decide").check()
    clerk.get_by_role("button", name="Save the item").click()
    expect(clerk.get_by_role("main")).to_contain_text("is on the agenda")
    visit = clerk.locator("[data-name='Visit of the Regional Schools Commissioner']")
    number, up = visit.locator(".app-agenda__number"), visit.get_by_role("button", name="Up")
    before = int(number.inner_text())
    up.focus()
    up.press("Enter")
    expect(number).to_have_text(str(before - 1))
    clerk.locator("[data-name='Projects']").get_by_role("link", name="Add one under it").click()
    clerk.get_by_label("Title").fill("More able pupils")
    clerk.get_by_role("button", name="Save the item").click()
    expect(clerk.get_by_role("main")).to_contain_text("More able pupils")
    check(clerk, "agenda-edit")
    if javascript:
        last = clerk.locator("[data-name='Any other business and next meeting']")
        drag(visit, last, at={"x": 400, "y": 60})
        expect(clerk.locator("#said")).to_contain_text(f"is now item {before}")
    clerk.get_by_role("button", name="Look at it and publish").click()
    check(clerk, "publish")
    clerk.get_by_role("button", name="Publish the agenda").click()
    expect(clerk.get_by_role("main")).to_contain_text("The agenda is published")
    check(clerk, "meeting-published")
    clerk.goto("/board/ahead/")
    check(clerk, "ahead")

    member = page_as(coming.member, narrow=True, javascript=javascript)
    member.goto("/board/")
    check(member, "home")
    member.get_by_role("link", name="Say whether you come to the Board").first.click()
    member.get_by_role("button", name="Send the answer").click()
    expect(member.get_by_role("alert")).to_be_visible()
    check(member, "reply-errors")
    member.get_by_label("I cannot come and send an alternate").check()
    member.get_by_label("Who comes in your place?").select_option("Alma Alternate")
    member.get_by_role("button", name="Send the answer").click()
    expect(member.get_by_role("main")).to_contain_text("Alma Alternate comes in your place")
    assert Attendance.objects.filter(person__name="Alma Alternate").count() == 1

    member.goto("/board/interests/mine/")
    member.get_by_role("link", name="Declare an interest").click()
    member.get_by_label("Governance of a school, trust or company").check()
    member.get_by_label("School, company, trust or person").fill("Bluebell Education Trust")
    member.get_by_role("button", name="Add to the register").click()
    member.get_by_role("button", name="My entries are complete").click()
    expect(member.get_by_role("main")).to_contain_text("Confirmed")
    check(member, "interests")
    member.goto(coming.board.meeting.get_absolute_url())
    check(member, "meeting-member")
    member.get_by_role("link", name="I have an interest in item 2").click()
    member.get_by_label("Because of a registered interest").select_option("Bluebell Education Trust")
    member.get_by_label("Why?").fill("I am a trustee")
    check(member, "withdraw")
    member.get_by_role("button", name="Take no part in this item").click()
    expect(member.get_by_role("main")).to_contain_text("You take no part in this item")
    assert Withdrawal.objects.standing().get().person == coming.member

    clerk.goto("/board/interests/")
    check(clerk, "register")
    clerk.goto("/board/members/")
    check(clerk, "members")
    clerk.get_by_role("link", name="Lead Member for Education").click()
    check(clerk, "seat")
    clerk.get_by_role("button", name="Give this seat").click()
    clerk.wait_for_url("**/give/")
    clerk.get_by_role("button", name="Give this seat").click()
    expect(clerk.get_by_role("alert")).to_be_visible()
    check(clerk, "seat-errors")

    observer = page_as(coming.observer, narrow=True, javascript=javascript)
    observer.goto(coming.board.meeting.get_absolute_url())
    expect(observer.get_by_role("main")).to_contain_text("Outcomes of the peer challenges")
    assert CANARY not in observer.content()
    check(observer, "meeting-observer")
