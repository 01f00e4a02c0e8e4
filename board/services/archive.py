"""Minutes and packs of earlier years: uploaded as PDF, read page by page by the worker, found by the same search."""

import logging
import resource
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pikepdf
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet

from board.choices import ArchiveKind, ArchiveState, RecordKind
from board.models import ArchivedPaper, RecordEntry
from hlp import audit, clock
from hlp.celery import app
from hlp.models import Blob, User

log = logging.getLogger(__name__)

MOST_BYTES = 40 * 1024 * 1024
MOST_PAGES = 1_000
MOST_CHARACTERS_A_PAGE = 20_000
MOST_TEXT = 20 * 1024 * 1024  # bytes that the reader may write: a PDF bomb writes more
MOST_MEMORY = 1024 * 1024 * 1024  # bytes
SECONDS = 120
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
NO_PDF = "This file is not a PDF. Save the paper as PDF and upload it again"


@transaction.atomic
def upload(
    *,
    data: bytes,
    kind: ArchiveKind,
    title: str,
    held_on: date,
    part: int,
    by: User,
    at: datetime | None = None,
) -> ArchivedPaper:
    """Keep an earlier paper and have its text read: bytes, row, audit, wake the worker. The same file twice is once.

    Raises ValidationError with a sentence that says what is wrong with the file.
    """
    moment = at or clock.now()
    if held_on > clock.local(moment).date():
        raise ValidationError({"held_on": "The day of the meeting must be in the past"})
    pages = pages_of(data)
    blob = Blob.keep(data)
    paper, new = ArchivedPaper.objects.get_or_create(
        blob=blob,
        part=part,
        defaults={
            "kind": kind,
            "title": title,
            "held_on": held_on,
            "pages": pages,
            "uploaded_at": moment,
            "uploaded_by": by,
        },
    )
    if new:
        audit.record("archive.uploaded", about=paper.about, by=by, at=moment)
        start()
    return paper


def pages_of(data: bytes) -> int:
    """How many pages a PDF has. Raises ValidationError where it is none, is protected, broken or too long."""
    if not data:
        raise ValidationError({"file": "This file is empty"})
    if len(data) > MOST_BYTES:
        raise ValidationError({"file": f"The file must be smaller than {MOST_BYTES // 1024 // 1024} MB"})
    if b"%PDF-" not in data[:1024]:
        raise ValidationError({"file": NO_PDF})
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(data)
        file.flush()
        try:
            with pikepdf.open(file.name) as found:
                pages = len(found.pages)
        except pikepdf.PasswordError:
            raise ValidationError(
                {"file": "This PDF is protected by a password. Save it without one"}
            ) from None
        except Exception:
            raise ValidationError(
                {"file": "This PDF is damaged and cannot be opened. Save it anew"}
            ) from None
    if not 0 < pages <= MOST_PAGES:
        raise ValidationError({"file": f"The PDF must have between 1 and {MOST_PAGES:,} pages"})
    return pages


def start() -> None:
    """Wake the documents worker once the present transaction has committed."""

    def wake() -> None:
        try:
            app.send_task("board.tasks.read_archive", retry=False)
        except Exception:
            log.warning("the broker is out of reach; the sweep starts the reading", exc_info=True)

    transaction.on_commit(wake, robust=True)


def read_next(*, at: datetime | None = None) -> bool:
    """Read the text of the oldest paper that waits. Returns whether one was read.

    A paper whose worker died three times is given up; it stays downloadable and is found by its title.
    """
    now = at or clock.now()
    waiting = _waiting(now)
    given_up = waiting.filter(attempts__gte=MOST_ATTEMPTS)
    given_up.update(state=ArchiveState.FAILED, notice="Its text could not be read", claimed_until=None)
    paper = waiting.filter(attempts__lt=MOST_ATTEMPTS).select_related("blob").order_by("pk").first()
    if paper is None:
        return False
    taken = _waiting(now).filter(pk=paper.pk)
    if taken.update(claimed_until=now + LEASE, attempts=F("attempts") + 1):
        _read(paper)
    return True


def _waiting(now: datetime) -> QuerySet[ArchivedPaper]:
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    return ArchivedPaper.objects.filter(free, state=ArchiveState.READING)


def _read(paper: ArchivedPaper) -> None:
    try:
        texts = list(texts_of(bytes(paper.blob.data)))
    except Exception:
        log.exception("the text of archive %s was not read", paper.pk)
        _end(paper, [], ArchiveState.FAILED, "Its text could not be read. It can be downloaded all the same")
        return
    if any(text for text in texts):
        _end(paper, texts, ArchiveState.READY, "")
    else:
        _end(paper, [], ArchiveState.PICTURES, "It holds pictures of pages: only its title is searched")


@transaction.atomic
def _end(paper: ArchivedPaper, texts: list[str], state: ArchiveState, notice: str) -> None:
    """Replace what the record holds of a paper and note how far it is, in one step."""
    row = ArchivedPaper.objects.select_for_update().get(pk=paper.pk)
    row.record.all().delete()
    pages = [(number, text) for number, text in enumerate(texts, 1) if text] or [(1, "")]
    RecordEntry.objects.bulk_create(_entry(row, number, text) for number, text in pages)
    row.state, row.notice, row.claimed_until = state, notice, None
    row.save(update_fields=["state", "notice", "claimed_until"])


def _entry(row: ArchivedPaper, page: int, text: str) -> RecordEntry:
    return RecordEntry(
        kind=RecordKind.ARCHIVE,
        part=row.part,
        on=row.held_on,
        title=row.title,
        text=text,
        words=f"{row.title} {text}".lower(),
        archived=row,
        page=page,
    )


def texts_of(data: bytes) -> Iterator[str]:
    """The text of each page, by a process of its own with limits of time, memory and output.

    Raises OSError, subprocess.SubprocessError where it cannot be read within them.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "paper.pdf", Path(folder) / "paper.txt"
        source.write_bytes(data)
        subprocess.run(  # noqa: S603 a fixed program on two files of our own
            ["pdftotext", "-enc", "UTF-8", "-l", str(MOST_PAGES), str(source), str(target)],  # noqa: S607
            check=True,
            capture_output=True,
            timeout=SECONDS,
            preexec_fn=_limited,
        )
        for page in target.read_text(errors="replace").split("\f")[:-1]:
            yield " ".join(page.replace("\0", "").split())[:MOST_CHARACTERS_A_PAGE]


def _limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_TEXT, MOST_TEXT))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
