"""A host's documents for its review team: given, taken back, and deleted when their months are over."""

from datetime import datetime
from hashlib import sha256
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils.text import slugify

from hlp import audit, clock, outbox
from hlp.models import Blob, User
from hlp.outbox import Note
from hlp.uploads import sharing
from peerchallenge.choices import TO_COME, SessionState
from peerchallenge.models import ChallengeSession, DocumentRule, HostDocument
from peerchallenge.models.hostdocument import expires_on
from peerchallenge.services import stale_handbooks
from peerchallenge.services.clock import context_of, locked
from schools.models import AcademicYear

MOST = 20  # a session
OPEN = TO_COME | {SessionState.POSTPONED, SessionState.HELD}  # while the team prepares, visits or writes
GIVEN = "host-documents-given"


def months_in(year: AcademicYear) -> int:
    """For how many months after the day the documents of sessions of a year are kept."""
    rule = DocumentRule.objects.filter(year=year).first()
    return rule.months if rule else DocumentRule.DEFAULT_MONTHS


def months_of(session: ChallengeSession) -> int:
    """For how many months after its day a session's documents are kept."""
    return months_in(session.round.year)


@transaction.atomic
def give(
    *,
    session: ChallengeSession,
    data: bytes,
    filename: str,
    title: str,
    kind: str,
    by: User,
    at: datetime | None = None,
) -> HostDocument:
    """Give the team a file: check it, lock the session, keep it without its authors' names, audit, tell the team.

    The team is told once a day, however many files come. The same file given twice is one. Raises
    ``hlp.uploads.refusals.Refused`` with a sentence, ValidationError when the session is over or has enough files.
    """
    moment, (sort, clean) = at or clock.now(), sharing.ready(data)
    row = locked(session.pk)
    if row.state not in OPEN:
        raise ValidationError("The report has been sent. The team needs no more documents")
    standing = HostDocument.objects.filter(session=row).standing()
    given = sha256(data).hexdigest()
    same = standing.filter(sha256=given).first()
    if same:
        return same
    if standing.count() >= MOST:
        raise ValidationError(f"A session has at most {MOST} documents. Remove one first")
    blob = Blob.keep(clean)
    stem = slugify(PurePath(filename).stem)[:120] or "document"
    found = HostDocument.objects.create(
        session=row,
        kind=kind,
        title=title,
        filename=f"{stem}.{sort.ending}",
        size=blob.size,
        sha256=given,
        blob=blob,
        added_at=moment,
        added_by=by,
    )
    audit.record("host-document.given", about=row.about, by=by, at=moment, kind=kind)
    outbox.write(_news(row, moment), at=moment)
    stale_handbooks.touch(session=row, at=moment)
    return found


def _news(session: ChallengeSession, at: datetime) -> list[Note]:
    path = reverse("peerchallenge:document-list", args=[session.pk])
    day = clock.local(at).date()
    return [
        Note(
            key=f"{GIVEN}:session={session.pk}:on={day}:user={reviewer.person_id}",
            kind=GIVEN,
            person=reviewer.person,
            context={**context_of(session), "path": path},
            about=session.about,
            why="the host has given the team documents",
        )
        for reviewer in session.reviewers.select_related("person")
    ]


@transaction.atomic
def take_back(*, document: HostDocument, by: User, at: datetime | None = None) -> None:
    """Delete a document's bytes: lock, forget, audit. Harmless to repeat."""
    row, moment = HostDocument.objects.select_for_update().get(pk=document.pk), at or clock.now()
    if row.blob_id is not None:
        _forget(row, by, moment)
        audit.record("host-document.removed", about=row.session.about, by=by, at=moment, kind=row.kind)
        stale_handbooks.touch(session=row.session, at=moment)


def _forget(row: HostDocument, by: User | None, at: datetime) -> None:
    """The bytes go, unless something else holds the same."""
    digest, row.blob, row.gone_at, row.gone_by = row.blob_id, None, at, by
    row.save(update_fields=["blob", "gone_at", "gone_by"])
    try:
        with transaction.atomic():
            Blob.objects.filter(pk=digest).delete()
    except ProtectedError:
        return


def sweep(*, at: datetime | None = None) -> int:
    """Delete the bytes of documents whose months are over. Returns how many. Safe to run twice."""
    moment = at or clock.now()
    rules = dict(DocumentRule.objects.values_list("year", "months"))
    over = 0
    for row in HostDocument.objects.standing().select_related("session__round"):
        months = rules.get(row.session.round.year_id, DocumentRule.DEFAULT_MONTHS)
        if expires_on(row.session, months) <= clock.local(moment).date():
            over += _expire(row, moment)
    return over


@transaction.atomic
def _expire(document: HostDocument, at: datetime) -> bool:
    row = HostDocument.objects.select_for_update().get(pk=document.pk)
    if row.blob_id is None:
        return False
    _forget(row, None, at)
    audit.record("host-document.expired", about=document.session.about, by=None, at=at, kind=row.kind)
    return True
