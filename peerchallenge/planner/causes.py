"""Why a host has no day: a smallest set of facts and rules that cannot all hold.

Facts and rules are let go one after another; what is not needed for the contradiction stays away. What is left is
irreducible: without any one of it there would be a day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from hlp import clock
from peerchallenge.planner.columns import columns_of
from peerchallenge.planner.milp import Model
from peerchallenge.planner.model import draft
from peerchallenge.planner.problem import Cause, Host, Problem

SECONDS_FOR_ONE_QUESTION = 5.0


def causes(problem: Problem, host: Host, with_day: Iterable[Host]) -> tuple[Cause, ...]:
    """A smallest set of causes why ``host`` has no day beside hosts that have one."""
    question = Question(problem, host, tuple(other for other in with_day if other.round == host.round))
    if lack := _lacks(problem, host):
        return (Cause("lack", host.slot, lack),)
    asked = list(question.all())
    if question.is_possible(asked):  # only where the time ran out before
        return ()
    needed = list(asked)
    for cause in asked:
        without = [other for other in needed if other != cause]
        if cause.about != host.slot or cause.kind != "host":
            needed = without if not question.is_possible(without) else needed
    return tuple(sorted(needed, key=lambda cause: asked[::-1].index(cause)))


def _lacks(problem: Problem, host: Host) -> str:
    """What is missing whatever else holds: days, a headteacher at home, enough headteachers to visit; or ""."""
    school, round_ = _school(problem, host.school), _round(problem, host.round)
    days = (*host.days, *host.closed)
    if not days:
        return f"The {round_} has no school day for {school}"
    if not any(problem.heads(host.school, day) for day in days):
        return f"{school} has no headteacher in the {round_}"
    nobody_away = replace(problem, away={}, trained={})
    if not columns_of(nobody_away, replace(host, days=days)):
        return f"Fewer than {host.size} headteachers of its group could visit {school}"
    return ""


def _school(problem: Problem, school: int) -> str:
    return problem.schools.get(school, f"School {school}")


def _round(problem: Problem, round_: int) -> str:
    return problem.rounds.get(round_, f"round {round_}")


@dataclass(frozen=True)
class Question:
    """One host that finds no day beside others."""

    problem: Problem
    host: Host
    others: tuple[Host, ...]

    def all(self) -> Iterator[Cause]:
        """Everything that could be let go, what is explained last first."""
        for other in self.others:
            kind = "fixed" if other.fixed else "host"
            yield Cause(kind, other.slot, self._stands(other))
        yield from self._rules()
        for person in self._people():
            if lost := self._lost(person):
                yield Cause(
                    "away",
                    (person,),
                    f"{self._name(person)} cannot on {lost} of the {len(self._days)} open days",
                )
        if self.host.closed:
            days = len(self.host.closed)
            yield Cause(
                "closed",
                self.host.slot,
                f"Tests, checks or INSET take {days} school days from {_school(self.problem, self.host.school)}",
            )
        yield Cause("host", self.host.slot, self._stands(self.host))

    def _rules(self) -> Iterator[Cause]:
        yield Cause("mutual", (), "Nobody leads a school that leads them in the same round")
        yield Cause("twice", (), "Nobody is in two sessions on one day")
        yield Cause("trained", self.host.slot, "The lead’s training is in date on the day")

    def _stands(self, host: Host) -> str:
        school = _school(self.problem, host.school)
        if host.fixed:
            return f"The session at {school} on {clock.day(host.fixed.day)} stays as it is"
        return f"{school} hosts in the {_round(self.problem, host.round)}"

    def _name(self, person: int) -> str:
        return self.problem.people.get(person, f"Person {person}")

    def _people(self) -> list[int]:
        schools = {s for h in (self.host, *self.others) for s in (h.school, *h.visitors)}
        return sorted({post.person for post in self.problem.posts if post.school in schools})

    @cached_property
    def _days(self) -> list[date]:
        return sorted({day for host in (self.host, *self.others) for day in host.days})

    def _lost(self, person: int) -> int:
        return sum(self.problem.is_away(person, day) for day in self._days)

    def is_possible(self, held: Iterable[Cause]) -> bool:
        """Whether there are dates while exactly these facts and rules hold."""
        kept = {(cause.kind, cause.about) for cause in held}
        problem, hosts = self._eased(kept)
        if any(not columns_of(problem, host) for host in hosts):
            return False
        rules = {kind for kind, _ in kept} & {"mutual", "twice"}
        made = draft(
            replace(problem, weights=dict.fromkeys(problem.weights, 0)),
            hosts,
            Model(),
            all_placed=True,
            rules=rules,
        )
        return not made.model.solve(SECONDS_FOR_ONE_QUESTION).infeasible

    def _eased(self, kept: set[tuple[str, tuple[int, ...]]]) -> tuple[Problem, list[Host]]:
        """The problem and the hosts that need a day when only these facts and rules hold."""
        hosts = [h for h in self.others if ("fixed" if h.fixed else "host", h.slot) in kept]
        if ("host", self.host.slot) in kept:
            closed = ("closed", self.host.slot) in kept
            days = self.host.days if closed else tuple(sorted({*self.host.days, *self.host.closed}))
            hosts.append(replace(self.host, days=days))
        away = {p: days for p, days in self.problem.away.items() if ("away", (p,)) in kept}
        trained = self.problem.trained if ("trained", self.host.slot) in kept else {}
        return replace(self.problem, away=away, trained=trained), hosts
