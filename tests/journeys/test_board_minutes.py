"""The Board meets: the clerk notes who is there, minutes, decides, sends on, confirms, publishes; an owner reports."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from board.models import BoardAction, Meeting, Minutes
from hlp import clock
from hlp.documents import build_next
from tests.board import minuted
from tests.board.seated import CANARY
from tests.conftest import Cast
from tests.journeys.conftest import Checking, PageAs, reload

pytestmark = pytest.mark.journey


def fill_date(page: Page, group: str, days: int) -> None:
    """A date some days from today into its three boxes."""
    day, boxes = clock.today() + timedelta(days=days), page.get_by_role("group", name=group)
    for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(part, exact=True).fill(str(number))


def press(page: Page, name: str) -> None:
    """Press the button of this name."""
    page.get_by_role("button", name=name, exact=True).click()


def begins_now(meeting: Meeting) -> None:
    """Move the meeting to an hour ago."""
    starts = clock.now() - timedelta(hours=1)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=starts, ends_at=starts + timedelta(hours=2))
    meeting.refresh_from_db()


@pytest.mark.parametrize("javascript", [True, False])
def test_meeting_is_held_minuted_confirmed_and_its_action_done(
    transactional_db: None,
    cast: Cast,
    page_as: PageAs,
    checking: Checking,
    javascript: bool,
) -> None:
    board = cast.board
    begins_now(board.meeting)
    board.chair.board_interests.create(
        kind="governance", organisation="Bluebell Education Trust", declared_on=clock.today()
    )

    check = checking("board", javascript)
    clerk = page_as(board.clerk, javascript=javascript)
    clerk.goto(f"{board.meeting.get_absolute_url()}room/")
    for name in ("Cora Chair", "Cleo Councillor", "Clive Clerk"):
        clerk.get_by_role("group", name=re.compile(name)).get_by_label("In the room").check()
    late = clerk.get_by_role("group", name=re.compile("Cleo Councillor"))
    late.get_by_label("Left early").fill("soon")
    press(clerk, "Note who is here")
    expect(clerk.get_by_role("alert")).to_contain_text("Enter the time when Cleo Councillor left")
    check(clerk, "room-errors")
    late.get_by_label("Left early").fill("")
    press(clerk, "Note who is here")
    expect(clerk.get_by_role("complementary")).to_contain_text("Quorate")
    clerk.get_by_text("Note a declaration").click()
    clerk.get_by_text("The register of those invited").click()
    clerk.get_by_label("Who declares?").select_option("Cora Chair")
    clerk.get_by_label("For which item?").select_option(label="2 Outcomes of the peer challenges")
    clerk.get_by_label("What is the interest?").fill("Advises Bluebell Education Trust")
    press(clerk, "Note this declaration")
    expect(clerk.get_by_role("main")).to_contain_text("Advises Bluebell Education Trust")
    check(clerk, "room")

    clerk.get_by_role("link", name=re.compile("Outcomes of the peer challenges")).click()
    clerk.get_by_label("Minutes", exact=True).fill(minuted.OPEN_TEXT)
    clerk.get_by_label("Restricted minutes").fill(f"{CANARY} School was discussed.")
    if javascript:
        expect(clerk.locator("#saved")).to_contain_text("Saved")
    press(clerk, "Save")
    clerk.get_by_text("Record a decision").click()
    press(clerk, "Record this decision")
    expect(clerk.get_by_role("alert")).to_be_visible()
    check(clerk, "item-errors")
    clerk.get_by_label("The Board decided").fill("The summary of outcomes is published to all schools.")
    clerk.get_by_label("Moved by").select_option("Cora Chair")
    clerk.get_by_label("Seconded by").select_option("Cleo Councillor")
    press(clerk, "Record this decision")
    expect(clerk.locator("#decisions")).to_contain_text("Moved by Cora Chair")
    clerk.get_by_text("Give an action").click()
    clerk.get_by_label("What is to be done?").fill("Bring a summary by collaborative to the next meeting")
    clerk.get_by_label("Who does it?").select_option("Cleo Councillor")
    fill_date(clerk, "By when?", 5)
    press(clerk, "Give this action")
    expect(clerk.locator("#actions")).to_contain_text("Cleo Councillor")
    check(clerk, "item")
    clerk.get_by_role("link", name="End the meeting").click()
    check(clerk, "end")
    press(clerk, "The meeting is over")
    check(clerk, "minutes-draft")
    press(clerk, "Send to the chair")

    chair = page_as(board.chair, javascript=javascript)
    chair.goto("/home/")
    chair.get_by_role("link", name=re.compile("Pass the minutes")).click()
    check(chair, "minutes-chair")
    press(chair, "Send to the Board")
    expect(chair.get_by_role("main")).to_contain_text("Every member is being told")

    member = page_as(board.member, narrow=True, javascript=javascript)
    member.goto("/home/")
    check(member, "member-home")
    member.get_by_role("link", name=re.compile("Action of the Board")).click()
    member.get_by_label("How is it going").fill("The summary is with the clerk.")
    check(member, "action")
    press(member, "It is done")
    expect(member.get_by_role("main")).to_contain_text("The action is done")
    check(member, "action-done")
    assert BoardAction.objects.get().state == "done"
    member.goto(f"{board.meeting.get_absolute_url()}minutes/")
    check(member, "minutes-member")

    minuted.following(board)
    clerk.goto(f"{board.meeting.get_absolute_url()}minutes/")
    clerk.get_by_role("link", name="Correct item 2", exact=True).click()
    clerk.get_by_label("Minutes", exact=True).fill("The Board looked at the outcomes with care.")
    clerk.get_by_label("What was corrected").fill("The chair asked for it")
    press(clerk, "Save as a new version")
    check(clerk, "minutes-board")
    press(clerk, "Confirm the minutes")
    press(clerk, "Publish without part II")
    check(clerk, "publish")
    clerk.get_by_label("I have read the public version").check()
    press(clerk, "Publish the minutes")
    expect(clerk.get_by_role("main")).to_contain_text("on the public site")
    while build_next():
        pass
    reload(clerk)
    check(clerk, "minutes-confirmed")

    anybody = page_as(narrow=True, javascript=javascript)
    anybody.goto("/minutes/")
    check(anybody, "public-list")
    anybody.get_by_role("link", name=re.compile(clock.day(board.meeting.starts_at))).click()
    expect(anybody.get_by_role("main")).to_contain_text("with care")
    expect(anybody.get_by_role("main")).not_to_contain_text(CANARY)
    check(anybody, "public")
    assert Minutes.objects.get().published_at

    member.goto("/board/record/?q=summary+outcomes")
    expect(member.get_by_role("main")).to_contain_text("The summary of outcomes is published")
    check(member, "record")
    member.goto("/board/actions/?show=all")
    check(member, "actions")
