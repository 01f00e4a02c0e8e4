"""What is to be planned and what comes out: plain facts, without a database."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from types import MappingProxyType
from typing import TypeAlias

from schools.planner.wishes import DEFAULT_WEIGHTS

Pair: TypeAlias = frozenset[int]


@dataclass(frozen=True)
class PlannedSchool:
    """A member as the planner sees it. ``x`` and ``y`` are OSGB metres, ``size`` its pupils.

    ``phase`` is nursery, infant, junior, primary, all-through or special. ``heads`` are the keys of its headteachers,
    ``trained`` says whether one of them is trained to lead, ``watched`` that nobody should have two such schools.
    """

    key: int
    name: str
    x: float | None = None
    y: float | None = None
    phase: str = "primary"
    size: int | None = None
    special: bool = False
    trust: str = ""
    federation: str = ""
    heads: frozenset[int] = frozenset()
    trained: bool = True
    watched: bool = False
    religious: str = ""


@dataclass(frozen=True)
class PlannedCollaborative:
    """A collaborative and its centre in OSGB metres, which makes it differ from the others."""

    key: int
    name: str
    x: float | None = None
    y: float | None = None


@dataclass(frozen=True)
class Overruling:
    """A rule that the Director overruled for two schools, or everywhere where ``schools`` is empty."""

    rule: str
    schools: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Pins:
    """What the Director has fixed: schools together, two apart, a school in a collaborative, rules overruled.

    ``together`` may have others with them; ``groups`` are triads and quads as they are, special schools left open.
    """

    together: tuple[frozenset[int], ...] = ()
    apart: frozenset[Pair] = frozenset()
    placed: Mapping[int, int] = field(default_factory=dict)  # school -> collaborative
    overruled: frozenset[Overruling] = frozenset()
    groups: tuple[frozenset[int], ...] = ()


@dataclass(frozen=True, eq=False)
class Problem:
    """One year's question. Pairs are frozen sets of two keys; ``weights`` not given are the default ones.

    ``declared`` conflicts with their reasons, ``recent`` pairs with how many years ago (1 to 3) they were together
    last, ``interests`` pairs that would like to work together, ``home`` last year's collaborative of a school.
    Raises ValueError where the facts contradict each other.
    """

    schools: tuple[PlannedSchool, ...]
    collaboratives: tuple[PlannedCollaborative, ...]
    weights: Mapping[str, float] = field(default_factory=dict)
    declared: Mapping[Pair, tuple[str, ...]] = field(default_factory=dict)
    recent: Mapping[Pair, int] = field(default_factory=dict)
    interests: frozenset[Pair] = frozenset()
    home: Mapping[int, int] = field(default_factory=dict)
    pins: Pins = Pins()
    sizes: tuple[int, ...] = (3, 4)

    def __post_init__(self) -> None:
        """Order the schools by key, complete the weights, refuse what cannot be."""
        unknown = set(self.weights) - set(DEFAULT_WEIGHTS)
        if unknown or any(weight < 0 for weight in self.weights.values()):
            raise ValueError(f"Weights are those of the wishes and not negative: {sorted(unknown)}")
        if not self.sizes or not set(self.sizes) <= {3, 4}:
            raise ValueError("A group has 3 or 4 mainstream schools")
        for things in (self.schools, self.collaboratives):
            if len({thing.key for thing in things}) < len(things):
                raise ValueError("A key stands for one thing")
        object.__setattr__(self, "schools", tuple(sorted(self.schools, key=lambda s: s.key)))
        object.__setattr__(self, "weights", MappingProxyType({**DEFAULT_WEIGHTS, **self.weights}))
        object.__setattr__(self, "sizes", tuple(sorted(set(self.sizes))))

    @cached_property
    def by_key(self) -> dict[int, PlannedSchool]:
        """The schools by their key."""
        return {school.key: school for school in self.schools}

    @cached_property
    def mainstream(self) -> tuple[PlannedSchool, ...]:
        """The schools that fill triads and quads."""
        return tuple(school for school in self.schools if not school.special)

    @cached_property
    def special(self) -> tuple[PlannedSchool, ...]:
        """The schools that join as additional members."""
        return tuple(school for school in self.schools if school.special)

    @cached_property
    def most_additional(self) -> int:
        """How many special schools a group may have: one, or as many as it takes when there are more of them than groups.

        One more where the Director overruled it.
        """
        groups = max(1, len(self.mainstream) // min(self.sizes))
        needed = -(-len(self.special) // groups)
        return max(1, needed) + self.is_overruled("additional")

    def is_overruled(self, rule: str, schools: Collection[int] = ()) -> bool:
        """Whether the Director overruled a rule everywhere or for these schools."""
        kept = self.pins.overruled
        return Overruling(rule) in kept or (bool(schools) and Overruling(rule, frozenset(schools)) in kept)

    def name(self, key: int) -> str:
        """The name of a school, or its key where it is none of ours."""
        school = self.by_key.get(key)
        return school.name if school else f"School {key}"

    def named(self, keys: Iterable[int]) -> str:
        """The names of some schools in a sentence: ``Ash, Beech and Cedar``."""
        names = sorted(self.name(key) for key in keys)
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

    @cached_property
    def kept_apart(self) -> dict[Pair, dict[str, str]]:
        """The pairs that may not be in one group: each rule that says so, with its sentence; without what is overruled."""
        found: dict[Pair, dict[str, str]] = {}
        for rule, pair, reason in self._against():
            if not self.is_overruled(rule, pair):
                found.setdefault(pair, {})[rule] = f"{self.named(pair)} {reason}."
        return found

    def _against(self) -> Iterable[tuple[str, Pair, str]]:
        """Each rule against a pair of ours, and the rest of its sentence."""
        for pair in _sharing((school.key, {_plain(school.trust)}) for school in self.schools):
            yield "trust", pair, f"belong to one trust, {self.by_key[min(pair)].trust}"
        for pair in _sharing((school.key, {_plain(school.federation)}) for school in self.schools):
            yield "federation", pair, f"belong to one federation, {self.by_key[min(pair)].federation}"
        for pair in _sharing((school.key, school.heads) for school in self.schools):
            yield "head", pair, "have the same headteacher"
        for pair, reasons in self.declared.items():
            if pair <= self.by_key.keys() and len(pair) == 2:
                yield (
                    "declared",
                    pair,
                    ": ".join(["have declared a conflict", *filter(None, ["; ".join(reasons)])]),
                )
        for pair in self.pins.apart:
            if pair <= self.by_key.keys() and len(pair) == 2:
                yield "apart", pair, "are pinned apart"


def _plain(name: str) -> str:
    """A name without the capitals and spaces that the register writes now so, now so."""
    return " ".join(name.split()).casefold()


def _sharing(marks: Iterable[tuple[int, Collection[object]]]) -> list[Pair]:
    """The pairs of keys that have a mark in common; an empty mark is none."""
    bearers: dict[object, list[int]] = {}
    for key, held in marks:
        for mark in filter(None, held):
            bearers.setdefault(mark, []).append(key)
    return [frozenset(pair) for keys in bearers.values() for pair in combinations(keys, 2)]


@dataclass(frozen=True)
class PlannedGroup:
    """A triad or quad: its mainstream schools, the special schools beside them, and its collaborative, all by key."""

    schools: frozenset[int]
    additional: frozenset[int] = frozenset()
    collaborative: int | None = None

    @cached_property
    def everybody(self) -> frozenset[int]:
        """All its schools."""
        return self.schools | self.additional


@dataclass(frozen=True)
class Broken:
    """A rule that a plan breaks, by which schools, as a sentence."""

    rule: str
    schools: frozenset[int]
    sentence: str


@dataclass(frozen=True)
class GroupCost:
    """What one group costs in points, and by wish. Balance is nobody's: it belongs to the plan."""

    cost: float
    by_wish: Mapping[str, float]


