"""One search for the best plan: a first plan, the bound, parts mended, then whole groups close to the bound."""

from collections.abc import Callable
from math import inf
from time import monotonic

import numpy as np

from schools.planner.annealing import Annealing
from schools.planner.columns import Field
from schools.planner.costs import Ints
from schools.planner.diving import Diving
from schools.planner.evaluate import evaluate
from schools.planner.integer import Tree
from schools.planner.mending import Draft, Mending
from schools.planner.prices import CLOSED, Found, some_for_each
from schools.planner.pricing import Pricer, near_columns
from schools.planner.problem import Broken, Plan, PlannedGroup, Problem
from schools.planner.relaxation import Generation, Relaxation

Progress = Callable[[int, str], None]

SMALL = 80  # schools, up to which a plan is annealed often
STEPS, STEPS_A_SCHOOL, PLANS = 1_500, 20, 24  # of annealing
MOST_NUMBERS = 3  # of groups that plans are annealed with
STEPS_LARGE, PLANS_LARGE = 10_000, 4
NEAR = 7  # neighbours of a school whose columns come first
EXACT = 1e-6
# How far above the bound to look for the best plan, one after another: the nearer, the fewer columns.
WINDOWS = (0.01, 0.02, 0.04, 0.08, 0.16, inf)
MOST_WHOLE = 150_000  # columns given to branch and bound
WHOLE_LARGE = 0.92  # of the time: branch and bound over many columns looks at the clock seldom
WITHOUT_DRAFT = 0.7  # of the time: the rest is for what clashes
FAR = 0.04  # of the bound: how far above it a plan is left, which a dive into the bound would improve
KEPT = 0.97  # of the time, for what cannot be interrupted
# Shares of the time after which annealing, the bound, the plan from it, and mending end.
ANNEALED, BOUNDED, DIVED, MENDED = 0.12, 0.55, 0.8, 0.95


def silent(percent: int, stage: str) -> None:
    """Nobody is told how far it has come."""


