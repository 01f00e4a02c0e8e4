"""When headteachers cannot in the coming year: asked in June, answered by them or for them, reminded weekly."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from hlp import audit, clock, outbox
from hlp.models import User
from hlp.outbox import Note
from hlp.transitions import StaleEdit
from peerchallenge.models import Availability, AwayDays
from schools.choices import Role
from schools.models import AcademicYear, Appointment, Membership, School
from schools.roles import roles_of

KIND = "availability-asked"
MOST_ENTRIES = 60
# The months in which headteachers are asked when they cannot in the coming year.
ASKING = (6, 7, 8)


@dataclass(frozen=True)
class Days:
    """Days on which somebody cannot: from first to last, or only one weekday of them (0 is Monday)."""

    starts: date
    ends: date
    weekday: int | None = None


@dataclass(frozen=True)
class Standing:
    """A headteacher, the schools that they head, and their answer for a year, None while there is none."""

    person: User
    schools: tuple[School, ...]
    answer: Availability | None


def asked_from(year: AcademicYear) -> date:
    """1 June before the year begins: from then on headteachers are asked."""
    return date(year.starts.year, 6, 1)


def asked_until(year: AcademicYear) -> date:
    """30 June before the year begins: an answer is wanted by then, and still taken later."""
    return date(year.starts.year, 6, 30)


def year_asked_for(years: Iterable[AcademicYear], day: date | None = None) -> AcademicYear | None:
    """The newest year for which headteachers are asked on a day (today): next year from June on, else this one."""
    today = day or clock.today()
    asked = [year for year in years if asked_from(year) <= today <= year.ends]
    return max(asked, key=lambda year: year.starts, default=None)


def people_of(user: User) -> list[User]:
    """For whom somebody may answer: themselves as a headteacher, and the headteachers for whom they prepare."""
    held = roles_of(user)
    rows = _headships().filter(school__in=held.schools | held.delegated)
    people = {post.person_id: post.person for post in rows}
    delegated = {post.person_id for post in rows if post.school_id in held.delegated}
    mine = [people[pk] for pk in people if pk == user.pk or pk in delegated]
    return sorted(mine, key=lambda person: (person.pk != user.pk, person.name, person.pk))


def owed_by(user: User, year: AcademicYear) -> list[User]:
    """Those for whom somebody may answer and who have not answered for a year."""
    people = people_of(user)
    answered = Availability.objects.filter(year=year, person__in=people).values_list("person_id", flat=True)
    return [person for person in people if person.pk not in set(answered)]


def questions(user: User, at: datetime) -> list[dict[str, Any]]:
    """From June until the year begins: the question when one cannot, while somebody has not answered."""
    today, held = clock.local(at).date(), roles_of(user)
    if today.month not in ASKING or not held.schools | held.delegated:
        return []
    year = year_asked_for(AcademicYear.objects.filter(starts__year=today.year), today)
    if year is None or not owed_by(user, year):
        return []
    title, text = (
        f"Say when you cannot host or visit in {year}",
        f"Please answer by {clock.day(asked_until(year))}.",
    )
    return [
        {"title": title, "href": reverse("peerchallenge:availability-list", args=[year.pk]), "text": text}
    ]


def _headships() -> "QuerySet[Appointment]":
    posts = Appointment.objects.on(clock.today()).filter(role=Role.HEADTEACHER, person__is_active=True)
    return posts.select_related("person", "school").order_by("person__name", "person_id", "school__name")


def standings(year: AcademicYear) -> list[Standing]:
    """Every headteacher of a member of the year, by name, with their answer. Three queries."""
    members = set(Membership.objects.filter(year=year).to_the_end().values_list("school_id", flat=True))
    answers = {a.person_id: a for a in Availability.objects.filter(year=year).prefetch_related("days")}
    schools: dict[User, list[School]] = {}
    for post in _headships():
        if post.school and post.school_id in members:
            schools.setdefault(post.person, []).append(post.school)
    return [Standing(person, tuple(own), answers.get(person.pk)) for person, own in schools.items()]


@transaction.atomic
def answer(
    *,
    person: User,
    year: AcademicYear,
    days: Collection[Days],
    version: int,
    by: User,
    at: datetime | None = None,
) -> Availability:
    """Keep when somebody cannot in a year: lock the year, check, replace their days, audit, withdraw reminders.

    ``version`` is 0 before the first answer. The same answer again changes nothing. Raises StaleEdit when another
    answer was kept since, ValidationError for days outside the year.
    """
    moment = at or clock.now()
    AcademicYear.objects.select_for_update().get(pk=year.pk)
    there = Availability.objects.filter(person=person, year=year).prefetch_related("days").first()
    if there and {_plain(row) for row in there.days.all()} == set(days):
        return there
    if version != (there.version if there else 0):
        raise StaleEdit(there.version if there else 0)
    _check(year, days)
    row = there or Availability(person=person, year=year, version=0)
    row.answered_at, row.answered_by, row.version = moment, by, row.version + 1
    row.save()
    row.days.all().delete()
    AwayDays.objects.bulk_create(
        AwayDays(availability=row, **vars(each))
        for each in sorted(set(days), key=lambda d: (d.starts, d.ends, d.weekday or 0))
    )
    audit.record("availability.answered", about=f"year:{year.name}", by=by, at=moment, person=person.name)
    outbox.cancel(about=_about(year), kinds=[KIND], people=[person])
    return row


def _plain(row: AwayDays) -> Days:
    return Days(row.starts, row.ends, row.weekday)


def _check(year: AcademicYear, days: Collection[Days]) -> None:
    span = f"{clock.day(year.starts)} to {clock.day(year.ends)}"
    for each in days:
        if each.ends < each.starts:
            raise ValidationError(f"{clock.day(each.ends)} is before {clock.day(each.starts)}")
        if each.starts < year.starts or each.ends > year.ends:
            raise ValidationError(f"The days must fall in {year}, {span}")
    if len(days) > MOST_ENTRIES:
        raise ValidationError(f"Enter at most {MOST_ENTRIES} lines. Join days that follow each other")


@transaction.atomic
def remind(
    *, year: AcademicYear, people: Iterable[User], by: User | None = None, at: datetime | None = None
) -> int:
    """Ask people when they cannot, once a day at most: one message each. Returns how many were handed in."""
    moment = at or clock.now()
    on = clock.local(moment).date()
    notes = [
        Note(
            key=f"{KIND}:year={year.pk}:day={on}:user={person.pk}",
            kind=KIND,
            person=person,
            context={
                "year": year.name,
                "until": clock.day(asked_until(year)),
                "late": on > asked_until(year),
                "path": f"/availability/{year.pk}/",
            },
            about=_about(year),
            why="the days on which you cannot are not known yet",
        )
        for person in people
    ]
    if by and notes:
        audit.record("availability.reminded", about=_about(year), by=by, at=moment, people=len(notes))
    return outbox.write(notes, at=moment)


def ask_owed(*, at: datetime | None = None) -> int:
    """Ask whoever has not answered: from 1 June once, then a week after each asking until 30 June.

    Due and not yet done: a missed run is made up for by the next. Returns how many were asked.
    """
    moment = at or clock.now()
    today = clock.local(moment).date()
    asked = 0
    for year in AcademicYear.objects.filter(starts__year=today.year):
        if asked_from(year) <= today <= asked_until(year):
            since = max(asked_from(year), today - timedelta(days=6))
            owed = [s.person for s in standings(year) if s.answer is None]
            asked += remind(year=year, people=_not_asked_since(owed, year, since), at=moment)
    return asked


def _not_asked_since(people: list[User], year: AcademicYear, day: date) -> list[User]:
    known = outbox.people_told(kind=KIND, about=_about(year), since=clock.at(day, clock.QUIET_UNTIL))
    return [person for person in people if person.pk not in known]


def _about(year: AcademicYear) -> str:
    return f"availability:{year.name}"
