"""Prices columns that are too many to list: builds groups school by school and drops what cannot become cheap.

Every group is looked at or ruled out by a bound, so the answer is complete, unlike one over neighbours alone. A group is
worth what its schools' prices pay beyond their places and what every two of them cost; the wishes about a group as a
whole only add to its cost, so they are looked at last.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from time import monotonic

import numpy as np

from schools.planner.columns import Columns, Field
from schools.planner.costs import Floats, Ints
from schools.planner.master import Duals
from schools.planner.prices import CLOSED, Found, joined, place_prices, with_cuts

CELLS = 3_000_000  # of a table that is worked on at once
NEVER = -1e12
ROUNDING = 1e-9


class Pricer:
    """Finds the columns that are cheap at some prices."""

    def __init__(self, field: Field, within: Ints | None = None) -> None:
        """Of all schools, or only of those ``within``, by place."""
        self.field, every = field, np.arange(field.blank) if within is None else within
        self.core, self.special = (
            np.intersect1d(field.mainstream, every),
            np.intersect1d(field.special, every),
        )
        pair = np.where(field.friendly, field.costs.pair, -NEVER)
        self.among, self.beside = pair[np.ix_(self.core, self.core)], pair[np.ix_(self.core, self.special)]
        here = set(self.special.tolist())
        self.additions = [
            (np.array(addition), sum(pair[a, b] for a, b in combinations(addition, 2)))
            for addition in field.additions
            if addition and here.issuperset(addition)
        ]

    def below(self, duals: Duals, cuts: Ints, most: float, until: float, limit: int) -> Found:
        """All columns in all collaboratives whose reduced cost is less than ``most``.

        Fewer, and not complete, where the time runs out or there are more than ``limit`` of them.
        """
        shares = self.field.open.shape[1]
        found = [self._in(share, duals, most, until, limit // shares) for share in range(shares)]
        return with_cuts(self.field, joined(found, self.field), duals, cuts, most)

    def _in(self, share: int, duals: Duals, most: float, until: float, limit: int) -> Found:
        """The same in one collaborative, the cuts not paid for."""
        prices, found, number = place_prices(self.field, duals)[:, share], list[Found](), 0
        for members in self._worth(-prices, -duals.group - most - ROUNDING, until):
            if members is None or number > limit or monotonic() > until:
                return replace(joined(found, self.field), complete=False)
            columns = self.field.columns(members)
            reduced = columns.cost + prices[columns.members].sum(axis=1) - duals.group
            cheap = np.nonzero(reduced < most)[0]
            found.append(
                Found(columns.take(cheap), np.full(len(cheap), share, dtype=np.int64), reduced[cheap])
            )
            number += len(cheap)
        return joined(found, self.field)

    def _worth(self, worth: Floats, wanted: float, until: float) -> Iterator[Ints | None]:
        """Groups whose schools are worth more than ``wanted`` after what every two of them cost; None when time is up."""
        core, guest = worth[self.core], worth[self.special]
        alive = np.nonzero(core > -CLOSED / 2)[0]
        for pairs, value in self._pairs(core, guest, wanted, alive):
            for rows in _pieces(len(pairs), len(self.core)):
                if monotonic() > until:
                    yield None
                    return
                yield from self._teams(core, guest, wanted, pairs[rows], value[rows])

    def _pairs(
        self, core: Floats, guest: Floats, wanted: float, alive: Ints
    ) -> Iterator[tuple[Ints, Floats]]:
        """Two schools that may be the first of a team worth enough, by place among the mainstream."""
        more = max(self.field.problem.sizes) - 2
        for piece in _pieces(len(alive), len(self.core)):
            first = alive[piece]
            gain = core[None, :] - self.among[first]
            best = np.sort(gain, axis=1)[:, -(more + 1) :]
            extra = self._extra(self.beside[first], guest)
            reach = core[first] + np.maximum(0, best).sum(axis=1) + extra
            first, gain, best, extra = (table[reach > wanted] for table in (first, gain, best, extra))
            others = np.maximum(0, best[:, 1:]).sum(axis=1) if more else 0.0
            value = core[first][:, None] + gain
            fine = (value + (others + extra)[:, None] > wanted) & (np.arange(len(core)) > first[:, None])
            one, other = np.nonzero(fine)
            yield np.column_stack([first[one], other]), value[one, other]

    def _extra(self, costs: Floats, guest: Floats) -> Floats:
        """The most that special schools can add, given what each costs beside the schools so far."""
        if not len(self.special):
            return np.zeros(len(costs))
        gain = np.sort(guest[None, :] - costs, axis=1)[:, -self.field.problem.most_additional :]
        return np.asarray(np.maximum(0, gain).sum(axis=1))

    def _teams(
        self, core: Floats, guest: Floats, wanted: float, pairs: Ints, value: Floats
    ) -> Iterator[Ints]:
        gain = core[None, :] - self.among[pairs[:, 0]] - self.among[pairs[:, 1]]
        gain[np.arange(len(core)) <= pairs[:, 1:]] = NEVER
        extra = self._extra(self.beside[pairs[:, 0]] + self.beside[pairs[:, 1]], guest)
        fourth = 4 in self.field.problem.sizes
        best = np.maximum(0, gain.max(axis=1)) if fourth else 0.0
        one, third = np.nonzero((value + best + extra)[:, None] + gain > wanted)
        teams, value = np.column_stack([pairs[one], third]), value[one] + gain[one, third]
        for rows in _pieces(len(teams), len(self.core)):
            if 3 in self.field.problem.sizes:
                yield from self._guests(guest, wanted, teams[rows], value[rows])
            if fourth:
                yield from self._fourth(core, guest, wanted, teams[rows], value[rows])

    def _fourth(
        self, core: Floats, guest: Floats, wanted: float, teams: Ints, value: Floats
    ) -> Iterator[Ints]:
        gain = core[None, :] - self.among[teams[:, 0]] - self.among[teams[:, 1]] - self.among[teams[:, 2]]
        extra = self._extra(self.beside[teams].sum(axis=1), guest)
        fine = ((value + extra)[:, None] + gain > wanted) & (np.arange(len(core)) > teams[:, 2:])
        one, added = np.nonzero(fine)
        yield from self._guests(
            guest, wanted, np.column_stack([teams[one], added]), value[one] + gain[one, added]
        )

    def _guests(self, guest: Floats, wanted: float, teams: Ints, value: Floats) -> Iterator[Ints]:
        """The teams alone and with special schools, where they are worth enough; as places of schools."""
        schools = self.core[teams]
        yield schools[value > wanted]
        beside = self.beside[teams].sum(axis=1)
        for addition, among in self.additions:
            guests = np.searchsorted(self.special, addition)
            gain = (guest[guests][None, :] - beside[:, guests]).sum(axis=1) - among
            fine = value + gain > wanted
            yield np.column_stack([schools[fine], np.tile(addition, (int(fine.sum()), 1))])


def _pieces(number: int, width: int) -> Iterator[slice]:
    """Rows of a table of this width in pieces that fit."""
    step = max(1, CELLS // max(1, width))
    for start in range(0, number, step):
        yield slice(start, start + step)


def near_columns(field: Field, near: int) -> Columns:
    """The triads and quads of every mainstream school with its nearest, and with the special schools near to them."""
    core, parts = field.mainstream, [field.nothing]
    among = np.where(field.friendly, field.costs.pair, np.inf)[np.ix_(core, core)]
    seen: set[tuple[int, ...]] = set()
    for place in range(len(core)):
        order = np.argsort(among[place], kind="stable")[:near]
        mates = core[np.append(order[np.isfinite(among[place][order])], place)]
        for team in field.teams(mates):
            team = team[(team == core[place]).any(axis=1)]
            fresh = [row for row in team if tuple(row) not in seen]
            seen.update(map(tuple, fresh))
            if fresh:
                parts.append(field.columns(np.array(fresh)))
    for guest in field.special:
        costs = np.where(field.friendly, field.costs.pair, np.inf)[guest, core]
        mates = core[np.argsort(costs, kind="stable")[: near + 2]]
        for team in field.teams(mates[field.friendly[guest, mates]]):
            parts.append(field.columns(np.column_stack([team, np.full(len(team), guest)])))
    return Columns(
        *(np.concatenate([getattr(p, name) for p in parts]) for name in ("members", "cost", "size"))
    )
