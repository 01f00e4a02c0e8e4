"""Actions of the Board: given, reported on, carried, closed, reminded of, and read by whom they concern."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from board.models import BoardAction
from board.services import actions, decisions, papers
from board.services.actions import Task
from board.services.decisions import Terms
from hlp import clock
from hlp.models import Message
from hlp.transitions import StaleEdit, WrongMove
from tests import factories as make
from tests.board import minuted
from tests.board.seated import CANARY
from tests.conftest import As, Cast

DUE = date(2027, 1, 15)


def at(day: date) -> datetime:
    """Ten in the morning of a day."""
    return clock.at(day, datetime.min.time()) + timedelta(hours=10)


def told(kind: str) -> int:
    """How many messages of a kind were written and not withdrawn."""
    return Message.objects.filter(kind=kind).exclude(state="cancelled").count()


def test_action_of_part_two_goes_only_to_who_may_read_it(cast: Cast) -> None:
    board = cast.board
    task = Task("Ring them", cast.host, DUE)
    with pytest.raises(ValidationError):
        actions.give(item=board.restricted, task=task, by=board.clerk)
    with pytest.raises(ValidationError):
        actions.give(item=board.item, task=Task("A", board.member, date(2026, 12, 1)), by=board.clerk)
    assert actions.give(item=board.item, task=task, by=board.clerk).number == "A20261202/1"


def test_owner_is_told_once_and_a_new_owner_again(cast: Cast) -> None:
    board = cast.board
    action = minuted.act(board)
    assert minuted.act(board) == action
    assert told("board-action-given") == 1
    task = Task(action.text, board.chair, DUE)
    with pytest.raises(StaleEdit):
        actions.change(action=action, task=task, version=5, by=board.clerk)
    actions.change(action=action, task=task, version=1, by=board.clerk)

    live = Message.objects.exclude(state="cancelled")
    assert live.get(kind="board-action-given").person == board.chair


def test_reminders_come_before_and_after_the_day_and_never_twice(cast: Cast) -> None:
    minuted.act(cast.board, due_on=DUE)
    assert actions.remind(at=at(DUE - timedelta(days=8))) == 0
    for days in (-7, -3, 0):
        actions.remind(at=at(DUE + timedelta(days=days)))
    assert (told("board-action-due"), told("board-action-late")) == (1, 0)
    for days in (1, 5, 14, 15, 28, 90):
        actions.remind(at=at(DUE + timedelta(days=days)))

    assert (told("board-action-due"), told("board-action-late")) == (1, 3)


def test_closed_action_is_not_reminded_of_and_a_carried_one_anew(cast: Cast) -> None:
    board = cast.board
    action = minuted.act(board, due_on=DUE)
    actions.remind(at=at(DUE))
    actions.carry(action=action, due_on=date(2027, 3, 1), meeting=board.meeting, by=board.clerk)
    assert told("board-action-due") == 0
    actions.remind(at=at(date(2027, 2, 26)))
    assert told("board-action-due") == 1
    actions.finish(action=action, text="Done", by=board.member)
    actions.finish(action=action, text="Done", by=board.member)
    assert actions.remind(at=at(date(2027, 3, 9))) == 0


@time_machine.travel(at(date(2026, 12, 20)), tick=False)
def test_action_goes_from_open_over_carried_to_its_end(cast: Cast) -> None:
    board = cast.board
    action = minuted.act(board, due_on=DUE)
    with pytest.raises(ValidationError):
        actions.carry(action=action, due_on=date(2026, 12, 30), meeting=board.meeting, by=board.clerk)
    actions.carry(action=action, due_on=date(2027, 3, 1), meeting=board.meeting, by=board.clerk)
    with pytest.raises(ValidationError):
        actions.drop(action=action, reason="", by=board.clerk)
    actions.drop(action=action, reason="Overtaken", by=board.clerk)
    with pytest.raises(WrongMove):
        actions.finish(action=action, text="Done", by=board.member)
    actions.reopen(action=action, by=board.clerk)

    action.refresh_from_db()
    assert (action.state, action.carried, action.outcome) == ("open", 1, "")
    assert [event.to_state for event in action.events.all()] == ["open", "carried", "dropped", "open"]


def test_readers_see_their_parts(cast: Cast) -> None:
    board = cast.board
    minuted.held(board)
    assert BoardAction.objects.visible_to(board.chair).count() == 2
    assert BoardAction.objects.visible_to(cast.host).count() == 0
    alternate = make.UserFactory()
    make.seat(alternate, seat=board.holdings["member"].seat, as_alternate=True)
    assert [row.part for row in BoardAction.objects.visible_to(alternate)] == [1]


def test_action_log_of_part_one_holds_nothing_of_part_two(cast: Cast) -> None:
    minuted.held(cast.board)
    moment = at(DUE + timedelta(days=30))
    open_, restricted = papers.log(moment, 1), papers.log(moment, 2)

    assert (len(open_["open"]), open_["late"]) == (1, 1)
    assert CANARY not in str(open_)
    assert CANARY in str(restricted)


@time_machine.travel(at(DUE), tick=False)
def test_pages_ask_the_same_queries_for_one_and_three(as_: As, cast: Cast) -> None:
    board = cast.board
    pages = {
        "/board/actions/": as_(board.member),
        f"{board.meeting.get_absolute_url()}room/": as_(board.clerk),
        f"{board.meeting.get_absolute_url()}room/{board.item.pk}/": as_(board.clerk),
    }
    found = []
    for number in (1, 3):
        for turn in range(number):
            task = Task(f"Task {turn}", board.member, DUE)
            actions.give(item=board.item, task=task, by=board.clerk)
            decisions.record_decision(item=board.item, terms=Terms(f"Decision {turn}"), by=board.clerk)
        found.append({path: queries(client, path) for path, client in pages.items()})

    assert found[0] == found[1]


def queries(client: Client, path: str) -> int:
    """How many queries a page asks."""
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@time_machine.travel(at(DUE + timedelta(days=3)), tick=False)
def test_home_of_an_owner_without_a_seat_shows_the_late_action(as_: As, cast: Cast) -> None:
    actions.give(item=cast.board.item, task=Task("Count", cast.host, DUE), by=cast.board.clerk)
    page = as_(cast.host).get("/home/").content.decode()

    assert "Action of the Board A20261202/1" in page
    assert as_(cast.host).get(f"/board/actions/{BoardAction.objects.get().pk}/").status_code == 200
