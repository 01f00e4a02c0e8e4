"""Which counts of schools may be shown, so that nobody can work out a count of one or two schools.

A count is shown where at least three schools have a trait and at least three have not. Everything that a reader gets by
adding and subtracting shown counts must satisfy the same; a count that would break it stays hidden (secondary suppression).

The population is cut into regions, each a (collaborative, phase). A scope is a set of regions: all, one collaborative, one
phase, or both. A trait is a pair (kind, pupil group), with ``""`` for any. A trait with fewer marks contains the one
with more: whoever has (better, send) has (better, "") and ("", "").
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import TypeVar

import numpy as np

FEWEST = 3
MOST_RANK = 12  # above it derivable sets are not enumerated and the count stays hidden
MOST_FREE = 8

Region = tuple[str, str]
Scope = tuple[str, str]
Trait = tuple[str, str]
S = TypeVar("S", bound=Hashable)
Family = frozenset[frozenset[int]]
EVERYWHERE: Scope = ("", "")
ANY: Trait = ("", "")


@dataclass(frozen=True)
class Count:
    """A count of schools as it may be shown. ``number`` is None where it is hidden, ``of`` the schools in the scope.

    ``nearly_all`` says that all but at most two have it, without saying how many.
    """

    number: int | None
    of: int
    nearly_all: bool = False

    @property
    def percent(self) -> int | None:
        """The share of the schools, in whole per cent."""
        return None if self.number is None else round(100 * self.number / self.of)


@dataclass(frozen=True)
class Derivable:
    """What follows from the counts of a family of scopes by adding and subtracting.

    ``blocks`` are regions that no scope tells apart; ``smallest`` the sets of blocks whose count follows and which hold no
    smaller one; every other derivable set is made of these. ``moves`` are exchanges between blocks that change no
    shown count. None where there are too many to look at.
    """

    blocks: tuple[tuple[int, ...], ...]
    smallest: tuple[frozenset[int], ...] | None
    moves: tuple[tuple[int, ...], ...] | None


def guarded(
    regions: Mapping[S, Region],
    having: Mapping[Trait, frozenset[S]],
    scopes: Sequence[Scope],
    traits: Sequence[Trait],
    wider: Mapping[str, str] | None = None,
) -> dict[tuple[Trait, Scope], Count]:
    """The count of every trait in every scope as it may be shown to somebody who reads all of them.

    ``regions`` gives each school's region, ``having`` the schools of each trait; ``wider`` the kind that contains a kind
    where that is not any kind. Earlier scopes and traits are served first.
    A trait is shown where those that contain it are, and a scope where those around it are; both must be named after what
    contains them. So what is hidden never tells by being hidden that it was small.
    """
    atoms = sorted(set(regions.values()))
    people = _people(regions, atoms)
    around = {scope: _members(scope, atoms) for scope in scopes}
    found: dict[tuple[Trait, Scope], Count] = {}
    shown: dict[Trait, Family] = {}
    counts: dict[Trait, tuple[int, ...]] = {}
    for trait in traits:
        counts[trait] = _tally(regions, having.get(trait, frozenset()), atoms)
        parents = [one for one in _parents(trait, wider or {}) if one in shown]
        shown[trait] = frozenset()
        for scope in scopes:
            members = around[scope]
            allowed = (
                _enough(members, counts[trait], people)
                and all(around[one] in shown[trait] for one in _around(scope))
                and all(_nests(members, shown[one], counts[one], people) for one in parents)
                and _safe(
                    shown[trait] | {members}, counts[trait], people, [counts[p] for p in parents if shown[p]]
                )
            )
            if allowed:
                shown[trait] |= {members}
            found[trait, scope] = _count(members, counts[trait], people, scope, allowed)
    return found


def partition(numbers: Mapping[str, int]) -> dict[str, int | None]:
    """Counts of the parts of a known whole, those under three hidden, and with them the next smallest where need be.

    What is hidden adds up to at least three schools in at least two parts, unless nothing is hidden. Nought is shown
    only where everything is.
    """
    hidden = {name for name, number in numbers.items() if 0 < number < FEWEST}
    if not hidden:
        return dict(numbers)
    hidden |= {name for name, number in numbers.items() if number == 0}
    rest = sorted((number, name) for name, number in numbers.items() if name not in hidden)
    while rest and (len(hidden) < 2 or sum(numbers[name] for name in hidden) < FEWEST):
        hidden.add(rest.pop(0)[1])
    return {name: None if name in hidden else number for name, number in numbers.items()}


def _people(regions: Mapping[S, Region], atoms: list[Region]) -> tuple[int, ...]:
    return _tally(regions, frozenset(regions), atoms)


def _tally(regions: Mapping[S, Region], schools: Iterable[S], atoms: list[Region]) -> tuple[int, ...]:
    numbers = dict.fromkeys(atoms, 0)
    for school in schools:
        numbers[regions[school]] += 1
    return tuple(numbers[atom] for atom in atoms)


def _enough(members: frozenset[int], counts: tuple[int, ...], people: tuple[int, ...]) -> bool:
    number, of = (sum(row[place] for place in members) for row in (counts, people))
    return number >= FEWEST and of - number >= FEWEST


def _members(scope: Scope, atoms: list[Region]) -> frozenset[int]:
    return frozenset(place for place, atom in enumerate(atoms) if _within(atom, scope))


def _around(scope: Scope) -> list[Scope]:
    """The scopes that contain this one."""
    collaborative, phase = scope
    wider = {(collaborative, ""), ("", phase), EVERYWHERE} - {scope}
    return sorted(wider)


def _within(atom: Region, scope: Scope) -> bool:
    return all(wanted in ("", there) for there, wanted in zip(atom, scope, strict=True))


def _parents(trait: Trait, wider: Mapping[str, str]) -> list[Trait]:
    kind, group = trait
    found = [(wider.get(kind, ""), group)] if kind else []
    return [*found, (kind, "")] if group else found


def _nests(members: frozenset[int], family: Family, counts: tuple[int, ...], people: tuple[int, ...]) -> bool:
    """A containing trait is shown in the same scope, or nearly all schools have it and none of its counts is shown."""
    if members in family:
        return True
    return not family and sum(people) - sum(counts) < FEWEST


def _safe(
    family: Family, counts: tuple[int, ...], people: tuple[int, ...], wider: list[tuple[int, ...]]
) -> bool:
    """Nothing that follows from these counts is about fewer than three schools."""
    known = derivable(family, len(people))
    if known.smallest is None or known.moves is None:
        return False
    for group in known.smallest:
        places = [place for block in group for place in known.blocks[block]]
        number, of = (sum(row[place] for place in places) for row in (counts, people))
        without = (sum(row[place] for place in places) - number for row in wider)
        if number < FEWEST or of - number < FEWEST or any(0 < one < FEWEST for one in without):
            return False
    return _open(known, counts, tuple(map(min, people, *wider)) if wider else people)


def _open(known: Derivable, counts: tuple[int, ...], limits: tuple[int, ...]) -> bool:
    """Each block whose count does not follow by subtracting could have another, within ``limits``."""
    fixed = {block for group in known.smallest or () if len(group) == 1 for block in group}
    numbers = [sum(counts[place] for place in block) for block in known.blocks]
    most = [sum(limits[place] for place in block) for block in known.blocks]
    loose = set(range(len(known.blocks))) - fixed
    for move in known.moves or ():
        if all(0 <= number + step <= top for number, step, top in zip(numbers, move, most, strict=True)):
            loose -= {block for block, step in enumerate(move) if step}
        if not loose:
            return True
    return not loose


def _count(
    members: frozenset[int],
    counts: tuple[int, ...],
    people: tuple[int, ...],
    scope: Scope,
    allowed: bool,
) -> Count:
    number, of = (sum(row[place] for place in members) for row in (counts, people))
    if allowed:
        return Count(number, of)
    most = scope == EVERYWHERE and number >= FEWEST and of - number < FEWEST
    return Count(None, of, nearly_all=most)


@lru_cache(maxsize=4096)
def derivable(family: Family, size: int) -> Derivable:
    """What follows by adding and subtracting from the counts of these sets of places 0 to ``size`` - 1."""
    sets = sorted(family, key=sorted)
    columns: dict[tuple[int, ...], list[int]] = {}
    for place in range(size):
        columns.setdefault(tuple(int(place in one) for one in sets), []).append(place)
    columns.pop((0,) * len(sets), None)
    blocks = tuple(tuple(places) for places in columns.values())
    basis, pivots = _reduced([list(row) for row in zip(*columns, strict=True)])
    if len(basis) == len(blocks):
        return Derivable(blocks, tuple(frozenset({block}) for block in range(len(blocks))), ())
    if len(basis) > MOST_RANK or len(blocks) - len(basis) > MOST_FREE:
        return Derivable(blocks, None, None)
    return Derivable(blocks, _smallest(basis), _moves(basis, pivots, len(blocks)))


def _reduced(rows: list[list[int]]) -> tuple[list[list[Fraction]], list[int]]:
    """The reduced row echelon form, and the columns of its leading ones."""
    left = [[Fraction(value) for value in row] for row in rows]
    basis: list[list[Fraction]] = []
    pivots: list[int] = []
    for column in range(len(rows[0]) if rows else 0):
        lead = next((row for row in left if row[column]), None)
        if lead is None:
            continue
        left.remove(lead)
        lead = [value / lead[column] for value in lead]
        left, basis = (
            [[a - row[column] * b for a, b in zip(row, lead, strict=True)] for row in some]
            for some in (left, basis)
        )
        basis.append(lead)
        pivots.append(column)
    return basis, pivots


def _smallest(basis: list[list[Fraction]]) -> tuple[frozenset[int], ...]:
    """The sets in the span of the rows that hold no smaller one in it."""
    rows = np.array([[float(value) for value in row] for row in basis])
    picks = np.array(list(product((0, 1), repeat=len(basis))), dtype=float)
    made = picks @ rows
    whole = np.all((np.abs(made) < 1e-9) | (np.abs(made - 1) < 1e-9), axis=1)
    sets = sorted(
        {frozenset(np.flatnonzero(row > 0.5).tolist()) for row in made[whole]} - {frozenset()}, key=len
    )
    found: list[frozenset[int]] = []
    for one in sets:
        if not any(smaller < one for smaller in found):
            found.append(one)
    return tuple(found)


def _moves(basis: list[list[Fraction]], pivots: list[int], size: int) -> tuple[tuple[int, ...], ...]:
    """Vectors of -1, 0 and 1, not all nought, that every row leaves as it is."""
    free = [column for column in range(size) if column not in pivots]
    rows = np.array([[float(row[column]) for column in free] for row in basis])
    picks = np.array(list(product((-1, 0, 1), repeat=len(free))), dtype=float)
    leads = -(picks @ rows.T)
    near = np.rint(leads)
    fits = np.all((np.abs(leads - near) < 1e-9) & (np.abs(near) <= 1), axis=1) & np.any(picks != 0, axis=1)
    found = []
    for pick, lead in zip(picks[fits], near[fits], strict=True):
        move = [0] * size
        for column, value in zip(free, pick, strict=True):
            move[column] = int(value)
        for column, value in zip(pivots, lead, strict=True):
            move[column] = int(value)
        found.append(tuple(move))
    return tuple(found)
