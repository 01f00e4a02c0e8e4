"""Lists as files: one description of a table's columns, handed out as Excel or as CSV.

A list page asks ``download(request, Table(...))`` before it draws itself, so a file obeys the page's filters and
the reader's rights, and needs no address of its own: ``?download=xlsx`` or ``?download=csv`` on that of the page.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from hlp import audit, clock
from hlp.access import Request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DAY, MOMENT = "d mmmm yyyy", "d mmmm yyyy hh:mm"
LINES_AT_ONCE = 200
# A longer list comes as CSV, which starts at once, because a workbook must be complete before it can be sent.
ROWS_OF_A_WORKBOOK = 5_000
LONGEST_QUERY = 200
LONGEST_TEXT = 32_767  # characters that a cell of Excel holds
# What a spreadsheet would take for a formula when it opens the file, or when somebody copies the cell.
FORMULA = re.compile(r"^\s*[=+\-@]|^[\t\r\n]")
# Characters that no workbook may hold.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")

Value = str | int | float | bool | date | datetime | None


@dataclass(frozen=True)
class Column:
    """A heading, what stands under it for a row, and how wide it is in characters."""

    heading: str
    value: Callable[[Any], Value]
    width: int = 18


@dataclass(frozen=True)
class Table:
    """A list under a short name (``schools``). ``rows`` are read once, when the file is written."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Any]


def download(request: Request, table: Table) -> HttpResponseBase | None:
    """The table as the file that was asked for, or None where the page itself is wanted. Audits a download.

    ``rows`` hold only what the reader may see and has filtered for, all of it and not one page.
    """
    kind = request.GET.get("download")
    writer = {"xlsx": _xlsx_answer, "csv": _csv_answer}.get(kind or "")
    if writer is None:
        return None
    query = request.GET.urlencode()[:LONGEST_QUERY]
    audit.record("list.download", about=f"list:{table.name}", by=request.user, query=query)
    return writer(table)


def file_name(table: Table, ending: str) -> str:
    """``schools-2026-11-26.xlsx``: the list and today's date."""
    return f"{table.name}-{clock.today():%Y-%m-%d}.{ending}"


def in_parts(rows: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    """Rows in lists of at most ``size``, for what is looked up for many rows at once."""
    iterator = iter(rows)
    while part := list(islice(iterator, size)):
        yield part


# --- CSV ------------------------------------------------------------------------------------------


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _csv_answer(table: Table) -> HttpResponseBase:
    answer = StreamingHttpResponse(csv_lines(table), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{file_name(table, "csv")}"'
    return answer


def csv_lines(table: Table) -> Iterator[bytes]:
    """The file piece by piece: UTF-8 with the mark by which Excel knows it, dates as 2026-11-26."""
    writer = csv.writer(_Echo())
    yield ("\ufeff" + writer.writerow([column.heading for column in table.columns])).encode()
    for part in in_parts(table.rows, LINES_AT_ONCE):
        lines = (writer.writerow([_plain(column.value(row)) for column in table.columns]) for row in part)
        yield "".join(lines).encode()


def _plain(value: Value) -> str | int | float:
    value = _told(value)
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, date) else value


# --- Excel ----------------------------------------------------------------------------------------


def _xlsx_answer(table: Table) -> HttpResponseBase:
    rows = iter(table.rows)
    first = list(islice(rows, ROWS_OF_A_WORKBOOK + 1))
    whole = replace(table, rows=chain(first, rows))
    if len(first) > ROWS_OF_A_WORKBOOK:
        return _csv_answer(whole)
    file = TemporaryFile()  # noqa: SIM115 the answer closes it
    write_xlsx(whole, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=file_name(table, "xlsx"), content_type=XLSX)


def write_xlsx(table: Table, file: IO[bytes]) -> None:
    """The workbook: headings that stay in sight and filter, columns as wide as they say, dates that are dates."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name[:31].capitalize())
    sheet.freeze_panes = "A2"
    for number, column in enumerate(table.columns, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.append([_heading(sheet, column.heading) for column in table.columns])
    lines = 1
    for row in table.rows:
        sheet.append([_cell(sheet, column.value(row)) for column in table.columns])
        lines += 1
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(table.columns))}{lines}"
    book.save(file)


def _heading(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font, cell.alignment = Font(bold=True), Alignment(vertical="top", wrap_text=True)
    return cell


def _cell(sheet: Any, value: Value) -> Any:
    value = _told(value)
    if not isinstance(value, date):
        return value
    cell: Any = WriteOnlyCell(sheet)
    cell.value = value
    cell.number_format = MOMENT if isinstance(value, datetime) else DAY
    return cell


# --- Both -----------------------------------------------------------------------------------------


def _told(value: Value) -> str | int | float | date | datetime:
    """A value as a cell holds it: London's time, Yes and No, and text that no program takes for a formula."""
    if isinstance(value, datetime):
        return clock.local(value).replace(tzinfo=None, second=0, microsecond=0)
    if isinstance(value, bool) or value is None:
        return {True: "Yes", False: "No", None: ""}[value]
    if isinstance(value, int | float | date):
        return value
    text = CONTROL.sub("", str(value))[: LONGEST_TEXT - 1]
    return f"'{text}" if FORMULA.match(text) else text
