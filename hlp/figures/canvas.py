"""The drawing engine: a sheet in pixels with the shipped font. The only module that knows matplotlib."""

import io
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from hlp.figures import svg
from hlp.figures.style import BAND, GRID, INK, MUTED, SMALL, TEXT, Pen
from hlp.fonts import shipped, unpacked

FAMILY = "Source Sans 3"
WEIGHTS = (400, 600)


@cache
def engine() -> Any:
    """Matplotlib, told to leave text as text, with our font to measure it by."""
    import matplotlib
    from matplotlib import font_manager

    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.fonttype": "none", "svg.hashsalt": FAMILY, "font.family": FAMILY})
    fonts = [_entry(font_manager.FontEntry, weight) for weight in WEIGHTS]
    font_manager.fontManager.ttflist.extend(fonts)
    return matplotlib


def _entry(kind: Any, weight: int) -> Any:
    same = {"style": "normal", "variant": "normal", "stretch": "normal", "size": "scalable"}
    return kind(fname=str(unpacked(shipped("latin", weight))), name=FAMILY, weight=weight, **same)


@dataclass(frozen=True)
class Entry:
    """One entry of a key: the marker (``face``: its inside), the line it stands on, and the name."""

    words: str
    marker: str
    colour: str
    face: str | None = None
    dash: Any = None
    thick: float = 0.0
    weight: int = 400
    ink: str = ""

    @property
    def indent(self) -> float:
        """Pixels from the left end of the entry to its marker."""
        return 5.0 if self.dash is None else 11.0

    @property
    def wide(self) -> float:
        """Its width in pixels."""
        return self.indent * 2 + 4 + width_of(self.words, SMALL, self.weight)


def _laid(entries: Iterable[Entry], room: float) -> list[tuple[Entry, float, int]]:
    """Entries with their pixel from the left and their line."""
    found, x, line = [], 0.0, 0
    for entry in entries:
        if x and x + entry.wide > room:
            x, line = 0.0, line + 1
        found.append((entry, x, line))
        x += entry.wide + 14
    return found


def key_height(entries: Iterable[Entry], room: float) -> int:
    """How high a key stands, in pixels."""
    laid = _laid(entries, room)
    return 8 + 18 * (laid[-1][2] + 1) if laid else 0


class Sheet:
    """One figure of ``width`` by ``height`` pixels."""

    def __init__(self, width: int, height: int) -> None:
        engine()
        from matplotlib.figure import Figure

        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / 72, height / 72), dpi=72, frameon=False)

    def axes(self, left: float, top: float, right: float, bottom: float) -> Any:
        """A bare plot within these edges, in pixels from the top left corner."""
        box = (
            left / self.width,
            1 - bottom / self.height,
            (right - left) / self.width,
            (bottom - top) / self.height,
        )
        plot = self.figure.add_axes(box, frameon=False)
        plot.tick_params(length=0, labelsize=SMALL, labelcolor=MUTED, pad=5)
        plot.set_axisbelow(True)
        return plot

    def text(self, x: float, y: float, words: str, **look: Any) -> None:
        """Words with their baseline at this pixel from the top left corner."""
        shown = {"fontsize": TEXT, "color": INK, **look}
        self.figure.text(x / self.width, 1 - y / self.height, plain(words), va="baseline", **shown)

    def rule(
        self, points: Iterable[tuple[float, float]], colour: str, width: float = 1.0, dash: Any = "-"
    ) -> None:
        """A line through pixels."""
        from matplotlib.lines import Line2D

        places = [(x / self.width, 1 - y / self.height) for x, y in points]
        xs, ys = zip(*places, strict=True)
        self.figure.add_artist(Line2D(xs, ys, color=colour, linewidth=width, linestyle=dash))

    def dot(self, x: float, y: float, marker: str, colour: str, size: float, face: str | None = None) -> None:
        """A marker at a pixel: filled with its colour, or with ``face`` inside a ring of it."""
        from matplotlib.lines import Line2D

        look: dict[str, Any] = {"markerfacecolor": face or colour, "markeredgecolor": colour}
        look["markeredgewidth"] = 1.5 if face else 0
        place = ([x / self.width], [1 - y / self.height])
        self.figure.add_artist(Line2D(*place, marker=marker, markersize=size, linestyle="", **look))

    def key(self, entries: Iterable[Entry], top: float = 10.0) -> None:
        """Marker and name of everything that is drawn, in lines of 18 pixels (see ``key_height``)."""
        for entry, x, line in _laid(entries, self.width):
            y = top + 18 * line
            if entry.dash is not None:
                self.rule([(x, y), (x + 22, y)], entry.colour, entry.thick, entry.dash)
            self.dot(x + entry.indent, y, entry.marker, entry.colour, 7, entry.face)
            words = fit(entry.words, self.width - x - entry.indent * 2 - 6, SMALL, entry.weight)
            self.text(
                x + entry.indent * 2 + 4,
                y + 4,
                words,
                fontsize=SMALL,
                color=entry.ink or entry.colour,
                fontweight=entry.weight,
            )

    def finish(self, title: str, finding: str) -> str:
        """The SVG, the same bytes for the same figure."""
        out = io.StringIO()
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph")  # the reader's font will have it
            self.figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
        return svg.tidy(out.getvalue(), title=title, finding=finding, width=self.width, height=self.height)


