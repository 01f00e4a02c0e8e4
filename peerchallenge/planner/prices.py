"""What a plan costs, wish by wish, counted from the dates alone and not from the model that found them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from peerchallenge.planner.problem import WISHES, Host, Placement, Problem, week_of

WEEK = timedelta(days=7)


def price(problem: Problem, placements: Iterable[Placement]) -> dict[str, int]:
    """The cost of each wish: its weight times its breaches."""
    placed = list(placements)
    counted = {
        "untrained": sum(not is_trained(problem, p) for p in placed),
        "week": 0,
        "fortnight": 0,
        "leading": _leading(problem, placed),
        "weekday": sum(p.day.weekday() in problem.avoided for p in placed),
        "spread": _spread(problem, placed),
    }
    for weeks in _weeks_by_group(problem, placed).values():
        counted["week"] += sum(max(number - 1, 0) for number in weeks.values())
        counted["fortnight"] += sum(max(weeks[w] + weeks.get(w + WEEK, 0) - 1, 0) for w in fortnights(weeks))
    return {wish: problem.weight(wish) * counted[wish] for wish in WISHES}


def fortnights(weeks: Iterable[date]) -> list[date]:
    """The first weeks of the pairs of neighbouring weeks among some weeks."""
    known = set(weeks)
    return sorted(week for week in known if week + WEEK in known)


def is_trained(problem: Problem, placement: Placement) -> bool:
    """Whether the lead's training is in date on the day; nobody leading is nobody's lack of training."""
    return not placement.lead or placement.lead in problem.trained.get(placement.day, {placement.lead})


def _weeks_by_group(problem: Problem, placed: list[Placement]) -> dict[tuple[int, int], Counter[date]]:
    found: dict[tuple[int, int], Counter[date]] = defaultdict(Counter)
    for p in placed:
        found[p.round, problem.groups[p.slot]][week_of(p.day)] += 1
    return found


def _leading(problem: Problem, placed: list[Placement]) -> int:
    """For each school the leads beyond those that it is owed: 1 for the first, 2 for the second, and so on."""
    given = Counter(p.lead_school for p in placed if p.lead)
    return sum(sum(rises(problem, school, number)) for school, number in given.items() if school)


def rises(problem: Problem, school: int, number: int) -> list[int]:
    """What the first, second … lead of a school counts: nothing while it has led less than it will have been led."""
    before = problem.surplus.get(school, 0) - problem.hosting[school]
    return [max(before + k, 0) for k in range(1, number + 1)]


def days_of(host: Host) -> tuple[date, ...]:
    """The days on which a host's session may lie: the one that stands, or those that are open."""
    return (host.fixed.day,) if host.fixed else host.days


def _spread(problem: Problem, placed: list[Placement]) -> int:
    loads = Counter((p.round, week_of(p.day)) for p in placed)
    return sum(max(number - problem.shares[round_], 0) for (round_, _), number in loads.items())
