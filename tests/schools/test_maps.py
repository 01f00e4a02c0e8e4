"""The map: a frame that holds everything, shapes and letters, and markers that keep clear of each other."""

import csv
from itertools import combinations
from math import hypot
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schools.demo.register import FOLDER
from schools.models import School
from schools.services.maps import APART, Pin, draw_map, letters_of, read_outline, spread

OUTLINE = read_outline("313")["points"]


def school(
    name: str = "Ash", easting: int | None = 513000, northing: int | None = 176000, **facts: Any
) -> School:
    facts.setdefault("phase", "primary")
    return School(name=name, urn=100000, easting=easting, northing=northing, **facts)


def gaps(points: list[tuple[float, float]]) -> list[float]:
    return [hypot(a[0] - b[0], a[1] - b[1]) for a, b in combinations(points, 2)]


def inside(easting: float, northing: float) -> bool:
    """Whether a point lies in the outline, by the number of edges to the east of it."""
    crossings = 0
    for (x, y), (u, v) in zip(OUTLINE, OUTLINE[1:] + OUTLINE[:1], strict=True):
        if (y > northing) != (v > northing) and easting < x + (northing - y) * (u - x) / (v - y):
            crossings += 1
    return crossings % 2 == 1


def test_the_outline_holds_the_schools_of_the_borough() -> None:
    with (FOLDER / "hounslow_schools.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["easting"]]
    outside = [row["name"] for row in rows if not inside(int(row["easting"]), int(row["northing"]))]
    assert (len(OUTLINE), outside) == (62, [])


def test_north_is_up_and_west_is_left() -> None:
    found = draw_map([Pin(school("South-west", 509000, 173000)), Pin(school("North-east", 520000, 179000))])
    north_east, south_west = found.markers
    assert south_west.at[0] < north_east.at[0]
    assert south_west.at[1] > north_east.at[1]


def test_a_point_outside_the_borough_is_in_the_frame() -> None:
    found = draw_map([Pin(school("Far", 530000, 190000)), Pin(school())])
    assert all(0 < x < found.width and 0 < y < found.height for x, y in (m.at for m in found.markers))


def test_phase_and_set_are_told_by_shape_and_letter_and_in_words() -> None:
    pins = [
        Pin(school("Ash"), "North"),
        Pin(school("Elm", 514000, phase="special"), "South"),
        Pin(school("Fir", 515000)),
    ]
    found = draw_map(pins)
    assert [(m.letter, m.colour, m.label) for m in found.markers] == [
        ("N", 1, "Ash, primary, North"),
        ("S", 2, "Elm, special, South"),
        ("", 0, "Fir, primary"),
    ]
    assert found.markers[0].shape != found.markers[1].shape
    assert [key.label for key in found.shapes] == ["Primary", "Special"]
    assert [(key.letter, key.label, key.colour) for key in found.sets] == [
        ("N", "North", 1),
        ("S", "South", 2),
    ]


def test_letters_tell_sets_apart() -> None:
    assert letters_of(["Collaborative B", "Collaborative A"]) == {
        "Collaborative A": "A",
        "Collaborative B": "B",
    }
    assert letters_of(["North", "Norwood"]) == {"North": "1", "Norwood": "2"}


def test_two_schools_on_one_spot_are_both_within_reach() -> None:
    found = draw_map([Pin(school("Ash Infant")), Pin(school("Ash Junior"))])
    assert gaps([marker.at for marker in found.markers])[0] == pytest.approx(APART, abs=0.1)
    assert all(marker.is_moved for marker in found.markers)


def test_a_school_without_a_place_is_named() -> None:
    found = draw_map([Pin(school("Ash", None, None)), Pin(school("Elm"))])
    assert ([m.school.name for m in found.markers], [s.name for s in found.missing]) == (["Elm"], ["Ash"])


def test_another_borough_has_a_map_without_an_outline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.conf.settings.LA_CODE", "999")
    found = draw_map([Pin(school("Ash")), Pin(school("Elm", 514000))])
    assert (found.outline, len(found.markers)) == ("", 2)
    assert draw_map([]).markers == []


points = st.tuples(st.floats(0, 760, width=32), st.floats(0, 490, width=32))


@settings(max_examples=25, deadline=None)
@given(st.lists(points, max_size=20))
def test_markers_keep_clear_of_each_other_inside_the_frame(homes: list[tuple[float, float]]) -> None:
    places = spread(homes, 760, 490)
    assert places == spread(homes, 760, 490)
    assert all(gap > APART - 1.5 for gap in gaps(places))
    assert all(0 <= x <= 760 and 0 <= y <= 490 for x, y in places)


def test_where_there_is_no_room_for_all_it_still_ends() -> None:
    places = spread([(n * 7 % 760, n * 11 % 490) for n in range(900)], 760, 490)
    assert all(0 <= x <= 760 and 0 <= y <= 490 for x, y in places)
