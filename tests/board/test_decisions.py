"""Decisions and the quorum; declarations; what the chair decides between meetings."""

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError

from board.choices import Attends, MeetingState, Outcome, Part, Stays
from board.models import Decision, RecordEntry
from board.services import decisions, room
from board.services.decisions import Terms
from board.services.room import Presence
from hlp.transitions import StaleEdit, WrongMove
from tests import factories as make
from tests.board import minuted
from tests.board.minuted import AFTER
from tests.conftest import Cast


def test_decision_is_flagged_while_the_meeting_is_not_quorate(cast: Cast) -> None:
    board = cast.board
    minuted.attend(board, "member")
    assert not room.quorum(board.meeting).reached
    assert not minuted.decide(board).quorate
    minuted.attend(board)

    assert room.quorum(board.meeting).reached
    assert minuted.decide(board, part=Part.TWO).quorate


def test_seat_counts_once_and_who_has_left_does_not(cast: Cast) -> None:
    board = cast.board
    minuted.attend(board)
    alternate = make.UserFactory()
    board.meeting.attendances.create(
        person=alternate, seat=board.holdings["member"].seat, capacity="alternate", present=True
    )
    assert room.quorum(board.meeting).present == 2
    left = {board.attendances["chair"].pk: Presence(Attends.ONLINE, left=time(16, 45))}
    room.note_attendance(meeting=board.meeting, seen=left, by=board.clerk)

    assert room.quorum(board.meeting).present == 1


def test_nobody_leaves_before_arriving(cast: Cast) -> None:
    board = cast.board
    seen = {board.attendances["chair"].pk: Presence(Attends.ROOM, time(17), time(16))}
    with pytest.raises(ValidationError):
        room.note_attendance(meeting=board.meeting, seen=seen, by=board.clerk)


def test_part_two_is_numbered_apart(cast: Cast) -> None:
    board = cast.board
    minuted.decide(board)
    restricted = minuted.decide(board, part=Part.TWO)
    following = decisions.record_decision(item=board.item, terms=Terms("Second"), by=board.clerk)

    assert (restricted.number, following.number) == ("20261202/R1", "20261202/2")


def test_same_decision_twice_is_one_and_votes_are_whole(cast: Cast) -> None:
    board = cast.board
    assert minuted.decide(board) == minuted.decide(board)
    for terms in (Terms("A", abstentions=1), Terms("A", moved_by="X", seconded_by="X")):
        with pytest.raises(ValidationError):
            decisions.record_decision(item=board.item, terms=terms, by=board.clerk)
    assert minuted.decide(board).votes == "2 for, 0 against, 0 abstentions"


def test_changed_and_struck_out_decisions_follow_into_the_record(cast: Cast) -> None:
    board = cast.board
    decision = minuted.decide(board)
    terms = Terms("The summary waits.", Outcome.DEFERRED)
    with pytest.raises(StaleEdit):
        decisions.change_decision(decision=decision, terms=terms, version=9, by=board.clerk)
    decisions.change_decision(decision=decision, terms=terms, version=1, by=board.clerk)
    assert RecordEntry.objects.get().outcome == "deferred"
    decisions.strike(decision=decision, why="Typed twice", by=board.clerk)

    assert not RecordEntry.objects.exists()
    assert Decision.objects.standing().count() == 0


def test_decisions_are_open_to_members_once_the_meeting_is_over(cast: Cast) -> None:
    board = cast.board
    minuted.decide(board)
    assert not Decision.objects.visible_to(board.member).exists()
    assert not RecordEntry.objects.visible_to(board.member).exists()
    with pytest.raises(ValidationError):
        room.hold(meeting=board.meeting, by=board.clerk, at=board.meeting.starts_at - timedelta(hours=1))
    room.hold(meeting=board.meeting, by=board.clerk, at=AFTER)
    room.hold(meeting=board.meeting, by=board.clerk, at=AFTER)

    assert Decision.objects.visible_to(board.member).count() == 1
    assert RecordEntry.objects.visible_to(board.member).count() == 1


def test_meeting_without_an_agenda_is_not_held(cast: Cast) -> None:
    planned = make.MeetingFactory(year=cast.year, state=MeetingState.PLANNED, number=9)
    with pytest.raises(WrongMove):
        room.hold(meeting=planned, by=cast.board.clerk, at=AFTER)


def test_who_leaves_for_an_item_is_withdrawn_from_it_until_that_is_taken_back(cast: Cast) -> None:
    board = cast.board
    with pytest.raises(ValidationError):
        room.declare(meeting=board.meeting, person=board.member, text="A", stays=Stays.LEAVES, by=board.clerk)
    facts = {"meeting": board.meeting, "person": board.member, "text": "A", "item": board.restricted}
    made = room.declare(**facts, stays=Stays.LEAVES, by=board.clerk)
    assert room.declare(**facts, stays=Stays.LEAVES, by=board.clerk) == made
    assert made.part == Part.TWO
    assert board.restricted.withdrawals.standing().count() == 1
    room.undeclare(declaration=made, by=board.clerk)

    assert board.restricted.withdrawals.standing().count() == 0


def test_chair_decides_between_meetings(cast: Cast) -> None:
    board = cast.board
    given = {"taken_on": date(2026, 11, 20), "reported_to": board.meeting, "by": board.clerk, "at": AFTER}
    made = decisions.chairs_action(terms=Terms("The venue moves."), **given)
    assert decisions.chairs_action(terms=Terms("The venue moves."), **given) == made
    with pytest.raises(ValidationError):
        decisions.chairs_action(terms=Terms("B"), **{**given, "taken_on": date(2027, 1, 1)})

    assert (made.number, made.item) == ("20261120C/1", None)
    assert RecordEntry.objects.get().open_to_board
