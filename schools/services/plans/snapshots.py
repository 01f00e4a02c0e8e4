"""Problems and groups of the planner as JSON, kept with a plan so that its cost and its proof can be checked later."""

from collections.abc import Iterable
from dataclasses import asdict, fields
from hashlib import sha256
from json import dumps
from typing import Any

from schools.planner import (
    DEFAULT_WEIGHTS,
    Broken,
    Overruling,
    Pins,
    PlannedCollaborative,
    PlannedGroup,
    PlannedSchool,
    Problem,
)


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem in plain lists and dictionaries, always in the same order."""
    pins = problem.pins
    return {
        "schools": [{**asdict(school), "heads": sorted(school.heads)} for school in problem.schools],
        "collaboratives": [asdict(one) for one in problem.collaboratives],
        "weights": dict(sorted(problem.weights.items())),
        "declared": sorted([*sorted(pair), list(reasons)] for pair, reasons in problem.declared.items()),
        "recent": sorted([*sorted(pair), years] for pair, years in problem.recent.items()),
        "interests": sorted(sorted(pair) for pair in problem.interests),
        "home": sorted([school, place] for school, place in problem.home.items()),
        "together": sorted(sorted(schools) for schools in pins.together),
        "apart": sorted(sorted(pair) for pair in pins.apart),
        "placed": sorted([school, place] for school, place in pins.placed.items()),
        "overruled": sorted([one.rule, sorted(one.schools)] for one in pins.overruled),
        "sizes": list(problem.sizes),
    }


def problem_of(data: dict[str, Any]) -> Problem:
    """The problem that ``problem_json`` wrote; facts that the planner no longer knows are left out."""
    weights = {key: weight for key, weight in data["weights"].items() if key in DEFAULT_WEIGHTS}
    return Problem(
        schools=tuple(_school(row) for row in data["schools"]),
        collaboratives=tuple(PlannedCollaborative(**row) for row in data["collaboratives"]),
        weights=weights,
        declared={frozenset((one, other)): tuple(reasons) for one, other, reasons in data["declared"]},
        recent={frozenset((one, other)): years for one, other, years in data["recent"]},
        interests=frozenset(frozenset(pair) for pair in data["interests"]),
        home=dict(data["home"]),
        pins=Pins(
            together=tuple(frozenset(schools) for schools in data["together"]),
            apart=frozenset(frozenset(pair) for pair in data["apart"]),
            placed=dict(data["placed"]),
            overruled=frozenset(Overruling(rule, frozenset(pair)) for rule, pair in data["overruled"]),
        ),
        sizes=tuple(data["sizes"]),
    )


def _school(row: dict[str, Any]) -> PlannedSchool:
    known = {field.name for field in fields(PlannedSchool)}
    facts = {name: value for name, value in row.items() if name in known}
    return PlannedSchool(**{**facts, "heads": frozenset(row["heads"])})


def digest(problem: dict[str, Any]) -> str:
    """A short print of a problem: the same for the same facts and wishes."""
    return sha256(dumps(problem, sort_keys=True).encode()).hexdigest()[:16]


def groups_json(groups: Iterable[PlannedGroup], problem: Problem) -> list[dict[str, Any]]:
    """Groups in plain lists, by collaborative and then by the name of their first school."""

    def place(group: PlannedGroup) -> tuple[str, str]:
        where = {one.key: one.name for one in problem.collaboratives}
        names = sorted(problem.name(key) for key in group.schools or group.additional)
        return where.get(group.collaborative or 0, ""), names[0] if names else ""

    return [group_json(group) for group in sorted(groups, key=place)]


def group_json(group: PlannedGroup) -> dict[str, Any]:
    """One group in plain lists."""
    return {
        "schools": sorted(group.schools),
        "additional": sorted(group.additional),
        "collaborative": group.collaborative,
    }


def groups_of(data: list[dict[str, Any]]) -> tuple[PlannedGroup, ...]:
    """The groups that ``groups_json`` wrote, in their order."""
    return tuple(
        PlannedGroup(frozenset(row["schools"]), frozenset(row["additional"]), row["collaborative"])
        for row in data
    )


def broken_json(broken: Iterable[Broken]) -> list[dict[str, Any]]:
    """Broken rules in plain lists."""
    return [{"rule": one.rule, "schools": sorted(one.schools), "sentence": one.sentence} for one in broken]


def broken_of(data: list[dict[str, Any]]) -> tuple[Broken, ...]:
    """The broken rules that ``broken_json`` wrote."""
    return tuple(Broken(row["rule"], frozenset(row["schools"]), row["sentence"]) for row in data)
