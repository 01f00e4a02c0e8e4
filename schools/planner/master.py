"""The model in HiGHS: every school in one group, groups counted, collaboratives of one size; columns and cuts join later.

That all groups together are a whole number, at most a third of the schools, is what makes the bound close: without it
the relaxation takes triads and a third of a triad where the plan needs quads.
"""

from dataclasses import dataclass

import highspy
import numpy as np

from schools.planner.columns import Bools, Columns, Field
from schools.planner.costs import Floats, Ints

HUGE = 1e30
INTEGER = highspy.HighsVarType.kInteger
NOTHING = np.zeros(0, dtype=np.int32), np.zeros(0)


@dataclass(frozen=True)
class Duals:
    """Prices of the rows: schools (nobody at nought), collaboratives, a group, cuts (never positive)."""

    schools: Floats
    collaboratives: Floats
    group: float
    cuts: Floats


@dataclass(frozen=True)
class Part:
    """Some schools, by place, and how many others each collaborative has."""

    schools: Ints
    filled: Ints


class Master:
    """The relaxation over the columns known so far, each a group in one collaborative; of all schools or of a part.

    Columns of the model: a school alone, a group missing, a collaborative's schools too few and too many, then ``columns``.
    Rows: schools, collaboratives, the number of groups, cuts.
    """

    def __init__(self, field: Field, alone: float, part: Part | None = None) -> None:
        """``alone`` is what a school costs that no column takes: more than any group is worth."""
        self.field, self.part = field, part
        self.number = field.blank if part is None else len(part.schools)
        self.row = np.full(field.blank + 1, -1)  # of each school
        self.row[np.arange(field.blank) if part is None else part.schools] = np.arange(self.number)
        self.columns, self.where = field.nothing, np.zeros(0, dtype=np.int64)
        self.cuts: Ints = np.zeros((0, 3), dtype=np.int64)
        self.shares = len(field.problem.collaboratives)
        self.missing = self.number + 1  # columns that stand for what is missing: schools, and a group
        self.model = Quiet()
        self._lay(alone)

    def _lay(self, alone: float) -> None:
        number, weight = self.number, self.field.problem.weights["balance"]
        lower, upper = row_bounds(self.field, self.part)
        for least, most in zip(lower, upper, strict=True):
            self.model.addRow(least, most, 0, *NOTHING)
        shares = list(range(number, number + self.shares))
        rows = np.array([*range(number), number + self.shares, *shares, *shares], dtype=np.int64)
        values = np.array([1.0] * (self.missing + self.shares) + [-1.0] * self.shares)
        costs = np.array([alone] * self.missing + [weight] * (2 * self.shares))
        self.fixed = len(rows)
        self._append(costs, np.arange(self.fixed), rows, values)

    def _append(self, costs: Floats, starts: Ints, rows: Ints, values: Floats) -> None:
        number, full = len(costs), (np.int32, np.float64)
        lower, upper = np.zeros(number), np.full(number, HUGE)
        places = starts.astype(full[0]), rows.astype(full[0]), values.astype(full[1])
        self.model.addCols(number, costs, lower, upper, len(rows), *places)

    def add(self, columns: Columns, where: Ints) -> None:
        """Take columns in, each in the collaborative of ``where``."""
        if not len(columns):
            return
        number = self.number
        costs = columns.cost + self.field.costs.place[columns.members, where[:, None]].sum(axis=1)
        tail = np.column_stack([number + where, np.full(len(where), number + self.shares)])
        rows = np.concatenate([self.row[columns.members], tail], axis=1)
        values, kept = np.ones(rows.shape), rows >= 0
        values[:, -2] = columns.size
        if len(self.cuts):
            kept = np.concatenate([kept, crossings(self.cuts, columns.members, self.field.blank)], axis=1)
            cuts = np.tile(number + self.shares + 1 + np.arange(len(self.cuts)), (len(where), 1))
            rows, values = (
                np.concatenate([rows, cuts], axis=1),
                np.concatenate([values, np.ones(cuts.shape)], axis=1),
            )
        lengths = kept.sum(axis=1)
        self._append(costs, np.cumsum(lengths) - lengths, rows[kept], values[kept])
        self.columns, self.where = self.columns.plus(columns), np.concatenate([self.where, where])

    def cut(self, triples: Ints) -> None:
        """Of any three schools, at most one group takes two or more."""
        for over in crossings(triples, self.columns.members, self.field.blank).T:
            places = (np.nonzero(over)[0] + self.fixed).astype(np.int32)
            self.model.addRow(-HUGE, 1.0, len(places), places, np.ones(len(places)))
        self.cuts = np.concatenate([self.cuts, triples])

    def charge(self, alone: float) -> None:
        """Let a school that no column takes cost more."""
        places = np.arange(self.missing, dtype=np.int32)
        self.model.changeColsCost(self.missing, places, np.full(self.missing, alone))

    def forbid_alone(self) -> None:
        """Let every school be in a column."""
        places = np.arange(self.missing, dtype=np.int32)
        self.model.changeColsBounds(self.missing, places, np.zeros(self.missing), np.zeros(self.missing))

    def count(self) -> None:
        """Add rows that count groups, quads and special schools, in each collaborative and in all; see ``limit``."""
        self.counted = counts_of_columns(self.field, self.columns, self.where)
        self.first_count = self.model.getNumRow()
        for counts in self.counted:
            places = np.nonzero(counts)[0]
            self.model.addRow(
                -HUGE, HUGE, len(places), (places + self.fixed).astype(np.int32), counts[places]
            )

    def limit(self, lower: Floats, upper: Floats) -> None:
        """Let the counts be between these."""
        rows = np.arange(self.first_count, self.first_count + len(lower), dtype=np.int32)
        self.model.changeRowsBounds(len(lower), rows, lower, upper)  # type: ignore[attr-defined]

    def solve(self, seconds: float) -> bool:
        """Solve the relaxation; whether to its end."""
        return run(self.model, seconds) == highspy.HighsModelStatus.kOptimal

    def value(self) -> float:
        """What the solution costs."""
        return float(self.model.getInfo().objective_function_value)

    def reduced(self) -> Floats:
        """The reduced cost of each column."""
        return np.array(self.model.getSolution().col_dual)[self.fixed :]

    def taken(self) -> Floats:
        """How much of each column the relaxation takes."""
        return np.array(self.model.getSolution().col_value)[self.fixed :]

    def alone(self) -> float:
        """How many schools the relaxation leaves alone, and groups that are missing."""
        return float(np.array(self.model.getSolution().col_value)[: self.missing].sum())

    def duals(self) -> Duals:
        """The prices of the rows."""
        prices, number = np.array(self.model.getSolution().row_dual), self.field.blank
        weight, group = self.field.problem.weights["balance"], number + self.shares
        shares = np.clip(prices[number:group], -weight, weight)
        cuts = np.minimum(prices[group + 1 :], 0.0)
        return Duals(np.append(prices[:number], 0.0), shares, float(prices[group]), cuts)


