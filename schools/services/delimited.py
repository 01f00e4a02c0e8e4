"""Reading of text tables (CSV) from anywhere: their encoding, their lines and their rows, streamed."""

import codecs
import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO

CHUNK = 1 << 20

Open = Callable[[], IO[bytes]]
Row = list[str]


class Refused(Exception):
    """The file cannot be used; the message says why, and where, to a headteacher."""


class Moved(Exception):
    """What a preview would change was changed since, so it is no longer what would happen."""


@dataclass
class Lines:
    """The lines of a text; notes whether the last one was finished, and rows that end inside quotation marks."""

    text: IO[str]
    ended: bool = True
    quoted: bool = False
    torn: bool = False

    def __iter__(self) -> Iterator[str]:
        for line in self.text:
            self.ended = line.endswith(("\n", "\r"))
            self.quoted ^= line.count('"') % 2 == 1
            yield line


def encoding_of(open_: Open) -> str:
    """UTF-8 if every byte of the file fits, else the Windows encoding that Excel and the register use. Raises Refused."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    found = "utf-8-sig"
    with open_() as raw:
        for chunk in iter(lambda: raw.read(CHUNK), b""):
            if b"\0" in chunk:
                raise Refused("This is not a CSV file. Save it as ‘CSV UTF-8’, or download it again.")
            found = _try(decoder, chunk) if found == "utf-8-sig" else found
    return found


def _try(decoder: codecs.IncrementalDecoder, chunk: bytes) -> str:
    try:
        decoder.decode(chunk)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def rows_of(lines: Lines, reader: Iterator[Row]) -> Iterator[tuple[int, Row]]:
    """Rows that hold something, numbered as a spreadsheet numbers them. Raises Refused."""
    number = 0
    try:
        for number, row in enumerate(reader, start=1):
            lines.torn, lines.quoted = lines.quoted, False
            if any(row):
                yield number, row
    except UnicodeDecodeError as error:
        raise Refused(
            f"Near row {number + 1} stands a character that cannot be read. Save the file as ‘CSV UTF-8’."
        ) from error
    except csv.Error as error:
        raise Refused(
            f"Row {number + 1} cannot be read: a quotation mark is opened and never closed."
        ) from error
