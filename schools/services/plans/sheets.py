"""What the page of a plan shows: groups with their cost and why, the cost by wish, broken rules, and how good it is."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from math import ceil
from typing import Any

from hlp.models import User
from schools.choices import PlanState
from schools.models import Group, Plan
from schools.planner import (
    RULES,
    WISHES,
    Broken,
    Evaluation,
    GroupCost,
    PlannedGroup,
    PlannedSchool,
    Problem,
    Wish,
    evaluate,
)
from schools.roles import roles_of
from schools.services.plans.snapshots import groups_of, problem_of

# Wishes and rules whose reasons are the Director's alone: a school being watched, a conflict declared in private.
PRIVATE = frozenset({"watched", "declared"})
KNOWN_TO_THE_DIRECTOR = "A reason known to the Director"
LEAST_SHOWN = 0.05  # points; less is nought on a page
NOTHING = 1e-6  # points; less is a rounding error


@dataclass(frozen=True)
class WishLine:
    """What one wish costs: its points, and the amount in its own unit."""

    key: str
    label: str
    sentence: str
    points: float
    amount: str


@dataclass(frozen=True)
class GroupCard:
    """A group: its place in the plan's list, the name that it will carry, its schools, what it costs and why."""

    index: int
    name: str
    kind: str
    schools: list[PlannedSchool]
    cost: float
    why: list[WishLine]
    broken: list[str]


@dataclass
class PlaceCard:
    """A collaborative with its groups."""

    key: int | None
    name: str
    groups: list[GroupCard] = field(default_factory=list)

    @property
    def schools(self) -> int:
        """How many schools it has."""
        return sum(len(group.schools) for group in self.groups)

    @property
    def cost(self) -> float:
        """What its groups cost, in points."""
        return sum(group.cost for group in self.groups)


class Sheet:
    """A plan as one reader may see it."""

    def __init__(
        self,
        problem: Problem,
        groups: Sequence[PlannedGroup],
        reader: User,
        given: Mapping[frozenset[int], str] | None = None,
    ) -> None:
        self.problem, self.groups = problem, groups
        self.given = given or {}
        self.evaluation: Evaluation = evaluate(problem, groups)
        self.discreet = not roles_of(reader).director

    @cached_property
    def names(self) -> list[str]:
        """The names of the groups, in their order: those they have been given, else those they would be given."""
        numbered = names_of(self.groups, self.problem)
        pairs = zip(self.groups, numbered, strict=True)
        return [self.given.get(group.everybody, name) for group, name in pairs]

    @cached_property
    def wishes(self) -> list[WishLine]:
        """What each wish costs, the dearest first."""
        return wish_lines(self.evaluation.by_wish, self.problem, discreet=False)

    @cached_property
    def broken(self) -> list[str]:
        """The broken rules in words."""
        return [said(one, self.problem, discreet=self.discreet) for one in self.evaluation.broken]

    @cached_property
    def places(self) -> list[PlaceCard]:
        """The collaboratives with their groups; groups without one come last."""
        cards = {one.key: PlaceCard(one.key, one.name) for one in self.problem.collaboratives}
        loose = PlaceCard(None, "Without a collaborative")
        for index, (group, cost) in enumerate(zip(self.groups, self.evaluation.by_group, strict=True)):
            cards.get(group.collaborative or 0, loose).groups.append(self._card(index, group, cost))
        return [*cards.values(), *([loose] if loose.groups else [])]

    def _card(self, index: int, group: PlannedGroup, cost: GroupCost) -> GroupCard:
        own = [
            said(one, self.problem, discreet=self.discreet)
            for one in self.evaluation.broken
            if one.schools and one.schools <= group.everybody
        ]
        return GroupCard(
            index=index,
            name=self.names[index],
            kind=kind_of(group),
            schools=schools_of(group, self.problem),
            cost=cost.cost,
            why=wish_lines(cost.by_wish, self.problem, discreet=self.discreet),
            broken=own,
        )


def sheet_of(plan: Plan, reader: User) -> Sheet:
    """The sheet of a plan as it stands."""
    given = {}
    if plan.state == PlanState.PUBLISHED:
        for group in Group.objects.filter(year=plan.year_id).prefetch_related("places"):
            given[frozenset(place.school_id for place in group.places.all())] = group.name
    return Sheet(problem_of(plan.problem), groups_of(plan.groups), reader, given)


def wish_lines(by_wish: Mapping[str, float], problem: Problem, *, discreet: bool) -> list[WishLine]:
    """What each wish costs here, the dearest first, without those that cost nothing."""
    costly = [wish for wish in WISHES if by_wish.get(wish.key, 0) >= LEAST_SHOWN]
    lines = [_line(wish, by_wish[wish.key], problem, discreet) for wish in costly]
    return sorted(lines, key=lambda line: -line.points)


def _line(wish: Wish, points: float, problem: Problem, discreet: bool) -> WishLine:
    if discreet and wish.key in PRIVATE:
        return WishLine(wish.key, KNOWN_TO_THE_DIRECTOR, "", points, "")
    weight = problem.weights[wish.key]
    return WishLine(wish.key, wish.label, wish.sentence, points, in_units(points / weight, wish.unit))


def in_units(amount: float, unit: str) -> str:
    """``12.4 km``, ``2 pairs``."""
    if unit == "km":
        return f"{amount:.1f} km"
    shown = f"{amount:.1f}".removesuffix(".0")
    return f"{shown} {unit}" if shown == "1" else f"{shown} {unit}s"


