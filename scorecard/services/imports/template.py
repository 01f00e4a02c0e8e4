"""Our own template: a row for each school and measure of a year, with the figure and the number of pupils to fill in."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from hlp import clock
from hlp.tables import Column, Table
from schools.models import AcademicYear, School
from schools.services.delimited import Refused
from scorecard.choices import Area, SourceKind, Status, Unit, year_label, year_of
from scorecard.models import Measure
from scorecard.services import reports
from scorecard.services.desk.scope import expects
from scorecard.services.imports import cells, written
from scorecard.services.imports import tables as files
from scorecard.services.imports.base import Ask, Importer, Reading, Reject, Tell
from scorecard.services.results import Figure

WHAT = "our template of results"
WANTED = ("URN", "Academic year", "Code", "Figure")
FIGURE, PUPILS = "Figure", "Pupils"
UNITS = {
    Unit.PERCENT: "per cent, like 67 or 67%",
    Unit.SCORE: "scaled score, like 104.5",
    Unit.POINTS: "points",
    Unit.NUMBER: "number",
    Unit.POUNDS: "pounds",
}
# Scaled scores of a school lie between these; the test gives 80 to 120.
SCORES = (Decimal(80), Decimal(120))
MOST_ROWS = 50_000
MOST_ROWS_OF_A_SCHOOL = 500


@dataclass(frozen=True)
class Row:
    """A row to fill in, or one that is filled in."""

    school: School
    year: int
    measure: Measure


COLUMNS = [
    Column("URN", lambda row: row.school.urn, 10),
    Column("School", lambda row: row.school.name, 44),
    Column("Academic year", lambda row: year_label(row.year), 14),
    Column("Code", lambda row: row.measure.code, 20),
    Column("Measure", lambda row: row.measure.name, 60),
    Column("Write it as", lambda row: UNITS[Unit(row.measure.unit)], 26),
    Column(FIGURE, lambda row: None, 10),
    Column(PUPILS, lambda row: None, 10),
]


def template_of(schools: list[School], year: int) -> Table:
    """The template for these schools: a row for each measure of which they have pupils."""
    measures = reports.reportable(year)
    rows = (Row(school, year, one) for school in schools for one in measures if expects(school, one))
    return Table(f"results-{year_label(year).replace('/', '-')}", COLUMNS, rows)


def latest_year() -> int:
    """The academic year of which schools report: the one that ended last."""
    return year_of(clock.today()) - 1


def template() -> Table:
    """The template for all of this year's members."""
    current = AcademicYear.objects.current()
    members = School.objects.members_in(current).order_by("name", "urn").distinct() if current else []
    return template_of(list(members), latest_year())


@dataclass(frozen=True)
class Filled:
    """A row that is filled in: the school, and what it tells."""

    row: int
    school: School
    told: reports.Told


class Reader:
    """Reads rows of the template for these schools and one year; what is blank is passed over."""

    def __init__(self, table: files.Table, schools: list[School], year: int) -> None:
        self.table, self.year = table, year
        self.schools = {school.urn: school for school in schools}
        self.measures = {one.code: one for one in reports.reportable(year)}
        self.seen: dict[tuple[int, str], int] = {}

    def filled(self, number: int, row: list[str]) -> Filled | Reject | str:
        """What a row tells, why it cannot be, or why it is passed over."""
        heading = FIGURE
        try:
            if not self.table.cell(row, FIGURE):
                return "Left blank"
            heading = "URN"
            school = self._school(row)
            heading = "Academic year"
            self._check_year(row)
            heading = "Code"
            measure = self._measure(row, school)
            heading = FIGURE
            value = value_of(self.table.cell(row, FIGURE), measure)
            heading = PUPILS
            pupils = written.whole(self.table.cell(row, PUPILS))
            heading = "Code"
            self._check_once(number, school, measure)
        except ValueError as error:
            try:
                stands = self.table.cell(row, heading)
            except ValueError:
                stands = ""
            why = str(error)
            return Reject(number, heading, stands, f"{why[:1].upper()}{why[1:]}.")
        return Filled(number, school, reports.Told(measure, value, pupils))

    def _school(self, row: list[str]) -> School:
        urn = written.urn(self.table.cell(row, "URN"))
        if urn not in self.schools:
            raise ValueError("this school is none of those that this file may report")
        return self.schools[urn]

    def _check_year(self, row: list[str]) -> None:
        said, _ = written.year_and_status(self.table.cell(row, "Academic year"))
        if said != self.year:
            raise ValueError(f"this row is of {year_label(said)} and not of {year_label(self.year)}")

    def _measure(self, row: list[str], school: School) -> Measure:
        code = self.table.cell(row, "Code").casefold()
        if code not in self.measures:
            raise ValueError("there is no such measure in this year’s template")
        if not expects(school, self.measures[code]):
            raise ValueError("the school has no pupils of this age")
        return self.measures[code]

    def _check_once(self, number: int, school: School, measure: Measure) -> None:
        first = self.seen.setdefault((school.urn, measure.code), number)
        if first != number:
            raise ValueError(f"row {first} tells this already")


