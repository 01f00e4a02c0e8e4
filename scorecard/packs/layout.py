"""How a score card is laid out, on the page and in the PDF alike: parts with their words, figures and tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scorecard.calculations.facts import PARTNERSHIP, CardFacts, Line, MeasureFacts, Value
from scorecard.choices import Topic, year_label
from scorecard.packs.figures import GAPS, OVERVIEW, SPREAD, unit_of

HEADLINE = "headline"
COMPARED = (PARTNERSHIP, "la", "london", "england", "neighbours")
YEARS = 3  # of the own figures in a table
PARTS: dict[str, str] = {
    HEADLINE: "At a glance",
    **{topic.value: topic.label for topic in Topic if topic != Topic.CONTEXT},
    GAPS: "Disadvantaged pupils",
    Topic.CONTEXT.value: Topic.CONTEXT.label,
}


@dataclass
class Part:
    """One part of a card: what was written about it, its figures (heading, drawing) and its measures."""

    key: str
    title: str
    commentary: str = ""
    figures: list[dict[str, Any]] = field(default_factory=list)
    measures: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.commentary or self.figures or self.measures)


def parts_of(
    card: CardFacts, figures: Sequence[Mapping[str, Any]], commentary: Mapping[str, str]
) -> list[Part]:
    """The parts of a card that hold something. ``figures``: part, heading and drawing of each."""
    found = {key: Part(key, title, commentary.get(key, "")) for key, title in PARTS.items()}
    for figure in figures:
        key = HEADLINE if figure["part"] in {OVERVIEW, SPREAD} else figure["part"]
        found[key].figures.append(dict(figure))
    places = compared_in(card)
    for measure in card.measures:
        found[measure.topic].measures.append(measure_row(measure, card.year, places))
    return [part for part in found.values() if not part.is_empty or _holds(part, card)]


def _holds(part: Part, card: CardFacts) -> bool:
    kept = {Topic.INSPECTION: card.inspections, Topic.CONTEXT: card.context, GAPS: card.gaps}
    return bool(kept.get(part.key))


def years_of(last: int) -> list[tuple[int, str]]:
    """The years of the own figures in a table, the card's last."""
    return [(year, year_label(year)) for year in range(last - YEARS + 1, last + 1)]


def compared_in(card: CardFacts) -> list[tuple[str, str]]:
    """The comparators (place, name) that any measure of the card has, in their order."""
    lines = (line for measure in card.measures for line in measure.lines if line.place != card.kind)
    names = {line.place: line.label for line in lines}
    return [(place, names[place]) for place in COMPARED if place in names]


def measure_row(measure: MeasureFacts, year: int, places: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """A measure in words: own figures of three years, those of the compared places, pupils, cautions."""
    own = measure.own or Line("", "")
    value = own.at(year)
    return {
        "name": measure.name,
        "code": measure.code,
        "short_name": measure.short_name,
        "own": [said(measure, own.at(at)) for at, _ in years_of(year)],
        "own_years": [(label, said(measure, own.at(at))) for at, label in years_of(year)],
        "compared": [(label, said(measure, _at(measure.line(place), year))) for place, label in places],
        "england": said(measure, _at(measure.line("england"), year)),
        "cohort": value.cohort if value else None,
        "status": value.status if value else "",
        "finding": measure.finding,
        "three_year": unit_of(measure).say(measure.three_year) if measure.three_year is not None else "",
        "cautions": list(measure.cautions),
    }


def _at(line: Line | None, year: int) -> Value | None:
    return line.at(year) if line else None


def said(measure: MeasureFacts, value: Value | None) -> str:
    """A figure in words, the code that was published in its place, or a dash."""
    if value is None:
        return "–"
    return unit_of(measure).say(value.value) if value.value is not None else value.reason.upper() or "–"


def codes_in(card: CardFacts) -> list[str]:
    """The codes that stand for a figure anywhere in the card, once each."""
    values = (value for measure in card.measures for line in measure.lines for value in line.values)
    return sorted({value.reason.upper() for value in values if value.value is None and value.reason})
