"""The sweep after the report: lets replies lapse and writes what is owed, each once."""

from datetime import datetime

from django.db import transaction

from hlp import clock, outbox
from hlp.models import User
from hlp.outbox import Note
from peerchallenge.choices import ReplyState
from peerchallenge.deadlines import Owed, after
from peerchallenge.models import ChallengeSession, Reply
from peerchallenge.services.replies.answering import lapse
from peerchallenge.services.replies.opening import context_of, facts_of
from peerchallenge.services.sweep import unwritten

BATCH = 200


def sweep(*, at: datetime | None = None) -> list[Owed]:
    """Let replies lapse whose time is over and write what is owed. Safe to run twice and by several workers."""
    moment = at or clock.now()
    over = Reply.objects.filter(state=ReplyState.OPEN, reply_due_at__lte=moment).order_by(
        "reply_due_at", "pk"
    )
    for reply in over[:BATCH]:
        lapse(reply=reply, at=moment)
    return [] if clock.is_quiet(moment) else _write_owed(moment)


def _write_owed(moment: datetime) -> list[Owed]:
    written: list[Owed] = []
    due = Reply.objects.filter(next_reminder_at__lte=moment).order_by()
    while due.exists() and (batch := _batch(moment)) is not None:
        written += batch
    return written


@transaction.atomic
def _batch(moment: datetime) -> list[Owed] | None:
    """Write what up to 200 replies owe and set when to look at them next, or None when none is due."""
    due = Reply.objects.filter(next_reminder_at__lte=moment).order_by("next_reminder_at", "pk")
    rows = list(due.select_for_update(skip_locked=True, of=("self",))[:BATCH])
    if not rows:
        return None
    sessions = ChallengeSession.objects.with_people().in_bulk([row.session_id for row in rows])
    for row in rows:
        row.session = sessions[row.session_id]
    facts = facts_of(rows, moment)
    owed = [(row, item) for row in rows for item in after.reminders(facts[row.pk], moment)]
    for row in rows:
        row.next_reminder_at = after.next_moment(facts[row.pk], moment)
    new = unwritten(owed)
    people = User.objects.in_bulk({item.person for _, item in new})
    notes = [
        Note(
            key=item.key,
            kind=item.kind,
            person=people[item.person],
            context=context_of(row, facts[row.pk]),
            about=row.session.about,
            why=item.why,
        )
        for row, item in new
    ]
    outbox.write(notes, at=moment, news=False)
    Reply.objects.bulk_update(rows, ["next_reminder_at"])
    return [item for _, item in new]
