"""Which figures a score card shows: facts in, figures to be drawn out, each with the part that it belongs to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hlp.figures import Gap, Look, Panel, Point, Row, Series, Unit
from hlp.figures.spec import Dots, Gaps, Lines, Multiples, Spec
from scorecard.calculations.facts import PARTNERSHIP, SCHOOL, CardFacts, GapFacts, GapRow, MeasureFacts
from scorecard.calculations.facts import Line as FactLine
from scorecard.choices import Topic, year_label
from scorecard.choices import Unit as MeasureUnit

LOOKS = {
    PARTNERSHIP: Look.PEERS,
    "la": Look.NEAR,
    "london": Look.REGION,
    "england": Look.NATION,
    "neighbours": Look.PEERS,
}
OVERVIEW, SPREAD, GAPS = "overview", "spread", "gaps"
LINED = (
    Topic.KS2_ATTAINMENT,
    Topic.EARLY_YEARS,
    Topic.PHONICS,
    Topic.MULTIPLICATION,
    Topic.KS2_PROGRESS,
    Topic.ATTENDANCE,
    Topic.BEHAVIOUR,
    Topic.INSPECTION,
)
MOST_PANELS, MOST_ROWS, MOST_GAPS, MOST_YEARS = 8, 6, 3, 9
HIGH, ENOUGH = 40, 3  # per cent, measures
GROUPS = ("Disadvantaged pupils", "Other pupils")


@dataclass(frozen=True)
class Wanted:
    """A figure of a score card: the part to which it belongs, its heading, and what is to be drawn."""

    part: str
    heading: str
    spec: Spec


def unit_of(measure: MeasureFacts | GapFacts) -> Unit:
    """How a measure's values are written and how long its axes are at least."""
    if measure.unit == MeasureUnit.PERCENT:
        return Unit(decimals=measure.decimals, least=4.0 if measure.decimals else 20.0)
    if measure.unit == MeasureUnit.POUNDS:
        return Unit(
            suffix="", prefix="£", decimals=measure.decimals, apart="", brief="", ceiling=None, least=1000
        )
    floor = None if getattr(measure, "topic", "") == Topic.KS2_PROGRESS else 0.0
    least = 40 * 10.0**-measure.decimals if measure.decimals else 6.0
    return Unit(suffix="", decimals=measure.decimals, apart="points", floor=floor, ceiling=None, least=least)


def figures(card: CardFacts) -> list[Wanted]:
    """The figures of a card in its order: overview, spread, a line for the first measure of each topic, gaps."""
    return [*_overview(card), *_spread(card), *_lines(card), *_gaps(card)]


def _shown(card: CardFacts) -> list[MeasureFacts]:
    """Measures that may stand on one scale: whole per cent, and of those the higher ones where there are several.

    A share of ten per cent beside one of eighty would press all lines flat.
    """
    found = [
        measure
        for measure in card.measures
        if measure.unit == MeasureUnit.PERCENT and not measure.decimals and any(_years(measure))
    ]
    high = [measure for measure in found if (_own_value(measure, card.year) or 0) >= HIGH]
    return high if len(high) >= ENOUGH else found


def _said(measure: MeasureFacts, year: int) -> bool:
    """Whether anything was published of one's own in a year, be it a code."""
    return measure.own is not None and measure.own.at(year) is not None


def _own_value(measure: MeasureFacts, year: int) -> float | None:
    value = measure.own.at(year) if measure.own else None
    return value.value if value else None


def _years(measure: MeasureFacts) -> set[int]:
    return {value.year for line in measure.lines for value in line.values if value.value is not None}


def axis_of(measures: Iterable[MeasureFacts], last: int) -> tuple[tuple[int, str], ...]:
    """The years from the first that has a figure to the card's, at most nine."""
    years = [year for measure in measures for year in _years(measure) if year <= last]
    first = max(min(years, default=last), last - MOST_YEARS + 1)
    return tuple((year, year_label(year)) for year in range(first, last + 1))


