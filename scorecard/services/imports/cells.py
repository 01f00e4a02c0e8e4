"""Cells of publishers' files as figures. What is not clearly a figure or a code that stands for none is refused.

A percentage without its sign may be a share that a spreadsheet made of it (0.59), so its sign matters.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from scorecard.choices import BLANK, REASONS, Standard, Unit

NUMBER = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?|-?\.\d+")
SIGNED = re.compile(r"(-?\d{1,3}(?:\.\d+)?) ?%")
# Least and most that can be, by the unit of the measure, or because it is progress.
RANGES: dict[str, tuple[int, int]] = {
    Unit.PERCENT: (0, 100),
    Unit.POINTS: (-100, 1000),
    Unit.SCORE: (0, 140),
    Standard.PROGRESS: (-40, 40),
    Unit.NUMBER: (0, 100_000_000),
    Unit.POUNDS: (0, 1_000_000_000),
}


UNSIGNED = "The percent sign is missing, so this may be a share, or have slid from another column."


class Wrong(Exception):
    """The cell cannot be right; the message says why, to go after row and column."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure, or the code that stands for none."""

    value: Decimal | None = None
    reason: str = ""


def code_of(text: str, also: frozenset[str] = frozenset()) -> str:
    """The code that a cell holds, in capitals; ``BLANK`` for a blank one; nothing where it is no code.

    ``also`` are codes that this file uses and nobody told us.
    """
    bare = text.strip()
    if not bare:
        return BLANK
    return bare.upper() if bare.upper() in REASONS or bare in also else ""


def number(text: str) -> Decimal:
    """A plain number, with commas between thousands or none. Raises Wrong."""
    bare = text.strip()
    if not NUMBER.fullmatch(bare):
        raise Wrong("This is neither a number nor a code that we know.")
    return Decimal(bare.replace(",", ""))


def percentage(text: str, *, signed: bool = True) -> Decimal:
    """A percentage: with its sign, or without where the whole file has none (``signed`` False). Raises Wrong."""
    bare = text.strip()
    match = SIGNED.fullmatch(bare)
    if match:
        return Decimal(match[1])
    found = number(text)
    if signed and found:
        raise Wrong(UNSIGNED)
    return found


def count(text: str) -> int:
    """A whole number of pupils; ``59.0`` is one. Raises Wrong."""
    found = number(text)
    if found < 0 or found != found.to_integral_value():
        raise Wrong("This is not a whole number.")
    return int(found)


def cohort(text: str, also: frozenset[str] = frozenset()) -> int | None:
    """How many pupils are counted, or None where it is blank or a code. Raises Wrong."""
    return None if code_of(text, also) else count(text)


def figure(
    text: str,
    unit: str,
    *,
    signed: bool = True,
    factor: Decimal = Decimal(1),
    also: frozenset[str] = frozenset(),
) -> Cell:
    """What a cell says in the unit of its measure. Raises Wrong for what cannot be."""
    code = code_of(text, also)
    if code:
        return Cell(reason=code)
    value = _read(text, unit, signed, factor) * factor
    least, most = RANGES[unit]
    if not least <= value <= most:
        raise Wrong(f"This must lie between {least} and {most}.")
    return Cell(value=value)


def _read(text: str, unit: str, signed: bool, factor: Decimal) -> Decimal:
    if unit == Unit.PERCENT and factor == 1:
        return percentage(text, signed=signed)
    return Decimal(count(text)) if unit == Unit.NUMBER else number(text)
