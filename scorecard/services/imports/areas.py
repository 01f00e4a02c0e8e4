"""Figures of London, England and authorities, and pupil premium by school: three publications, three importers."""

from collections.abc import Callable, Iterator
from pathlib import Path

from scorecard.choices import SourceKind, Status
from scorecard.services.imports import ees, lait, premium
from scorecard.services.imports.base import Ask, Importer, Reading, Tell
from scorecard.services.imports.matching import Columns, figures, ours
from scorecard.services.imports.said import once
from scorecard.services.imports.tables import Row, Table, opened
from scorecard.services.results import Figure

DFE = "Department for Education"
TABLES = ".csv,.zip,.xlsx"
TOLD_EVERY = 2_000  # rows


def read_lait(path: Path, ask: Ask, reading: Reading, tell: Tell) -> Iterator[Figure]:
    """The figures of a LAIT table, of every year and area in it. Raises Refused."""
    columns = Columns(SourceKind.LAIT)
    with opened(path, lait.WANTED, lait.WHAT) as table:
        heard = ours(lait.said(_counted(table, reading, tell)), columns, reading)
        yield from figures(once(heard), columns, reading)


def read_ees(path: Path, ask: Ask, reading: Reading, tell: Tell) -> Iterator[Figure]:
    """The figures of a tidy file, of every period in it. Raises Refused."""
    columns = Columns(SourceKind.EES)
    with opened(path, ees.WANTED, ees.WHAT) as table:
        reader = ees.Reader(_counted(table, reading, tell), columns.headings())
        if not reader.columns:
            reading.warn("The file has no column that we know. Its columns can be added to the measures.")
        heard = ours(reader.said(), columns, reading, by_group=True)
        yield from figures(once(heard), columns, reading, by_group=True)


def read_premium(path: Path, ask: Ask, reading: Reading, tell: Tell) -> Iterator[Figure]:
    """The figures of a list of allocations. Raises Refused."""
    columns = Columns(SourceKind.PUPIL_PREMIUM)
    with opened(path, premium.WANTED, premium.WHAT) as table:
        heard = ours(premium.said(_counted(table, reading, tell), ask.year or 0), columns, reading)
        yield from figures(once(heard), columns, reading)


def _counted(table: Table, reading: Reading, tell: Tell) -> Table:
    """The table, whose rows are counted as they are read."""

    def rows(found: Iterator[tuple[int, Row]]) -> Iterator[tuple[int, Row]]:
        for number, row in found:
            reading.read += 1
            if reading.read % TOLD_EVERY == 0:
                tell(30, f"{reading.read:,} rows read")
            yield number, row

    table.rows = rows(table.rows)
    return table


def _checks(wanted: tuple[str, ...], what: str) -> Callable[[Path], None]:
    def check(path: Path) -> None:
        with opened(path, wanted, what):
            pass

    return check


LAIT = Importer(
    kind=SourceKind.LAIT,
    title="Local authority interactive tool (LAIT)",
    publisher=DFE,
    intro="What London, England and each authority reached over the years, by measure. Years and provisional figures are"
    " named in the table itself.",
    hint="The table as CSV or .xlsx, with the columns Short Desc, Years, LA and Regions, Values and LA Number.",
    read=read_lait,
    check=_checks(lait.WANTED, lait.WHAT),
    asks_year=False,
    statuses=(Status.REVISED, Status.FINAL),
    accept=TABLES,
)
EES = Importer(
    kind=SourceKind.EES,
    title="Explore education statistics",
    publisher=DFE,
    intro="The early years profile and other tidy files: a row for each period, place and group of pupils.",
    hint="The CSV or zip file as you downloaded it, with the columns time_period and geographic_level.",
    read=read_ees,
    check=_checks(ees.WANTED, ees.WHAT),
    asks_year=False,
    accept=TABLES,
)
PREMIUM = Importer(
    kind=SourceKind.PUPIL_PREMIUM,
    title="Pupil premium by school",
    publisher=DFE,
    intro="The share of each school’s primary pupils who were entitled to free school meals in the last six years.",
    hint="The list of allocations as CSV or .xlsx, with URN, pupils on roll and pupils eligible.",
    read=read_premium,
    check=_checks(premium.WANTED, premium.WHAT),
    statuses=(Status.PROVISIONAL, Status.FINAL),
    accept=TABLES,
)
