"""Lines over the years, with a direct label at the end of each and every break in the series shown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hlp.figures import canvas, findings
from hlp.figures.data import Drawn, Series, Unit, table
from hlp.figures.scales import scale
from hlp.figures.style import MUTED, PENS, SMALL, TEXT, WIDTH

HEIGHT = 236
TOP, BOTTOM, LEFT = 18, 28, 40  # pixels kept for labels
ROOM = 130  # pixels for the longest label
LABEL = 16  # pixels from one label to the next


def lines(
    series: Sequence[Series],
    *,
    title: str,
    axis: Mapping[int, str],
    unit: Unit,
    breaks: Iterable[int] = (),
    blank: str = "no results",
) -> Drawn:
    """Series over an axis of years (``axis``: place to label), the first the reader's own.

    ``breaks`` name places before which figures are not comparable. Places without any value are tinted, and named
    by ``blank``. The sentence speaks of the last place of the axis.
    """
    shown = [one for at, one in enumerate(series) if one.known or not at]
    sheet = canvas.Sheet(WIDTH, HEIGHT)
    ends = [canvas.fit(_end(one, axis, unit), ROOM, TEXT, 600) for one in shown]
    right = WIDTH - 12 - max((canvas.width_of(words, TEXT, 600) for words in ends), default=0)
    plot = sheet.axes(LEFT, TOP, right, HEIGHT - BOTTOM)
    places = sorted(axis)
    plot.set_xlim(places[0] - 0.35, places[-1] + 0.1)
    low, high, ticks = scale([point.y for one in shown for point in one.known], unit)
    plot.set_ylim(low, high)
    canvas.rules(plot, ticks, unit.ticks(ticks))
    label_axis(plot, places, axis, right - LEFT)
    gaps = blanks(shown, places)
    for start, end in gaps:
        _tint(plot, start, end, high, blank)
    cuts = [place for place in breaks if places[0] < place <= places[-1]]
    for place in cuts:
        if not any(start <= place - 0.5 <= end for start, end in gaps):
            _cut(plot, place - 0.5, low, high)
    for one in reversed(shown):
        draw(plot, one, cuts)
    _notes(plot, shown[0], low)
    _labels(sheet, shown, ends, right, (low, high))
    finding = findings.of_lines(shown, axis, unit)
    columns, rows = table(series, dict(axis), unit)
    return Drawn(sheet.finish(title, finding), finding, title, columns, rows)


def _end(one: Series, axis: Mapping[int, str], unit: Unit) -> str:
    if not one.known:
        return f"{one.label}: none"
    last = one.known[-1]
    late = "" if last.x == max(axis) else f" ({axis[last.x]})"
    return f"{one.label} {unit.say(last.y)}{late}"


def label_axis(plot: Any, places: list[int], axis: Mapping[int, str], room: float, size: int = SMALL) -> None:
    """Labels of the places, the last always, as many as do not touch."""
    widest = max(canvas.width_of(axis[place], size) for place in places) + 8
    step = next(n for n in range(1, len(places) + 1) if n == len(places) or room / len(places) * n >= widest)
    chosen = places[::-1][::step][::-1]
    plot.set_xticks(chosen, [canvas.plain(axis[place]) for place in chosen], fontsize=size)


def blanks(series: Iterable[Series], places: list[int]) -> list[tuple[float, float]]:
    """Stretches of the axis for which nobody has a value, between the first and the last that somebody has."""
    known = {point.x for one in series for point in one.known}
    found: list[tuple[float, float]] = []
    for place in places:
        if place in known or not known or not min(known) < place < max(known):
            continue
        if found and found[-1][1] == place - 0.5:
            found[-1] = (found[-1][0], place + 0.5)
        else:
            found.append((place - 0.5, place + 0.5))
    return found


def _tint(plot: Any, start: float, end: float, top: float, words: str) -> None:
    canvas.band(plot, start, end)
    plot.annotate(
        words.replace(" ", "\n", 1),
        ((start + end) / 2, top),
        (0, -3),
        textcoords="offset points",
        ha="center",
        va="top",
        fontsize=11,
        color=MUTED,
        linespacing=1.05,
    )


def _cut(plot: Any, place: float, low: float, high: float) -> None:
    plot.plot([place, place], [low, high], color=MUTED, linewidth=1, linestyle=(0, (1, 2)), clip_on=False)
    plot.annotate(
        "break",
        (place, high),
        (0, 3),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=11,
        color=MUTED,
    )


def stretches(one: Series, cuts: Iterable[int]) -> list[list[tuple[int, float]]]:
    """The points of a series in unbroken runs: a missing year or a break ends one."""
    found: list[list[tuple[int, float]]] = []
    for point in one.known:
        last = found[-1][-1][0] if found else None
        joined = last == point.x - 1 and point.x not in set(cuts)
        if not joined:
            found.append([])
        found[-1].append((point.x, float(point.y or 0)))
    return found


def draw(plot: Any, one: Series, cuts: Iterable[int], share: float = 1.0) -> None:
    """A series in its pen, ``share`` as strong; a lone value is a lone marker."""
    cuts = list(cuts)
    for run in stretches(one, cuts):
        canvas.stroke(plot, run, PENS[one.look], share)


def _notes(plot: Any, own: Series, low: float) -> None:
    """Why the reader's own value is missing, where it is."""
    for point in own.points:
        if point.y is None and point.note:
            plot.annotate(
                canvas.plain(point.note),
                (point.x, low),
                (0, 3),
                textcoords="offset points",
                ha="center",
                va="bottom",
                fontsize=11,
                color=PENS[own.look].colour,
            )


def _labels(
    sheet: canvas.Sheet, series: list[Series], ends: list[str], right: float, reach: tuple[float, float]
) -> None:
    """The name and last value of each series beside its end, moved apart where they would touch."""
    low, high = reach
    height = HEIGHT - TOP - BOTTOM
    values = [one.known[-1].y if one.known else low for one in series]
    true = [TOP + height * (high - (value or 0)) / (high - low) for value in values]
    moved = canvas.spread_out(true, LABEL, TOP, HEIGHT - BOTTOM)
    for one, words, at, wanted in zip(series, ends, moved, true, strict=True):
        pen = PENS[one.look]
        if (
            abs(at - wanted) > 3
            and one.known
            and one.known[-1].x == max(p.x for s in series for p in s.known)
        ):
            sheet.rule([(right + 1, wanted), (right + 8, at)], pen.colour, 0.8)
        weight = 600 if one is series[0] else 400
        sheet.text(right + 10, at + 4.5, words, color=pen.colour, fontweight=weight)
