"""The Department's local authority interactive tool (LAIT), as a table with a row for each measure, area and year."""

from collections.abc import Iterator

from scorecard.choices import Area
from scorecard.services.imports import written
from scorecard.services.imports.said import Passed, Rejected, Said
from scorecard.services.imports.tables import Row, Table

WHAT = "a table from the local authority interactive tool"
WANTED = ("Short Desc", "Years", "LA and Regions", "Values", "LA Number")
ENGLAND, LONDON = "970", "986"
REGIONS = {str(code) for code in range(970, 1000)}


def said(table: Table) -> Iterator[Said | Rejected | Passed]:
    """What each row says. Years are academic years: 2016 is the summer of 2015/16."""
    for number, row in table.rows:
        try:
            yield _row(table, number, row)
        except _Wrong as error:
            yield Rejected(number, error.column, str(error))


class _Wrong(ValueError):
    def __init__(self, column: str, error: ValueError) -> None:
        super().__init__(str(error))
        self.column = column


def _row(table: Table, number: int, row: Row) -> Said | Passed:
    key, la = _cell(table, row, "Short Desc"), _la(table, row)
    if not key:
        return Passed("No measure is named")
    if la in REGIONS - {ENGLAND, LONDON}:
        return Passed("A region other than London")
    try:
        year, status = written.year_and_status(_cell(table, row, "Years"))
    except written.Unreadable as error:
        raise _Wrong("Years", error) from error
    try:
        found = written.reading(_cell(table, row, "Values"))
    except written.Unreadable as error:
        raise _Wrong("Values", error) from error
    if found is None:
        return Passed("No figure")
    area = {ENGLAND: Area.ENGLAND, LONDON: Area.LONDON}.get(la, Area.LA)
    return Said(
        row=number,
        column="Values",
        key=key,
        year=year,
        area=area,
        la_code=la if area == Area.LA else "",
        value=found.value,
        reason=found.reason,
        status=status,
    )


def _la(table: Table, row: Row) -> str:
    """The three digits of an authority, which come as ``313.0``. Raises _Wrong."""
    text = _cell(table, row, "LA Number").removesuffix(".0")
    if not (len(text) == 3 and text.isdecimal() and text.isascii()):
        raise _Wrong("LA Number", ValueError(f"‘{text[:30]}’ is not the number of an authority, like 313"))
    return text


def _cell(table: Table, row: Row, heading: str) -> str:
    try:
        return table.cell(row, heading)
    except ValueError as error:
        raise _Wrong(heading, error) from error
