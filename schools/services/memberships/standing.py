"""What the memberships of all years tell: who joined, left and re-joined, and how many there were.

A school that changed its URN and whose successor is confirmed counts as one: neither does the old one leave nor the
new one join.
"""

from dataclasses import dataclass, field
from datetime import date

from hlp import clock
from schools.choices import Arrival
from schools.models import AcademicYear, Membership, SchoolLink


@dataclass(frozen=True)
class Numbers:
    """The members of a year, how many of them came, and how many do not go on."""

    year: AcademicYear
    members: int
    joined: int
    rejoined: int
    left: int


@dataclass
class Story:
    """All memberships at once. ``years`` are those with members, the oldest first; schools are primary keys.

    ``rows`` holds the memberships by year and school, ``kin`` the same by year and family of schools.
    """

    years: list[AcademicYear] = field(default_factory=list)
    rows: dict[int, dict[int, Membership]] = field(default_factory=dict)
    kin: dict[int, dict[int, list[Membership]]] = field(default_factory=dict)
    family: dict[int, int] = field(default_factory=dict)

    def arrival(self, school: int, year: AcademicYear) -> Arrival | None:
        """How the school came in a year, where it was no member at the end of the year before.

        None where it simply went on, and for all who were there in the first year that is known.
        """
        row = self.rows[year.pk][school]
        if row.back_on:
            return Arrival.REJOINED
        before = self._before(year)
        if before is None:
            return Arrival.JOINED if row.begins_late else None
        if self._stayed(school, before):
            return None
        earlier = (one for one in self.years if one.starts < year.starts)
        return Arrival.REJOINED if any(self._kin(school, one) for one in earlier) else Arrival.JOINED

    def departs(self, school: int, year: AcademicYear) -> bool:
        """Whether the school does not go on: said so, or absent from the next year since that has begun."""
        if not self._stayed(school, year):
            return True
        after = next((one for one in self.years if one.starts > year.starts), None)
        return after is not None and after.starts <= clock.today() and not self._kin(school, after)

    def since(self, school: int, year: AcademicYear) -> date:
        """The first day of the membership that has lasted without a break until ``year``."""
        found = year
        while not self._back_on(school, found):
            before = self._before(found)
            if before is None or not self._stayed(school, before):
                break
            found = before
        return self._back_on(school, found) or min(row.starts for row in self._kin(school, found))

    def numbers(self) -> list[Numbers]:
        """A line for each year, the newest first."""
        return [self._numbers(year) for year in reversed(self.years)]

    def _numbers(self, year: AcademicYear) -> Numbers:
        members = self.rows[year.pk]
        arrivals = [self.arrival(school, year) for school in members]
        return Numbers(
            year=year,
            members=len(members),
            joined=arrivals.count(Arrival.JOINED),
            rejoined=arrivals.count(Arrival.REJOINED),
            left=sum(self.departs(school, year) for school in members),
        )

    def _before(self, year: AcademicYear) -> AcademicYear | None:
        return next((one for one in reversed(self.years) if one.starts < year.starts), None)

    def _kin(self, school: int, year: AcademicYear) -> list[Membership]:
        return self.kin[year.pk].get(self.family.get(school, school), [])

    def _stayed(self, school: int, year: AcademicYear) -> bool:
        return any(not row.leaving for row in self._kin(school, year))

    def _back_on(self, school: int, year: AcademicYear) -> date | None:
        return next((row.back_on for row in self._kin(school, year) if row.back_on), None)


def read_story() -> Story:
    """Everything that is recorded, in two queries."""
    story = Story(family=_families())
    for row in Membership.objects.select_related("year").order_by("year__starts", "pk"):
        if row.year_id not in story.rows:
            story.years.append(row.year)
        story.rows.setdefault(row.year_id, {})[row.school_id] = row
        root = story.family.get(row.school_id, row.school_id)
        story.kin.setdefault(row.year_id, {}).setdefault(root, []).append(row)
    return story


def _families() -> dict[int, int]:
    """Each school with a confirmed predecessor or successor, and the one that stands for its family."""
    root: dict[int, int] = {}

    def top(school: int) -> int:
        while root.setdefault(school, school) != school:
            school = root[school]
        return school

    for school, predecessor in SchoolLink.objects.confirmed().values_list("school", "predecessor"):
        root[top(school)] = top(predecessor)
    return {school: top(school) for school in list(root)}
