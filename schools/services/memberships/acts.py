"""Verbs of one school's membership: it joins, leaves, stays after all, or was never meant to be a member."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.module_loading import import_string

from hlp import audit, clock
from hlp.models import User
from schools.choices import MembershipStep
from schools.models import AcademicYear, GroupPlace, Membership, MembershipChange, School
from schools.services.versions import fingerprint, refuse_stale

DAY = timedelta(days=1)


def version_of(school: School) -> str:
    """The print of a school's memberships that an edit starts from."""
    days = ("year", "starts", "ends", "leaving", "left_because", "back_on")
    return fingerprint(*school.memberships.order_by("year").values_list(*days))


@transaction.atomic
def join(
    *,
    school: School,
    year: AcademicYear,
    starts: date | None = None,
    because: str = "",
    by: User | None,
    at: datetime | None = None,
) -> Membership:
    """Make a school a member in a year: lock, check, membership, history, audit.

    ``starts`` is the year's first day unless given. A school that left in that year is back from ``starts`` on; one
    that is to leave at its end stays. A member stays what it is. Raises ValidationError where the days do not fit.
    """
    _lock(year, school)
    first = starts or year.starts
    row = Membership.objects.filter(school=school, year=year).select_related("year", "school").first()
    if row and not row.leaving:
        return row
    _check_start(school, year, first)
    moment = at or clock.now()
    if row:
        step = _come_back(row, first, because)
    else:
        row = Membership(school=school, year=year, starts=first, joined_because=because)
        row.recorded_by, row.recorded_at = by, moment
        row.save()
        step = _step(row)
    note(row, step, first, because, by=by, at=moment)
    return row


def _step(row: Membership) -> MembershipStep:
    earlier = row.school.memberships.filter(year__starts__lt=row.year.starts).select_related("year")
    last = earlier.order_by("-year__starts").first()
    if last is None:
        return MembershipStep.JOINED
    goes_on = not last.leaving and last.year.ends == row.year.starts - DAY
    return MembershipStep.RENEWED if goes_on else MembershipStep.REJOINED


def _come_back(row: Membership, first: date, because: str) -> MembershipStep:
    """The membership goes on to the end of the year, with a break where one lies between."""
    gone = row.ends + DAY
    row.leaving, row.left_because = False, ""
    fields = ["leaving", "left_because", "ends"]
    row.ends = row.year.ends
    if not row.starts < gone < first:
        row.save(update_fields=fields)
        return MembershipStep.STAYS
    row.away_from, row.back_on, row.joined_because = row.away_from or gone, first, because
    row.save(update_fields=[*fields, "away_from", "back_on", "joined_because"])
    return MembershipStep.REJOINED


def _check_start(school: School, year: AcademicYear, first: date) -> None:
    if not year.starts <= first <= year.ends:
        raise ValidationError({"starts": f"The first day must be {_between(year.starts, year.ends)}"})
    if school.closed and school.closed < first:
        raise ValidationError(
            f"{school} closed on {clock.day(school.closed)}: it cannot be a member after that"
        )
    if not school.open and not school.closed and year.ends >= clock.today():
        raise ValidationError(f"{school} is closed: it cannot become a member")


def _between(first: date, last: date) -> str:
    return f"between {clock.day(first)} and {clock.day(last)}"


