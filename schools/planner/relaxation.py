"""The bound: the relaxation by column generation, then cuts as long as they help. Valid whenever it is stopped."""

from dataclasses import dataclass
from itertools import combinations
from time import monotonic

import numpy as np

from schools.planner.columns import Field
from schools.planner.costs import Ints
from schools.planner.master import Duals, Master, crossings
from schools.planner.prices import NO_CUTS, Found, bound_of, lowered
from schools.planner.pricing import Pricer

EXACT = 1e-7
WORTH_CUTTING = 1.02  # of at most one
ROUNDS_OF_CUTS, CUTS_A_ROUND = 12, 50
# Of the bound: what a round of cuts must bring, where a look at all columns is quick and where it takes a second.
WORTH_A_ROUND, WORTH_A_LONG_ROUND, LONG = 2e-5, 2e-4, 150
ENOUGH = 40_000  # columns found in one look
SHALLOW = 0.05  # points below nought
MOST_ALONE = 1e7


@dataclass
class Relaxation:
    """Prices at which no column is below nought, the cuts they belong to, and the bound that they give.

    ``ended`` says that it is the optimum, ``whole`` False that even at its optimum some school is in no group.
    """

    duals: Duals
    cuts: Ints
    bound: float
    ended: bool = False
    whole: bool = True


class Generation:
    """Solves the relaxation; ``best`` is the best bound so far, ``master`` holds the columns that made it."""

    def __init__(self, field: Field, pricer: Pricer, start: Found, alone: float, until: float) -> None:
        """``start`` are columns to begin with, ``alone`` what a school in no group costs at first."""
        self.field, self.pricer, self.until, self.alone = field, pricer, until, alone
        self.deep = alone / 4
        self.worth = WORTH_A_LONG_ROUND if field.blank > LONG else WORTH_A_ROUND
        self.master = Master(field, alone)
        self.master.add(start.columns, start.where)
        zero = Duals(np.zeros(field.blank + 1), np.zeros(self.master.shares), 0.0, np.zeros(0))
        self.best = Relaxation(zero, NO_CUTS, 0.0)

    def run(self) -> Relaxation:
        """To the optimum with cuts, or until the time is up."""
        while self._generate() and self.master.alone() > 1e-6:
            if self.alone > MOST_ALONE:
                self.best.whole = False
                return self.best
            self.alone *= 10
            self.master.charge(self.alone)
        for _ in range(ROUNDS_OF_CUTS):
            before, triples = self.best, self._violated()
            if not before.ended or not len(triples):
                break
            self.master.cut(triples)
            if not self._generate() or self.best.bound < before.bound * (1 + self.worth):
                break
        return self.best

    def _generate(self) -> bool:
        """Add columns until none is below nought; whether that was reached.

        First only those deep below are looked for, so that every look is quick and complete, and gives a bound.
        """
        self.best.ended = False
        while monotonic() < self.until and self.master.solve(self.until - monotonic()):
            duals, depth = self.master.duals(), self.deep
            found = self._look(duals)
            while not len(found) and found.complete:
                if depth == EXACT:
                    self.best.ended = True
                    return True
                depth = self.deep
                found = self._look(duals)
            new = found.best_for_each(10, self.field.blank)
            self.master.add(new.columns, new.where)
        return False

    def _look(self, duals: Duals) -> Found:
        """The columns that are as deep below nought as it is worth looking now; next time less deep where they are few."""
        found = self.pricer.below(duals, self.master.cuts, -self.deep, self.until, ENOUGH)
        if found.complete:
            self._note(lowered(duals, found, self.deep))
            if len(found) < ENOUGH / 20:
                self.deep = self.deep / 4 if self.deep > SHALLOW else EXACT
        else:
            self.deep = max(2 * self.deep, SHALLOW)
        return found

    def _note(self, duals: Duals) -> None:
        bound = bound_of(self.field, duals)
        if bound >= self.best.bound:
            self.best = Relaxation(duals, self.master.cuts, bound)

    def _violated(self) -> Ints:
        """Three schools of which the relaxation gives more than one group two or more; the worst of them."""
        taken = self.master.taken()
        used = np.nonzero(taken > EXACT)[0]
        members = self.master.columns.members[used]
        triples = _triples(members, self.field.blank)
        if not len(triples):
            return NO_CUTS
        over = crossings(triples, members, self.field.blank).T @ taken[used]
        worst = np.argsort(-over, kind="stable")[:CUTS_A_ROUND]
        return triples[worst[over[worst] > WORTH_CUTTING]]


def _triples(members: Ints, blank: int) -> Ints:
    """Every three schools of which each two are together in one of the groups."""
    near = np.zeros((blank + 1, blank + 1), dtype=bool)
    for one, other in combinations(members.T, 2):
        near[one, other] = near[other, one] = True
    near[blank] = near[:, blank] = False
    np.fill_diagonal(near, False)
    one, other = np.nonzero(np.triu(near))
    which, third = np.nonzero(near[one] & near[other] & (np.arange(blank + 1) > other[:, None]))
    return np.column_stack([one[which], other[which], third])
