"""Keeping notes: saved, changed, deleted by their author; flagged, and removed by the lead reviewer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock, text
from hlp.models import User
from hlp.transitions import StaleEdit
from peerchallenge.choices import EvidenceKind
from peerchallenge.models import Area, ChallengeSession, EvidenceNote, ProgrammeSlot
from peerchallenge.services.clock import locked
from schools.models import Theme


class Closed(Exception):
    """Notes can no longer be written, or not at present; the message says why, in a sentence."""


@dataclass(frozen=True)
class Typed:
    """A note as it was typed. ``area``, ``theme`` and ``slot`` are primary keys.

    ``slot_words`` are those that the device knew for the slot, should it be gone meanwhile.
    ``written_at`` is by the clock of the device, None for now.
    """

    kind: str
    text: str
    area: int | None = None
    theme: int | None = None
    slot: int | None = None
    slot_words: str = ""
    written_at: datetime | None = None


@transaction.atomic
def save(
    *,
    session: ChallengeSession,
    device_key: UUID,
    typed: Typed,
    by: User,
    revision: int = 0,
    device: str = "",
    turn: int = 0,
    at: datetime | None = None,
) -> EvidenceNote:
    """Keep a note, new or changed: lock the session, check, write. Returns it as it then stands.

    ``device_key`` is the note's own; ``revision`` the one that the typing started from, 0 for none. ``device`` names
    the browser and ``turn`` counts its savings of this note: what has arrived already changes nothing, and what a
    device saves after its own earlier saving never collides with it, also when the answer to that got lost. A note
    that its author deleted or the lead removed stays as it is. Raises StaleEdit when the note was changed elsewhere since
    ``revision``, Closed once the report is sent, ValidationError, and PermissionError for a note of somebody else's.
    """
    moment, row = at or clock.now(), _open(session)
    note = EvidenceNote.objects.select_for_update(of=("self",)).filter(device_key=device_key).first()
    if note is None:
        note = EvidenceNote(session=row, author=by, device_key=device_key, revision=0)
        note.written_at = min(typed.written_at or moment, moment)
    if note.author_id != by.pk or note.session_id != row.pk:
        raise PermissionError
    if note.is_gone or (device and turn <= note.turns.get(device, 0)):
        return note
    before = _content(note)
    _take(note, typed, row)
    if note.pk is None or _content(note) != before:
        if note.pk is not None and not _is_newest(note, revision, device):
            raise StaleEdit
        note.revision, note.saved_at, note.device = note.revision + 1, moment, device
    if device:
        note.turns = {**note.turns, device: turn}
    note.save()
    return note


def _open(session: ChallengeSession) -> ChallengeSession:
    """The session, locked. Raises Closed when no note may be written."""
    row = locked(session.pk)
    if row.is_report_sent:
        raise Closed("The report was sent, so no more notes are kept")
    if not row.is_report_open:
        raise Closed(f"This session is {row.get_state_display().lower()}, so no notes are kept")
    return row


def _content(note: EvidenceNote) -> tuple[object, ...]:
    return (note.kind, note.text, note.area_id, note.theme_id, note.slot_id)


def _is_newest(note: EvidenceNote, revision: int, device: str) -> bool:
    return revision == note.revision or (bool(device) and note.device == device)


def _take(note: EvidenceNote, typed: Typed, session: ChallengeSession) -> None:
    """Put what was typed into the note. A slot, area or theme that is no longer there is left out, never the note."""
    words = text.tidy(typed.text)
    problems: dict[str, str] = {}
    if not words:
        problems["text"] = "Enter what you saw, heard or read"
    if len(words) > EvidenceNote.MOST_CHARACTERS:
        most = EvidenceNote.MOST_CHARACTERS
        problems["text"] = f"A note must be {most:,} characters or fewer. You have {len(words):,}"
    if typed.kind not in EvidenceKind.values:
        problems["kind"] = "Select strength, even better if, or question"
    if problems:
        raise ValidationError(problems)
    note.kind, note.text = typed.kind, words
    note.slot = ProgrammeSlot.objects.filter(pk=typed.slot or 0, programme__session=session).first()
    note.slot_words = str(note.slot) if note.slot else text.tidy(typed.slot_words)[:220]
    note.area = Area.objects.filter(pk=typed.area or 0, year=session.round.year_id).first()
    note.theme = Theme.objects.filter(pk=typed.theme or 0).first()


@transaction.atomic
def delete(
    *, session: ChallengeSession, device_key: UUID, by: User, at: datetime | None = None
) -> EvidenceNote | None:
    """Delete one's own note: lock the session, take the text away, keep the empty row so that it never comes back.

    Deleting twice, or what never arrived, changes nothing and keeps it away for good. Raises Closed, and
    PermissionError for a note of somebody else's.
    """
    moment, row = at or clock.now(), _open(session)
    note = EvidenceNote.objects.filter(device_key=device_key).first()
    if note is None:
        note = EvidenceNote(session=row, author=by, device_key=device_key, kind=EvidenceKind.QUESTION)
        note.written_at = moment
    if note.author_id != by.pk or note.session_id != row.pk:
        raise PermissionError
    if note.deleted_at is None:
        note.text, note.deleted_at, note.saved_at = "", moment, moment
        note.save()
    return note


@transaction.atomic
def flag(*, note: EvidenceNote, by: User, at: datetime | None = None) -> EvidenceNote:
    """Ask the lead reviewer to look at a note that may name somebody: lock, note who and when, audit. Once is enough."""
    row = _row(note)
    if row.flagged_at is None and not row.is_gone:
        row.flagged_at, row.flagged_by = at or clock.now(), by
        row.save(update_fields=["flagged_at", "flagged_by"])
        audit.record("evidence.flagged", about=row.session.about, by=by, at=at, note=row.pk)
    return row


@transaction.atomic
def unflag(*, note: EvidenceNote, by: User, at: datetime | None = None) -> EvidenceNote:
    """Leave a flagged note as it is, the lead reviewer's decision: lock, take the flag away, audit."""
    row = _row(note)
    if row.flagged_at is not None and not row.is_gone:
        row.flagged_at, row.flagged_by = None, None
        row.save(update_fields=["flagged_at", "flagged_by"])
        audit.record("evidence.left", about=row.session.about, by=by, at=at, note=row.pk)
    return row


@transaction.atomic
def remove(*, note: EvidenceNote, by: User, at: datetime | None = None) -> EvidenceNote:
    """Remove a note, the lead reviewer's decision: lock, take the text away, keep who and when, audit."""
    row = _row(note)
    if not row.is_gone:
        row.text, row.removed_at, row.removed_by = "", at or clock.now(), by
        row.revision += 1
        row.save(update_fields=["text", "removed_at", "removed_by", "revision"])
        audit.record("evidence.removed", about=row.session.about, by=by, at=at, note=row.pk)
    return row


def _row(note: EvidenceNote) -> EvidenceNote:
    rows = EvidenceNote.objects.select_for_update(of=("self",))
    return rows.select_related("session__host").get(pk=note.pk)
