"""Axes: round steps that cover the values and never make a small change look large."""

import math
from collections.abc import Iterable

from hlp.figures.data import Unit

STEPS = (1, 2, 2.5, 5, 10)
MOST = 6  # rules


def scale(values: Iterable[float | None], unit: Unit, most: int = MOST) -> tuple[float, float, list[float]]:
    """The low and the high end of an axis and its rules. Without values it is the shortest stretch from the floor."""
    known = [value for value in values if value is not None]
    low, high = (min(known), max(known)) if known else (unit.floor or 0.0, (unit.floor or 0.0) + unit.least)
    low, high = _stretched(low, high, unit)
    step = _step((high - low) / (most - 1), unit)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    ticks = [round(number * step, 6) for number in range(first, last + 1)]
    return ticks[0], ticks[-1], ticks


def _stretched(low: float, high: float, unit: Unit) -> tuple[float, float]:
    """Widened to the shortest stretch, kept between floor and ceiling; a low end near the floor goes down to it."""
    missing = max(0.0, unit.least - (high - low)) / 2
    low, high = low - missing, high + missing
    if unit.ceiling is not None and high > unit.ceiling:
        low, high = low - (high - unit.ceiling), unit.ceiling
    if unit.floor is not None and low < unit.floor + unit.least / 4:
        high, low = max(high, unit.floor + unit.least), unit.floor
    return low, high


def _step(wanted: float, unit: Unit) -> float:
    """The next round step, no finer than the values are written."""
    power = 10.0 ** math.floor(math.log10(wanted))
    step = next(power * factor for factor in STEPS if power * factor >= wanted - 1e-9)
    return max(step, 10.0**-unit.decimals)
