"""What is owed before the day: pure functions of the steps of a session's preparation.

A step is told to whoever owes it two school days before it is due, and once more on the school day after, each at
8am and only while it is not done. Steps that are due on one day are told together.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from hlp import clock

SOON, LATE = "countdown-soon", "countdown-late"
KINDS = (SOON, LATE)
TOLD_AT = time(8, 0)
DAYS_AHEAD = 2  # school days between the first telling and the day on which a step is due


@dataclass(frozen=True)
class Preparation:
    """One step before the day: due on ``due``; told on ``soon`` and ``after``, the school days around it."""

    key: str
    title: str
    owners: frozenset[int]
    soon: date
    due: date
    after: date
    done: bool = False


@dataclass(frozen=True)
class Telling:
    """A telling: its kind, when it begins and lapses, to whom, why, and the mark that makes its key."""

    kind: str
    moment: datetime
    lapses: datetime
    people: frozenset[int]
    why: str
    mark: str


def tellings(steps: Iterable[Preparation], starts_at: datetime) -> Iterator[Telling]:
    """The tellings on the way to a session. Each lapses when the next of its kind begins, at the latest on the day.

    Steps that are done are told to nobody and still have their moments, so that one that is opened again is seen.
    """
    day = clock.local(starts_at).date()
    by_due = [
        (due, list(group))
        for due, group in groupby(sorted(steps, key=lambda step: step.due), key=lambda step: step.due)
    ]
    for place, (due, group) in enumerate(by_due):
        first = group[0]
        following = by_due[place + 1][1][0] if place + 1 < len(by_due) else None
        owners = frozenset().union(*(step.owners for step in group if not step.done))
        mark = f"on={day}:due={_names(group)}"
        soon, late = _moment(first.soon), _moment(first.after)
        ends = min(_moment(following.after), starts_at) if following else starts_at
        why = f"due before the session by {clock.day(due)}"
        if soon < starts_at:
            yield Telling(SOON, soon, min(late, starts_at), owners, why, mark)
        if first.after < day and late < ends:
            yield Telling(LATE, late, ends, owners, f"{why}, and not done", mark)


def _names(group: list[Preparation]) -> str:
    return "+".join(sorted(step.key for step in group))


def _moment(day: date) -> datetime:
    return clock.at(day, TOLD_AT)


def owed_by(steps: Iterable[Preparation], person: int, until: date) -> list[Preparation]:
    """What somebody owes that has been told of by a day, the earliest due first."""
    mine = [step for step in steps if person in step.owners and not step.done and step.soon <= until]
    return sorted(mine, key=lambda step: (step.due, step.key))
