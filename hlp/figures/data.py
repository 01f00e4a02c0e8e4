"""What goes into a figure, and what comes out of it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

NONE = "no figure"


class Look(StrEnum):
    """How a series is told from the others: colour, dash and marker together (``style.py``)."""

    OWN = "own"
    PEERS = "peers"
    NEAR = "near"
    REGION = "region"
    NATION = "nation"


@dataclass(frozen=True)
class Unit:
    """How values are written and how far an axis may reach.

    ``least`` is the shortest stretch an axis shows, so that a change of one pupil does not look like a leap.
    """

    suffix: str = "%"
    prefix: str = ""
    decimals: int = 0
    apart: str = "percentage points"
    brief: str = "points"
    floor: float | None = 0.0
    ceiling: float | None = 100.0
    least: float = 20.0

    def say(self, value: float | None) -> str:
        """A value in words: ``63%``, ``−1.4``, ``no figure``."""
        if value is None:
            return NONE
        number = self.number(value)
        minus = "−" if self.rounded(value) < 0 else ""
        return f"{minus}{self.prefix}{number}{self.suffix}"

    def distance(self, value: float, brief: bool = False) -> str:
        """How far two values are apart, without a sign: ``7 percentage points``, ``1 point``."""
        number = self.number(value)
        word = self.brief if brief else self.apart
        return f"{self.prefix}{number} {word.removesuffix('s') if number == '1' else word}".strip()

    def number(self, value: float) -> str:
        """The bare number without a sign, as it is written: ``7``, ``1.4``."""
        return f"{abs(self.rounded(value)):,}"

    def rounded(self, value: float) -> Decimal:
        """As it is written: half away from nought, so that 66.5 is 67 here as on every page."""
        exact = Decimal(str(round(value, 6)))
        return exact.quantize(Decimal(1).scaleb(-self.decimals), rounding=ROUND_HALF_UP)

    def ticks(self, values: Iterable[float]) -> list[str]:
        """Values of an axis in words: without decimals where all are whole."""
        shown = list(values)
        plain = replace(self, decimals=0) if all(value == round(value) for value in shown) else self
        return [plain.say(value) for value in shown]

    def same(self, first: float, second: float) -> bool:
        """Whether two values are the same as far as they are written."""
        return self.rounded(first - second) == 0


@dataclass(frozen=True)
class Point:
    """A value at a place of the axis, or the note that stands where there is none (``SUPP``)."""

    x: int
    y: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Series:
    """One line of a figure."""

    label: str
    look: Look
    points: tuple[Point, ...]

    def at(self, x: int) -> float | None:
        """The value at a place, or None."""
        return next((point.y for point in self.points if point.x == x), None)

    def note_at(self, x: int) -> str:
        """What stands at a place where there is no value."""
        return next((point.note for point in self.points if point.x == x), "")

    @property
    def known(self) -> list[Point]:
        """The points that have a value, from left to right."""
        return sorted((point for point in self.points if point.y is not None), key=lambda point: point.x)


@dataclass(frozen=True)
class Row:
    """One row of dots: everybody unnamed, one's own value lit, and the comparators by their look."""

    label: str
    others: tuple[float, ...] = ()
    own: float | None = None
    note: str = ""
    marks: tuple[tuple[Look, float], ...] = ()

    def mark(self, look: Look) -> float | None:
        """The comparator with this look, or None."""
        return dict(self.marks).get(look)


@dataclass(frozen=True)
class Gap:
    """Two groups at one place; ``own`` is drawn stronger."""

    label: str
    first: float | None
    second: float | None
    own: bool = False
    note: str = ""

    @property
    def width(self) -> float | None:
        """The second less the first, or None where one of them is missing."""
        return None if self.first is None or self.second is None else self.second - self.first


@dataclass(frozen=True)
class Panel:
    """One of several small pictures on one scale: first the own series, then what it is compared with."""

    title: str
    series: tuple[Series, ...]
    breaks: tuple[int, ...] = ()


@dataclass(frozen=True)
class TableRow:
    """A row of the table beside a figure, as ``_components/chart_table.html`` reads it."""

    label: str
    parts: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True)
class Drawn:
    """A figure: its SVG, the sentence that states what it shows, and its table."""

    svg: str
    finding: str
    caption: str
    columns: tuple[str, ...]
    rows: tuple[TableRow, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain data, to be kept."""
        return asdict(self)


def table(
    series: Iterable[Series], axis: dict[int, str], unit: Unit
) -> tuple[tuple[str, ...], tuple[TableRow, ...]]:
    """Columns and rows of lines over an axis: a column a series, a row a place."""
    shown = list(series)
    rows = tuple(
        TableRow(label, tuple(_cell(one, x, unit) for one in shown)) for x, label in sorted(axis.items())
    )
    return tuple(one.label for one in shown), rows


def _cell(series: Series, x: int, unit: Unit) -> str:
    value = series.at(x)
    return unit.say(value) if value is not None else series.note_at(x) or "–"
