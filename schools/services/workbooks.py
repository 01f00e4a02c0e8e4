"""Reading of Excel workbooks from anywhere: what may be opened, and the cells of a sheet, streamed."""

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from zlib import error as ZlibError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from schools.services.delimited import Refused

MOST_PARTS = 2_000  # files in a workbook
DAMAGED = "The Excel file is damaged or was not uploaded in full. Save it again as .xlsx."
# What a broken workbook raises, its XML (a SyntaxError) included.
BROKEN = (zipfile.BadZipFile, ZlibError, SyntaxError, InvalidFileException, EOFError)

Sheets = list[tuple[str, Any]]


def check_workbook(path: Path, largest: int, too_large: str) -> None:
    """Raise Refused for a workbook that shows from outside that it cannot be used. Nothing is unpacked.

    ``largest`` are the bytes that all its parts may have, unpacked; ``too_large`` is what is said beyond that.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (*BROKEN, NotImplementedError) as error:
        raise Refused(DAMAGED) from error
    names = {part.filename for part in parts}
    if "xl/vbaProject.bin" in names:
        raise Refused("The Excel file holds macros. Save it as ‘Excel Workbook (.xlsx)’, which holds none.")
    if "xl/workbook.xml" not in names:
        raise Refused("This is not an Excel workbook. Upload a CSV or an .xlsx file.")
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > largest:
        raise Refused(too_large)
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("The Excel file is locked with a password. Save it without one.")


@contextmanager
def sheets(path: Path) -> Iterator[Sheets]:
    """The sheets of a workbook by name, in its order, to be read once each; its file may have any name. Raises Refused."""
    with path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except (*BROKEN, KeyError, ValueError, TypeError, OSError) as error:
            raise Refused(DAMAGED) from error
        try:
            if not book.worksheets:
                raise Refused("There is no sheet in the Excel file.")
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what a workbook says of its own size is not to be relied on
            yield [(sheet.title, sheet) for sheet in book.worksheets]
        finally:
            book.close()


def cells_of(sheet: Any, most_columns: int) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The rows of a sheet with their number; each cell has ``value``, and ``number_format`` unless it is empty.

    Raises Refused.
    """
    try:
        yield from enumerate(sheet.iter_rows(max_col=most_columns), start=1)
    except (*BROKEN, KeyError, ValueError, TypeError, OSError) as error:
        raise Refused(DAMAGED) from error
