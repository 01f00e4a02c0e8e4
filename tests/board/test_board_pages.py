"""The board's pages: as many queries for three rows as for one, and what each role finds."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from board.choices import MeetingState
from board.models import Attendance, Meeting
from tests import factories as make
from tests.conftest import BEFORE, As, Cast

pytestmark = pytest.mark.django_db


def more(cast: Cast, number: int) -> None:
    """So many further meetings, seats, interests and items."""
    for _ in range(number):
        meeting = make.MeetingFactory(year=cast.year, state=MeetingState.PLANNED)
        holding = make.seat(make.UserFactory())
        make.attend(meeting, holding)
        make.attend(cast.board.meeting, holding)
        make.InterestFactory(person=holding.person)
        make.AgendaItemFactory(meeting=cast.board.meeting)
        make.AgendaItemFactory(meeting=meeting)


PAGES = {
    "desk": "/board/desk/",
    "ahead": "/board/ahead/",
    "meetings": "/board/meetings/",
    "members": "/board/members/",
    "interests": "/board/interests/",
    "attendance": "/board/meetings/{pk}/attendance/",
    "meeting": "/board/meetings/{pk}/",
    "agenda": "/board/meetings/{pk}/agenda/",
}


@time_machine.travel(BEFORE, tick=False)
@pytest.mark.parametrize("name", PAGES)
def test_pages_cost_the_same_with_one_row_and_with_three(
    cast: Cast, as_: As, django_assert_num_queries: DjangoAssertNumQueries, name: str
) -> None:
    more(cast, 1)
    client, path = as_(cast.clerk), PAGES[name].format(pk=cast.board.meeting.pk)
    client.get(path)
    with CaptureQueriesContext(connection) as once:
        assert client.get(path).status_code == 200
    more(cast, 2)
    with django_assert_num_queries(len(once)):
        client.get(path)


@time_machine.travel(BEFORE, tick=False)
def test_the_clerk_is_asked_for_what_is_due(cast: Cast, as_: As) -> None:
    meeting = cast.board.meeting
    Meeting.objects.filter(pk=meeting.pk).update(state=MeetingState.OPEN)
    later = make.MeetingFactory(year=cast.year, starts_at=meeting.starts_at + timedelta(days=30),
                                ends_at=meeting.ends_at + timedelta(days=30))  # fmt: skip
    page = as_(cast.clerk).get("/home/").content.decode()
    assert f"Publish the agenda: {meeting}" in page
    assert f"Invite everybody: {later}" in page
    assert "Publish the agenda" not in as_(cast.member).get("/home/").content.decode()


@time_machine.travel(BEFORE, tick=False)
def test_a_member_answers_from_the_first_page(cast: Cast, as_: As) -> None:
    client = as_(cast.member)
    assert "Say whether you come to the Board" in client.get("/home/").content.decode()
    path = f"{cast.board.meeting.get_absolute_url()}reply/"
    assert "Answer the question ‘Do you come?’" in client.post(path, {}).content.decode()
    client.post(path, {"answer": "apologies", "note": "Cabinet"})
    assert Attendance.objects.get(person=cast.member).reply == "apologies"
    assert "Say whether you come to the Board" not in client.get("/home/").content.decode()


@time_machine.travel(BEFORE, tick=False)
def test_a_former_member_opens_nothing_of_the_board(cast: Cast, as_: As) -> None:
    cast.board.holdings["member"].ends = cast.year.starts
    cast.board.holdings["member"].save()
    client = as_(cast.member)
    for path in ("/board/", "/board/meetings/", cast.board.meeting.get_absolute_url(), "/board/members/"):
        assert client.get(path).status_code == 404


@time_machine.travel(BEFORE, tick=False)
def test_an_edit_from_an_older_page_is_told_and_kept(cast: Cast, as_: As) -> None:
    client, meeting = as_(cast.clerk), cast.board.meeting
    Meeting.objects.filter(pk=meeting.pk).update(version=2, title="Changed meanwhile")
    typed = {"version": "1", "title": "Mine", "place": "Here", "joining": "", "quorum": "2"}
    page = client.post(f"{meeting.get_absolute_url()}edit/", typed).content.decode()
    assert "Somebody else saved a change" in page
    assert 'value="Mine"' in page
    assert Meeting.objects.get(pk=meeting.pk).title == "Changed meanwhile"
    assert client.post(f"{meeting.get_absolute_url()}edit/", {**typed, "version": "2"}).status_code == 302


def test_without_seats_the_director_lays_them_out(cast: Cast, as_: As) -> None:
    client = as_(cast.director)
    assert "The Board has no seats yet" in client.get("/board/members/").content.decode()
    client.post("/board/members/found/")
    page = client.get("/board/members/").content.decode()
    assert "14 seats with a vote, 14 vacant" in page
    assert "Seat Lena Leadhead, who leads North" in page
