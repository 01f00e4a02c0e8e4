"""What is owed to whom after a report was sent: pure functions of facts and a moment.

The host has some school days to reply, the lead reviewer as many to decide, whoever has a dispute as many to deal
with it. Who was told of a step is not told again of it, and nothing goes out in the quiet hours.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from hlp import clock
from peerchallenge.choices import DisputeState, ReplyState
from peerchallenge.deadlines.clock import NEVER, Explained, Facts, Owed, Step, standing

REPLY_SOON, DECIDE_SOON, DECIDE_NOW, DECIDE_LATE, DISPUTE_WAITS = (
    "reply-due-soon",
    "corrections-due-soon",
    "corrections-due-now",
    "corrections-late",
    "dispute-waiting",
)
CHECK_IN, CHECK_IN_LATE, EVALUATION = "check-in-due", "check-in-late", "evaluation-asked"
KINDS = (REPLY_SOON, DECIDE_SOON, DECIDE_NOW, DECIDE_LATE, DISPUTE_WAITS, CHECK_IN, CHECK_IN_LATE, EVALUATION)
ONE_DAY = timedelta(hours=24)
DIRECTOR_AFTER = timedelta(hours=48)
EVALUATION_AFTER, EVALUATION_UNTIL = timedelta(days=7), timedelta(days=28)


@dataclass(frozen=True)
class Contested:
    """A dispute that somebody has to deal with: its primary key, whom it is with, and until when."""

    pk: int
    state: str
    due_at: datetime


@dataclass(frozen=True)
class AfterFacts:
    """What the clock needs to know once a report is sent. ``session`` says who is who."""

    session: Facts
    state: str
    generation: int
    opened_at: datetime
    reply_due_at: datetime
    decisions_due_at: datetime | None = None
    undecided: int = 0
    disputes: tuple[Contested, ...] = ()
    check_in: tuple[datetime, datetime] | None = None  # from when until when, while it is not done
    to_evaluate: frozenset[int] = frozenset()  # those of host and team who have not said how it was


TABLE = [
    Explained(
        "report-sent",
        "When the report is sent (after 7am)",
        "Headteacher of the host, review team",
        "The report is there, and until when the school may reply",
    ),
    Explained(
        REPLY_SOON, "24 hours before the time for the reply is over", "Headteacher of the host", "When"
    ),
    Explained(
        "reply-lapsed",
        "When the time for the reply is over without one",
        "Headteacher of the host, lead reviewer",
        "No answer means ‘no comment’, not ‘agreed’",
    ),
    Explained(
        "reply-received",
        "When the host has sent its reply",
        "Review team",
        "What there is to decide, and until when",
    ),
    Explained(
        DECIDE_SOON, "24 hours before the corrections are to be decided", "Lead reviewer", "How many are open"
    ),
    Explained(
        DECIDE_NOW,
        "When the corrections are to be decided",
        "Lead reviewer, lead headteacher of the collaborative (the Director where that person hosts or leads)",
        "How many are open",
    ),
    Explained(
        DECIDE_LATE, "48 hours after that", "Director", "How many are open; the Director may decide instead"
    ),
    Explained(
        "judgement-disputed",
        "When the host disputes a judgement, and when the lead headteacher passes it on",
        "Lead headteacher of the collaborative, then the Director",
        "That a judgement is contested, and until when to deal with it",
    ),
    Explained(
        DISPUTE_WAITS,
        "When the time for a dispute is over",
        "Lead headteacher and Director, or the Director alone",
        "That it still waits",
    ),
    Explained(
        EVALUATION,
        "A week after the report, once",
        "Headteacher of the host and review team, those who have not answered",
        "The two-minute evaluation",
    ),
    Explained(
        CHECK_IN,
        "Six weeks after the report",
        "Lead headteacher of the collaborative (the Director where that person hosts or leads)",
        "To ask how the agreed actions are going",
    ),
    Explained(
        CHECK_IN_LATE, "Eight weeks after the report", "The same people, and the Director", "That it is late"
    ),
    Explained("report-final", "When the final report is sent", "Host, review team", "What was corrected"),
]


def reminders(facts: AfterFacts, at: datetime) -> list[Owed]:
    """Everything owed at this moment, with the same keys at every call; nothing in the quiet hours."""
    return [] if clock.is_quiet(at) else standing(facts.session.session, steps(facts), at)


def wake_at(facts: AfterFacts, at: datetime) -> datetime | None:
    """When the sweep must look next after the facts have changed; the lapse of the reply's time counts as well."""
    found = list(steps(facts))
    if any(step.moment <= at < step.lapses for step in found):
        return clock.after_quiet(at)
    return next_moment(facts, at)


