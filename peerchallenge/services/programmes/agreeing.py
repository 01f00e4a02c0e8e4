"""Host and lead reviewer come to agree: suggestions, agreements, and telling everybody who is in it."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock, outbox
from hlp.models import User
from hlp.outbox import Note
from hlp.transitions import StaleEdit
from peerchallenge.choices import Side
from peerchallenge.models import ChallengeSession, Programme, ProgrammeRemark, ProgrammeSlot
from peerchallenge.services import notices, stale_handbooks
from peerchallenge.services.clock import context_of
from peerchallenge.services.programmes.writing import opened
from schools.choices import DELEGATE_ROLES, Role
from schools.roles import people_with

WAITS, AGREED, SUGGESTED = "programme-waits", "programme-agreed", "programme-suggested"


def _newest(session: ChallengeSession, version: int | None) -> Programme:
    row = opened(session)
    programme = Programme.objects.select_related("session").get(session=row)
    programme.session = row
    if version is not None and programme.version != version:
        raise StaleEdit(programme.version)
    return programme


@transaction.atomic
def agree(
    *, session: ChallengeSession, side: str, version: int, by: User, at: datetime | None = None
) -> Programme:
    """Agree to the programme as it was read: lock, note who and when, audit, tell.

    The first to agree is told to the other side; when both have, everybody who takes part is told. Agreeing twice
    changes nothing. Raises StaleEdit when the programme has changed since, ValidationError without a slot.
    """
    moment = at or clock.now()
    programme = _newest(session, version)
    if not programme.slots.exists():
        raise ValidationError("There is nothing to agree yet: put the first slot into the programme")
    if getattr(programme, f"{side}_agreed_at") is not None:
        return programme
    setattr(programme, f"{side}_agreed_at", moment)
    setattr(programme, f"{side}_agreed_by", by)
    programme.save(update_fields=[f"{side}_agreed_at", f"{side}_agreed_by"])
    audit.record("programme.agreed", about=programme.session.about, by=by, at=moment, side=side)
    if programme.is_agreed:
        outbox.cancel(about=programme.session.about, kinds=[WAITS])
        _tell(programme, AGREED, notices.concerned(programme.session), "the programme is agreed", by, moment)
        stale_handbooks.touch(session=programme.session, at=moment)
    else:
        others = _lead(programme) if side == Side.HOST else _hosts(programme)
        _tell(programme, WAITS, others, "the other side has agreed to the programme", by, moment)
    return programme


@transaction.atomic
def suggest(
    *,
    session: ChallengeSession,
    text: str,
    by: User,
    slot: ProgrammeSlot | None = None,
    at: datetime | None = None,
) -> ProgrammeRemark:
    """Suggest a change to the host: lock, write, audit, tell the host. The same words twice while open are once."""
    moment = at or clock.now()
    programme = _newest(session, None)
    if there := programme.remarks.filter(slot=slot, text=text, by=by, settled_at=None).first():
        return there
    remark = ProgrammeRemark.objects.create(programme=programme, slot=slot, text=text, by=by, at=moment)
    audit.record("programme.suggested", about=programme.session.about, by=by, at=moment)
    notes = _notes(programme, SUGGESTED, _hosts(programme), "a suggestion for the programme", by, remark.pk)
    outbox.write(notes, at=moment)
    return remark


@transaction.atomic
def settle(*, remark: ProgrammeRemark, by: User, at: datetime | None = None) -> ProgrammeRemark:
    """Say that a suggestion is dealt with. Twice is once."""
    row = ProgrammeRemark.objects.select_for_update().get(pk=remark.pk)
    if row.settled_at is None:
        row.settled_at, row.settled_by = at or clock.now(), by
        row.save(update_fields=["settled_at", "settled_by"])
    return row


def _lead(programme: Programme) -> list[User]:
    lead = programme.session.lead
    return [lead.person] if lead else []


def _hosts(programme: Programme) -> list[User]:
    """The headteacher, and those who prepare the day and get copies."""
    session = programme.session
    day = clock.local(session.starts_at).date()
    found = dict.fromkeys(people_with(Role.HEADTEACHER, on=day, school=session.host))
    for role in DELEGATE_ROLES:
        found |= dict.fromkeys(people_with(role, on=day, school=session.host, copies=True))
    return list(found)


def _tell(programme: Programme, kind: str, people: list[User], why: str, by: User, at: datetime) -> None:
    outbox.write(_notes(programme, kind, people, why, by, programme.version), at=at)


def _notes(programme: Programme, kind: str, people: list[User], why: str, by: User, mark: int) -> list[Note]:
    session = programme.session
    context = {**context_of(session), "path": programme.get_absolute_url(), "by": by.name}
    return [
        Note(
            key=f"{kind}:session={session.pk}:mark={mark}:user={person.pk}",
            kind=kind,
            person=person,
            context=context,
            about=session.about,
            why=why,
        )
        for person in people
        if person.pk != by.pk
    ]
