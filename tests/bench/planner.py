"""How long the planner takes and how far its plans are at most from the best, against plans by hand."""

from collections.abc import Iterable
from statistics import mean, median

from schools.models import AcademicYear
from schools.planner import Infeasible, Plan, Problem, evaluate, greedy, kept, solve
from schools.services.planning import problem_for
from schools.services.planning.past import Past
from tests.bench.table import Figure
from tests.schools.planner.partnerships import random_partnership

PART = "Groups of schools"
SECONDS = 60.0
LARGE = ((200, 15), (600, 45))  # schools, special ones among them


def measure(*, instances: int) -> list[Figure]:
    """Some random partnerships of 46 schools, the demonstration's years, then 200 and 600 schools, a minute each."""
    return [*_forty_six(instances), *_demonstration(), *(f for size in LARGE for f in _large(*size))]


def _forty_six(instances: int) -> list[Figure]:
    problems = [random_partnership(seed, 46, special=5) for seed in range(1, instances + 1)]
    plans = [_solved(problem) for problem in problems]
    name = f"46 schools, {instances} partnerships"
    by_hand = [evaluate(p, greedy(p)).cost / plan.cost for p, plan in zip(problems, plans, strict=True)]
    return [
        Figure(PART, f"{name}: proved best", sum(plan.proved for plan in plans), "of them"),
        Figure(PART, f"{name}: seconds, median", median(plan.seconds for plan in plans), "s"),
        Figure(PART, f"{name}: seconds, most", max(plan.seconds for plan in plans), "s"),
        Figure(PART, f"{name}: gap, most", 100 * max(plan.gap for plan in plans), "%"),
        Figure(
            PART,
            f"{name}: cost, mean",
            mean(p.cost for p in plans),
            "points",
            1 / mean(by_hand),
            "a greedy plan’s",
        ),
    ]


def _demonstration() -> list[Figure]:
    figures = []
    for year in AcademicYear.objects.order_by("starts")[1:]:
        problem = problem_for(year)
        past = Past(year, set(problem.by_key))
        last = [frozenset(schools) for schools in past.groups_ago(1).values()]
        figures += _told(f"demonstration {year}", problem, last)
    return figures


def _large(number: int, special: int) -> list[Figure]:
    problem = random_partnership(1, number, special=special)
    last = _groups_of(pair for pair, ago in problem.recent.items() if ago == 1)
    return _told(f"{number} schools", problem, last)


def _groups_of(pairs: Iterable[frozenset[int]]) -> list[frozenset[int]]:
    """The groups that pairs of one year make up."""
    groups: dict[int, frozenset[int]] = {}
    for pair in pairs:
        together = frozenset[int]().union(*(groups.get(key, frozenset({key})) for key in pair))
        groups |= dict.fromkeys(together, together)
    return sorted(set(groups.values()), key=min)


def _told(name: str, problem: Problem, last: list[frozenset[int]]) -> list[Figure]:
    plan = _solved(problem)
    hand, same = evaluate(problem, greedy(problem)), evaluate(problem, kept(problem, last))
    return [
        Figure(PART, f"{name}: seconds", plan.seconds, "s"),
        Figure(PART, f"{name}: gap", 100 * plan.gap, "%"),
        Figure(PART, f"{name}: cost", plan.cost, "points"),
        Figure(
            PART,
            f"{name}: cost of a greedy plan",
            hand.cost,
            "points",
            hand.cost / plan.cost,
            "the planner’s",
        ),
        Figure(PART, f"{name}: rules it breaks", len(hand.broken), "rules"),
        Figure(
            PART,
            f"{name}: cost of last year’s groups",
            same.cost,
            "points",
            same.cost / plan.cost,
            "the planner’s",
        ),
        Figure(PART, f"{name}: rules they break", len(same.broken), "rules"),
    ]


def _solved(problem: Problem) -> Plan:
    """The plan, checked: it breaks no rule and costs what it says."""
    plan = solve(problem, seconds=SECONDS)
    assert not isinstance(plan, Infeasible), plan
    evaluation = evaluate(problem, plan.groups)
    assert not evaluation.broken
    assert abs(evaluation.cost - plan.cost) < 1e-6
    return plan
