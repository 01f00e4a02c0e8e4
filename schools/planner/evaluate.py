"""What a plan costs and which rules it breaks; any plan, a half-made one too."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from schools.planner.costs import GROUP_WISHES, PAIR_WISHES, PLACE_WISHES, Counts, Ints, counts_of
from schools.planner.problem import Broken, Evaluation, GroupCost, PlannedGroup, Problem
from schools.planner.wishes import WISHES


def evaluate(problem: Problem, groups: Sequence[PlannedGroup]) -> Evaluation:
    """What these groups cost in points, exactly, and which rules they break. Their order does not matter."""
    counts = counts_of(problem)
    amounts = [_amounts(counts, group) for group in groups]
    by_group = tuple(_cost(problem, amount) for amount in amounts)
    total = {wish.key: float(sum(amount[wish.key] for amount in amounts)) for wish in WISHES}
    total["balance"] = counts.uneven(_schools_in(problem, groups))
    whole = _cost(problem, total)
    return Evaluation(whole.cost, whole.by_wish, total, tuple(_broken(problem, groups)), by_group)


def _cost(problem: Problem, amounts: Mapping[str, float]) -> GroupCost:
    by_wish = {key: problem.weights[key] * amount for key, amount in amounts.items()}
    return GroupCost(sum(by_wish.values()), by_wish)


def _amounts(counts: Counts, group: PlannedGroup) -> dict[str, float]:
    """What one group counts by each wish, balance nought."""
    amounts = dict.fromkeys((wish.key for wish in WISHES), 0.0)
    members = np.array(
        [sorted(counts.place[key] for key in group.everybody if key in counts.place)], dtype=np.int64
    )
    if not members.size:
        return amounts
    amounts |= {wish: float(counts.of_pairs(wish, members)[0]) for wish in PAIR_WISHES}
    amounts |= {wish: float(counts.of_groups(wish, members)[0]) for wish in GROUP_WISHES}
    if group.collaborative in counts.column:
        column = counts.column[group.collaborative]
        amounts |= {wish: float(counts.places[wish][members[0], column].sum()) for wish in PLACE_WISHES}
    return amounts


def _schools_in(problem: Problem, groups: Iterable[PlannedGroup]) -> Ints:
    number = Counter[int | None]()
    for group in groups:
        number[group.collaborative] += len(group.everybody & problem.by_key.keys())
    return np.array([number[collaborative.key] for collaborative in problem.collaboratives], dtype=np.int64)


def _broken(problem: Problem, groups: Sequence[PlannedGroup]) -> Iterator[Broken]:
    yield from _once(problem, groups)
    for group in groups:
        yield from broken_by(problem, group)
    yield from _together(problem, groups)


def _once(problem: Problem, groups: Sequence[PlannedGroup]) -> Iterator[Broken]:
    times = Counter(key for group in groups for key in group.everybody)
    for school in problem.schools:
        if not times[school.key]:
            yield Broken("once", frozenset({school.key}), f"{school.name} is in no group.")
    for key, number in sorted(times.items()):
        if key not in problem.by_key:
            yield Broken("once", frozenset({key}), f"{problem.name(key)} is no member to be planned.")
        elif number > 1:
            yield Broken("once", frozenset({key}), f"{problem.name(key)} is in {number} groups.")


def broken_by(problem: Problem, group: PlannedGroup) -> Iterator[Broken]:
    """The rules that a group breaks by itself."""
    yield from _size(problem, group)
    for pair in combinations(sorted(group.everybody), 2):
        for rule, sentence in problem.kept_apart.get(frozenset(pair), {}).items():
            yield Broken(rule, frozenset(pair), sentence)
    yield from _collaborative(problem, group)


def _size(problem: Problem, group: PlannedGroup) -> Iterator[Broken]:
    named = problem.named(group.everybody) or "A group without schools"
    if len(group.schools) not in problem.sizes:
        wanted = " or ".join(str(size) for size in problem.sizes)
        yield Broken(
            "size", group.everybody, f"{named}: {len(group.schools)} mainstream schools, not {wanted}."
        )
    for key in sorted(group.everybody & problem.by_key.keys()):
        if problem.by_key[key].special != (key in group.additional):
            kind = "special, so it joins" if problem.by_key[key].special else "not special, so it cannot join"
            yield Broken(
                "additional", frozenset({key}), f"{problem.name(key)} is {kind} as an additional member."
            )
    if len(group.additional) > problem.most_additional:
        yield Broken(
            "additional",
            group.additional,
            f"{problem.named(group.additional)} are in one group: at most {problem.most_additional} special.",
        )


def _collaborative(problem: Problem, group: PlannedGroup) -> Iterator[Broken]:
    names = {collaborative.key: collaborative.name for collaborative in problem.collaboratives}
    if group.collaborative not in names:
        yield Broken(
            "collaborative", group.everybody, f"{problem.named(group.everybody)} are in no collaborative."
        )
    for key in sorted(group.everybody & problem.pins.placed.keys()):
        wanted = problem.pins.placed[key]
        if wanted != group.collaborative and key in problem.by_key:
            sentence = f"{problem.name(key)} is pinned to {names.get(wanted, 'another collaborative')}."
            yield Broken("placed", frozenset({key}), sentence)


def _together(problem: Problem, groups: Sequence[PlannedGroup]) -> Iterator[Broken]:
    for pinned in problem.pins.together:
        wanted = pinned.intersection(problem.by_key)
        if len(wanted) > 1 and not any(wanted <= group.everybody for group in groups):
            yield Broken("together", wanted, f"{problem.named(wanted)} are pinned together.")
    for pinned in problem.pins.groups:
        if not any(pinned == group.schools for group in groups):
            yield Broken("together", pinned, f"{problem.named(pinned)} are pinned as a group.")
