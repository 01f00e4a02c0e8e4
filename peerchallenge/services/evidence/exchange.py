"""What a device and the server tell each other: the notes that waited go in, what became of each comes back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError

from hlp import clock
from hlp.models import User
from hlp.transitions import StaleEdit
from peerchallenge.models import Area, ChallengeSession, EvidenceNote
from peerchallenge.services.evidence.keeping import Closed, Typed, delete, save
from peerchallenge.services.evidence.places import places_of
from peerchallenge.services.evidence.retention import last_day
from schools.models import Theme

MOST_AT_ONCE = 50
Fact = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """One saving of one note on a device; ``typed`` None is its deletion."""

    key: UUID
    turn: int
    revision: int
    typed: Typed | None


def take_in(*, session: ChallengeSession, changes: Iterable[Change], device: str, by: User) -> list[Fact]:
    """Keep each change by itself, so that one which is refused keeps no other out; says what became of each.

    ``state`` is saved, deleted, removed (by the lead), conflict (with ``theirs``), refused or closed (with ``problem``).
    """
    return [{"key": str(one.key), **_outcome(session, one, device, by)} for one in changes]


def _outcome(session: ChallengeSession, change: Change, device: str, by: User) -> Fact:
    try:
        if change.typed is None:
            delete(session=session, device_key=change.key, by=by)
            return {"state": "deleted"}
        note = save(
            session=session,
            device_key=change.key,
            typed=change.typed,
            by=by,
            revision=change.revision,
            device=device,
            turn=change.turn,
        )
    except StaleEdit:
        theirs = EvidenceNote.objects.select_related("area", "theme", "slot").get(device_key=change.key)
        return {"state": "conflict", "theirs": fact_of(theirs)}
    except Closed as closed:
        return {"state": "closed", "problem": f"{closed}."}
    except ValidationError as refusal:
        return {"state": "refused", "problem": f"{'. '.join(refusal.messages)}."}
    except PermissionError:
        return {"state": "refused", "problem": "This note belongs to somebody else."}
    if note.is_gone:
        return {"state": "removed" if note.removed_at else "deleted"}
    return {"state": "saved", "revision": note.revision}


def own_notes(session: ChallengeSession, user: User) -> list[EvidenceNote]:
    """A reviewer's own notes on the session, oldest first, those removed among them, in one query."""
    rows = EvidenceNote.objects.visible_to(user).filter(session=session, author=user)
    return list(rows.select_related("area", "theme", "slot"))


def fact_of(note: EvidenceNote) -> Fact:
    """A note in the form that the device keeps."""
    return {
        "key": str(note.device_key),
        "revision": note.revision,
        "kind": note.kind,
        "text": note.text,
        "area": note.area_id,
        "theme": note.theme_id,
        "slot": f"s{note.slot_id}" if note.slot_id else "",
        "slotWords": note.slot_words,
        "writtenAt": note.written_at.isoformat(),
        "removed": note.removed_at is not None,
        "turns": note.turns,
    }


def facts_of(session: ChallengeSession, user: User, notes: list[EvidenceNote]) -> Fact:
    """What the page keeps on the device so that it opens without a connection: the day, the choices, one's own notes."""
    day = clock.local(session.starts_at).date()
    return {
        "reader": user.pk,
        "name": user.name,
        "session": session.pk,
        "host": session.host.name,
        "day": clock.day(session.starts_at),
        "date": day.isoformat(),
        "closed": closed_because(session),
        "deleted": _told(last_day(session)),
        "slots": [
            {
                "key": place.key,
                "words": place.words,
                "label": place.label,
                "starts": f"{place.starts:%H:%M}",
                "ends": f"{place.ends:%H:%M}",
            }
            for place in places_of(session)
        ],
        "areas": [{"id": area.pk, "name": area.name} for area in areas_of(session)],
        "themes": [{"id": theme.pk, "name": theme.name} for theme in themes_of(session)],
        "notes": [fact_of(note) for note in notes],
    }


def _told(day: date | None) -> str:
    return clock.day(day) if day else ""


def closed_because(session: ChallengeSession) -> str:
    """Why no note can be written, in a sentence; "" while notes can be."""
    if session.is_report_sent:
        return "The report was sent, so no more notes are kept."
    if not session.is_report_open:
        return f"This session is {session.get_state_display().lower()}, so no notes are kept."
    return ""


def areas_of(session: ChallengeSession) -> list[Area]:
    """The areas of the session's year."""
    return list(Area.objects.filter(year=session.round.year_id))


def themes_of(session: ChallengeSession) -> list[Theme]:
    """The themes, the core of every challenge and the session's focus first."""
    found = list(Theme.objects.all())
    return sorted(found, key=lambda theme: (not theme.is_core, theme.pk != session.focus_id))


def moment(words: str) -> datetime | None:
    """A device's moment, None where it is none."""
    try:
        found = datetime.fromisoformat(words.replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo else None
