"""Certificates of training: one page, with a number by which anybody can check it."""

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify

from hlp import clock, documents
from hlp.models import Document, Partnership
from schools.choices import PlaceState
from schools.models import TrainingPlace, TrainingRecord

KIND = "training-certificate"
LENGTH = 12
# Letters and digits that nobody mistakes for one another when they are read aloud.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def number(place: TrainingPlace) -> str:
    """The number of a place's certificate, given once."""
    if not place.certificate:
        place.certificate = new_number()
        place.save(update_fields=["certificate"])
    return place.certificate


def new_number() -> str:
    """Three groups of four signs, 58 bits that nobody guesses: ``7K3F-9QDM-XB42``."""
    return _grouped("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def typed(value: str) -> str:
    """A number as a person typed it in the form in which it is kept; nothing where it cannot be one."""
    signs = "".join(sign for sign in value.upper() if sign.isalnum())
    return _grouped(signs) if len(signs) == LENGTH and set(signs) <= set(ALPHABET) else ""


def _grouped(signs: str) -> str:
    return "-".join(signs[start : start + 4] for start in range(0, LENGTH, 4))


def find(value: str) -> TrainingPlace | None:
    """The attendance that a number certifies, or None: unknown, mistyped, or taken back since."""
    known = typed(value)
    rows = TrainingPlace.objects.filter(certificate=known, state=PlaceState.PRESENT)
    return rows.select_related("person", "event").first() if known else None


def lines(place: TrainingPlace) -> list[TrainingRecord]:
    """What the certificate says was done: the records of that attendance that stand."""
    rows = TrainingRecord.objects.standing().filter(event=place.event_id, person=place.person_id)
    return list(rows.select_related("module").order_by("module__position", "module__name"))


def current(place: TrainingPlace) -> Document | None:
    """The newest file, made or in the making, if it says what is so."""
    found = documents.newest(KIND, place.about)
    return found if found and found.digest == documents.digest(KIND, _facts(place)) else None


@transaction.atomic
def ask(*, place: TrainingPlace, at: datetime | None = None) -> Document:
    """The certificate of an attendance: the file that is there, or a new one that a worker starts to make.

    Locks the place, so that two requests do not make two.
    """
    row = (
        TrainingPlace.objects.select_for_update(of=("self",))
        .select_related("person", "event")
        .get(pk=place.pk)
    )
    event = row.event
    return documents.ask(
        KIND,
        about=row.about,
        title=f"Certificate: {event.title}",
        filename=f"certificate-{slugify(row.person.name)}-{event.day}.pdf",
        source=_facts(row),
        at=at,
    )


def _facts(place: TrainingPlace) -> dict[str, object]:
    event = place.event
    return {
        "name": place.person.name,
        "event": event.title,
        "day": clock.day(event.starts_at),
        "hours": f"{clock.clock_time(event.starts_at)} to {clock.clock_time(event.ends_at)}",
        "venue": event.venue,
        "provider": event.provider,
        "number": place.certificate,
        "issuer": Partnership.current().name,
        "check": f"{settings.SITE_URL}{reverse('schools:training-certificate-check')}",
        "modules": [
            {
                "name": line.module.name,
                "description": line.module.description,
                "refresh": clock.day(line.refresh_due) if line.refresh_due else "",
            }
            for line in lines(place)
        ],
    }
