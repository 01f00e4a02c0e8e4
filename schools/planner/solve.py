"""Finds the best plan, or one as good as the time allows with its gap, or says why there is none."""

from time import monotonic

from schools.planner.infeasible import clash_in
from schools.planner.problem import Infeasible, Plan, Problem
from schools.planner.search import Progress, Solver, silent

SHARE_FOR_CLASH = 0.5  # of the time, where no plan was found


def solve(problem: Problem, *, seconds: float = 60.0, progress: Progress = silent) -> Plan | Infeasible:
    """The cheapest plan that keeps every rule, or how good one was found in so many seconds, or why there is none.

    ``progress`` is called with a percentage and what is being done.
    """
    began = monotonic()
    solver = Solver(problem, seconds, progress)
    plan = solver.run()
    if plan is not None:
        return plan
    progress(70, "Rules that clash")
    return clash_in(problem, began=began, until=began + seconds, certain=solver.certain)
