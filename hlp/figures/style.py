"""Colours, dashes and markers. Each colour of a mark reaches 3:1 on white, and none is the only difference."""

from dataclasses import dataclass
from typing import Any

from hlp.figures.data import Look

WIDTH = 360  # pixels: what a phone of 390 shows at full size
SMALL, TEXT = 12, 13  # pixels of type
INK, MUTED, OTHER = "#0b0c0c", "#484949", "#6b7276"
PAPER, GRID, BAND = "#ffffff", "#dfe2e5", "#eef0f2"  # grid and band carry no data
FIRST, SECOND = "#b35c00", "#12436d"  # two groups and the gap between them


@dataclass(frozen=True)
class Pen:
    """How a series is drawn: three differences, so that it also reads in grey."""

    colour: str
    width: float
    dash: Any
    marker: str
    size: float
    order: int


PENS: dict[Look, Pen] = {
    Look.OWN: Pen("#12436d", 2.8, "-", "o", 6.5, 6),
    Look.PEERS: Pen("#0f7a52", 1.7, (0, (7, 2, 1.5, 2)), "v", 6, 5),
    Look.NEAR: Pen("#b35c00", 1.7, "-", "D", 4.6, 4),
    Look.REGION: Pen("#6a3d9a", 1.7, (0, (6, 2.5)), "^", 6, 3),
    Look.NATION: Pen("#484949", 1.7, (0, (2, 1.8)), "s", 4.6, 2),
}


def luminance(colour: str) -> float:
    """The relative luminance of ``#rrggbb`` (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str = PAPER) -> float:
    """The contrast of two colours, 1 to 21 (WCAG 2.2, 1.4.11 asks 3 of marks)."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
