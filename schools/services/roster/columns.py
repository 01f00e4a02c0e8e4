"""What the columns of a table of people mean, by their headings, whatever their order."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from openpyxl.utils.datetime import from_excel

from hlp.forms.account import clean_name, clean_phone
from schools.choices import COLLABORATIVE_ROLES, SCHOOL_ROLES, Role
from schools.models import Collaborative, School
from schools.services.delimited import Refused
from schools.services.people import Post
from schools.services.roster.files import Cell, Sheet

# The heading of each column as our template writes it, and what others call it.
HEADINGS = {
    "name": "Name",
    "email": "E-mail address",
    "role": "Role",
    "school": "School",
    "collaborative": "Collaborative",
    "starts": "First day",
    "ends": "Last day",
    "acting": "Acting",
    "phone": "Telephone",
}
ALSO = {
    "name": ("full name", "person"),
    "email": ("e-mail", "email", "mail"),
    "role": ("post", "position"),
    "school": ("urn", "school urn", "school name", "school urn or name", "urn or name"),
    "collaborative": ("cluster",),
    "starts": ("start", "starts", "start date", "from"),
    "ends": ("end", "ends", "end date", "until", "to"),
    "acting": ("interim",),
    "phone": ("phone", "mobile", "telephone on the day", "telephone number", "phone number"),
}
REQUIRED = ("name", "email", "role", "starts")
ROLES_ALSO = {
    "head": Role.HEADTEACHER,
    "deputy": Role.DEPUTY,
    "deputy head": Role.DEPUTY,
    "office": Role.SCHOOL_OFFICE,
    "lead head": Role.LEAD_HEADTEACHER,
    "administrator": Role.ADMINISTRATOR,
}
YES, NO = {"yes", "y", "true", "1", "x", "acting"}, {"", "no", "n", "false", "0"}
DATE_FORMS = (
    re.compile(r"(?P<day>[0-9]{1,2})[/.-](?P<month>[0-9]{1,2})[/.-](?P<year>[0-9]{4})"),
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})(?:[T ]00:00(?::00)?)?"),
)
SERIALS = range(20_000, 80_000)  # days as Excel counts them: 1954 to 2119
YEARS = range(1950, 2100)


@dataclass(frozen=True)
class Problem:
    """What is wrong in a row: its number, the heading of the column ("" for the whole row), and a sentence."""

    row: int
    column: str
    text: str


@dataclass
class Line:
    """A row as it was understood."""

    row: int
    name: str
    email: str
    phone: str
    post: Post


@dataclass
class Places:
    """Schools and collaboratives by what people call them."""

    schools: dict[str, list[School]] = field(default_factory=dict)
    collaboratives: dict[str, Collaborative] = field(default_factory=dict)

    @classmethod
    def all(cls) -> "Places":
        """Every school by URN and name, every collaborative by name, in two queries."""
        places = cls(collaboratives={_plain(one.name): one for one in Collaborative.objects.all()})
        for school in School.objects.all():
            for key in (str(school.urn), _plain(school.name)):
                places.schools.setdefault(key, []).append(school)
        return places


def columns_of(sheet: Sheet) -> tuple[dict[str, int], list[str]]:
    """Where each column stands, and the headings that are not used. Raises Refused where a needed one is missing."""
    known = {_plain(name): key for key, name in HEADINGS.items()}
    known |= {word: key for key, words in ALSO.items() for word in words}
    found: dict[str, int] = {}
    ignored = []
    for place, heading in enumerate(sheet.headings):
        key = known.get(_plain(heading))
        if key in found:
            raise Refused(f"Two columns mean the same: ‘{sheet.headings[found[key]]}’ and ‘{heading}’.")
        if key:
            found[key] = place
        elif heading:
            ignored.append(heading)
    missing = [f"‘{HEADINGS[key]}’" for key in REQUIRED if key not in found]
    if missing:
        raise Refused(f"The first row must hold the headings. Missing: {', '.join(missing)}.")
    return found, ignored


def lines_of(sheet: Sheet, found: dict[str, int], places: Places) -> Iterator[Line | list[Problem]]:
    """Each row as it was understood, or what is wrong with it."""
    for number, row in sheet.rows:
        cells = {key: row[place] if place < len(row) else None for key, place in found.items()}
        yield _line(number, cells, places)


def _line(number: int, cells: dict[str, Cell], places: Places) -> Line | list[Problem]:
    values: dict[str, Any] = {}
    problems = []
    for key, read in READERS.items():
        try:
            values[key] = read(cells.get(key))
        except ValidationError as error:
            problems.append(Problem(number, HEADINGS[key], error.messages[0]))
    for key, find in (("school", _school), ("collaborative", _collaborative)):
        try:
            values[key] = find(_text(cells.get(key)), values.get("role"), places)
        except ValidationError as error:
            problems.append(Problem(number, HEADINGS[key], error.messages[0]))
    if problems:
        return problems
    who = {key: values.pop(key) for key in ("name", "email", "phone")}
    return Line(number, post=Post(**values), **who)


# --- One cell ------------------------------------------------------------------------------------


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return "" if cell is None else " ".join(str(cell).split())


def _plain(words: str) -> str:
    return " ".join(words.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split()).casefold()


def _name(cell: Cell) -> str:
    value = _text(cell)
    if not value:
        raise ValidationError("Enter the full name")
    if len(value) > 120:
        raise ValidationError("The name must be 120 characters or fewer")
    return clean_name(value)


def _email(cell: Cell) -> str:
    value = _text(cell).removeprefix("mailto:").lower()
    try:
        validate_email(value)
    except ValidationError as error:
        told = f"‘{value}’ is not an e-mail address" if value else "Enter the e-mail address"
        raise ValidationError(told) from error
    return value


def _phone(cell: Cell) -> str:
    """A number that a spreadsheet took for one has lost its first nought."""
    value = _text(cell)
    if isinstance(cell, int | float) and len(value) == 10:
        value = f"0{value}"
    try:
        return clean_phone(value)
    except ValidationError as error:
        raise ValidationError(f"‘{value}’ is not a telephone number") from error


def _role(cell: Cell) -> Role:
    value = _plain(_text(cell))
    known = (
        {_plain(str(role.label)): role for role in Role} | {role.value: role for role in Role} | ROLES_ALSO
    )
    found = known.get(value) or known.get(value.replace("head teacher", "headteacher"))
    if found is None:
        told = f"‘{_text(cell)}’ is no role here" if value else "Enter the role"
        raise ValidationError(f"{told}. Write one of: {', '.join(str(role.label) for role in Role)}")
    return found


def _first_day(cell: Cell) -> date:
    found = _day(cell)
    if found is None:
        raise ValidationError("Enter the first day")
    return found


def _day(cell: Cell) -> date | None:
    """A day as a workbook holds it, as Excel counts it, or as people write it."""
    if isinstance(cell, datetime):
        return _plausible(cell.date(), cell)
    if isinstance(cell, date):
        return _plausible(cell, cell)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in SERIALS:
        return _plausible(from_excel(int(cell)).date(), cell)
    value = _text(cell)
    if not value:
        return None
    match = next((m for form in DATE_FORMS if (m := form.fullmatch(value))), None)
    try:
        parts = {name: int(number) for name, number in match.groupdict().items()} if match else {}
        return _plausible(date(**parts), cell)
    except (TypeError, ValueError) as error:
        raise ValidationError(f"‘{value}’ is not a date. Write it like 1/9/2026") from error


def _plausible(day: date, cell: Cell) -> date:
    if day.year not in YEARS:
        raise ValidationError(f"‘{_text(cell)}’ is not a date of these years. Write it like 1/9/2026")
    return day


def _acting(cell: Cell) -> bool:
    value = _plain(_text(cell))
    if value not in YES | NO:
        raise ValidationError(f"‘{_text(cell)}’ is neither yes nor no")
    return value in YES


READERS: dict[str, Callable[[Cell], Any]] = {
    "name": _name,
    "email": _email,
    "role": _role,
    "starts": _first_day,
    "ends": _day,
    "acting": _acting,
    "phone": _phone,
}


def _school(value: str, role: Role | None, places: Places) -> School | None:
    if role not in SCHOOL_ROLES:
        return None
    if not value:
        raise ValidationError("Enter the school, by its URN or its name")
    found = places.schools.get(_plain(value), [])
    if len(found) > 1:
        raise ValidationError(f"There is more than one ‘{value}’. Write the URN instead")
    if not found:
        raise ValidationError(
            f"No school here is called ‘{value}’. Write the name as on its page, or the URN"
        )
    return found[0]


def _collaborative(value: str, role: Role | None, places: Places) -> Collaborative | None:
    if role not in COLLABORATIVE_ROLES:
        return None
    if not value:
        raise ValidationError("Enter the collaborative that they lead")
    found = places.collaboratives.get(_plain(value))
    if found is None:
        raise ValidationError(f"No collaborative is called ‘{value}’")
    return found
