"""A first plan by annealing: several plans at once, in each of them all pairs of groups at once, in numpy.

A plan is a table of groups, each of them a row of places: the mainstream schools, then the additional ones, nobody last.
Rules are costs too high to be worth breaking, so that any start will do.
"""

from dataclasses import dataclass
from math import exp, log
from time import monotonic

import numpy as np

from schools.planner.columns import Bools, Field
from schools.planner.costs import Floats, Ints

FORBIDDEN = 60.0  # how many times the usual pair cost it takes to break a rule


@dataclass
class Plans:
    """Several plans at once: ``members`` plans x groups x places, ``where`` plans x groups, ``cost`` of each group."""

    members: Ints
    where: Ints
    cost: Floats
    filled: Ints  # schools by collaborative, plans x collaboratives


class Annealing:
    """Anneals some plans with a given number of groups."""

    def __init__(
        self, field: Field, groups: int, plans: int, seed: int, leaning: Field | None = None
    ) -> None:
        """Lay the plans out: neighbours in a row along a curve, each plan from another side.

        The rules of ``leaning``, a problem of the same schools with more rules, are kept where that is possible.
        """
        self.field, self.groups, self.number = field, groups, plans
        self.dice = np.random.default_rng(seed)
        self.core = max(field.problem.sizes)
        self.shares = len(field.problem.collaboratives)
        self.weight = field.problem.weights["balance"]
        self.least, self.most = field.costs.counts.even
        self.usual = float(np.median(field.costs.pair)) or 1.0
        strength = FORBIDDEN * self.usual + 2 * max(field.problem.weights.values())
        self.pair = field.costs.pair + strength * _broken_pairs(field)
        self.place = field.costs.place + strength * ~field.open
        if leaning:
            self.pair += self.usual * _broken_pairs(leaning)
            self.place = self.place + self.usual * ~leaning.open
        self.first, self.second = np.triu_indices(field.width, 1)
        self.state = self._start()

    def _start(self) -> Plans:
        blank, width = self.field.blank, self.field.width
        members = np.full((self.number, self.groups, width), blank, dtype=np.int64)
        quads = len(self.field.mainstream) - 3 * self.groups
        sizes = np.full(self.groups, 3)
        sizes[: max(quads, 0)] = 4
        starts = np.concatenate([[0], np.cumsum(sizes)])
        where = np.zeros((self.number, self.groups), dtype=np.int64)
        for plan in range(self.number):
            order = self.field.mainstream[self._curve(self.field.mainstream)]
            for group in range(self.groups):
                members[plan, group, : sizes[group]] = order[starts[group] : starts[group + 1]]
            self._scatter(members[plan])
            where[plan] = self._shares(members[plan])
        state = Plans(
            members, where, np.zeros(where.shape), np.zeros((self.number, self.shares), dtype=np.int64)
        )
        self._recount(state)
        return state

    def _curve(self, schools: Ints) -> Ints:
        """An order in which neighbours follow each other: strips up and down, from a random side."""
        points = self.field.points[schools] @ _turn(self.dice.uniform(0, 2 * np.pi))
        strips = max(1, round((len(schools) / 3) ** 0.5))
        strip = (np.argsort(np.argsort(points[:, 0])) * strips) // max(1, len(schools))
        return np.lexsort((np.where(strip % 2, -points[:, 1], points[:, 1]), strip))

    def _scatter(self, members: Ints) -> None:
        """Put the special schools into one group after another."""
        order = self.dice.permutation(self.groups)
        for number, school in enumerate(self.dice.permutation(self.field.special)):
            members[order[number % self.groups], self.core + number // self.groups] = school

    def _shares(self, members: Ints) -> Ints:
        """Each group to the collaborative that suits it, as evenly as groups can be dealt out."""
        costs = self.place[members].sum(axis=1)
        most, taken = -(-self.groups // self.shares), np.zeros(self.shares, dtype=np.int64)
        where = np.zeros(self.groups, dtype=np.int64)
        for group in np.argsort(costs.min(axis=1) - np.sort(costs, axis=1)[:, :2].mean(axis=1)):
            where[group] = int(np.argmin(costs[group] + np.where(taken < most, 0.0, np.inf)))
            taken[where[group]] += 1
        return where

    def _recount(self, state: Plans) -> None:
        rows, where = state.members.reshape(-1, self.field.width), state.where.reshape(-1)
        state.cost[:] = self.price(rows, where).reshape(state.where.shape)
        state.filled[:] = 0
        plan = np.repeat(np.arange(self.number), self.groups)
        np.add.at(state.filled, (plan, where), (rows < self.field.blank).sum(axis=1))

    def price(self, rows: Ints, where: Ints) -> Floats:
        """What groups cost in their collaboratives, broken rules included."""
        pairs = self.pair[rows[:, self.first], rows[:, self.second]].sum(axis=1)
        place = self.place[rows, where[:, None]].sum(axis=1)
        return np.asarray(pairs + place + self.field.costs.whole(rows))

    def uneven(self, filled: Ints) -> Floats:
        """What it costs that collaboratives have so many schools."""
        return np.asarray(
            self.weight * (np.maximum(0, filled - self.most) + np.maximum(0, self.least - filled))
        )

    def totals(self) -> Floats:
        """What each plan costs, broken rules included."""
        return np.asarray(self.state.cost.sum(axis=1) + self.uneven(self.state.filled).sum(axis=1))

    def run(self, steps: int, hot: float, cold: float, until: float) -> tuple[Floats, Ints, Ints]:
        """Cool down from ``hot`` to ``cold`` points in so many steps, faster where the time is short.

        The best state of each plan: cost, members, where.
        """
        best = self.totals()
        members, where = self.state.members.copy(), self.state.where.copy()
        began, done = monotonic(), 0.0
        for step in range(steps):
            if step % 8 == 0:
                pairs = self._pairs()
                done = max(step / steps, (monotonic() - began) / max(1e-3, until - began))
                if done >= 1:
                    break
            heat = hot * exp(log(cold / hot) * done)
            self._swap(pairs, heat)
            self._move(heat)
            if step % 8 == 7 or step == steps - 1:
                now = self.totals()
                better = now < best - 1e-9
                best[better] = now[better]
                members[better], where[better] = self.state.members[better], self.state.where[better]
        return best, members, where

    def _pairs(self) -> Ints:
        """The groups of each plan in an order in which neighbours follow each other, to be taken two by two."""
        if self.groups < 24:
            return np.argsort(self.dice.random((self.number, self.groups)), axis=1)
        known = self.state.members[:, :, :3]
        middle = self.field.points[known].mean(axis=2) @ _turn(self.dice.uniform(0, 2 * np.pi))
        strips = round(self.groups**0.5 / self.dice.uniform(1, 3))
        strip = np.argsort(np.argsort(middle[..., 0], axis=1), axis=1) * strips // self.groups
        along = np.where(strip % 2, -middle[..., 1], middle[..., 1])
        spread = float(np.ptp(middle[..., 1])) + 1.0
        order: Ints = np.argsort(strip * 4 * spread + along, axis=1)
        return np.roll(order, int(self.dice.integers(2)), axis=1)

    def _swap(self, pairs: Ints, heat: float) -> None:
        """In each pair of groups swap two schools, or move one into an empty place."""
        state, blank, half = self.state, self.field.blank, self.groups // 2
        plan = np.repeat(np.arange(self.number), half)
        one, other = pairs[:, 0 : 2 * half : 2].reshape(-1), pairs[:, 1 : 2 * half : 2].reshape(-1)
        a, b = self._places(len(plan))
        rows = np.concatenate([state.members[plan, one], state.members[plan, other]])
        line = np.arange(len(plan))
        new = rows.copy()
        new[line, a], new[line + len(plan), b] = rows[line + len(plan), b], rows[line, a]
        allowed = (new[line, a] != new[line + len(plan), b]) & self._tidy(new, np.concatenate([a, b]))
        where = np.concatenate([state.where[plan, one], state.where[plan, other]])
        price = self.price(new, where).reshape(2, -1)
        change = price.sum(axis=0) - state.cost[plan, one] - state.cost[plan, other]
        more = (new[: len(plan)] < blank).sum(axis=1) - (rows[: len(plan)] < blank).sum(axis=1)
        change += self._shift(plan, where[: len(plan)], where[len(plan) :], more)
        taken = np.nonzero(allowed & (change < heat * self.dice.standard_exponential(len(plan))))[0]
        state.members[plan[taken], one[taken]] = new[taken]
        state.members[plan[taken], other[taken]] = new[taken + len(plan)]
        state.cost[plan[taken], one[taken]], state.cost[plan[taken], other[taken]] = (
            price[0, taken],
            price[1, taken],
        )
        np.add.at(state.filled, (plan[taken], where[taken]), more[taken])
        np.add.at(state.filled, (plan[taken], where[taken + len(plan)]), -more[taken])

    def _places(self, number: int) -> tuple[Ints, Ints]:
        """Which places to swap: two of mainstream schools, or two of additional ones."""
        a, b = self.dice.integers(0, self.core, (2, number))
        extra = self.field.width - self.core
        if len(self.field.special):
            special = self.dice.random(number) < 0.15
            a = np.where(special, self.core + self.dice.integers(0, extra, number), a)
            b = np.where(special, self.core + self.dice.integers(0, extra, number), b)
        return a, b

    def _tidy(self, rows: Ints, place: Ints) -> Bools:
        """Move an empty place behind the schools; whether both groups of each pair have a size that is allowed."""
        line, last, blank = np.arange(len(rows)), self.core - 1, self.field.blank
        hole = (rows[line, place] == blank) & (place < last)
        rows[line[hole], place[hole]] = rows[hole, last]
        rows[hole, last] = blank
        size = (rows[:, : self.core] < blank).sum(axis=1)
        return np.asarray(np.isin(size, self.field.problem.sizes).reshape(2, -1).all(axis=0))

    def _shift(self, plan: Ints, here: Ints, there: Ints, more: Ints) -> Floats:
        """What it costs that ``more`` schools come from one collaborative into another."""
        filled = self.state.filled
        into, out = filled[plan, here], filled[plan, there]
        change = self.uneven(into + more) - self.uneven(into) + self.uneven(out - more) - self.uneven(out)
        return np.where(here == there, 0.0, change)

    def _move(self, heat: float) -> None:
        """In each plan let two groups change their collaboratives, or one move."""
        if self.shares < 2:
            return
        state, plan = self.state, np.arange(self.number)
        one, other = self.dice.integers(0, self.groups, (2, self.number))
        here, there = state.where[plan, one], state.where[plan, other]
        alone = self.dice.random(self.number) < 0.4
        there = np.where(alone, self.dice.integers(0, self.shares, self.number), there)
        rows, others = state.members[plan, one], state.members[plan, other]
        place = [
            self.place[r, w[:, None]].sum(axis=1)
            for r, w in ((rows, here), (rows, there), (others, there), (others, here))
        ]
        size, swapped = (
            (rows < self.field.blank).sum(axis=1),
            np.where(alone, 0, (others < self.field.blank).sum(axis=1)),
        )
        gain, back = place[1] - place[0], np.where(alone, 0.0, place[3] - place[2])
        change = gain + back + self._shift(plan, there, here, size - swapped)
        taken = np.nonzero(
            (one != other) & (here != there) & (change < heat * self.dice.standard_exponential(self.number))
        )[0]
        both = taken[~alone[taken]]
        state.where[taken, one[taken]], state.where[both, other[both]] = there[taken], here[both]
        state.cost[taken, one[taken]] += gain[taken]
        state.cost[both, other[both]] += back[both]
        np.add.at(state.filled, (taken, there[taken]), (size - swapped)[taken])
        np.add.at(state.filled, (taken, here[taken]), (swapped - size)[taken])


def _broken_pairs(field: Field) -> Floats:
    """One for two schools that may not be in one group, minus one for two that must be."""
    table = (~field.friendly).astype(np.float64)
    for pinned in [*field.together, *field.fixed]:
        table[np.ix_(pinned, pinned)] -= 1.0
    for pinned in field.fixed:
        others = np.setdiff1d(field.mainstream, pinned)
        table[np.ix_(pinned, others)] = table[np.ix_(others, pinned)] = 1.0
    table[field.blank] = table[:, field.blank] = 0.0
    np.fill_diagonal(table, 0.0)
    return table


def _turn(angle: float) -> Floats:
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
