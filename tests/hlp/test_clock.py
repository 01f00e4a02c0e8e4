"""Time in words, and the quiet hours."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hlp import clock
from tests.conftest import utc


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("2026-11-22 16:00", "Sunday 22 November 2026 at 4pm"),
        ("2026-07-01 14:30", "Wednesday 1 July 2026 at 3:30pm"),
        ("2026-11-22 12:00", "Sunday 22 November 2026 at midday"),
        ("2026-11-22 00:00", "Sunday 22 November 2026 at midnight"),
        ("2026-11-22 00:05", "Sunday 22 November 2026 at 12:05am"),
    ],
)
def test_moments_are_told_on_londons_clocks(moment: str, words: str) -> None:
    assert clock.when(utc(moment)) == words


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (0.5, "less than a minute"),
        (1, "1 minute"),
        (59, "59 minutes"),
        (60, "1 hour"),
        (190, "3 hours 10 minutes"),
        (31 * 60 + 59, "31 hours"),
        (72 * 60, "3 days"),
    ],
)
def test_lengths_of_time_are_told_as_people_say_them(minutes: float, words: str) -> None:
    assert clock.duration(timedelta(minutes=minutes)) == words


def test_what_is_left_and_what_is_late() -> None:
    due = utc("2026-11-22 16:00")

    assert clock.left(due, due - timedelta(hours=21)) == "21 hours left"
    assert clock.left(due, due + timedelta(hours=3, minutes=10)) == "3 hours 10 minutes late"


@pytest.mark.parametrize(
    ("moment", "before", "after"),
    [
        ("2026-11-20 20:59", "2026-11-20 20:59", "2026-11-20 20:59"),
        ("2026-11-20 21:00", "2026-11-20 20:30", "2026-11-21 07:00"),
        ("2026-11-21 06:59", "2026-11-20 20:30", "2026-11-21 07:00"),
        ("2026-11-21 07:00", "2026-11-21 07:00", "2026-11-21 07:00"),
        ("2026-10-25 00:30", "2026-10-24 19:30", "2026-10-25 07:00"),  # the night the clocks go back
        ("2027-03-28 01:30", "2027-03-27 20:30", "2027-03-28 06:00"),  # the night they go forward
    ],
)
def test_quiet_hours_move_reminders_back_and_news_on(moment: str, before: str, after: str) -> None:
    assert clock.before_quiet(utc(moment)) == utc(before)
    assert clock.after_quiet(utc(moment)) == utc(after)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2030, 1, 1), timezones=st.just(clock.LONDON)))  # noqa: DTZ001
def test_nothing_is_moved_by_more_than_a_night(moment: datetime) -> None:
    earlier, later = clock.before_quiet(moment), clock.after_quiet(moment)

    assert not clock.is_quiet(earlier)
    assert not clock.is_quiet(later)
    assert later - earlier <= timedelta(hours=11, minutes=30)


def test_a_time_of_day_becomes_a_moment_in_utc() -> None:
    assert clock.at(date(2026, 7, 1), time(9, 0)) == utc("2026-07-01 08:00")
