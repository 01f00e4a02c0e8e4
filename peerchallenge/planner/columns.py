"""Every session that could be held, as columns: a host, a day, a team and its lead, with what it costs by itself."""

from collections.abc import Iterator
from datetime import date
from itertools import combinations, product

from peerchallenge.planner.checks import at_home
from peerchallenge.planner.prices import is_trained
from peerchallenge.planner.problem import Host, Placement, Problem, Visitor


def columns_of(problem: Problem, host: Host) -> list[Placement]:
    """The placements of one host that keep every rule which concerns it alone."""
    if host.fixed:
        return [host.fixed]
    return [placement for day in host.days for placement in _on(problem, host, day)]


def _on(problem: Problem, host: Host, day: date) -> Iterator[Placement]:
    if not at_home(problem, host.school, day):
        return
    allowed, _ = problem.may_lead(host, day)
    for team in _teams(problem, host, day):
        for visitor in team:
            if visitor.person in allowed:
                yield Placement(host.round, host.school, day, visitor.person, team)


def _teams(problem: Problem, host: Host, day: date) -> Iterator[tuple[Visitor, ...]]:
    """Each choice of visiting schools with each choice of who comes from them; nobody fills two places."""
    own = problem.heads(host.school, day)
    seats = [
        [
            Visitor(person, school)
            for person in problem.heads(school, day)
            if person not in own and not problem.is_away(person, day)
        ]
        for school in host.visitors
    ]
    for chosen in combinations([seat for seat in seats if seat], host.size):
        for team in product(*chosen):
            if len({visitor.person for visitor in team}) == len(team):
                yield team


def own_cost(problem: Problem, placement: Placement) -> int:
    """What a placement costs by itself: an avoided weekday, a lead whose training is not in date."""
    cost = problem.weight("weekday") if placement.day.weekday() in problem.avoided else 0
    return cost + (0 if is_trained(problem, placement) else problem.weight("untrained"))
