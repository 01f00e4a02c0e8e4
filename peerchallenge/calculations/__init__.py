"""What follows from facts: a session's status in words and colour, a line of a table, and who cannot when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hlp import clock
from hlp.models import User
from peerchallenge import rules
from peerchallenge.choices import SessionState
from peerchallenge.models import AwayDays, ChallengeSession

HOUR = timedelta(hours=1)
SOON = timedelta(hours=24)
COLOURS = {
    SessionState.PLANNED: "blue",
    SessionState.CONFIRMED: "teal",
    SessionState.REPORTED: "green",
    SessionState.CLOSED: "grey",
    SessionState.POSTPONED: "orange",
    SessionState.CANCELLED: "grey",
}


@dataclass(frozen=True)
class Status:
    """A state in words, and the colour of its tag."""

    text: str
    colour: str


@dataclass(frozen=True)
class Line:
    """A session as a line of a table: ``lead`` and ``report`` are words, ``report`` "" where none is due."""

    session: ChallengeSession
    status: Status
    lead: str
    report: str


def status_of(session: ChallengeSession, at: datetime) -> Status:
    """Where a session stands: for a report that is due, how much time is left or how late it is."""
    state, due = SessionState(session.state), session.report_due_at
    if state != SessionState.HELD or due is None:
        return Status(str(state.label), COLOURS.get(state, "blue"))
    if due < at:
        return Status(remaining(due, at), "red")
    return Status(remaining(due, at), "yellow" if due - at <= SOON else "purple")


def remaining(due: datetime, at: datetime) -> str:
    """``Due in 5 hours`` or ``19 hours late``: whole hours, for a tag; the page of a session tells the minutes."""
    length = abs(due - at)
    words = clock.duration(length - length % HOUR if length >= HOUR else length)
    return f"{words} late" if due < at else f"Due in {words}"


def line_of(session: ChallengeSession, at: datetime) -> Line:
    """One session as a line. Where the set was read ``with_sending``, the line tells when the report was sent."""
    lead = session.lead
    return Line(session, status_of(session, at), str(lead.person) if lead else "", _report(session))


def lines_of(sessions: Iterable[ChallengeSession], at: datetime) -> list[Line]:
    """Sessions as lines, in the order given."""
    return [line_of(session, at) for session in sessions]


def day_of(session: ChallengeSession) -> date:
    """The day of a session in London."""
    return clock.local(session.starts_at).date()


def part_of(user: User, session: ChallengeSession) -> str:
    """The part that somebody has in a session, in words; "" for none."""
    if rules.heads_host(user, session):
        return "host"
    if rules.on_team(user, session):
        return "lead reviewer" if rules.leads_team(user, session) else "reviewer"
    if rules.prepares_host(user, session):
        return "host, helping"
    return "QA reviewer" if session.qa_reviewer_id == user.pk else ""


def _report(session: ChallengeSession) -> str:
    due, sent = session.report_due_at, getattr(session, "sent_at", None)
    if sent and due:
        return f"Sent {_moment(sent)}, {'on time' if sent <= due else 'late'}"
    return f"Due {_moment(due)}" if due else ""


def _moment(value: datetime) -> str:
    return f"{clock.local(value):%a} {clock.short_day(value)}, {clock.clock_time(value)}"


def unavailable(people: Iterable[User], first: date, last: date) -> dict[int, set[date]]:
    """The days from ``first`` to ``last`` on which people have said that they cannot, by their primary keys.

    Everybody asked about is in the answer; whoever has not answered has no day.
    """
    found: dict[int, set[date]] = {person.pk: set() for person in people}
    rows = AwayDays.objects.filter(
        availability__person__in=found, starts__lte=last, ends__gte=first
    ).select_related("availability")
    for row in rows:
        found[row.availability.person_id].update(row.between(first, last))
    return found
