"""What follows from a programme: what clashes in it, its times in another order, and what is on now."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import combinations, groupby, pairwise

from hlp import clock
from peerchallenge.choices import SlotKind

MEAL = 20  # minutes below which nobody has had lunch
MOST_NAMED = 3
SOME_DAY = date(2000, 1, 1)


@dataclass(frozen=True)
class Line:
    """One slot. People are the keys of ``Day.visitors`` and ``Day.hosts``; ``peopled`` also counts who is only in words."""

    pk: int
    starts: time
    ends: time
    activity: str
    kind: str = SlotKind.OTHER
    place: str = ""
    visitors: frozenset[int] = frozenset()
    hosts: frozenset[int] = frozenset()
    peopled: bool = True

    @property
    def name(self) -> str:
        """The activity as a sentence may quote it."""
        return self.activity if len(self.activity) <= 50 else f"{self.activity[:47].rstrip(' ,:')}…"


@dataclass(frozen=True)
class Day:
    """When the session starts and ends, and who may be in a slot. ``reviewers`` are those visitors who need lunch."""

    starts: time
    ends: time
    visitors: Mapping[int, str] = field(default_factory=dict)
    reviewers: frozenset[int] = frozenset()
    hosts: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Clash:
    """Something that does not fit, in a sentence, and the slots that it is about; ``grave`` unless it is only unfinished."""

    text: str
    slots: tuple[int, ...] = ()
    grave: bool = True


def clashes(lines: Sequence[Line], day: Day) -> list[Clash]:
    """Everything that does not fit yet, the gravest first: twice at once, out of the day, gaps, lunch, what is missing."""
    if not lines:
        return []
    rows = sorted(lines, key=lambda line: (line.starts, line.ends))
    return [
        *_people_twice(rows, day),
        *_places_twice(rows),
        *_outside(rows, day),
        *_gaps(rows, day),
        *_lunch(rows, day),
        *_missing(rows, day),
    ]


def _span(first: time, last: time) -> str:
    return f"from {clock.clock_time(first)} to {clock.clock_time(last)}"


def _overlapping(rows: Sequence[Line]) -> Iterator[tuple[Line, Line, time, time]]:
    for one, two in combinations(rows, 2):
        first, last = max(one.starts, two.starts), min(one.ends, two.ends)
        if first < last:
            yield one, two, first, last


def _people_twice(rows: Sequence[Line], day: Day) -> Iterator[Clash]:
    names = {("visitor", pk): name for pk, name in day.visitors.items()}
    names |= {("host", pk): name for pk, name in day.hosts.items()}
    for one, two, first, last in _overlapping(rows):
        there = [names[key] for key in sorted(_keys(one) & _keys(two)) if key in names]
        if there:
            verb = "is" if len(there) == 1 else "are"
            text = (
                f"{_listed(there)} {verb} in two places {_span(first, last)}: ‘{one.name}’ and ‘{two.name}’."
            )
            yield Clash(text, (one.pk, two.pk))


def _keys(line: Line) -> set[tuple[str, int]]:
    return {("visitor", pk) for pk in line.visitors} | {("host", pk) for pk in line.hosts}


def _places_twice(rows: Sequence[Line]) -> Iterator[Clash]:
    for one, two, first, last in _overlapping(rows):
        if one.place and one.place.casefold() == two.place.casefold():
            text = f"‘{one.place}’ is used twice {_span(first, last)}: for ‘{one.name}’ and for ‘{two.name}’."
            yield Clash(text, (one.pk, two.pk))


def _outside(rows: Sequence[Line], day: Day) -> Iterator[Clash]:
    starts, ends = clock.clock_time(day.starts), clock.clock_time(day.ends)
    for line in rows:
        if line.starts < day.starts:
            first = clock.clock_time(line.starts)
            text = f"‘{line.name}’ begins at {first}, before the session starts at {starts}."
            yield Clash(text, (line.pk,))
        elif line.ends > day.ends:
            last = clock.clock_time(line.ends)
            yield Clash(f"‘{line.name}’ lasts until {last}. The session ends at {ends}.", (line.pk,))


def _gaps(rows: Sequence[Line], day: Day) -> Iterator[Clash]:
    reached = day.starts
    for line in rows:
        if line.starts > reached:
            yield Clash(f"Nothing is planned {_span(reached, line.starts)}.", (line.pk,))
        reached = max(reached, line.ends)
    if reached < day.ends:
        yield Clash(f"Nothing is planned {_span(reached, day.ends)}.")


def _lunch(rows: Sequence[Line], day: Day) -> Iterator[Clash]:
    meals = [line for line in rows if line.kind == SlotKind.LUNCH and minutes(line) >= MEAL]
    fed = {pk for line in meals for pk in line.visitors}
    hungry = [day.visitors[pk] for pk in day.visitors if pk in day.reviewers - fed]
    if not meals:
        yield Clash(f"Nobody has lunch. Plan {MEAL} minutes or more for it.")
    elif hungry:
        verb = "has" if len(hungry) == 1 else "have"
        yield Clash(f"{_listed(hungry)} {verb} no lunch.", tuple(line.pk for line in meals))


def _missing(rows: Sequence[Line], day: Day) -> Iterator[Clash]:
    seen = {pk for line in rows for pk in line.visitors}
    idle = [name for pk, name in day.visitors.items() if pk in day.reviewers - seen]
    if idle:
        yield Clash(f"{_listed(idle)} {'stands' if len(idle) == 1 else 'stand'} in no slot.")
    if not any(line.kind == SlotKind.FEEDBACK for line in rows):
        yield Clash("No time is planned for feedback to the headteacher.")
    yield from _lacking([line for line in rows if not line.peopled], "nobody in it", "nobody in them")
    homeless = [line for line in rows if not line.place and minutes(line)]
    yield from _lacking(homeless, "no place yet", "no place yet")


def _lacking(rows: Sequence[Line], one: str, many: str) -> Iterator[Clash]:
    """One sentence for all slots that lack something."""
    if not rows:
        return
    names = [f"‘{line.name}’" for line in rows]
    if len(rows) > MOST_NAMED:
        text = f"{len(rows)} slots have {many}."
    else:
        text = f"{_listed(names)} {'has ' + one if len(rows) == 1 else 'have ' + many}."
    yield Clash(text, tuple(line.pk for line in rows), grave=False)


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def minutes(line: Line) -> int:
    """How long a slot is."""
    return int(_length(line.starts, line.ends).total_seconds() // 60)


# --- Another order --------------------------------------------------------------------------


def blocks(lines: Sequence[Line]) -> list[list[Line]]:
    """Slots that begin at the same time belong together and move together; in the order of the day."""
    rows = sorted(lines, key=lambda line: line.starts)
    return [list(group) for _, group in groupby(rows, key=lambda line: line.starts)]


def reordered(lines: Sequence[Line], order: Sequence[int]) -> dict[int, tuple[time, time]]:
    """The times of all slots when their blocks stand in another order, named by the first slot of each.

    Every block keeps its length, and the pauses stay where they are in the day. Raises ValueError where ``order`` does
    not name each block once, or the day would not hold it.
    """
    there = blocks(lines)
    by_first = {block[0].pk: block for block in there}
    if sorted(order) != sorted(by_first):
        raise ValueError("another set of blocks")
    pauses = [_length(_end(one), two[0].starts) for one, two in pairwise(there)]
    found: dict[int, tuple[time, time]] = {}
    moment = _moment(there[0][0].starts)
    for block, pause in zip((by_first[pk] for pk in order), [*pauses, timedelta()], strict=True):
        for line in block:
            found[line.pk] = (_time(moment), _time(moment + _length(line.starts, line.ends)))
        moment += _length(block[0].starts, _end(block)) + max(pause, timedelta())
    return found


def _end(block: Iterable[Line]) -> time:
    return max(line.ends for line in block)


def _moment(value: time) -> datetime:
    return datetime.combine(SOME_DAY, value)


def _length(first: time, last: time) -> timedelta:
    return _moment(last) - _moment(first)


def _time(moment: datetime) -> time:
    if moment.date() != SOME_DAY:
        raise ValueError("after midnight")
    return moment.time()


def shifted(value: time, by: timedelta) -> time:
    """A time so much later, held within the day."""
    moment = _moment(value) + by
    if moment.date() < SOME_DAY:
        return time(0, 0)
    return moment.time() if moment.date() == SOME_DAY else time(23, 59)


# --- The day itself -------------------------------------------------------------------------


def on_now(lines: Sequence[Line], at: time) -> tuple[list[Line], list[Line]]:
    """The slots that are on at a time, and those that begin next."""
    now = [line for line in lines if line.starts <= at < line.ends]
    ahead = sorted(line.starts for line in lines if line.starts > at)
    following = [line for line in lines if ahead and line.starts == ahead[0]]
    return now, following
