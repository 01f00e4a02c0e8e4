"""A contested judgement: the lead headteacher talks with the school, then the Director notes the outcome.

The judgement stays as the team made it, and stays marked as contested unless the school withdraws.
"""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock, outbox, text
from hlp.models import User
from hlp.transitions import WrongMove, check, move
from peerchallenge.choices import DISPUTE_MOVES, IN_DISPUTE, DisputeState, ReplyState
from peerchallenge.models import Dispute, Reply, ReportVersion
from peerchallenge.services import clock as deadline_clock
from peerchallenge.services.replies.final import issue_version
from peerchallenge.services.replies.opening import days_of, hosts, locked, notes_to, refresh, team
from schools.calculations import add_school_days

NOTE_WORDS = 300


@transaction.atomic
def pass_on(*, dispute: Dispute, conversation: str, by: User, at: datetime | None = None) -> Dispute:
    """Record the conversation and hand the dispute to the Director: lock, move, history, audit, tell.

    Passing on twice changes nothing. Raises WrongMove, ValidationError without notes.
    """
    moment = at or clock.now()
    reply, row = _locked(dispute)
    if row.state == DisputeState.DIRECTOR:
        return row
    if row.state != DisputeState.LEAD_HEADTEACHER:
        raise WrongMove(row.state, DisputeState.DIRECTOR)
    row.conversation = _needed(
        conversation, "conversation", "Enter what was said, and by whom (roles, not names)"
    )
    row.due_at = add_school_days(moment, days_of(reply.session))
    _step(reply, row, DisputeState.DIRECTOR, by, moment, ("conversation", "due_at"))
    directors = deadline_clock.facts_of([reply.session])[reply.session_id].directors
    mark, due = f"dispute={row.pk}-{row.state}", clock.when(row.due_at)
    why = "the lead headteacher passed on a dispute"
    outbox.write(
        notes_to(reply, "judgement-disputed", directors, why, mark=mark, dispute=row.pk, by_when=due),
        at=moment,
    )
    return row


@transaction.atomic
def note_outcome(*, dispute: Dispute, outcome: str, by: User, at: datetime | None = None) -> Dispute:
    """The Director's note, which ends the dispute: lock, move, history, audit, tell.

    Where the final report is out already, a version that holds the note is issued. Doing it twice changes nothing.
    Raises WrongMove, ValidationError without a note.
    """
    moment = at or clock.now()
    reply, row = _locked(dispute)
    if row.state == DisputeState.NOTED:
        return row
    check(DISPUTE_MOVES, row.state, DisputeState.NOTED)
    row.outcome = _needed(outcome, "outcome", "Enter your note. It is printed with the report")
    return _end(reply, row, DisputeState.NOTED, by, moment, ("outcome",))


@transaction.atomic
def withdraw(*, dispute: Dispute, by: User, at: datetime | None = None) -> Dispute:
    """The school no longer disputes the judgement: lock, move, history, audit, tell. Twice changes nothing.

    Raises WrongMove.
    """
    moment = at or clock.now()
    reply, row = _locked(dispute)
    if row.state == DisputeState.WITHDRAWN:
        return row
    if row.state not in IN_DISPUTE:
        raise WrongMove(row.state, DisputeState.WITHDRAWN)
    return _end(reply, row, DisputeState.WITHDRAWN, by, moment, ())


def _end(
    reply: Reply, row: Dispute, to: DisputeState, by: User, moment: datetime, fields: tuple[str, ...]
) -> Dispute:
    row.settled_at = moment
    _step(reply, row, to, by, moment, (*fields, "settled_at"))
    if reply.state == ReplyState.SETTLED:
        issue_version(reply, by, moment, _told)
    mark = f"dispute={row.pk}-{to}"
    people, why = hosts(reply) | team(reply), "a contested judgement was dealt with"
    outbox.write(notes_to(reply, "dispute-settled", people, why, mark=mark), at=moment)
    return row


def _told(annex: dict[str, Any], old: ReportVersion) -> str:
    return (
        f"It follows version {old.number}, of {clock.when(old.issued_at)}, and says what became of the judgement that "
        "the school contested. The texts are the same."
    )


def _step(
    reply: Reply, row: Dispute, to: DisputeState, by: User, moment: datetime, fields: tuple[str, ...]
) -> None:
    row.version += 1
    move(row, to=to, table=DISPUTE_MOVES, by=by, at=moment, update=(*fields, "version"))
    audit.record(f"dispute.{to}", about=reply.session.about, by=by, at=moment, judgement=row.judgement)
    refresh(reply, moment)
    reply.save(update_fields=["next_reminder_at"])


def _locked(dispute: Dispute) -> tuple[Reply, Dispute]:
    reply = locked(dispute.reply.session_id)
    return reply, Dispute.objects.select_for_update(of=("self",)).get(pk=dispute.pk)


def _needed(value: str, name: str, message: str) -> str:
    value = text.tidy(value)
    if not value:
        raise ValidationError({name: message})
    if text.words(value) > NOTE_WORDS:
        raise ValidationError({name: f"Use {NOTE_WORDS} words or fewer"})
    return value
