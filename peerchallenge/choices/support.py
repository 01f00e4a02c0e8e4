"""Support between schools: where a need and a match stand, and what came of it."""

from django.db.models import TextChoices


class SupportState(TextChoices):
    """Where a school's need of support stands."""

    OPEN = "open", "Looking for help"
    INTRODUCED = "introduced", "Introduced"
    AGREED = "agreed", "Support agreed"
    REVIEWED = "reviewed", "Impact reviewed"
    CLOSED = "closed", "Closed"
    WITHDRAWN = "withdrawn", "Withdrawn"


SUPPORT_MOVES: dict[str, frozenset[str]] = {
    SupportState.OPEN: frozenset({SupportState.INTRODUCED, SupportState.CLOSED, SupportState.WITHDRAWN}),
    SupportState.INTRODUCED: frozenset(
        {SupportState.OPEN, SupportState.AGREED, SupportState.CLOSED, SupportState.WITHDRAWN}
    ),
    SupportState.AGREED: frozenset({SupportState.REVIEWED, SupportState.OPEN, SupportState.CLOSED}),
    SupportState.REVIEWED: frozenset({SupportState.OPEN, SupportState.CLOSED}),
    SupportState.CLOSED: frozenset(),
    SupportState.WITHDRAWN: frozenset(),
}
SUPPORT_OVER = frozenset({SupportState.CLOSED, SupportState.WITHDRAWN})


class SupportSource(TextChoices):
    """Where a need comes from."""

    REPORT = "report", "A report"
    REQUEST = "request", "The headteacher asked"
    DECISION = "decision", "A decision of the Director"


class Urgency(TextChoices):
    """How soon help is wanted."""

    NOW = "now", "Now"
    TERM = "term", "This term"
    YEAR = "year", "This year"


class MatchState(TextChoices):
    """Where an introduction of two schools stands."""

    INTRODUCED = "introduced", "Introduced"
    AGREED = "agreed", "Agreed"
    REVIEWED = "reviewed", "Impact reviewed"
    ENDED = "ended", "Came to nothing"


MATCH_MOVES: dict[str, frozenset[str]] = {
    MatchState.INTRODUCED: frozenset({MatchState.AGREED, MatchState.ENDED}),
    MatchState.AGREED: frozenset({MatchState.REVIEWED, MatchState.ENDED}),
    MatchState.REVIEWED: frozenset(),
    MatchState.ENDED: frozenset(),
}


class StrengthSource(TextChoices):
    """How a strength is known, the surest first."""

    QA = "qa", "Seen by a QA reviewer"
    REPORT = "report", "Named in a report"
    DIRECTORY = "directory", "In the directory of good practice"
    OFFERED = "offered", "Offered by the school"


class Impact(TextChoices):
    """What support has changed, in the eyes of the school that received it."""

    GREAT = "great", "It made a real difference"
    SOME = "some", "It helped"
    LITTLE = "little", "It helped a little"
    NONE = "none", "It changed nothing"


SUPPORT_LABELS = {
    "support-opened": "Support wanted",
    "support-introduced": "Introduction for support",
    "support-agreed": "Support agreed",
    "support-impact-due": "Review of support due",
    "support-untouched": "Support case untouched",
}
