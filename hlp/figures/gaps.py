"""Gaps between two groups: two ends and the stretch between them, its width written on it."""

from collections.abc import Sequence
from typing import Any

from hlp.figures import canvas, findings
from hlp.figures.data import Drawn, Gap, TableRow, Unit
from hlp.figures.scales import scale
from hlp.figures.style import FIRST, INK, MUTED, SECOND, TEXT, WIDTH

ROW, FOOT = 48, 26  # pixels
LEFT, RIGHT, BASE = 16, 20, 32


def gaps(rows: Sequence[Gap], *, title: str, unit: Unit, groups: tuple[str, str]) -> Drawn:
    """A row for each place; ``groups`` name the two ends, the first open and the second filled."""
    key = [
        canvas.Entry(groups[0], "o", FIRST, face="#ffffff", weight=600),
        canvas.Entry(groups[1], "o", SECOND, weight=600),
    ]
    head = canvas.key_height(key, WIDTH)
    sheet = canvas.Sheet(WIDTH, head + ROW * len(rows) + FOOT)
    plot = sheet.axes(LEFT, head, WIDTH - RIGHT, head + ROW * len(rows))
    low, high, ticks = scale([value for row in rows for value in (row.first, row.second)], unit)
    canvas.lay_rows(plot, (low, high), ticks, unit.ticks(ticks), height=ROW * len(rows))
    sheet.key(key)
    for number, row in enumerate(rows):
        _row(sheet, plot, (head, number * ROW), row, unit)
    finding = findings.of_gaps(rows, groups, unit)
    return Drawn(
        sheet.finish(title, finding),
        finding,
        title,
        (*groups, "Gap"),
        tuple(_cells(row, unit) for row in rows),
    )


def _row(sheet: canvas.Sheet, plot: Any, place: tuple[int, int], row: Gap, unit: Unit) -> None:
    head, top = place
    weight = 600 if row.own else 400
    said = unit.distance(row.width, brief=True) if row.width is not None else row.note or "not published"
    behind = "" if row.width is None or row.width >= 0 else " ahead"
    room = WIDTH - LEFT - RIGHT - canvas.width_of(said + behind, TEXT, weight) - 12
    sheet.text(LEFT, head + top + 16, canvas.fit(row.label, room, TEXT, weight), fontweight=weight, color=INK)
    colour = INK if row.width is not None else MUTED
    sheet.text(WIDTH - RIGHT, head + top + 16, said + behind, fontweight=weight, color=colour, ha="right")
    y, size = top + BASE, 10 if row.own else 8
    if row.first is not None and row.second is not None:
        plot.plot(
            [row.first, row.second],
            [y, y],
            color=MUTED,
            linewidth=3.5 if row.own else 2,
            zorder=2,
            clip_on=False,
        )
    if row.second is not None:
        _end(plot, row.second, y, size, SECOND, SECOND)
    if row.first is not None:
        _end(plot, row.first, y, size, FIRST, "#ffffff")


def _end(plot: Any, x: float, y: float, size: float, colour: str, face: str) -> None:
    plot.plot(
        [x],
        [y],
        marker="o",
        markersize=size,
        markerfacecolor=face,
        markeredgecolor=colour,
        markeredgewidth=2.2,
        linestyle="",
        clip_on=False,
        zorder=4,
    )


def _cells(row: Gap, unit: Unit) -> TableRow:
    ends = tuple(
        unit.say(value) if value is not None else row.note or "–" for value in (row.first, row.second)
    )
    return TableRow(
        row.label, (*ends, unit.distance(row.width, brief=True) if row.width is not None else "–")
    )
