"""The headings of one file: which are read, what stands under which, and what they say about its year."""

import re
from collections import Counter
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from schools.services.delimited import Refused, Row
from scorecard.choices import REASONS, SourceKind, Standard, year_label
from scorecard.models import Measure, MeasureColumn
from scorecard.services.imports.cells import UNSIGNED

NEEDED = ("rectype", "lea", "urn")
# Years, by the one in which they began, without tests and so without tables.
NO_TABLES = frozenset({2019, 2020})
PERCENT = re.compile(r"(?!pcode)(?:p[tbgs]|.*cov$)")
SCORE = re.compile(r".*_average(?:_|$)")
PROGRESS = re.compile(r"(?!.*descr).*prog")
TEXTS = frozenset(
    "rectype alphaind lea estab urn schname address1 address2 address3 town pcode telnum urn_ac schname_ac open_ac"
    " nftype iclose reldenom agerange confexam tab15 tab1618".split()
)
# Whose numbers make up the cohort.
WHOLES = (("belig", "gelig"), ("tfsm6cla1a", "tnotfsm6cla1a"))
DIGITS = frozenset(["%", *"0123456789"])
CODE = re.compile(r"[A-Z]{2,7}\*?")
OFTEN = 3  # rows in which a word that is unknown to us must stand to be a code
FEW = 0.34  # a share of rows that may be wrong without hiding what a column holds
ADDS_UP = (
    0.25  # the share that shows that parts make up the whole: all in each file seen, by chance hardly any
)
NOT_A_SCORE, NOT_PROGRESS = (60, 140), (-60, 60)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a measure stands in the file."""

    measure: int
    code: str
    unit: str
    column: int
    cohort: int | None
    heading: str
    cohort_heading: str
    factor: Any


def plain(heading: str) -> str:
    """A heading as we compare it."""
    return heading.strip().strip("\ufeff").casefold()


def is_ks2(headings: list[str]) -> bool:
    """Whether a table looks like one of the performance tables of key stage 2."""
    names = {plain(one) for one in headings}
    return set(NEEDED) <= names and any(name.startswith(("ptrwm_", "telig", "readprog")) for name in names)


class Columns:
    """The columns of one file for one year. Raises Refused where it cannot be read."""

    def __init__(self, headings: list[str], year: int) -> None:
        names = [plain(one) for one in headings]
        self.width, self.headings = len(names), headings
        self.index = {name: place for place, name in enumerate(names) if name}
        missing = [one for one in NEEDED if one not in self.index]
        if missing:
            raise Refused(f"The column {missing[0].upper()} is missing.")
        self.places, self.absent = self._find(year)
        self._refuse_twice(names)
        if not self.places:
            raise Refused(f"No column of this file is one that we read for {year_label(year)}.")
        self.percent = self._those(PERCENT)
        self.scores, self.progress = self._those(SCORE), self._those(PROGRESS)
        known = {*self.percent, *(self.index[name] for name in TEXTS if name in self.index)}
        self.bare = [place for place in range(self.width) if place not in known and names[place]]
        self.signed: list[int] = []
        self.codes: frozenset[str] = frozenset()
        self.wholes: list[tuple[str, ...]] = []
        self.read = {p.column for p in self.places} | {p.cohort for p in self.places if p.cohort is not None}

    def _find(self, year: int) -> tuple[list[Place], list[str]]:
        """Where each measure stands, and the measures that the file has no column for."""
        found, absent = [], []
        rows = MeasureColumn.objects.filter(source=SourceKind.KS2).select_related("measure")
        wanted = [row for row in rows if _in(year, row) and _in(year, row.measure)]
        for row in wanted:
            place = self.index.get(plain(row.column))
            if place is None:
                absent.append(row.measure.name)
                continue
            of = self.index.get(plain(row.cohort_column)) if row.cohort_column else None
            measure = row.measure
            found.append(
                Place(
                    measure.pk,
                    measure.code,
                    _kind(measure),
                    place,
                    of,
                    row.column,
                    row.cohort_column,
                    row.factor,
                )
            )
        _refuse_two_columns(found)
        return found, absent

    def _refuse_twice(self, names: list[str]) -> None:
        wanted = {plain(p.heading) for p in self.places} | {plain(p.cohort_heading) for p in self.places}
        number = Counter(names)
        twice = next((one for one in names if one in wanted | set(NEEDED) and number[one] > 1), None)
        if twice:
            raise Refused(f"The column {twice.upper()} stands twice. Upload the file as you downloaded it.")

    def _those(self, pattern: re.Pattern[str]) -> list[int]:
        return [place for name, place in self.index.items() if pattern.match(name) and name not in TEXTS]

    def cell(self, row: Row, name: str) -> str:
        """A cell by its heading, without blanks around it; nothing where the row ends before it."""
        place = self.index[name]
        return row[place].strip() if place < len(row) else ""

    def learn(self, rows: list[Row]) -> None:
        """See from some rows which columns hold only percentages, and which never do, whatever this year's headings are."""
        self.bare = [place for place in self.bare if _signed(rows, place) <= FEW]
        self.signed = [place for place in self.percent if _signed(rows, place) >= 1 - FEW]
        self.codes = self._unknown_codes(rows)
        self.wholes = [parts for parts in WHOLES if self._mostly_adds_up(rows, parts)]

    def has_percentages(self, row: Row) -> bool:
        """Whether anything stands under the headings of percentages."""
        return any(row[place].strip() for place in self.percent if place < len(row))

    def _unknown_codes(self, rows: list[Row]) -> frozenset[str]:
        """Words in capitals that stand in several rows instead of figures: codes that nobody told us."""
        found: Counter[str] = Counter()
        for row in rows:
            found.update({row[place].strip() for place in self.read if place < len(row)})
        often = {text for text, number in found.items() if number >= OFTEN and CODE.fullmatch(text)}
        return frozenset(text for text in often if text not in REASONS)

    def _mostly_adds_up(self, rows: list[Row], parts: tuple[str, ...]) -> bool:
        if not {"telig", *parts} <= self.index.keys():
            return False
        told = [row for row in rows if all(cell.isdecimal() for cell in self._numbers(row, parts))]
        return sum(self._adds_up(row, parts) for row in told) >= ADDS_UP * len(told)

    def _numbers(self, row: Row, parts: tuple[str, ...]) -> list[str]:
        return [self.cell(row, name).removesuffix(".0") for name in ("telig", *parts)]

    def _adds_up(self, row: Row, parts: tuple[str, ...]) -> bool:
        """Whether the parts make up the cohort; where they are hidden the cohort is not."""
        everybody, *found = self._numbers(row, parts)
        if all(part.isdecimal() for part in found):
            return everybody == str(sum(int(part) for part in found))
        return not any(part.isdecimal() for part in found) and (everybody.isdecimal() or not everybody)

    def adds_up(self, row: Row) -> bool:
        """Whether the cohort is the sum of its parts, as it is in the rest of the file."""
        return all(self._adds_up(row, parts) for parts in self.wholes)

    def slid(self, row: Row) -> tuple[int, str] | None:
        """The first cell that shows that the row's cells stand under the wrong headings, and why; None where none does.

        ``row`` is as wide as the headings. A percentage under a heading that counts, or a count under one that is a
        percentage, gives away a cell that was lost or put in before.
        """
        if "%" in "".join(_cells(self.bare, row)):
            place = next(place for place in self.bare if "%" in row[place])
            return place, "Here stands a percentage where a number belongs; the cells of this row have slid."
        for place in self.signed:
            if row[place][-1:].isdigit() and row[place].strip("0. "):
                return place, UNSIGNED
        for places, (least, most) in ((self.scores, NOT_A_SCORE), (self.progress, NOT_PROGRESS)):
            for place in places:
                if _outside(row[place], least, most):
                    return (
                        place,
                        f"This must lie between {least} and {most}; the cells of this row have slid.",
                    )
        return None