def group_numbers(problem: Problem) -> list[int]:
    """How many groups there can be, the most first; none where the schools cannot be split at all.

    Each of them has room for its share of the special schools.
    """
    number, sizes = len(problem.mainstream), problem.sizes
    fewest = -(-len(problem.special) // problem.most_additional)
    possible = range(number // min(sizes), -(-number // max(sizes)) - 1, -1)
    return [
        groups
        for groups in possible
        if groups >= max(1, fewest) and (len(sizes) > 1 or groups * sizes[0] == number)
    ]


class Solver:
    """One run on one problem. ``draft`` is the best plan so far, ``bound`` what none can be cheaper than."""

    def __init__(self, problem: Problem, seconds: float, progress: Progress = silent) -> None:
        self.problem, self.field, self.progress = problem, Field(problem), progress
        self.began = monotonic()
        self.seconds = seconds
        self.until = self.began + KEPT * seconds
        self.draft: Draft | None = None
        self.bound = 0.0
        self.certain = False  # that there is no plan
        self.broken: list[tuple[Broken, ...]] = []  # by plans that did not keep all rules
        self.pricer = Pricer(self.field)
        self.annealed = self.field.nothing.members  # the groups of all plans annealed

    def start(self) -> bool:
        """Make a first plan; whether there is one that keeps all rules."""
        self.progress(2, "First plans")
        if self.problem.collaboratives:
            self._anneal()
        return self.draft is not None

    def finish(self) -> Plan | None:
        """The best plan, or None where there is none, or none was found; ``certain`` says which."""
        if not group_numbers(self.problem) or not self.problem.collaboratives:
            self.certain = True
            return None
        self.progress(12, "Bound")
        relaxation = self._relax()
        if relaxation.ended and not relaxation.whole:
            self.certain = True
            return None
        self.progress(50, "Parts of the plan")
        self._mend(relaxation)
        self.progress(75, "Whole groups")
        self._windows(relaxation)
        return self._plan()

    def _by(self, share: float) -> float:
        """The moment when a share of the time is over."""
        return self.began + share * self.seconds

    def _anneal(self) -> None:
        """A first plan, with fewer groups where the most cannot keep the rules."""
        small = self.field.blank <= SMALL
        steps, plans = (
            (min(STEPS, STEPS_A_SCHOOL * self.field.blank), PLANS) if small else (STEPS_LARGE, PLANS_LARGE)
        )
        for groups in group_numbers(self.problem)[:MOST_NUMBERS]:
            annealing = Annealing(self.field, groups, plans, seed=1)
            until = min(self._by(ANNEALED), monotonic() + ANNEALED * self.seconds / 2)
            costs, members, where = annealing.run(steps, annealing.usual, annealing.usual * 0.02, until)
            self.annealed = np.concatenate([self.annealed, members.reshape(-1, self.field.width)])
            for plan in np.argsort(costs, kind="stable")[: plans // 2]:
                self._offer(members[plan], where[plan])
            if self.draft or monotonic() > self._by(ANNEALED):
                break

    def _offer(self, members: Ints, where: Ints) -> None:
        """Take a plan over where it keeps all rules and is cheaper than what we have."""
        groups = groups_of(self.field, members, where)
        evaluation = evaluate(self.problem, groups)
        if evaluation.broken:
            self.broken.append(evaluation.broken)
        elif self.draft is None or evaluation.cost < self.draft.cost - EXACT:
            self.draft = Draft(members, where, evaluation.cost)

    def _relax(self) -> Relaxation:
        """The bound, from columns of neighbours and those of the annealed plans."""
        columns = near_columns(self.field, NEAR).plus(self.field.priced(np.unique(self.annealed, axis=0)))
        place = np.where(self.field.open, self.field.costs.place, CLOSED)
        prices = place[columns.members].sum(axis=1) + columns.cost[:, None]
        found = Found(columns, prices.argmin(axis=1), prices.min(axis=1))
        first = some_for_each(
            columns.members, found.reduced / np.maximum(1, columns.size), 20, self.field.blank
        )
        usual = float(np.median(found.reduced)) if len(found) else 0.0
        until = self._by(BOUNDED)
        generation = Generation(self.field, self.pricer, found.take(first), 1.0 + 2.0 * usual, until)
        relaxation = generation.run()
        self.bound = max(relaxation.bound, floor(self.field))
        if self.field.blank > SMALL and relaxation.whole and self._above(self.bound) > FAR * self.bound:
            self.progress(45, "A plan close to the bound")
            dived = Diving(self.field, generation.master, relaxation, self._by(DIVED)).run()
            if dived is not None:
                self._offer(*dived)
        return relaxation

    def _mend(self, relaxation: Relaxation) -> None:
        """Improve a large plan part by part."""
        if self.draft is None or self.field.blank <= SMALL or not relaxation.bound:
            return
        mending = Mending(self.field, relaxation, self.draft, self._by(MENDED))
        mended = mending.run()
        self._offer(mended.members, mended.where)

    def _windows(self, relaxation: Relaxation) -> None:
        """The best whole groups among the columns that a plan so close to the bound can have; wider until it is there."""
        until = self.until if self.draft else self._by(WITHOUT_DRAFT)
        if self.field.blank > SMALL:
            until = min(until, self._by(WHOLE_LARGE))
        for window in WINDOWS:
            most = min(window * max(1.0, relaxation.bound), self._above(relaxation.bound))
            found = self.pricer.below(relaxation.duals, relaxation.cuts, most + EXACT, until, MOST_WHOLE)
            if not found.complete and self.draft:
                return
            chosen = Tree(self.field, found, relaxation.cuts, relaxation.bound + most, until).run()
            if chosen.columns is not None:
                self._offer(found.columns.members[chosen.columns], found.where[chosen.columns])
            if not found.complete:
                return
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
        return plan_of(self.problem, groups, bound=self.bound, seconds=monotonic() - self.began)


def plan_of(problem: Problem, groups: tuple[PlannedGroup, ...], *, bound: float, seconds: float) -> Plan:
    """Groups as a plan, with what they cost and how far that is at most from the best."""
    found = evaluate(problem, groups)
    proved = found.cost - bound <= EXACT * max(1.0, found.cost)
    bound = found.cost if proved else max(0.0, bound)
    gap = (found.cost - bound) / found.cost if found.cost else 0.0
    return Plan(groups, found.cost, found.by_wish, found.amounts, bound, gap, proved, seconds)


def floor(field: Field) -> float:
    """What no plan can be cheaper than, at a glance: every school with its nearest mates where it costs least."""
    pair = np.sort(np.where(field.friendly, field.costs.pair, CLOSED)[:-1, field.mainstream], axis=1)
    mates = 0.5 * pair[field.mainstream, :2].sum() + pair[field.special, :3].sum()
    place = np.where(field.open, field.costs.place, CLOSED)[:-1].min(axis=1).sum()
    return float(mates + place) if mates + place < CLOSED else 0.0


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
