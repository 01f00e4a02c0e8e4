"""The lead reviewer decides each correction, with a reason; the host may withdraw what is not decided yet."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock, text
from hlp.models import User
from hlp.transitions import StaleEdit, WrongMove, check, move
from peerchallenge.choices import CORRECTION_MOVES, CorrectionState, ReplyState
from peerchallenge.models import FactualCorrection, Reply
from peerchallenge.services.replies.final import issue_final
from peerchallenge.services.replies.opening import locked, refresh

DECISION_FIELDS = ("reason", "decided_by", "decided_at", "version")
REASON_WORDS = 150


@transaction.atomic
def decide(
    *,
    correction: FactualCorrection,
    accept: bool,
    reason: str,
    version: int,
    by: User,
    at: datetime | None = None,
) -> FactualCorrection:
    """Accept or decline a correction: lock, check, write, history, audit.

    Until the final report is sent a decision may be changed. The same again changes nothing. Raises WrongMove when
    the host has withdrawn it or the final report is out, StaleEdit when somebody decided meanwhile, ValidationError.
    """
    moment = at or clock.now()
    reply, row = _locked(correction)
    to = CorrectionState.ACCEPTED if accept else CorrectionState.DECLINED
    reason = text.tidy(reason)
    if reply.state != ReplyState.ANSWERED:
        raise WrongMove(row.state, to)
    if (row.state, row.reason) == (to, reason):
        return row
    if row.state != to:
        check(CORRECTION_MOVES, row.state, to)
    if row.version != version:
        raise StaleEdit
    if not reason:
        raise ValidationError({"reason": "Enter the reason. The school reads it, and it is printed"})
    row.reason, row.decided_by, row.decided_at, row.version = reason, by, moment, row.version + 1
    if row.state == to:
        row.save(update_fields=DECISION_FIELDS)
    else:
        move(row, to=to, table=CORRECTION_MOVES, by=by, at=moment, update=DECISION_FIELDS)
    audit.record(f"correction.{to}", about=reply.session.about, by=by, at=moment, number=row.number)
    _settle(reply, moment)
    return row


@transaction.atomic
def withdraw(*, correction: FactualCorrection, by: User, at: datetime | None = None) -> FactualCorrection:
    """The host takes back a correction that is not decided: lock, move, history, audit.

    Where none is left the final report is sent at once. Withdrawing twice changes nothing. Raises WrongMove.
    """
    moment = at or clock.now()
    reply, row = _locked(correction)
    if row.state == CorrectionState.WITHDRAWN:
        return row
    move(row, to=CorrectionState.WITHDRAWN, table=CORRECTION_MOVES, by=by, at=moment)
    audit.record("correction.withdrawn", about=reply.session.about, by=by, at=moment, number=row.number)
    if reply.corrections.exclude(state=CorrectionState.WITHDRAWN).exists():
        _settle(reply, moment)
    else:
        issue_final(row=reply, by=by, at=moment)
    return row


def _locked(correction: FactualCorrection) -> tuple[Reply, FactualCorrection]:
    """The reply and the correction as they stand once both are ours."""
    reply = locked(correction.reply.session_id)
    return reply, FactualCorrection.objects.select_for_update(of=("self",)).get(pk=correction.pk)


def _settle(reply: Reply, moment: datetime) -> None:
    refresh(reply, moment)
    reply.save(update_fields=["next_reminder_at"])
