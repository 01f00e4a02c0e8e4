"""A plan from the relaxation of a large partnership: take its clearest groups, relax again, and so on to the end.

The columns known may not fit together at the end. The schools that are left are grouped anew with the groups near to them.
"""

from time import monotonic

import numpy as np

from schools.planner.columns import Field
from schools.planner.costs import Ints
from schools.planner.integer import Tree
from schools.planner.master import Master, Part
from schools.planner.prices import Found
from schools.planner.pricing import Pricer
from schools.planner.relaxation import Relaxation

CLEAR = 0.8  # of a column that is taken without looking further
SHARE = 0.15  # of the others, at least, in each round
TAKEN = 0.999
AT_ONCE, DISSOLVED, MORE, TRIES = 6, 5, 4, 4
MOST_COLUMNS, LESS = 4_000, 0.6
SECONDS_A_PART = 5.0


class Diving:
    """Makes one plan from a solved relaxation."""

    def __init__(self, field: Field, master: Master, relaxation: Relaxation, until: float) -> None:
        self.field, self.master, self.relaxation, self.until = field, master, relaxation, until

    def run(self) -> tuple[Ints, Ints] | None:
        """The groups and their collaboratives; None where the time is up or the rest could not be grouped."""
        chosen = self._dive()
        members, where = self.master.columns.members[chosen], self.master.where[chosen]
        while monotonic() < self.until:
            left = np.setdiff1d(np.arange(self.field.blank), members)
            if not len(left):
                return members, where
            mended = self._place(members, where, left)
            if mended is None:
                return None
            members, where = mended
        return None

    def _dive(self) -> Ints:
        """The numbers of columns that do not overlap."""
        fixed = np.zeros(len(self.master.columns), dtype=bool)
        taken = self.master.taken()
        while monotonic() < self.until:
            busy = np.zeros(self.field.blank + 1, dtype=bool)
            busy[self.master.columns.members[fixed]] = True
            busy[-1] = False
            new = self._clearest(taken, fixed, busy)
            if not len(new):
                break
            fixed[new] = True
            places = (new + self.master.fixed).astype(np.int32)
            self.master.model.changeColsBounds(len(new), places, np.ones(len(new)), np.ones(len(new)))
            if not self.master.solve(self.until - monotonic()):
                break
            taken = self.master.taken()
        return np.nonzero(fixed)[0]

    def _clearest(self, taken: "np.ndarray", fixed: "np.ndarray", busy: "np.ndarray") -> Ints:
        """Columns that the relaxation takes most of; none overlaps another."""
        some = np.nonzero((taken > 1 - TAKEN) & ~fixed)[0]
        some = some[np.argsort(-taken[some], kind="stable")]
        enough = max(1, int(SHARE * len(some)))
        found: list[int] = []
        for number in some.tolist():
            row = self.master.columns.members[number]
            if taken[number] < CLEAR and len(found) >= enough:
                break
            if not busy[row].any():
                found.append(number)
                busy[row[row < self.field.blank]] = True
        return np.array(found, dtype=np.int64)

    def _place(self, members: Ints, where: Ints, left: Ints) -> tuple[Ints, Ints] | None:
        """Group some of those left together with the groups nearest to them."""
        points = self.field.points
        first = left[np.argsort(np.hypot(*(points[left] - points[left[0]]).T), kind="stable")[:AT_ONCE]]
        middles = points[members[:, :3]].mean(axis=1)
        away = np.hypot(*(middles[None] - points[first][:, None]).transpose(2, 0, 1)).min(axis=0)
        for attempt in range(TRIES):
            near = np.argsort(away, kind="stable")[: DISSOLVED + MORE * attempt]
            others = np.delete(np.arange(len(members)), near)
            rows = members[near]
            schools = np.union1d(first, rows[rows < self.field.blank])
            found = self._columns(schools)
            part = Part(schools, self._filled(members[others], where[others]))
            until = min(self.until, monotonic() + SECONDS_A_PART)
            chosen = Tree(self.field, found, self.relaxation.cuts[:0], np.inf, until, part).run()
            if chosen.columns is not None:
                new = found.take(chosen.columns)
                return (
                    np.concatenate([members[others], new.columns.members]),
                    np.concatenate([where[others], new.where]),
                )
        return None

    def _columns(self, schools: Ints) -> Found:
        """The cheapest columns of these schools, as many as are quickly looked through."""
        pricer, duals, cuts = Pricer(self.field, schools), self.relaxation.duals, self.relaxation.cuts
        depth = self.relaxation.bound / max(1, len(self.field.mainstream))
        found = pricer.below(duals, cuts, depth, self.until, MOST_COLUMNS)
        while found.complete and len(found) < MOST_COLUMNS / 2 and depth < 100 * self.relaxation.bound:
            depth *= 2
            more = pricer.below(duals, cuts, depth, self.until, 5 * MOST_COLUMNS)
            if not more.complete:
                break
            found = more
        return found

    def _filled(self, members: Ints, where: Ints) -> Ints:
        filled = np.zeros(self.master.shares, dtype=np.int64)
        np.add.at(filled, where, (members < self.field.blank).sum(axis=1))
        return filled
