"""Days without challenges: what a year starts with, and how they are changed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from hlp.models import AuditEntry
from hlp.transitions import StaleEdit
from schools.models import AcademicYear, ClosedPeriod
from schools.services import closures as services
from schools.services.closures import Period
from schools.services.years import lay_out_year
from tests import factories as make
from tests.conftest import Cast

DAY = date(2026, 11, 6)


def inset(**facts: object) -> Period:
    """A day without pupils in the whole borough."""
    return Period(**{"kind": "inset", "name": "INSET", "starts": DAY, "ends": DAY, **facts})


def laid_out(year: AcademicYear) -> list[tuple[str, date, date]]:
    """The closed periods of a year."""
    return list(year.closed_periods.values_list("kind", "starts", "ends"))


@pytest.mark.parametrize(
    ("first", "tests", "check"),
    [(2023, (5, 13), (6, 10)), (2024, (5, 12), (6, 9)), (2025, (5, 11), (6, 8)), (2026, (5, 10), (6, 7))],
)
def test_a_year_starts_with_the_weeks_of_tests_and_checks(
    db: None, first: int, tests: tuple[int, int], check: tuple[int, int]
) -> None:
    year = lay_out_year(date(first, 9, 1))
    friday, week = timedelta(days=4), timedelta(days=7)
    monday, june = date(first + 1, *tests), date(first + 1, *check)

    assert laid_out(year) == [
        ("sats", monday, monday + friday),
        ("phonics", june, june + friday),
        ("phonics", june + week, june + week + friday),
    ]


def test_laying_out_again_adds_no_week(db: None) -> None:
    lay_out_year(DAY)
    year = lay_out_year(DAY)
    assert year.closed_periods.count() == 3


def test_a_period_is_added_once_and_noted(cast: Cast) -> None:
    for _ in range(2):
        services.add_period(year=cast.year, period=inset(), by=cast.director)

    assert laid_out(cast.year) == [("inset", DAY, DAY)]
    assert list(AuditEntry.objects.values_list("action", "about")) == [
        ("closed-period.added", "year:2026/27")
    ]


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        (
            {"ends": DAY - timedelta(days=1)},
            {"ends": ["The last day must not be before the first"]},
        ),
        (
            {"starts": date(2026, 8, 31)},
            {"starts": ["The day must fall in 2026/27, Tuesday 1 September 2026 to Tuesday 31 August 2027"]},
        ),
    ],
)
def test_impossible_days_are_refused(
    cast: Cast, facts: dict[str, date], refusal: dict[str, list[str]]
) -> None:
    with pytest.raises(ValidationError) as error:
        services.add_period(year=cast.year, period=inset(**facts), by=cast.director)
    assert error.value.message_dict == refusal


def test_a_change_that_started_from_an_older_state_is_refused(cast: Cast) -> None:
    row = services.add_period(year=cast.year, period=inset(), by=cast.director)
    seen = services.version_of(row)
    later = inset(starts=DAY + timedelta(days=3), ends=DAY + timedelta(days=3))
    services.change_period(row=row, period=later, version=seen, by=cast.director)

    with pytest.raises(StaleEdit):
        services.change_period(row=row, period=inset(name="Other"), version=seen, by=cast.administrator)
    assert laid_out(cast.year) == [("inset", later.starts, later.ends)]


def test_a_period_does_not_become_the_twin_of_another(cast: Cast) -> None:
    services.add_period(year=cast.year, period=inset(), by=cast.director)
    other = services.add_period(year=cast.year, period=inset(name="Training"), by=cast.director)

    with pytest.raises(ValidationError):
        services.change_period(
            row=other, period=inset(), version=services.version_of(other), by=cast.director
        )


def test_removing_opens_the_days_again(cast: Cast) -> None:
    row = services.add_period(year=cast.year, period=inset(school=make.SchoolFactory()), by=cast.director)
    for _ in range(2):
        services.remove_period(row=row, by=cast.director)

    assert ClosedPeriod.objects.count() == 0
    assert AuditEntry.objects.filter(action="closed-period.removed").count() == 1