def said(broken: Broken, problem: Problem, *, discreet: bool) -> str:
    """A broken rule as a sentence."""
    if discreet and broken.rule in PRIVATE:
        return (
            f"{problem.named(broken.schools)}: {KNOWN_TO_THE_DIRECTOR[0].lower()}{KNOWN_TO_THE_DIRECTOR[1:]}."
        )
    return broken.sentence


def rule_label(key: str) -> str:
    """What a hard rule is called."""
    return next((rule.label for rule in RULES if rule.key == key), key)


def schools_of(group: PlannedGroup, problem: Problem) -> list[PlannedSchool]:
    """The schools of a group by name, special ones last."""
    known = [problem.by_key[key] for key in group.everybody if key in problem.by_key]
    return sorted(known, key=lambda school: (school.key in group.additional, school.name))


def kind_of(group: PlannedGroup) -> str:
    """``Triad`` of three schools, ``Quad`` of four; additional members are not counted."""
    return {3: "Triad", 4: "Quad"}.get(len(group.schools), "Group")


def names_of(groups: Iterable[PlannedGroup], problem: Problem) -> list[str]:
    """``Triad A1``, ``Quad A2``: numbered in each collaborative, in the order of the list."""
    letters = letters_of([(one.key, one.name) for one in problem.collaboratives])
    numbers: Counter[int | None] = Counter()
    names = []
    for group in groups:
        numbers[group.collaborative] += 1
        letter = letters.get(group.collaborative or 0, "")
        names.append(f"{kind_of(group)} {letter}{numbers[group.collaborative]}")
    return names


def letters_of(collaboratives: Iterable[tuple[int, str]]) -> dict[int, str]:
    """A letter for each collaborative: the one it ends with, ``Collaborative A``; else A, B, C in order of their names."""
    ordered = sorted(collaboratives, key=lambda one: one[1])
    last = {key: name.split()[-1] for key, name in ordered if name.split()}
    own = {key: word for key, word in last.items() if len(word) == 1 and word.isalpha() and word.isupper()}
    if len(set(own.values())) == len(ordered):
        return own
    return {
        key: chr(ord("A") + place) if place < 26 else f"Z{place}" for place, (key, _) in enumerate(ordered)
    }


def verdict(plan: Plan) -> str:
    """How good a plan is, plainly."""
    if plan.cost is None:
        return ""
    if plan.broken:
        least = f" A plan that keeps them all costs at least {plan.bound:.1f} points." if plan.bound else ""
        return f"It breaks {plan.broken} {'rule' if plan.broken == 1 else 'rules'}.{least}"
    if plan.proved and plan.parent_id is None:
        return "Proved best: no plan that keeps the rules costs less."
    if plan.bound is None:
        return "How far it is from the best is not known: the planner did not work it out."
    if plan.cost - plan.bound <= NOTHING:
        return "As good as the best: no plan that keeps the rules costs less."
    return (
        f"At most {percent_up(plan.gap or 0.0)} from the best:"
        f" no plan that keeps the rules costs less than {plan.bound:.1f} points."
    )


def in_short(plan: Plan) -> str:
    """How good a plan is, for a list."""
    if plan.cost is None:
        return plan.notice if plan.state == PlanState.FAILED else ""
    if plan.broken:
        return f"{plan.broken} {'rule' if plan.broken == 1 else 'rules'} broken"
    if plan.bound is None:
        return "Not known"
    if plan.cost - plan.bound <= NOTHING:
        return "Proved best" if plan.proved else "As good as the best"
    return f"At most {percent_up(plan.gap or 0.0)} from the best"


def tiles(plan: Plan, sheet: Sheet) -> list[dict[str, Any]]:
    """The figures at the head of a plan's page."""
    kinds = Counter(kind_of(group) for group in sheet.groups)
    shape = ", ".join(f"{kinds[kind]} {kind.lower()}s" for kind in ("Triad", "Quad") if kinds[kind])
    return [
        {"number": f"{sheet.evaluation.cost:.1f}", "label": "points in all"},
        {"number": len(sheet.groups), "label": f"groups: {shape}"},
        {
            "number": len(sheet.broken),
            "label": "hard rules broken",
            "tone": "bad" if sheet.broken else "good",
        },
    ]


def cost_bars(sheet: Sheet) -> dict[str, Any]:
    """The cost by wish as bars, and a sentence that says what costs most."""
    total = sheet.evaluation.cost
    rows = [{"label": w.label, "values": [w.points], "text": w.amount} for w in sheet.wishes]
    if not rows:
        return {"bars": [], "series": ["Points"], "finding": ""}
    first, *others = sheet.wishes
    finding = (
        f"‘{first.label}’ costs most: {first.points:.1f} of {total:.1f} points ({first.points / total:.0%})"
    )
    if others:
        finding += f", then ‘{others[0].label}’ with {others[0].points:.1f}"
    return {"bars": rows, "series": ["Points"], "finding": f"{finding}."}


def choices(sheet: Sheet) -> dict[str, list[tuple[str, str]]]:
    """What the form of a change offers: schools, groups and collaboratives, each as (value, words)."""
    schools = sorted(sheet.problem.schools, key=lambda school: school.name)
    groups = zip(sheet.groups, sheet.names, strict=True)
    return {
        "schools": [(str(school.key), school.name) for school in schools],
        "groups": [
            (str(place), f"{name}: {sheet.problem.named(group.everybody)}")
            for place, (group, name) in enumerate(groups)
        ],
        "places": [(str(one.key), one.name) for one in sheet.problem.collaboratives],
    }


def percent_up(share: float) -> str:
    """A share in percent, rounded up so that "at most" stays true: 0.0312 is ``3.2%``."""
    return f"{ceil(round(share * 1000, 6)) / 10:.1f}%"
