"""The people of a programme: those of the school, the safeguarding lead of the day, and who comes and goes in the team."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from peerchallenge.models import ChallengeSession, HostPerson, Programme
from peerchallenge.services import stale_handbooks
from peerchallenge.services.programmes.writing import AGREEMENTS, changed, programme_of


@transaction.atomic
def name_person(
    *, session: ChallengeSession, name: str, role: str, by: User, at: datetime | None = None
) -> HostPerson:
    """Name somebody of the school who takes part: lock, write, audit. A name that is there gets the role given."""
    programme = programme_of(session)
    there = programme.hosts.filter(name__iexact=name).first()
    if there and (there.name, there.role) == (name, role):
        return there
    person = there or HostPerson(programme=programme)
    person.name, person.role = name, role
    person.save()
    changed(programme, by, at or clock.now())
    return person


@transaction.atomic
def forget_person(*, person: HostPerson, by: User, at: datetime | None = None) -> None:
    """Take somebody of the school out of all slots: lock, delete, audit. Twice is once."""
    programme = programme_of(person.programme.session)
    deleted, _ = programme.hosts.filter(pk=person.pk).delete()
    if deleted:
        changed(programme, by, at or clock.now())


@transaction.atomic
def name_safeguarding_lead(
    *, session: ChallengeSession, name: str, phone: str, by: User, at: datetime | None = None
) -> Programme:
    """Keep the designated safeguarding lead of the day: lock, write, audit. What was agreed stays agreed."""
    moment = at or clock.now()
    programme = programme_of(session)
    if (programme.safeguarding_lead, programme.safeguarding_phone) != (name, phone):
        programme.safeguarding_lead, programme.safeguarding_phone = name, phone
        programme.save(update_fields=["safeguarding_lead", "safeguarding_phone"])
        audit.record("programme.safeguarding-lead", about=programme.session.about, by=by, at=moment)
        stale_handbooks.touch(session=programme.session, at=moment)
    return programme


def team_changed(row: ChallengeSession, *, gone: Sequence[User], came: Sequence[User]) -> None:
    """Take those who left the team out of the slots; where one came for one who left, they take over the slots.

    The caller holds the session's lock. What was agreed is agreed no longer, also where only the lead is another.
    """
    programme = Programme.objects.filter(session=row).first()
    if programme is None:
        return
    followed = came[0] if len(gone) == len(came) == 1 else None
    for slot in programme.slots.filter(people__in=gone).distinct():
        slot.people.remove(*gone)
        if followed:
            slot.people.add(followed)
        slot.version += 1
        slot.save(update_fields=["version"])
    programme.version += 1
    for name in AGREEMENTS:
        setattr(programme, name, None)
    programme.save(update_fields=["version", *AGREEMENTS])