def _signed(rows: list[Row], place: int) -> float:
    """The share of the figures in a column that have a percent sign; half where there are no figures."""
    found = [row[place] for row in rows if place < len(row) and row[place].strip()[-1:] in DIGITS]
    return sum("%" in cell for cell in found) / len(found) if found else 0.5


def _kind(measure: Measure) -> str:
    """What can stand in a cell of a measure: its unit; progress may be below nought."""
    return Standard.PROGRESS if measure.standard == Standard.PROGRESS else measure.unit


def _in(year: int, row: Any) -> bool:
    first = row.first_year if isinstance(row, Measure) else row.year_from
    last = row.last_year if isinstance(row, Measure) else row.year_to
    return (first is None or first <= year) and (last is None or year <= last)


def _refuse_two_columns(found: list[Place]) -> None:
    twice = [code for code, number in Counter(place.code for place in found).items() if number > 1]
    if twice:
        raise Refused(
            f"The measure ‘{twice[0]}’ has two columns in this file. Change its columns under Measures."
        )


def _cells(places: list[int], row: Row) -> tuple[str, ...]:
    if len(places) < 2:
        return tuple(row[place] for place in places)
    cells: tuple[str, ...] = itemgetter(*places)(row)
    return cells


def _outside(text: str, least: int, most: int) -> bool:
    """Whether a cell is a number that lies elsewhere. A percentage is none, and no word is."""
    try:
        return not least <= float(text) <= most
    except ValueError:
        return "%" in text


def earlier_years(headings: list[str]) -> list[int]:
    """The calendar years whose figures ride along in columns with the endings ``_16``, ``_17``, the newest first."""
    names = [plain(one) for one in headings]
    found = {match[1] for name in names if (match := re.search(r"^(?:pt|read|writ|mat).*_(\d\d)$", name))}
    return sorted((2000 + int(two) for two in found), reverse=True)


def doubts(headings: list[str], year: int) -> list[str]:
    """What the file's own columns say against the year that somebody named, in sentences."""
    earlier = earlier_years(headings)
    if not earlier:
        return []
    newest, ends = earlier[0], year + 1
    if newest >= ends:
        return [f"The file has columns of {newest}, so it cannot be that of {year_label(year)}."]
    before = {one for one in range(newest + 1, ends) if one - 1 not in NO_TABLES}
    if before - {2022}:
        likely = next(one for one in range(newest, newest + 4) if one not in NO_TABLES)
        return [
            f"The newest earlier year in its columns is {newest}, so it looks like the file of {year_label(likely)}"
            f" and not of {year_label(year)}."
        ]
    return []
