"""Dots: one for each, unnamed; one's own lit; comparators by their marker, named in the first row."""

from collections.abc import Mapping, Sequence
from typing import Any

from hlp.figures import canvas, findings
from hlp.figures.data import Drawn, Look, Row, TableRow, Unit
from hlp.figures.scales import scale
from hlp.figures.style import INK, MUTED, OTHER, PENS, TEXT, WIDTH

ROW, DOT = 70, 2.8  # pixels: height of a row, radius of a dot
LEFT, RIGHT, FOOT = 14, 16, 24
CAP = 21  # pixels that dots may be piled above or below their line
BASE = 45  # pixels from the top of a row to the line on which its dots stand
QUARTERS = (0.25, 0.5, 0.75)


def dots(
    rows: Sequence[Row],
    *,
    title: str,
    unit: Unit,
    names: Mapping[Look, str],
    own: str = "",
    crowd: str = "other schools",
) -> Drawn:
    """A strip of dots for each row, all on one scale. ``names`` are those of the comparators, ``own`` is one's own.

    ``crowd`` says what an unnamed dot is.
    """
    key = _key(rows, names, own, crowd)
    head = canvas.key_height(key, WIDTH)
    sheet = canvas.Sheet(WIDTH, head + ROW * len(rows) + FOOT)
    values = [value for row in rows for value in (*row.others, row.own, *dict(row.marks).values())]
    low, high, ticks = scale(values, unit)
    plot = sheet.axes(LEFT, head, WIDTH - RIGHT, head + ROW * len(rows))
    canvas.lay_rows(plot, (low, high), ticks, unit.ticks(ticks), height=ROW * len(rows))
    sheet.key(key)
    for number, row in enumerate(rows):
        _row(sheet, plot, (head, number * ROW), row, (low, high), unit)
    finding = findings.of_dots(rows, names, own or "All schools", unit)
    columns, lines = _table(rows, names, own, unit)
    return Drawn(sheet.finish(title, finding), finding, title, columns, lines)


def _key(rows: Sequence[Row], names: Mapping[Look, str], own: str, crowd: str) -> list[canvas.Entry]:
    first = PENS[Look.OWN]
    entries = [canvas.Entry(own, first.marker, first.colour, weight=600)] if own else []
    if any(row.others for row in rows):
        entries.append(canvas.Entry(crowd, "o", OTHER, face="#ffffff", ink=MUTED))
    used = [look for look in names if any(row.mark(look) is not None for row in rows)]
    return entries + [canvas.Entry(names[look], PENS[look].marker, PENS[look].colour) for look in used]


def _row(
    sheet: canvas.Sheet, plot: Any, at: tuple[int, int], row: Row, reach: tuple[float, float], unit: Unit
) -> None:
    head, top = at
    said = unit.say(row.own) if row.own is not None else row.note
    room = WIDTH - LEFT - RIGHT - canvas.width_of(said, TEXT, 600) - 10
    sheet.text(LEFT, head + top + 15, canvas.fit(row.label, room, TEXT, 400), color=INK)
    sheet.text(WIDTH - RIGHT, head + top + 15, said, color=PENS[Look.OWN].colour, fontweight=600, ha="right")
    places = stacked(row.others, (WIDTH - LEFT - RIGHT) / (reach[1] - reach[0]))
    _rings(plot, [x for x, _ in places], [top + BASE - y for _, y in places])
    for look, value in row.marks:
        _solid(plot, value, top + BASE, look, 8)
    if row.own is not None:
        _solid(plot, row.own, top + BASE, Look.OWN, 12)


def _rings(plot: Any, xs: list[float], ys: list[float]) -> None:
    ring = {"markerfacecolor": "#ffffff", "markeredgecolor": OTHER, "markeredgewidth": 1.1}
    plot.plot(xs, ys, marker="o", markersize=2 * DOT, linestyle="", clip_on=False, zorder=2, **ring)


def _solid(plot: Any, x: float, y: float, look: Look, size: float) -> None:
    pen = PENS[look]
    plot.plot(
        [x],
        [y],
        marker=pen.marker,
        markersize=size,
        markerfacecolor=pen.colour,
        markeredgecolor="#ffffff",
        markeredgewidth=1,
        linestyle="",
        clip_on=False,
        zorder=5 + (look == Look.OWN),
    )


def stacked(values: Sequence[float], scale_x: float) -> list[tuple[float, float]]:
    """Where dots lie that would cover each other: the value, and pixels above or below the line, nearest first.

    Where the pile is full the rest lie upon each other.
    """
    placed: list[tuple[float, float]] = []
    for value in sorted(values):
        near = [((known - value) * scale_x, y) for known, y in placed if (value - known) * scale_x < 2 * DOT]
        free = (at for at in LEVELS if all(x * x + (y - at) ** 2 >= (1.9 * DOT) ** 2 for x, y in near))
        placed.append((value, next(free, 0.0)))
    return placed


LEVELS = [0.0] + [sign * step * DOT for step in range(1, int(CAP / DOT) + 1) for sign in (1, -1)]


def _table(
    rows: Sequence[Row], names: Mapping[Look, str], own: str, unit: Unit
) -> tuple[tuple[str, ...], tuple[TableRow, ...]]:
    looks = [look for look in names if any(row.mark(look) is not None for row in rows)]
    columns = ([own] if own else []) + [names[look] for look in looks]
    columns += ["Middle school", "Half lie between", "Schools"]
    return tuple(columns), tuple(_cells(row, looks, bool(own), unit) for row in rows)


def _cells(row: Row, looks: list[Look], own: bool, unit: Unit) -> TableRow:
    ordered = sorted(row.others)
    middle = unit.say(findings.quartile(ordered, 0.5)) if ordered else "–"
    span = (
        f"{unit.say(findings.quartile(ordered, 0.25))} to {unit.say(findings.quartile(ordered, 0.75))}"
        if ordered
        else "–"
    )
    first = [unit.say(row.own) if row.own is not None else row.note or "–"] if own else []
    marks = [unit.say(row.mark(look)) if row.mark(look) is not None else "–" for look in looks]
    return TableRow(row.label, (*first, *marks, middle, span, str(len(ordered))))
