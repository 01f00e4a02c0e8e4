"""What columns cost beyond the prices of the rows, and the bound that follows, whatever the prices are."""

from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from schools.planner.columns import Columns, Field
from schools.planner.costs import Floats, Ints
from schools.planner.master import Duals, crossings, row_bounds

CLOSED = 1e9  # what a collaborative costs in which a school may not be
NO_CUTS: Ints = np.zeros((0, 3), dtype=np.int64)


@dataclass(frozen=True)
class Found:
    """Columns in collaboratives with their reduced costs; ``complete`` says that these are all there are."""

    columns: Columns
    where: Ints
    reduced: Floats
    complete: bool = True

    def __len__(self) -> int:
        return len(self.where)

    def take(self, chosen: "np.ndarray") -> "Found":
        """Some of them, by number or by mask."""
        return Found(self.columns.take(chosen), self.where[chosen], self.reduced[chosen], self.complete)

    def best_for_each(self, number: int, blank: int) -> "Found":
        """Those that are among the ``number`` cheapest of one of their schools."""
        return self.take(some_for_each(self.columns.members, self.reduced, number, blank))


class Pricer(Protocol):
    """Finds the columns that are cheap at some prices."""

    def below(self, duals: Duals, cuts: Ints, most: float, until: float) -> Found:
        """All columns in all collaboratives whose reduced cost is less than ``most``; fewer where the time runs out."""


class Listed:
    """Prices by looking at every column: for partnerships of up to some sixty schools."""

    def __init__(self, field: Field) -> None:
        self.field, self.columns = field, field.every_column()

    def below(self, duals: Duals, cuts: Ints, most: float, until: float) -> Found:
        """See ``Pricer``; it never runs out of time."""
        prices = place_prices(self.field, duals)
        chosen, where, reduced = [], [], []
        for share in range(prices.shape[1]):
            total = self.columns.cost - duals.group
            for place in self.columns.members.T:
                total += prices[:, share][place]
            cheap = np.nonzero(total < most)[0]
            chosen.append(cheap)
            where.append(np.full(len(cheap), share, dtype=np.int64))
            reduced.append(total[cheap])
        found = Found(
            self.columns.take(np.concatenate(chosen)), np.concatenate(where), np.concatenate(reduced)
        )
        return with_cuts(self.field, found, duals, cuts, most)


def with_cuts(field: Field, found: Found, duals: Duals, cuts: Ints, most: float) -> Found:
    """What is still cheap when the cuts are paid for, whose prices make nothing cheaper."""
    if not len(cuts):
        return found
    paid = found.reduced - crossings(cuts, found.columns.members, field.blank) @ duals.cuts
    return replace(found, reduced=paid).take(paid < most)


def place_prices(field: Field, duals: Duals) -> Floats:
    """What each school (and nobody) adds to a column's reduced cost in each collaborative."""
    prices = field.costs.place - duals.schools[:, None] - duals.collaboratives[None, :]
    prices[field.blank] = 0.0
    return np.where(field.open, prices, CLOSED)


def bound_of(field: Field, duals: Duals) -> float:
    """What no plan can be cheaper than, given that no column has a reduced cost below nought."""
    lower, upper = (np.array(side) for side in row_bounds(field))
    prices = np.concatenate([duals.schools[:-1], duals.collaboratives, [duals.group]])
    return float((np.where(prices > 0, lower, upper) * prices).sum() + duals.cuts.sum())


def lowered(duals: Duals, found: Found) -> Duals:
    """Prices of schools so much lower that none of these columns, all that were below nought, still is."""
    less = np.zeros(len(duals.schools))
    share = np.maximum(0.0, -found.reduced) / np.maximum(1, found.columns.size)
    for place in found.columns.members.T:
        np.maximum.at(less, place, share)
    less[-1] = 0.0
    return replace(duals, schools=duals.schools - less)


def some_for_each(members: Ints, score: Floats, number: int, blank: int) -> Ints:
    """The numbers of the rows that are among the ``number`` lowest in score of one of their schools."""
    order = np.argsort(score, kind="stable")
    flat = members[order].reshape(-1)
    by_school = np.argsort(flat, kind="stable")
    first = np.searchsorted(flat[by_school], flat[by_school], side="left")
    rank = np.empty(len(flat), dtype=np.int64)
    rank[by_school] = np.arange(len(flat)) - first
    near = ((rank < number) & (flat != blank)).reshape(members.shape).any(axis=1)
    return np.asarray(order[near])
