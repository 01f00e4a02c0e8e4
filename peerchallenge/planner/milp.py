"""A small door to HiGHS: columns, rows, solve. Costs are whole numbers, so a bound may be rounded up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil

import highspy
import numpy as np

INFINITY = float("inf")
# Two whole costs differ by at least one: what is closer to the bound than this is the best.
CLOSER_THAN_ONE = 0.5
NEARLY = 1e-6


@dataclass(frozen=True)
class Solved:
    """``values`` is None where nothing was found; ``infeasible`` says that nothing exists."""

    values: list[float] | None
    bound: int
    infeasible: bool = False

    def chosen(self, column: int) -> bool:
        """Whether a column that is 0 or 1 is 1."""
        return self.values is not None and self.values[column] > 0.5


@dataclass
class Model:
    """Minimise the costs of columns that keep the rows."""

    costs: list[int] = field(default_factory=list)
    uppers: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[float, float, dict[int, float]]] = field(default_factory=list)

    def column(self, cost: int = 0, upper: float = 1, *, whole: bool = True) -> int:
        """A column from 0 to ``upper``; its number."""
        self.costs.append(cost)
        self.uppers.append(upper)
        self.whole.append(whole)
        return len(self.costs) - 1

    def row(self, weights: Mapping[int, float], *, least: float = -INFINITY, most: float = INFINITY) -> None:
        """The weighted sum of columns lies between ``least`` and ``most``."""
        self.rows.append((least, most, dict(weights)))

    def solve(self, seconds: float, start: Mapping[int, float] | None = None) -> Solved:
        """The best that is found in so many seconds, and a bound; deterministic unless the time runs out.

        ``start`` gives the values of some columns in a solution that is known.
        """
        if not self.costs:
            return Solved([], 0, infeasible=any(least > 0 or most < 0 for least, most, _ in self.rows))
        solver = _Quiet()
        for name, value in _options(seconds).items():
            solver.setOptionValue(name, value)
        solver.passModel(self._lp())
        if start is not None:
            solver.setSolution(
                len(start), np.array(list(start), dtype=np.int32), np.array(list(start.values()))
            )
        solver.run()
        return _read(solver)

    def _lp(self) -> highspy.HighsLp:
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.costs), len(self.rows)
        lp.col_cost_ = np.array(self.costs, dtype=np.double)
        lp.col_lower_ = np.zeros(len(self.costs))
        lp.col_upper_ = np.array(self.uppers, dtype=np.double)
        lp.row_lower_ = np.array([least for least, _, _ in self.rows], dtype=np.double)
        lp.row_upper_ = np.array([most for _, most, _ in self.rows], dtype=np.double)
        lp.integrality_ = [
            highspy.HighsVarType.kInteger if whole else highspy.HighsVarType.kContinuous
            for whole in self.whole
        ]
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(weights) for _, _, weights in self.rows)])
        lp.a_matrix_.index_ = np.array([c for _, _, weights in self.rows for c in weights], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([v for _, _, w in self.rows for v in w.values()], dtype=np.double)
        return lp


class _Quiet(highspy.Highs):
    """HiGHS without its banner, which would stand in the output of a command."""

    def enableCallbacks(self) -> None:
        """The first thing that would print."""
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()


def _options(seconds: float) -> dict[str, bool | int | float]:
    return {
        "output_flag": False,
        "threads": 1,
        "random_seed": 1,
        "time_limit": max(seconds, 0.1),
        "mip_rel_gap": 0.0,
        "mip_abs_gap": CLOSER_THAN_ONE,
    }


def _read(solver: highspy.Highs) -> Solved:
    status, info = solver.getModelStatus(), solver.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Solved(None, 0, infeasible=True)
    bound = ceil(info.mip_dual_bound - NEARLY) if info.mip_dual_bound > -INFINITY else 0
    if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        return Solved(None, bound)
    return Solved(list(solver.getSolution().col_value), bound)