@dataclass(frozen=True)
class Evaluation:
    """What a plan costs in points, by wish and by group (in the order given), and which rules it breaks.

    ``amounts`` are the same wishes in their own units, unweighted: kilometres, pairs, groups, schools.
    """

    cost: float
    by_wish: Mapping[str, float]
    amounts: Mapping[str, float]
    broken: tuple[Broken, ...]
    by_group: tuple[GroupCost, ...]


@dataclass(frozen=True)
class Plan:
    """The best plan found. No plan costs less than ``bound``; ``gap`` is (cost - bound) / cost; ``proved`` says it is 0."""

    groups: tuple[PlannedGroup, ...]
    cost: float
    by_wish: Mapping[str, float]
    amounts: Mapping[str, float]
    bound: float
    gap: float
    proved: bool
    seconds: float


@dataclass(frozen=True)
class Infeasible:
    """No plan keeps all rules. ``clash`` are rules that cannot all be kept; without any one of them they could.

    ``smallest`` says that no smaller set of rules clashes, as far as that could be proved; ``certain`` that the clash is
    proved and not only that no plan was found in the time given.
    """

    clash: tuple[Broken, ...]
    smallest: bool
    certain: bool
    seconds: float


@dataclass(frozen=True)
class Explanation:
    """Why three or four schools are not one group.

    ``broken`` are the rules that it breaks by itself; ``group`` what it costs; ``plan`` the best plan found
    that has the group, None where there is none or none was looked for. With it a plan is at least ``at_least`` and, as far
    as found, ``at_most`` points worse; ``exact`` says that both are the same. ``sentence`` says all of it.
    """

    schools: frozenset[int]
    broken: tuple[Broken, ...]
    group: GroupCost
    plan: Plan | None
    at_least: float | None
    at_most: float | None
    exact: bool
    sentence: str
    reasons: tuple[str, ...] = ()
