"""States, judgements and the table of allowed steps."""

from django.db.models import TextChoices


class SessionState(TextChoices):
    """Where a challenge session stands."""

    PLANNED = "planned", "Planned"
    CONFIRMED = "confirmed", "Confirmed"
    HELD = "held", "Held, report due"
    REPORTED = "reported", "Report sent"
    CLOSED = "closed", "Closed"
    POSTPONED = "postponed", "Postponed"
    CANCELLED = "cancelled", "Cancelled"


S = SessionState
TO_COME = frozenset({S.PLANNED, S.CONFIRMED})
REPORT_OPEN = frozenset({S.PLANNED, S.CONFIRMED, S.HELD})  # the report is not sent yet
REPORT_SENT = frozenset({S.REPORTED, S.CLOSED})
OFF = frozenset({S.POSTPONED, S.CANCELLED})

SESSION_MOVES: dict[str, frozenset[str]] = {
    S.PLANNED: frozenset({S.CONFIRMED, S.HELD, S.POSTPONED, S.CANCELLED}),
    S.CONFIRMED: frozenset({S.PLANNED, S.HELD, S.POSTPONED, S.CANCELLED}),
    S.HELD: frozenset({S.REPORTED, S.POSTPONED, S.CANCELLED}),
    S.REPORTED: frozenset({S.CLOSED}),
    S.CLOSED: frozenset(),
    S.POSTPONED: frozenset({S.PLANNED, S.CANCELLED}),
    S.CANCELLED: frozenset(),
}


class RoundClock(TextChoices):
    """How the time for the report is counted in a round."""

    CLOCK_HOURS = "clock", "48 hours by the clock, weekends included"
    WORKING_TIME = "working", "The same time two school days later"


# In these terms every member hosts unless the Director says otherwise; summer holds what could not be held before.
MAIN_TERMS = frozenset({"autumn", "spring"})


class DatesState(TextChoices):
    """How far a plan of dates is."""

    PLANNING = "planning", "Being planned"
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    FAILED = "failed", "Not possible"
    DROPPED = "dropped", "Replaced by a newer plan"


class Accuracy(TextChoices):
    """How the school's self-evaluation compares with the evidence."""

    ACCURATE = "accurate", "Accurate"
    MORE_POSITIVE = "more-positive", "More positive than the evidence"
    MORE_CAUTIOUS = "more-cautious", "More cautious than the evidence"
    NOT_LOOKED_AT = "not-looked-at", "Not looked at"


class OwnJudgement(TextChoices):
    """The school's own judgement of an area, in the words of the inspection report card of November 2025."""

    EXCEPTIONAL = "exceptional", "Exceptional"
    STRONG = "strong", "Strong standard"
    EXPECTED = "expected", "Expected standard"
    NEEDS_ATTENTION = "needs-attention", "Needs attention"
    URGENT = "urgent", "Urgent improvement"


class SupportWanted(TextChoices):
    """What help the host would like after the challenge."""

    NONE = "none", "None"
    PEERS = "peers", "From peers in the group"
    BROKERED = "brokered", "Brokered by the Director"


class EventKind(TextChoices):
    """What a row of a session's history tells."""

    STATE = "state", "State"
    CREATED = "created", "Planned"
    CHANGED = "changed", "Details changed"
    MOVED = "moved", "Date changed"
    TEAM = "team", "Team changed"
    ENDED = "ended", "Session ended"
    END_CORRECTED = "end-corrected", "End corrected"
    SEALED = "sealed", "Report version sealed"


# What the kinds of messages are called where they are listed.
MESSAGE_LABELS = {
    "session-planned": "Session planned",
    "session-moved": "Session moved",
    "session-postponed": "Session postponed",
    "session-cancelled": "Session cancelled",
    "team-changed": "Review team changed",
    "self-evaluation-shared": "Self-evaluation shared",
    "session-tomorrow": "Session on the next school day",
    "report-clock-started": "Session ended, report due",
    "report-end-corrected": "End corrected, report due",
    "report-due-24h": "Report due in 24 hours",
    "report-due-4h": "Report due in 4 hours",
    "report-due-now": "Report due now",
    "report-late-24h": "Report a day late",
    "report-late-digest": "Late reports of the day",
    "report-sent": "Report sent to the host",
    "report-receipt": "Receipt for the report",
    "report-replaced": "Report replaced",
}
