"""What does not fit in a day, in plain sentences; and the times of another order."""

from dataclasses import replace
from datetime import time

import pytest

from peerchallenge.calculations.programme import Day, Line, blocks, clashes, on_now, reordered

LEO, RITA, HANA = 1, 2, 1
DAY = Day(
    time(8, 30),
    time(15),
    {LEO: "Leo Lead", RITA: "Rita Reviewer"},
    frozenset({LEO, RITA}),
    {HANA: "Hana Host"},
)
BOTH = frozenset({LEO, RITA})


def line(pk: int, starts: time, ends: time, activity: str, **more: object) -> Line:
    facts = {"place": f"Room {pk}", "visitors": BOTH, "kind": "other", **more}
    return Line(pk, starts, ends, activity, **facts)  # type: ignore[arg-type]


@pytest.fixture
def lines() -> list[Line]:
    """A day in which everything fits."""
    return [
        line(1, time(8, 30), time(9), "Briefing"),
        line(2, time(9), time(12), "Learning walk", hosts=frozenset({HANA})),
        line(3, time(12), time(13), "Lunch", kind="lunch"),
        line(4, time(13), time(14, 30), "Books"),
        line(5, time(14, 30), time(15), "Feedback", kind="feedback", hosts=frozenset({HANA})),
    ]


def said(lines: list[Line], day: Day = DAY) -> list[str]:
    return [clash.text for clash in clashes(lines, day)]


def test_a_day_in_which_everything_fits_and_an_empty_one_say_nothing(lines: list[Line]) -> None:
    assert (said(lines), said([])) == ([], [])


def test_a_person_and_a_place_in_use_twice_are_told_with_the_time(lines: list[Line]) -> None:
    twice = line(
        6,
        time(9, 30),
        time(10),
        "Pupils",
        visitors=frozenset({RITA}),
        hosts=frozenset({HANA}),
        place="room 2",
    )
    found = clashes([*lines, twice], DAY)
    assert [(clash.text, clash.slots) for clash in found] == [
        (
            "Hana Host and Rita Reviewer are in two places from 9:30am to 10am: ‘Learning walk’ and ‘Pupils’.",
            (2, 6),
        ),
        ("‘Room 2’ is used twice from 9:30am to 10am: for ‘Learning walk’ and for ‘Pupils’.", (2, 6)),
    ]


def test_slots_that_only_touch_do_not_clash(lines: list[Line]) -> None:
    assert said([replace(one, place="Hall") for one in lines]) == []


def test_gaps_and_what_lies_outside_the_day_are_told(lines: list[Line]) -> None:
    rest = [replace(lines[0], starts=time(8)), *lines[1:3], replace(lines[4], ends=time(15, 30))]
    assert said(rest) == [
        "‘Briefing’ begins at 8am, before the session starts at 8:30am.",
        "‘Feedback’ lasts until 3:30pm. The session ends at 3pm.",
        "Nothing is planned from 1pm to 2:30pm.",
    ]
    assert said(lines[:4])[0] == "Nothing is planned from 2:30pm to 3pm."


def test_a_reviewer_without_lunch_is_named(lines: list[Line]) -> None:
    lines[2] = replace(lines[2], visitors=frozenset({LEO}))
    assert said(lines) == ["Rita Reviewer has no lunch."]
    lines[2] = replace(lines[2], ends=time(12, 10), visitors=BOTH)
    assert said(lines) == [
        "Nothing is planned from 12:10pm to 1pm.",
        "Nobody has lunch. Plan 20 minutes or more for it.",
    ]


def test_what_is_missing_is_one_sentence_each(lines: list[Line]) -> None:
    bare = [replace(one, place="", kind="lunch" if one.pk == 3 else "other") for one in lines]
    bare[3] = replace(bare[3], visitors=frozenset(), peopled=False)
    assert said(bare) == [
        "No time is planned for feedback to the headteacher.",
        "‘Books’ has nobody in it.",
        "5 slots have no place yet.",
    ]
    alone = [replace(one, visitors=frozenset({LEO})) for one in lines]
    assert said(alone) == ["Rita Reviewer has no lunch.", "Rita Reviewer stands in no slot."]


def test_a_long_activity_is_shortened_in_a_sentence(lines: list[Line]) -> None:
    lines[3] = replace(
        lines[3], activity="Looking at books of all year groups with the subject leader", place=""
    )
    assert said(lines) == ["‘Looking at books of all year groups with the su…’ has no place yet."]


def test_another_order_keeps_lengths_pauses_and_the_end(lines: list[Line]) -> None:
    lines[3] = replace(lines[3], starts=time(13, 15))
    times = reordered(lines, [1, 3, 2, 4, 5])
    assert {pk: (f"{a:%H:%M}", f"{b:%H:%M}") for pk, (a, b) in times.items()} == {
        1: ("08:30", "09:00"),
        3: ("09:00", "10:00"),
        2: ("10:00", "13:00"),
        4: ("13:15", "14:30"),
        5: ("14:30", "15:00"),
    }


def test_what_begins_together_moves_together(lines: list[Line]) -> None:
    side = line(6, time(9), time(10), "Pupils")
    assert [[one.pk for one in block] for block in blocks([*lines, side])] == [[1], [2, 6], [3], [4], [5]]
    times = reordered([*lines, side], [1, 3, 2, 4, 5])
    assert (times[2], times[6]) == ((time(10), time(13)), (time(10), time(11)))


@pytest.mark.parametrize("order", [[1, 2, 3, 4], [1, 2, 3, 4, 9], [1, 1, 2, 3, 4]])
def test_an_order_of_other_slots_is_refused(lines: list[Line], order: list[int]) -> None:
    with pytest.raises(ValueError, match="blocks"):
        reordered(lines, order)


def test_now_and_next(lines: list[Line]) -> None:
    def pks(at: time) -> tuple[list[int], list[int]]:
        now, following = on_now(lines, at)
        return [one.pk for one in now], [one.pk for one in following]

    assert pks(time(8)) == ([], [1])
    assert pks(time(9)) == ([2], [3])
    assert pks(time(14, 59)) == ([5], [])
    assert pks(time(15)) == ([], [])
