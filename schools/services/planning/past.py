"""What earlier years say: who was with whom, and where. A school that changed its URN is the school it follows."""

from collections.abc import Mapping
from itertools import combinations

from schools.models import AcademicYear, GroupPlace, SchoolLink

YEARS = 3


class Past:
    """The groups of the last three years, read once. Schools are named as they are now."""

    def __init__(self, year: AcademicYear, members: set[int]) -> None:
        links = SchoolLink.objects.confirmed().values_list("predecessor_id", "school_id")
        self.successors: dict[int, int] = dict(links.order_by("date", "pk"))
        self.members = members
        self.groups: dict[tuple[int, int], set[int]] = {}  # (years ago, group) -> schools
        self.wheres: dict[tuple[int, int], int] = {}  # (years ago, group) -> collaborative
        earlier = AcademicYear.objects.filter(starts__lt=year.starts)
        ago = {old.pk: year.starts.year - old.starts.year for old in earlier}
        rows = GroupPlace.objects.filter(year__in=[pk for pk, years in ago.items() if years <= YEARS])
        for old, group, where, school in rows.values_list(
            "year_id", "group_id", "group__collaborative_id", "school_id"
        ).order_by("pk"):
            self.groups.setdefault((ago[old], group), set()).add(self._now(school))
            self.wheres[ago[old], group] = where

    def _now(self, school: int) -> int:
        """The school itself where it is a member, else the member that follows it."""
        seen = {school}
        while school not in self.members and self.successors.get(school, school) not in seen:
            school = self.successors[school]
            seen.add(school)
        return school

    def recent(self) -> dict[frozenset[int], int]:
        """The pairs that were in one group, and how many years ago they were so last."""
        found: dict[frozenset[int], int] = {}
        for years, group in sorted(self.groups, reverse=True):
            for pair in combinations(sorted(self.groups[years, group] & self.members), 2):
                found[frozenset(pair)] = years
        return found

    def home(self) -> dict[int, int]:
        """Last year's collaborative of each member that had one."""
        last = ((schools, self.wheres[key]) for key, schools in sorted(self.groups.items()) if key[0] == 1)
        return {school: where for schools, where in last for school in schools & self.members}

    def groups_ago(self, years: int) -> Mapping[int, set[int]]:
        """The groups of a year as sets of today's members, by their primary keys."""
        return {
            group: schools & self.members for (ago, group), schools in self.groups.items() if ago == years
        }
