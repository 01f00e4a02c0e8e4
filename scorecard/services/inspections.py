"""Inspections of a school, with those of the schools that it follows; and the partnership's two series."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hlp import clock
from hlp.models import User
from schools.models import AcademicYear, School, SchoolLink
from scorecard.calculations.facts import InspectionFacts
from scorecard.calculations.inspecting import LAST_HEADLINES, Seen, Segments, Share, segments, series
from scorecard.models import Inspection
from scorecard.roles import reading_of

FIRST_YEAR = 2012


def lineage(schools: Iterable[School]) -> dict[int, list[int]]:
    """Each school (by primary key) with those before it whose link the Director confirmed, however long the chain."""
    followed: dict[int, list[int]] = defaultdict(list)
    for link in SchoolLink.objects.confirmed():
        followed[link.school_id].append(link.predecessor_id)
    found = {}
    for school in schools:
        line, left = [school.pk], [school.pk]
        while left:
            for earlier in followed[left.pop()]:
                if earlier not in line:
                    line.append(earlier)
                    left.append(earlier)
        found[school.pk] = line
    return found


def of_school(school: School, until: date | None = None) -> list[Inspection]:
    """The inspections of a school and of those that it follows, the newest first, with their grades."""
    line = lineage([school])[school.pk]
    rows = Inspection.objects.filter(school__in=line).select_related("school").prefetch_related("grades")
    if until:
        rows = rows.filter(date__lte=until)
    return list(rows.order_by("-date", "-pk"))


def facts_of(school: School, until: date | None = None) -> tuple[InspectionFacts, ...]:
    """The same as plain facts; an inspection of an earlier school says whose it was."""
    return tuple(_facts(row, school) for row in of_school(school, until))


def _facts(row: Inspection, school: School) -> InspectionFacts:
    earlier = f"As {row.school} (URN {row.school.urn})" if row.school_id != school.pk else ""
    return InspectionFacts(
        date=row.date.isoformat(),
        framework=row.framework,
        framework_label=row.get_framework_display(),
        overall=row.overall,
        rows=tuple((grade.area, grade.grade) for grade in row.grades.all()),
        safeguarding=row.safeguarding,
        note=". ".join(part for part in (earlier, row.outcome, row.category) if part),
    )


@dataclass(frozen=True)
class Overview:
    """The partnership's inspections: two series that are never joined."""

    headlines: list[Share]
    schools: Segments
    pupils: Segments
    without_roll: int
    on: date


def overview(on: date | None = None) -> Overview:
    """How this year's members stand. By pupils only the schools whose roll is known are counted."""
    day = on or clock.today()
    members = _members()
    seen = _seen(members)
    rolls = {school.pk: school.pupils for school in members if school.pupils}
    return Overview(
        headlines=series(seen, FIRST_YEAR, min(day.year, LAST_HEADLINES.year)),
        schools=segments(seen, {school.pk: 1 for school in members}, day),
        pupils=segments(seen, rolls, day),
        without_roll=len(members) - len(rolls),
        on=day,
    )


def _members() -> list[School]:
    year = AcademicYear.objects.current()
    if year is None:
        return []
    return list(School.objects.members_in(year).order_by("name", "urn").distinct())


def _seen(members: list[School]) -> list[Seen]:
    """The inspections of members and of those that they follow, each as the member's."""
    heirs: dict[int, list[int]] = defaultdict(list)
    for school, line in lineage(members).items():
        for earlier in line:
            heirs[earlier].append(school)
    rows = Inspection.objects.filter(school__in=heirs).prefetch_related("grades")
    return [
        Seen(
            heir,
            row.date,
            row.framework,
            row.overall,
            tuple((grade.area, grade.grade) for grade in row.grades.all()),
            row.safeguarding,
        )
        for row in rows
        for heir in heirs[row.school_id]
    ]


@dataclass(frozen=True)
class Standing:
    """A school with its latest inspection, or None."""

    school: School
    latest: Inspection | None


def standings(user: User) -> list[Standing]:
    """The members whose inspections a person may list, by name, each with the latest one."""
    reading = reading_of(user)
    members = [one for one in _members() if reading.everything or one.pk in reading.schools]
    lines = lineage(members)
    wanted = {pk for line in lines.values() for pk in line}
    rows = Inspection.objects.filter(school__in=wanted).prefetch_related("grades").order_by("date", "pk")
    latest = {row.school_id: row for row in rows}
    found = []
    for school in members:
        own = [latest[pk] for pk in lines[school.pk] if pk in latest]
        found.append(Standing(school, max(own, key=lambda row: row.date) if own else None))
    return found
