"""The theme board of a round as pages show it: every theme, one theme, and how it was in earlier rounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peerchallenge.calculations.disclosure import ANY, EVERYWHERE, FEWEST, Count
from peerchallenge.choices import PupilGroup
from peerchallenge.models import Round, ThemeBoard, ThemeRule
from peerchallenge.services.themes import facts as counting
from peerchallenge.services.themes.facts import NONE, Facts, Filters, count_in
from peerchallenge.services.themes.gathering import KIND_LABELS, KINDS, WORK, Gathered, gather
from schools.models import Theme

LISTED = ("", "strength", WORK)  # the kinds of the list; a theme's own page tells all of them
MOST_ROUNDS = 6


@dataclass(frozen=True)
class ThemeLine:
    """A theme with its counts: one for each kind in ``LISTED``; ``proposed`` as a project."""

    pk: int
    name: str
    counts: list[Count]
    before: Count | None
    proposed: bool

    @property
    def total(self) -> Count:
        """The schools with any finding on it."""
        return self.counts[0]

    @property
    def is_shown(self) -> bool:
        """Whether anything of it may be told."""
        return self.total.number is not None or self.total.nearly_all


@dataclass(frozen=True)
class Board:
    """A round's themes, the widest first. ``published_at`` is None in the Director's preview."""

    round: Round
    published_at: datetime | None
    filters: Filters
    of: int
    lines: list[ThemeLine]
    hidden: list[ThemeLine]
    choices: dict[str, list[tuple[str, str]]]
    rule: ThemeRule
    earlier: Round | None


@dataclass(frozen=True)
class Breakdown:
    """A table of a theme: rows of label, the number of schools that could have it, and a count for each kind."""

    title: str
    first: str
    rows: list[tuple[str, list[Count]]]


@dataclass(frozen=True)
class Trend:
    """How many schools had a theme in a round."""

    round: Round
    counts: list[Count]


@dataclass(frozen=True)
class ThemePage:
    """One theme of a round: counts of all schools by kind, breakdowns, earlier rounds, and quoted findings by kind."""

    round: Round
    published_at: datetime | None
    pk: int
    name: str
    counts: list[tuple[str, Count]]
    breakdowns: list[Breakdown]
    trend: list[Trend]
    quoted: dict[str, list[int]]
    proposed: bool
    rule: ThemeRule

    @property
    def total(self) -> Count:
        """The schools with any finding on it."""
        return self.counts[0][1]


def rule_of(round: Round) -> ThemeRule:
    """From when on a theme of the round is proposed as a project."""
    found = ThemeRule.objects.filter(year=round.year_id).first()
    return found or ThemeRule(year=round.year)


def is_common(count: Count, rule: ThemeRule) -> bool:
    """Whether so many schools have something to work on that it is proposed as a project."""
    number = least(count)
    return number >= rule.schools and number * 100 >= rule.percent * count.of


def least(count: Count) -> int:
    """How many schools it is at least, as far as it may be told; nought where it is hidden."""
    return count.of - FEWEST + 1 if count.nearly_all else count.number or 0


def board_of(round: Round, filters: Filters = NONE) -> Board:
    """The published board of a round, or where there is none its preview as things stand: for the Director alone."""
    published = ThemeBoard.objects.filter(round=round).first()
    facts = published.facts if published else _preview(gather(round), filters)
    rule = rule_of(round)
    earlier = _earlier(round, 1)
    before = earlier[0] if earlier else None
    lines = [_line(facts, int(pk), filters, rule, before) for pk in facts["themes"]]
    return Board(
        round=round,
        published_at=published.published_at if published else None,
        filters=filters,
        of=facts["of"].get("|".join(filters.scope), 0),
        lines=sorted((line for line in lines if line.is_shown), key=_rank),
        hidden=sorted((line for line in lines if not line.is_shown), key=lambda line: line.name),
        choices=counting.choices_of(facts),
        rule=rule,
        earlier=before.round if before else None,
    )


def choices_of(round: Round) -> dict[str, list[tuple[str, str]]]:
    """What the pages of a round may be narrowed to: keys with their labels."""
    published = ThemeBoard.objects.filter(round=round).first()
    if published:
        return counting.choices_of(published.facts)
    gathered = gather(round)
    return counting.choices_of({"collaboratives": gathered.collaboratives, "phases": gathered.phases})


def theme_row(pk: int) -> Theme:
    """The theme itself, under its name of today."""
    return Theme.objects.get(pk=pk)


def by_kind(page: ThemePage) -> dict[str, Count]:
    """The counts of a theme by kind, as they may be shown: ``""`` for any finding, ``work`` for better and action."""
    return dict(zip(KINDS, (count for _, count in page.counts), strict=True))


def _preview(gathered: Gathered, filters: Filters) -> Facts:
    groups = ("", filters.group) if filters.group else ("",)
    return counting.facts_of(
        gathered, scopes=counting.scopes_of(gathered, filters), traits=counting.traits_of(groups)
    )


def _line(facts: Facts, pk: int, filters: Filters, rule: ThemeRule, before: ThemeBoard | None) -> ThemeLine:
    counts = [count_in(facts, pk, (kind, filters.group), filters.scope) for kind in LISTED]
    held = before and str(pk) in before.facts["themes"]
    return ThemeLine(
        pk=pk,
        name=facts["themes"][str(pk)]["name"],
        counts=counts,
        before=count_in(before.facts, pk, ("", filters.group), filters.scope) if before and held else None,
        proposed=is_common(count_in(facts, pk, (WORK, ""), EVERYWHERE), rule),
    )


def _rank(line: ThemeLine) -> tuple[int, str]:
    return -(line.total.of if line.total.nearly_all else line.total.number or 0), line.name


def theme_of(round: Round, pk: int) -> ThemePage | None:
    """One theme on the board of a round, or of its preview; None where the round does not know it."""
    published = ThemeBoard.objects.filter(round=round).first()
    facts = published.facts if published else _preview_of(gather(round), pk)
    if str(pk) not in facts["themes"]:
        return None
    rule, own = rule_of(round), facts["themes"][str(pk)]
    return ThemePage(
        round=round,
        published_at=published.published_at if published else None,
        pk=pk,
        name=own["name"],
        counts=[(KIND_LABELS[kind], count_in(facts, pk, (kind, ""), EVERYWHERE)) for kind in KINDS],
        breakdowns=_breakdowns(facts, pk),
        trend=[Trend(round, _kinds(facts, pk)), *_trend(round, pk)],
        quoted=own["quotes"],
        proposed=is_common(count_in(facts, pk, (WORK, ""), EVERYWHERE), rule),
        rule=rule,
    )


def _preview_of(gathered: Gathered, pk: int) -> Facts:
    themes = [pk] if pk in gathered.themes else []
    return counting.facts_of(gathered, scopes=counting.scopes_of(gathered, NONE), themes=themes)


def _kinds(facts: Facts, pk: int) -> list[Count]:
    return [count_in(facts, pk, (kind, ""), EVERYWHERE) for kind in LISTED]


def _breakdowns(facts: Facts, pk: int) -> list[Breakdown]:
    places = [(label, "", (key, "")) for key, label in facts["collaboratives"].items()]
    phases = [(label, "", ("", key)) for key, label in facts["phases"].items()]
    groups = [(str(group.label), group.value, EVERYWHERE) for group in PupilGroup]
    told = (
        ("By collaborative", "Collaborative", places),
        ("By phase", "Phase", phases),
        ("By pupil group that the finding speaks of", "Pupil group", groups),
    )
    return [
        Breakdown(
            title,
            first,
            [
                (label, [count_in(facts, pk, (kind, group), scope) for kind in LISTED])
                for label, group, scope in rows
            ],
        )
        for title, first, rows in told
    ]


def _earlier(round: Round, number: int) -> list[ThemeBoard]:
    boards = ThemeBoard.objects.filter(round__opens__lt=round.opens).select_related("round__year")
    return list(boards.order_by("-round__opens")[:number])


def _trend(round: Round, pk: int) -> Iterable[Trend]:
    for board in _earlier(round, MOST_ROUNDS):
        if str(pk) in board.facts["themes"]:
            yield Trend(board.round, _kinds(board.facts, pk))


def evidence(round: Round, counts: dict[str, Any]) -> str:
    """What a round found about a theme in one sentence, from counts that may be shown, by kind."""
    total, work = counts[""], counts[WORK]
    said = f"{round}: found at {words(total)}"
    if work.number is not None or work.nearly_all:
        said += f", as something to work on at {words(work)}"
    return f"{said}."


def words(count: Count) -> str:
    """``14 of 46 schools (30 per cent)``, ``nearly all of 46 schools`` or ``fewer than three schools, or hidden``."""
    if count.nearly_all:
        return f"nearly all of {count.of} schools"
    if count.number is None:
        return "a number of schools that is not shown"
    return f"{count.number} of {count.of} schools ({count.percent} per cent)"


def share(count: Count) -> str:
    """``14 of 46 schools, 30 per cent`` or ``nearly all of 46 schools``, for use in brackets."""
    return words(count).replace(" (", ", ").rstrip(")")


def told(count: Count) -> int | str:
    """A count in a cell: the number, ``nearly all`` or ``hidden``."""
    if count.number is not None:
        return count.number
    return "nearly all" if count.nearly_all else "hidden"


def shown_counts(round: Round) -> dict[int, tuple[str, dict[str, Count]]]:
    """Each theme of the published board with its counts of all schools by kind; empty before it is published."""
    published = ThemeBoard.objects.filter(round=round).first()
    if published is None:
        return {}
    return {
        int(pk): (
            row["name"],
            {kind: count_in(published.facts, int(pk), (kind, ANY[1]), EVERYWHERE) for kind in KINDS},
        )
        for pk, row in published.facts["themes"].items()
    }
