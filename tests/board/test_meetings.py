"""Meetings: the year's plan, invitations and replies, quorum, moving and calling off, the calendar."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError

from board.choices import AHEAD, MEETING_MOVES, Capacity, MeetingState, Reply
from board.models import Attendance, Meeting
from board.roles import board_roles_of
from board.services import attendances, calendars, meetings, reminders
from hlp import clock
from hlp.models import Message, User
from hlp.transitions import StaleEdit, WrongMove
from schools.calculations import open_days
from schools.models import ClosedPeriod
from tests import factories as make
from tests.conftest import BEFORE, Cast, utc

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at() -> Any:
    with time_machine.travel(BEFORE, tick=False):
        yield


def kinds() -> list[str]:
    """What was written about meetings, without doubles."""
    return sorted(set(Message.objects.filter(about__startswith="meeting:").values_list("kind", flat=True)))


@pytest.mark.parametrize("before", MeetingState)
@pytest.mark.parametrize("after", MeetingState)
def test_only_the_steps_of_the_table_are_possible(
    cast: Cast, before: MeetingState, after: MeetingState
) -> None:
    meeting = make.MeetingFactory(year=cast.year, state=before)
    if after in MEETING_MOVES[before]:
        meetings.step(meeting, after, cast.clerk, utc("2026-11-16 09:00"))
        assert Meeting.objects.get(pk=meeting.pk).state == after
    else:
        with pytest.raises(WrongMove):
            meetings.step(meeting, after, cast.clerk, utc("2026-11-16 09:00"))


# --- The year -------------------------------------------------------------------------------


def test_four_dates_avoid_holidays_and_leave_a_week_of_term_to_read(cast: Cast) -> None:
    days = [one.day for one in meetings.proposals(cast.year) if one.day]
    assert [day.weekday() for day in days] == [2, 2, 2, 2]
    assert [day.month for day in days] == [9, 12, 3, 6]
    open_ = set(open_days(cast.year.starts, cast.year.ends))
    assert all(day in open_ and day - timedelta(days=7) in open_ for day in days)


def test_a_proposed_date_gives_way_to_a_test_week(cast: Cast) -> None:
    usual = meetings.proposals(cast.year)[1].day
    assert usual is not None
    days = {"starts": usual - timedelta(days=2), "ends": usual + timedelta(days=2)}
    ClosedPeriod.objects.create(year=cast.year, kind="other", name="Test week", **days)
    assert meetings.proposals(cast.year)[1].day not in {usual, None}


def test_a_year_is_planned_in_one_act_and_once(cast: Cast) -> None:
    dates = [(utc(f"2026-0{month}-09 15:00"), utc(f"2026-0{month}-09 17:00")) for month in (1, 4)]
    facts: dict[str, Any] = {"year": cast.year, "dates": dates, "place": "Here", "by": cast.director}
    assert [meeting.number for meeting in meetings.plan_year(**facts)] == [1, 2]
    assert meetings.plan_year(**facts) == list(cast.year.board_meetings.all())
    facts["dates"] = [(utc("2026-05-09 15:00"), utc("2026-05-09 17:00"))]
    with pytest.raises(ValidationError, match="planned already"):
        meetings.plan_year(**facts)


def test_without_terms_no_date_is_made_up(db: None) -> None:
    assert [one.day for one in meetings.proposals(make.YearFactory())] == [None] * 4


# --- Invitations and replies -----------------------------------------------------------------


def test_everybody_is_invited_once(cast: Cast) -> None:
    _ = cast.board
    meeting = make.MeetingFactory(year=cast.year)
    make.GuestFactory(meeting=meeting, person=cast.outsider)
    for _ in range(2):
        attendances.invite(meeting=meeting, by=cast.clerk)
    rows = dict(meeting.attendances.values_list("person__name", "capacity"))
    assert rows == {
        "Cora Chair": Capacity.MEMBER,
        "Cleo Councillor": Capacity.MEMBER,
        "Clive Clerk": Capacity.CLERK,
        "Dora Director": Capacity.OFFICER,
        "Otto Outsider": Capacity.GUEST,
    }
    assert Message.objects.filter(kind="board-invitation").count() == 5


def test_the_quorum_counts_votes_that_come(cast: Cast) -> None:
    board = cast.board
    meeting, rows = board.meeting, board.attendances
    attendances.reply(attendance=rows["clerk"], answer=Reply.COMING, by=cast.clerk)
    attendances.reply(attendance=rows["chair"], answer=Reply.COMING, by=cast.chair)
    quorum = attendances.quorum_of(meeting, meeting.attendances.select_related("seat"))
    assert (quorum.coming, quorum.waiting, quorum.is_met, quorum.is_lost) == (1, 1, False, False)
    attendances.reply(attendance=rows["member"], answer=Reply.APOLOGIES, by=cast.member)
    quorum = attendances.quorum_of(meeting, meeting.attendances.select_related("seat"))
    assert (quorum.is_met, quorum.is_lost, quorum.words) == (False, True, "1 coming, 2 needed")


@pytest.fixture
def alternate(cast: Cast) -> User:
    person = make.UserFactory(name="Alma Alternate")
    make.seat(person, seat=cast.board.holdings["member"].seat, as_alternate=True)
    return person


def send(cast: Cast, alternate: User | None) -> None:
    """The member sends an alternate, or nobody."""
    answer = Reply.ALTERNATE if alternate else Reply.COMING
    row = Attendance.objects.get(pk=cast.board.attendances["member"].pk)
    attendances.reply(attendance=row, answer=answer, alternate=alternate, by=cast.member)


def test_an_alternate_who_is_sent_counts_and_reads_what_the_member_reads(cast: Cast, alternate: User) -> None:
    assert not board_roles_of(alternate).stands_in
    send(cast, alternate)
    held = board_roles_of(User.objects.get(pk=alternate.pk))
    assert held.reads_part_two(cast.board.meeting.pk)
    assert not held.reads_part_two(make.MeetingFactory(year=cast.year).pk)
    rows = cast.board.meeting.attendances.select_related("seat")
    assert attendances.quorum_of(cast.board.meeting, rows).coming == 1
    send(cast, None)
    assert not board_roles_of(User.objects.get(pk=alternate.pk)).stands_in
    assert not cast.board.meeting.attendances.filter(person=alternate).exists()


def test_an_alternate_who_cannot_come_gives_the_place_back(cast: Cast, alternate: User) -> None:
    send(cast, alternate)
    own = Attendance.objects.get(person=alternate)
    attendances.reply(attendance=own, answer=Reply.APOLOGIES, by=alternate)
    member = Attendance.objects.get(person=cast.member)
    assert (member.reply, member.alternate) == (Reply.APOLOGIES, None)
    assert Message.objects.get(kind="board-alternate-away").person == cast.member


def test_somebody_else_is_no_alternate(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="no alternate of this seat"):
        send(cast, cast.outsider)


def test_a_guest_is_invited_at_once_and_taken_back(cast: Cast) -> None:
    meeting, facts = cast.board.meeting, {"name": "", "organisation": "", "reason": "", "part_two": False}
    guest = attendances.add_guest(meeting=meeting, by=cast.clerk, person=cast.outsider, **facts)
    assert meeting.attendances.filter(person=cast.outsider).exists()
    attendances.remove_guest(guest=guest, by=cast.clerk)
    assert not Meeting.objects.visible_to(User.objects.get(pk=cast.outsider.pk)).exists()
    assert Message.objects.get(kind="board-invitation").state == "cancelled"


# --- Moving and calling off ------------------------------------------------------------------


def move(cast: Cast, day: str, version: int = 1) -> Meeting:
    """Move the board's meeting."""
    return meetings.move(
        meeting=cast.board.meeting,
        version=version,
        starts_at=utc(f"{day} 16:00"),
        ends_at=utc(f"{day} 18:00"),
        reason="The hall is taken",
        by=cast.clerk,
    )


