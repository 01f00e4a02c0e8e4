"""How facts become simple pictures on a page: a bar with marks beside it, schools as dots. Places are percentages."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, floor

from scorecard.calculations import words
from scorecard.calculations.facts import MeasureFacts, Value
from scorecard.choices import Topic, Unit

MARKED = ("la", "london", "england")  # the comparators that get a mark, from the nearest to the widest
SCORES = (85.0, 115.0)  # scaled scores run from 80 to 120; a school's mean lies within
BINS = 60  # places for dots across a strip
DOT, TALLEST = 9, 8  # pixels between dots that stand on each other, and how many may


@dataclass(frozen=True)
class Mark:
    """A comparator: where it lies (percent of the width), its name and its figure in words."""

    place: str
    label: str
    x: float
    shown: str


@dataclass(frozen=True)
class Bar:
    """One measure of a year: the own bar from ``start`` over ``width``, and marks; ``why`` where there is no figure."""

    code: str
    label: str
    shown: str
    start: float
    width: float
    marks: tuple[Mark, ...]
    aria: str
    why: str = ""


@dataclass(frozen=True)
class Scale:
    """From the lowest to the highest value that a picture holds."""

    low: float
    high: float

    def place(self, value: float) -> float:
        """Where a value lies, in percent of the width, within the picture."""
        return round(min(max(100 * (value - self.low) / (self.high - self.low), 0), 100), 2)

    @property
    def foot(self) -> float:
        """Where bars begin: nought, or the lowest value where nought lies outside."""
        return self.place(0) if self.low <= 0 <= self.high else 0.0


def say(measure: MeasureFacts, value: float | None) -> str:
    """A figure of a measure in words: ``63%``, ``104``, ``+1.2``."""
    if value is None:
        return "–"
    number = Decimal(str(value))
    if measure.topic == Topic.KS2_PROGRESS:
        return words.signed(number, measure.decimals)
    return words.written(number, measure.unit, measure.decimals)


def scale_of(measures: Iterable[MeasureFacts], year: int) -> Scale:
    """One scale for what is drawn together: to 100 per cent, or to a round number above what is there."""
    every = list(measures)
    found = [value for one in every for value in (*_values(one, year), *one.spread)] or [0.0]
    unit = every[0].unit if every else Unit.PERCENT
    if unit == Unit.SCORE and every[0].topic != Topic.KS2_PROGRESS:
        return Scale(min(SCORES[0], *found), max(SCORES[1], *found))
    most = max(abs(value) for value in found) or 1
    high = 100.0 if unit == Unit.PERCENT and most > 40 else float(_round_up(most))
    return Scale(-high if min(found) < 0 else 0.0, high)


def _round_up(value: float) -> int:
    step = 5 if value > 4 else 1
    return max(step * ceil(value * 1.05 / step), 1)


def _values(measure: MeasureFacts, year: int) -> list[float]:
    found = (line.at(year) for line in measure.lines)
    return [value.value for value in found if value is not None and value.value is not None]


def bars(measures: Sequence[MeasureFacts], year: int) -> list[Bar]:
    """A bar for each measure, all on one scale."""
    scale = scale_of(measures, year)
    return [_bar(measure, year, scale) for measure in measures]


def _bar(measure: MeasureFacts, year: int, scale: Scale) -> Bar:
    value = measure.own.at(year) if measure.own else None
    marks = marks_of(measure, year, scale)
    shown = say(measure, value.value if value else None)
    start, width = _stretch(scale, value)
    told = ", ".join(f"{mark.label} {mark.shown}" for mark in marks)
    aria = f"{measure.short_name}: {shown if value and value.value is not None else 'no figure'}" + (
        f"; {told}" if told else ""
    )
    return Bar(measure.code, measure.short_name, shown, start, width, marks, aria, _why(value))


def _stretch(scale: Scale, value: Value | None) -> tuple[float, float]:
    if value is None or value.value is None:
        return 0.0, 0.0
    ends = sorted((scale.foot, scale.place(value.value)))
    return ends[0], round(ends[1] - ends[0], 2)


def _why(value: Value | None) -> str:
    if value is None:
        return "not published yet"
    return value.reason if value.value is None else ""


def marks_of(measure: MeasureFacts, year: int, scale: Scale) -> tuple[Mark, ...]:
    """The comparators of a measure in a year."""
    found = []
    for place in MARKED:
        line = measure.line(place)
        value = line.at(year) if line else None
        if line and value and value.value is not None:
            found.append(Mark(place, line.label, scale.place(value.value), say(measure, value.value)))
    return tuple(found)


@dataclass(frozen=True)
class Strip:
    """Schools as dots on one line: each (x, y), the own lit ones with name and figure, comparators as marks."""

    dots: tuple[tuple[float, int], ...]
    lit: tuple[tuple[float, str, str], ...]
    marks: tuple[Mark, ...]
    mean: Mark | None
    height: int
    low: str
    high: str
    aria: str


def strip(measure: MeasureFacts, year: int, own: Sequence[tuple[str, float]] = ()) -> Strip | None:
    """The spread of a measure; ``own`` are the reader's schools with their figures. None where there is no spread."""
    if not measure.spread:
        return None
    scale = _close([*measure.spread, *_values(measure, year), *(number for _, number in own)], measure)
    marks, value = marks_of(measure, year, scale), measure.own.at(year) if measure.own else None
    mean = None
    if measure.own and value and value.value is not None and measure.own.place == "partnership":
        mean = Mark("partnership", measure.own.label, scale.place(value.value), say(measure, value.value))
    dots, tallest = _stacked(scale, measure.spread)
    lit = tuple((scale.place(number), name, say(measure, number)) for name, number in own)
    ends = say(measure, min(measure.spread)), say(measure, max(measure.spread))
    told = f"{len(measure.spread)} schools, from {ends[0]} to {ends[1]}"
    more = "".join(f"; {name} {shown}" for _, name, shown in lit)
    return Strip(
        dots,
        lit,
        marks,
        mean,
        24 + tallest * DOT,
        say(measure, scale.low),
        say(measure, scale.high),
        f"{told}{more}",
    )


def _close(found: Sequence[float], measure: MeasureFacts) -> Scale:
    """A scale that leaves no more room than it must, in round numbers."""
    step = 10.0 if measure.unit == Unit.PERCENT and max(found) > 40 else 2.0
    low, high = step * floor(min(found) / step), step * ceil(max(found) / step)
    room = max(3 * step - (high - low), 0)
    if measure.unit == Unit.PERCENT:
        low = max(low - step * round(room / step / 2), 0)
        return Scale(low, min(max(high, low + 3 * step), 100.0))
    return Scale(low, max(high, low + 3 * step))


def _stacked(scale: Scale, values: Iterable[float]) -> tuple[tuple[tuple[float, int], ...], int]:
    """Dots put into places and onto each other; where many stand in one place they close up."""
    places = Counter(round(scale.place(value) * BINS / 100) for value in values)
    most = max(places.values())
    step = DOT if most <= TALLEST else DOT * TALLEST / most
    dots = tuple(
        (round(place * 100 / BINS, 2), round(12 + n * step))
        for place, number in sorted(places.items())
        for n in range(number)
    )
    return dots, min(most, TALLEST)
