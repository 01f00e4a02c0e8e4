"""What each wish counts, for any number of groups at once. The only place where a wish is measured.

Schools are named by their place in ``problem.schools``; a row of ``members`` is a group, all its schools included. The
place behind the last school is nobody's: it fills rows up and counts nothing, whatever the table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from schools.planner.problem import Problem

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

PAIR_WISHES = ("distance", "neighbours", "recent", "phase")
GROUP_WISHES = ("interests", "size", "faith", "lead", "watched")
PLACE_WISHES = ("reach", "home")

NEAR = 1_000.0  # metres within which schools compete
RECENT_YEARS = 3
# What pupils a phase teaches: schools compete where they teach the same. An infant school and its junior do not.
STAGES = {
    "nursery": {"early"},
    "infant": {"key stage 1"},
    "junior": {"key stage 2"},
    "primary": {"key stage 1", "key stage 2"},
    "all-through": {"key stage 1", "key stage 2"},
}
COMMON_PHASES = {"primary", "special"}
SMALL, LARGE = 280, 500  # pupils: up to one form of entry and a bulge, more than two forms


@dataclass(frozen=True)
class Counts:
    """The counts of a problem's wishes, unweighted: kilometres, pairs, groups or schools."""

    problem: Problem

    @cached_property
    def place(self) -> dict[int, int]:
        """Where a school stands in ``problem.schools``, by its key."""
        return {school.key: place for place, school in enumerate(self.problem.schools)}

    @cached_property
    def column(self) -> dict[int | None, int]:
        """Where a collaborative stands in ``problem.collaboratives``, by its key."""
        return {collaborative.key: place for place, collaborative in enumerate(self.problem.collaboratives)}

    @cached_property
    def pairs(self) -> dict[str, Floats]:
        """A symmetric table of schools (and nobody) by the same for each wish about pairs; nought on the diagonal."""
        phases = np.array([school.phase for school in self.problem.schools], dtype=str)
        rare = ~np.isin(phases, list(COMMON_PHASES))
        tables = {
            "distance": self._kilometres,
            "neighbours": self._rivals & (self._metres_known < NEAR),
            "recent": self._recent,
            "phase": (phases[:, None] == phases[None, :]) & rare[:, None],
        }
        for table in tables.values():
            np.fill_diagonal(table, 0)
        return {wish: np.pad(tables[wish].astype(np.float64), (0, 1)) for wish in PAIR_WISHES}

    @cached_property
    def _metres_known(self) -> Floats:
        """Metres between two schools, not a number where a coordinate is missing."""
        return _metres(self._points, self._points)

    @cached_property
    def _points(self) -> Floats:
        return _points(self.problem.schools)

    @cached_property
    def _kilometres(self) -> Floats:
        """Kilometres between two schools; where one has no coordinates, the middle of all other distances."""
        known = self._metres_known
        upper = known[np.triu_indices(len(known), 1)]
        upper = upper[~np.isnan(upper)]
        middle = np.median(upper) if upper.size else 0.0
        return np.where(np.isnan(known), middle, known) / 1_000

    @cached_property
    def _rivals(self) -> NDArray[np.bool_]:
        stages = sorted({stage for taught in STAGES.values() for stage in taught})
        taught = [
            [stage in STAGES.get(school.phase, ()) for stage in stages] for school in self.problem.schools
        ]
        teaches = np.array(taught, dtype=bool).reshape(len(taught), len(stages))
        return (teaches[:, None, :] & teaches[None, :, :]).any(axis=2)

    @cached_property
    def _recent(self) -> Floats:
        values = {
            pair: max(0, RECENT_YEARS + 1 - ago) / RECENT_YEARS for pair, ago in self.problem.recent.items()
        }
        return self._table(values)

    @cached_property
    def _interested(self) -> NDArray[np.bool_]:
        return np.asarray(self._table(dict.fromkeys(self.problem.interests, 1.0), nobody=1) > 0)

    def _table(self, values: Mapping[frozenset[int], float], nobody: int = 0) -> Floats:
        table = np.zeros((len(self.place) + nobody, len(self.place) + nobody))
        for pair, value in values.items():
            places = [self.place[key] for key in pair if key in self.place]
            if len(places) == 2:
                table[places, places[::-1]] = value
        return table

    @cached_property
    def places(self) -> dict[str, Floats]:
        """A table of schools (and nobody) by collaboratives for each wish about where a school is."""
        metres = _metres(self._points, _points(self.problem.collaboratives)) / 1_000
        home = np.zeros(metres.shape)
        for key, collaborative in self.problem.home.items():
            if key in self.place and collaborative in self.column:
                home[self.place[key]] = 1
                home[self.place[key], self.column[collaborative]] = 0
        return {
            "reach": np.pad(np.nan_to_num(metres), ((0, 1), (0, 0))),
            "home": np.pad(home, ((0, 1), (0, 0))),
        }

    def of_pairs(self, wish: str, members: Ints) -> Floats:
        """What each group counts by a wish about pairs."""
        table, size = self.pairs[wish], members.shape[1]
        total = np.zeros(len(members))
        for one in range(size):
            for other in range(one + 1, size):
                total += table[members[:, one], members[:, other]]
        return total

    def of_groups(self, wish: str, members: Ints) -> Floats:
        """What each group counts by a wish about the group as a whole."""
        measure = {
            "interests": self._unmet,
            "size": lambda rows: _all_alike(self._bands, rows),
            "faith": lambda rows: _all_alike(self._characters, rows),
            "lead": lambda rows: ~self._trained[rows].any(axis=1),
            "watched": lambda rows: np.maximum(0, self._watched[rows].sum(axis=1) - 1),
        }
        return np.asarray(measure[wish](members), dtype=np.float64)

    def _unmet(self, members: Ints) -> Ints:
        met = self._interested[members[:, :, None], members[:, None, :]].any(axis=2)
        return np.asarray((self._wanting[members] & ~met).sum(axis=1))

    @cached_property
    def _wanting(self) -> NDArray[np.bool_]:
        return np.asarray(self._interested.any(axis=1))

    @cached_property
    def idle(self) -> frozenset[str]:
        """The wishes about groups that no group of this partnership can fail."""
        fine = {
            "interests": not self._wanting.any(),
            "size": not (self._bands > 0).any(),
            "faith": not (self._characters > 0).any(),
            "lead": bool(self._trained[:-1].all()),
            "watched": self._watched.sum() < 2,
        }
        return frozenset(wish for wish, idle in fine.items() if idle)

    @cached_property
    def _bands(self) -> Ints:
        """0 where the number of pupils is not known, else 1 to 3; -1 for nobody."""
        sizes = [school.size for school in self.problem.schools]
        bands = [0 if size is None else 1 + (size > SMALL) + (size > LARGE) for size in sizes]
        return np.array([*bands, -1], dtype=np.int64)

    @cached_property
    def _characters(self) -> Ints:
        """0 where a school has no religious character, else a number for each; -1 for nobody."""
        names = sorted({school.religious for school in self.problem.schools} - {""})
        numbers = [names.index(s.religious) + 1 if s.religious else 0 for s in self.problem.schools]
        return np.array([*numbers, -1], dtype=np.int64)

    @cached_property
    def _trained(self) -> NDArray[np.bool_]:
        return np.array([*(school.trained for school in self.problem.schools), False], dtype=bool)

    @cached_property
    def _watched(self) -> Ints:
        return np.array([*(school.watched for school in self.problem.schools), False], dtype=np.int64)

    @cached_property
    def even(self) -> tuple[int, int]:
        """The fewest and the most schools of a collaborative when all are of one size."""
        number, shares = len(self.problem.schools), max(1, len(self.problem.collaboratives))
        return number // shares, -(-number // shares)

    def uneven(self, schools_in: Ints) -> float:
        """How many schools the collaboratives have too many or too few."""
        fewest, most = self.even
        return float((np.maximum(0, schools_in - most) + np.maximum(0, fewest - schools_in)).sum())


