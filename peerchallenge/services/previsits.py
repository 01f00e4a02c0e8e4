"""The team's analysis before the visit: hypotheses written, tested on the day, and handed to the host as key lines."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from hlp import audit, clock, text
from hlp.models import User
from hlp.transitions import StaleEdit
from peerchallenge.choices import TO_COME, HypothesisOutcome, SessionState
from peerchallenge.models import ChallengeSession, Hypothesis, PreVisit
from peerchallenge.services.clock import locked
from peerchallenge.services.sessions import change_session

MOST = 12  # a day has room for about six questions; twelve are a list
OPEN = TO_COME | {SessionState.POSTPONED, SessionState.HELD}
FIELDS = ("area", "suggests", "question", "look_for", "taken_by")


@transaction.atomic
def write(
    *,
    session: ChallengeSession,
    hypothesis: Hypothesis | None = None,
    version: int = 1,
    by: User,
    at: datetime | None = None,
    **facts: Any,
) -> Hypothesis:
    """Write a new hypothesis, or change one: lock the session, check, save. ``facts`` are ``FIELDS``.

    Raises StaleEdit when somebody changed it since ``version``, ValidationError when the report is out or there are many.
    """
    row = _open(session)
    if hypothesis is None:
        return _new(row, facts, by, at or clock.now())
    found = Hypothesis.objects.select_for_update(of=("self",)).get(pk=hypothesis.pk, session=row)
    if found.version != version:
        raise StaleEdit
    for name in FIELDS:
        setattr(found, name, facts[name])
    found.version += 1
    found.save(update_fields=[*FIELDS, "version"])
    return found


def _new(session: ChallengeSession, facts: dict[str, Any], by: User, at: datetime) -> Hypothesis:
    standing = Hypothesis.objects.filter(session=session)
    same = standing.filter(question=facts["question"], suggests=facts["suggests"], made_by=by).first()
    if same:
        return same  # pressed twice
    if standing.count() >= MOST:
        raise ValidationError(
            f"There are {MOST} hypotheses, more than a day can test. Remove or join some first"
        )
    last = standing.aggregate(last=Max("position"))["last"] or 0
    chosen = {name: facts[name] for name in FIELDS}
    return Hypothesis.objects.create(session=session, position=last + 1, made_by=by, made_at=at, **chosen)


@transaction.atomic
def remove(*, hypothesis: Hypothesis) -> None:
    """Delete a hypothesis: lock the session, delete. Raises ValidationError when the report is out."""
    _open(hypothesis.session)
    Hypothesis.objects.filter(pk=hypothesis.pk).delete()


@transaction.atomic
def answer(*, hypothesis: Hypothesis, outcome: str, found: str, version: int) -> Hypothesis:
    """Note what the day showed. Raises StaleEdit as ``write`` does, ValidationError by field."""
    _open(hypothesis.session)
    row = Hypothesis.objects.select_for_update(of=("self",)).get(pk=hypothesis.pk)
    if row.version != version:
        raise StaleEdit
    if outcome not in HypothesisOutcome.values:
        raise ValidationError({"outcome": "Select what the day showed"})
    row.outcome, row.found, row.version = outcome, text.tidy(found), row.version + 1
    row.save(update_fields=["outcome", "found", "version"])
    return row


@transaction.atomic
def finish(*, session: ChallengeSession, by: User, at: datetime | None = None) -> PreVisit:
    """Say that the analysis is done: lock the session, note who and when, audit. Harmless to repeat.

    Raises ValidationError where there is nothing in it, or the report is out.
    """
    row, moment = _open(session), at or clock.now()
    if not Hypothesis.objects.filter(session=row).exists():
        raise ValidationError("Write at least one hypothesis first")
    found, made = PreVisit.objects.get_or_create(session=row, defaults={"ready_at": moment, "ready_by": by})
    if made:
        audit.record("previsit.finished", about=row.about, by=by, at=moment)
    return found


def hand_over(*, session: ChallengeSession, by: User, at: datetime | None = None) -> ChallengeSession:
    """Give the host the questions of the analysis as the session's key lines of enquiry; the hypotheses stay the team's.

    Raises ValidationError where there is none.
    """
    questions = list(Hypothesis.objects.filter(session=session).values_list("question", flat=True))
    if not questions:
        raise ValidationError("Write at least one hypothesis first")
    return change_session(
        session=session, version=session.version, by=by, at=at, key_lines="\n".join(questions)
    )


def _open(session: ChallengeSession) -> ChallengeSession:
    row = locked(session.pk)
    if row.state not in OPEN:
        raise ValidationError("The report has been sent. The analysis stays as it was")
    return row
