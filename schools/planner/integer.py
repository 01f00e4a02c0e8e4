"""Whole groups: the best plan over some columns, by branch and bound in HiGHS."""

from dataclasses import dataclass

import highspy
import numpy as np

from schools.planner.columns import Columns, Field
from schools.planner.costs import Ints
from schools.planner.master import HUGE, INTEGER, NOTHING, Master, run


@dataclass(frozen=True)
class Chosen:
    """The columns of the best plan found (None where none was), and what no plan over the columns can be cheaper than."""

    columns: Ints | None
    cost: float
    bound: float
    ended: bool


def best_choice(
    field: Field, columns: Columns, where: Ints, cuts: Ints, seconds: float, start: Ints | None = None
) -> Chosen:
    """The best plan over these columns; ``start`` are the numbers of those of a plan that is known."""
    master = Master(field, 0.0)
    master.add(columns, where)
    if len(cuts):
        master.cut(cuts)
    model = master.model
    master.forbid_alone()
    _count_groups(master)
    number = len(columns)
    model.changeColsIntegrality(
        number,
        np.arange(master.fixed, master.fixed + number, dtype=np.int32),
        np.full(number, INTEGER),
    )
    model.setOptionValue("mip_rel_gap", 0.0)
    model.setOptionValue("mip_abs_gap", 1e-7)
    if start is not None:
        values = np.zeros(number)
        values[start] = 1.0
        model.setSolution(number, np.arange(master.fixed, master.fixed + number, dtype=np.int32), values)
    status = run(model, seconds)
    info = model.getInfo()
    if status == highspy.HighsModelStatus.kInfeasible:
        return Chosen(None, np.inf, np.inf, True)
    found = info.primal_solution_status == 2
    taken = (
        np.nonzero(np.array(model.getSolution().col_value)[master.fixed : master.fixed + number] > 0.5)[0]
        if found
        else None
    )
    return Chosen(
        taken,
        info.objective_function_value if found else np.inf,
        info.mip_dual_bound,
        status == highspy.HighsModelStatus.kOptimal,
    )


def _count_groups(master: Master) -> None:
    """A whole number of groups for each collaborative, which is worth branching on."""
    first = master.model.getNumCol()
    for share in range(master.shares):
        master.model.addCol(0.0, 0.0, HUGE, 0, *NOTHING)
        places = np.append(np.nonzero(master.where == share)[0] + master.fixed, first + share).astype(
            np.int32
        )
        values = np.append(np.ones(len(places) - 1), -1.0)
        master.model.addRow(0.0, 0.0, len(places), places, values)
        master.model.changeColIntegrality(first + share, INTEGER)
