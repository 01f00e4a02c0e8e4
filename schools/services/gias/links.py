"""Which school follows which, read from the links file or from the last column of a search export.

Both schools list a link, with dates that differ by a day or more and with 17 names of kinds; it is one link.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from schools.services.downloads import Refused, Table
from schools.services.gias.columns import day

NEEDED = ("urn", "linkurn", "linktype")
IN_A_CELL = re.compile(r"(\d{5,7})\s+(Predecessor|Successor|Result of Amalgamation|Merged)")

Pair = tuple[int, int]  # predecessor, successor


@dataclass
class Links:
    """``pairs``: predecessor and successor with the latest date; ``either``: pairs whose order is not said."""

    pairs: dict[Pair, date | None] = field(default_factory=dict)
    either: dict[Pair, date | None] = field(default_factory=dict)
    read: int = 0

    def add(self, urn: int, other: int, kind: str, on: date | None = None) -> None:
        """Note a row: ``other`` is to ``urn`` what ``kind`` says. Kinds that are no succession are passed over."""
        word = kind.casefold()
        if urn == other:
            return
        if word.startswith("successor"):
            _note(self.pairs, (urn, other), on)
        elif word.startswith("predecessor"):
            _note(self.pairs, (other, urn), on)
        elif word.startswith(("result of amalgamation", "merged")):
            _note(self.either, (min(urn, other), max(urn, other)), on)

    def add_cell(self, urn: int, text: str) -> None:
        """Note what the column ‘Linked establishments’ says."""
        for other, kind in IN_A_CELL.findall(text):
            self.add(urn, int(other), kind)

    def add_table(self, table: Table) -> None:
        """Note every row of a links file. Raises Refused with row and column."""
        places = {heading.casefold(): place for place, heading in enumerate(table.headings)}
        when = places.get("linkestablisheddate")
        for number, row in table.rows:
            urn, other, kind = (row[places[name]].strip() for name in NEEDED)
            self.read += 1
            if not (urn.isdecimal() and other.isdecimal()):
                raise Refused(f"Row {number}, column ‘LinkURN’: ‘{other[:30]}’ is not a URN.")
            self.add(int(urn), int(other), kind, _day(row[when]) if when is not None else None)

    def settled(self, is_open: dict[int, bool]) -> dict[Pair, date | None]:
        """The links between known schools. Where the order is not said, the closed school comes first.

        A pair that is listed both ways round is decided the same way, or left out.
        """
        found: dict[Pair, date | None] = {}
        for (first, second), on in {**self.either, **self.pairs}.items():
            if first not in is_open or second not in is_open:
                continue
            unsure = (first, second) not in self.pairs or (second, first) in self.pairs
            if unsure and is_open[first] == is_open[second]:
                continue
            pair = (second, first) if unsure and is_open[first] else (first, second)
            _note(found, pair, on)
        return found

    def urns(self) -> set[int]:
        """Every school that a link names."""
        return {urn for pair in (*self.pairs, *self.either) for urn in pair}


def is_links(table: Table) -> bool:
    """Whether the table is the links file."""
    return set(NEEDED) <= {heading.casefold() for heading in table.headings}


def _note(pairs: dict[Pair, date | None], pair: Pair, on: date | None) -> None:
    known = pairs.get(pair)
    pairs[pair] = max(known, on) if known and on else known or on


def _day(text: str) -> date | None:
    """A day; what is no day is none, since the date of a link is only shown."""
    try:
        return day(text.strip())
    except ValueError:
        return None
