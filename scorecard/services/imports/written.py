"""What a cell of a publisher's file says: a figure, a code that stands for none, a year, a day, a URN."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from scorecard.choices import REASONS, Status

# A number as people and programs write it: thousands by commas, a sign (also the typographic one), a power of ten.
NUMBER = re.compile(r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?(?:e[+-]?\d{1,3})?", re.IGNORECASE | re.ASCII)
NOISE = Decimal("0.0001")  # what lies beyond is a float's way of writing 67.6
CODES = frozenset(REASONS) - {"BLANK", "NULL"}
NOTHING = frozenset({"", "null", "n/a", "none"})
YEAR = re.compile(r"(?P<first>(?:19|20)\d\d)(?:\s*[/–-]\s*(?P<second>\d{2}|\d{4}))?", re.ASCII)
PERIOD = re.compile(r"(?P<first>(?:19|20)\d\d)(?P<second>\d\d)", re.ASCII)
STATUSES = {"p": Status.PROVISIONAL, "prov": Status.PROVISIONAL, "provisional": Status.PROVISIONAL} | {
    "r": Status.REVISED,
    "rev": Status.REVISED,
    "revised": Status.REVISED,
    "final": Status.FINAL,
}
DAYS = (
    re.compile(
        r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})(?:[ T]0?0:00(?::00)?)?", re.ASCII
    ),
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:[ T]00:00(?::00)?)?", re.ASCII),
    re.compile(r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)", re.ASCII),
)


class Unreadable(ValueError):
    """The cell cannot be understood; the message says why."""


@dataclass(frozen=True)
class Written:
    """A figure, or the publisher's code where there is none; ``percent`` where a per cent sign stood beside it."""

    value: Decimal | None = None
    reason: str = ""
    percent: bool = False


def reading(text: str) -> Written | None:
    """What a cell says; None where it says nothing. Raises Unreadable for anything that is not sure to be a figure."""
    if text.casefold() in NOTHING:
        return None
    if text.upper() in CODES:
        return Written(reason=text)
    percent = text.endswith("%")
    return Written(number(text.removesuffix("%").rstrip() if percent else text), percent=percent)


def number(text: str) -> Decimal:
    """The number that a text writes, without a float's noise. Raises Unreadable."""
    bare = text.replace("−", "-")
    if not bare.strip("+-") or not NUMBER.fullmatch(bare) or not any(sign.isdigit() for sign in bare):
        raise Unreadable(f"‘{text[:30]}’ is not a number")
    try:
        value = Decimal(bare.replace(",", "")).quantize(NOISE).normalize()
    except InvalidOperation as error:
        raise Unreadable(f"‘{text[:30]}’ is too large a number") from error
    return value if value else Decimal(0)


def whole(text: str) -> int | None:
    """A count of pupils; None for nothing and for a code. Raises Unreadable."""
    said = reading(text)
    if said is None or said.value is None:
        return None
    if said.percent or said.value < 0 or said.value != said.value.to_integral_value():
        raise Unreadable(f"‘{text[:30]}’ is not a number of pupils")
    return int(said.value)


def urn(text: str) -> int:
    """A URN of five to seven digits, also as Excel writes it (``102470.0``). Raises Unreadable."""
    bare = text.removesuffix(".0")
    if not (bare.isdecimal() and bare.isascii() and 5 <= len(bare) <= 7):
        raise Unreadable(f"‘{text[:30]}’ is not a URN" if text else "the URN is missing")
    return int(bare)


def day(text: str) -> date | None:
    """A day as Ofsted writes it (``31/08/2018``), or a spreadsheet; None for nothing. Raises Unreadable."""
    if text.casefold() in NOTHING:
        return None
    found = next((match for form in DAYS if (match := form.fullmatch(text))), None)
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"])) if found else _no_day(text)
    except ValueError as error:
        raise Unreadable(f"‘{text[:30]}’ is not a date like 31/08/2018") from error


def _no_day(text: str) -> date:
    raise ValueError(text)


def year_and_status(text: str) -> tuple[int, Status | None]:
    """The academic year by its start, and how settled it is where the text says so.

    ``2016`` is the year that ended in 2016, as results are called; ``2015/16`` is the same year; ``2025 (prov)`` is
    provisional. Raises Unreadable.
    """
    bare, _, mark = text.partition("(")
    status = STATUSES.get(mark.strip(" )").casefold()) if mark else None
    found = YEAR.fullmatch(bare.strip())
    if found is None or (mark and status is None):
        raise Unreadable(f"‘{text[:30]}’ is not a year like 2016 or 2015/16")
    return _start(found["first"], found["second"], text), status


def period(text: str) -> int:
    """The academic year of a tidy file, ``202122`` for 2021/22, by its start. Raises Unreadable."""
    found = PERIOD.fullmatch(text.removesuffix(".0"))
    if found is None:
        raise Unreadable(f"‘{text[:30]}’ is not a period like 202122")
    return _start(found["first"], found["second"], text)


def _start(first: str, second: str | None, text: str) -> int:
    if second is None:
        return int(first) - 1
    if (int(first) + 1) % 100 != int(second) % 100:
        raise Unreadable(f"‘{text[:30]}’ are not two years that follow each other")
    return int(first)
