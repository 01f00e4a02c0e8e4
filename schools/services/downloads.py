"""Opens what people download from publishers: CSV in any encoding, alone or in a zip.

Rows are streamed; no more than one is held. A file that cannot be used raises Refused with a sentence to show.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from schools.services.delimited import Lines, Refused, Row, encoding_of, rows_of

__all__ = ["LARGEST_UPLOAD", "Refused", "Row", "Table", "sources", "table"]

LARGEST_UPLOAD = 100_000_000  # bytes; the full file has some 65 million
LARGEST_UNPACKED = 300_000_000  # bytes of all tables in a zip

Open = Callable[[], IO[bytes]]


@dataclass
class Table:
    """One CSV: its headings in the file's order, and its rows with their number in the file (the headings are 1).

    ``done`` is the share that was read; ``ended`` whether the line read last ended as a line does.
    """

    name: str
    headings: list[str]
    rows: Iterator[tuple[int, Row]]
    done: Callable[[], float]
    ended: Callable[[], bool] = lambda: True


@contextmanager
def sources(path: Path) -> Iterator[list[tuple[str, int, Open]]]:
    """The CSV files of a download: name, size in bytes, and how to open each. Raises Refused."""
    with path.open("rb") as file:
        head = file.read(4)
    if not head:
        raise Refused("The file is empty.")
    if not head.startswith(b"PK"):
        yield [(path.name, path.stat().st_size, lambda: path.open("rb"))]
        return
    try:
        with zipfile.ZipFile(path) as archive:
            yield [_member(archive, info) for info in _members(archive)]
    except (zipfile.BadZipFile, EOFError, NotImplementedError) as error:
        raise Refused("The zip file is damaged or was not downloaded in full. Download it again.") from error


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> tuple[str, int, Open]:
    return info.filename, info.file_size, lambda: archive.open(info)


def _members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        raise Refused("This is an Excel or Word file. Open it and save it as CSV, then upload the CSV file.")
    found = [info for info in archive.infolist() if info.filename.lower().endswith(".csv")]
    if not found:
        raise Refused("There is no CSV file in the zip file.")
    if any(info.flag_bits & 1 for info in found):
        raise Refused("The zip file is locked with a password. Unpack it and upload the CSV file.")
    if sum(info.file_size for info in found) > LARGEST_UNPACKED:
        raise Refused(f"Unpacked, the zip file has more than {LARGEST_UNPACKED // 1_000_000} MB.")
    return found


@contextmanager
def table(name: str, size: int, open_: Open, *, fold: bool = True) -> Iterator[Table]:
    """One CSV, its headings read. Raises Refused where it is none, here or while its rows are read.

    With ``fold`` every row gets as many cells as there are headings; without it comes as it stands.
    """
    encoding = encoding_of(open_)
    with open_() as raw:
        lines = Lines(io.TextIOWrapper(raw, encoding=encoding, newline=""))
        rows = rows_of(lines, csv.reader(iter(lines)))
        first = next(rows, (1, []))[1]
        if len(first) == 1 and (";" in first[0] or "\t" in first[0]):
            raise Refused(
                "The columns are not separated by commas. Save the file as ‘CSV (comma delimited)’."
            )
        headings = [" ".join(cell.split()) for cell in first]
        body = _whole(lines, rows, len(headings), fold)
        done = lambda: min(raw.tell() / size, 1.0) if size else 1.0  # noqa: E731
        yield Table(name, headings, body, done, lambda: lines.ended)


def _whole(
    lines: Lines, rows: Iterator[tuple[int, Row]], width: int, fold: bool
) -> Iterator[tuple[int, Row]]:
    """The rows; with ``fold`` short ones are filled and what is too much is put into the last column.

    Raises Refused, after the last row, when the file breaks off in it.
    """
    number, short = 1, False
    for number, row in rows:
        short = len(row) < width
        yield number, _fitted(row, width) if fold else row
    if lines.torn or (short and not lines.ended):
        raise Refused(f"The file breaks off in row {number}. Download it again.")


def _fitted(row: Row, width: int) -> Row:
    if len(row) < width:
        return row + [""] * (width - len(row))
    return row if len(row) == width else [*row[: width - 1], " ".join(row[width - 1 :])]
