"""What a row of a publisher's file says of one measure at one place, before we know which of our measures it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from scorecard.choices import Area, PupilGroup, Status


@dataclass(frozen=True)
class Said:
    """A figure, or a code for none. ``key`` is the publisher's name of the measure, ``column`` where it stands."""

    row: int
    column: str
    key: str
    year: int
    area: Area
    la_code: str = ""
    urn: int | None = None
    value: Decimal | None = None
    reason: str = ""
    cohort: int | None = None
    status: Status | None = None
    group: PupilGroup = PupilGroup.ALL

    @property
    def place(self) -> tuple[object, ...]:
        """What it is a figure of, by which a second one is found."""
        return self.key.casefold(), self.group, self.year, self.area, self.la_code, self.urn


@dataclass(frozen=True)
class Rejected:
    """A row, or one figure of it, that is not taken: where, and why."""

    row: int
    column: str
    why: str


@dataclass(frozen=True)
class Passed:
    """A row that is none of ours, and why, as the heading of a count."""

    why: str


def once(found: Iterator[Said | Rejected | Passed]) -> Iterator[Said | Rejected | Passed]:
    """Each figure once. What a file tells twice, and differently, is rejected both times: one of them is wrong."""
    kept: dict[tuple[object, ...], Said] = {}
    doubtful: dict[tuple[object, ...], list[Said]] = {}
    for item in found:
        if not isinstance(item, Said):
            yield item
            continue
        first = kept.setdefault(item.place, item)
        if (first.value, first.reason) != (item.value, item.reason):
            doubtful.setdefault(item.place, [first]).append(item)
    for place, items in doubtful.items():
        del kept[place]
        rows = ", ".join(str(item.row) for item in items)
        yield from (Rejected(item.row, item.column, f"rows {rows} tell it differently") for item in items)
    yield from kept.values()
