"""Days on which a challenge may be held: school days without tests, checks and INSET."""

from datetime import date, timedelta

import pytest

from schools.calculations import closures_on, is_school_day, open_days
from schools.models import AcademicYear, ClosedPeriod
from tests import factories as make

MONDAY = date(2027, 5, 10)


@pytest.fixture
def year(db: None) -> AcademicYear:
    """2026/27 with its terms."""
    year = make.YearFactory()
    make.lay_terms(year)
    return year


def close(year: AcademicYear, first: date, days: int = 1, **facts: object) -> ClosedPeriod:
    """A closed period of some days."""
    facts = {"kind": "sats", "name": "Key stage 2 tests", **facts}
    return ClosedPeriod.objects.create(
        year=year, starts=first, ends=first + timedelta(days=days - 1), **facts
    )


def test_open_days_are_school_days_without_closed_periods(year: AcademicYear) -> None:
    close(year, MONDAY, 4)
    friday = date(2027, 5, 14)

    assert open_days(date(2027, 5, 8), date(2027, 5, 18)) == [friday, date(2027, 5, 17), date(2027, 5, 18)]


def test_a_day_of_tests_stays_a_school_day_for_deadlines(year: AcademicYear) -> None:
    close(year, MONDAY)

    assert is_school_day(MONDAY)


def test_inset_of_one_school_closes_that_school_alone(year: AcademicYear) -> None:
    own, other = make.SchoolFactory(), make.SchoolFactory()
    period = close(year, MONDAY, kind="inset", name="INSET", school=own)

    assert [open_days(MONDAY, MONDAY, school) for school in (own, other, None)] == [[], [MONDAY], [MONDAY]]
    assert [closures_on(MONDAY, school) for school in (own, other)] == [[period], []]


def test_a_period_of_all_schools_closes_each(year: AcademicYear) -> None:
    close(year, MONDAY)

    assert open_days(MONDAY, MONDAY, make.SchoolFactory()) == []
