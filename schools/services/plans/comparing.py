"""Two plans side by side: which groups differ, what each wish costs in both, and who would work with whom."""

from collections.abc import Sequence
from dataclasses import dataclass

from hlp.models import User
from schools.models import AcademicYear, Group, Plan
from schools.planner import WISHES, PlannedGroup, Problem
from schools.services.plans.sheets import LEAST_SHOWN, GroupCard, Sheet
from schools.services.plans.snapshots import groups_of, problem_of


@dataclass(frozen=True)
class WishRow:
    """One wish in both plans, in points."""

    label: str
    one: float
    other: float

    @property
    def difference(self) -> float:
        """How much more the second costs."""
        return self.other - self.one


@dataclass(frozen=True)
class Mover:
    """A school with its company in both plans, and its collaboratives where they differ."""

    school: str
    one: list[str]
    other: list[str]
    place_one: str
    place_other: str

    @property
    def changes_place(self) -> bool:
        """Whether it changes its collaborative."""
        return self.place_one != self.place_other


@dataclass(frozen=True)
class Side:
    """One of the two: its name, its sheet under the common problem, and the groups that the other does not have."""

    name: str
    sheet: Sheet
    plan: Plan | None
    own: list[GroupCard]


@dataclass(frozen=True)
class Comparison:
    """Both sides, how many groups they share, the wishes, and the schools whose company differs."""

    one: Side
    other: Side
    shared: int
    wishes: list[WishRow]
    movers: list[Mover]
    same_problem: bool

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both, in their order."""
        return self.one, self.other

    @property
    def series(self) -> list[str]:
        """The names of both."""
        return [self.one.name, self.other.name]

    @property
    def bars(self) -> list[dict[str, object]]:
        """The wishes as bars, where the two differ most first."""
        return [{"label": row.label, "values": [row.one, row.other]} for row in self.wishes]

    @property
    def sentence(self) -> str:
        """Which costs less and by how much, and how many groups both have."""
        one, other = (side.sheet.evaluation.cost for side in self.sides)
        both = f"{self.shared} {'group is' if self.shared == 1 else 'groups are'} the same in both."
        if abs(one - other) < LEAST_SHOWN:
            return f"Both cost the same. {both}"
        less, more = (self.one, self.other) if one < other else (self.other, self.one)
        return f"{less.name} costs {abs(one - other):.1f} points less than {more.name}. {both}"


def compare(one: Plan, other: Plan, *, reader: User) -> Comparison:
    """Two plans under what is known and wished in the one that was asked for last."""
    newest = max((one, other), key=lambda plan: (plan.asked_at, plan.pk))
    problem = problem_of(newest.problem)
    sides = [(plan.name, groups_of(plan.groups), plan) for plan in (one, other)]
    return _compare(problem, sides, reader, same_problem=one.problem == other.problem)


def compare_with_last_year(plan: Plan, *, reader: User) -> Comparison | None:
    """A plan beside last year's groups, kept as far as their schools are still members; None where there were none."""
    problem = problem_of(plan.problem)
    before = last_year_kept(plan.year, problem)
    if before is None:
        return None
    name, groups = before
    return _compare(problem, [(plan.name, groups_of(plan.groups), plan), (name, groups, None)], reader)


def last_year_kept(year: AcademicYear, problem: Problem) -> tuple[str, tuple[PlannedGroup, ...]] | None:
    """The groups of the year before, without those who left; newcomers are in no group. None where there were none."""
    before = AcademicYear.objects.filter(starts__lt=year.starts).order_by("-starts").first()
    rows = Group.objects.filter(year=before).prefetch_related("places") if before else []
    groups = [_kept(group, problem) for group in rows]
    kept = tuple(group for group in groups if group.everybody)
    return (f"Groups of {before} kept", kept) if kept else None


def _kept(group: Group, problem: Problem) -> PlannedGroup:
    keys = {place.school_id for place in group.places.all()} & problem.by_key.keys()
    special = frozenset(key for key in keys if problem.by_key[key].special)
    return PlannedGroup(frozenset(keys) - special, special, group.collaborative_id)


def _compare(
    problem: Problem,
    sides: Sequence[tuple[str, tuple[PlannedGroup, ...], Plan | None]],
    reader: User,
    *,
    same_problem: bool = True,
) -> Comparison:
    sheets = [Sheet(problem, groups, reader) for _, groups, _ in sides]
    sets = [{(group.everybody, group.collaborative) for group in groups} for _, groups, _ in sides]
    one, other = [
        Side(name, sheet, plan, _own(sheet, sets[1 - place]))
        for place, ((name, _, plan), sheet) in enumerate(zip(sides, sheets, strict=True))
    ]
    costs = [sheet.evaluation.by_wish for sheet in sheets]
    rows = [WishRow(wish.label, costs[0][wish.key], costs[1][wish.key]) for wish in WISHES]
    used = [row for row in rows if row.one or row.other]
    ordered = sorted(used, key=lambda row: -abs(row.difference))
    movers = _movers(problem, sides[0][1], sides[1][1])
    return Comparison(one, other, len(sets[0] & sets[1]), ordered, movers, same_problem)


def _own(sheet: Sheet, others: set[tuple[frozenset[int], int | None]]) -> list[GroupCard]:
    """The cards of the groups that the other plan does not have."""
    lacking = {
        index
        for index, group in enumerate(sheet.groups)
        if (group.everybody, group.collaborative) not in others
    }
    return [card for place in sheet.places for card in place.groups if card.index in lacking]


def _movers(problem: Problem, one: Sequence[PlannedGroup], other: Sequence[PlannedGroup]) -> list[Mover]:
    names = {place.key: place.name for place in problem.collaboratives}
    here, there = _homes(one), _homes(other)
    movers = []
    for school in sorted(problem.schools, key=lambda school: school.name):
        groups = [homes.get(school.key, PlannedGroup(frozenset())) for homes in (here, there)]
        company = [problem_names(problem, group.everybody - {school.key}) for group in groups]
        places = [names.get(group.collaborative or 0, "") for group in groups]
        if company[0] != company[1] or places[0] != places[1]:
            movers.append(Mover(school.name, company[0], company[1], places[0], places[1]))
    return movers


def _homes(groups: Sequence[PlannedGroup]) -> dict[int, PlannedGroup]:
    return {key: group for group in groups for key in group.everybody}


def problem_names(problem: Problem, keys: frozenset[int]) -> list[str]:
    """The names of some schools, in order."""
    return sorted(problem.name(key) for key in keys)
