"""Pupil premium allocations, a row for each school: the share of primary pupils who had free meals in six years.

The Department writes the share as a fraction (0.158). It is computed again from the two counts beside it, and a row in
which they do not agree is rejected.
"""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from scorecard.choices import Area
from scorecard.services.imports import written
from scorecard.services.imports.said import Passed, Rejected, Said
from scorecard.services.imports.tables import Row, Table

WHAT = "a list of pupil premium allocations by school"
ROLL = "Number of Primary pupils on roll"
ELIGIBLE = "Number of Primary pupils eligible for the Deprivation Pupil Premium"
SHARE = "Percentage of Primary pupils eligible for the Deprivation Pupil Premium"
POUNDS = "Total allocation for the Deprivation Pupil Premium"
WANTED = ("URN", ROLL, ELIGIBLE, SHARE)
TOLERANCE = Decimal("0.6")  # percentage points: the share is rounded to a tenth, older files to a whole


def said(table: Table, year: int) -> Iterator[Said | Rejected | Passed]:
    """What each row says for a financial year, named by the academic year in which it begins."""
    for number, row in table.rows:
        told = _row(table, number, row, year)
        yield told
        if isinstance(told, Said) and told.value is not None:
            yield from _pounds(table, row, told)


def _row(table: Table, number: int, row: Row, year: int) -> Said | Rejected | Passed:
    heading = "URN"
    try:
        urn = written.urn(table.cell(row, heading))
        heading = ROLL
        roll = written.whole(table.cell(row, heading))
        heading = ELIGIBLE
        eligible = written.reading(table.cell(row, heading))  # full-time equivalents: 48.9
        heading = SHARE
        share = written.reading(table.cell(row, heading))
    except ValueError as error:
        return Rejected(number, heading, str(error))
    if share is None or roll == 0:
        return Passed("No primary pupils")
    told = Said(number, SHARE, SHARE, year, Area.SCHOOL, urn=urn, cohort=roll, reason=share.reason)
    return _checked(told, share, eligible) if share.value is not None else told


def _pounds(table: Table, row: Row, told: Said) -> Iterator[Said | Rejected]:
    try:
        pounds = written.reading(table.cell(row, POUNDS))
    except ValueError as error:
        yield Rejected(told.row, POUNDS, str(error))
        return
    if pounds and pounds.value is not None:
        yield replace(told, key=POUNDS, column=POUNDS, value=pounds.value, cohort=None)


def _checked(told: Said, share: written.Written, counted: written.Written | None) -> Said | Rejected:
    per_cent = (share.value or Decimal(0)) * (1 if share.percent else 100)
    eligible, roll = counted.value if counted else None, told.cohort
    if roll is None or eligible is None:
        return Rejected(told.row, SHARE, "the numbers of pupils that it is a share of are missing")
    if eligible > roll:
        return Rejected(told.row, ELIGIBLE, f"{eligible:f} of {roll} pupils cannot be eligible")
    if abs(100 * eligible / roll - per_cent) > TOLERANCE:
        return Rejected(told.row, SHARE, f"{per_cent.normalize():f}% is not {eligible:f} of {roll} pupils")
    return replace(told, value=per_cent)
