"""One search for the best plan: a first plan, the bound, then whole groups close to the bound."""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from time import monotonic

import numpy as np

from schools.planner.annealing import Annealing
from schools.planner.columns import Columns, Field
from schools.planner.costs import Ints
from schools.planner.evaluate import evaluate
from schools.planner.integer import Tree
from schools.planner.pricing import Found, Listed, Pricer, some_for_each
from schools.planner.problem import Plan, PlannedGroup, Problem
from schools.planner.relaxation import Generation, Relaxation

Progress = Callable[[int, str], None]

STEPS, PLANS = 1_500, 24  # of annealing
MOST_LISTED = 2_500_000  # columns that are looked at one by one
EXACT = 1e-6
# How far above the bound to look for the best plan, one after another: the nearer, the fewer columns.
WINDOWS = (0.01, 0.02, 0.04, 0.08, 0.16, inf)
MOST_WHOLE = 150_000  # columns given to branch and bound


def silent(percent: int, stage: str) -> None:
    """Nobody is told how far it has come."""


def group_numbers(problem: Problem) -> list[int]:
    """How many groups there can be, the most first; none where the schools cannot be split at all."""
    number, sizes = len(problem.mainstream), problem.sizes
    possible = range(number // min(sizes), -(-number // max(sizes)) - 1, -1)
    return [groups for groups in possible if groups and (len(sizes) > 1 or groups * sizes[0] == number)]


@dataclass(frozen=True)
class Draft:
    """A plan as it is being improved: its groups as rows of places, their collaboratives, what it costs."""

    members: Ints
    where: Ints
    cost: float


class Solver:
    """One run on one problem. ``draft`` is the best plan so far, ``bound`` what none can be cheaper than."""

    def __init__(self, problem: Problem, seconds: float, progress: Progress = silent) -> None:
        self.problem, self.field, self.progress = problem, Field(problem), progress
        self.began = monotonic()
        self.until = self.began + seconds
        self.draft: Draft | None = None
        self.bound = 0.0
        self.certain = False  # that there is no plan

    def run(self) -> Plan | None:
        """The plan, or None where there is none, or none was found."""
        self.progress(2, "First plans")
        self._anneal()
        self.progress(10, "Columns")
        pricer = Listed(self.field)
        self.progress(20, "Bound")
        relaxation = self._relax(pricer)
        if relaxation.ended and not relaxation.whole:
            self.certain = True
            return None
        self.progress(50, "Whole groups")
        self._windows(pricer, relaxation)
        return self._plan()

    def _anneal(self) -> None:
        """A first plan; with fewer groups where the most groups cannot keep the rules."""
        for groups in group_numbers(self.problem):
            annealing = Annealing(self.field, groups, PLANS, seed=1)
            until = min(self.until, monotonic() + 0.1 * (self.until - self.began))
            costs, members, where = annealing.run(
                min(STEPS, 40 * self.field.blank), annealing.usual, annealing.usual * 0.02, until
            )
            for plan in np.argsort(costs, kind="stable")[:3]:
                self._offer(members[plan], where[plan])
            if self.draft:
                return

    def _offer(self, members: Ints, where: Ints) -> None:
        """Take a plan over where it keeps all rules and is cheaper than what we have."""
        groups = groups_of(self.field, members, where)
        evaluation = evaluate(self.problem, groups)
        if not evaluation.broken and (self.draft is None or evaluation.cost < self.draft.cost - EXACT):
            self.draft = Draft(members, where, evaluation.cost)

    def _relax(self, pricer: Listed) -> Relaxation:
        start = self._first_columns(pricer.columns)
        alone = 1.0 + 2.0 * float(np.median(start.reduced) if len(start) else 0.0)
        generation = Generation(self.field, pricer, start, alone, self.until)
        relaxation = generation.run()
        self.bound = relaxation.bound
        return relaxation

    def _first_columns(self, columns: Columns) -> Found:
        """The cheapest columns of every school, each in its cheapest collaborative."""
        place = np.where(self.field.open, self.field.costs.place, 1e9)
        prices = sum((place[members] for members in columns.members.T), columns.cost[:, None])
        where = prices.argmin(axis=1)
        found = Found(columns, where, prices.min(axis=1))
        return found.take(some_for_each(columns.members, found.reduced / columns.size, 30, self.field.blank))

    def _windows(self, pricer: Pricer, relaxation: Relaxation) -> None:
        """The best whole groups among the columns that a plan so close to the bound can have; wider until it is there."""
        for window in WINDOWS:
            most = min(window * max(1.0, relaxation.bound), self._above(relaxation.bound))
            found = pricer.below(relaxation.duals, relaxation.cuts, most + EXACT, self.until)
            if monotonic() > self.until or len(found) > MOST_WHOLE or not found.complete:
                return
            chosen = Tree(self.field, found, relaxation.cuts, relaxation.bound + most, self.until).run()
            if chosen.columns is not None:
                self._offer(found.columns.members[chosen.columns], found.where[chosen.columns])
            self.bound = max(self.bound, min(chosen.bound, relaxation.bound + most))
            if self._above(self.bound) <= EXACT * max(1.0, self.bound) or not chosen.ended:
                return
            if most == inf:
                self.certain = self.draft is None
                return

    def _above(self, bound: float) -> float:
        """How much the draft costs above a bound."""
        return self.draft.cost - bound if self.draft else inf

    def _plan(self) -> Plan | None:
        if self.draft is None:
            return None
        groups = groups_of(self.field, self.draft.members, self.draft.where)
        evaluation = evaluate(self.problem, groups)
        proved = evaluation.cost - self.bound <= EXACT * max(1.0, evaluation.cost)
        bound = evaluation.cost if proved else max(0.0, self.bound)
        gap = (evaluation.cost - bound) / evaluation.cost if evaluation.cost else 0.0
        seconds = monotonic() - self.began
        return Plan(
            groups, evaluation.cost, evaluation.by_wish, evaluation.amounts, bound, gap, proved, seconds
        )


def groups_of(field: Field, members: Ints, where: Ints) -> tuple[PlannedGroup, ...]:
    """The groups of a plan, in the order of their collaboratives and first schools."""
    schools, shares = field.problem.schools, field.problem.collaboratives
    found = []
    for row, share in zip(members, where, strict=True):
        taken = [schools[place] for place in row if place < field.blank]
        core = frozenset(school.key for school in taken if not school.special)
        extra = frozenset(school.key for school in taken if school.special)
        found.append((int(share), min(core), PlannedGroup(core, extra, shares[share].key)))
    return tuple(group for _, _, group in sorted(found, key=lambda one: one[:2]))