def _series(line: FactLine, card: CardFacts) -> Series:
    lit = line.place == card.kind
    look = Look.OWN if lit else LOOKS[line.place]
    label = _own(card) if lit else name_of(line.place, line.label)
    points = (
        Point(value.year, value.value, value.reason.upper() if value.value is None else "")
        for value in line.values
    )
    return Series(label, look, tuple(points))


def name_of(place: str, label: str) -> str:
    """A place as sentences name it."""
    return "the partnership" if place == PARTNERSHIP else label


def _own(card: CardFacts) -> str:
    return "This school" if card.kind == SCHOOL else "The partnership"


def _overview(card: CardFacts) -> Iterator[Wanted]:
    shown = [one for one in _shown(card) if _said(one, card.year)][:MOST_PANELS]
    panels = tuple(
        Panel(
            one.short_name,
            tuple(_series(line, card) for line in one.lines if line.place in {card.kind, "england"}),
            tuple(found.year for found in one.breaks),
        )
        for one in shown
    )
    if len(panels) > 1:
        title = f"Beside England, up to {year_label(card.year)}"
        yield Wanted(OVERVIEW, title, Multiples(title, panels, axis_of(shown, card.year), unit_of(shown[0])))


def _spread(card: CardFacts) -> Iterator[Wanted]:
    shown = [one for one in _shown(card) if one.spread and _said(one, card.year)][:MOST_ROWS]
    rows = tuple(_row(one, card) for one in shown)
    lines = (line for one in shown for line in one.lines if line.place != card.kind)
    names = {line.place: name_of(line.place, line.label) for line in lines}
    if rows:
        title = f"Beside the schools of the partnership, {year_label(card.year)}"
        crowd = "other schools" if card.kind == SCHOOL else "schools"
        known = tuple((LOOKS[place], label) for place, label in names.items())
        yield Wanted(SPREAD, title, Dots(title, rows, unit_of(shown[0]), known, _own(card), crowd))


def _row(measure: MeasureFacts, card: CardFacts) -> Row:
    own = measure.own.at(card.year) if measure.own else None
    found = [(line.place, line.at(card.year)) for line in measure.lines if line.place != card.kind]
    marks = tuple((LOOKS[place], at.value) for place, at in found if at and at.value is not None)
    others = list(measure.spread)
    if own and own.value is not None and card.kind == SCHOOL:
        _take_out(others, own.value)
    note = own.reason.upper() if own and own.value is None else ""
    return Row(measure.short_name, tuple(sorted(others)), own.value if own else None, note, marks)


def _take_out(others: list[float], own: float) -> None:
    """Take one's own out of the schools: the value nearest to it, where one is as near as rounding leaves it."""
    nearest = min(others, key=lambda value: abs(value - own), default=None)
    if nearest is not None and abs(nearest - own) <= 0.5:
        others.remove(nearest)


def _lines(card: CardFacts) -> Iterator[Wanted]:
    for topic in LINED:
        found = (one for one in card.measures if one.topic == topic and card.year in _years(one))
        if measure := next(found, None):
            yield Wanted(topic, measure.name, line_of(card, measure))


def line_of(card: CardFacts, measure: MeasureFacts) -> Lines:
    """One measure over the years, with its comparators and breaks."""
    return Lines(
        f"{measure.name}, up to {year_label(card.year)}",
        tuple(_series(line, card) for line in measure.lines),
        axis_of([measure], card.year),
        unit_of(measure),
        tuple(found.year for found in measure.breaks),
    )


def _gaps(card: CardFacts) -> Iterator[Wanted]:
    for gap in card.gaps[:MOST_GAPS]:
        rows = tuple(_gap(row, card) for row in gap.rows if row.year == card.year)
        if any(row.width is not None for row in rows):
            title = f"{gap.name}, {year_label(card.year)}"
            yield Wanted(GAPS, gap.name, Gaps(title, rows, unit_of(gap), GROUPS))


def _gap(row: GapRow, card: CardFacts) -> Gap:
    lit = row.place == card.kind
    return Gap(
        _own(card) if lit else name_of(row.place, row.label),
        row.disadvantaged,
        row.other,
        lit,
        row.reason.upper(),
    )