def next_moment(facts: AfterFacts, after: datetime) -> datetime | None:
    """When something is next to be done, strictly after a moment; None when nothing will be."""
    moments = [step.moment for step in steps(facts)]
    if facts.state == ReplyState.OPEN:
        moments.append(facts.reply_due_at)
    return min((moment for moment in moments if moment > after), default=None)


def steps(facts: AfterFacts) -> Iterator[Step]:
    """The steps on the way as the facts now stand."""
    if facts.state == ReplyState.OPEN:
        yield from _reply_steps(facts)
    if facts.state == ReplyState.ANSWERED and facts.undecided and facts.decisions_due_at:
        yield from _decision_steps(facts, facts.decisions_due_at)
    for dispute in facts.disputes:
        yield _dispute_step(facts.session, dispute)
    if facts.to_evaluate:
        moment = clock.after_quiet(facts.opened_at + EVALUATION_AFTER)
        lapses, why = facts.opened_at + EVALUATION_UNTIL, "they have not said how the session was"
        yield Step(EVALUATION, moment, lapses, facts.to_evaluate, why, "once")
    if facts.check_in:
        yield from _check_in_steps(facts.session, *facts.check_in)


def _reply_steps(facts: AfterFacts) -> Iterator[Step]:
    moment = clock.before_quiet(facts.reply_due_at - ONE_DAY)
    if moment > facts.opened_at:
        mark = f"reply={facts.generation}"
        why = "the time for the reply is over in a day"
        yield Step(REPLY_SOON, moment, facts.reply_due_at, facts.session.hosts, why, mark)


def _decision_steps(facts: AfterFacts, due: datetime) -> Iterator[Step]:
    people, mark = facts.session, f"reply={facts.generation}"
    lead = frozenset({people.lead} if people.lead else ())
    soon, now = clock.before_quiet(due - ONE_DAY), clock.after_quiet(due)
    late = clock.after_quiet(due + DIRECTOR_AFTER)
    yield Step(DECIDE_SOON, soon, now, lead, "corrections are to be decided within a day", mark)
    yield Step(DECIDE_NOW, now, late, lead | people.overseers, "corrections are to be decided now", mark)
    yield Step(DECIDE_LATE, late, NEVER, people.directors, "corrections are two days late", mark)


def _check_in_steps(people: Facts, begins: datetime, ends: datetime) -> Iterator[Step]:
    first, late = clock.after_quiet(begins), clock.after_quiet(ends)
    why = "the agreed actions are to be asked about"
    yield Step(CHECK_IN, first, late, people.overseers, why, "check-in")
    yield Step(CHECK_IN_LATE, late, NEVER, people.overseers | people.directors, why, "check-in")


def _dispute_step(people: Facts, dispute: Contested) -> Step:
    with_lead = dispute.state == DisputeState.LEAD_HEADTEACHER
    told = people.overseers | people.directors if with_lead else people.directors
    mark = f"dispute={dispute.pk}-{dispute.state}"
    why = "a contested judgement waits"
    return Step(DISPUTE_WAITS, clock.after_quiet(dispute.due_at), NEVER, told, why, mark)
