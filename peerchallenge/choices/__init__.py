"""States, judgements and the table of allowed steps."""

from django.db.models import TextChoices

from peerchallenge.choices.qa import QA_LABELS, QARating, QAVerdict
from peerchallenge.choices.support import (
    MATCH_MOVES,
    SUPPORT_LABELS,
    SUPPORT_MOVES,
    SUPPORT_OVER,
    Impact,
    MatchState,
    StrengthSource,
    SupportSource,
    SupportState,
    Urgency,
)


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


class ReplyState(TextChoices):
    """How far the host's reply to its report is."""

    OPEN = "open", "Waiting for the school’s reply"
    ANSWERED = "answered", "Answered, corrections to be decided"
    SETTLED = "settled", "Final report sent"
    NO_COMMENTS = "no-comments", "No comments"
    LAPSED = "lapsed", "No answer in time"


R = ReplyState
REPLY_OVER = frozenset(
    {R.SETTLED, R.NO_COMMENTS, R.LAPSED}
)  # nothing more is awaited: the session may be closed

REPLY_MOVES: dict[str, frozenset[str]] = {
    R.OPEN: frozenset({R.ANSWERED, R.NO_COMMENTS, R.LAPSED}),
    R.ANSWERED: frozenset({R.SETTLED}),
    R.SETTLED: frozenset(),
    R.NO_COMMENTS: frozenset(),
    R.LAPSED: frozenset({R.OPEN}),  # the Director gives more time
}


class CorrectionState(TextChoices):
    """Where a proposed factual correction stands."""

    DRAFT = "draft", "Not sent yet"
    PROPOSED = "proposed", "With the lead reviewer"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn by the school"


C = CorrectionState
DECIDED = frozenset({C.ACCEPTED, C.DECLINED})

CORRECTION_MOVES: dict[str, frozenset[str]] = {
    C.DRAFT: frozenset({C.PROPOSED}),
    C.PROPOSED: frozenset({C.ACCEPTED, C.DECLINED, C.WITHDRAWN}),
    C.ACCEPTED: frozenset({C.DECLINED}),  # until the final report is sent the lead may think again
    C.DECLINED: frozenset({C.ACCEPTED}),
    C.WITHDRAWN: frozenset(),
}


class DisputeState(TextChoices):
    """Where the dispute of a judgement stands. The judgement itself stays as the team made it."""

    DRAFT = "draft", "Not sent yet"
    LEAD_HEADTEACHER = "lead-headteacher", "With the lead headteacher"
    DIRECTOR = "director", "With the Director"
    NOTED = "noted", "Contested, noted by the Director"
    WITHDRAWN = "withdrawn", "Withdrawn by the school"


D = DisputeState
IN_DISPUTE = frozenset({D.LEAD_HEADTEACHER, D.DIRECTOR})  # somebody has to act
CONTESTED = IN_DISPUTE | {D.NOTED}  # what every page and document says of the judgement

DISPUTE_MOVES: dict[str, frozenset[str]] = {
    D.DRAFT: frozenset({D.LEAD_HEADTEACHER, D.DIRECTOR}),
    D.LEAD_HEADTEACHER: frozenset({D.DIRECTOR, D.WITHDRAWN}),
    D.DIRECTOR: frozenset({D.NOTED, D.WITHDRAWN}),
    D.NOTED: frozenset(),
    D.WITHDRAWN: frozenset(),
}


class ActionState(TextChoices):
    """How far an agreed action is."""

    PROMISED = "promised", "Promised"
    DONE = "done", "Done"
    DIFFERENCE = "difference", "Made a difference"


A = ActionState
ACTION_MOVES: dict[str, frozenset[str]] = {
    A.PROMISED: frozenset({A.DONE}),
    A.DONE: frozenset({A.PROMISED, A.DIFFERENCE}),
    A.DIFFERENCE: frozenset({A.DONE}),
}


class NoteKind(TextChoices):
    """What a note on an action tells."""

    PROGRESS = "progress", "Progress"
    EVIDENCE = "evidence", "Evidence"


class Going(TextChoices):
    """How the agreed actions are going, six to eight weeks later."""

    WELL = "well", "Well: the school needs nothing"
    SLOWLY = "slowly", "Slowly: the school knows what to do next"
    STUCK = "stuck", "Stuck: the school would like help"


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


