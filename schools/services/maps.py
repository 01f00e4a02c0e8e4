"""A map of schools, drawn from their coordinates on a simple outline of the borough. OSGB metres in, SVG units out."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import combinations
from math import cos, hypot, radians, sin
from pathlib import Path
from typing import Any

from django.conf import settings

from schools.choices import Phase
from schools.models import School

FOLDER = Path(__file__).resolve().parent.parent / "data"
WIDTH, MARGIN = 760, 26
# Markers are not nearer to each other than this, so that each can be seen and touched: 24 pixels where the map is smallest.
APART = 26.0
STEPS = 300  # how often markers are parted at most, and how many markers in all
TRIES = 12_000
# Further from its school than this, a marker is joined to it by a line.
NOTICEABLE = 5.0
GOLDEN = radians(137.5)  # markers on one spot part in directions that do not repeat
COLOURS = 6

# Each phase has a shape of its own, drawn around the origin; colour only repeats what the letter says.
SHAPES = {
    Phase.PRIMARY: "M-10,0a10,10 0 1,0 20,0a10,10 0 1,0 -20,0Z",
    Phase.NURSERY: "M0,-12.5 L12,9 L-12,9 Z",
    Phase.ALL_THROUGH: "M-9.5,-9.5 H9.5 V9.5 H-9.5 Z",
    Phase.SPECIAL: "M0,-13 L13,0 L0,13 L-13,0 Z",
}

Point = tuple[float, float]


@dataclass(frozen=True)
class Pin:
    """A school to be shown, the set that it belongs to (its collaborative, say), and where its marker leads.

    Without a set it belongs to none; without an address its marker leads to its page for those who are signed in.
    """

    school: School
    set: str = ""
    href: str = ""


@dataclass(frozen=True)
class Marker:
    """A school on the map: where it lies, where its marker stands, and how that looks."""

    school: School
    home: Point
    at: Point
    shape: str
    letter: str
    colour: int
    label: str
    href: str = ""

    @property
    def is_moved(self) -> bool:
        """Whether the marker had to make room for others."""
        return hypot(self.at[0] - self.home[0], self.at[1] - self.home[1]) > NOTICEABLE

    @property
    def anchor(self) -> str:
        """On which side of the marker its name has room."""
        return "end" if self.at[0] > WIDTH / 2 else "start"


@dataclass(frozen=True)
class Key:
    """One line of the map's key: a shape, or a letter with its colour."""

    label: str
    shape: str = SHAPES[Phase.PRIMARY]
    letter: str = ""
    colour: int = 0


@dataclass(frozen=True)
class Map:
    """Everything that the template draws. ``missing`` are schools whose place nobody knows."""

    name: str
    source: str
    height: int
    outline: str
    markers: list[Marker] = field(default_factory=list)
    missing: list[School] = field(default_factory=list)
    shapes: list[Key] = field(default_factory=list)
    sets: list[Key] = field(default_factory=list)
    width: int = WIDTH


@dataclass(frozen=True)
class Frame:
    """Turns metres into units: the west and the north edge, and units a metre."""

    west: float
    north: float
    scale: float
    height: int

    def place(self, easting: float, northing: float) -> Point:
        """The point of the drawing for a point on the ground."""
        return MARGIN + (easting - self.west) * self.scale, MARGIN + (self.north - northing) * self.scale


def draw_map(pins: Iterable[Pin]) -> Map:
    """The map of these schools: the outline of our own borough, markers that keep clear of each other, and the key."""
    rows = list(pins)
    known = [pin for pin in rows if pin.school.easting and pin.school.northing]
    outline = read_outline(settings.LA_CODE)
    points: list[tuple[float, float]] = [(p.school.easting or 0, p.school.northing or 0) for p in known]
    frame = _frame([*outline["points"], *points])
    homes = [frame.place(*point) for point in points]
    letters = letters_of({pin.set for pin in rows if pin.set})
    places = spread(homes, WIDTH, frame.height)
    markers = [_marker(*facts, letters) for facts in zip(known, homes, places, strict=True)]
    return Map(
        name=outline["name"],
        source=outline["source"],
        height=frame.height,
        outline=" ".join(f"{x:.1f},{y:.1f}" for x, y in (frame.place(*p) for p in outline["points"])),
        markers=sorted(markers, key=lambda marker: marker.school.name),
        missing=[pin.school for pin in rows if pin not in known],
        shapes=[
            Key(phase.label, SHAPES[phase]) for phase in Phase if any(p.school.phase == phase for p in known)
        ],
        sets=[
            Key(name, letter=letter, colour=number % COLOURS + 1)
            for number, (name, letter) in enumerate(letters.items())
        ],
    )


