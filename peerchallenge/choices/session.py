"""Rounds and sessions, their states and steps, and what a session's team judges."""

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
QA_STATES = frozenset({S.HELD, S.REPORTED, S.CLOSED})  # the day is over: it can be judged
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


class Part(TextChoices):
    """In which part somebody took part in a session."""

    HOST = "host", "Host"
    LEAD = "lead", "Lead reviewer"
    REVIEWER = "reviewer", "Reviewer"


class EventKind(TextChoices):
    """What a row of a session's history tells."""

    STATE = "state", "State"
    CREATED = "created", "Planned"
    CHANGED = "changed", "Details changed"
    MOVED = "moved", "Date changed"
    TEAM = "team", "Team changed"
    UNTRAINED_LEAD = "untrained-lead", "Leads without training"
    THIRD_VISIT = "third-visit", "QA visits the group again"
    ENDED = "ended", "Session ended"
    END_CORRECTED = "end-corrected", "End corrected"
    SEALED = "sealed", "Report version sealed"
    REPLY = "reply", "Reply to the report"
    FINAL = "final", "Final report sent"
    OVERRULED = "overruled", "Warning before sending overruled"
