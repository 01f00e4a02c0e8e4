"""What a score card says, as plain facts: the same for the page, the figures, the PDF and the published version."""

from dataclasses import asdict, dataclass, replace
from typing import Any

from hlp import plain

SCHOOL, PARTNERSHIP = "school", "partnership"


@dataclass(frozen=True)
class Value:
    """A figure of one academic year (its starting year), or the code that was published in its place."""

    year: int
    value: float | None = None
    reason: str = ""
    cohort: int | None = None
    status: str = ""
    source: str = ""


@dataclass(frozen=True)
class Line:
    """One place over the years; ``place`` is an area of the results (school, partnership, la, london, england)."""

    place: str
    label: str
    values: tuple[Value, ...] = ()

    def at(self, year: int) -> Value | None:
        """What stands for a year, or None where nothing was published."""
        return next((value for value in self.values if value.year == year), None)


@dataclass(frozen=True)
class Break:
    """A break in the series: it lies before the year, and figures on its two sides are not joined."""

    year: int
    reason: str


@dataclass(frozen=True)
class Good:
    """How many of the partnership's schools are at least as good as a place: ``number`` of ``schools``."""

    place: str
    label: str
    number: int
    schools: int


@dataclass(frozen=True)
class GroupValue:
    """A collaborative (``kind`` collaborative) or a phase; ``hidden`` where too few schools would show."""

    kind: str
    label: str
    value: float | None = None
    schools: int = 0
    hidden: bool = False


@dataclass(frozen=True)
class MeasureFacts:
    """One measure; the first line is the school's (the partnership's) own.

    ``spread`` holds the schools of the partnership in the card's year, unnamed, ascending; ``hidden`` counts those
    whose figure is not published; ``pupil_points`` is what one pupil is worth, in the measure's unit. ``finding`` is the
    sentence that says what to see, ``change`` its part on the years. A mean is of ``schools`` schools with ``pupils``
    pupils, and ``left_out`` are those not counted in it although they have a figure.
    """

    code: str
    name: str
    short_name: str
    topic: str
    unit: str
    direction: str = "up"
    decimals: int = 0
    lines: tuple[Line, ...] = ()
    breaks: tuple[Break, ...] = ()
    spread: tuple[float, ...] = ()
    hidden: int = 0
    pupil_points: float | None = None
    three_year: float | None = None
    cautions: tuple[str, ...] = ()
    finding: str = ""
    change: str = ""
    schools: int = 0
    pupils: int = 0
    left_out: int = 0
    weighted: bool = True
    as_good: tuple[Good, ...] = ()
    groups: tuple[GroupValue, ...] = ()

    @property
    def own(self) -> Line | None:
        """The school's or the partnership's line."""
        return next((line for line in self.lines if line.place in {SCHOOL, PARTNERSHIP}), None)

    def line(self, place: str) -> Line | None:
        """The line of a place, or None."""
        return next((line for line in self.lines if line.place == place), None)


@dataclass(frozen=True)
class GapRow:
    """Disadvantaged pupils beside the others, at one place in one year."""

    place: str
    label: str
    year: int
    disadvantaged: float | None = None
    other: float | None = None
    reason: str = ""


@dataclass(frozen=True)
class GapFacts:
    """A gap between disadvantaged and other pupils at the places that are compared."""

    code: str
    name: str
    unit: str
    decimals: int = 0
    rows: tuple[GapRow, ...] = ()
    finding: str = ""


@dataclass(frozen=True)
class ContextFact:
    """One line of context: roll, free school meals, English as an additional language, SEND, mobility."""

    label: str
    text: str
    comparison: str = ""


@dataclass(frozen=True)
class InspectionFacts:
    """One inspection on its own framework's scale. ``rows``: areas with their grade in words."""

    date: str
    framework: str
    framework_label: str
    overall: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    safeguarding: str = ""
    note: str = ""


@dataclass(frozen=True)
class Change:
    """A figure that a later publication changed; ``before`` and ``after`` in words, with their unit."""

    code: str
    measure: str
    year: int
    before: str
    after: str
    why: str = ""


@dataclass(frozen=True)
class SourceFact:
    """Where figures come from."""

    title: str
    publisher: str = ""
    published_on: str = ""
    status: str = ""


@dataclass(frozen=True)
class TableFacts:
    """A small table: by collaborative, by phase."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class CardFacts:
    """Everything that one score card says. ``year`` is the starting year of its academic year."""

    kind: str
    year: int
    title: str
    urn: int | None = None
    phase: str = ""
    scope: str = ""
    measures: tuple[MeasureFacts, ...] = ()
    gaps: tuple[GapFacts, ...] = ()
    context: tuple[ContextFact, ...] = ()
    inspections: tuple[InspectionFacts, ...] = ()
    changes: tuple[Change, ...] = ()
    cautions: tuple[str, ...] = ()
    sources: tuple[SourceFact, ...] = ()
    tables: tuple[TableFacts, ...] = ()

    def only(self, codes: list[str]) -> "CardFacts":
        """The same card with these measures alone, in the order of the codes."""
        place = {code: position for position, code in enumerate(codes)}
        measures = sorted(
            (one for one in self.measures if one.code in place), key=lambda one: place[one.code]
        )
        return replace(self, measures=tuple(measures))


def to_json(card: CardFacts) -> dict[str, Any]:
    """The card as plain data that JSON can hold."""
    return asdict(card)


def from_json(data: dict[str, Any]) -> CardFacts:
    """The card that ``to_json`` wrote; what it does not know is left at its default."""
    return plain.read(CardFacts, data)
