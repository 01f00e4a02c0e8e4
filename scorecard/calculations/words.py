"""Figures and findings in words, the same on the page, in the PDF and in what is frozen."""

from collections.abc import Sequence
from decimal import Decimal

from scorecard.calculations.comparing import DOWN, UP, Change
from scorecard.calculations.figures import HIDDEN, WITHHELD, rounded

PERCENT, POINTS, POUNDS = "percent", "points", "pounds"
# The reasons of ours, in the place of a figure that outsiders may not see.
OURS = {
    HIDDEN: "five pupils or fewer",
    WITHHELD: "withheld, because a figure of five pupils or fewer could be worked out from it",
}


def written(value: Decimal | None, unit: str, decimals: int = 0) -> str:
    """``69%``, ``£1,480``, ``104.2``; a dash where there is none."""
    if value is None:
        return "–"
    number = f"{rounded(value, decimals):,}".replace("-", "−")
    if unit == POUNDS:
        return f"−£{number[1:]}" if number.startswith("−") else f"£{number}"
    return f"{number}%" if unit == PERCENT else number


def signed(value: Decimal, decimals: int = 0) -> str:
    """``+3``, ``−2``, ``0``."""
    number = rounded(value, decimals)
    if number == 0:
        return "0"
    return f"{number:+,}".replace("-", "−")


def amount(value: Decimal, unit: str, decimals: int = 0) -> str:
    """A difference without its sign: ``3 points``, ``£120``, ``1.2``. Percentages differ by points."""
    size = rounded(abs(value), decimals)
    if unit == PERCENT:
        return f"{size:,} {'point' if size == 1 else 'points'}"
    return written(size, unit, decimals)


def beside(value: Decimal, comparator: Decimal, unit: str, decimals: int, name: str) -> str:
    """``7 points above England``, ``level with London``: as a reader compares the rounded figures."""
    difference = value - comparator
    if rounded(difference, decimals) == 0:
        return f"level with {name}"
    return f"{amount(difference, unit, decimals)} {'above' if difference > 0 else 'below'} {name}"


def moved(found: Change, unit: str, decimals: int, since: str) -> str:
    """``up 4 points since 2023/24``, ``unchanged since 2023/24``."""
    if rounded(found.value, decimals) == 0:
        return f"unchanged since {since}"
    return f"{'up' if found.value > 0 else 'down'} {amount(found.value, unit, decimals)} since {since}"


def verdict(value: Decimal, comparator: Decimal, direction: str, decimals: int) -> str:
    """``better``, ``worse``, ``level``, or nothing where a measure has no better and worse."""
    if direction not in (UP, DOWN):
        return ""
    difference = rounded(value - comparator, decimals)
    if difference == 0:
        return "level"
    return "better" if (difference > 0) == (direction == UP) else "worse"


def listed(parts: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
