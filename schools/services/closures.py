"""Days without challenges: what a year starts with, and how the Director changes it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from hlp.transitions import StaleEdit
from schools.choices import ClosedKind
from schools.models import AcademicYear, ClosedPeriod, School
from schools.services.versions import fingerprint

MONDAY = 0


@dataclass(frozen=True)
class Period:
    """A closed period as somebody would like it; ``school`` None: of all schools."""

    kind: str
    name: str
    starts: date
    ends: date
    school: School | None = None


def usual_periods(year: AcademicYear) -> list[Period]:
    """The weeks of national tests and checks in a year, as they have usually fallen. To be corrected.

    Key stage 2 tests: the week of the second Monday in May (counted from the 8th). Phonics check: the week of the
    first Monday on or after 7 June, and the week after it for pupils who were away. Dates are set each year by the
    Standards and Testing Agency.
    """
    tests = _monday_from(date(year.ends.year, 5, 8))
    check = _monday_from(date(year.ends.year, 6, 7))
    after = check + timedelta(days=7)
    return [
        Period(ClosedKind.SATS, "Key stage 2 tests (SATs week)", tests, _friday(tests)),
        Period(ClosedKind.PHONICS, "Phonics check week", check, _friday(check)),
        Period(ClosedKind.PHONICS, "Phonics check, pupils who were away", after, _friday(after)),
    ]


def _monday_from(day: date) -> date:
    return day + timedelta(days=(MONDAY - day.weekday()) % 7)


def _friday(monday: date) -> date:
    return monday + timedelta(days=4)


def start(year: AcademicYear) -> None:
    """Give a year the usual weeks of tests and checks, where it has none."""
    if not year.closed_periods.filter(school=None).exists():
        ClosedPeriod.objects.bulk_create(
            ClosedPeriod(year=year, **vars(period)) for period in usual_periods(year)
        )


def version_of(period: ClosedPeriod) -> str:
    """The print of a period that an edit starts from."""
    return fingerprint(period.kind, period.name, period.starts, period.ends, period.school_id)


@transaction.atomic
def add_period(*, year: AcademicYear, period: Period, by: User, at: datetime | None = None) -> ClosedPeriod:
    """Close some days of a year: lock the year, check, write, audit. The very same twice is there once.

    Raises ValidationError by field (``starts``, ``ends``).
    """
    AcademicYear.objects.select_for_update().get(pk=year.pk)
    _check(year, period)
    row, made = ClosedPeriod.objects.get_or_create(
        year=year,
        name=period.name,
        starts=period.starts,
        school=period.school,
        defaults={"kind": period.kind, "ends": period.ends},
    )
    if not made and row.ends != period.ends:
        raise ValidationError({"starts": f"{row} stands in the calendar already, {row.days}"})
    if made:
        _note("closed-period.added", row, by, at)
    return row


@transaction.atomic
def change_period(
    *, row: ClosedPeriod, period: Period, version: str, by: User, at: datetime | None = None
) -> ClosedPeriod:
    """Change a closed period: lock, check, write, audit. What is there already changes nothing.

    Raises StaleEdit when others changed it since ``version``, ValidationError by field.
    """
    locked = ClosedPeriod.objects.select_for_update().get(pk=row.pk)
    if vars(period) == {name: getattr(locked, name) for name in vars(period)}:
        return locked
    if version != version_of(locked):
        raise StaleEdit
    _check(locked.year, period)
    twins = ClosedPeriod.objects.filter(
        year=locked.year_id, name=period.name, starts=period.starts, school=period.school
    ).exclude(pk=locked.pk)
    if twin := twins.first():
        raise ValidationError({"starts": f"{twin} stands in the calendar already, {twin.days}"})
    for name, value in vars(period).items():
        setattr(locked, name, value)
    locked.save()
    _note("closed-period.changed", locked, by, at)
    return locked


@transaction.atomic
def remove_period(*, row: ClosedPeriod, by: User, at: datetime | None = None) -> None:
    """Open the days of a period again: delete it, audit. Removing twice does it once."""
    there = ClosedPeriod.objects.select_for_update().filter(pk=row.pk).first()
    if there:
        _note("closed-period.removed", there, by, at)
        there.delete()


def _check(year: AcademicYear, period: Period) -> None:
    if period.ends < period.starts:
        raise ValidationError({"ends": "The last day must not be before the first"})
    for name in ("starts", "ends"):
        if not year.starts <= getattr(period, name) <= year.ends:
            span = f"{clock.day(year.starts)} to {clock.day(year.ends)}"
            raise ValidationError({name: f"The day must fall in {year}, {span}"})


def _note(action: str, row: ClosedPeriod, by: User, at: datetime | None) -> None:
    audit.record(action, about=f"year:{row.year}", by=by, at=at, period=str(row), days=row.days)
