"""What is to be done by when, for pages and reminders alike: before a meeting, and the progress reports of projects."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from board.choices import MeetingState
from board.models import Meeting
from hlp import clock

# Days before the meeting by which each step is due; the week before belongs to the readers.
INVITE, BEGIN, PUBLISH = 42, 28, 7
# From when a step is shown as something to do: so many days before it is due.
AHEAD_OF = timedelta(days=14)


@dataclass(frozen=True)
class Step:
    """One step towards a meeting: what, by when, whether it is done, and the address where it is done."""

    title: str
    due: datetime
    done: bool
    address: str

    def is_late(self, at: datetime) -> bool:
        """Whether it should have been done."""
        return not self.done and at > self.due

    def is_pressing(self, at: datetime) -> bool:
        """Whether it is time to do it."""
        return not self.done and at >= self.due - AHEAD_OF


def before(meeting: Meeting, days: int) -> datetime:
    """The same hour so many days before a meeting, by London's clocks."""
    start = clock.local(meeting.starts_at)
    return clock.at(start.date() - timedelta(days=days), start.time())


def steps_of(meeting: Meeting) -> list[Step]:
    """The steps of the clerk and the chair towards a meeting that is to come, in order."""
    begun = meeting.state != MeetingState.PLANNED
    out = meeting.is_agenda_out
    return [
        Step(
            "Invite everybody",
            before(meeting, INVITE),
            meeting.invited_at is not None,
            "board:meeting-detail",
        ),
        Step("Begin the agenda", before(meeting, BEGIN), begun, "board:meeting-detail"),
        Step("Publish the agenda", before(meeting, PUBLISH), out, "board:agenda-edit"),
    ]


# --- Progress reports of projects -------------------------------------------------------------------

SOONEST_REPORT = timedelta(days=21)  # after the project's first day
UNKNOWN_HALF = timedelta(weeks=7)  # between two reports where the year's terms are not laid yet
# Days from a report's day on which each reminder becomes owed; each lasts until the next, the last for four weeks.
REPORT_STEPS = (-7, 0, 3, 10)
LAST_REPORT_STEP = 38


def report_days(starts: date, ends: date, halves: Sequence[date], every: int = 1) -> list[date]:
    """The days on which progress reports of a project are due: the ends of half terms, and its own last day.

    ``halves`` are the last days of the known half terms in order; ``every`` is 1 for each and 2 for each term. Beyond
    what is known they follow every seven (or fourteen) weeks. Nothing is due in the first three weeks, nor in the
    three before the last report.
    """
    known = [day for day in halves if day >= starts]
    days = known[every - 1 :: every]
    following = (known[-1] if known else starts) + UNKNOWN_HALF * every
    while following < ends:
        days.append(following)
        following += UNKNOWN_HALF * every
    inside = [day for day in days if starts + SOONEST_REPORT <= day <= ends - SOONEST_REPORT]
    return [*inside, ends]


def report_step(due_on: date, on: date) -> int | None:
    """Which reminder of a progress report is owed on a day (1 to 4); none before the first and after the last."""
    days = (on - due_on).days
    if days > LAST_REPORT_STEP:
        return None
    return sum(days >= step for step in REPORT_STEPS) or None
