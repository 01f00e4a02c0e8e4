"""Sharing a self-evaluation with the review team, and who reads it then."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from hlp import audit, clock, outbox
from hlp.models import User
from hlp.outbox import Note
from peerchallenge.choices import SessionState
from peerchallenge.models import ChallengeSession, SelfEvaluation
from peerchallenge.services import stale_handbooks
from peerchallenge.services.clock import context_of
from peerchallenge.services.selfevaluations.writing import EDITABLE, locked
from schools.choices import Role
from schools.roles import people_with

SHARED = "self-evaluation-shared"
SHAREABLE = EDITABLE | {SessionState.HELD}


@dataclass(frozen=True)
class Reader:
    """Somebody who can read a shared self-evaluation, and as what."""

    name: str
    part: str


@transaction.atomic
def share(*, self_evaluation: SelfEvaluation, by: User, at: datetime | None = None) -> SelfEvaluation:
    """Show it to the review team: lock, note who and when, audit, a message to each reviewer, the handbook.

    Sharing twice changes nothing. Raises ValidationError when the report is out or the session is cancelled.
    """
    moment = at or clock.now()
    row = locked(self_evaluation)
    if row.shared_at is not None:
        return row
    if row.session.state not in SHAREABLE:
        raise ValidationError("This session is over. Its self-evaluation can no longer be shared.")
    row.shared_at, row.shared_by = moment, by
    row.save(update_fields=["shared_at", "shared_by"])
    audit.record("self-evaluation.shared", about=row.session.about, by=by, at=moment)
    outbox.write(_news(row.session), at=moment)
    stale_handbooks.touch(session=row.session, at=moment)
    return row


def _news(session: ChallengeSession) -> list[Note]:
    path = reverse("peerchallenge:selfevaluation-read", args=[session.pk])
    facts = {**context_of(session), "path": path}
    return [
        Note(
            key=f"{SHARED}:session={session.pk}:user={reviewer.person_id}",
            kind=SHARED,
            person=reviewer.person,
            context=facts,
            about=session.about,
            why="the host has shared its self-evaluation",
        )
        for reviewer in session.reviewers.select_related("person")
    ]


def readers(session: ChallengeSession) -> list[Reader]:
    """Everybody who can read the self-evaluation once it is shared, beside the host (session ``with_people``)."""
    found = [
        Reader(r.person.name, _part(r.is_lead, r.school.name if r.school else ""))
        for r in session.reviewers.all()
    ]
    collaborative = session.group.collaborative
    leads = people_with(Role.LEAD_HEADTEACHER, collaborative=collaborative)
    found += [Reader(person.name, f"lead headteacher, {collaborative}") for person in leads]
    found += [Reader(person.name, "Director") for person in people_with(Role.DIRECTOR)]
    if session.qa_reviewer:
        found.append(Reader(session.qa_reviewer.name, "QA reviewer of this session"))
    return found


def _part(is_lead: bool, school: str) -> str:
    part = "lead reviewer" if is_lead else "reviewer"
    return f"{part}, {school}" if school else part
