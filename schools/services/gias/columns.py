"""What the columns of the register mean to us, by their headings, whatever their order and year."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from schools.choices import Phase
from schools.models import School
from schools.services.downloads import Refused, Row, Table

REQUIRED = (
    "URN",
    "LA (code)",
    "EstablishmentName",
    "TypeOfEstablishment (name)",
    "EstablishmentStatus (name)",
    "PhaseOfEducation (name)",
)
TEXTS = {
    "name": "EstablishmentName",
    "type": "TypeOfEstablishment (name)",
    "street": "Street",
    "locality": "Locality",
    "town": "Town",
    "postcode": "Postcode",
    "website": "SchoolWebsite",
    "la_code": "LA (code)",
    "estab": "EstablishmentNumber",
    "religious_character": "ReligiousCharacter (name)",
    "trust": "Trusts (name)",
}
NUMBERS = {
    "low_age": ("StatutoryLowAge", 25),
    "high_age": ("StatutoryHighAge", 25),
    "easting": ("Easting", 700_000),  # metres of the National Grid
    "northing": ("Northing", 1_300_000),
    "pupils": ("NumberOfPupils", 20_000),
    "capacity": ("SchoolCapacity", 20_000),
}
ADDRESS = ("street", "locality", "town", "postcode")
PLACEHOLDERS = {date(1900, 1, 1), date(1920, 1, 1)}
DATE_FORMS = (
    re.compile(r"(?P<day>[0-9]{1,2})[-/](?P<month>[0-9]{1,2})[-/](?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"),
)
NOTHING = {"", "not applicable", "does not apply", "none"}
SPECIAL = {
    *("community special school", "foundation special school", "non-maintained special school"),
    *("other independent special school", "academy special converter", "academy special sponsor led"),
    *("free schools special", "free schools - special", "free school - special"),
}
MAINSTREAM = {
    *("community school", "voluntary aided school", "voluntary controlled school", "foundation school"),
    *("academy converter", "academy sponsor led", "local authority nursery school"),
    *("free schools", "free schools - mainstream", "free school - mainstream"),
    *("university technical college", "studio schools"),
}
PHASES = {
    "nursery": Phase.NURSERY,
    "primary": Phase.PRIMARY,
    "middle deemed primary": Phase.PRIMARY,
    "all-through": Phase.ALL_THROUGH,
}
OLDER = {"secondary": "Secondary", "middle deemed secondary": "Secondary", "16 plus": "Over 16"}
OPEN = {"open", "open, but proposed to close"}
LIMITS = {field.name: field.max_length for field in School._meta.fields if getattr(field, "max_length", None)}


@dataclass
class Entry:
    """A school as a row of the file has it. ``values`` holds only what the file says."""

    urn: int
    row: int
    values: dict[str, Any]
    links: str = ""


@dataclass
class Left:
    """A row that is not taken, and why, as a heading of a count."""

    why: str


class Columns:
    """Finds the cells of a row by heading. Raises Refused when a needed column is missing."""

    def __init__(self, table: Table) -> None:
        self.places = {
            heading.casefold(): place for place, heading in reversed(list(enumerate(table.headings)))
        }
        missing = [name for name in REQUIRED if not self.has(name)]
        if missing:
            raise Refused(f"The file has no column ‘{missing[0]}’. Download it again with all its columns.")

    def has(self, heading: str) -> bool:
        """Whether the file has the column."""
        return heading.casefold() in self.places

    def cell(self, row: Row, heading: str) -> str:
        """The tidy text of a cell: one kind of space, nothing around it; ``""`` where there is none."""
        place = self.places.get(heading.casefold())
        return "" if place is None else " ".join(unicodedata.normalize("NFC", row[place]).split())


def is_establishments(table: Table) -> bool:
    """Whether the table lists schools."""
    return {"urn", "establishmentname"} <= {heading.casefold() for heading in table.headings}


def entries(table: Table, las: set[str]) -> Iterator[Entry | Left]:
    """What each row says, or why it is left; ``las`` are the codes taken, empty for all. Raises Refused."""
    columns = Columns(table)
    for number, row in table.rows:
        if las and columns.cell(row, "LA (code)") not in las:
            _urn(columns, row, number)
            yield Left("Another local authority")
            continue
        yield _entry(columns, row, number)


def _entry(columns: Columns, row: Row, number: int) -> Entry | Left:
    urn = _urn(columns, row, number)
    status = columns.cell(row, "EstablishmentStatus (name)")
    closed = _date(columns, row, number, "CloseDate")
    if status.casefold() not in {*OPEN, "closed", ""}:
        return Left(f"Status ‘{status}’")
    numbers = {name: _number(columns, row, number, *where) for name, where in NUMBERS.items()}
    phase = _phase(columns, row, numbers)
    if isinstance(phase, Left):
        return phase
    values: dict[str, Any] = {name: _text(columns, row, number, name) for name in TEXTS}
    if not values["name"]:
        raise Refused(f"Row {number}, column ‘EstablishmentName’: the name is missing.")
    values["name"] = re.sub(r"\s+,\s*", ", ", values["name"])
    is_open = status.casefold() in OPEN or (not status and closed is None)
    facts = {"phase": phase, "open": is_open, "status": status or ("Open" if is_open else "Closed")}
    values = {**_said(columns, values), **{k: v for k, v in numbers.items() if v is not None}, **facts}
    values |= _dates(columns, row, number, is_open, closed) | _federation(columns, row)
    return Entry(urn, number, values, columns.cell(row, "Linked establishments"))


def _said(columns: Columns, values: dict[str, str]) -> dict[str, str]:
    """What the file says, without what it leaves blank: the address as a whole, no trust only where it says so."""
    said = {name: value for name, value in values.items() if value}
    if values["postcode"] and all(columns.has(TEXTS[name]) for name in ADDRESS):
        said |= {name: values[name] for name in ADDRESS}
    for name in ("religious_character", "trust"):
        if columns.has(TEXTS[name]):
            said[name] = "" if values[name].casefold() in NOTHING else values[name]
    return said


def _dates(
    columns: Columns, row: Row, number: int, is_open: bool, closed: date | None
) -> dict[str, date | None]:
    opened = _date(columns, row, number, "OpenDate")
    found: dict[str, date | None] = {"opened": opened} if opened else {}
    if columns.has("CloseDate") and (closed or is_open):
        found["closed"] = closed
    return found


def _federation(columns: Columns, row: Row) -> dict[str, str]:
    if not columns.has("FederationFlag (name)"):
        return {}
    flag = columns.cell(row, "FederationFlag (name)")
    if not flag.casefold().startswith("supported"):
        return {"federation": ""}
    name = columns.cell(row, "Federations (name)")
    return {"federation": (flag if name.casefold() in NOTHING else name)[: LIMITS["federation"]]}


def _phase(columns: Columns, row: Row, ages: dict[str, int | None]) -> Phase | Left:
    """The phase: special schools by their type, others by phase, closed ones without a phase by their ages."""
    kind = columns.cell(row, "TypeOfEstablishment (name)").casefold()
    group = columns.cell(row, "EstablishmentTypeGroup (name)").casefold()
    phase = columns.cell(row, "PhaseOfEducation (name)").casefold()
    if kind in SPECIAL or group == "special schools":
        return Phase.SPECIAL
    if kind == "pupil referral unit" or "alternative provision" in kind:
        return Left("Pupil referral or alternative provision")
    if kind not in MAINSTREAM:
        return Left(
            "Independent" if "independent" in kind or "independent" in group else "Another kind of place"
        )
    if kind == "local authority nursery school":
        return Phase.NURSERY
    if phase in PHASES:
        return PHASES[phase]
    return Left(OLDER[phase]) if phase in OLDER else _phase_of_ages(ages["low_age"], ages["high_age"])


def _phase_of_ages(low: int | None, high: int | None) -> Phase | Left:
    if low is None or not high:
        return Left("Neither phase nor ages are given")
    if high <= 5:
        return Phase.NURSERY
    if high <= 13:
        return Phase.PRIMARY
    return Phase.ALL_THROUGH if low <= 7 else Left("Secondary")


def _urn(columns: Columns, row: Row, number: int) -> int:
    text = columns.cell(row, "URN").removesuffix(".0")
    if not (text.isdecimal() and text.isascii() and 5 <= len(text) <= 7):
        said = f"‘{text[:30]}’ is not a URN" if text else "the URN is missing"
        raise Refused(f"Row {number}, column ‘URN’: {said}.")
    return int(text)


def _text(columns: Columns, row: Row, number: int, name: str) -> str:
    text = columns.cell(row, TEXTS[name])
    if len(text) > (LIMITS[name] or 0):
        raise Refused(f"Row {number}, column ‘{TEXTS[name]}’: more than {LIMITS[name]} characters.")
    return text


def _number(columns: Columns, row: Row, number: int, heading: str, most: int) -> int | None:
    text = columns.cell(row, heading).removesuffix(".0")
    if not text:
        return None
    if not (text.isdecimal() and text.isascii() and len(text) < 9 and int(text) <= most):
        raise Refused(f"Row {number}, column ‘{heading}’: ‘{text[:30]}’ is not a number up to {most:,}.")
    return int(text) or (None if "thing" in heading.casefold() else 0)


def _date(columns: Columns, row: Row, number: int, heading: str) -> date | None:
    text = columns.cell(row, heading)
    if not text:
        return None
    try:
        return day(text)
    except ValueError as error:
        said = f"‘{text[:30]}’ is not a date like 01-09-2026"
        raise Refused(f"Row {number}, column ‘{heading}’: {said}.") from error


def day(text: str) -> date | None:
    """The day that the register writes ``01-09-2026``, a spreadsheet perhaps otherwise; None for a placeholder.

    Raises ValueError for anything else.
    """
    found = next((match for form in DATE_FORMS if (match := form.fullmatch(text))), None)
    if found is None:
        raise ValueError(text)
    told = date(int(found["year"]), int(found["month"]), int(found["day"]))
    return None if told in PLACEHOLDERS else told
