"""What follows from an agenda: numbers, clock times, parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from board.choices import Part
from board.models import AgendaItem, Meeting


@dataclass(frozen=True)
class Line:
    """An item with what is computed: its number (``5``, ``5.1``), when it begins and ends, its minutes in all."""

    item: AgendaItem
    number: str
    starts_at: datetime
    ends_at: datetime
    minutes: int
    children: tuple["Line", ...] = ()

    @property
    def is_child(self) -> bool:
        """Whether it stands under another."""
        return self.item.parent_id is not None


def agenda_lines(meeting: Meeting, items: Iterable[AgendaItem]) -> list[Line]:
    """The items of one meeting in order, each with its children; part II last.

    Where an item has others under it, its own minutes come before theirs. Numbers are those of everybody: part II
    stands last, so leaving it out changes none.
    """
    rows = sorted(items, key=lambda item: (item.part, item.position, item.pk))
    at, lines = meeting.starts_at, []
    tops = [item for item in rows if item.parent_id is None]
    for number, item in enumerate(tops, 1):
        own = [row for row in rows if row.parent_id == item.pk]
        begin, at = at, at + timedelta(minutes=item.minutes)
        children = []
        for place, child in enumerate(own, 1):
            line = _line(child, f"{number}.{place}", at, child.minutes)
            children.append(line)
            at = line.ends_at
        total = item.minutes + sum(child.minutes for child in own)
        lines.append(Line(item, str(number), begin, at, total, tuple(children)))
    return lines


def _line(item: AgendaItem, number: str, at: datetime, minutes: int) -> Line:
    return Line(item, number, at, at + timedelta(minutes=minutes), minutes)


def flat(lines: Iterable[Line]) -> list[Line]:
    """Items and what stands under them in one list, in the order of reading."""
    return [each for line in lines for each in (line, *line.children)]


def numbers(items: Iterable[AgendaItem], meeting: Meeting) -> dict[int, str]:
    """The number of each item by its primary key."""
    return {line.item.pk: line.number for line in flat(agenda_lines(meeting, items))}


def by_part(lines: list[Line]) -> list[tuple[Part, list[Line]]]:
    """The lines of each part that has any."""
    found = [(part, [line for line in lines if line.item.part == part]) for part in Part]
    return [(part, rows) for part, rows in found if rows]
