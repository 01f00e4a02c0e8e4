"""Finds the plan: each set of groups that shares people by itself, then the weeks of all together.

What groups cost by themselves is solved to the end, set by set; with the least that the even weeks can cost this
bounds every plan. The sets are then solved again, one after another, against the weeks of the others. Where that
does not reach the bound, one model of everything closes the gap, or says how large it is at most.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from time import monotonic

from peerchallenge.planner.causes import causes
from peerchallenge.planner.greedy import first_fit
from peerchallenge.planner.milp import Model
from peerchallenge.planner.model import UNPLACED, Draft, draft, spread
from peerchallenge.planner.prices import days_of, price
from peerchallenge.planner.problem import Host, Placement, Plan, Problem, Slot, Unplaced, week_of

SWEEPS = 4
Progress = Callable[[int, str], None]


@dataclass
class _Search:
    """What has been found so far: the placements and the bound of each set of hosts."""

    problem: Problem
    until: float
    sets: list[list[Host]]
    found: list[list[Placement]] = field(default_factory=list)
    bounds: list[int] = field(default_factory=list)

    @property
    def left(self) -> float:
        """Seconds."""
        return self.until - monotonic()

    @property
    def placements(self) -> list[Placement]:
        """Everything found."""
        return [placement for of_set in self.found for placement in of_set]

    def cost(self) -> int:
        """What is found costs so much, hosts left out included."""
        placed = self.placements
        missing = len(self.problem.hosts) - len(placed)
        return sum(price(self.problem, placed).values()) + UNPLACED * missing


def solve(problem: Problem, seconds: float = 60, progress: Progress | None = None) -> Plan:
    """The best plan, or in so many seconds a good one with a bound. Hosts without a day are named with causes.

    The same problem gives the same plan unless the time runs out.
    """
    began, tell = monotonic(), progress or (lambda percent, stage: None)
    search = _Search(problem, began + seconds, connected(problem))
    for number, hosts in enumerate(search.sets):
        tell(5 + 55 * number // len(search.sets), "Planning each group by itself")
        _alone(search, hosts)
    tell(60, "Spreading the sessions over the weeks")
    bound = sum(search.bounds) + problem.weight("spread") * _least_over(search)
    _settle_weeks(search, bound)
    if search.cost() > bound and search.left > 0:
        tell(75, "Closing the gap to the best")
        bound = max(bound, _together(search))
    tell(90, "Naming the causes where no day was found")
    placed = sorted(search.placements, key=lambda p: (p.round, p.day, p.host))
    unplaced = _unplaced(search, placed)
    bound -= UNPLACED * len(unplaced)
    return Plan(
        placements=tuple(placed),
        unplaced=unplaced,
        by_wish=price(problem, placed),
        bound=bound if bound >= 0 else -1,
        seconds=monotonic() - began,
    )


def connected(problem: Problem) -> list[list[Host]]:
    """Hosts in sets between which no person, school or group is shared, in the order of the first of each."""
    sets: list[tuple[set[tuple[str, int]], list[Host]]] = []
    for host in problem.hosts:
        ties, hosts = _ties(problem, host), [host]
        apart = []
        for other_ties, other_hosts in sets:
            if ties & other_ties:
                ties, hosts = ties | other_ties, other_hosts + hosts
            else:
                apart.append((other_ties, other_hosts))
        sets = [*apart, (ties, hosts)]
    order = {host.slot: place for place, host in enumerate(problem.hosts)}
    together = [sorted(hosts, key=lambda h: order[h.slot]) for _, hosts in sets]
    return sorted(together, key=lambda hosts: order[hosts[0].slot])


def _ties(problem: Problem, host: Host) -> set[tuple[str, int]]:
    team = host.fixed.team if host.fixed else ()
    schools = {host.school, *host.visitors, *(visitor.school for visitor in team)} - {0}
    people = {post.person for post in problem.posts if post.school in schools}
    people |= {visitor.person for visitor in team}
    return (
        {("school", key) for key in schools} | {("person", key) for key in people} | {("group", host.group)}
    )


def _alone(search: _Search, hosts: list[Host]) -> None:
    made = draft(search.problem, hosts)
    solved = made.model.solve(search.left)
    found = made.chosen(solved) if solved.values is not None else first_fit(search.problem, hosts)
    search.found.append(found)
    search.bounds.append(solved.bound)


def _least_over(search: _Search) -> int:
    """How many sessions must lie beyond the even share of their weeks, whatever the plan: a flow of hosts to weeks."""
    model, weeks = Model(), dict[tuple[int, object], list[int]]()
    for host in search.problem.hosts:
        own = {}
        for week in sorted({week_of(day) for day in days_of(host)}):
            own[model.column()] = 1.0
            weeks.setdefault((host.round, week), []).append(len(model.costs) - 1)
        if own:
            model.row(own, most=1)
    placed = len([host for host in search.problem.hosts if days_of(host)])
    for (round_, _), columns in weeks.items():
        model.row(dict.fromkeys(columns, 1.0), most=search.problem.shares[round_])
    for column in range(len(model.costs)):
        model.costs[column] = -1
    missing = len(search.problem.hosts) - len(search.placements)
    return max(placed + model.solve(search.left).bound - missing, 0) if model.costs else 0


def _settle_weeks(search: _Search, bound: int) -> None:
    """Solve set after set against the weeks of the others, as long as it helps."""
    for _ in range(SWEEPS):
        before = search.cost()
        if before == bound:
            return
        for place, hosts in enumerate(search.sets):
            if search.left > 0 and _is_crowded(search, search.found[place]):
                _against_others(search, place, hosts)
        if search.cost() >= before:
            return


def _is_crowded(search: _Search, placements: Iterable[Placement]) -> bool:
    loads = _loads(search.placements)
    return any(loads[p.round, week_of(p.day)] > search.problem.shares[p.round] for p in placements)


def _loads(placements: Iterable[Placement]) -> Counter[tuple[int, object]]:
    return Counter((p.round, week_of(p.day)) for p in placements)


def _against_others(search: _Search, place: int, hosts: list[Host]) -> None:
    made = draft(search.problem, hosts)
    others = _loads(p for n, of_set in enumerate(search.found) if n != place for p in of_set)
    spread([made], others)  # type: ignore[arg-type]
    solved = made.model.solve(search.left)
    if solved.values is None:
        return
    kept, before = search.found[place], search.cost()
    search.found[place] = made.chosen(solved)
    if search.cost() > before:
        search.found[place] = kept


def _together(search: _Search) -> int:
    """One model of everything, begun with what is found and cut by what each set costs at least; its bound."""
    model = Model()
    drafts = []
    for hosts, least in zip(search.sets, search.bounds, strict=True):
        made = draft(search.problem, hosts, model)
        drafts.append(made)
        model.row(made.costs(), least=least)
    spread(drafts, {})
    solved = model.solve(search.left, start=_start(search, drafts))
    if solved.values is not None:
        kept, before = search.found, search.cost()
        search.found = [made.chosen(solved) for made in drafts]
        if search.cost() > before:
            search.found = kept
    return solved.bound


def _start(search: _Search, drafts: list[Draft]) -> dict[int, float]:
    """What is found, as values of the columns that are 0 or 1."""
    there = set(search.placements)
    return {column: float(p in there) for made in drafts for column, p in made.placements.items()}


def _unplaced(search: _Search, placed: list[Placement]) -> tuple[Unplaced, ...]:
    slots: set[Slot] = {p.slot for p in placed}
    found = []
    for hosts in search.sets:
        with_day = [host for host in hosts if host.slot in slots]
        for host in hosts:
            if host.slot not in slots:
                reasons = causes(search.problem, host, with_day)
                found.append(Unplaced(host.round, host.school, reasons))
    return tuple(found)
