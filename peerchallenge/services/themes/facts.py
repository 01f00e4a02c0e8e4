"""The counts of a round's themes as plain facts that hold nothing hidden, and how they are read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from peerchallenge.calculations.disclosure import ANY, EVERYWHERE, Count, Scope, Trait, guarded
from peerchallenge.choices import PupilGroup
from peerchallenge.services.themes.gathering import GROUPS, KINDS, WIDER, Gathered

NEARLY = "nearly"
Facts = dict[str, Any]


@dataclass(frozen=True)
class Filters:
    """What a page is narrowed to: a collaborative, a phase, a pupil group; empty for all."""

    collaborative: str = ""
    phase: str = ""
    group: str = ""

    @property
    def scope(self) -> Scope:
        """The schools that it is narrowed to."""
        return (self.collaborative, self.phase)

    @property
    def query(self) -> str:
        """As the address of a page has it."""
        given = (("collaborative", self.collaborative), ("phase", self.phase), ("group", self.group))
        return "&".join(f"{name}={value}" for name, value in given if value)

    def __bool__(self) -> bool:
        return bool(self.query)


NONE = Filters()


def scopes_of(gathered: Gathered, filters: Filters | None = None) -> list[Scope]:
    """All schools, each collaborative, each phase, and both: every one, or only what ``filters`` asks for."""
    sides = [*((one, "") for one in gathered.collaboratives), *(("", one) for one in gathered.phases)]
    if filters is None:
        return [EVERYWHERE, *sides, *product(gathered.collaboratives, gathered.phases)]
    both = [filters.scope] if filters.collaborative and filters.phase else []
    return [EVERYWHERE, *sides, *both]


def traits_of(groups: Iterable[str] = GROUPS) -> list[Trait]:
    """Every kind in every pupil group, what contains others first."""
    return [(kind, group) for group in groups for kind in KINDS]


def facts_of(
    gathered: Gathered,
    *,
    scopes: Sequence[Scope] | None = None,
    traits: Sequence[Trait] | None = None,
    themes: Iterable[int] | None = None,
) -> Facts:
    """The counts that may be shown, of all themes, scopes and traits or of those given. Earlier ones never depend on later.

    A count that is hidden is not in it. Quotes are primary keys of findings, only where their theme and kind are shown.
    """
    scopes = scopes or scopes_of(gathered)
    traits = traits or traits_of()
    wanted = gathered.themes if themes is None else {pk: gathered.themes[pk] for pk in themes}
    return {
        "collaboratives": gathered.collaboratives,
        "phases": gathered.phases,
        "of": {"|".join(scope): _size(gathered, scope) for scope in scopes},
        "themes": {str(pk): _theme(gathered, pk, name, scopes, traits) for pk, name in wanted.items()},
    }


def _size(gathered: Gathered, scope: Scope) -> int:
    return sum(
        all(wanted in ("", there) for wanted, there in zip(scope, region, strict=True))
        for region in gathered.regions.values()
    )


def _theme(gathered: Gathered, pk: int, name: str, scopes: Sequence[Scope], traits: Sequence[Trait]) -> Facts:
    having = gathered.having(pk)
    counts = guarded(gathered.regions, having, scopes, traits, WIDER) if having else {}
    return {
        "name": name,
        "cells": {
            "|".join((*trait, *scope)): NEARLY if count.nearly_all else count.number
            for (trait, scope), count in counts.items()
            if count.nearly_all or count.number is not None
        },
        "quotes": _quotes(gathered, pk, counts),
    }


def _quotes(gathered: Gathered, pk: int, counts: dict[tuple[Trait, Scope], Count]) -> dict[str, list[int]]:
    shown = {
        kind
        for kind in KINDS[1:]
        if all(_told(counts.get((trait, EVERYWHERE))) for trait in (ANY, (kind, "")))
    }
    found: dict[str, list[int]] = {}
    for tag in gathered.tagged:
        if tag.theme == pk and tag.kind in shown:
            found.setdefault(tag.kind, []).append(tag.finding)
    return found


def _told(count: Count | None) -> bool:
    return count is not None and (count.nearly_all or count.number is not None)


def count_in(facts: Facts, theme: int, trait: Trait, scope: Scope) -> Count:
    """One count as it may be shown; hidden where the facts do not hold it."""
    of = facts["of"].get("|".join(scope), 0)
    found = facts["themes"].get(str(theme), {}).get("cells", {}).get("|".join((*trait, *scope)))
    if found == NEARLY:
        return Count(None, of, nearly_all=True)
    return Count(found, of)


def choices_of(facts: Facts) -> dict[str, list[tuple[str, str]]]:
    """What the filters of a page may be set to, with labels."""
    return {
        "collaborative": list(facts["collaboratives"].items()),
        "phase": list(facts["phases"].items()),
        "group": [(group.value, str(group.label)) for group in PupilGroup],
    }
