"""Support: a headteacher asks on a phone, the Director introduces in one click, the school says what it changed."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from hlp import clock
from peerchallenge.models import Match
from tests.conftest import Cast
from tests.journeys.conftest import Checking, PageAs
from tests.peerchallenge import supported

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("javascript", [True, False])
def test_help_is_asked_for_found_agreed_and_looked_back_on(
    transactional_db: None,
    cast: Cast,
    page_as: PageAs,
    checking: Checking,
    javascript: bool,
) -> None:
    check = checking("support", javascript)
    supported.strength(cast)
    host = page_as(cast.host, narrow=True, javascript=javascript)
    host.goto("/support/")
    check(host, "empty")
    host.get_by_role("button", name="Ask for support").click()
    host.get_by_role("button", name="Ask the Director").click()
    expect(host.get_by_role("alert")).to_be_visible()
    check(host, "request-errors")
    host.get_by_label("What would help your school?").fill(supported.NEED)
    host.get_by_label("What is it about?").select_option("Early reading")
    host.get_by_role("button", name="Ask the Director").click()
    expect(host.get_by_role("main")).to_contain_text("The Director is being told")

    director = page_as(cast.director, javascript=javascript)
    director.goto("/home/")
    director.get_by_role("link", name="Find support for Ash Primary School").click()
    check(director, "desk-case")
    director.get_by_role("button", name="Introduce").click()
    expect(director.get_by_role("main")).to_contain_text("Both headteachers are being told")
    director.get_by_role("link", name="Write down what was agreed").click()
    director.get_by_label("What is agreed").fill("A visit each fortnight")
    director.get_by_label("Days", exact=True).fill("2.5")
    for group, days in (("First day", -60), ("Last day", 30)):
        day, boxes = clock.today() + timedelta(days=days), director.get_by_role("group", name=group)
        for part, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            boxes.get_by_label(part, exact=True).fill(str(number))
    check(director, "agree")
    director.get_by_role("button", name="Save the agreement").click()
    expect(director.get_by_role("main")).to_contain_text("The agreement is kept")
    check(director, "match")
    director.goto("/support/")
    check(director, "desk")

    host.goto("/home/")
    host.get_by_role("link", name="Say what the support by Fir Primary School has changed").click()
    host.get_by_role("link", name="It takes two minutes").click()
    host.get_by_label("It made a real difference").check()
    host.get_by_role("button", name="Send").click()
    expect(host.get_by_role("main")).to_contain_text("Thank you")
    assert Match.objects.get().impact == "great"

    helper = page_as(cast.outsider, narrow=True, javascript=javascript)
    helper.goto("/support/strengths/")
    check(helper, "strengths")
