"""Columns of the model: groups that keep every rule, each a row of places of schools, filled up with a blank.

A column costs what its group costs wherever it is; what a collaborative adds is ``Costs.place``, school by school.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from schools.planner.costs import Costs, Floats, Ints
from schools.planner.problem import Problem

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Columns:
    """Groups: ``members`` one row each, the blank (the number of schools) behind the last; ``cost``; ``size``."""

    members: Ints
    cost: Floats
    size: Ints

    def __len__(self) -> int:
        return len(self.members)

    def take(self, chosen: NDArray[np.generic]) -> "Columns":
        """Some of them, by number or by mask."""
        return Columns(self.members[chosen], self.cost[chosen], self.size[chosen])

    def plus(self, others: "Columns") -> "Columns":
        """These and others."""
        return Columns(
            np.concatenate([self.members, others.members]),
            np.concatenate([self.cost, others.cost]),
            np.concatenate([self.size, others.size]),
        )


@dataclass(frozen=True)
class Field:
    """A problem in numbers: places for keys, tables for rules. ``blank`` is the place of nobody."""

    problem: Problem

    @cached_property
    def costs(self) -> Costs:
        """What groups cost."""
        return Costs(self.problem)

    @property
    def blank(self) -> int:
        """The number of schools."""
        return len(self.problem.schools)

    @property
    def width(self) -> int:
        """The most schools that a group may have."""
        return max(self.problem.sizes) + self.problem.most_additional

    @cached_property
    def mainstream(self) -> Ints:
        """The places of mainstream schools."""
        return np.array([p for p, s in enumerate(self.problem.schools) if not s.special], dtype=np.int64)

    @cached_property
    def special(self) -> Ints:
        """The places of special schools."""
        return np.array([p for p, s in enumerate(self.problem.schools) if s.special], dtype=np.int64)

    @cached_property
    def friendly(self) -> Bools:
        """Whether two schools may be in one group; a school with itself may not, with the blank may."""
        place, table = self.costs.counts.place, np.ones((self.blank + 1, self.blank + 1), dtype=bool)
        np.fill_diagonal(table, False)
        for pair in self.problem.kept_apart:
            one, other = (place[key] for key in pair)
            table[one, other] = table[other, one] = False
        table[self.blank, self.blank] = True
        return table

    @cached_property
    def open(self) -> Bools:
        """Whether a school may be in a collaborative: schools and the blank by collaboratives."""
        table = np.ones((self.blank + 1, len(self.problem.collaboratives)), dtype=bool)
        for key, collaborative in self.problem.pins.placed.items():
            if key in self.costs.counts.place:
                table[self.costs.counts.place[key]] = False
                if collaborative in self.costs.counts.column:
                    table[self.costs.counts.place[key], self.costs.counts.column[collaborative]] = True
        return table

    @cached_property
    def points(self) -> Floats:
        """Where the schools are, in metres; those without coordinates, and nobody, in the middle of the others."""
        points = np.array([(s.x, s.y) for s in self.problem.schools] + [(None, None)], dtype=np.float64)
        known = points[~np.asarray(np.isnan(points).any(axis=1))]
        middle = known.mean(axis=0) if len(known) else np.zeros(2)
        return np.where(np.isnan(points).any(axis=1, keepdims=True), middle, points)

    @cached_property
    def together(self) -> list[Ints]:
        """The places of the schools that are pinned together."""
        place = self.costs.counts.place
        found = ([place[key] for key in pinned if key in place] for pinned in self.problem.pins.together)
        return [np.array(sorted(places), dtype=np.int64) for places in found if len(places) > 1]

    @cached_property
    def fixed(self) -> list[Ints]:
        """The places of the mainstream schools that are pinned as a group."""
        place = self.costs.counts.place
        found = ([place[key] for key in pinned if key in place] for pinned in self.problem.pins.groups)
        return [np.array(sorted(places), dtype=np.int64) for places in found]

    @cached_property
    def additions(self) -> list[tuple[int, ...]]:
        """What special schools may join a group together: none, one, or a few that may be in one group."""
        found: list[tuple[int, ...]] = []
        for number in range(self.problem.most_additional + 1):
            for chosen in combinations(self.special.tolist(), number):
                if all(self.friendly[pair] for pair in combinations(chosen, 2)):
                    found.append(chosen)
        return found

    def keeping(self, members: Ints) -> Bools:
        """Which groups, filled up with blanks, take all or none of the schools pinned together, and have a collaborative."""
        kept: Bools = np.ones(len(members), dtype=bool)
        for pinned in self.together:
            inside = np.isin(members, pinned).sum(axis=1)
            kept &= (inside == 0) | (inside == len(pinned))
        for pinned in self.fixed:
            inside = np.isin(members, pinned).sum(axis=1)
            core = (members < self.blank).sum(axis=1) - np.isin(members, self.special).sum(axis=1)
            kept &= (inside == 0) | ((inside == len(pinned)) & (core == inside))
        if not self.open.all():
            kept &= np.asarray(self.open[members].all(axis=1)).any(axis=1)
        return kept

    def columns(self, members: Ints) -> Columns:
        """Priced columns of groups of one size, without blanks; those that break a pin are left out."""
        size = members.shape[1]
        filled = np.full((len(members), self.width), self.blank, dtype=np.int64)
        filled[:, :size] = members
        kept = self.keeping(filled)
        filled = filled[kept]
        return Columns(filled, self.costs.groups(members[kept]), np.full(len(filled), size, dtype=np.int64))

    def all_friendly(self, filled: Ints) -> Bools:
        """Whether every two schools of groups, filled up with blanks, may be in one group."""
        fine: Bools = np.ones(len(filled), dtype=bool)
        for one, other in combinations(filled.T, 2):
            fine &= self.friendly[one, other] | (one == self.blank) | (other == self.blank)
        return fine

    def priced(self, filled: Ints) -> Columns:
        """Priced columns of groups filled up with blanks, mainstream schools first; those that break a rule are left out."""
        rows = np.sort(filled[self.keeping(filled) & self.all_friendly(filled)], axis=1)
        return Columns(rows, self.costs.groups(rows), (rows < self.blank).sum(axis=1))

    def teams(self, schools: Ints) -> Iterator[Ints]:
        """All triads and all quads of some mainstream schools, in the order of their places; none that breaks a rule."""
        team = np.sort(schools)[:, None]
        for size in range(2, max(self.problem.sizes) + 1):
            team = self.one_more(team, np.sort(schools))
            if size in self.problem.sizes:
                yield team

    def one_more(self, team: Ints, schools: Ints) -> Ints:
        """The same teams, each with each of the schools that stand behind its last and may be with all of it."""
        later = schools[None, :] > team[:, -1:]
        for member in team.T:
            later &= self.friendly[member][:, schools]
        which, added = np.nonzero(later)
        return np.column_stack([team[which], schools[added]])

    @property
    def nothing(self) -> Columns:
        """No column."""
        return Columns(np.zeros((0, self.width), dtype=np.int64), np.zeros(0), np.zeros(0, dtype=np.int64))
