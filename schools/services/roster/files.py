"""Opens a table of people: CSV in any encoding and with any separator, or the first sheet of an Excel workbook.

A file that cannot be used raises Refused with a sentence to show.
"""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from schools.services.delimited import Lines, Refused, encoding_of, rows_of
from schools.services.workbooks import cells_of, check_workbook, sheets

LARGEST_UPLOAD = 10_000_000  # bytes
LARGEST_UNPACKED = 40_000_000  # bytes of everything in a workbook
MOST_ROWS = 2_000
MOST_COLUMNS = 60
SEPARATORS = ",;\t"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
TOO_LARGE = "Unpacked, the Excel file is far larger than a list of people. Save the list alone as .xlsx."

Cell = Any  # text; from a workbook also a number, a date, True or False, or None


@dataclass
class Sheet:
    """A table: its headings in the file's order, and its rows with their number in the file (as a spreadsheet counts)."""

    headings: list[str]
    rows: Iterator[tuple[int, list[Cell]]]


def check_file(path: Path) -> None:
    """Raise Refused for a file that shows from outside that it cannot be used. Nothing is unpacked."""
    with path.open("rb") as file:
        head = file.read(4)
    if not head:
        raise Refused("The file is empty.")
    if head == OLD_EXCEL:
        raise Refused("This is an old or a locked Excel file. Save it as .xlsx without a password.")
    if head.startswith(b"PK"):
        check_workbook(path, LARGEST_UNPACKED, TOO_LARGE)
        return
    if head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff")):
        raise Refused("This is no table. Upload a CSV or an .xlsx file.")
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("This text is not in an encoding that can be read. Save the file as ‘CSV UTF-8’.")
    encoding_of(lambda: path.open("rb"))


@contextmanager
def sheet(path: Path) -> Iterator[Sheet]:
    """The table of a file. Raises Refused where it is none, here or while its rows are read."""
    check_file(path)
    with path.open("rb") as file:
        packed = file.read(2) == b"PK"
    with (_workbook if packed else _text)(path) as rows:
        kept = _few(rows)
        number, headings = next(kept, (0, []))
        if not number:
            raise Refused("The file is empty.")
        yield Sheet([" ".join(str(cell or "").split()) for cell in headings], kept)


def _few(rows: Iterator[tuple[int, list[Cell]]]) -> Iterator[tuple[int, list[Cell]]]:
    """Rows that hold something; not more than anybody has people."""
    found = 0
    for number, row in rows:
        if any(cell not in (None, "") for cell in row):
            found += 1
            if found > MOST_ROWS + 1:
                raise Refused(f"The file has more than {MOST_ROWS} rows. Upload it in parts.")
            yield number, row


@contextmanager
def _text(path: Path) -> Iterator[Iterator[tuple[int, list[Cell]]]]:
    encoding = encoding_of(lambda: path.open("rb"))
    with path.open(encoding=encoding, newline="") as text:
        first = next((line for line in text if line.strip()), "")
    separator = max(SEPARATORS, key=first.count)
    with path.open(encoding=encoding, newline="") as text:
        lines = Lines(text)
        yield _unbroken(lines, rows_of(lines, csv.reader(iter(lines), delimiter=separator)))


def _unbroken(lines: Lines, rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[Cell]]]:
    number = 1
    for number, row in rows:
        yield number, list(row)
    if lines.torn:
        raise Refused(f"The file breaks off in row {number}: a quotation mark is opened and never closed.")


@contextmanager
def _workbook(path: Path) -> Iterator[Iterator[tuple[int, list[Cell]]]]:
    with sheets(path) as found:
        rows = cells_of(found[0][1], MOST_COLUMNS)
        yield ((number, [cell.value for cell in row]) for number, row in rows)
