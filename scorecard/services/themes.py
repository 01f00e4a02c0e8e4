"""Themes for the coming round, as the score card proposes them: where the partnership lies below England, or fell."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from hlp.models import User
from peerchallenge.models import Round
from peerchallenge.services.rounds import take_up_themes
from schools.models import Theme
from scorecard.calculations import comparing, words
from scorecard.calculations.facts import CardFacts, GapFacts, MeasureFacts
from scorecard.choices import Status, Topic, year_label
from scorecard.services.cards import partnership_card

FELL = Decimal(2)  # points; a smaller fall is told with a comparison, and is no reason by itself
MOST_REASONS = 3
# The partnership's theme for what is measured, by subject; a higher standard is one of its own.
THEMES = {
    "Early years": "Early years and the outdoor environment",
    "Phonics": "Early reading and phonics",
    "Multiplication tables": "Mathematics",
    "Reading": "Reading for meaning",
    "Writing": "Writing",
    "Grammar, punctuation and spelling": "Writing",
    "Maths": "Mathematics",
    "Attendance": "Attendance and belonging",
    "Behaviour": "Attendance and belonging",
}
MORE_ABLE, GAPS = "More able pupils", "Closing the gap for disadvantaged pupils"


@dataclass(frozen=True)
class ThemeProposal:
    """A theme and its evidence, one sentence each, the weightiest first. ``weight`` is in points."""

    name: str
    evidence: tuple[str, ...]
    weight: Decimal

    @property
    def reason(self) -> str:
        """The evidence as one text."""
        return " ".join(self.evidence)


def proposals(card: CardFacts | None = None) -> list[ThemeProposal]:
    """Themes with evidence from the partnership's newest score card, the weightiest first."""
    shown = card or partnership_card()
    found: dict[str, list[tuple[Decimal, str]]] = defaultdict(list)
    subjects = _subjects(shown)
    for measure in shown.measures:
        theme = _theme(measure, *subjects.get(measure.code, ("", "")))
        reason = _reason(measure, shown.year) if theme else None
        if reason:
            found[theme].append(reason)
    for reason in _of_gaps(shown):
        found[GAPS].append(reason)
    made = [_made(name, reasons) for name, reasons in found.items()]
    return sorted(made, key=lambda one: (-one.weight, one.name))


@dataclass(frozen=True)
class Standing:
    """Where the partnership stands on one measure: its own figure and England's as written, and what to see."""

    name: str
    year: str
    own: str
    england: str
    finding: str


def standing(theme: Theme, card: CardFacts | None = None) -> list[Standing]:
    """The measures that belong to a theme, under any name that it had, with the partnership's newest figures."""
    called = {theme.name, *(str(row["name"]) for row in theme.former)}
    if not called & {*THEMES.values(), MORE_ABLE, GAPS}:
        return []
    shown = card or partnership_card()
    subjects = _subjects(shown)
    found = [
        _standing(measure, shown.year)
        for measure in shown.measures
        if _theme(measure, *subjects.get(measure.code, ("", ""))) in called
    ]
    gaps = shown.gaps if GAPS in called else ()
    return [*(one for one in found if one), *(_gap_standing(gap, shown.year) for gap in gaps)]


def _standing(measure: MeasureFacts, year: int) -> Standing | None:
    own, line = measure.own.at(year) if measure.own else None, measure.line("england")
    nation = line.at(year) if line else None
    if own is None or own.value is None:
        return None
    beside = Decimal(str(nation.value)) if nation and nation.value is not None else None
    return Standing(
        measure.name,
        year_label(year),
        words.written(Decimal(str(own.value)), measure.unit, measure.decimals),
        words.written(beside, measure.unit, measure.decimals),
        measure.finding,
    )


def _gap_standing(gap: GapFacts, year: int) -> Standing:
    return Standing(gap.name, year_label(year), "–", "–", gap.finding)


@transaction.atomic
def accept(*, round: Round, names: Iterable[str], version: int, by: User) -> list[str]:
    """Take proposed themes up into a round, each with its evidence. Returns their names.

    Side effects are those of ``rounds.take_up_themes``. What is not proposed any more is left out. Raises StaleEdit.
    """
    wanted = set(names)
    chosen = [(one.name, one.reason) for one in proposals() if one.name in wanted]
    take_up_themes(round=round, themes=chosen, version=version, by=by)
    return [name for name, _ in chosen]


def _subjects(card: CardFacts) -> dict[str, tuple[str, str]]:
    from scorecard.models import Measure

    codes = [one.code for one in card.measures]
    rows = Measure.objects.filter(code__in=codes).values_list("code", "subject", "standard")
    return {code: (subject, standard) for code, subject, standard in rows}


def _theme(measure: MeasureFacts, subject: str, standard: str) -> str:
    if standard == "higher" and measure.topic == Topic.KS2_ATTAINMENT:
        return MORE_ABLE
    return THEMES.get(subject, "")


def _reason(measure: MeasureFacts, year: int) -> tuple[Decimal, str] | None:
    """How far below England the partnership is, or how far it fell; and the sentence that says so."""
    own = measure.own.at(year) if measure.own else None
    if own is None or own.value is None:
        return None
    value = Decimal(str(own.value))
    behind = _behind_england(measure, year, value)
    fall = _fall(measure, year, value)
    if behind <= 0 and fall < FELL:
        return None
    status = " (provisional)" if own.status == Status.PROVISIONAL else ""
    return max(behind, fall), f"{measure.name}, {year_label(year)}{status}: {measure.finding}"


def _behind_england(measure: MeasureFacts, year: int, value: Decimal) -> Decimal:
    line = measure.line("england")
    nation = line.at(year) if line else None
    if nation is None or nation.value is None:
        return Decimal(0)
    there = Decimal(str(nation.value))
    if words.verdict(value, there, measure.direction, measure.decimals) != "worse":
        return Decimal(0)
    return -comparing.ahead(value, there, measure.direction)


def _fall(measure: MeasureFacts, year: int, value: Decimal) -> Decimal:
    """How much worse than in the year with which the card compares; nought where it compares with none."""
    values = measure.own.values if measure.own else ()
    told = [
        one for one in values if one.year < year and measure.change.endswith(f" since {year_label(one.year)}")
    ]
    if not told or told[-1].value is None:
        return Decimal(0)
    return -comparing.ahead(value, Decimal(str(told[-1].value)), measure.direction)


def _of_gaps(card: CardFacts) -> Iterable[tuple[Decimal, str]]:
    """Gaps that are wider here than in England, in measures of percent."""
    for gap in card.gaps:
        rows = {row.place: row for row in gap.rows}
        own, nation = rows.get("partnership"), rows.get("england")
        sizes = [
            Decimal(str(row.other)) - Decimal(str(row.disadvantaged))
            for row in (own, nation)
            if row and row.other is not None and row.disadvantaged is not None
        ]
        if gap.unit == "percent" and len(sizes) == 2 and abs(sizes[0]) - abs(sizes[1]) >= 1:
            yield abs(sizes[0]) - abs(sizes[1]), f"{gap.name}, {year_label(card.year)}: {gap.finding}"


def _made(name: str, reasons: list[tuple[Decimal, str]]) -> ThemeProposal:
    order = sorted(reasons, key=lambda one: -one[0])
    return ThemeProposal(name, tuple(text for _, text in order[:MOST_REASONS]), order[0][0])
