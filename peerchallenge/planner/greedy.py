"""Dates as a careful person would lay them: host after host, the hardest first, each on the cheapest day that is left."""

from collections.abc import Iterable

from peerchallenge.planner.checks import breaches, leads
from peerchallenge.planner.columns import columns_of
from peerchallenge.planner.prices import price
from peerchallenge.planner.problem import Host, Placement, Problem

# Of each host so many of the columns that are cheapest by themselves are priced with the others.
LOOKED_AT = 400


def first_fit(problem: Problem, hosts: Iterable[Host]) -> list[Placement]:
    """Placements that break no rule, found without looking back; some hosts may find no day."""
    choices = {host.slot: columns_of(problem, host) for host in hosts}
    order = sorted(hosts, key=lambda host: (host.fixed is None, len(choices[host.slot]), host.slot))
    found: list[Placement] = []
    for host in order:
        own = [p for p in found if p.round == host.round and problem.groups[p.slot] == host.group]
        before = sum(price(problem, own).values())
        best: tuple[int, Placement] | None = None
        for column in choices[host.slot][:LOOKED_AT]:
            cost = sum(price(problem, [*own, column]).values()) - before
            if (best is None or cost < best[0]) and _fits(problem, found, column):
                best = cost, column
            if best and best[0] == 0:
                break
        found += [best[1]] if best else []
    return found


def _fits(problem: Problem, found: list[Placement], column: Placement) -> bool:
    near = [p for p in found if p.day == column.day or _could_be_mutual(problem, p, column)]
    return not breaches(problem, [*near, column])


def _could_be_mutual(problem: Problem, one: Placement, other: Placement) -> bool:
    return one.round == other.round and leads(problem, one, other.host) and leads(problem, other, one.host)
