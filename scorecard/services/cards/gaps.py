"""Gaps between disadvantaged pupils and the others, at every place that is compared."""

from collections.abc import Mapping
from decimal import Decimal

from scorecard.calculations import comparing, words
from scorecard.calculations.facts import GapFacts, GapRow
from scorecard.choices import Area, PupilGroup
from scorecard.models import Measure
from scorecard.services.cards.pieces import APART, PLACES, Table

OF_ALL = ", disadvantaged pupils"


def gap_facts(
    measures: list[Measure], year: int, tables: Mapping[str, Table], own: str, label: str
) -> tuple[GapFacts, ...]:
    """Each measure of disadvantaged pupils that has a counterpart and a figure of one's own in the year."""
    found = []
    for measure in measures:
        if measure.group != PupilGroup.DISADVANTAGED or not measure.counterpart_id or measure.topic in APART:
            continue
        rows = [
            _row(measure, year, place, table, label if place == own else "")
            for place, table in tables.items()
        ]
        there = tuple(row for row in rows if row is not None)
        if any(row.place == own for row in there):
            found.append(_facts(measure, there, own))
    return tuple(found)


def _row(measure: Measure, year: int, place: str, table: Table, label: str) -> GapRow | None:
    group = table.get(measure.pk, {}).get(year)
    other = table.get(measure.counterpart_id or 0, {}).get(year)
    if group is None or other is None:
        return None
    reason = group.figure.reason or other.figure.reason
    values = [None if one.figure.value is None else float(one.figure.value) for one in (group, other)]
    return GapRow(place, label or PLACES[place], year, values[0], values[1], reason)


def _facts(measure: Measure, rows: tuple[GapRow, ...], own: str) -> GapFacts:
    name = measure.name.removesuffix(OF_ALL)
    mine = next(row for row in rows if row.place == own)
    nation = next((row for row in rows if row.place == Area.ENGLAND), None)
    sentence = _finding(measure, mine, nation)
    return GapFacts(measure.code, name, measure.unit, measure.decimals, rows, sentence)


def _finding(measure: Measure, own: GapRow, nation: GapRow | None) -> str:
    """``Disadvantaged pupils are 17 points behind the others; in England they are 22 points behind.``"""
    mine = behind(measure, own)
    if not mine:
        return ""
    there = behind(measure, nation) if nation else ""
    return f"Disadvantaged pupils are {mine} the others" + (
        f"; in England they are {there} them." if there else "."
    )


def behind(measure: Measure, row: GapRow) -> str:
    """``17 points behind``, ``level with``, ``2 points ahead of``; nothing where a figure is missing."""
    if row.disadvantaged is None or row.other is None:
        return ""
    group, other = Decimal(str(row.disadvantaged)), Decimal(str(row.other))
    verdict = words.verdict(group, other, measure.direction, measure.decimals)
    if verdict in ("", "level"):
        return "level with"
    size = words.amount(comparing.ahead(group, other, measure.direction), measure.unit, measure.decimals)
    return f"{size} {'ahead of' if verdict == 'better' else 'behind'}"