def test_a_move_tells_everybody_and_asks_again(cast: Cast) -> None:
    attendances.reply(attendance=cast.board.attendances["chair"], answer=Reply.COMING, by=cast.chair)
    moved = move(cast, "2026-12-09")
    assert (moved.sequence, moved.version) == (1, 2)
    assert set(moved.attendances.values_list("reply", flat=True)) == {Reply.NONE}
    assert Message.objects.filter(kind="board-moved").count() == 4
    move(cast, "2026-12-09")
    assert Message.objects.filter(kind="board-moved").count() == 4


def test_a_move_from_an_older_page_is_told(cast: Cast) -> None:
    move(cast, "2026-12-09")
    with pytest.raises(StaleEdit):
        move(cast, "2026-12-10")


def test_calling_off_tells_everybody_once(cast: Cast) -> None:
    for _ in range(2):
        meetings.cancel(meeting=cast.board.meeting, reason="Snow", by=cast.clerk)
    assert Message.objects.filter(kind="board-cancelled").count() == 4
    assert Meeting.objects.get().state not in AHEAD


# --- Calendar and clock ----------------------------------------------------------------------


def test_the_calendar_file_follows_the_meeting(cast: Cast) -> None:
    before = calendars.draw(cast.board.meeting).decode()
    assert "METHOD:PUBLISH" in before
    assert "SEQUENCE:0" in before
    moved = calendars.draw(move(cast, "2026-12-09")).decode()
    assert "SEQUENCE:1" in moved
    assert f"UID:board-meeting-{cast.board.meeting.pk}@" in moved
    off = meetings.cancel(meeting=cast.board.meeting, reason="Snow", by=cast.clerk)
    told = calendars.draw(off).decode()
    assert "METHOD:CANCEL" in told
    assert "STATUS:CANCELLED" in told
    assert "SEQUENCE:2" in told


