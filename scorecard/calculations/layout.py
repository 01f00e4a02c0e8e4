"""A card as a page shows it: headlines, topics with their pictures and tables, gaps. Facts in, plain data out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any

from scorecard.calculations import pictures, words
from scorecard.calculations.facts import CardFacts, Change, GapFacts, MeasureFacts, Value
from scorecard.calculations.pictures import Bar, Strip
from scorecard.choices import Status, Topic, reason_label, year_label

MOST_CHANGES = 5
MOST_OPEN = 2  # measures of a topic that stand open where none of them is a headline
GROUPS = ("Other pupils", "Disadvantaged pupils")
# How better and worse are coloured; the words stand beside.
TONES = {"better": "good", "worse": "warn", "level": "", "": ""}


@dataclass(frozen=True)
class Cell:
    """A figure in a table: in words, why there is none, whether it is settled, and the number of its source."""

    shown: str
    why: str = ""
    status: str = ""
    source: int | None = None
    cohort: int | None = None


@dataclass(frozen=True)
class YearRow:
    """One year of a measure: the own cell, then one for each comparator; ``breaks`` says what lies before it."""

    label: str
    own: Cell
    others: tuple[Cell, ...]
    breaks: str = ""


@dataclass(frozen=True)
class MeasurePart:
    """A measure with its table over the years, the newest first, and, for the partnership, the schools as dots."""

    facts: MeasureFacts
    bar: Bar
    verdict: str
    rows: tuple[YearRow, ...]
    places: tuple[str, ...]
    strip: Strip | None = None
    now: Cell | None = None

    @property
    def tone(self) -> str:
        """How the headline is coloured; the words stand beside."""
        return TONES[self.verdict]


@dataclass(frozen=True)
class TopicPart:
    """A topic: bars for what stands on one scale, its drawn ``figures``, its main measures, and the ``rest`` folded."""

    key: str
    title: str
    pictures: tuple[tuple[Bar, ...], ...]
    measures: tuple[MeasurePart, ...]
    rest: tuple[MeasurePart, ...] = ()
    figures: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Page:
    """Everything that a card's page shows besides the card itself."""

    card: CardFacts
    year: str
    headlines: tuple[MeasurePart, ...]
    topics: tuple[TopicPart, ...]
    gaps: tuple[dict[str, Any], ...]
    more_gaps: tuple[dict[str, Any], ...] = ()
    figures: tuple[Any, ...] = ()
    changes: tuple[Change, ...] = ()
    more_changes: tuple[Change, ...] = ()
    lead: str = ""
    sources: tuple[dict[str, Any], ...] = field(default_factory=tuple)


def page_of(
    card: CardFacts,
    headlines: Sequence[str],
    own: Mapping[str, Sequence[tuple[str, float]]] | None = None,
    figures: Mapping[str, Sequence[Any]] | None = None,
) -> Page:
    """A card laid out. ``headlines`` are codes of what stands first; ``own`` are dots to be lit, by code.

    ``figures`` are drawings by the part to which they belong: a topic, or ``overview``.
    """
    numbers = {source.title: number for number, source in enumerate(card.sources, 1)}
    parts = [_part(one, card, numbers, (own or {}).get(one.code, ())) for one in card.measures]
    by_code = {part.facts.code: part for part in parts}
    first = [by_code[code] for code in headlines if code in by_code and _has_figure(by_code[code])]
    drawn = figures or {}
    topics = [
        _topic(topic, list(found), card.year, headlines, drawn.get(topic, ()))
        for topic, found in groupby(parts, lambda part: part.facts.topic)
    ]
    gaps = [(gap.code.removesuffix("-dis") in headlines, _gap(gap)) for gap in card.gaps]
    some = any(main for main, _ in gaps)
    return Page(
        card=card,
        year=year_label(card.year),
        headlines=tuple(first),
        topics=tuple(topics),
        gaps=tuple(gap for main, gap in gaps if main or not some),
        more_gaps=tuple(gap for main, gap in gaps if some and not main),
        figures=tuple(drawn.get("overview", ())),
        changes=tuple(one for one in card.changes if one.code in headlines) or card.changes[:MOST_CHANGES],
        more_changes=_more_changes(card, headlines),
        lead=_lead(first),
        sources=tuple(
            {
                "number": numbers[one.title],
                "source": one,
                "published": date.fromisoformat(one.published_on) if one.published_on else None,
            }
            for one in card.sources
        ),
    )


def _more_changes(card: CardFacts, headlines: Sequence[str]) -> tuple[Change, ...]:
    """The changes that are folded away: those of no headline."""
    others = tuple(one for one in card.changes if one.code not in headlines)
    return others if len(others) < len(card.changes) else card.changes[MOST_CHANGES:]


def _lead(first: Sequence[MeasurePart]) -> str:
    """The card in one sentence: in how many of the headlines it is better than England, and where it is not."""
    compared = [part for part in first if part.facts.line("england") and part.bar.marks and part.verdict]
    if len(compared) < 2:
        return ""
    better = sum(part.verdict == "better" for part in compared)
    worse = [_inside(part.facts.short_name) for part in compared if part.verdict == "worse"]
    told = f"Better than England in {better} of {len(compared)} headline figures"
    return f"{told}; less good in {words.listed(worse)}." if worse else f"{told}."


