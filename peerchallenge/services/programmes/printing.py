"""The programme as a PDF, made when somebody asks for it; the same programme is never printed twice."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from hlp import clock, documents
from hlp.models import Document
from peerchallenge.models import ChallengeSession, Programme
from peerchallenge.services.clock import locked
from peerchallenge.services.programmes.reading import slot_facts, visitors

KIND = "programme"


@transaction.atomic
def ask(*, session: ChallengeSession, programme: Programme, at: datetime | None = None) -> Document:
    """Ask for the PDF of the programme as it stands. Locks the session; the same programme gives the same file."""
    row = locked(session.pk)
    return documents.ask(
        KIND,
        about=row.about,
        title=f"Programme of the day at {row.host}",
        filename=f"programme-{slugify(row.host.name)}-{clock.local(row.starts_at):%Y-%m-%d}.pdf",
        source=facts(row, programme),
        at=at,
    )


def newest(session: ChallengeSession) -> Document | None:
    """The file that was asked for last, or None."""
    return documents.newest(KIND, session.about)


def is_current(session: ChallengeSession, programme: Programme, document: Document) -> bool:
    """Whether a file still says what is so."""
    return documents.digest(KIND, facts(session, programme)) == document.digest


def facts(session: ChallengeSession, programme: Programme) -> dict[str, Any]:
    """All that is printed, as plain values."""
    return {
        "school": session.host.name,
        "starts_at": session.starts_at.isoformat(),
        "ends_at": session.planned_end_at.isoformat(),
        "contact": session.host_contact,
        "agreed": programme.is_agreed,
        "visitors": [person.name for person in visitors(session).values()],
        "programme": [slot_facts(slot, session) for slot in programme.slots.all()],
    }
