"""The host's self-evaluation: opened, saved part by part, shared with the review team."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from hlp import audit, clock, outbox
from hlp.models import User
from hlp.outbox import Note
from hlp.transitions import StaleEdit
from peerchallenge.choices import TO_COME, SessionState
from peerchallenge.models import AreaSelfEvaluation, ChallengeSession, SelfEvaluation
from peerchallenge.services.clock import context_of
from schools.choices import Role
from schools.roles import people_with

SHARED = "self-evaluation-shared"
EDITABLE = TO_COME | {SessionState.POSTPONED}
SHAREABLE = EDITABLE | {SessionState.HELD}
AREA_FIELDS = ("judgement", "strengths", "development", "evidence")
SHOWCASE_FIELDS = ("showcase",)


@dataclass(frozen=True)
class Reader:
    """Somebody who can read a shared self-evaluation, and as what."""

    name: str
    part: str


@transaction.atomic
def open_self_evaluation(*, session: ChallengeSession, at: datetime | None = None) -> SelfEvaluation:
    """The session's self-evaluation, made where there is none, with every area of its year. Harmless to repeat."""
    found, _ = SelfEvaluation.objects.get_or_create(session=session)
    missing = session.round.year.areas.exclude(pk__in=found.areas.values("area"))
    rows = [AreaSelfEvaluation(self_evaluation=found, area=area) for area in missing]
    AreaSelfEvaluation.objects.bulk_create(rows, ignore_conflicts=True)
    return found


@transaction.atomic
def save_self_evaluation(
    *,
    self_evaluation: SelfEvaluation,
    area: int | None = None,
    revision: int,
    data: Mapping[str, str],
    by: User,
    page: str = "",
    turn: int = 0,
    at: datetime | None = None,
) -> int:
    """Save one area (its primary key), or the showcase where ``area`` is None. Returns the part's new revision.

    Locks the self-evaluation. What is there already is not saved again, and what a page (its token) saved before its
    newest ``turn`` is passed over. Raises StaleEdit when somebody else has saved a newer text since ``revision``,
    ValidationError when the day is over.
    """
    whole = _locked(self_evaluation)
    if whole.session.state not in EDITABLE:
        raise ValidationError("The session has been held. The self-evaluation stays as the team read it.")
    part = whole if area is None else whole.areas.get(area=area)
    fields = SHOWCASE_FIELDS if area is None else AREA_FIELDS
    changed = [name for name in fields if name in data and getattr(part, name) != data[name]]
    if not changed:
        return part.revision
    own = page != "" and part.page == page
    if own and turn < part.turn:
        return part.revision
    if part.revision != revision and not own:
        raise StaleEdit
    for name in changed:
        setattr(part, name, data[name])
    part.revision, part.page, part.turn = part.revision + 1, page, turn
    part.save(update_fields=[*changed, "revision", "page", "turn"])
    whole.saved_at = at or clock.now()
    whole.save(update_fields=["saved_at"])
    return part.revision


@transaction.atomic
def share(*, self_evaluation: SelfEvaluation, by: User, at: datetime | None = None) -> SelfEvaluation:
    """Show it to the review team: lock, note who and when, audit, a message to each reviewer.

    Sharing twice changes nothing. Raises ValidationError when the report is out or the session is cancelled.
    """
    moment = at or clock.now()
    row = _locked(self_evaluation)
    if row.shared_at is not None:
        return row
    if row.session.state not in SHAREABLE:
        raise ValidationError("This session is over. Its self-evaluation can no longer be shared.")
    row.shared_at, row.shared_by = moment, by
    row.save(update_fields=["shared_at", "shared_by"])
    audit.record("self-evaluation.shared", about=row.session.about, by=by, at=moment)
    outbox.write(_news(row.session), at=moment)
    return row


def _locked(self_evaluation: SelfEvaluation) -> SelfEvaluation:
    rows = SelfEvaluation.objects.select_for_update(of=("self",))
    return rows.select_related("session__host").get(pk=self_evaluation.pk)


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
