"""Partnerships to plan: small ones with nothing to wish for, and random ones."""

import random
from typing import Any

from schools.planner import Overruling, Pins, PlannedCollaborative, PlannedGroup, PlannedSchool, Problem

NORTH, SOUTH = PlannedCollaborative(1, "North", 0, 10_000), PlannedCollaborative(2, "South", 0, 0)
NOTHING_PINNED = Pins()
SPACING = 2_000.0  # metres between two schools of a row


def row(number: int, **every: Any) -> list[PlannedSchool]:
    """Primary schools in a row, two kilometres apart, keys from 1; all of them with the same facts."""
    return [PlannedSchool(key, f"School {key}", key * SPACING, 0, **every) for key in range(1, number + 1)]


def problem(schools: list[PlannedSchool], pins: Pins = NOTHING_PINNED, **facts: Any) -> Problem:
    """These schools and two collaboratives; only the wishes of ``weights`` count."""
    weights = dict.fromkeys(Problem((), ()).weights, 0.0) | facts.pop("weights", {})
    return Problem(tuple(schools), (NORTH, SOUTH), weights=weights, pins=pins, **facts)


def group(*keys: int, additional: tuple[int, ...] = (), collaborative: int | None = 1) -> PlannedGroup:
    """A group in the North."""
    return PlannedGroup(frozenset(keys), frozenset(additional), collaborative)


def pair(one: int, other: int) -> frozenset[int]:
    """Two schools."""
    return frozenset((one, other))


def overruled(rule: str, *keys: int) -> Pins:
    """Pins that overrule one rule."""
    return Pins(overruled=frozenset({Overruling(rule, frozenset(keys))}))


def random_partnership(
    seed: int, number: int, *, special: int = 0, collaboratives: int = 4, **facts: Any
) -> Problem:
    """Schools as dense as Hounslow's (12 by 8 kilometres for 60), with some of everything that a plan must mind."""
    dice = random.Random(seed)
    scale = (number / 60) ** 0.5
    width, height = 12_000 * scale, 8_000 * scale
    schools = [_school(dice, key, width, height, key > number - special) for key in range(1, number + 1)]
    centres = tuple(
        PlannedCollaborative(key, f"Collaborative {key}", dice.uniform(0, width), dice.uniform(0, height))
        for key in range(1, collaboratives + 1)
    )
    return Problem(tuple(schools), centres, **{**_past(dice, schools), **facts})


def _school(dice: random.Random, key: int, width: float, height: float, special: bool) -> PlannedSchool:
    phase = (
        "special" if special else dice.choices(["primary", "infant", "junior", "nursery"], [8, 1, 1, 1])[0]
    )
    return PlannedSchool(
        key,
        f"School {key}",
        *(dice.uniform(0, width), dice.uniform(0, height)),
        phase=phase,
        size=dice.choice([None, 210, 240, 420, 460, 630]),
        special=special,
        trust=dice.choice(["", "", "", "", f"Trust {key % 6}"]),
        federation=f"Federation {key // 2}" if dice.random() < 0.05 else "",
        heads=frozenset({key if dice.random() > 0.05 else key - 1}),
        trained=dice.random() < 0.8,
        watched=dice.random() < 0.1,
        religious=dice.choice(["", "", "", "Roman Catholic", "Church of England"]),
    )


def _past(dice: random.Random, schools: list[PlannedSchool]) -> dict[str, Any]:
    """Three years of groups of neighbours, some conflicts and interests, and last year's collaboratives."""
    recent: dict[frozenset[int], int] = {}
    for ago in (3, 2, 1):
        turned = sorted(schools, key=lambda s: (s.x or 0) + (ago - 2) * (s.y or 0) + dice.uniform(0, 2_000))
        teams = [turned[start : start + 3] for start in range(0, len(turned), 3)]
        recent |= {pair(a.key, b.key): ago for team in teams for a in team for b in team if a.key < b.key}
    keys = [school.key for school in schools]
    some = [pair(*dice.sample(keys, 2)) for _ in range(len(keys) // 3)]
    west = sorted(schools, key=lambda school: school.x or 0)
    return {
        "recent": recent,
        "declared": dict.fromkeys(some[::2], ("A declared reason",)),
        "interests": frozenset(some[1::2]),
        "home": {school.key: 1 + 4 * place // len(west) for place, school in enumerate(west)},
    }
