"""What a correction changes: two frozen cards compared, figure by figure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scorecard.calculations.facts import PARTNERSHIP, CardFacts, GapFacts, Line, MeasureFacts, Value
from scorecard.choices import Status, year_label

Say = Callable[[MeasureFacts | GapFacts, float], str]
NONE = "not shown"


@dataclass(frozen=True)
class Changed:
    """A figure that reads otherwise now: what, where and when, before, after, and what is known of the reason."""

    code: str
    what: str
    place: str
    year: int
    before: str
    after: str
    why: str = ""


def changes(before: CardFacts, after: CardFacts, say: Say) -> list[Changed]:
    """Every figure of measures in both cards that reads otherwise; ``say`` writes a value as readers see it.

    A figure that is written alike is no change. What was chosen anew or left out is no correction and not listed.
    """
    return [*_of_measures(before, after, say), *_of_gaps(before, after, say), *_of_words(before, after)]


def _of_measures(before: CardFacts, after: CardFacts, say: Say) -> Iterator[Changed]:
    old = {measure.code: measure for measure in before.measures}
    for measure in after.measures:
        if measure.code in old:
            for line in measure.lines:
                yield from _of_line(old[measure.code], measure, line, say)


def _of_line(old: MeasureFacts, new: MeasureFacts, line: Line, say: Say) -> Iterator[Changed]:
    known = old.line(line.place)
    now = {value.year: value for value in line.values}
    then = {value.year: value for value in known.values} if known else {}
    for year in sorted({*now, *then}):
        first, last = _said(old, then.get(year), say), _said(new, now.get(year), say)
        if first != last:
            yield Changed(
                new.code,
                new.name,
                line.label,
                year,
                first,
                last,
                _why(line.place, then.get(year), now.get(year)),
            )


def _said(measure: MeasureFacts, value: Value | None, say: Say) -> str:
    if value is None:
        return NONE
    return say(measure, value.value) if value.value is not None else value.reason.upper() or NONE


def _why(place: str, before: Value | None, after: Value | None) -> str:
    """From the sources: a figure that came or went, a more settled status, another file, or an amended one."""
    if before is None or after is None:
        return "A figure was published" if before is None else "The figure was taken back"
    if place == PARTNERSHIP:
        return "Worked out again from the figures of the schools"
    if before.status != after.status and before.status and after.status:
        return f"{Status(before.status).label} figure replaced by {Status(after.status).label.lower()} figure"
    if after.source != before.source:
        return f"Source: {after.source}"
    return "Amended by its publisher"


def _of_gaps(before: CardFacts, after: CardFacts, say: Say) -> Iterator[Changed]:
    old = {(gap.code, row.place, row.year): row for gap in before.gaps for row in gap.rows}
    for gap in after.gaps:
        for row in gap.rows:
            known = old.get((gap.code, row.place, row.year))
            if known is None:
                continue
            pairs = (
                ("disadvantaged pupils", known.disadvantaged, row.disadvantaged),
                ("other pupils", known.other, row.other),
            )
            for who, first, last in pairs:
                words = tuple(NONE if value is None else say(gap, value) for value in (first, last))
                if words[0] != words[1]:
                    yield Changed(gap.code, f"{gap.name}: {who}", row.label, row.year, words[0], words[1])


def _of_words(before: CardFacts, after: CardFacts) -> Iterator[Changed]:
    """Context, and inspections by their day."""
    own = after.title
    old = {fact.label: fact.text for fact in before.context}
    for fact in after.context:
        if fact.label in old and old[fact.label] != fact.text:
            yield Changed("context", fact.label, own, after.year, old[fact.label], fact.text)
    held = {(one.date, one.framework): one for one in before.inspections}
    for one in after.inspections:
        known = held.get((one.date, one.framework))
        words = [_grades(one.overall, one.rows), _grades(known.overall, known.rows) if known else NONE]
        if words[0] != words[1]:
            what = f"Inspection of {one.date}, {one.framework_label}"
            yield Changed("inspection", what, own, after.year, words[1], words[0])


def _grades(overall: str, rows: tuple[tuple[str, str], ...]) -> str:
    return "; ".join([*([overall] if overall else []), *(f"{area}: {grade}" for area, grade in rows)]) or NONE


def named(change: Changed) -> str:
    """The figure in words: what, where, when."""
    return f"{change.what}, {change.place}, {year_label(change.year)}"
