"""Projects: their states and steps, and what comes of an expression of interest, a report and a project."""

from django.db.models import TextChoices

from hlp.transitions import Table


class ProjectState(TextChoices):
    """How far a project is. Whether it has begun, is late or due follows from its dates."""

    PROPOSAL = "proposal", "Proposal being written"
    WITH_BOARD = "with_board", "With the Board"
    DEFERRED = "deferred", "Deferred by the Board"
    DECLINED = "declined", "Declined by the Board"
    WITHDRAWN = "withdrawn", "Proposal withdrawn"
    RUNNING = "running", "Running"
    PAUSED = "paused", "Paused"
    STOPPED = "stopped", "Stopped"
    FINISHED = "finished", "Finished"


P = ProjectState
# Only a decision of the Board leads from WITH_BOARD to RUNNING, DEFERRED or DECLINED; striking it out leads back.
PROJECT_MOVES: Table = {
    P.PROPOSAL: frozenset({P.WITH_BOARD, P.WITHDRAWN}),
    P.WITH_BOARD: frozenset({P.PROPOSAL, P.RUNNING, P.DEFERRED, P.DECLINED}),
    P.DEFERRED: frozenset({P.WITH_BOARD, P.WITHDRAWN}),
    P.DECLINED: frozenset({P.WITH_BOARD}),
    P.WITHDRAWN: frozenset(),
    P.RUNNING: frozenset({P.WITH_BOARD, P.PAUSED, P.STOPPED, P.FINISHED}),
    P.PAUSED: frozenset({P.RUNNING, P.STOPPED, P.FINISHED}),
    P.STOPPED: frozenset(),
    P.FINISHED: frozenset(),
}
# Whose text may be changed, and what everybody with a post reads.
WRITABLE_PROPOSALS = frozenset({P.PROPOSAL, P.DEFERRED})
APPROVED_PROJECTS = frozenset({P.RUNNING, P.PAUSED, P.STOPPED, P.FINISHED})
PROJECTS_AT_WORK = frozenset({P.RUNNING, P.PAUSED})
# A stopped project is no longer shown to the public.
PUBLIC_PROJECTS = frozenset({P.RUNNING, P.PAUSED, P.FINISHED})


class Verdict(TextChoices):
    """What the Board makes of a proposal."""

    APPROVE = "approve", "Approve"
    CHANGES = "changes", "Approve with changes"
    DEFER = "defer", "Defer"
    DECLINE = "decline", "Decline"


class ExpressionState(TextChoices):
    """What became of a school's expression of interest."""

    SENT = "sent", "Sent"
    ACCEPTED = "accepted", "Accepted"
    THANKED = "thanked", "Thanked, not this time"
    WITHDRAWN = "withdrawn", "Withdrawn by the school"


EXPRESSION_MOVES: Table = {
    ExpressionState.SENT: frozenset(
        {ExpressionState.ACCEPTED, ExpressionState.THANKED, ExpressionState.WITHDRAWN}
    ),
    ExpressionState.ACCEPTED: frozenset(),
    ExpressionState.THANKED: frozenset({ExpressionState.ACCEPTED}),
    ExpressionState.WITHDRAWN: frozenset({ExpressionState.SENT}),
}


class MilestoneStatus(TextChoices):
    """Where a milestone stands; computed from its days."""

    DONE = "done", "Done"
    ON_THE_WAY = "on_the_way", "On the way"
    LATE = "late", "Late"


class Rhythm(TextChoices):
    """How often the lead colleague reports."""

    HALF_TERMLY = "half_termly", "Every half term"
    TERMLY = "termly", "Every term"


class ProjectOutcome(TextChoices):
    """How a project ended, against its target."""

    MET = "met", "The target was reached"
    CLOSER = "closer", "Closer to the target, not reached"
    NOT_MET = "not_met", "No closer to the target"
    UNKNOWN = "unknown", "Cannot be said from a figure"


PROJECT_LABELS = {
    "project-call": "Call for expressions of interest in a project",
    "project-call-closing": "Call for expressions of interest closes soon",
    "project-expression": "Expression of interest received",
    "project-expression-accepted": "Expression of interest accepted",
    "project-expression-thanked": "Thanks for an expression of interest",
    "project-decided": "The Board’s decision on a project",
    "project-lead": "Leading a project",
    "project-report-due": "Progress report of a project due",
    "project-report-late": "Progress report of a project late",
    "project-report-sent": "Progress report of a project",
    "project-meeting": "Meeting of a project",
    "project-meeting-moved": "Meeting of a project moved",
    "project-meeting-cancelled": "Meeting of a project cancelled",
    "project-paused": "Project paused, taken up again or stopped",
    "project-finished": "Project finished",
}
