"""The one list of what needs somebody: its order, and how many of a kind are gathered."""

from datetime import timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from hlp.needs import EACH, FIRST, arranged
from tests.conftest import utc

NOON = utc("2026-11-26 12:00")
HOURS = some.none() | some.integers(-500, 500).map(lambda hours: NOON + timedelta(hours=hours))
ITEMS = some.lists(
    some.fixed_dictionaries(
        {
            "title": some.just("one"),
            "due": HOURS,
            "since": HOURS,
            "late": some.booleans(),
            "kind": some.sampled_from([None, ("a", "/a/"), ("b", "/b/")]),
        }
    ),
    max_size=40,
)


def need(title: str, **facts: Any) -> dict[str, Any]:
    """A line with what tells its place."""
    return {"title": title, "href": f"/{title}/", **facts}


def titles(items: list[dict[str, Any]]) -> list[str]:
    """What the lines say, those that are folded away last."""
    found = arranged(items)
    return [line["title"] for line in [*found.first, *found.rest]]


def test_late_comes_first_then_what_is_due_then_what_waits_longest() -> None:
    day = timedelta(days=1)
    items = [
        need("undated"),
        need("waits a day", since=NOON - day),
        need("due tomorrow", due=NOON + day),
        need("a day late", due=NOON - day, late=True),
        need("waits a year", since=NOON - 365 * day),
        need("due in an hour", due=NOON + timedelta(hours=1)),
        need("untouched for a month", since=NOON - 30 * day, late=True),
    ]

    assert titles(items) == [
        "untouched for a month",
        "a day late",
        "due in an hour",
        "due tomorrow",
        "waits a year",
        "waits a day",
        "undated",
    ]


def test_many_of_one_kind_stand_in_one_line_where_the_first_of_them_would() -> None:
    kind = ("late reports", "/sessions/?state=held")
    late = [need(f"r{n}", kind=kind, late=n < 6, due=NOON + timedelta(hours=n)) for n in range(9)]
    found = arranged([*late, need("other", since=NOON)])

    assert [line["title"] for line in found.first] == [
        "r0",
        "r1",
        "r2",
        "r3",
        "And 5 more late reports",
        "other",
    ]
    assert found.first[4] == {
        "title": "And 5 more late reports",
        "href": "/sessions/?state=held",
        "status": "2 late",
        "colour": "red",
    }
    assert (found.number, found.late, found.due) == (10, 6, 3)


def test_one_more_than_fits_is_shown_rather_than_counted() -> None:
    kind = ("decisions", "/decisions/")
    few = [need(f"d{n}", kind=kind, since=NOON + timedelta(hours=n)) for n in range(EACH + 1)]

    assert titles(few) == ["d0", "d1", "d2", "d3", "d4"]
    assert arranged([need(str(n)) for n in range(FIRST + 1)]).rest == []
    assert len(arranged([need(str(n)) for n in range(FIRST + 2)]).rest) == 2


@given(ITEMS)
def test_nothing_is_lost_and_the_order_in_which_it_came_does_not_matter(items: list[dict[str, Any]]) -> None:
    found = arranged(items)
    lines = [*found.first, *found.rest]
    hidden = sum(int(line["title"].split()[1]) for line in lines if "due" not in line)

    assert sum("due" in line for line in lines) + hidden == len(items) == found.number
    flags = [line["late"] for line in lines if "late" in line]
    assert flags == sorted(flags, reverse=True)
