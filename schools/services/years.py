"""Lays out academic years: plausible terms that the Director corrects, and England's bank holidays."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import holidays
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.module_loading import import_string

from hlp import audit, clock
from hlp.models import User
from schools.choices import TermName
from schools.models import AcademicYear, BankHoliday, Term
from schools.services.versions import fingerprint, refuse_stale

MONDAY, WEDNESDAY, THURSDAY, FRIDAY = 0, 2, 3, 4


@dataclass(frozen=True)
class TermDates:
    """First and last days of a term and of its half term, all included."""

    name: TermName
    starts: date
    half_term_starts: date
    half_term_ends: date
    ends: date

    def problem(self) -> str | None:
        """What is wrong with the order of the days, as a sentence; None if nothing."""
        if not self.starts < self.half_term_starts:
            return "Half term must start after the first day of term"
        if self.half_term_ends < self.half_term_starts:
            return "Half term must end on or after the day it starts"
        if not self.half_term_ends < self.ends:
            return "The last day of term must be after half term"
        return None


@transaction.atomic
def lay_out_year(first: date, *, by: User | None = None, at: datetime | None = None) -> AcademicYear:
    """The academic year that begins on 1 September of ``first``'s year; made if it is not there.

    Calls every starter of ``settings.YEAR_STARTERS``, each of which adds only what is missing. Audit once.
    """
    starts = date(first.year, 9, 1)
    year, made = AcademicYear.objects.get_or_create(
        starts=starts,
        defaults={"name": year_name(starts), "ends": date(first.year + 1, 8, 31)},
    )
    for path in settings.YEAR_STARTERS:
        import_string(path)(year)
    if made:
        audit.record("year.lay-out", about=f"year:{year.name}", by=by, at=at)
    return year


def year_name(starts: date) -> str:
    """``2026/27``."""
    return f"{starts.year}/{(starts.year + 1) % 100:02}"


def start(year: AcademicYear) -> None:
    """Give a year its terms, where it has none, and its bank holidays."""
    if not year.terms.exists():
        Term.objects.bulk_create(Term(year=year, **vars(term)) for term in default_terms(year.starts.year))
    days = bank_holidays(year.starts, year.ends)
    rows = [BankHoliday(day=day, name=name) for day, name in days.items()]
    BankHoliday.objects.bulk_create(rows, ignore_conflicts=True)


def bank_holidays(first: date, last: date) -> dict[date, str]:
    """The bank holidays of England between two days, both included."""
    england = holidays.country_holidays("GB", subdiv="ENG", years=range(first.year, last.year + 1))
    return {day: name for day, name in sorted(england.items()) if first <= day <= last}


def default_terms(year: int) -> list[TermDates]:
    """Terms of the school year that begins in September of ``year``, as London boroughs usually set them.

    A start to correct from: councils publish their own dates, and academies may differ.
    """
    spring_ends, summer_starts = _easter_break(year + 1)
    late_may = _weekday_from(date(year + 1, 5, 25), MONDAY)  # the spring bank holiday
    october = _weekday_from(date(year, 10, 22), MONDAY)
    february = _weekday_from(date(year + 1, 2, 12), MONDAY)
    return [
        _term(
            TermName.AUTUMN,
            _first_weekday(date(year, 9, 1)),
            october,
            _weekday_from(date(year, 12, 16), FRIDAY),
        ),
        _term(TermName.SPRING, _weekday_from(date(year + 1, 1, 3), MONDAY), february, spring_ends),
        _term(TermName.SUMMER, summer_starts, late_may, _weekday_from(date(year + 1, 7, 18), WEDNESDAY)),
    ]


def _term(name: TermName, starts: date, half_term: date, ends: date) -> TermDates:
    return TermDates(name, starts, half_term, half_term + timedelta(days=4), ends)


def _first_weekday(day: date) -> date:
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > FRIDAY else 0)


def _weekday_from(day: date, weekday: int) -> date:
    """The first such weekday on or after ``day``."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _easter_break(year: int) -> tuple[date, date]:
    """The last day of the spring term and the first of the summer term: two weeks that hold Easter.

    An Easter in March begins the break, one in the middle of April ends it.
    """
    easter = easter_sunday(year)
    if easter.month == 3:
        return easter - timedelta(days=3), easter + timedelta(days=15)
    if easter <= date(year, 4, 12):
        return easter - timedelta(days=9), easter + timedelta(days=8)
    return easter - timedelta(days=16), easter + timedelta(days=2)


def easter_sunday(year: int) -> date:
    """Easter, from the bank holiday after it."""
    days = holidays.country_holidays("GB", subdiv="ENG", years=year)
    return next(day for day, name in days.items() if name == "Easter Monday") - timedelta(days=1)


def terms_version(year: AcademicYear) -> str:
    """The print of a year's terms that an edit starts from."""
    return fingerprint(
        *year.terms.values_list("name", "starts", "half_term_starts", "half_term_ends", "ends")
    )


@transaction.atomic
def change_terms(
    *, year: AcademicYear, terms: list[TermDates], version: str, by: User, at: datetime | None = None
) -> None:
    """Set the terms of a year: lock, check the days, replace, audit.

    Raises StaleEdit when others changed them since ``version``, ValidationError when days are out of order.
    """
    locked = AcademicYear.objects.select_for_update().get(pk=year.pk)
    refuse_stale(version, terms_version(locked))
    check_terms(locked, terms)
    for term in terms:
        facts: dict[str, Any] = {**vars(term)}
        Term.objects.update_or_create(year=locked, name=facts.pop("name"), defaults=facts)
    audit.record("year.change-terms", about=f"year:{year.name}", by=by, at=at or clock.now())


def check_terms(year: AcademicYear, terms: list[TermDates]) -> None:
    """Raise ValidationError unless each term is in order, inside the year, and after the one before."""
    problems: dict[str, str] = {}
    for before, term in zip([None, *terms], terms, strict=False):
        problem = term.problem()
        if term.starts < year.starts or term.ends > year.ends:
            problem = f"The term must lie between {clock.day(year.starts)} and {clock.day(year.ends)}"
        elif before and term.starts <= before.ends:
            problem = f"The term must start after the {before.name.label.lower()} term ends"
        if problem:
            problems[f"{term.name}_starts"] = problem
    if problems:
        raise ValidationError(problems)
