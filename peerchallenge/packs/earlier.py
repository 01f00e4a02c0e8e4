"""What an earlier report in Word says: its headings tell strengths, even-better-ifs and actions apart."""

import io
import re
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from peerchallenge.choices import FindingKind
from peerchallenge.packs.findings import FEWEST_WORDS, pieces

# A line of at most so many words that is not a sentence may be a heading, whatever its style.
MOST_HEADING_WORDS = 8
MOST_LINES, LONGEST = 120, 2_000
COLUMN_NAMES = frozenset({"what", "action", "actions"})
HEADINGS = (
    (FindingKind.ACTION, r"\bactions?\b|\bnext steps?\b|\brecommendations?\b|\bagreed\b"),
    (
        FindingKind.BETTER,
        r"even better|\bebi\b|(?:areas?|points?) (?:for|to) (?:development|develop|improvement|improve)|"
        r"\bto improve\b|\bweakness",
    ),
    (FindingKind.STRENGTH, r"\bstrengths?\b|went well|\bwww\b|working well|\bpositives?\b|good practice"),
)

Line = dict[str, str]


def lines_of(data: bytes) -> list[Line]:
    """The proposed findings of a Word file, each with kind, text and the heading it stands under.

    Text under other headings is left out. Raises what python-docx raises where the file cannot be read.
    """
    found: list[Line] = []
    for kind, place, text in _told(Document(io.BytesIO(data))):
        for piece in pieces(text) if kind != FindingKind.ACTION else [" ".join(text.split())]:
            if piece:
                found.append({"kind": str(kind), "text": piece[:LONGEST], "place": place[:120]})
    return found[:MOST_LINES]


def kind_of(heading: str) -> FindingKind | None:
    """What a heading announces, if anything that is a finding."""
    return next((kind for kind, words in HEADINGS if re.search(words, heading.lower())), None)


def _told(document: Any) -> Iterator[tuple[FindingKind, str, str]]:
    kind, place = None, ""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from _of_table(block, kind, place)
            continue
        text = block.text.strip()
        if not text:
            continue
        heading, _, rest = text.partition(":")
        if _is_heading(block, text):
            kind, place = kind_of(text), text.rstrip(":")
        elif rest.strip() and len(heading.split()) <= MOST_HEADING_WORDS // 2 and kind_of(heading):
            kind, place = kind_of(heading), heading
            yield kind or FindingKind.STRENGTH, place, rest.strip()
        elif kind:
            yield kind, place, text


def _is_heading(block: Paragraph, text: str) -> bool:
    style = str(block.style.name if block.style else "")
    if style.startswith(("Heading", "Title")):
        return True
    if style.startswith("List") or len(text.split()) > MOST_HEADING_WORDS or text.endswith((".", "!", "?")):
        return False
    runs = [run for run in block.runs if run.text.strip()]
    bold = bool(runs) and all(run.bold for run in runs)
    return bold or (text.endswith(":") and kind_of(text) is not None) or _is_just(text)


def _is_just(text: str) -> bool:
    """A line that consists of a heading's words and hardly more ("Strengths", "Next steps")."""
    return len(text.split()) < FEWEST_WORDS + 1 and kind_of(text) is not None


def _of_table(table: Table, kind: FindingKind | None, place: str) -> Iterator[tuple[FindingKind, str, str]]:
    """A table with headings above its columns, or before its rows; else, of actions, its first column."""
    rows = [[cell.text.strip() for cell in row.cells] for row in table.rows]
    above = [kind_of(text) for text in rows[0]] if rows else []
    if sum(found is not None for found in above) > 1 or (any(above) and len(rows[0]) == 1):
        yield from _by_columns(rows, above)
        return
    for row in rows:
        if len(row) > 1 and (found := kind_of(row[0])) and len(row[0].split()) <= MOST_HEADING_WORDS:
            yield found, row[0], row[1]
        elif kind and row[0] and row[0].lower() not in COLUMN_NAMES:
            yield kind, place, row[0]


def _by_columns(
    rows: list[list[str]], above: list[FindingKind | None]
) -> Iterator[tuple[FindingKind, str, str]]:
    for row in rows[1:]:
        for found, heading, text in zip(above, rows[0], row, strict=False):
            if found and text:
                yield found, heading, text
