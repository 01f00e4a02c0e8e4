"""Mends a large plan part by part: a few groups near to each other, the best way to group their schools anew."""

from dataclasses import dataclass
from time import monotonic

import numpy as np

from schools.planner.columns import Field
from schools.planner.costs import Floats, Ints
from schools.planner.integer import Tree
from schools.planner.master import Part
from schools.planner.prices import Found, place_prices
from schools.planner.pricing import Pricer
from schools.planner.relaxation import Relaxation

GROUPS_AT_ONCE = (6, 12, 16, 20)  # wider when nothing is found any more
MOST_COLUMNS = 5_000
SECONDS_A_PART = 4.0
LESS = 0.6  # of what can be gained, where there are too many columns
CLOSE = 1e-6
WORTH = 0.002  # of the cost: what a round must bring to be done again


@dataclass(frozen=True)
class Draft:
    """A plan as it is being improved: its groups as rows of places, their collaboratives, what it costs."""

    members: Ints
    where: Ints
    cost: float


class Mending:
    """Improves a draft until no part of it can be improved, or the time is up."""

    def __init__(self, field: Field, relaxation: Relaxation, draft: Draft, until: float) -> None:
        self.field, self.relaxation, self.draft, self.until = field, relaxation, draft, until
        self.prices = place_prices(field, relaxation.duals)

    def run(self) -> Draft:
        """The plan as good as it could be made."""
        for number in GROUPS_AT_ONCE:
            worth = WORTH if number < GROUPS_AT_ONCE[-1] else CLOSE
            while monotonic() < self.until:
                before = self.draft.cost
                self._round(min(number, len(self.draft.members)))
                if before - self.draft.cost <= worth * before:
                    break
        return self.draft

    def _round(self, number: int) -> None:
        """Mend around every group once."""
        for group in range(len(self.draft.members)):
            if monotonic() > self.until:
                break
            self._mend(self._around(group % len(self.draft.members), number))

    def _around(self, group: int, number: int) -> Ints:
        """A group and those nearest to it."""
        points = self.field.points[self.draft.members[:, :3]].mean(axis=1)
        away = np.hypot(*(points - points[group]).T)
        return np.asarray(np.argsort(away, kind="stable")[:number])

    def _mend(self, groups: Ints) -> None:
        members, where = self.draft.members, self.draft.where
        rows, gain = members[groups], self._gain(groups)
        schools = np.unique(rows[rows < self.field.blank])
        found = self._columns(schools, gain)
        others = np.delete(np.arange(len(members)), groups)
        part = Part(schools, self._filled(others))
        now = self.draft.cost - float(self._costs(others).sum())
        until = min(self.until, monotonic() + SECONDS_A_PART)
        chosen = Tree(self.field, found, self.relaxation.cuts[:0], now - CLOSE, until, part).run()
        if chosen.columns is not None:
            new = found.take(chosen.columns)
            self.draft = Draft(
                np.concatenate([members[others], new.columns.members]),
                np.concatenate([where[others], new.where]),
                self.draft.cost - now + chosen.cost,
            )

    def _columns(self, schools: Ints, gain: float) -> Found:
        """All columns of these schools that are worth no more than can be gained; fewer where they are too many."""
        pricer, duals, cuts = Pricer(self.field, schools), self.relaxation.duals, self.relaxation.cuts
        found = pricer.below(duals, cuts, gain, self.until, MOST_COLUMNS)
        while not found.complete and monotonic() < self.until:
            gain *= LESS
            found = pricer.below(duals, cuts, gain, self.until, MOST_COLUMNS)
        return found

    def _gain(self, groups: Ints) -> float:
        """The most that these groups and the collaboratives' sizes are above the bound together."""
        above = self._reduced(np.arange(len(self.draft.members)))
        rest = self.draft.cost - self.relaxation.bound - above.sum()
        return float(above[groups].sum() + max(0.0, rest)) + CLOSE

    def _reduced(self, groups: Ints) -> Floats:
        rows, where = self.draft.members[groups], self.draft.where[groups]
        prices = self.prices[rows, where[:, None]].sum(axis=1)
        return np.asarray(self.field.costs.groups(rows) + prices - self.relaxation.duals.group)

    def _costs(self, groups: Ints) -> Floats:
        rows, where = self.draft.members[groups], self.draft.where[groups]
        return np.asarray(
            self.field.costs.groups(rows) + self.field.costs.place[rows, where[:, None]].sum(axis=1)
        )

    def _filled(self, groups: Ints) -> Ints:
        """How many schools of these groups each collaborative has."""
        filled = np.zeros(self.field.open.shape[1], dtype=np.int64)
        np.add.at(
            filled, self.draft.where[groups], (self.draft.members[groups] < self.field.blank).sum(axis=1)
        )
        return filled
