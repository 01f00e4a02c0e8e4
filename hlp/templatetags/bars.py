"""Stacked bars as plain SVG, the same on a page and in a PDF."""

from typing import Any

from django import template

register = template.Library()

# Worst to best. White figures on them reach 4.5:1; each reaches 3:1 against the page (WCAG 1.4.3, 1.4.11).
COLOURS = ("#ca3535", "#b35c00", "#3574b5", "#12436d")
# Narrower than this share of the bar, a figure would not fit; the table beside it has it.
ROOM_PERCENT = 4


@register.simple_tag
def coloured(series: list[str]) -> list[dict[str, str]]:
    """The labels of the series with their colours; fewer than four use the best ones."""
    return [
        {"label": label, "colour": colour} for label, colour in zip(series, _colours(series), strict=True)
    ]


@register.simple_tag
def segments(numbers: list[int], series: list[str]) -> dict[str, Any]:
    """Where the parts of one bar lie, in percent of its width, and the bar in words."""
    total = sum(numbers)
    start, parts = 0.0, []
    for number, colour in zip(numbers, _colours(series), strict=True):
        width = 100 * number / total if total else 0.0
        if number:
            parts.append(_part(number, start, width, colour))
        start += width
    words = ", ".join(f"{number} {label.lower()}" for number, label in zip(numbers, series, strict=True))
    return {"parts": parts, "total": total, "words": words}


@register.simple_tag
def measured(rows: list[dict[str, Any]], series: list[str]) -> list[dict[str, Any]]:
    """Bars on one scale: each row (label, values, text) with a bar and a number for each series.

    ``shown`` of a row, where it is given, is how its values are written; ``most`` where the scale ends.
    """
    longest = max((value for row in rows for value in row["values"]), default=0) or 1
    return [_measured(row, series, max([longest, *(row.get("most", 0) for row in rows)])) for row in rows]


def _measured(row: dict[str, Any], series: list[str], longest: float) -> dict[str, Any]:
    shown = row.get("shown") or [f"{value:.1f}" for value in row["values"]]
    bars = [
        {"width": f"{100 * value / longest:.2f}", "colour": colour, "number": number}
        for value, number, colour in zip(row["values"], shown, _colours(series), strict=True)
    ]
    return {**row, "parts": shown, "bars": bars}


def _part(number: int, start: float, width: float, colour: str) -> dict[str, Any]:
    return {
        "number": number,
        "x": f"{start:.2f}",
        "width": f"{width:.2f}",
        "middle": f"{start + width / 2:.2f}",
        "colour": colour,
        "roomy": width >= ROOM_PERCENT,
    }


def _colours(series: list[str]) -> tuple[str, ...]:
    return COLOURS[len(COLOURS) - len(series) :]
