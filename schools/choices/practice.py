"""The directory of good practice: kinds of entries, where they stand, and how a visit goes."""

from django.db.models import TextChoices


class PracticeKind(TextChoices):
    """What an entry tells of."""

    CASE_STUDY = "case-study", "Case study"
    ACTION_RESEARCH = "research", "Action research"
    PROJECT_OUTCOME = "project", "Project outcome"
    COMMUNITY = "community", "Community of interest"
    WORK_IN_PROGRESS = "progress", "Work in progress"


class PracticeState(TextChoices):
    """Where an entry stands. What is published stays readable while a new version is prepared."""

    NOMINATED = "nominated", "Nominated"
    DRAFTED = "drafted", "Being drafted"
    SUBMITTED = "submitted", "With the lead headteacher"
    CHECKED = "checked", "Waiting for consent"
    CONSENTED = "consented", "Ready to publish"
    PUBLISHED = "published", "Published"
    DECLINED = "declined", "Not taken up"
    ARCHIVED = "archived", "Archived"


P = PracticeState
PRACTICE_MOVES: dict[str, frozenset[str]] = {
    P.NOMINATED: frozenset({P.DRAFTED, P.DECLINED}),
    P.DRAFTED: frozenset({P.SUBMITTED, P.PUBLISHED, P.DECLINED, P.ARCHIVED}),
    P.SUBMITTED: frozenset({P.CHECKED, P.DRAFTED, P.ARCHIVED}),
    P.CHECKED: frozenset({P.CONSENTED, P.DRAFTED, P.ARCHIVED}),
    P.CONSENTED: frozenset({P.PUBLISHED, P.DRAFTED, P.ARCHIVED}),
    P.PUBLISHED: frozenset({P.DRAFTED, P.ARCHIVED}),
    P.DECLINED: frozenset({P.DRAFTED}),
    P.ARCHIVED: frozenset({P.DRAFTED}),
}
# The school may write in these; afterwards the text rests until it is sent back or taken back.
PRACTICE_WRITTEN = frozenset({P.NOMINATED, P.DRAFTED})


class PracticeAudience(TextChoices):
    """Who reads a published entry."""

    MEMBERS = "members", "Members of the partnership"
    PUBLIC = "public", "Everybody, on the public site"


class ValidatedBy(TextChoices):
    """Who, beside the school, has seen the practice."""

    PEER_CHALLENGE = "challenge", "A peer challenge"
    QA = "qa", "A QA review"


class VisitState(TextChoices):
    """Where a visit to see good practice stands."""

    ASKED = "asked", "Waiting for an answer"
    AGREED = "agreed", "Day agreed"
    DECLINED = "declined", "Declined"
    CANCELLED = "cancelled", "Cancelled"
    DONE = "done", "Done, with what came of it"


V = VisitState
VISIT_MOVES: dict[str, frozenset[str]] = {
    V.ASKED: frozenset({V.AGREED, V.DECLINED, V.CANCELLED}),
    V.AGREED: frozenset({V.AGREED, V.CANCELLED, V.DONE}),
    V.DECLINED: frozenset(),
    V.CANCELLED: frozenset(),
    V.DONE: frozenset(),
}
VISIT_OPEN = frozenset({V.ASKED, V.AGREED})


class VisitImpact(TextChoices):
    """What came of a visit, in the eyes of the school that came."""

    CHANGED = "changed", "We changed what we do"
    PLANNED = "planned", "We have planned a change"
    THINKING = "thinking", "It gave us something to think about"
    NOTHING = "nothing", "Nothing for us"


PRACTICE_LABELS = {
    "practice-nominated": "Good practice nominated",
    "practice-submitted": "Good practice to be checked",
    "practice-returned": "Good practice sent back",
    "practice-consent": "Good practice waits for consent",
    "practice-consented": "Good practice ready to publish",
    "practice-published": "Good practice published",
    "practice-archived": "Good practice archived",
    "practice-review": "Good practice to be reviewed",
    "practice-unreviewed": "Good practice not reviewed",
    "visit-asked": "Visit asked for",
    "visit-agreed": "Visit agreed",
    "visit-declined": "Visit declined",
    "visit-cancelled": "Visit cancelled",
    "visit-unanswered": "Visit not answered",
    "visit-impact-due": "What came of a visit",
    "visit-impact": "What came of a visit told",
}
