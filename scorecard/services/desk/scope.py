"""Whose figures the desk looks at: this year's members, the measures that the score card shows, one academic year."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from hlp.models import User
from schools.models import AcademicYear, School
from scorecard.calculations import rhythm
from scorecard.choices import Area, PupilGroup, Topic
from scorecard.models import Measure, Result
from scorecard.models.result import ResultQuerySet

# Of these no school is expected to have a figure: shares of schools, and pupils counted within another measure.
PARTNERSHIP_ONLY = frozenset({Topic.INSPECTION})


@dataclass(frozen=True)
class Scope:
    """What somebody looks at. ``groups`` are the groups of pupils, ``topic`` one topic or all (``""``)."""

    user: User
    year: int
    topic: str = ""
    every_group: bool = False

    @cached_property
    def schools(self) -> list[School]:
        """This year's members that were open then, by name."""
        current = AcademicYear.objects.visible_to(self.user).current()
        if current is None:
            return []
        found = School.objects.visible_to(self.user).members_in(current).order_by("name", "urn").distinct()
        return [school for school in found if rhythm.was_open(school.opened, self.year)]

    @cached_property
    def measures(self) -> list[Measure]:
        """What a school may have a figure of in that year."""
        rows = Measure.objects.visible_to(self.user).active().in_year(self.year)
        rows = rows.exclude(topic__in=PARTNERSHIP_ONLY)
        if self.topic:
            rows = rows.filter(topic=self.topic)
        if not self.every_group:
            rows = rows.filter(group=PupilGroup.ALL).exclude(code__startswith="cohort-")
        return [one for one in rows if not rhythm.is_cancelled(one.topic, self.year)]

    @property
    def results(self) -> ResultQuerySet:
        """Every figure that the person may read."""
        return Result.objects.visible_to(self.user)

    def of_schools(self) -> dict[tuple[int, int], Result]:
        """The current figures of the year by school and measure, each with its source."""
        rows = self.results.current().filter(
            area=Area.SCHOOL, year=self.year, school__in=self.schools, measure__in=self.measures
        )
        return {(row.school_id or 0, row.measure_id): row for row in rows.select_related("measure", "source")}

    def expected(self) -> Iterator[tuple[School, Measure]]:
        """Each school with each measure of which it has pupils."""
        return ((school, one) for school in self.schools for one in self.measures if expects(school, one))


def expects(school: School, measure: Measure) -> bool:
    """Whether a school has the pupils that a measure looks at."""
    return rhythm.has_pupils(
        measure.topic, measure.phase, low=school.low_age, high=school.high_age, kind=school.phase
    )


def years_with_figures(user: User) -> list[int]:
    """The academic years of which there is a figure of a school, the latest first."""
    rows = Result.objects.visible_to(user).current().filter(area=Area.SCHOOL)
    return rhythm.years_of(rows.order_by().values_list("year", flat=True).distinct())
