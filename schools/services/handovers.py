"""Hands a headship over: one act, in which the old post ends on a day and the new one begins on a later day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from hlp import audit, clock, outbox
from hlp.models import User
from schools.choices import Role
from schools.models import Appointment, GroupPlace, School
from schools.roles import people_with
from schools.services.headships import DAY, Gap
from schools.services.people import Post, appoint, end_appointment, invite

ENDS, BEGINS, CHANGED = "headship-ends", "headship-begins", "headship-changed"


@dataclass(frozen=True)
class Successor:
    """Who comes: a person with an account, or the name and address of somebody new. ``starts`` is their first day."""

    starts: date
    person: User | None = None
    name: str = ""
    email: str = ""
    acting: bool = False


@dataclass(frozen=True)
class Place:
    """Something to come that a leaving headteacher holds in person; a room offers it by ``settings.HANDOVER_STEPS``."""

    key: str
    title: str
    text: str
    href: str


@transaction.atomic
def hand_over(
    *, post: Appointment, ends: date, successor: Successor | None, by: User, at: datetime | None = None
) -> Appointment | None:
    """Hand a headship over: end the old post, give the new one, audit, tell both, the office and the lead headteachers.

    Without a ``successor`` the school is vacant afterwards; a post that is over keeps its last day. Doing the same
    twice does it once. Returns the new post. Raises ValidationError by field (``ends``, ``starts``, ``email``).
    """
    moment = at or clock.now()
    if post.role != Role.HEADTEACHER or post.school is None:
        raise ValidationError("Only a headship is handed over")
    School.objects.select_for_update().get(pk=post.school.pk)
    end_appointment(appointment=post, ends=ends, by=by, at=moment)
    post.refresh_from_db(fields=["ends"])
    last = post.ends or ends
    if successor and successor.starts <= last:
        raise ValidationError({"starts": f"The first day must be after the last one, {clock.day(last)}"})
    new, told = _begin(post, successor, by=by, at=moment) if successor else (None, False)
    audit.record(
        "school.hand-over",
        about=f"school:{post.school.urn}",
        by=by,
        at=moment,
        leaves=post.person.name,
        ends=str(last),
        comes=new.person.name if new else "",
    )
    outbox.write(_notes(post, new, told=told, by=by), at=moment)
    return new


def _begin(post: Appointment, successor: Successor, *, by: User, at: datetime) -> tuple[Appointment, bool]:
    """The new post, and whether its holder has been told of it already: by the invitation, or by the same act before."""
    facts = Post(Role.HEADTEACHER, successor.starts, post.school, acting=successor.acting)
    email = successor.person.email if successor.person else successor.email
    known = User.objects.filter(email__iexact=email).first()
    if known is None:
        person = invite(email=successor.email, name=successor.name, post=facts, by=by, at=at)
        return person.appointments.select_related("person", "school").get(), True
    if not known.is_active:
        raise ValidationError(
            {"email": f"The account of {known} is closed. Open it again on their page first"}
        )
    if known.pk == post.person_id and not successor.acting and not post.acting:
        raise ValidationError({"person": f"{known} is the one who leaves"})
    there = known.appointments.filter(role=facts.role, school=facts.school, starts=facts.starts).exists()
    return appoint(person=known, post=facts, by=by, at=at), there


# --- Who is told -----------------------------------------------------------------------------


def _notes(old: Appointment, new: Appointment | None, *, told: bool, by: User) -> list[outbox.Note]:
    facts = _facts(old, new)
    key = f"appointment={old.pk}:ends={old.ends}"
    page = {**facts, "path": reverse("schools:history")}
    notes = [_note(ENDS, old.person, f"{ENDS}:{key}", page, "their headship ends")]
    if new and not told:
        page = {**facts, "path": reverse("schools:handover-list")}
        notes.append(
            _note(BEGINS, new.person, f"{BEGINS}:appointment={new.pk}", page, "their headship begins")
        )
    page = {**facts, "path": reverse("schools:school-detail", args=[facts["urn"]])}
    key = f"{CHANGED}:{key}:to={new.pk if new else 'nobody'}"
    besides = {by.pk, old.person_id, new.person_id if new else 0}
    others = [person for person in _overseers(old) if person.pk not in besides]
    return notes + [_note(CHANGED, p, f"{key}:user={p.pk}", page, "a headship changes hands") for p in others]


def _note(kind: str, person: User, key: str, context: dict[str, Any], why: str) -> outbox.Note:
    return outbox.Note(
        key=key, kind=kind, person=person, context=context, about=f"school:{context['urn']}", why=why
    )


def _facts(old: Appointment, new: Appointment | None) -> dict[str, Any]:
    gap, school = vacancy(old, new), old.school
    return {
        "school": school.name if school else "",
        "urn": school.urn if school else 0,
        "leaves": old.person.name,
        "ends": clock.day(old.ends) if old.ends else "",
        "comes": new.person.name if new else "",
        "starts": clock.day(new.starts) if new else "",
        "acting": bool(new and new.acting),
        "vacancy": str(gap) if gap else "",
    }


def vacancy(old: Appointment, new: Appointment | None) -> Gap | None:
    """The days between a headship that ends and the next, on which nobody else heads the school."""
    if old.ends is None:
        return None
    first, last = old.ends + DAY, new.starts - DAY if new else None
    others = Appointment.objects.on(first).filter(role=Role.HEADTEACHER, school=old.school).exclude(pk=old.pk)
    return None if (last and last < first) or others.exists() else Gap(first, last)


def _overseers(post: Appointment) -> list[User]:
    """The Director, the administrator and the lead headteachers of the school's collaborative, each once."""
    found = dict.fromkeys([*people_with(Role.DIRECTOR), *people_with(Role.ADMINISTRATOR)])
    places = GroupPlace.objects.filter(school=post.school, year__starts__lte=clock.today())
    place = places.select_related("group__collaborative").order_by("-year__starts").first()
    if place:
        found |= dict.fromkeys(people_with(Role.LEAD_HEADTEACHER, collaborative=place.group.collaborative))
    return list(found)


# --- What they hold in person -----------------------------------------------------------------


def places(post: Appointment) -> list[Place]:
    """What the holder of an ending headship would still have to do after the last day, as the rooms offer it."""
    if post.ends is None:
        return []
    return [place for path in settings.HANDOVER_STEPS for place in import_module(path).places(post)]


def pass_on(
    *, post: Appointment, chosen: Iterable[str], to: Appointment | None, by: User, at: datetime | None = None
) -> list[str]:
    """Put the successor, or nobody yet, in those places of a leaving headteacher whose keys are ``chosen``.

    Each place is changed by its room, in a transaction of its own. Returns a sentence for each that was refused.
    """
    keys, refused = set(chosen), []
    for path in settings.HANDOVER_STEPS:
        room = import_module(path)
        for place in room.places(post):
            if place.key in keys:
                try:
                    room.pass_on(place.key, post=post, to=to, by=by, at=at)
                except ValidationError as error:
                    refused.append(f"{place.title}: {error.messages[0]}")
    return refused
