"""What needs a person now, from all rooms as one list in the order of urgency.

A panel of the home page whose ``order`` is ``now`` hands ``items``: title, href, text, status and colour as
``_components/action_list.html`` shows them, and what tells their place: ``due`` (a moment), ``late``, ``since`` (the
moment from which it waits, where nothing is due), and ``kind``, the words for several of its kind and their list.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import inf
from typing import Any

Item = dict[str, Any]
EACH = 4  # lines of one kind; one more line stands for the rest of them
FIRST = 12  # lines that stand open; the rest can be unfolded
ONE_MORE = 1


@dataclass(frozen=True)
class Needs:
    """The list of one person: ``first`` stands open, ``rest`` is folded. The counts are of single items."""

    first: list[Item]
    rest: list[Item]
    number: int
    late: int
    due: int


def arranged(items: Iterable[Item]) -> Needs:
    """Late first, then what is due soonest, then what waits longest; many of one kind in one line."""
    rows = sorted(items, key=_place)
    lines = _gathered(rows)
    open_ = FIRST if len(lines) > FIRST + ONE_MORE else len(lines)
    late = sum(bool(row.get("late")) for row in rows)
    due = sum(bool(row.get("due")) and not row.get("late") for row in rows)
    return Needs(lines[:open_], lines[open_:], len(rows), late, due)


def _place(item: Item) -> tuple[bool, bool, float]:
    late, due = bool(item.get("late")), item.get("due")
    moment = due or item.get("since")
    return not late, not late and due is None, moment.timestamp() if moment else inf


def _gathered(rows: list[Item]) -> list[Item]:
    """The lines of each kind up to ``EACH``; where more than one is left, a line stands for them at the first's place."""
    by_kind: dict[Any, list[Item]] = defaultdict(list)
    for row in rows:
        by_kind[row.get("kind")].append(row)
    hidden = {kind: found[EACH:] for kind, found in by_kind.items() if kind and len(found) > EACH + ONE_MORE}
    lines: list[Item] = []
    for row in rows:
        left = hidden.get(row.get("kind"), [])
        if not any(row is one for one in left):
            lines.append(row)
        elif row is left[0]:
            lines.append(_rest(left))
    return lines


def _rest(left: list[Item]) -> Item:
    words, href = left[0]["kind"]
    late = sum(bool(row.get("late")) for row in left)
    made = {"title": f"And {len(left)} more {words}", "href": href}
    return {**made, "status": f"{late} late", "colour": "red"} if late else made
