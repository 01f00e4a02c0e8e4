"""The prices of the rows, what columns cost beyond them, and the bound that follows, whatever the prices are."""

from dataclasses import dataclass, replace

import numpy as np

from schools.planner.columns import Columns, Field
from schools.planner.costs import Floats, Ints
from schools.planner.master import Duals, crossings, row_bounds

CLOSED = 1e9  # what a collaborative costs in which a school may not be
NO_CUTS: Ints = np.zeros((0, 3), dtype=np.int64)


@dataclass(frozen=True)
class Found:
    """Columns in collaboratives with their reduced costs; ``complete`` says that these are all that were asked for."""

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


def lowered(duals: Duals, found: Found, deep: float) -> Duals:
    """Prices of schools so much lower that no column is below nought.

    ``found`` are all columns that are more than ``deep`` below it; a column has three mainstream schools or more.
    """
    less = np.full(len(duals.schools), deep / 3)
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


def joined(found: list[Found], field: Field) -> Found:
    """Several findings as one."""
    nothing = Found(field.nothing, np.zeros(0, dtype=np.int64), np.zeros(0))
    parts = [one.columns for one in found] or [nothing.columns]
    columns = Columns(
        *(np.concatenate([getattr(p, name) for p in parts]) for name in ("members", "cost", "size"))
    )
    where, reduced = (
        np.concatenate([getattr(one, name) for one in found or [nothing]]) for name in ("where", "reduced")
    )
    return Found(columns, where, reduced, all(one.complete for one in found))
