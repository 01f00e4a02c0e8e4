"""The host's work on a programme and its slots. Every change takes back what was agreed before."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import cycle
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from hlp.transitions import StaleEdit
from peerchallenge.calculations.programme import blocks, reordered, shifted
from peerchallenge.choices import TO_COME, SlotTeam
from peerchallenge.models import ChallengeSession, HostPerson, Programme, ProgrammeSlot, TemplateSlot
from peerchallenge.services import stale_handbooks
from peerchallenge.services.clock import locked
from peerchallenge.services.programmes.reading import line_of, visitors
from schools.choices import Role
from schools.roles import people_with

OVER = "The programme can be changed only while the session is still to come"
MOST_SLOTS = 60
AGREEMENTS = ("host_agreed_at", "host_agreed_by", "lead_agreed_at", "lead_agreed_by")


def opened(session: ChallengeSession) -> ChallengeSession:
    """The session, locked. Raises ValidationError once its day is over or it was called off."""
    row = locked(session.pk)
    if row.state not in TO_COME:
        raise ValidationError(OVER)
    return row


def programme_of(session: ChallengeSession) -> Programme:
    """The programme of an open session, locked with it. Raises DoesNotExist, ValidationError."""
    return Programme.objects.select_related("session").get(session=opened(session))


def changed(programme: Programme, by: User, at: datetime) -> None:
    """Count a change: a new version, nothing agreed any more, audit, and the handbook is made again after a while."""
    programme.version += 1
    programme.changed_at, programme.changed_by = at, by
    for name in AGREEMENTS:
        setattr(programme, name, None)
    programme.save()
    audit.record("programme.changed", about=programme.session.about, by=by, at=at, version=programme.version)
    stale_handbooks.touch(session=programme.session, at=at)


@transaction.atomic
def begin(*, session: ChallengeSession, by: User, at: datetime | None = None) -> Programme:
    """Make the programme from the year's template: lock, write slots with the people they are for, audit.

    It starts when the session does. Beginning twice gives the one that is there. Raises ValidationError when the day
    is over.
    """
    moment = at or clock.now()
    row = opened(session)
    if there := Programme.objects.filter(session=row).first():
        return there
    programme = Programme.objects.create(session=row, made_at=moment, changed_at=moment, changed_by=by)
    day = clock.local(row.starts_at).date()
    heads = [
        HostPerson.objects.create(programme=programme, name=person.name, role="Headteacher")
        for person in people_with(Role.HEADTEACHER, on=day, school=row.host)
    ]
    _lay_out(programme, row, heads)
    audit.record("programme.begun", about=row.about, by=by, at=moment)
    stale_handbooks.touch(session=row, at=moment)
    return programme


def _lay_out(programme: Programme, row: ChallengeSession, heads: list[HostPerson]) -> None:
    """One slot for each line of the template, moved so that the day begins with the session."""
    template = list(row.round.year.template_slots.all())
    if not template:
        return
    first = timedelta(hours=template[0].starts.hour, minutes=template[0].starts.minute)
    starts = clock.local(row.starts_at)
    later = timedelta(hours=starts.hour, minutes=starts.minute) - first
    team = {r.person_id: r.person for r in row.reviewers.all()}
    lead = row.lead.person_id if row.lead else None
    turns = cycle([pk for pk in sorted(team, key=lambda pk: team[pk].name) if pk != lead] or [lead])
    for position, line in enumerate(template):
        slot = ProgrammeSlot.objects.create(
            programme=programme,
            position=position,
            starts_at=shifted(line.starts, later),
            ends_at=shifted(line.ends, later),
            kind=line.kind,
            activity=line.activity,
            output=line.output,
            others="" if line.team != SlotTeam.NONE else line.who,
        )
        slot.people.set(_visitors(line, list(visitors(row)), lead, turns))
        slot.hosts.set(heads if line.with_head else [])


def _visitors(line: TemplateSlot, everybody: list[int], lead: int | None, turns: Any) -> list[int]:
    chosen: list[int | None] = []
    if line.team == SlotTeam.ALL:
        chosen = [*everybody]
    elif line.team == SlotTeam.LEAD:
        chosen = [lead]
    elif line.team == SlotTeam.ONE:
        chosen = [next(turns)]
    return [pk for pk in chosen if pk is not None]


@transaction.atomic
def add_slot(
    *,
    session: ChallengeSession,
    people: Iterable[User] = (),
    hosts: Iterable[HostPerson] = (),
    new_person: tuple[str, str] | None = None,
    by: User,
    at: datetime | None = None,
    **facts: Any,
) -> ProgrammeSlot:
    """Put a slot into the programme: lock, check, write, audit. The very same slot twice is once.

    ``new_person`` is the name and the role of somebody of the school to be named with it. Raises ValidationError by
    field (``ends_at``, ``people``, ``hosts``).
    """
    programme = programme_of(session)
    _check(programme, facts, people, hosts)
    if twin := programme.slots.filter(**facts).first():
        return twin
    if programme.slots.count() >= MOST_SLOTS:
        raise ValidationError(f"A day holds at most {MOST_SLOTS} slots. Remove one first")
    slot = ProgrammeSlot.objects.create(programme=programme, position=programme.slots.count(), **facts)
    slot.people.set(people)
    slot.hosts.set([*hosts, *_named(programme, new_person)])
    changed(programme, by, at or clock.now())
    return slot


@transaction.atomic
def change_slot(
    *,
    slot: ProgrammeSlot,
    version: int,
    people: Iterable[User],
    hosts: Iterable[HostPerson],
    new_person: tuple[str, str] | None = None,
    by: User,
    at: datetime | None = None,
    **facts: Any,
) -> ProgrammeSlot:
    """Change a slot: lock, check, write what differs, audit. What is there already changes nothing.

    Raises StaleEdit with the newest slot when ``version`` is not its, ValidationError by field.
    """
    programme = programme_of(slot.programme.session)
    row = ProgrammeSlot.objects.get(pk=slot.pk)
    if row.version != version:
        raise StaleEdit(row)
    _check(programme, facts, people, hosts)
    hosts = [*hosts, *_named(programme, new_person)]
    wanted = ({p.pk for p in people}, {p.pk for p in hosts})
    there = ({p.pk for p in row.people.all()}, {p.pk for p in row.hosts.all()})
    if wanted == there and all(getattr(row, name) == value for name, value in facts.items()):
        return row
    for name, value in facts.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    row.people.set(people)
    row.hosts.set(hosts)
    changed(programme, by, at or clock.now())
    return row


def _named(programme: Programme, new: tuple[str, str] | None) -> list[HostPerson]:
    """Somebody of the school who is named with a slot; a name that is there already is that person."""
    if new is None:
        return []
    name, role = new
    there = programme.hosts.filter(name__iexact=name).first()
    return [there or HostPerson.objects.create(programme=programme, name=name, role=role)]


def _check(
    programme: Programme, facts: dict[str, Any], people: Iterable[User], hosts: Iterable[HostPerson]
) -> None:
    if facts["ends_at"] < facts["starts_at"]:
        raise ValidationError({"ends_at": ["The slot must end after it begins"]})
    known = visitors(programme.session)
    if any(person.pk not in known for person in people):
        raise ValidationError({"people": ["Choose from the review team as it is now"]})
    if any(person.programme_id != programme.pk for person in hosts):
        raise ValidationError({"hosts": ["Choose from the people of this school"]})


@transaction.atomic
def remove_slot(*, slot: ProgrammeSlot, by: User, at: datetime | None = None) -> None:
    """Take a slot out: lock, delete, audit. Twice is once; notes that were taken in it stay."""
    programme = programme_of(slot.programme.session)
    deleted, _ = programme.slots.filter(pk=slot.pk).delete()
    if deleted:
        changed(programme, by, at or clock.now())


@transaction.atomic
def arrange(
    *, session: ChallengeSession, order: Sequence[int], by: User, at: datetime | None = None
) -> Programme:
    """Put the blocks of the day (slots that begin together) into another order; their times follow. Lock, write, audit.

    ``order`` names each block by its first slot. Raises StaleEdit when the day has other blocks by now,
    ValidationError where it would not hold them.
    """
    programme = programme_of(session)
    slots = {slot.pk: slot for slot in programme.slots.all()}
    lines = [line_of(slot) for slot in slots.values()]
    firsts = [block[0].pk for block in blocks(lines)]
    if sorted(firsts) != sorted(order):
        raise StaleEdit
    if firsts == list(order):
        return programme
    try:
        times = reordered(lines, order)
    except ValueError as error:
        raise ValidationError("The day would last until after midnight") from error
    for pk, (starts, ends) in times.items():
        slot = slots[pk]
        if (slot.starts_at, slot.ends_at) != (starts, ends):
            slot.starts_at, slot.ends_at = starts, ends
            slot.version += 1
            slot.save(update_fields=["starts_at", "ends_at", "version"])
    changed(programme, by, at or clock.now())
    return programme


def shift(*, slot: ProgrammeSlot, down: bool, by: User, at: datetime | None = None) -> Programme:
    """Move a slot, with what begins at the same time, one place earlier or later; at the edge it stays."""
    lines = [line_of(row) for row in slot.programme.slots.all()]
    firsts = [block[0].pk for block in blocks(lines)]
    place = next(n for n, block in enumerate(blocks(lines)) if slot.pk in {line.pk for line in block})
    other = place + (1 if down else -1)
    if 0 <= other < len(firsts):
        firsts[place], firsts[other] = firsts[other], firsts[place]
    return arrange(session=slot.programme.session, order=firsts, by=by, at=at)
