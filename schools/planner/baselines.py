"""Plans to compare with: what a person does by hand, and last year's groups kept. They may break rules."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from schools.planner.columns import Field
from schools.planner.costs import Ints
from schools.planner.problem import PlannedGroup, Problem

LARGEST, SMALLEST = 4, 3


def greedy(problem: Problem) -> tuple[PlannedGroup, ...]:
    """From west to east, each school that is left with its cheapest mates; then special schools, then collaboratives."""
    return _Hand(problem).groups([], {})


def kept(
    problem: Problem, last: Iterable[frozenset[int]], where: Mapping[int, int] | None = None
) -> tuple[PlannedGroup, ...]:
    """Last year's groups without those that left, mended as little as need be for those that joined.

    ``where`` is the collaborative of each school; ``problem.home`` if not given.
    """
    return _Hand(problem).groups(last, problem.home if where is None else where)


@dataclass
class _Hand:
    """Groups by hand, as lists of places."""

    problem: Problem
    teams: list[list[int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.field = Field(self.problem)
        self.place = self.field.costs.counts.place
        unfriendly = 1e6 * ~self.field.friendly
        self.pair = self.field.costs.pair + unfriendly

    def groups(self, last: Iterable[frozenset[int]], where: Mapping[int, int]) -> tuple[PlannedGroup, ...]:
        """The plan."""
        core = set(self.field.mainstream.tolist())
        stay = [sorted(self.place[key] for key in group if key in self.place) for group in last]
        self.teams = [[place for place in group if place in core] for group in stay]
        self.teams = [team for team in self.teams if SMALLEST <= len(team) <= LARGEST]
        guests = self._guests_of(stay)
        left = sorted(core - {place for team in self.teams for place in team}, key=self._west)
        self._found(left)
        for place in sorted(set(self.field.special.tolist()) - set(guests)):
            guests[place] = self._host(place, guests)
        return self._named(guests, self._shares(where))

    def _west(self, place: int) -> tuple[float, int]:
        return float(self.field.points[place, 0]), place

    def _guests_of(self, stay: list[list[int]]) -> dict[int, int]:
        """The special schools that stay, and the number of their group."""
        special = set(self.field.special.tolist())
        return {
            place: number
            for number, team in enumerate(self.teams)
            for group in stay
            if set(team) <= set(group)
            for place in group
            if place in special
        }

    def _found(self, left: list[int]) -> None:
        """New groups of those who are left; the last few join groups of three, or groups give one up for them."""
        while len(left) >= SMALLEST:
            first = left.pop(0)
            size = (
                LARGEST
                if len(left) + 1 == LARGEST or ((len(left) + 1) % SMALLEST and not self.teams)
                else SMALLEST
            )
            team = [first]
            while len(team) < size:
                mate = min(left, key=lambda place: (self.pair[place, team].sum(), place))
                left.remove(mate)
                team.append(mate)
            self.teams.append(team)
        for place in left:
            smallest = [team for team in self.teams if len(team) < LARGEST] or self.teams
            if smallest:
                min(smallest, key=lambda team: self.pair[place, team].sum()).append(place)

    def _host(self, place: int, guests: dict[int, int]) -> int:
        """The group that a special school costs least in, among those that have the fewest."""
        taken = Counter(guests.values())
        return min(
            range(len(self.teams)), key=lambda n: (taken[n], float(self.pair[place, self.teams[n]].sum()), n)
        )

    def _shares(self, where: Mapping[int, int]) -> Ints:
        """The collaborative of each group: where most of it was, else the cheapest that is not full."""
        column, schools = self.field.costs.counts.column, self.problem.schools
        most, taken = -(-len(self.teams) // max(1, len(column))), Counter[int]()
        shares = np.zeros(len(self.teams), dtype=np.int64)
        for number, team in enumerate(self.teams):
            homes = Counter(where[schools[p].key] for p in team if where.get(schools[p].key) in column)
            costs = self.field.costs.place[team].sum(axis=0)
            best = min(range(len(costs)), key=lambda share: (taken[share] >= most, costs[share], share))
            shares[number] = column[homes.most_common(1)[0][0]] if homes else best
            taken[int(shares[number])] += 1
        return shares

    def _named(self, guests: dict[int, int], shares: Ints) -> tuple[PlannedGroup, ...]:
        schools, collaboratives = self.problem.schools, self.problem.collaboratives
        return tuple(
            PlannedGroup(
                frozenset(schools[place].key for place in team),
                frozenset(schools[place].key for place, at in guests.items() if at == number),
                collaboratives[int(shares[number])].key,
            )
            for number, team in enumerate(self.teams)
        )
