"""Documents of a project: taken at sight, checked and made a safe PDF by the worker as the Board's papers are."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from board.choices import VersionState
from board.models import Project, ProjectDocument
from board.packs import intake, refusals
from board.packs.kinds import recognise
from board.packs.refusals import Refused
from board.services.gathering.giving import plain_name
from hlp import audit, clock
from hlp.celery import app
from hlp.models import Blob, User

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=6)  # as long as the check of a paper may take
MOST_ATTEMPTS = 3
TASK = "board.tasks.check_papers"


@transaction.atomic
def add(
    *, project: Project, title: str, data: bytes, filename: str, by: User, at: datetime | None = None
) -> ProjectDocument:
    """Take a file: what can be told at sight, row, audit, the check in the worker. The same file twice is once.

    Raises Refused, with a sentence for whoever brings it.
    """
    kind = recognise(data)
    moment = at or clock.now()
    blob = Blob.keep(data)
    known = project.documents.standing().filter(original=blob, title=title).first()
    if known:
        return known
    made = ProjectDocument.objects.create(
        project=project,
        title=title,
        filename=plain_name(filename),
        kind=kind.name,
        original=blob,
        added_by=by,
        added_at=moment,
    )
    audit.record("project.document", about=project.about, by=by, at=moment, document=made.pk)
    wake()
    return made


@transaction.atomic
def remove(*, document: ProjectDocument, by: User, at: datetime | None = None) -> None:
    """Take a document away: save, audit. It is read no longer; twice is once."""
    moment = at or clock.now()
    gone = ProjectDocument.objects.standing().filter(pk=document.pk).update(removed_at=moment)
    if gone:
        about = document.project.about
        audit.record("project.document-removed", about=about, by=by, at=moment, document=document.pk)


def wake() -> None:
    """Wake the documents worker once the present transaction has committed."""

    def send() -> None:
        try:
            app.send_task(TASK, retry=False)
        except Exception:
            log.warning("the broker is out of reach; the sweep checks the document", exc_info=True)

    transaction.on_commit(send, robust=True)


def _waiting() -> QuerySet[ProjectDocument]:
    free = Q(claimed_until=None) | Q(claimed_until__lte=clock.now())
    return ProjectDocument.objects.filter(free, state=VersionState.WAITING)


def sweep() -> None:
    """Wake the worker for what has waited for a minute: its worker died, or the wake-up was lost."""
    if _waiting().filter(added_at__lte=clock.now() - timedelta(minutes=1)).exists():
        wake()


def check_all() -> int:
    """Check every document that waits and that nobody else is checking. Returns how many were tried."""
    tried: set[int] = set()
    while (row := _waiting().exclude(pk__in=tried).order_by("added_at", "pk").first()) is not None:
        tried.add(row.pk)
        _check(row.pk)
    return len(tried)


def _check(pk: int) -> None:
    until = clock.now() + LEASE
    if not _waiting().filter(pk=pk).update(claimed_until=until, attempts=F("attempts") + 1):
        return
    row = ProjectDocument.objects.select_related("original").get(pk=pk)
    try:
        ready = intake.take(bytes(row.original.data))
    except Refused as refusal:
        _end(row, refusal=str(refusal))
    except Exception:
        log.exception("document %s of a project was not checked", pk)
        if row.attempts >= MOST_ATTEMPTS:
            _end(row, refusal=refusals.BROKEN)
        else:
            retry = clock.now() + timedelta(minutes=1)
            ProjectDocument.objects.filter(pk=pk).update(claimed_until=retry)
    else:
        _end(row, ready=ready)


@transaction.atomic
def _end(row: ProjectDocument, *, ready: intake.Ready | None = None, refusal: str = "") -> None:
    """Keep what came out, or why nothing did; once only."""
    waits = ProjectDocument.objects.filter(pk=row.pk, state=VersionState.WAITING)
    if ready:
        blob = Blob.keep(ready.pdf)
        waits.update(state=VersionState.READY, pdf=blob, pages=ready.pages, claimed_until=None)
    else:
        waits.update(state=VersionState.REFUSED, refusal=refusal, claimed_until=None)
