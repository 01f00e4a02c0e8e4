"""The host sends its reply, says that it has no comments, or lets the time pass."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock, outbox, text
from hlp.models import User
from hlp.transitions import move
from peerchallenge.choices import (
    CORRECTION_MOVES,
    DISPUTE_MOVES,
    REPLY_MOVES,
    CorrectionState,
    DisputeState,
    EventKind,
    ReplyState,
)
from peerchallenge.models import Dispute, Reply, SessionEvent
from peerchallenge.services import clock as deadline_clock
from peerchallenge.services.replies.final import issue_final
from peerchallenge.services.replies.opening import (
    Closed,
    days_of,
    hosts,
    leads,
    locked,
    notes_to,
    refresh,
    team,
)
from peerchallenge.services.replies.writing import MOST_WORDS
from schools.calculations import add_school_days

ANSWER_FIELDS = ("answered_at", "answered_by", "decisions_due_at", "next_reminder_at")


@transaction.atomic
def send_reply(*, reply: Reply, by: User, at: datetime | None = None) -> Reply:
    """Send what the host has written.

    In order: locks; checks that there is something and that the right of reply is short enough; hands the corrections
    to the lead reviewer and the disputes to the lead headteacher (to the Director, where that person hosts or leads);
    history, audit, messages. Where there is nothing to decide the final report is sent at once. Sending twice changes
    nothing. Raises Closed when the time is over, ValidationError.
    """
    moment = at or clock.now()
    row = locked(reply.session_id)
    if row.state in {ReplyState.ANSWERED, ReplyState.SETTLED, ReplyState.NO_COMMENTS}:
        return row
    _refuse_late(row)
    corrections = list(row.corrections.filter(state=CorrectionState.DRAFT))
    disputes = list(row.disputes.filter(state=DisputeState.DRAFT))
    _check(row, bool(corrections or disputes))
    for correction in corrections:
        move(correction, to=CorrectionState.PROPOSED, table=CORRECTION_MOVES, by=by, at=moment)
    for dispute in disputes:
        _raise(row, dispute, by, moment)
    _answer(row, ReplyState.ANSWERED, by, moment)
    outbox.write(
        notes_to(row, "reply-received", team(row), "the host has replied", open=len(corrections)), at=moment
    )
    if not corrections:
        issue_final(row=row, by=by, at=moment)
    return row


def _refuse_late(row: Reply) -> None:
    if row.state == ReplyState.LAPSED:
        raise Closed(
            f"The time for your reply was over on {clock.when(row.reply_due_at)}. The Director can give more."
        )


def _check(row: Reply, written: bool) -> None:
    if not (written or row.words):
        raise ValidationError(
            "You have written nothing yet. If there is nothing to say, choose ‘No comments’."
        )
    over = text.words(row.words) - MOST_WORDS
    if over > 0:
        raise ValidationError(f"The right of reply has {over} words too many. Use {MOST_WORDS} or fewer.")


def _raise(row: Reply, dispute: Dispute, by: User, moment: datetime) -> None:
    """Hand a dispute to whoever has to deal with it, and tell them."""
    people = deadline_clock.facts_of([row.session])[row.session_id]
    free = people.lead_headteachers - people.hosts - people.team
    to = DisputeState.LEAD_HEADTEACHER if free else DisputeState.DIRECTOR
    dispute.due_at = add_school_days(moment, days_of(row.session))
    move(dispute, to=to, table=DISPUTE_MOVES, by=by, at=moment, update=("due_at",))
    mark, why = f"dispute={dispute.pk}-{to}", "the host disputes a judgement"
    due = clock.when(dispute.due_at)
    outbox.write(
        notes_to(
            row,
            "judgement-disputed",
            free or people.directors,
            why,
            mark=mark,
            dispute=dispute.pk,
            by_when=due,
        ),
        at=moment,
    )


@transaction.atomic
def say_nothing(*, reply: Reply, by: User, at: datetime | None = None) -> Reply:
    """The host has no comments: lock, move, history, audit, tell the team. Saying it twice changes nothing.

    Raises Closed when the time is over, ValidationError when something is written.
    """
    moment = at or clock.now()
    row = locked(reply.session_id)
    if row.state in {ReplyState.ANSWERED, ReplyState.SETTLED, ReplyState.NO_COMMENTS}:
        return row
    _refuse_late(row)
    if row.words or row.corrections.exists() or row.disputes.exists():
        raise ValidationError("You have written something. Send it, or remove it first.")
    _answer(row, ReplyState.NO_COMMENTS, by, moment)
    outbox.write(notes_to(row, "reply-received", team(row), "the host has no comments", open=0), at=moment)
    return row


def _answer(row: Reply, to: ReplyState, by: User, moment: datetime) -> None:
    row.answered_at, row.answered_by = moment, by
    row.decisions_due_at = (
        add_school_days(moment, days_of(row.session)) if to == ReplyState.ANSWERED else None
    )
    row.next_reminder_at = None
    move(row, to=to, table=REPLY_MOVES, by=by, at=moment, update=ANSWER_FIELDS)
    refresh(row, moment)
    row.save(update_fields=["next_reminder_at"])
    SessionEvent(
        thing=row.session,
        kind=EventKind.REPLY,
        to_state=row.session.state,
        at=moment,
        by=by,
        detail={"reply": to},
    ).save()
    audit.record(f"reply.{to}", about=row.session.about, by=by, at=moment)


@transaction.atomic
def lapse(*, reply: Reply, at: datetime) -> bool:
    """The time is over without an answer: lock, move, history, audit, tell host and lead. Returns whether it was so now."""
    row = locked(reply.session_id)
    if not row.is_open or row.reply_due_at > at:
        return False
    move(row, to=ReplyState.LAPSED, table=REPLY_MOVES, by=None, at=at)
    refresh(row, at)
    row.save(update_fields=["next_reminder_at"])
    audit.record("reply.lapsed", about=row.session.about, by=None, at=at)
    people = hosts(row) | leads(row)
    outbox.write(notes_to(row, "reply-lapsed", people, "the time for the reply is over"), at=at)
    return True
