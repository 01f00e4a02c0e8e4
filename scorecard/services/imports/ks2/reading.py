"""Reads the performance tables row by row: schools that the register knows, local authorities and England."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import Any

from schools.models import School
from schools.services.delimited import Refused, Row
from schools.services.downloads import Table, sources, table
from scorecard.choices import BLANK, Area, year_label
from scorecard.models import Result
from scorecard.services.imports import cells
from scorecard.services.imports.base import Ask, Reading, Reject, Tell
from scorecard.services.imports.cells import Wrong
from scorecard.services.imports.ks2.columns import NO_TABLES, Columns, doubts, is_ks2
from scorecard.services.results import Figure

SNIFFED = 300  # rows that show how the file writes percentages
TOLD_EVERY = 200  # rows
AREAS = {"3": Area.LA, "4": Area.ENGLAND_ALL, "5": Area.ENGLAND}
KINDS = {"1": "Schools", "2": "Schools", "3": "Local authorities", "4": "England", "5": "England"}
UNKNOWN = "Schools that our register does not know"
UNEVEN = "Boys and girls, or disadvantaged pupils and the others, do not make up this number."
AGAIN = "The same row again"
# The Department suppresses results of five pupils or fewer, and of ten or fewer in earlier years.
HIDDEN_UP_TO = 10
NOT_HIDDEN = "Results are suppressed for a few pupils only, so this number cannot be right."
ENOUGH = 10  # schools whose figures can be compared with those of another year
PROGRESS_ENDED = 2023

# The same few texts stand in most cells.
figure = lru_cache(maxsize=8192)(cells.figure)
cohort = lru_cache(maxsize=8192)(cells.cohort)


def check(path: Path) -> None:
    """Raise Refused for a file that is none of these tables."""
    with _opened(path):
        pass


@contextmanager
def _opened(path: Path) -> Iterator[Table]:
    """The one table of key stage 2 in a download, its rows as they stand."""
    with sources(path) as found:
        fitting = []
        for source in found:
            with table(*source, fold=False) as one:
                if is_ks2(one.headings):
                    fitting.append(source)
        if not fitting:
            raise Refused(
                "This is not a file of the key stage 2 performance tables: there are no columns ‘RECTYPE’, ‘URN’ and"
                " ‘PTRWM_EXP’. Upload it as you downloaded it."
            )
        if len(fitting) > 1:
            names = " and ".join(name for name, *_ in fitting[:2])
            raise Refused(f"The zip file holds {names}. Upload one of them: each is of one year.")
        with table(*fitting[0], fold=False) as one:
            yield one


def read(path: Path, ask: Ask, reading: Reading, tell: Tell) -> Iterator[Figure]:
    """The figures of a file, row by row; a row with one wrong cell gives none. Raises Refused."""
    if ask.year is None:
        raise Refused("Say which academic year the file is of.")
    if ask.year in NO_TABLES:
        raise Refused(
            f"No tests were held in {year_label(ask.year)}, so there are no tables. Choose another year."
        )
    with _opened(path) as one:
        reader = _Reader(one, ask.year, reading)
        for number, row in reader.rows():
            reading.read += 1
            yield from reader.figures(number, row)
            if reading.read % TOLD_EVERY == 0:
                tell(5 + int(85 * one.done()), f"{reading.read:,} rows read")
        reader.doubt()


class _Reader:
    """One passage through a table."""

    def __init__(self, source: Table, year: int, reading: Reading) -> None:
        self.source, self.year, self.reading = source, year, reading
        self.columns = Columns(source.headings, year)
        self.known = dict(School.objects.values_list("urn", "pk"))
        self.seen: dict[Any, int] = {}
        self.combined: dict[int, Decimal] = {}
        self.progress = 0
        self.signed = True
        reading.absent = self.columns.absent
        for sentence in doubts(source.headings, year):
            reading.warn(sentence)

    def rows(self) -> Iterator[tuple[int, Row]]:
        """All rows; before the first comes out, the first few have shown how percentages are written. Raises Refused."""
        first = list(islice(self.source.rows, SNIFFED))
        sample = [row for _, row in first]
        self.columns.learn(sample)
        for code in sorted(self.columns.codes):
            self.reading.warn(
                f"‘{code}’ stands in several rows, and we do not know what it means. It is kept as it is."
            )
        self.signed = self._sniff(sample)
        return chain(first, self.source.rows)

    def _sniff(self, rows: list[Row]) -> bool:
        found = [row[place].strip() for row in rows for place in self.columns.percent if place < len(row)]
        if any("%" in cell for cell in found):
            return True
        bare = [float(cell) for cell in found if re.fullmatch(r"\d+(?:\.\d+)?", cell)]
        if any(0 < value < 1 for value in bare):
            raise Refused(
                "The percentages of this file have become shares, such as 0.59 for 59%. A spreadsheet has changed it."
                " Download the file again and upload it as it is."
            )
        if any(bare):
            self.reading.warn(
                "No percentage in this file has its sign, so a spreadsheet has changed it. Check a few figures."
            )
        return not any(bare)

    def figures(self, number: int, row: Row) -> list[Figure]:
        """The figures of one row; none for a row that is not ours or not right. Raises Refused."""
        try:
            place = self._place(number, row)
            if place is None:
                return []
            whole = self._whole(number, row)
        except _Rejected as error:
            self.reading.reject(*error.why)
            return []
        if self._again(number, whole, place):
            return []
        drawn = self._draw(number, whole, place)
        self.reading.taken[KINDS[self._kind(row)]] += bool(drawn)
        return drawn

    def _kind(self, row: Row) -> str:
        return self.columns.cell(row, "rectype").removesuffix(".0")

    def _place(self, number: int, row: Row) -> dict[str, Any] | None:
        """Whose row it is; None for a school that the register does not know."""
        kind = self._kind(row)
        if kind not in KINDS:
            raise _Rejected(
                number, "RECTYPE", self.columns.cell(row, "rectype"), "The record type must be 1 to 5."
            )
        if kind == "3":
            code = self.columns.cell(row, "lea").removesuffix(".0")
            if not re.fullmatch(r"\d{3}", code):
                raise _Rejected(number, "LEA", code, "A local authority’s code has three digits.")
            return {"area": Area.LA, "la_code": code}
        if kind in AREAS:
            return {"area": AREAS[kind]}
        urn = self.columns.cell(row, "urn").removesuffix(".0")
        if not re.fullmatch(r"\d{6}", urn):
            raise _Rejected(number, "URN", urn, "A school’s URN has six digits.")
        if int(urn) not in self.known:
            self.reading.left[UNKNOWN] += 1
            return None
        return {"school": self.known[int(urn)]}

    def _whole(self, number: int, row: Row) -> Row:
        """The row as wide as the headings, its cells under their own. Raises what rejects the row."""
        columns = self.columns
        if len(row) > columns.width and any(cell.strip() for cell in row[columns.width :]):
            raise _Rejected(number, "", "", f"The row has {len(row)} cells under {columns.width} headings.")
        if not self.source.ended() and columns.width - 1 in columns.read:
            raise _Rejected(number, "", "", "The file ends within this row, so its last figure may be cut.")
        if not self.signed and len(row) < columns.width and columns.has_percentages(row):
            raise _Rejected(number, "", "", f"The row has {len(row)} cells under {columns.width} headings.")
        whole = [*row[: columns.width], *[""] * (columns.width - len(row))]
        slid = columns.slid(whole)
        if slid:
            raise _Rejected(number, columns.headings[slid[0]], whole[slid[0]], slid[1])
        return whole

    def _draw(self, number: int, row: Row, place: dict[str, Any]) -> list[Figure]:
        """A figure for each measure; none where a cell is wrong."""
        drawn: list[Figure] = []
        also = self.columns.codes
        wrong: dict[int, str] = {}
        for one in self.columns.places:
            try:
                cell = figure(row[one.column], one.unit, signed=self.signed, factor=one.factor, also=also)
            except Wrong as error:
                wrong[one.column] = str(error)
                continue
            try:
                of = cohort(row[one.cohort], also) if one.cohort is not None else None
            except Wrong as error:
                wrong[one.cohort or 0] = str(error)
                continue
            drawn.append(Figure(one.measure, self.year, cell.value, cell.reason, cohort=of, **place))
        if not wrong and not self.columns.adds_up(row):
            wrong[self.columns.index["telig"]] = UNEVEN
        if not wrong and self._hides_too_many(drawn):
            wrong[self.columns.index["telig"]] = NOT_HIDDEN
        if wrong:
            headings = self.columns.headings
            self.reading.reject(*(Reject(number, headings[at], row[at], why) for at, why in wrong.items()))
            return []
        self._count(drawn)
        return drawn

    def _hides_too_many(self, drawn: list[Figure]) -> bool:
        """Whether the headline of a cohort is suppressed that is too large for it."""
        found = zip(self.columns.places, drawn, strict=True)
        headlines = [figure for place, figure in found if place.code == "rwm-exp"]
        return any(one.reason == "SUPP" and (one.cohort or 0) > HIDDEN_UP_TO for one in headlines)

    def _count(self, drawn: list[Figure]) -> None:
        for one, found in zip(self.columns.places, drawn, strict=True):
            if found.value is not None:
                self.reading.found[one.code] += 1
                self.progress += one.code == "read-prog" and found.school is not None
            elif found.reason != BLANK:
                self.reading.codes[found.reason] += 1
            if one.code == "rwm-exp" and found.school and found.value is not None:
                self.combined[found.school] = found.value

    def _again(self, number: int, row: Row, place: dict[str, Any]) -> bool:
        """Whether the same row stood there before. Raises Refused where it said something else."""
        key = tuple(sorted(place.items()))
        print_ = hash(tuple(row[one.column].strip() for one in self.columns.places))
        if key not in self.seen:
            self.seen[key] = print_
            return False
        if self.seen[key] != print_:
            raise Refused(
                f"In row {number} stands {self.columns.cell(row, 'schname') or 'England'} for a second time, with other"
                " figures than before. Upload the file as you downloaded it."
            )
        self.reading.left[AGAIN] += 1
        return True

    def doubt(self) -> None:
        """Note what the figures themselves say against the year that was named."""
        if self.year >= PROGRESS_ENDED and self.progress:
            self.reading.warn("The file has progress measures, which ended with 2022/23. Check the year.")
        rows = Result.objects.current().filter(measure__code="rwm-exp", school__in=list(self.combined)[:500])
        by_year: dict[int, list[bool]] = {}
        for year, school, value in rows.exclude(year=self.year).values_list("year", "school", "value"):
            by_year.setdefault(year, []).append(value == self.combined[school])
        for year, same in sorted(by_year.items()):
            if len(same) >= ENOUGH and sum(same) >= 0.9 * len(same):
                self.reading.warn(
                    f"{sum(same)} of {len(same)} schools have the same figures here as in {year_label(year)}."
                    " Check the year."
                )


class _Rejected(Exception):
    """A row that is not taken."""

    def __init__(self, row: int, column: str, value: str, why: str) -> None:
        super().__init__(why)
        self.why = [Reject(row, column, value[:60], why)]
