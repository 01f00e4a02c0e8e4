"""Finds the best plan, or one as good as the time allows with its gap, or says why there is none."""

from time import monotonic

from schools.planner.infeasible import clash_in
from schools.planner.problem import Infeasible, Plan, Problem
from schools.planner.search import Progress, Solver, plan_of, silent

AT_A_GLANCE = 0.3  # of the time: until when a clash is looked for that is quick to prove


def solve(problem: Problem, *, seconds: float = 60.0, progress: Progress = silent) -> Plan | Infeasible:
    """The cheapest plan that keeps every rule, or how good one was found in so many seconds, or why there is none.

    ``progress`` is called with a percentage and what is being done.
    """
    began = monotonic()
    solver = Solver(problem, seconds, progress)
    if not solver.start():
        until = began + AT_A_GLANCE * seconds
        found = clash_in(problem, solver.broken, began=began, until=until, at_a_glance=True)
        if isinstance(found, Infeasible) and found.certain:
            return found
    plan = solver.finish()
    if plan is not None:
        return plan
    progress(80, "Rules that clash")
    found = clash_in(problem, solver.broken, began=began, until=began + seconds)
    if isinstance(found, Infeasible):
        return found
    return plan_of(problem, found, bound=solver.bound, seconds=monotonic() - began)
