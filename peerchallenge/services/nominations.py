"""Nominations for quality assurance: asked for by a lead headteacher, answered by the Director."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock, outbox, text
from hlp.models import User
from hlp.outbox import Note
from peerchallenge.choices import TO_COME, SessionState
from peerchallenge.models import ChallengeSession, Nomination
from peerchallenge.services.clock import locked
from schools.choices import Role
from schools.roles import people_with

NOMINABLE = TO_COME | {SessionState.POSTPONED}


def is_nominable(session: ChallengeSession) -> bool:
    """Whether a QA reviewer could still come and none is named."""
    return session.state in NOMINABLE and session.qa_reviewer_id is None


@transaction.atomic
def nominate(*, session: ChallengeSession, reason: str, by: User, at: datetime | None = None) -> Nomination:
    """Nominate a session: lock it, check, write, audit, tell the Directors. The same once more changes nothing.

    Raises ValidationError without a reason, where somebody has nominated it already, or where it cannot be assured.
    """
    moment, reason = at or clock.now(), text.tidy(reason).strip()
    if not reason:
        raise ValidationError({"reason": "Enter the reason"})
    row = locked(session.pk)
    if not is_nominable(row):
        raise ValidationError("This session has a QA reviewer, or it is too late to name one.")
    found = Nomination.objects.waiting().filter(session=row).first()
    if found is not None:
        if (found.by_id, found.reason) == (by.pk, reason):
            return found
        raise ValidationError("This session is nominated already, and the Director has not answered yet.")
    made = Nomination.objects.create(session=row, reason=reason, at=moment, by=by)
    audit.record("qa.nominated", about=made.about, by=by, at=moment, session=row.pk)
    people = people_with(Role.DIRECTOR, clock.local(moment).date())
    outbox.write([_note("qa-nominated", made, person) for person in people], at=moment)
    return made


@transaction.atomic
def answer(
    *, nomination: Nomination, accepted: bool, words: str, by: User, at: datetime | None = None
) -> Nomination:
    """The Director's answer: lock, write, audit, tell who nominated. The same once more changes nothing.

    Raises ValidationError where it is declined without a reason, or was answered otherwise before.
    """
    moment, words = at or clock.now(), text.tidy(words).strip()
    if not accepted and not words:
        raise ValidationError({"answer": "Enter the reason why you decline"})
    row = Nomination.objects.select_for_update().get(pk=nomination.pk)
    if row.answered_at is not None:
        if (row.accepted, row.answer) == (accepted, words):
            return row
        raise ValidationError("This nomination is answered already.")
    row.accepted, row.answer, row.answered_at, row.answered_by = accepted, words, moment, by
    row.save(update_fields=["accepted", "answer", "answered_at", "answered_by"])
    audit.record("qa.nomination-answered", about=row.about, by=by, at=moment, accepted=accepted)
    outbox.write([_note("qa-nomination-answered", row, row.by)], at=moment)
    return row


def _note(kind: str, nomination: Nomination, person: User) -> Note:
    return Note(
        key=f"{kind}:nomination={nomination.pk}:user={person.pk}",
        kind=kind,
        person=person,
        context={"path": "/nominations/", "on": clock.day(nomination.at)},
        about=nomination.about,
        why="a session was nominated for QA",
    )
