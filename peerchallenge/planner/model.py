"""The rules and wishes of some hosts as columns and rows of one model."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations

from peerchallenge.planner.checks import at_home, leads
from peerchallenge.planner.columns import columns_of, own_cost
from peerchallenge.planner.milp import INFINITY, Model, Solved
from peerchallenge.planner.prices import WEEK, rises
from peerchallenge.planner.problem import Host, Placement, Problem, Slot, week_of

# Leaving a host without a date costs more than all wishes together.
UNPLACED = 100_000

Loads = Mapping[tuple[int, date], int]


@dataclass
class Draft:
    """Hosts in a model: which column is which placement, and the columns that leave a host out."""

    problem: Problem
    hosts: list[Host]
    model: Model
    placements: dict[int, Placement] = field(default_factory=dict)
    first: int = 0
    last: int = 0

    def chosen(self, solved: Solved) -> list[Placement]:
        """The placements of a solution."""
        return [placement for column, placement in self.placements.items() if solved.chosen(column)]

    def costs(self) -> dict[int, float]:
        """The columns of these hosts that cost something."""
        return {c: self.model.costs[c] for c in range(self.first, self.last) if self.model.costs[c]}


def draft(
    problem: Problem,
    hosts: Iterable[Host],
    model: Model | None = None,
    *,
    all_placed: bool = False,
    rules: Collection[str] = ("twice", "mutual"),
) -> Draft:
    """The model of some hosts, added to ``model`` where one is given. ``all_placed`` leaves nobody out.

    ``rules`` are those between sessions that hold: nobody ``twice`` on one day, no ``mutual`` leading.
    """
    made = Draft(problem, list(hosts), model or Model())
    made.first = len(made.model.costs)
    _choose_one_each(made, all_placed)
    if "twice" in rules:
        _nobody_twice(made)
    if "mutual" in rules:
        _nobody_leads_their_lead(made)
    _keep_groups_apart(made)
    _share_the_leading(made)
    made.last = len(made.model.costs)
    return made


def _choose_one_each(made: Draft, all_placed: bool) -> None:
    for host in made.hosts:
        own = columns_of(made.problem, host)
        columns = {made.model.column(own_cost(made.problem, p)): p for p in own}
        made.placements |= columns
        row = dict.fromkeys(columns, 1.0)
        if not all_placed and not host.fixed:
            row[made.model.column(UNPLACED)] = 1.0
        made.model.row(row, least=1, most=1)


def _nobody_twice(made: Draft) -> None:
    """For each day and set of headteachers: visits of theirs and hosts that need one of them at home."""
    by_day: dict[date, list[int]] = defaultdict(list)
    for column, p in made.placements.items():
        by_day[p.day].append(column)
    for day, columns in by_day.items():
        homes = {made.placements[c].host for c in columns}
        sets = {host: at_home(made.problem, host, day) for host in homes}
        people = {person for c in columns for person in made.placements[c].people}
        seen = set()
        for heads in {frozenset({person}) for person in people} | set(sets.values()):
            row = {c: w for c in columns if (w := _needs(made.placements[c], heads, sets))}
            shape = (len(heads), *sorted(row.items()))
            if shape not in seen and len({made.placements[c].slot for c in row}) > 1:
                seen.add(shape)
                made.model.row(row, most=max(len(heads), _by_fixed(made, row)))


def _needs(p: Placement, heads: frozenset[int], homes: Mapping[int, frozenset[int]]) -> int:
    """How many of some headteachers a placement needs: as visitors, and one at home where only they can be it."""
    return sum(person in heads for person in p.people) + bool(homes[p.host] and homes[p.host] <= heads)


def _by_fixed(made: Draft, row: Mapping[int, float]) -> float:
    """What dates that stand already use up; they break no rule anew."""
    fixed = {host.slot for host in made.hosts if host.fixed}
    return sum(weight for column, weight in row.items() if made.placements[column].slot in fixed)


def _nobody_leads_their_lead(made: Draft) -> None:
    by_slot: dict[Slot, list[int]] = defaultdict(list)
    for column, p in made.placements.items():
        by_slot[p.slot].append(column)
    for one, other in combinations(made.hosts, 2):
        if one.round != other.round:
            continue
        there = [c for c in by_slot[one.slot] if leads(made.problem, made.placements[c], other.school)]
        back = [c for c in by_slot[other.slot] if leads(made.problem, made.placements[c], one.school)]
        if there and back:
            row = dict.fromkeys([*there, *back], 1.0)
            made.model.row(row, most=max(1, _by_fixed(made, row)))


def _keep_groups_apart(made: Draft) -> None:
    weeks: dict[tuple[int, int], dict[date, list[int]]] = defaultdict(lambda: defaultdict(list))
    for column, p in made.placements.items():
        weeks[p.round, made.problem.groups[p.slot]][week_of(p.day)].append(column)
    for of_group in weeks.values():
        for week, columns in of_group.items():
            _beyond(made, columns, 1, made.problem.weight("week"))
            if week + WEEK in of_group:
                _beyond(made, columns + of_group[week + WEEK], 1, made.problem.weight("fortnight"))


def _beyond(made: Draft, columns: list[int], free: float, cost: int) -> None:
    """Each of some columns beyond the first ``free`` costs something."""
    if cost and len({made.placements[c].slot for c in columns}) > free:
        over = made.model.column(cost, INFINITY, whole=False)
        made.model.row({**dict.fromkeys(columns, 1.0), over: -1.0}, most=free)


def _share_the_leading(made: Draft) -> None:
    by_school: dict[int, list[int]] = defaultdict(list)
    for column, p in made.placements.items():
        if p.lead_school:
            by_school[p.lead_school].append(column)
    weight = made.problem.weight("leading")
    for school, columns in by_school.items():
        most = len({made.placements[c].slot for c in columns})
        counts = [weight * rise for rise in rises(made.problem, school, most)]
        if any(counts):
            steps = [made.model.column(cost, whole=False) for cost in counts]
            made.model.row({**dict.fromkeys(columns, 1.0), **dict.fromkeys(steps, -1.0)}, most=0)


def spread(drafts: Iterable[Draft], others: Loads) -> None:
    """Let sessions beyond a week's even share cost something; ``others`` lie in the weeks already."""
    weeks: dict[tuple[int, date], list[tuple[Draft, int]]] = defaultdict(list)
    for made in drafts:
        for column, p in made.placements.items():
            weeks[p.round, week_of(p.day)].append((made, column))
    for (round_, week), found in sorted(weeks.items()):
        made, columns = found[0][0], [column for _, column in found]
        free = max(made.problem.shares[round_] - others.get((round_, week), 0), 0)
        if cost := made.problem.weight("spread"):
            over = made.model.column(cost, INFINITY, whole=False)
            made.model.row({**dict.fromkeys(columns, 1.0), over: -1.0}, most=free)
