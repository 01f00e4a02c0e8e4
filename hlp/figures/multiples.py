"""Small multiples: the same small picture many times on one scale, so that the eye compares."""

from collections.abc import Mapping, Sequence

from hlp.figures import canvas, findings
from hlp.figures.data import Drawn, Panel, TableRow, Unit
from hlp.figures.lines import blanks, draw
from hlp.figures.scales import scale
from hlp.figures.style import GRID, INK, MUTED, PENS, SMALL, WIDTH

PANEL, GAP = 104, 18  # pixels
HEAD, FOOT = 30, 18


def small_multiples(
    panels: Sequence[Panel],
    *,
    title: str,
    axis: Mapping[int, str],
    unit: Unit,
    columns: int = 2,
    width: int = WIDTH,
) -> Drawn:
    """A panel for each measure: the first series is one's own, the others what it is compared with."""
    deep = -(-len(panels) // columns)
    key = _key(panels)
    head = canvas.key_height(key, width)
    sheet = canvas.Sheet(width, head + PANEL * deep)
    reach = scale([point.y for panel in panels for one in panel.series for point in one.known], unit, most=4)
    room = (width - GAP * (columns - 1)) / columns
    sheet.key(key)
    for number, panel in enumerate(panels):
        left, top = (room + GAP) * (number % columns), head + PANEL * (number // columns)
        _panel(sheet, panel, (left, top, room), axis, unit, reach)
    finding = findings.of_panels(panels, axis, unit)
    return Drawn(sheet.finish(title, finding), finding, title, *_table(panels, axis, unit))


def _key(panels: Sequence[Panel]) -> list[canvas.Entry]:
    seen = {one.look: one.label for panel in panels for one in panel.series}
    pens = [(PENS[look], label) for look, label in seen.items()]
    return [
        canvas.Entry(label, pen.marker, pen.colour, dash=pen.dash, thick=pen.width, weight=600)
        for pen, label in pens
    ]


def _panel(
    sheet: canvas.Sheet,
    panel: Panel,
    place: tuple[float, float, float],
    axis: Mapping[int, str],
    unit: Unit,
    reach: tuple[float, float, list[float]],
) -> None:
    left, top, room = place
    low, high, ticks = reach
    own = panel.series[0]
    value = own.at(max(axis))
    said = unit.say(value) if value is not None else own.note_at(max(axis)) or "–"
    margin = 6 + max(canvas.width_of(unit.say(end), 11) for end in (low, high))
    plot = sheet.axes(left + margin, top + HEAD, left + room - 4, top + PANEL - FOOT - 8)
    heading = canvas.fit(panel.title, room - canvas.width_of(said, SMALL, 600) - 8, SMALL, 600)
    sheet.text(left, top + 16, heading, fontsize=SMALL, fontweight=600, color=INK)
    sheet.text(
        left + room, top + 16, said, fontsize=SMALL, fontweight=600, color=PENS[own.look].colour, ha="right"
    )
    places = sorted(axis)
    plot.set_xlim(places[0], places[-1])
    plot.set_ylim(low, high)
    plot.set_yticks([low, high], [canvas.plain(words) for words in unit.ticks([low, high])], fontsize=11)
    plot.set_yticks(ticks, minor=True)
    plot.grid(axis="y", which="both", color=GRID, linewidth=1, clip_on=False)
    plot.tick_params(which="minor", length=0)
    ends = [places[0], places[-1]] if len(places) > 1 else places
    plot.set_xticks(ends, [canvas.plain(axis[end]) for end in ends], fontsize=11, color=MUTED)
    for label, side in zip(plot.get_xticklabels(), ("left", "right"), strict=False):
        label.set_horizontalalignment(side)
    for start, end in blanks(panel.series, places):
        canvas.band(plot, start, end)
    for one in reversed(panel.series):
        draw(plot, one, panel.breaks, share=0.75)


def _table(
    panels: Sequence[Panel], axis: Mapping[int, str], unit: Unit
) -> tuple[tuple[str, ...], tuple[TableRow, ...]]:
    last = max(axis)
    labels = list(dict.fromkeys(one.label for panel in panels for one in panel.series))
    rows = []
    for panel in panels:
        values = {one.label: one for one in panel.series}
        cells = [
            (unit.say(found.at(last)) if found.at(last) is not None else found.note_at(last) or "–")
            if found
            else "–"
            for found in (values.get(label) for label in labels)
        ]
        rows.append(TableRow(panel.title, tuple(cells)))
    return tuple(f"{label}, {axis[last]}" for label in labels), tuple(rows)