def _inside(name: str) -> str:
    """A name within a sentence: ``persistent absence``, ``combined (expected)``; ``GPS`` stays."""
    whole, comma, part = name.partition(", ")
    told = f"{whole} ({part})" if comma else whole
    return told if told[1:2].isupper() else told[:1].lower() + told[1:]


def _has_figure(part: MeasurePart) -> bool:
    return bool(part.now and not part.now.why)


def _topic(
    topic: str, parts: list[MeasurePart], year: int, headlines: Sequence[str], figures: Sequence[Any]
) -> TopicPart:
    """Measures that share unit and direction stand on one scale; beside the headlines the others are folded."""
    there = [part.facts for part in parts if _has_figure(part)]
    scaled = [list(found) for _, found in groupby(sorted(there, key=_scale), _scale)]
    drawn = tuple(tuple(pictures.bars(found, year)) for found in scaled)
    main = [part for part in parts if part.facts.code in headlines] or parts[:MOST_OPEN]
    rest = [part for part in parts if part not in main]
    return TopicPart(topic, str(Topic(topic).label), drawn, tuple(main), tuple(rest), tuple(figures))


def _scale(measure: MeasureFacts) -> tuple[str, str]:
    return measure.unit, measure.direction


def _part(
    measure: MeasureFacts, card: CardFacts, numbers: Mapping[str, int], own: Sequence[tuple[str, float]]
) -> MeasurePart:
    rows, places = _table(measure, numbers)
    value = measure.own.at(card.year) if measure.own else None
    now = _cell(measure, value, numbers) if value else None
    strip = pictures.strip(measure, card.year, _lit(measure, card, own))
    return MeasurePart(
        measure,
        pictures.bars([measure], card.year)[0],
        _verdict(measure, value, card.year),
        rows,
        places,
        strip,
        now,
    )


def _lit(
    measure: MeasureFacts, card: CardFacts, own: Sequence[tuple[str, float]]
) -> Sequence[tuple[str, float]]:
    """On a school's card its own dot; on the partnership's those of the reader."""
    value = measure.own.at(card.year) if measure.own and card.kind == "school" else None
    if value is not None and value.value is not None:
        return ((card.title, value.value),)
    return own


def _verdict(measure: MeasureFacts, value: Value | None, year: int) -> str:
    """Beside England: ``better``, ``worse``, ``level``, or nothing."""
    line = measure.line("england")
    nation = line.at(year) if line else None
    if value is None or value.value is None or nation is None or nation.value is None:
        return ""
    own, there = Decimal(str(value.value)), Decimal(str(nation.value))
    return words.verdict(own, there, measure.direction, measure.decimals)


def _table(measure: MeasureFacts, numbers: Mapping[str, int]) -> tuple[tuple[YearRow, ...], tuple[str, ...]]:
    others = [line for line in measure.lines if line is not measure.own]
    years = sorted({value.year for line in measure.lines for value in line.values}, reverse=True)
    breaks = {one.year: one.reason for one in measure.breaks}
    rows = []
    for year in years:
        own = _cell(measure, measure.own.at(year) if measure.own else None, numbers)
        cells = tuple(_cell(measure, line.at(year), numbers) for line in others)
        rows.append(YearRow(year_label(year), own, cells, breaks.get(year, "")))
    return tuple(rows), tuple(line.label for line in others)


def _cell(measure: MeasureFacts, value: Value | None, numbers: Mapping[str, int]) -> Cell:
    if value is None:
        return Cell("–", "not published")
    why = "" if value.value is not None else reason_words(value.reason)
    shown = pictures.say(measure, value.value) if value.value is not None else _code(value.reason)
    status = str(Status(value.status).label) if value.status else ""
    return Cell(shown, why, status, numbers.get(value.source), value.cohort)


def _code(reason: str) -> str:
    return "Not shown" if reason in words.OURS else reason.upper()


def reason_words(reason: str) -> str:
    """Why there is no figure: the publisher's code in words, or our own reason."""
    return words.OURS.get(reason) or reason_label(reason)


def _gap(gap: GapFacts) -> dict[str, Any]:
    """A gap as bars: a row a place, the others above the disadvantaged."""
    rows = [
        {
            "label": row.label,
            "values": [row.other, row.disadvantaged],
            "shown": [_said(gap, row.other), _said(gap, row.disadvantaged)],
            "most": 100.0 if gap.unit == "percent" and max(row.other, row.disadvantaged) > 40 else 0.0,
        }
        for row in gap.rows
        if row.other is not None and row.disadvantaged is not None
    ]
    missing = [row for row in gap.rows if row.reason]
    told = [f"{row.label}: {reason_words(row.reason)}" for row in missing]
    return {"gap": gap, "rows": rows, "series": list(GROUPS), "missing": told}


def _said(gap: GapFacts, value: float) -> str:
    return words.written(Decimal(str(value)), gap.unit, gap.decimals)
