"""The host's reply to its report: corrections of facts and disputes of judgements, with the table of allowed steps."""

from django.db.models import TextChoices


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