def test_the_calendar_of_the_year_holds_the_board_for_those_who_come(cast: Cast) -> None:
    _ = cast.board
    days = date(2026, 11, 1), date(2026, 12, 31)
    assert [one["mine"] for one in calendars.entries(cast.member, *days)] == [True]
    assert calendars.entries(cast.stranger, *days) == []
    attendances.reply(attendance=cast.board.attendances["member"], answer=Reply.APOLOGIES, by=cast.member)
    assert [one["mine"] for one in calendars.entries(cast.member, *days)] == [False]


def test_who_has_not_answered_is_reminded_twice_and_who_comes_the_day_before(cast: Cast) -> None:
    attendances.reply(attendance=cast.board.attendances["chair"], answer=Reply.COMING, by=cast.chair)
    start = cast.board.meeting.starts_at
    for days in (20, 13, 12, 3, 1):
        reminders.tell_due(at=start - timedelta(days=days))
    told = Message.objects.filter(about=cast.board.meeting.about)
    assert told.filter(kind="board-reply-reminder", person=cast.member).count() == 2
    assert not told.filter(kind="board-reply-reminder", person=cast.chair).exists()
    assert [note.person for note in told.filter(kind="board-soon")] == [cast.chair]


def test_every_message_can_be_written(cast: Cast, alternate: User) -> None:
    from hlp.mail import preview

    send(cast, alternate)
    own = Attendance.objects.get(person=alternate)
    attendances.reply(attendance=own, answer=Reply.APOLOGIES, by=alternate)
    reminders.tell_due(at=cast.board.meeting.starts_at - timedelta(days=1))
    move(cast, "2026-12-09")
    meetings.cancel(meeting=cast.board.meeting, reason="Snow", by=cast.clerk)
    assert len(kinds()) == 5
    assert [note.kind for note in Message.objects.all() if preview(note) is None] == []
    assert clock.now() == utc("2026-11-16 09:00")
