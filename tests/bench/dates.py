"""How good and how quick the planner of dates is, and what a careful person's plan would cost."""

from peerchallenge.planner import first_fit, price, solve
from tests.bench.table import Figure
from tests.peerchallenge.partnerships import Kind, partnership

PART = "Dates and leads"
SECONDS = 60


def measure(*, large: int) -> list[Figure]:
    """46 schools and a large partnership, two rounds each: seconds, gap to the bound, cost against a greedy plan."""
    kinds = [Kind(), Kind(away=0.3), Kind(schools=large, special=large // 10)]
    return [figure for kind in kinds for figure in _one(kind)]


def _one(kind: Kind) -> list[Figure]:
    problem = partnership(kind)
    plan = solve(problem, SECONDS)
    greedy = first_fit(problem, problem.hosts)
    cost = sum(price(problem, greedy).values())
    name = f"{kind.schools} schools, {kind.away:.0%} away"
    return [
        Figure(PART, f"{name}: seconds", plan.seconds, "s"),
        Figure(PART, f"{name}: gap", plan.gap, "cost"),
        Figure(PART, f"{name}: cost", plan.cost, "cost", plan.cost / max(cost, 1), "the greedy plan"),
        Figure(PART, f"{name}: without a day", len(plan.unplaced), "hosts"),
        Figure(PART, f"{name}: the same, greedy", len(problem.hosts) - len(greedy), "hosts"),
    ]
