"""The academic years of the demonstration: last, this and next."""

from datetime import date

from schools.choices import ClosedKind
from schools.models import AcademicYear, ClosedPeriod
from schools.services.years import lay_out_year


def first_day(today: date) -> date:
    """The 1 September on which the academic year of a day begins."""
    return date(today.year if today.month >= 9 else today.year - 1, 9, 1)


def lay_years(today: date) -> list[AcademicYear]:
    """Last year, this year and next year, laid out with terms and bank holidays."""
    this = first_day(today)
    years = [lay_out_year(this.replace(year=this.year + offset)) for offset in (-1, 0, 1)]
    ClosedPeriod.objects.bulk_create(day for year in years for day in _inset(year))
    return years


def _inset(year: AcademicYear) -> list[ClosedPeriod]:
    """The first day of each term, on which staff prepare."""
    return [
        ClosedPeriod(year=year, kind=ClosedKind.INSET, name="INSET day", starts=term.starts, ends=term.starts)
        for term in year.terms.all()
    ]
