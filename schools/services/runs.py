"""Steps of any import on its page: upload, reading, preview, confirmation, taking over. The work is the worker's.

What is read and written is told by the module that ``settings.IMPORTS`` names for the run's kind, by two functions:
``read(run, path, tell)`` returns what the page shows and its digest; ``write(run, path)`` takes everything over, or
raises Moved where that is no longer what was confirmed: then ``CHANGED`` is said. Both raise Refused with a sentence
to show.
"""

import gzip
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from hlp import audit, clock, transitions
from hlp.celery import app
from hlp.models import Blob, User
from schools.choices import ImportState
from schools.models import ImportRun
from schools.services.delimited import Moved, Refused

log = logging.getLogger(__name__)

READING, READY, APPLYING = ImportState.READING, ImportState.READY, ImportState.APPLYING
DONE, FAILED, DROPPED = ImportState.DONE, ImportState.FAILED, ImportState.DROPPED
STEPS: transitions.Table = {
    READING: frozenset({READY, FAILED, DROPPED}),
    READY: frozenset({APPLYING, DROPPED}),
    APPLYING: frozenset({DONE, READY, FAILED}),
    DONE: frozenset(),
    FAILED: frozenset(),
    DROPPED: frozenset(),
}
LEASE = timedelta(minutes=10)  # a task may take so long
SILENCE = timedelta(minutes=2)  # after that a run that no worker holds may be started again


@transaction.atomic
def ask(
    kind: str,
    *,
    path: Path,
    name: str,
    by: User,
    las: list[str] | None = None,
    options: dict[str, Any] | None = None,
    at: datetime | None = None,
) -> ImportRun:
    """Keep an uploaded file and have it read: drop older previews of the kind, new run, audit, wake the worker.

    Where ``options`` name an ``importer``, only older previews of the same importer are dropped. The same file that the
    same person uploads again, before anything else happened, is the same run.
    """
    blob = Blob.keep(_packed(path))
    codes, told = las or [], options or {}
    older = ImportRun.objects.select_for_update().filter(kind=kind, state__in=[READING, READY])
    if "importer" in told:
        older = older.filter(options__importer=told["importer"])
    earlier = list(older)
    last = earlier[0] if earlier else None
    if last and (last.blob_id, last.las, last.options, last.asked_by_id) == (blob.pk, codes, told, by.pk):
        return last
    now = at or clock.now()
    run = ImportRun.objects.create(
        kind=kind, name=name[-200:], las=codes, options=told, blob=blob, asked_by=by, asked_at=now
    )
    for one in earlier:  # the new run holds the file by now, which may be theirs too
        _end(one, DROPPED)
    audit.record(f"{kind}.upload", about=f"import:{run.pk}", by=by, at=now, file=run.name)
    wake(run)
    return run


@transaction.atomic
def confirm(
    *,
    run: ImportRun,
    digest: str,
    choose: Callable[[ImportRun], list[str]],
    by: User,
    at: datetime | None = None,
) -> None:
    """Have the changes of a preview taken over; confirming twice does it once.

    ``choose`` tells, from the locked run, what was chosen beside. Raises StaleEdit when ``digest`` is not that of the
    preview as it stands.
    """
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.state in {APPLYING, DONE} and locked.digest == digest:
        return
    if locked.digest != digest or locked.state != READY:
        raise transitions.StaleEdit
    locked.confirmed = choose(locked)
    locked.confirmed_by, locked.progress, locked.stage, locked.notice = by, 0, "", ""
    locked.claimed_until = None
    _move(locked, APPLYING, "confirmed", "confirmed_by", "progress", "stage", "notice", "claimed_until")
    audit.record(f"{run.kind}.confirm", about=f"import:{run.pk}", by=by, at=at or clock.now())
    wake(locked)


def wake(run: ImportRun) -> None:
    """Wake the worker once the present transaction has committed."""

    def send() -> None:
        try:
            app.send_task("schools.tasks.work_on_import", (run.pk,), retry=False)
        except Exception:
            log.warning("the broker is out of reach; the page offers to start again", exc_info=True)

    transaction.on_commit(send, robust=True)


def is_silent(run: ImportRun, at: datetime | None = None) -> bool:
    """Whether a run waits although no worker holds it any more."""
    now = at or clock.now()
    held = run.claimed_until is not None and run.claimed_until > now
    return run.is_pending and not held and run.asked_at + SILENCE < now