def plain(words: str) -> str:
    """Words that the engine does not take for mathematics."""
    return words.replace("$", r"\$")


def lay_rows(
    plot: Any, reach: tuple[float, float], ticks: Sequence[float], labels: Iterable[str], *, height: float
) -> None:
    """Make axes for rows below each other, ``height`` pixels in all: values run across, thin lines stand at the ticks."""
    plot.set_xlim(*reach)
    plot.set_ylim(height, 0)
    plot.set_yticks([])
    plot.set_xticks(ticks, [plain(words) for words in labels])
    plot.grid(axis="x", color=GRID, linewidth=1, clip_on=False)


@cache
def width_of(words: str, size: float = TEXT, weight: int = 400) -> float:
    """How wide words are in our font, in pixels."""
    engine()
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=FAMILY, size=size, weight=weight)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")
        width, _, _ = text_to_path.get_text_width_height_descent(plain(words), font, ismath=False)
    return float(width)


def fit(words: str, room: float, size: float = TEXT, weight: int = 400) -> str:
    """Words cut to the room there is, with an ellipsis."""
    if width_of(words, size, weight) <= room:
        return words
    while words and width_of(words + "…", size, weight) > room:
        words = words[:-1]
    return words.rstrip() + "…"


def stroke(plot: Any, run: list[tuple[int, float]], pen: Pen, share: float = 1.0) -> None:
    """One unbroken stretch of a series with its markers, ``share`` as strong as the pen."""
    plot.plot(
        [x for x, _ in run],
        [y for _, y in run],
        color=pen.colour,
        linewidth=pen.width * share,
        linestyle=pen.dash,
        marker=pen.marker,
        markersize=pen.size * share,
        markeredgewidth=0,
        clip_on=False,
        zorder=pen.order,
    )


def rules(plot: Any, ticks: list[float], labels: list[str]) -> None:
    """Horizontal rules with their values, and no frame."""
    plot.set_yticks(ticks, [plain(label) for label in labels])
    plot.grid(axis="y", color=GRID, linewidth=1, clip_on=False)


def band(plot: Any, start: float, end: float) -> None:
    """A tinted stretch where nothing was published."""
    plot.axvspan(start, end, color=BAND, linewidth=0, zorder=0, clip_on=False)


def spread_out(places: list[float], apart: float, low: float, high: float) -> list[float]:
    """Places moved as little as needed so that neighbours are ``apart``, within ``low`` and ``high``; order is kept."""
    order = sorted(range(len(places)), key=lambda at: places[at])
    clusters: list[tuple[float, list[int]]] = []
    for at in order:
        clusters.append((places[at], [at]))
        while len(clusters) > 1 and _touch(clusters[-2], clusters[-1], apart):
            clusters.append(_joined(clusters.pop(-2), clusters.pop(), places))
    wanted = {
        at: middle + apart * (number - (len(members) - 1) / 2)
        for middle, members in clusters
        for number, at in enumerate(members)
    }
    lowest, found = low, list(places)
    for number, at in enumerate(order):
        highest = high - apart * (len(order) - 1 - number)
        found[at] = min(max(wanted[at], lowest), highest)
        lowest = found[at] + apart
    return found


Cluster = tuple[float, list[int]]


def _touch(first: Cluster, second: Cluster, apart: float) -> bool:
    room = apart * (len(first[1]) + len(second[1])) / 2
    return second[0] - first[0] < room


def _joined(first: Cluster, second: Cluster, places: list[float]) -> Cluster:
    members = first[1] + second[1]
    return sum(places[at] for at in members) / len(members), members
