"""The rules that no plan breaks, checked from the dates alone; each breach is a sentence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from hlp import clock
from peerchallenge.planner.problem import Host, Placement, Problem, Slot


@dataclass(frozen=True)
class Breach:
    """A broken rule: the sessions that it concerns, its code, and a sentence without its stop."""

    slots: tuple[Slot, ...]
    code: str
    sentence: str


def breaches(problem: Problem, placements: Iterable[Placement]) -> list[Breach]:
    """Every broken rule of a plan, complete or not. What stands already is not held against itself."""
    placed = list(placements)
    hosts = {host.slot: host for host in problem.hosts}
    return [
        *(b for p in placed for b in _alone(problem, hosts[p.slot], p)),
        *_twice(problem, placed),
        *_mutual(problem, placed),
    ]


def _alone(problem: Problem, host: Host, p: Placement) -> Iterator[Breach]:
    """What is wrong with one session, whatever the others."""
    if host.fixed:
        if p != host.fixed:
            yield Breach((p.slot,), "fixed", f"The session at {_school(problem, p.host)} stands already")
        return
    on = clock.day(p.day)
    if p.day not in host.days:
        yield Breach((p.slot,), "closed", f"{_school(problem, p.host)} is not open to a challenge on {on}")
    if not at_home(problem, p.host, p.day):
        names = " and ".join(_person(problem, person) for person in problem.heads(p.host, p.day))
        missing = f"{names} cannot" if names else f"{_school(problem, p.host)} has no headteacher"
        yield Breach((p.slot,), "away", f"{missing} on {on}")
    yield from _team(problem, host, p)


def _team(problem: Problem, host: Host, p: Placement) -> Iterator[Breach]:
    on, own = clock.day(p.day), problem.heads(p.host, p.day)
    for visitor in p.team:
        name = _person(problem, visitor.person)
        if problem.is_away(visitor.person, p.day):
            yield Breach((p.slot,), "away", f"{name} cannot on {on}")
        if visitor.person in own:
            yield Breach((p.slot,), "own", f"{name} heads {_school(problem, p.host)} and cannot visit it")
        elif visitor.person not in problem.heads(visitor.school, p.day):
            yield Breach(
                (p.slot,), "post", f"{name} does not head {_school(problem, visitor.school)} on {on}"
            )
    if len(set(p.people)) < len(p.people):
        yield Breach((p.slot,), "size", f"Somebody is named twice at {_school(problem, p.host)}")
    if p.lead not in p.people:
        yield Breach((p.slot,), "lead", f"Nobody leads the session at {_school(problem, p.host)}")
    allowed, trained = problem.may_lead(host, p.day)
    if p.lead in p.people and trained and p.lead not in allowed:
        yield Breach((p.slot,), "trained", f"{_person(problem, p.lead)} is not trained to lead on {on}")


def _twice(problem: Problem, placed: list[Placement]) -> Iterator[Breach]:
    """Nobody is in two sessions on one day; of a host's headteachers one is at home."""
    by_day: dict[object, list[Placement]] = defaultdict(list)
    for p in placed:
        by_day[p.day].append(p)
    for together in by_day.values():
        for one, other in combinations(together, 2):
            for person in sorted(set(one.people) & set(other.people)):
                yield _clash(problem, person, one, other)
        yield from _nobody_home(problem, together)


def _nobody_home(problem: Problem, together: list[Placement]) -> Iterator[Breach]:
    """Fewer headteachers at home than hosts that need one: counted for each set of headteachers that a host has."""
    day = together[0].day
    homes = {p.slot: at_home(problem, p.host, day) for p in together}
    for heads in sorted(set(homes.values()), key=sorted):
        hosting = [p for p in together if homes[p.slot] and homes[p.slot] <= heads]
        visiting = [p for p in together for person in p.people if person in heads]
        if hosting and len(hosting) + len(visiting) > len(heads):
            one, other = [*hosting, *visiting][:2]
            yield _clash(problem, min(heads), one, other)


def at_home(problem: Problem, school: int, day: date) -> frozenset[int]:
    """The headteachers of a school who are there on a day, were they not visiting."""
    return frozenset(x for x in problem.heads(school, day) if not problem.is_away(x, day))


def _clash(problem: Problem, person: int, one: Placement, other: Placement) -> Breach:
    where = f"{_school(problem, one.host)} and {_school(problem, other.host)}"
    return Breach(
        (one.slot, other.slot), "twice", f"{_person(problem, person)} is at {where} on {clock.day(one.day)}"
    )


def _mutual(problem: Problem, placed: list[Placement]) -> Iterator[Breach]:
    """Nobody leads a school that leads them in the same round."""
    fixed = {host.slot for host in problem.hosts if host.fixed}
    for one, other in combinations(placed, 2):
        if one.round != other.round or {one.slot, other.slot} <= fixed:
            continue
        if leads(problem, one, other.host) and leads(problem, other, one.host):
            names = f"{_school(problem, one.host)} and {_school(problem, other.host)}"
            yield Breach((one.slot, other.slot), "mutual", f"{names} lead each other in the same round")


def leads(problem: Problem, p: Placement, school: int) -> bool:
    """Whether a session is led by somebody who heads a school."""
    return school in problem.schools_of.get(p.lead, ())


def _person(problem: Problem, person: int) -> str:
    return problem.people.get(person, f"Person {person}")


def _school(problem: Problem, school: int) -> str:
    return problem.schools.get(school, f"School {school}")