def work(run_id: int) -> bool:
    """Do the next step of a run, unless another worker does it. Returns whether it was done here."""
    now = clock.now()
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    rows = ImportRun.objects.filter(free, pk=run_id, state__in=[READING, APPLYING])
    if not rows.update(claimed_until=now + LEASE, progress=1, stage="Opening the file"):
        return False
    saving = ImportRun.objects.filter(pk=run_id, state=APPLYING)
    saving.update(progress=50, stage="Everything is saved at once at the end.")
    run = ImportRun.objects.select_related("blob", "confirmed_by").get(pk=run_id)
    try:
        with _unpacked(run) as path:
            _read(run, path) if run.state == READING else _apply(run, path)
    except Refused as error:
        _refuse(run, str(error))
    except Exception:
        log.exception("import %s was not done", run_id)
        _refuse(
            run, "Something went wrong that is not your fault. Nothing was imported; upload the file again."
        )
    return True


def _read(run: ImportRun, path: Path) -> None:
    outcome, digest = _room(run).read(run, path, tell(run.pk))
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if locked.state == READING:
            _show(locked, outcome, digest)


def _room(run: ImportRun) -> Any:
    return import_module(settings.IMPORTS[run.kind][0])


def _show(run: ImportRun, outcome: dict[str, Any], digest: str) -> None:
    run.outcome, run.digest = outcome, digest
    run.claimed_until, run.progress, run.stage = None, 100, ""
    _move(run, READY, "outcome", "digest", "claimed_until", "progress", "stage", "notice")


def _apply(run: ImportRun, path: Path) -> None:
    """Everything and the end of the run in one transaction; what changed since the preview gives a new one."""
    try:
        with transaction.atomic():
            locked = ImportRun.objects.select_for_update().get(pk=run.pk)
            if locked.state != APPLYING:
                return
            _room(run).write(run, path)
            locked.done_at = clock.now()
            _end(locked, DONE)
    except Moved:
        outcome, digest = _room(run).read(run, path, tell(run.pk))
        run.notice = _room(run).CHANGED
        _show(run, outcome, digest)


@transaction.atomic
def _refuse(run: ImportRun, why: str) -> None:
    locked = ImportRun.objects.select_for_update().get(pk=run.pk)
    if locked.is_pending:
        locked.notice = why
        _end(locked, FAILED)


def _end(run: ImportRun, state: ImportState) -> None:
    """Move to a last state and let go of the file."""
    blob, run.blob, run.claimed_until = run.blob, None, None
    _move(run, state, "blob", "claimed_until", "notice", "done_at")
    if blob and not blob.documents.exists() and not ImportRun.objects.filter(blob=blob).exists():
        blob.delete()


def _move(run: ImportRun, state: ImportState, *fields: str) -> None:
    transitions.check(STEPS, run.state, state)
    run.state = state
    run.save(update_fields=["state", *fields])


def tell(run_id: int) -> Callable[[int, str], None]:
    """What notes percent and stage of a run, for everybody to see at once."""

    def note(percent: int, stage: str) -> None:
        ImportRun.objects.filter(pk=run_id).update(progress=percent, stage=stage)

    return note


def _packed(path: Path) -> bytes:
    """The file as it is kept: a zip as it came, a CSV packed (some 65 MB become some 12)."""
    with path.open("rb") as file:
        if file.read(2) == b"PK":
            return path.read_bytes()
        file.seek(0)
        with tempfile.TemporaryFile() as kept:
            with gzip.GzipFile(fileobj=kept, mode="wb", compresslevel=5, mtime=0, filename="") as packer:
                shutil.copyfileobj(file, packer)
            kept.seek(0)
            return kept.read()


@contextmanager
def _unpacked(run: ImportRun) -> Iterator[Path]:
    """The file of a run, on disk while it is read."""
    if run.blob is None:
        raise Refused("The file is no longer there. Upload it again.")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        data = bytes(run.blob.data)
        with path.open("wb") as file:
            _write(data, file)
        yield path


def _write(data: bytes, file: IO[bytes]) -> None:
    if data[:2] == b"PK":
        file.write(data)
        return
    with tempfile.TemporaryFile() as packed:
        packed.write(data)
        packed.seek(0)
        with gzip.GzipFile(fileobj=packed) as unpacker:
            shutil.copyfileobj(unpacker, file)
