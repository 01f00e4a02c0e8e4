"""Documents: asked for by services, made by the documents worker, kept with their bytes and their SHA-256."""

import json
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.module_loading import import_string

from hlp import clock
from hlp.choices import DocumentState
from hlp.models import Blob, Document

log = logging.getLogger(__name__)

Progress = Callable[[int, str], None]
Builder = Callable[[dict[str, Any], Progress], bytes]
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
MOST_WAKES = 20


def digest(kind: str, source: dict[str, Any]) -> str:
    """The SHA-256 of a kind and the facts shown, whatever the order of their keys."""
    body = json.dumps([kind, source], sort_keys=True, cls=DjangoJSONEncoder)
    return sha256(body.encode()).hexdigest()


@transaction.atomic
def ask(
    kind: str, *, about: str, title: str, filename: str, source: dict[str, Any], at: datetime | None = None
) -> Document:
    """The newest document of these facts: the one that is there, or a new version that a worker starts to make.

    Call it with the thing it is about locked, so that two requests do not make two versions.
    """
    found = newest(kind, about)
    wanted = digest(kind, source)
    if found and found.digest == wanted and found.state not in {DocumentState.FAILED, DocumentState.SEALED}:
        return found
    document = Document.objects.create(
        kind=kind,
        about=about,
        version=found.version + 1 if found else 1,
        title=title,
        filename=filename,
        source=json.loads(json.dumps(source, cls=DjangoJSONEncoder)),
        digest=wanted,
        asked_at=at or clock.now(),
        stage="Waiting for the printer",
    )
    start()
    return document


def newest(kind: str, about: str) -> Document | None:
    """The newest version of a document without its bytes, or None."""
    return Document.objects.filter(kind=kind, about=about).order_by("-version").first()


def start() -> None:
    """Wake the documents worker once the present transaction has committed."""
    from hlp.tasks import build_document  # the task imports this module

    def wake() -> None:
        try:
            build_document.apply_async(retry=False)
        except Exception:
            log.warning("the broker is out of reach; the sweep starts the document", exc_info=True)

    transaction.on_commit(wake, robust=True)


def build_next() -> bool:
    """Make the document that was asked for last, of those still to be made. Returns whether one was made.

    The newest first: whoever asks now waits for theirs and not for a backlog.
    """
    waiting = _unfinished(clock.now()).order_by("-asked_at", "-pk").values_list("pk", flat=True).first()
    return waiting is not None and build(waiting)


def _unfinished(at: datetime) -> QuerySet[Document]:
    """What is still to be made and is not being made by a living worker."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=at)
    return Document.objects.filter(free, state__in=[DocumentState.WAITING, DocumentState.MAKING])


def build(document_id: int) -> bool:
    """Make one document, unless another worker is making it. Returns whether it was made here.

    A failure is noted and tried again by the sweep, three times in all.
    """
    document = _claim(document_id)
    if document is None:
        return False
    builder: Builder = import_string(settings.DOCUMENT_BUILDERS[document.kind])
    try:
        data = builder(document.source, _progress(document))
    except Exception as error:
        log.exception("document %s was not made", document_id)
        _give_up(document, error)
        return False
    return _finish(document, data)


def _claim(document_id: int) -> Document | None:
    now = clock.now()
    rows = _unfinished(now).filter(pk=document_id)
    taken = rows.update(
        state=DocumentState.MAKING,
        claimed_until=now + LEASE,
        attempts=F("attempts") + 1,
        progress=5,
        stage="Gathering the facts",
    )
    return Document.objects.get(pk=document_id) if taken else None


def _progress(document: Document) -> Progress:
    def tell(percent: int, stage: str) -> None:
        Document.objects.filter(pk=document.pk, state=DocumentState.MAKING).update(
            progress=percent, stage=stage
        )

    return tell


@transaction.atomic
def _finish(document: Document, data: bytes) -> bool:
    """Keep the bytes, unless the document was sealed while it was being made."""
    row = Document.objects.select_for_update().get(pk=document.pk)
    if row.state != DocumentState.MAKING:
        return False
    row.blob = Blob.keep(data)
    row.sha256, row.state, row.ready_at = row.blob.sha256, DocumentState.READY, clock.now()
    row.progress, row.stage, row.claimed_until, row.error = 100, "Ready", None, ""
    row.save(
        update_fields=["blob", "sha256", "state", "ready_at", "progress", "stage", "claimed_until", "error"]
    )
    return True


def _give_up(document: Document, error: Exception) -> None:
    state = DocumentState.FAILED if document.attempts >= MOST_ATTEMPTS else DocumentState.WAITING
    Document.objects.filter(pk=document.pk, state=DocumentState.MAKING).update(
        state=state, claimed_until=None, error=f"{type(error).__name__}: {error}"[:500], stage=""
    )


def rebuild(*, at: datetime | None = None) -> int:
    """Wake the worker for what was left unmade for a minute: its worker died, or the broker lost the wake-up.

    What has killed its worker three times is given up. Returns how many wake-ups were sent.
    """
    now = at or clock.now()
    left = _unfinished(now).filter(asked_at__lte=now - timedelta(minutes=1))
    left.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=DocumentState.FAILED, error="The worker stopped each time it was made", claimed_until=None
    )
    number = min(left.count(), MOST_WAKES)
    for _ in range(number):
        start()
    return number


@transaction.atomic
def again(document: Document) -> None:
    """Try once more to make a document that was given up; any other is left as it is."""
    failed = Document.objects.filter(pk=document.pk, state=DocumentState.FAILED)
    if failed.update(state=DocumentState.WAITING, attempts=0, error="", stage="Waiting for the printer"):
        start()


@transaction.atomic
def seal(document: Document) -> None:
    """Make a document unreadable for good: source and bytes go, name, time and SHA-256 stay."""
    row = Document.objects.select_for_update().get(pk=document.pk)
    blob, row.blob = row.blob, None
    row.source, row.state, row.stage, row.error = {}, DocumentState.SEALED, "Sealed", ""
    row.save(update_fields=["blob", "source", "state", "stage", "error"])
    if blob and not blob.documents.exists():
        blob.delete()


def read(document: Document) -> bytes:
    """The bytes of a document that is ready.

    Raises ValueError when it is not.
    """
    if not document.is_ready or document.blob_id is None:
        raise ValueError(f"{document} is not ready")
    return bytes(Blob.objects.get(pk=document.blob_id).data)
