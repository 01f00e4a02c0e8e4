"""The demonstration can be laid out on any day of any year, and only where it belongs."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from hlp import demo as partnership_demo
from hlp.models import User
from peerchallenge.choices import SessionState
from peerchallenge.demo import invented, rounds, windows
from peerchallenge.demo.post import deliver_past
from peerchallenge.demo.stage import set_stage
from peerchallenge.models import ChallengeSession
from schools import demo as schools_demo

pytestmark = pytest.mark.one_machine


def test_refuses_without_demo(db: None, settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO is off"):
        call_command("seed_demo")


def test_refuses_a_moment_that_is_none(db: None, settings: Settings) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match="not yesterday"):
        call_command("seed_demo", now="yesterday")
    assert not User.objects.exists()


def test_counts_queries_again_afterwards(
    db: None, settings: Settings, django_assert_num_queries: Any
) -> None:
    settings.DEMO, settings.DEMO_SEEDERS = True, []
    call_command("seed_demo")
    with django_assert_num_queries(1):
        assert not User.objects.exists()


@pytest.mark.parametrize(
    "now",
    [
        pytest.param("2028-02-29T15:00+00:00", id="leap day"),
        pytest.param("2026-12-25T09:00+00:00", id="Christmas"),
        pytest.param("2026-08-31T11:00+00:00", id="the last day of the school year"),
        pytest.param("2026-09-01T08:00+00:00", id="the first day of the school year"),
        pytest.param("2026-11-22T22:30+00:00", id="a Sunday night"),
        pytest.param("2026-10-25T01:30+00:00", id="half an hour after the clock went back"),
    ],
)
def test_runs_on_an_awkward_day(db: None, now: str) -> None:
    moment = datetime.fromisoformat(now)
    partnership_demo.seed(moment)
    schools_demo.seed(moment)
    stage = set_stage(moment)
    around = windows.around(stage.today)
    running = rounds.play_running(stage, around.running)
    invented.play_running(stage, running)
    deliver_past(moment)
    assert running.opens <= stage.today <= running.closes
    assert set(running.sessions.values_list("state", flat=True)) == set(SessionState.values)
    assert running.sessions.get(state=SessionState.PLANNED, host__invented=True).starts_at > moment
    soon = running.sessions.get(host__urn=invented.MILLSTREAM)
    assert soon.report_due_at == moment + timedelta(hours=6)
    assert {s.host.invented for s in ChallengeSession.objects.overdue(moment)} == {True}


def test_rounds_never_overlap_on_any_day() -> None:
    for number in range(4 * 365 + 1):
        today = date(2026, 1, 1) + number * timedelta(days=1)
        found = windows.around(today)
        every = [*found.over, found.running, found.to_come]
        assert len(every) == 4, today
        assert all(window.opens <= window.closes for window in every), today
        assert all(one.closes < two.opens for one, two in pairwise(every)), today
        assert found.running.opens <= today <= found.running.closes
        first = date(found.running.year, 9, 1)
        assert first <= found.running.opens
        assert found.running.closes < first.replace(year=first.year + 1)


def test_ends_lie_in_the_past_on_any_hour() -> None:
    first = datetime(2026, 10, 18, tzinfo=UTC)  # the clock goes back in the night of the 24th
    for hour in range(24 * 14):
        now = first + hour * timedelta(hours=1)
        slot = windows.ended_ago(now, timedelta(hours=42))
        assert slot.ended_at == now - timedelta(hours=42)
        assert slot.starts_at < slot.ended_at
        assert slot.corrected or slot.ended_at <= slot.planned_end_at
        assert slot.day.weekday() < 5
