"""The handbook of a session: its facts gathered, a new version made whenever they have changed, and what changed told."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from hlp import clock, documents
from hlp.choices import DocumentState
from hlp.models import Document
from peerchallenge.choices import TO_COME
from peerchallenge.models import ChallengeSession, Handbook, HandbookCopy, StaleHandbook
from peerchallenge.services.clock import locked
from peerchallenge.services.handbooks.changes import changes
from peerchallenge.services.handbooks.facts import facts_of
from peerchallenge.services.handbooks.parts import cuts, without
from peerchallenge.services.handbooks.telling import tell_changes
from peerchallenge.services.stale_handbooks import KIND, is_wanted, touch

COPY = "handbook-copy"


BATCH = 100
KEPT = ("version", "made_at", "changes", "sections")  # of a version, whatever has become true since

__all__ = [
    "COPY",
    "KIND",
    "ask_handbook",
    "document_for",
    "is_current",
    "make_stale_again",
    "refresh_handbook",
    "touch",
]


@transaction.atomic
def ask_handbook(*, session: ChallengeSession, at: datetime | None = None) -> Handbook:
    """The handbook of the facts as they stand: the version that is there, or a new one that a worker starts to make.

    Locks the session, so that two requests do not make two versions. A new version says what has changed, and where
    an older one was out those concerned are told, once for everything that changes within a short time.
    """
    moment = at or clock.now()
    row = locked(session.pk)
    before = documents.newest(KIND, row.about)
    source = _numbered(before, facts_of(row), moment)
    document = documents.ask(
        KIND,
        about=row.about,
        title=f"Handbook for {row.host}, {clock.day(row.starts_at)}",
        filename=f"handbook-{slugify(row.host.name)}-{clock.local(row.starts_at):%Y-%m-%d}.pdf",
        source=source,
        at=at,
    )
    handbook, new = Handbook.objects.get_or_create(
        document=document, defaults={"session": row, "changes": source.get("changes", [])}
    )
    StaleHandbook.objects.filter(session=row).delete()
    if new and before is not None and before.is_ready and row.state in TO_COME:
        tell_changes(handbook, at=moment)
    return handbook


@transaction.atomic
def document_for(
    handbook: Handbook, *, whole: bool, safeguarding: bool, at: datetime | None = None
) -> Document:
    """The file of a version for a reader: the whole one, or a copy without what they may not read.

    ``whole``: they read self-evaluations; ``safeguarding``: they may know the name of the safeguarding lead. A copy is
    asked for when somebody first needs it.
    """
    full = handbook.document
    cut = cuts(full.source, whole=whole, safeguarding=safeguarding)
    if not cut or full.state == DocumentState.SEALED:
        return full
    row = Handbook.objects.select_for_update(of=("self",)).select_related("session").get(pk=handbook.pk)
    copy = row.copies.filter(cut=",".join(cut)).select_related("document").first()
    if copy is None:
        document = documents.ask(
            COPY,
            about=f"{row.session.about}:{','.join(cut)}",
            title=full.title,
            filename=full.filename,
            source=without(full.source, cut),
            at=at,
        )
        copy = HandbookCopy.objects.create(handbook=row, cut=",".join(cut), document=document)
    return copy.document


def make_stale_again(*, at: datetime | None = None) -> int:
    """Ask for the handbooks whose time has come. Returns how many; safe to run twice and by several workers."""
    moment = at or clock.now()
    due = StaleHandbook.objects.filter(due_at__lte=moment).values_list("session", flat=True)
    made = 0
    for pk in list(due[:BATCH]):
        with transaction.atomic():
            session = locked(pk)
            gone, _ = StaleHandbook.objects.filter(session=session, due_at__lte=moment).delete()
            if gone:
                refresh_handbook(session=session, at=moment)
                made += 1
    return made


def refresh_handbook(*, session: ChallengeSession, at: datetime | None = None) -> Handbook | None:
    """Ask for a new version after a change: where a handbook is out already, or the session is now confirmed.

    Nothing is asked for once the day is over or called off.
    """
    return ask_handbook(session=session, at=at) if is_wanted(session) else None


def is_current(session: ChallengeSession, document: Document) -> bool:
    """Whether a version still says what is so."""
    return _digest(facts_of(session), document.source) == document.digest


def _numbered(found: Document | None, facts: dict[str, Any], at: datetime) -> dict[str, Any]:
    """The facts with the number and the date of the version that will show them; ``found`` is the newest there is."""
    if found is None:
        return {**facts, "version": 1, "made_at": at.isoformat(), "changes": []}
    spoilt = found.state in {DocumentState.FAILED, DocumentState.SEALED}
    if not spoilt and _digest(facts, found.source) == found.digest:
        return _stamped(facts, found.source)
    new = changes(found.source, facts)
    return {**facts, "version": found.version + 1, "made_at": at.isoformat(), "changes": new}


def _digest(facts: dict[str, Any], source: dict[str, Any]) -> str:
    return documents.digest(KIND, _stamped(facts, source))


def _stamped(facts: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
    """The facts as a version would have them: its number, its date, and what other rooms knew on that day.

    So a figure that is published later makes no new version by itself; the next version shows it.
    """
    kept: dict[str, Any] = {key: source[key] for key in KEPT if key in source}
    bare = {name: value for name, value in facts.items() if name != "sections"}
    return {**bare, "version": None, "made_at": None, **kept}