@cache
def read_outline(la_code: str) -> dict[str, Any]:
    """Name, source and corners of a borough's outline, or an empty one where we have none."""
    path = FOLDER / f"outline_{la_code}.json"
    if not path.exists():
        return {"name": "", "source": "", "points": []}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _frame(points: Sequence[Point]) -> Frame:
    """The frame that holds all points; without any, an empty square kilometre."""
    east, north = [x for x, _ in points] or [0, 1000], [y for _, y in points] or [0, 1000]
    span = max(max(east) - min(east), 1000)
    scale = (WIDTH - 2 * MARGIN) / span
    return Frame(min(east), max(north), scale, round((max(north) - min(north)) * scale) + 2 * MARGIN)


def _marker(pin: Pin, home: Point, at: Point, letters: dict[str, str]) -> Marker:
    school, names = pin.school, list(letters)
    phase = Phase(school.phase)
    return Marker(
        school=school,
        home=home,
        at=at,
        shape=SHAPES[phase],
        letter=letters.get(pin.set, ""),
        colour=names.index(pin.set) % COLOURS + 1 if pin.set else 0,
        label=", ".join(part for part in (school.name, phase.label.lower(), pin.set) if part),
        href=pin.href or school.get_absolute_url(),
    )


def letters_of(names: Iterable[str]) -> dict[str, str]:
    """A letter or number for each set: the first of its last word where that tells them apart, else its place."""
    ordered = sorted(names)
    firsts = [name.split()[-1][0].upper() for name in ordered]
    if len(set(firsts)) < len(firsts):
        firsts = [f"{number}" for number in range(1, len(ordered) + 1)]
    return dict(zip(ordered, firsts, strict=True))


def spread(homes: Sequence[Point], width: float, height: float) -> list[Point]:
    """Places for markers, as near to their homes as can be while no two are closer than ``APART``, inside the frame.

    The same homes give the same places. Where there are more markers than room, some remain close.
    """
    places = [*homes]
    for step in range(min(STEPS, TRIES // max(len(places), 1))):
        near = _close_pairs(places)
        if not near:
            break
        for one, other in near:
            places[one], places[other] = _parted(places[one], places[other], one + step)
        places = [_inside(place, width, height) for place in places]
    return places


def _close_pairs(places: Sequence[Point]) -> list[tuple[int, int]]:
    """The pairs that are too close, found by the squares in which they lie."""
    squares: dict[tuple[int, int], list[int]] = {}
    for number, (x, y) in enumerate(places):
        squares.setdefault((int(x // APART), int(y // APART)), []).append(number)
    found: list[tuple[int, int]] = []
    for (column, row), here in squares.items():
        found += combinations(here, 2)
        for beside in ((column + 1, row - 1), (column + 1, row), (column + 1, row + 1), (column, row + 1)):
            found += [(one, other) for one in here for other in squares.get(beside, ())]
    return [(one, other) for one, other in found if _gap(places[one], places[other]) < APART - 0.05]


def _gap(one: Point, other: Point) -> float:
    return hypot(one[0] - other[0], one[1] - other[1])


def _parted(one: Point, other: Point, turn: int) -> tuple[Point, Point]:
    """Two points pushed apart along the line between them, each by half of what is missing."""
    gap = _gap(one, other)
    if gap < 0.01:
        across: Point = (cos(turn * GOLDEN), sin(turn * GOLDEN))
    else:
        across = ((one[0] - other[0]) / gap, (one[1] - other[1]) / gap)
    push = (APART - gap) / 2
    x, y = across[0] * push, across[1] * push
    return (one[0] + x, one[1] + y), (other[0] - x, other[1] - y)


def _inside(place: Point, width: float, height: float) -> Point:
    edge = APART / 2 + 1
    return min(max(place[0], edge), width - edge), min(max(place[1], edge), height - edge)