@lru_cache(maxsize=8)
def counts_of(problem: Problem) -> Counts:
    """The counts of a problem, made once."""
    return Counts(problem)


@dataclass(frozen=True)
class Costs:
    """The counts of a problem with its weights: what groups cost, in points."""

    problem: Problem

    @cached_property
    def counts(self) -> Counts:
        """The same, unweighted."""
        return counts_of(self.problem)

    @cached_property
    def pair(self) -> Floats:
        """What it costs that two schools are in one group: schools by schools."""
        return np.asarray(sum(self.problem.weights[w] * self.counts.pairs[w] for w in PAIR_WISHES))

    @cached_property
    def place(self) -> Floats:
        """What it costs that a school is in a collaborative: schools by collaboratives."""
        return np.asarray(sum(self.problem.weights[w] * self.counts.places[w] for w in PLACE_WISHES))

    def whole(self, members: Ints) -> Floats:
        """What each group costs by the wishes about the group as a whole."""
        total, weights = np.zeros(len(members)), self.problem.weights
        for wish in GROUP_WISHES:
            if weights[wish] and wish not in self.counts.idle:
                total += weights[wish] * self.counts.of_groups(wish, members)
        return total

    def groups(self, members: Ints) -> Floats:
        """What each group costs wherever it is: pairs and the group as a whole."""
        total, size = self.whole(members), members.shape[1]
        for one in range(size):
            for other in range(one + 1, size):
                total += self.pair[members[:, one], members[:, other]]
        return total


def _points(things: object) -> Floats:
    points = [(t.x, t.y) if None not in (t.x, t.y) else (np.nan, np.nan) for t in things]  # type: ignore[attr-defined]
    return np.array(points, dtype=np.float64).reshape(len(points), 2)


def _metres(here: Floats, there: Floats) -> Floats:
    apart = here[:, None, :] - there[None, :, :]
    return np.asarray(np.hypot(apart[..., 0], apart[..., 1]))


def _all_alike(marks: Ints, members: Ints) -> NDArray[np.bool_]:
    """Groups of at least two schools, the first place filled, all with the same mark, which is not 0."""
    held = marks[members]
    alike = ((held == held[:, :1]) | (held < 0)).all(axis=1)
    return alike & (held[:, 0] > 0) & ((held >= 0).sum(axis=1) > 1)