def value_of(text: str, measure: Measure) -> Decimal:
    """A figure as a person writes it, in the unit of its measure. Raises ValueError, which says why."""
    said = written.reading(text)
    if said is None or said.value is None:
        raise ValueError("this is not a figure; leave it blank where there is none")
    if measure.unit == Unit.PERCENT and not said.percent and 0 < said.value < 1:
        raise ValueError(
            f"write {(said.value * 100).normalize():f}% if this is a share, or {said.value}% if it is so little"
        )
    if said.percent and measure.unit != Unit.PERCENT:
        raise ValueError("this measure is not a percentage")
    least, most = SCORES if measure.unit == Unit.SCORE else cells.RANGES[measure.unit]
    if not least <= said.value <= most:
        raise ValueError(f"this must lie between {least} and {most:,}")
    if measure.unit == Unit.NUMBER and said.value != said.value.to_integral_value():
        raise ValueError("this must be a whole number")
    return said.value


def check(path: Path) -> None:
    """Raise Refused for a file that is not our template."""
    with files.opened(path, WANTED, WHAT):
        pass


def read(path: Path, ask: Ask, reading: Reading, tell: Tell) -> Iterator[Figure]:
    """The figures of a template for any of our schools. Raises Refused."""
    if ask.year is None:
        raise Refused("Say which academic year the file is of.")
    with files.opened(path, WANTED, WHAT) as table:
        reader = Reader(table, list(School.objects.all()), ask.year)
        for number, row in table.rows:
            reading.read += 1
            if reading.read > MOST_ROWS:
                raise Refused(f"The file has more than {MOST_ROWS:,} rows. Upload it in parts.")
            found = reader.filled(number, row)
            if isinstance(found, Reject):
                reading.reject(found)
            elif isinstance(found, str):
                reading.left[found] += 1
            else:
                reading.taken[Area.SCHOOL.label] += 1
                reading.found[found.told.measure.code] += 1
                yield reports.figure_of(found.told, found.school, ask.year)


@dataclass(frozen=True)
class Found:
    """What the template of one school tells, and which rows cannot be taken."""

    told: tuple[reports.Told, ...] = ()
    rejects: tuple[Reject, ...] = ()


def of_school(path: Path, school: School, year: int) -> Found:
    """What a filled template says of one school. Raises Refused."""
    told: list[reports.Told] = []
    rejects: list[Reject] = []
    with files.opened(path, WANTED, WHAT) as table:
        reader = Reader(table, [school], year)
        for count, (number, row) in enumerate(table.rows):
            if count >= MOST_ROWS_OF_A_SCHOOL:
                raise Refused("The file has far more rows than the template of one school.")
            found = reader.filled(number, row)
            if isinstance(found, Filled):
                told.append(found.told)
            elif isinstance(found, Reject):
                rejects.append(found)
    return Found(tuple(told), tuple(rejects))


IMPORTER = Importer(
    kind=SourceKind.RESULTS,
    title="What schools report",
    publisher="The partnership’s schools",
    intro="Figures that nobody has published yet, in our own template. A published figure is never replaced by them.",
    hint="Our template, filled in, as CSV or .xlsx.",
    read=read,
    check=check,
    asks_status=False,
    statuses=(Status.REPORTED,),
    accept=".csv,.xlsx",
    template=template,
    permission="scorecard.import_reports",
)
