"""School days: what counts, across holidays and the change of the clocks."""

from datetime import date, datetime

import pytest

from schools.calculations import add_school_days, is_school_day
from schools.services.years import lay_out_year
from tests import factories as make
from tests.conftest import utc


@pytest.fixture
def terms(db: None) -> None:
    """Those of 2026/27 with England's bank holidays."""
    make.lay_terms(make.YearFactory())
    lay_out_year(date(2026, 9, 1))


@pytest.mark.usefixtures("terms")
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 19), True),
        (date(2026, 11, 21), False),  # a Saturday
        (date(2026, 10, 26), False),  # half term, its first day
        (date(2026, 10, 30), False),  # and its last
        (date(2026, 11, 2), True),
        (date(2026, 9, 1), False),  # the day before term
        (date(2026, 9, 2), True),  # its first day
        (date(2026, 12, 18), True),  # its last day
        (date(2026, 12, 25), False),
        (date(2027, 3, 26), False),  # Good Friday
        (date(2027, 5, 3), False),  # May Day, in term
        (date(2027, 8, 2), False),  # summer
    ],
)
def test_a_school_day_is_a_weekday_in_term(day: date, expected: bool) -> None:
    assert is_school_day(day) is expected


@pytest.mark.usefixtures("terms")
@pytest.mark.parametrize(
    ("ended", "due"),
    [
        ("2026-11-19 16:00", "2026-11-23 16:00"),  # Thursday to Monday
        ("2026-11-20 16:00", "2026-11-24 16:00"),  # Friday to Tuesday
        ("2026-11-21 10:00", "2026-11-24 10:00"),  # Saturday counts from Monday
        ("2026-10-22 15:00", "2026-11-02 16:00"),  # over half term and out of summer time: 4pm stays 4pm
        ("2026-12-17 16:00", "2027-01-04 16:00"),  # over Christmas
        ("2026-12-18 16:00", "2027-01-05 16:00"),
        ("2027-03-24 16:00", "2027-04-12 15:00"),  # over Easter and into summer time
        ("2027-04-29 15:00", "2027-05-04 15:00"),  # over May Day
        ("2026-11-19 23:59", "2026-11-23 23:59"),
    ],
)
def test_two_school_days_later_at_the_same_time(ended: str, due: str) -> None:
    assert add_school_days(utc(ended), 2) == utc(due)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ended", "due"),
    [("2026-11-19 16:00", "2026-11-23 16:00"), ("2026-12-24 12:00", "2026-12-28 12:00")],
)
def test_without_terms_weekdays_count(ended: str, due: str) -> None:
    assert add_school_days(utc(ended), 2) == utc(due)


@pytest.mark.usefixtures("terms")
def test_after_the_last_term_weekdays_count(db: None) -> None:
    assert add_school_days(datetime.fromisoformat("2027-07-21T15:00+00:00"), 2) == utc("2027-07-23 15:00")


@pytest.mark.usefixtures("terms")
def test_the_last_known_day_is_used_before_weekdays() -> None:
    assert add_school_days(utc("2027-07-20 15:00"), 2) == utc("2027-07-22 15:00")
