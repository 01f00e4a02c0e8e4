"""The check of given files, in the worker that makes documents: one at a time, claimed, repaired when a worker dies."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from board.choices import PaperState, VersionState
from board.models import Paper, PaperVersion
from board.packs import intake, refusals
from board.packs.refusals import Refused
from hlp import clock, documents, outbox
from hlp.celery import app
from hlp.models import Blob
from hlp.outbox import Note

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=6)  # LibreOffice and the cleaning have two minutes each
MOST_ATTEMPTS = 3
TASK = "board.tasks.check_papers"


def wake() -> None:
    """Wake the documents worker once the present transaction has committed."""

    def send() -> None:
        try:
            app.send_task(TASK, retry=False)
        except Exception:
            log.warning("the broker is out of reach; the sweep checks the paper", exc_info=True)

    transaction.on_commit(send, robust=True)


def check_all() -> int:
    """Check every file that waits and that nobody else is checking. Returns how many were checked."""
    number = 0
    tried: set[int] = set()
    while (waiting := _waiting().exclude(pk__in=tried).order_by("added_at", "pk").first()) is not None:
        tried.add(waiting.pk)
        number += check(waiting.pk)
    return number


def sweep() -> int:
    """Wake the worker for what has waited for a minute: its worker died, or the wake-up was lost. Returns how much."""
    left = _waiting().filter(added_at__lte=clock.now() - timedelta(minutes=1)).count()
    if left:
        wake()
    return left


def _waiting() -> QuerySet[PaperVersion]:
    free = Q(claimed_until=None) | Q(claimed_until__lte=clock.now())
    return PaperVersion.objects.filter(free, state=VersionState.WAITING)


def check(version_id: int) -> bool:
    """Check one file, unless another worker does. Returns whether it came to an end, good or bad."""
    until = clock.now() + LEASE
    taken = _waiting().filter(pk=version_id).update(claimed_until=until, attempts=F("attempts") + 1)
    if not taken:
        return False
    version = PaperVersion.objects.select_related("paper", "document", "original").get(pk=version_id)
    try:
        data = _bytes(version)
        if data is None:
            return _later(version)
        ready = intake.take(data)
    except Refused as refusal:
        return _refuse(version, str(refusal))
    except Exception:
        log.exception("paper version %s was not checked", version_id)
        if version.attempts >= MOST_ATTEMPTS:
            return _refuse(version, refusals.BROKEN)
        return _later(version)
    return _accept(version, ready)


def _bytes(version: PaperVersion) -> bytes | None:
    """The file as it came, or as the system prints it; None while that is not printed."""
    if version.original:
        return bytes(version.original.data)
    assert version.document is not None  # noqa: S101 it has one or the other
    documents.build(version.document.pk)
    version.document.refresh_from_db()
    return documents.read(version.document) if version.document.is_ready else None


def _later(version: PaperVersion) -> bool:
    """Leave it to the next sweep."""
    retry = clock.now() + timedelta(minutes=1)
    PaperVersion.objects.filter(pk=version.pk).update(claimed_until=retry)
    return False


@transaction.atomic
def _accept(version: PaperVersion, ready: intake.Ready) -> bool:
    """Keep what came out; the paper leads to it unless a newer version is there or it was withdrawn."""
    row = PaperVersion.objects.select_for_update().get(pk=version.pk)
    if row.state != VersionState.WAITING:
        return False
    row.pdf, row.pages, row.notes = Blob.keep(ready.pdf), ready.pages, ready.notes
    row.state, row.checked_at, row.claimed_until = VersionState.READY, clock.now(), None
    row.save(update_fields=["pdf", "pages", "notes", "state", "checked_at", "claimed_until"])
    _settle(row, PaperState.READY)
    return True


@transaction.atomic
def _refuse(version: PaperVersion, why: str) -> bool:
    """Say why not, on its page and in a message to whoever gave it."""
    row = PaperVersion.objects.select_for_update().get(pk=version.pk)
    if row.state != VersionState.WAITING:
        return False
    row.state, row.refusal, row.claimed_until, row.checked_at = VersionState.REFUSED, why, None, clock.now()
    row.save(update_fields=["state", "refusal", "claimed_until", "checked_at"])
    _settle(row, PaperState.REFUSED)
    _tell(row)
    return True


def _settle(version: PaperVersion, state: PaperState) -> None:
    paper = Paper.objects.select_for_update().get(pk=version.paper_id)
    newest = not paper.versions.filter(number__gt=version.number).exists()
    if state == PaperState.READY and (newest or paper.current is None):
        paper.current = version
    if newest and paper.state == PaperState.CHECKING:
        paper.state = state
    paper.save(update_fields=["current", "state"])


def _tell(version: PaperVersion, at: datetime | None = None) -> None:
    context = {"path": version.paper.get_absolute_url()}
    key = f"board-paper-refused:version={version.pk}"
    about = f"paper:{version.paper_id}"
    outbox.write(
        [Note(key=key, kind="board-paper-refused", person=version.added_by, context=context, about=about)],
        at=at,
    )
