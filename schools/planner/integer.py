"""Whole groups: the best plan over some columns.

First branch on what a plan has a whole number of (groups, quads and special schools in each collaborative): that closes
most of the gap with a dozen small relaxations. HiGHS finishes each end of the tree, where few columns are left.
"""

from dataclasses import dataclass
from dataclasses import field as data
from heapq import heappop, heappush
from math import inf
from time import monotonic

import highspy
import numpy as np

from schools.planner.columns import Field
from schools.planner.costs import Floats, Ints
from schools.planner.master import HUGE, INTEGER, Master, Part, run
from schools.planner.pricing import Found

WHOLE = 1e-5
CLOSE = 1e-7
FEW = 600  # columns that are searched first


@dataclass(frozen=True)
class Chosen:
    """The numbers of the columns of the best plan found (None where none was) and its cost.

    No plan over the columns is cheaper than ``bound``; ``ended`` says that the search did not run out of time.
    """

    columns: Ints | None
    cost: float
    bound: float
    ended: bool


@dataclass(order=True)
class Node:
    """A part of the tree: what its relaxation costs at least, between which counts, and the solution."""

    value: float
    number: int
    lower: Floats = data(compare=False)
    upper: Floats = data(compare=False)
    taken: Floats = data(compare=False)
    reduced: Floats = data(compare=False)


class Tree:
    """Branches on counts; ``cutoff`` is what a plan must be cheaper than to be of interest."""

    def __init__(
        self,
        field: Field,
        found: Found,
        cuts: Ints,
        cutoff: float,
        until: float,
        part: Part | None = None,
    ) -> None:
        """``part`` where the columns are for some of the schools only."""
        self.field, self.found, self.cuts, self.cutoff, self.until = field, found, cuts, cutoff, until
        self.part = part
        self.master = self._master(found)
        self.open: list[Node] = []
        self.number = 0
        self.best: Ints | None = None
        self.left = inf  # the value of the best end that was not searched to its end

    def _master(self, found: Found) -> Master:
        master = Master(self.field, 0.0, self.part)
        master.add(found.columns, found.where)
        if len(self.cuts):
            master.cut(self.cuts)
        master.forbid_alone()
        master.count()
        return master

    def run(self) -> Chosen:
        """Best first, until nothing open is cheaper than the cutoff, or the time is up."""
        free = np.full(len(self.master.counted), HUGE)
        self._look(-free, free)
        while self.open and self.open[0].value < self.cutoff - CLOSE and monotonic() < self.until:
            node = heappop(self.open)
            counts = self.master.counted @ node.taken
            apart = np.abs(counts - np.round(counts))
            if apart.max(initial=0.0) > WHOLE:
                self._branch(node, int(np.argmax(apart)), float(np.floor(counts[np.argmax(apart)])))
            else:
                self._finish(node)
        bound = min(self.cutoff, self.left, self.open[0].value if self.open else inf)
        ended = bound >= self.cutoff - CLOSE
        return Chosen(self.best, self.cutoff if self.best is not None else inf, bound, ended)

    def _branch(self, node: Node, count: int, below: float) -> None:
        lower, upper = node.lower.copy(), node.upper.copy()
        lower[count], upper[count] = below + 1, below
        self._look(lower, node.upper)
        self._look(node.lower, upper)

    def _look(self, lower: Floats, upper: Floats) -> None:
        """Open a node, unless it has no solution or none that is cheap enough."""
        self.master.limit(lower, upper)
        if not self.master.solve(self.until - monotonic()):
            if monotonic() >= self.until:
                self.left = -inf
            return
        if self.master.value() < self.cutoff - CLOSE:
            self.number += 1
            taken, reduced = self.master.taken(), self.master.reduced()
            heappush(self.open, Node(self.master.value(), self.number, lower, upper, taken, reduced))

    def _finish(self, node: Node) -> None:
        """The best plan of a node whose counts are whole."""
        if np.abs(node.taken - np.round(node.taken)).max(initial=0.0) < WHOLE:
            self._accept(np.nonzero(node.taken > 0.5)[0], node.value)
            return
        near = np.nonzero(node.reduced < self.cutoff - node.value)[0]
        if len(near) > FEW:  # a good plan among the cheapest makes most of the others too dear
            cheapest = near[np.argsort(node.reduced[near], kind="stable")[:FEW]]
            self._search(cheapest, node)
            near = np.nonzero(node.reduced < self.cutoff - node.value)[0]
        bound = self._search(near, node)
        if bound < self.cutoff - CLOSE:
            self.left = min(self.left, max(bound, node.value))

    def _search(self, near: Ints, node: Node) -> float:
        """Take the best plan over some columns over; the bound over them."""
        numbers, cost, bound = self._whole(near, node)
        if numbers is not None and cost < self.cutoff - CLOSE:
            self._accept(near[numbers], cost)
        return bound

    def _accept(self, numbers: Ints, cost: float) -> None:
        self.best, self.cutoff = numbers, cost

    def _whole(self, near: Ints, node: Node) -> tuple[Ints | None, float, float]:
        """Branch and bound over some columns: those taken, the cost, and the bound."""
        master = self._master(self.found.take(near))
        master.limit(node.lower, node.upper)
        number = len(near)
        columns = np.arange(master.fixed, master.fixed + number, dtype=np.int32)
        master.model.changeColsIntegrality(number, columns, np.full(number, INTEGER))
        master.model.setOptionValue("mip_rel_gap", 0.0)
        master.model.setOptionValue("mip_abs_gap", CLOSE)
        status, info = run(master.model, self.until - monotonic()), master.model.getInfo()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None, inf, inf
        solved = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        bound = max(node.value, info.mip_dual_bound) if status != highspy.HighsModelStatus.kOptimal else inf
        if not solved:
            return None, inf, bound
        return np.nonzero(master.taken() > 0.5)[0], master.value(), bound
