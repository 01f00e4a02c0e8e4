"""Decisions on schools of concern, and LA school monitoring."""

from django.db.models import TextChoices


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


CONCERN_LABELS = {
    "concern-raised": "Decision before the Director",
    "concern-referred": "Recommendation to the LA",
    "concern-answered": "The LA’s answer",
    "concern-waiting": "Decision still waiting",
    "monitoring-opened": "Monitoring case opened",
    "monitoring-changed": "Monitoring case changed",
    "monitoring-review-due": "Review meeting due",
    "monitoring-after-care-due": "After-care due",
}
