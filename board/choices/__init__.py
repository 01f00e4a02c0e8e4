"""Seats, meetings, the agenda and interests: their kinds, states and steps."""

from django.db.models import IntegerChoices, TextChoices

from board.choices.after import (
    ACTION_MOVES,
    ACTION_RUNS,
    AFTER_LABELS,
    CHALLENGE_MOVES,
    MINUTES_MOVES,
    UNFINISHED_MINUTES,
    ActionState,
    ArchiveKind,
    ArchiveState,
    Attends,
    ChallengeState,
    MinutesState,
    Outcome,
    RecordKind,
    Stays,
    TargetOutcome,
)
from board.choices.papers import (
    PAPER_COLOURS,
    PAPER_LABELS,
    PAPER_MOVES,
    Opened,
    PaperState,
    VersionState,
)
from board.choices.projects import (
    APPROVED_PROJECTS,
    EXPRESSION_MOVES,
    PROJECT_LABELS,
    PROJECT_MOVES,
    PROJECTS_AT_WORK,
    PUBLIC_PROJECTS,
    WRITABLE_PROPOSALS,
    ExpressionState,
    MilestoneStatus,
    ProjectOutcome,
    ProjectState,
    Rhythm,
    Verdict,
)

__all__ = [
    "ACTION_MOVES",
    "ACTION_RUNS",
    "AFTER_LABELS",
    "AGENDA_OUT",
    "AHEAD",
    "APPROVED_PROJECTS",
    "ActionState",
    "ArchiveKind",
    "ArchiveState",
    "Attends",
    "BOARD_OVER",
    "BoardInterestKind",
    "CHALLENGE_MOVES",
    "Capacity",
    "ChallengeState",
    "Constituency",
    "EXPRESSION_MOVES",
    "ExpressionState",
    "MEETING_MOVES",
    "MESSAGE_LABELS",
    "MINUTES_MOVES",
    "MeetingState",
    "MilestoneStatus",
    "MinutesState",
    "Opened",
    "Outcome",
    "PAPER_COLOURS",
    "PAPER_LABELS",
    "PAPER_MOVES",
    "PROJECTS_AT_WORK",
    "PROJECT_LABELS",
    "PROJECT_MOVES",
    "PUBLIC_PROJECTS",
    "PaperState",
    "Part",
    "ProjectOutcome",
    "ProjectState",
    "Purpose",
    "RecordKind",
    "Reply",
    "Rhythm",
    "StandingAt",
    "Stays",
    "TargetOutcome",
    "UNFINISHED_MINUTES",
    "Verdict",
    "VersionState",
    "WRITABLE_PROPOSALS",
    "WithdrawalSource",
]


class Constituency(TextChoices):
    """Whom a seat stands for. The clerk's seat has no vote."""

    CHAIR = "chair", "Independent chair"
    COUNCIL = "council", "Council"
    HEADTEACHERS = "headteachers", "Headteachers"
    COLLEGE = "college", "Further education"
    GOVERNORS = "governors", "Governors"
    CLERK = "clerk", "Clerk"


class MeetingState(TextChoices):
    """How far a meeting is: a date, an agenda in the making, a published agenda, held, closed."""

    PLANNED = "planned", "Planned"
    OPEN = "open", "Agenda being made"
    PUBLISHED = "published", "Agenda published"
    HELD = "held", "Held"
    CLOSED = "closed", "Closed"
    CANCELLED = "cancelled", "Cancelled"


M = MeetingState
# An agenda that was published may be opened again for a correction; a held meeting stays held.
MEETING_MOVES: dict[str, frozenset[str]] = {
    M.PLANNED: frozenset({M.OPEN, M.CANCELLED}),
    M.OPEN: frozenset({M.PUBLISHED, M.CANCELLED}),
    M.PUBLISHED: frozenset({M.OPEN, M.HELD, M.CANCELLED}),
    M.HELD: frozenset({M.CLOSED}),
    M.CLOSED: frozenset(),
    M.CANCELLED: frozenset(),
}
AHEAD = frozenset({M.PLANNED, M.OPEN, M.PUBLISHED})
# Whose agenda the members read; before that it is with the chair, the clerk and the Director.
AGENDA_OUT = frozenset({M.PUBLISHED, M.HELD, M.CLOSED})
BOARD_OVER = frozenset({M.HELD, M.CLOSED})


class Purpose(TextChoices):
    """What the board is asked to do with an item."""

    DECIDE = "decide", "Decide"
    DISCUSS = "discuss", "Discuss"
    NOTE = "note", "Note"


class Part(IntegerChoices):
    """Part I is open to everybody at the table, part II to those who may read what names schools or people."""

    ONE = 1, "Part I"
    TWO = 2, "Part II (restricted)"


class Reply(TextChoices):
    """What somebody answered to an invitation."""

    NONE = "none", "No reply yet"
    COMING = "coming", "Coming"
    APOLOGIES = "apologies", "Apologies"
    ALTERNATE = "alternate", "Sends an alternate"


class Capacity(TextChoices):
    """In which part somebody is invited to a meeting."""

    MEMBER = "member", "Member"
    ALTERNATE = "alternate", "Alternate"
    CLERK = "clerk", "Clerk"
    OFFICER = "officer", "In attendance"
    GUEST = "guest", "Guest or observer"


class StandingAt(TextChoices):
    """At which meetings of a year a standing item is put on the agenda."""

    EVERY = "every", "Every meeting"
    FIRST = "first", "The first meeting of the year (September)"
    TWICE = "twice", "Twice a year: the second and the fourth meeting"
    LAST = "last", "The last meeting of the year"
    PUBLISHED = "published", "When there is a new published score card"


class BoardInterestKind(TextChoices):
    """What a registered interest is about."""

    FINANCIAL = "financial", "Financial"
    EMPLOYMENT = "employment", "Employment or office"
    GOVERNANCE = "governance", "Governance of a school, trust or company"
    PERSONAL = "personal", "Family or personal relationship"
    OTHER = "other", "Another interest"


class WithdrawalSource(TextChoices):
    """How it came that somebody takes no part in an item."""

    INTEREST = "interest", "Registered interest"
    MEMBER = "member", "Declared by the member"
    CHAIR = "chair", "Ruling of the chair"
    CLERK = "clerk", "Entered by the clerk"


# What the kinds of messages are called where they are listed.
MESSAGE_LABELS = {
    "board-invitation": "Invitation to a Board meeting",
    "board-moved": "Board meeting moved",
    "board-cancelled": "Board meeting cancelled",
    "board-reply-reminder": "Reply to a Board invitation asked for",
    "board-agenda": "Agenda of the Board published",
    "board-withdrawal": "Withdrawn from an item of the Board",
    "board-withdrawal-lifted": "Withdrawal from an item of the Board lifted",
    "board-alternate-away": "Alternate cannot come to a Board meeting",
    "board-interests": "Register of interests to confirm",
    "board-seat": "Seat on the Board",
    "board-alternate": "Named as alternate for a Board meeting",
    "board-soon": "Board meeting soon",
    **AFTER_LABELS,
    **PAPER_LABELS,
    **PROJECT_LABELS,
}
