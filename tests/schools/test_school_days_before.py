"""Counting school days backwards: half terms, holidays, and years whose terms nobody has laid out."""

from datetime import date

from pytest_django import DjangoAssertNumQueries

from schools.calculations import school_days_before
from schools.models import AcademicYear, BankHoliday, Term
from tests import factories as make


def year_with_terms() -> AcademicYear:
    year = make.YearFactory()
    make.lay_terms(year)
    return year


def test_the_nearest_day_comes_first(db: None) -> None:
    year_with_terms()
    assert school_days_before(date(2026, 11, 19), 3) == [
        date(2026, 11, 18),
        date(2026, 11, 17),
        date(2026, 11, 16),
    ]


def test_weekends_and_the_half_term_do_not_count(db: None) -> None:
    year_with_terms()
    assert school_days_before(date(2026, 11, 2), 2) == [date(2026, 10, 23), date(2026, 10, 22)]


def test_the_christmas_holidays_do_not_count(db: None) -> None:
    year_with_terms()
    assert school_days_before(date(2027, 1, 5), 2) == [date(2027, 1, 4), date(2026, 12, 18)]


def test_a_bank_holiday_in_term_does_not_count(db: None) -> None:
    year_with_terms()
    BankHoliday.objects.create(day=date(2027, 5, 3), name="Early May bank holiday")
    assert school_days_before(date(2027, 5, 4), 1) == [date(2027, 4, 30)]


def test_weekdays_count_where_no_terms_are_laid_out(db: None) -> None:
    assert school_days_before(date(2026, 9, 7), 3) == [date(2026, 9, 4), date(2026, 9, 3), date(2026, 9, 2)]


def test_weekdays_follow_on_where_the_terms_run_out(db: None) -> None:
    year_with_terms()
    assert school_days_before(date(2026, 9, 4), 4) == [
        date(2026, 9, 3),
        date(2026, 9, 2),
        date(2026, 9, 1),
        date(2026, 8, 31),
    ]


def test_twenty_days_need_two_queries(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    year_with_terms()
    assert Term.objects.count() == 3
    with django_assert_num_queries(2):
        assert school_days_before(date(2026, 11, 19), 20)[-1] == date(2026, 10, 15)