def row_bounds(field: Field, part: Part | None = None) -> tuple[list[float], list[float]]:
    """What the rows may come to: each school once, collaboratives of one size, as many groups as the sizes allow."""
    (fewest, most), sizes = field.costs.counts.even, field.problem.sizes
    shares, number = len(field.problem.collaboratives), len(field.mainstream)
    if part is not None:
        lower, upper = [1.0] * len(part.schools), [1.0] * len(part.schools)
        lower += [float(fewest - filled) for filled in part.filled]
        upper += [float(most - filled) for filled in part.filled]
        return [*lower, 0.0], [*upper, float(field.blank)]
    lower = [1.0] * field.blank + [float(fewest)] * shares + [float(-(-number // max(sizes)))]
    return lower, [1.0] * field.blank + [float(most)] * shares + [float(number // min(sizes))]


def counts_of_columns(field: Field, columns: Columns, where: Ints) -> Floats:
    """What a plan has a whole number of: groups, quads and special schools, by collaborative; groups and quads in all."""
    special = np.isin(columns.members, field.special).sum(axis=1)
    kinds = [np.ones(len(columns)), (columns.size - special == max(field.problem.sizes)) * 1.0, special * 1.0]
    shares = range(len(field.problem.collaboratives))
    rows = [kind * (where == share) for kind in kinds for share in shares]
    return np.array([*rows, *kinds[:2]], dtype=np.float64)


def crossings(cuts: Ints, members: Ints, blank: int) -> Bools:
    """Which columns take two or more of which cut's schools: columns by cuts."""
    inside = np.zeros((blank + 1, len(cuts)), dtype=np.int8)
    inside[cuts, np.arange(len(cuts))[:, None]] = 1
    taken = np.zeros((len(members), len(cuts)), dtype=np.int8)
    for place in members.T:
        taken += inside[place]
    return np.asarray(taken >= 2)


class Quiet(highspy.Highs):
    """A model that says nothing, uses one thread, and comes to the same end each time."""

    def __init__(self) -> None:
        super(highspy.Highs, self).__init__()  # past its own, which greets on standard output
        self.callbacks = []
        self.setOptionValue("output_flag", False)
        self.setOptionValue("threads", 1)
        self.setOptionValue("random_seed", 1)


def run(model: highspy.Highs, seconds: float) -> highspy.HighsModelStatus:
    """Run for so many seconds at most; how it ended."""
    model.setOptionValue("time_limit", model.getRunTime() + max(seconds, 0.01))
    model.run()
    return model.getModelStatus()
