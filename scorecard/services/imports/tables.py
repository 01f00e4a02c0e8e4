"""Opens the tables that people download: CSV in any encoding, alone or in a zip, or the sheets of an Excel workbook.

Titles may stand above the headings: the row of headings is the first that holds all the wanted ones. Rows are streamed,
each cell as text. A file that cannot be used raises Refused with a sentence to show.
"""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from schools.services.delimited import Lines, Open, Refused, Row, encoding_of, rows_of
from schools.services.downloads import sources
from schools.services.workbooks import cells_of, check_workbook, sheets

LARGEST_UNPACKED = (
    400_000_000  # bytes of everything in a workbook; a year of all England has some 120 million
)
MOST_COLUMNS = 400
MOST_TITLES = 15  # rows above the headings
SEPARATORS = ",;\t"
TOO_LARGE = "Unpacked, the Excel file is too large. Save the one sheet with the data as CSV."
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
NOT_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff")
FOOTNOTE = re.compile(r"\s*[(\[](?:note )?[0-9]{1,2}[)\]]\s*$", re.IGNORECASE)
PERCENT_FORMAT = re.compile(r"%")


class Crowded(ValueError):
    """A row has more cells than there are headings, so what stands under which is not known."""


class Cut(ValueError):
    """The file ends before or inside this cell, without the end of a line."""


@dataclass
class Table:
    """One table: its headings, its rows with their number in the file, and the titles above the headings."""

    name: str
    headings: list[str]
    rows: Iterator[tuple[int, Row]]
    titles: list[str] = field(default_factory=list)
    ended: Callable[[], bool] = lambda: True  # whether the row that was read last ends with the end of a line

    def __post_init__(self) -> None:
        found = list(enumerate(plain(heading) for heading in self.headings))
        self.places = {heading: place for place, heading in reversed(found) if heading}

    def has(self, heading: str) -> bool:
        """Whether there is such a column; case, spaces and footnote numbers do not count."""
        return plain(heading) in self.places

    def first(self, *headings: str) -> str:
        """The first of these headings that the table has, ``""`` for none."""
        return next((heading for heading in headings if self.has(heading)), "")

    def cell(self, row: Row, heading: str) -> str:
        """The tidy text under a heading; ``""`` where there is none. Raises Crowded and Cut, which say why."""
        if len(row) > len(self.headings) and any(cell.strip() for cell in row[len(self.headings) :]):
            raise Crowded("the row has more cells than there are headings")
        place = self.places.get(plain(heading))
        if place is None:
            return ""
        if place >= len(row) - 1 and not self.ended() and (place >= len(row) or row[place]):
            raise Cut("the file ends inside this row; download it again")
        return tidy(row[place]) if place < len(row) else ""


def plain(heading: str) -> str:
    """A heading as it is compared: small letters, one kind of space, no footnote number."""
    return FOOTNOTE.sub("", tidy(heading)).casefold()


def tidy(text: str) -> str:
    """Text with one kind of space and nothing around it."""
    return " ".join(text.replace("\ufeff", "").split())


@contextmanager
def opened(path: Path, wanted: Collection[str], what: str) -> Iterator[Table]:
    """The first table of a file with all these headings. ``what`` names the file that was expected. Raises Refused."""
    _check(path)
    needed = {plain(heading) for heading in wanted}
    reader = _workbook if _is_workbook(path) else _text
    with reader(path, needed) as table:
        if table is None:
            raise Refused(_missing(wanted, what))
        yield table


def _missing(wanted: Collection[str], what: str) -> str:
    names = " and ".join(f"‘{heading}’" for heading in wanted)
    return f"This is not {what}: no row has the headings {names}."


def _check(path: Path) -> None:
    with path.open("rb") as file:
        head = file.read(4)
    if not head:
        raise Refused("The file is empty.")
    if head == OLD_EXCEL:
        raise Refused("This is an old or a locked Excel file. Save it as .xlsx without a password.")
    if head.startswith(NOT_TABLES):
        raise Refused("This is no table. Upload a CSV or an .xlsx file.")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("This text is not in an encoding that can be read. Save the file as ‘CSV UTF-8’.")


def _is_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            return False
    return b"xl/workbook.xml" in path.read_bytes()


# --- CSV ------------------------------------------------------------------------------------------


@contextmanager
def _text(path: Path, needed: set[str]) -> Iterator[Table | None]:
    with sources(path) as found:
        for name, _, open_ in found:
            with _one(name, open_, needed) as table:
                if table:
                    yield table
                    return
    yield None


@contextmanager
def _one(name: str, open_: Open, needed: set[str]) -> Iterator[Table | None]:
    encoding = encoding_of(open_)
    with open_() as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as text:
        lines = Lines(text)
        reader = csv.reader(iter(lines), delimiter=_separator(open_, encoding))
        table = _headed(name, _whole(lines, rows_of(lines, reader)), needed)
        if table:
            table.ended = lambda: lines.ended
        yield table


def _separator(open_: Open, encoding: str) -> str:
    """What parts the cells of the first lines: a comma unless something else stands there more often."""
    with open_() as raw:
        head = raw.read(20_000).decode(encoding, errors="replace")
    return max(SEPARATORS, key=head.count)


def _whole(lines: Lines, rows: Iterator[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
    """The rows. Raises Refused, after the last one, where the file breaks off inside quotation marks."""
    number = 1
    for number, row in rows:
        yield number, row
    if lines.torn:
        raise Refused(f"The file breaks off in row {number}. Download it again.")


# --- Excel ----------------------------------------------------------------------------------------


@contextmanager
def _workbook(path: Path, needed: set[str]) -> Iterator[Table | None]:
    check_workbook(path, LARGEST_UNPACKED, TOO_LARGE)
    with sheets(path) as found:
        for name, sheet in found:
            table = _headed(name, _shown(cells_of(sheet, MOST_COLUMNS)), needed)
            if table:
                yield table
                return
        yield None


def _shown(rows: Iterator[tuple[int, tuple[Any, ...]]]) -> Iterator[tuple[int, Row]]:
    for number, cells in rows:
        row = [_as_text(cell) for cell in cells]
        while row and not row[-1]:
            row.pop()
        if row:
            yield number, row


def _as_text(cell: Any) -> str:
    """A cell as somebody reads it: 69% where Excel keeps 0.69 and shows per cent; days as 2026-11-26."""
    value = cell.value
    if isinstance(value, bool) or value is None:
        return {True: "Yes", False: "No", None: ""}[value]
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, int | float) and PERCENT_FORMAT.search(cell.number_format or ""):
        return f"{round(value * 100, 8):.10g}%"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


# --- Both -----------------------------------------------------------------------------------------


def _headed(name: str, rows: Iterator[tuple[int, Row]], needed: set[str]) -> Table | None:
    """The table below the first row that holds the needed headings; None where none of the first rows does."""
    titles: list[str] = []
    for _, row in rows:
        if needed <= {plain(cell) for cell in row}:
            while row and not row[-1].strip():
                row.pop()
            return Table(name, [tidy(cell) for cell in row], rows, titles)
        titles.append(" ".join(tidy(cell) for cell in row if cell.strip()))
        if len(titles) > MOST_TITLES:
            return None
    return None
