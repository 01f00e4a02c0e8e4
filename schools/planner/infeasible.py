"""Why there is no plan: a smallest set of rules that cannot all be kept.

Every plan breaks at least one rule of a clashing set. So a set that meets the broken rules of all plans seen is a
candidate; either a plan keeps it, which is one plan more to meet, or it is a clash, and none can be smaller.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from time import monotonic
from typing import TypeAlias

import highspy
import numpy as np

from schools.planner.annealing import Annealing
from schools.planner.columns import Field
from schools.planner.covering import cannot_be_covered
from schools.planner.evaluate import evaluate
from schools.planner.master import INTEGER, NOTHING, Quiet, run
from schools.planner.problem import Broken, Infeasible, Overruling, PlannedGroup, Problem
from schools.planner.search import Solver, group_numbers, groups_of
from schools.planner.wishes import DEFAULT_WEIGHTS

Key: TypeAlias = tuple[str, frozenset[int]]
PLANS, STEPS, STEPS_A_SCHOOL = 24, 500, 20
MOST_NUMBERS = 3  # of groups that plans are tried with
HEAT = (3.0, 0.1)  # rules that are only leant on count one each


def key_of(broken: Broken) -> Key:
    """What makes a rule for some schools the same one. How many special schools a group has is one rule for all."""
    return (broken.rule, frozenset() if broken.rule == "additional" else broken.schools)


def demands(problem: Problem) -> dict[Key, Broken]:
    """The rules that might be given up, for the schools they concern."""
    found = [
        Broken(rule, pair, said) for pair, rules in problem.kept_apart.items() for rule, said in rules.items()
    ]
    for pinned in problem.pins.together:
        wanted = pinned.intersection(problem.by_key)
        if len(wanted) > 1:
            found.append(Broken("together", wanted, f"{problem.named(wanted)} are pinned together."))
    for pinned in problem.pins.groups:
        found.append(Broken("together", pinned, f"{problem.named(pinned)} are pinned as a group."))
    names = {collaborative.key: collaborative.name for collaborative in problem.collaboratives}
    for school, where in problem.pins.placed.items():
        if school in problem.by_key:
            sentence = f"{problem.name(school)} is pinned to {names.get(where, 'another collaborative')}."
            found.append(Broken("placed", frozenset({school}), sentence))
    if problem.special and not problem.is_overruled("additional"):
        most = problem.most_additional
        sentence = f"At most {most} special school{'s' if most > 1 else ''} may join a group."
        found.append(Broken("additional", frozenset(school.key for school in problem.special), sentence))
    return {key_of(demand): demand for demand in found}


def keeping_only(problem: Problem, kept: Collection[Key]) -> Problem:
    """The same schools with only some of the demands, and nothing to wish for."""
    given_up = demands(problem).keys() - set(kept)
    pins = problem.pins
    return replace(
        problem,
        weights=dict.fromkeys(DEFAULT_WEIGHTS, 0.0),
        pins=replace(
            pins,
            together=tuple(
                t for t in pins.together if ("together", t.intersection(problem.by_key)) not in given_up
            ),
            groups=tuple(group for group in pins.groups if ("together", group) not in given_up),
            placed={s: c for s, c in pins.placed.items() if ("placed", frozenset({s})) not in given_up},
            overruled=pins.overruled | {Overruling(rule, schools) for rule, schools in given_up},
        ),
    )


def clash_in(
    problem: Problem,
    near: Iterable[Iterable[Broken]],
    *,
    began: float,
    until: float,
    at_a_glance: bool = False,
) -> Infeasible | tuple[PlannedGroup, ...]:
    """Why there is no plan: what the schools themselves do not allow, else a smallest set of rules that clash.

    Where the time is up before that is known, the rules that the nearest plan breaks; ``near`` is what plans break
    that were seen already. The groups of a plan, should one turn up that keeps all rules after all.
    ``at_a_glance`` leaves out what takes long to prove.
    """
    alone = list(_structure(problem))
    if alone:
        return Infeasible(tuple(alone), True, True, monotonic() - began)
    clash = Clash(problem, until, at_a_glance)
    for broken in near:
        clash.note(broken)
    found = clash.smallest()
    if clash.plan:
        return clash.plan
    keys, proved = found or (min(clash.seen, key=len, default=frozenset[Key]()), False)
    said = tuple(clash.demands[key] for key in sorted(keys, key=_order))
    return Infeasible(said, proved, proved, monotonic() - began)


def _structure(problem: Problem) -> Iterator[Broken]:
    """What no rule given up would mend."""
    if not problem.collaboratives:
        yield Broken("collaborative", frozenset(problem.by_key), "There is no collaborative.")
    if not group_numbers(problem):
        number = len(problem.mainstream)
        wanted = " or ".join(str(size) for size in problem.sizes)
        sentence = (
            f"{number} mainstream school{'s' if number != 1 else ''} cannot be split into groups of {wanted}."
        )
        yield Broken("size", frozenset(school.key for school in problem.mainstream), sentence)


def _order(key: Key) -> tuple[str, list[int]]:
    return key[0], sorted(key[1])


class Clash:
    """Looks for a smallest clash in so much time."""

    def __init__(self, problem: Problem, until: float, at_a_glance: bool = False) -> None:
        self.problem, self.until, self.at_a_glance = problem, until, at_a_glance
        self.numbers = group_numbers(problem)
        self.demands = demands(problem)
        self.leaning = Field(replace(problem, weights=dict.fromkeys(DEFAULT_WEIGHTS, 0.0)))
        self.fewest = True  # that no fewer demands than the candidate's meet all plans seen
        self.seen: set[frozenset[Key]] = set()  # the demands that each plan breaks
        self.plan: tuple[PlannedGroup, ...] | None = None  # one that breaks nothing after all

    def smallest(self) -> tuple[frozenset[Key], bool] | None:
        """A smallest clash, and whether it is proved to clash; None where the time is up before there is one."""
        while monotonic() < self.until and self.plan is None:
            candidate = self._meeting_all()
            if not self.fewest:
                return None
            kept = keeping_only(self.problem, candidate)
            if cannot_be_covered(Field(kept), self.numbers[0]):
                return candidate, True
            if self._plans_keeping(kept, candidate) or self.plan:
                continue
            impossible = self._is_impossible(kept)
            if impossible is not False:
                return candidate, bool(impossible)
        return None

    def _plans_keeping(self, kept: Problem, candidate: frozenset[Key]) -> bool:
        """Note plans that keep the candidate and break little else; whether there are any."""
        field = Field(kept)
        steps = min(STEPS, STEPS_A_SCHOOL * field.blank)
        for groups in self.numbers[:MOST_NUMBERS]:
            before = len(self.seen)
            annealing = Annealing(field, groups, PLANS, seed=len(self.seen), leaning=self.leaning)
            _, members, where = annealing.run(steps, *HEAT, self.until)
            for plan in range(PLANS):
                found = groups_of(field, members[plan], where[plan])
                broken = evaluate(self.problem, found).broken
                self.plan = self.plan if broken else found
                self.note(broken, candidate)
            if self.plan or len(self.seen) > before:
                return True
        return False

    def note(self, broken: Iterable[Broken], candidate: frozenset[Key] = frozenset()) -> None:
        """Keep in mind what a plan breaks, where it keeps the candidate and everything that is no demand."""
        keys = frozenset(key_of(one) for one in broken)
        if keys and keys <= self.demands.keys() and not keys & candidate:
            self.seen.add(keys)

    def _is_impossible(self, kept: Problem) -> bool | None:
        """Whether no plan keeps these rules; None where that is not known. A plan that does is noted."""
        if self.at_a_glance:
            return None
        solver = Solver(kept, max(0.1, (self.until - monotonic()) / 2))
        solver.start()
        plan = solver.finish()
        if plan is None:
            return solver.certain or None
        broken = evaluate(self.problem, plan.groups).broken
        self.plan = self.plan if broken else plan.groups
        self.note(broken)
        return False

    def _meeting_all(self) -> frozenset[Key]:
        """The fewest demands of which each plan seen breaks one."""
        self.fewest = True
        if not self.seen:
            return frozenset()
        keys = sorted({key for broken in self.seen for key in broken}, key=_order)
        model, number = Quiet(), len(keys)
        place = {key: n for n, key in enumerate(keys)}
        for _ in keys:
            model.addCol(1.0, 0.0, 1.0, 0, *NOTHING)
        model.changeColsIntegrality(number, np.arange(number, dtype=np.int32), np.full(number, INTEGER))
        for broken in sorted(self.seen, key=lambda b: sorted(map(_order, b))):
            places = np.array(sorted(place[key] for key in broken), dtype=np.int32)
            model.addRow(1.0, float(number), len(places), places, np.ones(len(places)))
        self.fewest = run(model, self.until - monotonic()) == highspy.HighsModelStatus.kOptimal
        taken = np.array(model.getSolution().col_value)
        return frozenset(key for key, value in zip(keys, taken, strict=True) if value > 0.5)
