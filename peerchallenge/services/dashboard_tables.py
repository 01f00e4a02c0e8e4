"""What the dashboard lists, as files. The numbers are those of the page, no text that anybody wrote."""

from collections.abc import Callable
from datetime import datetime
from operator import attrgetter, itemgetter

from hlp.models import User
from hlp.tables import Column, Table, in_parts
from peerchallenge.calculations import Line, line_of
from peerchallenge.models import Concern, Round
from peerchallenge.services import dashboard
from peerchallenge.services.tables import SESSION


def _on_time(line: Line) -> bool | None:
    sent, due = getattr(line.session, "sent_at", None), line.session.report_due_at
    return sent <= due if sent and due else None


SESSIONS = [*SESSION, Column("On time", _on_time, 10)]
JUDGEMENTS = [
    Column("Round", itemgetter(0), 24),
    Column("Judgement", itemgetter(1), 40),
    Column("Answer", itemgetter(2), 36),
    Column("Number", itemgetter(3), 10),
]
SUPPORT = [
    Column("School", attrgetter("school.name"), 44),
    Column("From", lambda row: row.get_source_display(), 24),
    Column("Theme", lambda row: str(row.theme or ""), 30),
    Column("Urgency", lambda row: row.get_urgency_display(), 14),
    Column("State", lambda row: row.get_state_display(), 20),
    Column("Opened", attrgetter("opened_at"), 22),
    Column("Introduced", attrgetter("introduced_at"), 22),
    Column("Agreed", attrgetter("agreed_at"), 22),
]
DECISIONS = [
    Column("School", attrgetter("school.name"), 44),
    Column("From", attrgetter("source"), 36),
    Column("Raised", attrgetter("raised_at"), 22),
    Column("State", lambda row: row.get_state_display(), 24),
    Column("Since", attrgetter("since"), 22),
]


def sessions(user: User, at: datetime) -> Table:
    """The sessions that somebody answers for, with whether the report was sent in time."""
    rows = dashboard.scope(user).with_people().with_sending().order_by("-starts_at", "pk")
    parts = in_parts(rows.iterator(chunk_size=500))
    return Table("sessions-on-time", SESSIONS, (line_of(row, at) for part in parts for row in part))


def judgements(user: User, at: datetime) -> Table:
    """How often each answer was given, round by round."""
    rows, found = dashboard.scope(user), []
    for one in Round.objects.visible_to(user).select_related("year"):
        chart = dashboard.judgements(rows, [one])
        for line, name in zip(
            chart.rows, ("Self-evaluation as a whole", "Self-evaluation by area"), strict=True
        ):
            found += [(str(one), name, *pair) for pair in zip(chart.series, line["parts"], strict=True)]
        found += [(str(one), "Direction", label, n) for label, (n,) in dashboard.directions(rows, [one]).rows]
    return Table("judgements", JUDGEMENTS, found)


def support(user: User, at: datetime) -> Table:
    """Every need with its steps; not what was written about it."""
    rows = dashboard.support_cases(user).select_related("school", "theme").order_by("-opened_at", "-pk")
    return Table("support", SUPPORT, rows)


def decisions(user: User, at: datetime) -> Table:
    """Every decision with its state; not the reasons."""
    rows = Concern.objects.visible_to(user).select_related("school", "session__round__year")
    return Table("decisions", DECISIONS, rows)


# The lists of the page: what each is called, and whether it is the Director's alone.
LISTS: dict[str, tuple[str, Callable[[User, datetime], Table], bool]] = {
    "sessions": ("Sessions, with reports on time", sessions, False),
    "judgements": ("Judgements in numbers, by round", judgements, True),
    "support": ("Support between schools", support, True),
    "decisions": ("Decisions on schools of concern", decisions, True),
}