# What the kinds of messages are called where they are listed.
MESSAGE_LABELS = {
    "dates-published": "Dates published",
    "availability-asked": "Days on which you cannot",
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
    "reply-due-soon": "Reply to the report due soon",
    "reply-extended": "More time for the reply",
    "reply-lapsed": "Time for the reply is over",
    "reply-received": "Reply to the report received",
    "corrections-due-soon": "Corrections to be decided soon",
    "corrections-due-now": "Corrections to be decided now",
    "corrections-late": "Corrections undecided for two days",
    "judgement-disputed": "Judgement disputed",
    "dispute-waiting": "Dispute of a judgement waits",
    "dispute-settled": "Dispute of a judgement settled",
    "report-final": "Final report sent",
    "evaluation-asked": "Evaluation of a session",
    "check-in-due": "Check-in on the actions due",
    "check-in-late": "Check-in on the actions late",
}


# --- After a judgement of concern, and LA school monitoring --------------------------------------


class ConcernState(TextChoices):
    """Where a decision about a school of concern stands."""

    WAITING = "waiting", "Decision due"
    SUPPORT = "support", "Support to be brokered"
    WATCH = "watch", "Watched"
    NO_ACTION = "no-action", "No action"
    RECOMMENDED = "recommended", "Recommended to the LA"
    DECLINED = "declined", "Declined by the LA"
    ACCEPTED = "accepted", "Accepted by the LA"


CS = ConcernState
DECISIONS = (
    CS.SUPPORT,
    CS.WATCH,
    CS.RECOMMENDED,
    CS.NO_ACTION,
)  # in the order in which the Director reads them
REFERRED = frozenset({CS.RECOMMENDED, CS.DECLINED, CS.ACCEPTED})  # what an LA officer has been told
UNDECIDED = frozenset({CS.WAITING, CS.DECLINED})  # the Director's turn

# A decision may be changed while the LA has not accepted; only the LA officer accepts or declines.
CONCERN_MOVES: dict[str, frozenset[str]] = {
    CS.WAITING: frozenset(DECISIONS),
    CS.SUPPORT: frozenset(DECISIONS) - {CS.SUPPORT},
    CS.WATCH: frozenset(DECISIONS) - {CS.WATCH},
    CS.NO_ACTION: frozenset(DECISIONS) - {CS.NO_ACTION},
    CS.RECOMMENDED: frozenset({CS.ACCEPTED, CS.DECLINED}),
    CS.DECLINED: frozenset(DECISIONS),
    CS.ACCEPTED: frozenset(),
}


class CaseState(TextChoices):
    """Where a monitoring case stands."""

    OPEN = "open", "In monitoring"
    AFTER_CARE = "after-care", "Closed, after-care to come"
    ENDED = "ended", "Ended"


CASE_MOVES: dict[str, frozenset[str]] = {
    CaseState.OPEN: frozenset({CaseState.AFTER_CARE}),
    CaseState.AFTER_CARE: frozenset({CaseState.OPEN, CaseState.ENDED}),
    CaseState.ENDED: frozenset(),
}


class TermKind(TextChoices):
    """What a word of the local authority's own monitoring scheme stands for."""

    STAGE = "stage", "Stages, the lightest first"
    CATEGORY = "category", "Categories"
    TRIGGER = "trigger", "Triggers"


class ReviewDecision(TextChoices):
    """What a review meeting of a monitoring case decides."""

    KEEP = "keep", "Keep as it is"
    STEP_UP = "step-up", "Step up to the next stage"
    STEP_DOWN = "step-down", "Step down to the stage before"
    CLOSE = "close", "Close the case"


class CriterionRating(TextChoices):
    """How far a school is on an exit criterion."""

    MET = "met", "Met"
    ON_TRACK = "on-track", "On track"
    NOT_ON_TRACK = "not-on-track", "Not on track"


MESSAGE_LABELS |= {
    "concern-raised": "Decision before the Director",
    "concern-referred": "Recommendation to the LA",
    "concern-answered": "The LA’s answer",
    "concern-waiting": "Decision still waiting",
    "monitoring-opened": "Monitoring case opened",
    "monitoring-changed": "Monitoring case changed",
    "monitoring-review-due": "Review meeting due",
    "monitoring-after-care-due": "After-care due",
}
MESSAGE_LABELS |= SUPPORT_LABELS | QA_LABELS
MESSAGE_LABELS |= {
    "qa-nominated": "Session nominated for QA",
    "qa-nomination-answered": "Nomination for QA answered",
}