@transaction.atomic
def leave(
    *,
    school: School,
    year: AcademicYear,
    last_day: date,
    because: str,
    version: str = "",
    by: User,
    at: datetime | None = None,
) -> Membership:
    """End a membership in or with a year: lock, check, last day and reason, later years taken back, history, audit.

    Raises StaleEdit when others changed the school's memberships since ``version``; ValidationError where the day
    does not fit, or while a group or a session after it still counts on the school.
    """
    _lock(year, school)
    row = Membership.objects.filter(school=school, year=year).select_related("year", "school").first()
    if row is None:
        raise ValidationError(f"{school} is not a member in {year}")
    if row.leaving and (row.ends, row.left_because) == (last_day, because):
        return row
    refuse_stale(version, version_of(school))
    if not row.starts <= last_day <= year.ends:
        raise ValidationError({"last_day": f"The last day must be {_between(row.starts, year.ends)}"})
    _refuse_while_needed(school, last_day)
    moment = at or clock.now()
    row.ends, row.leaving, row.left_because = last_day, True, because
    if row.back_on and row.back_on > last_day:
        row.away_from = row.back_on = None
    row.save(update_fields=["ends", "leaving", "left_because", "away_from", "back_on"])
    note(row, MembershipStep.LEFT, last_day, because, by=by, at=moment)
    for later in school.memberships.filter(year__starts__gt=year.starts).select_related("year", "school"):
        _remove(later, because, by, moment)
    return row


@transaction.atomic
def withdraw(
    *, school: School, year: AcademicYear, because: str = "", by: User, at: datetime | None = None
) -> None:
    """Take a membership of a year back as if it had not been: lock, check, remove, history, audit.

    The membership of the year before, if there is one, then ends with its year. Raises ValidationError while a group
    or a session of the year counts on the school.
    """
    _lock(year, school)
    row = Membership.objects.filter(school=school, year=year).select_related("year", "school").first()
    if row is None:
        return
    _refuse_while_needed(school, year.starts - DAY, year)
    moment = at or clock.now()
    _remove(row, because, by, moment)
    before = Membership.objects.filter(school=school, year__ends__lt=year.starts, leaving=False)
    for earlier in before.filter(year__ends=year.starts - DAY):
        earlier.leaving, earlier.left_because = True, because
        earlier.save(update_fields=["leaving", "left_because"])


@transaction.atomic
def add_members(
    *, schools: Iterable[School], year: AcademicYear, by: User, at: datetime | None = None
) -> list[School]:
    """Record members of a year, earlier ones for instance: each joins on its first day. Returns those that are new."""
    there = set(Membership.objects.filter(year=year, leaving=False).values_list("school", flat=True))
    new = [school for school in schools if school.pk not in there]
    for school in new:
        join(school=school, year=year, by=by, at=at)
    return new


def note(
    row: Membership, step: MembershipStep, day: date, reason: str, *, by: User | None, at: datetime
) -> None:
    """Write a step into the history and the audit log."""
    facts = {"school": row.school, "year": row.year, "step": step, "day": day, "reason": reason}
    MembershipChange(**facts, at=at, by=by).save()
    about = f"school:{row.school.urn}"
    audit.record(f"membership.{step}", about=about, by=by, at=at, year=row.year.name, day=day.isoformat())


def _remove(row: Membership, because: str, by: User, at: datetime) -> None:
    note(row, MembershipStep.WITHDRAWN, row.starts, because, by=by, at=at)
    row.delete()


def _lock(year: AcademicYear, school: School) -> None:
    """Nobody forms groups of this or a later year, nor changes this school's membership, at the same time."""
    list(AcademicYear.objects.select_for_update().filter(starts__gte=year.starts).order_by("starts"))
    School.objects.select_for_update(no_key=True).get(pk=school.pk)


def _refuse_while_needed(school: School, last_day: date, year: AcademicYear | None = None) -> None:
    """Raise ValidationError with a sentence for each group and session after a day that counts on the school."""
    problems = [*_groups_after(school, last_day, year)]
    until = year.ends if year else None
    for path in settings.LEAVING_GUARDS:
        problems += import_string(path)(school, last_day, until)
    if problems:
        raise ValidationError(problems)


def _groups_after(school: School, last_day: date, year: AcademicYear | None) -> list[str]:
    places = GroupPlace.objects.filter(school=school, year__ends__gt=last_day)
    if year:
        places = places.filter(year=year)
    rows = places.select_related("group", "year").order_by("year__starts")
    return [f"Take the school out of {place.group} in {place.year} first" for place in rows]
