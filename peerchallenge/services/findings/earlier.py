"""Earlier reports: uploaded, read in the worker, checked by a person, filed whole or not at all."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet

from hlp import audit, clock, text
from hlp.celery import app
from hlp.models import Blob, User
from hlp.uploads import refusals
from hlp.uploads.kinds import recognise
from hlp.uploads.refusals import Refused
from peerchallenge.choices import EarlierState, FindingKind, FindingOrigin
from peerchallenge.models import EarlierReport, Finding, Round
from peerchallenge.packs import earlier
from peerchallenge.services.findings import proposing
from schools.models import AcademicYear, School

log = logging.getLogger(__name__)
MOST_MEGABYTES = 10
LEASE = timedelta(minutes=5)
MOST_ATTEMPTS = 3
OLD_WORD = (
    "This is a Word file of before 2007 (.doc). Open it in Word, choose File, Save As, Word Document (.docx), and upload "
    "that."
)
OTHER = "This is a {name} file. Upload the report as a Word document (.docx): its headings tell strengths and actions apart."
# What other rooms suggest to save as a PDF has to be a Word document here.
IN_WORD = {
    refusals.UNKNOWN: "This is not a Word document (.docx), whatever its name says. Open it in the program that made it and "
    "save it as a Word document.",
    refusals.MACROS: "This file contains macros. In Word choose File, Save As, Word Document (.docx), and upload that.",
    refusals.PASSWORD: "This file is protected by a password. In Word remove it under File, Info, Protect, Encrypt with "
    "Password, by emptying the box, and upload the file again.",
    refusals.BOMB: "This file unfolds to far more than a report should hold and was not opened further. Copy its text into "
    "a new Word document and upload that.",
}
NOTHING = (
    "No heading such as Strengths, Even better if, Actions or Next steps was found. Type the findings in below, or give "
    "the file such headings and upload it again."
)
UNREAD = "The text of this file could not be read. Open it in Word, save it under a new name and upload that."


@dataclass(frozen=True)
class Line:
    """One finding as a person left it: its kind and its text."""

    kind: FindingKind
    text: str
    place: str = ""


@transaction.atomic
def upload(
    *,
    data: bytes,
    name: str,
    school: School,
    year: AcademicYear,
    round: Round | None = None,
    by: User,
    at: datetime | None = None,
) -> EarlierReport:
    """Keep an earlier report and have it read: check, bytes, row, audit, wake the worker. The same file twice is once.

    Raises ValidationError with a sentence that says what is wrong with the file.
    """
    _check(data)
    if round is not None and round.year_id != year.pk:
        raise ValidationError({"round": f"{round} does not belong to {year}"})
    moment = at or clock.now()
    facts = {
        "round": round,
        "name": name[-200:],
        "uploaded_at": moment,
        "uploaded_by": by,
    }
    row, new = EarlierReport.objects.get_or_create(
        blob=Blob.keep(data), school=school, year=year, defaults=facts
    )
    if new:
        audit.record("earlier.uploaded", about=row.about, by=by, at=moment, school=school.urn)
        transaction.on_commit(_wake, robust=True)
    return row


def _check(data: bytes) -> None:
    try:
        kind = recognise(data, most=MOST_MEGABYTES)
    except Refused as refusal:
        said = str(refusal)
        found = (words for start, words in IN_WORD.items() if said.startswith(start))
        raise ValidationError({"file": next(found, said)}) from None
    if kind.ending == "doc":
        raise ValidationError({"file": OLD_WORD})
    if kind.ending != "docx":
        raise ValidationError({"file": OTHER.format(name=kind.name)})


def _wake() -> None:
    try:
        app.send_task("peerchallenge.tasks.read_earlier", retry=False)
    except Exception:
        log.warning("the broker is out of reach; the sweep reads earlier reports", exc_info=True)


def read_next(*, at: datetime | None = None) -> bool:
    """Read the oldest report that waits, claimed for five minutes. Returns whether there was one.

    One whose worker died three times is given up, and says so.
    """
    now = at or clock.now()
    waiting = _waiting(now)
    waiting.filter(attempts__gte=MOST_ATTEMPTS).update(state=EarlierState.FAILED, notice=UNREAD)
    row = waiting.filter(attempts__lt=MOST_ATTEMPTS).select_related("blob").order_by("pk").first()
    if row is None:
        return False
    if _waiting(now).filter(pk=row.pk).update(claimed_until=now + LEASE, attempts=F("attempts") + 1):
        _read(row)
    return True


def _waiting(now: datetime) -> QuerySet[EarlierReport]:
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    return EarlierReport.objects.filter(free, state=EarlierState.READING)


def _read(row: EarlierReport) -> None:
    try:
        lines = earlier.lines_of(bytes(row.blob.data))
        found = {"state": EarlierState.READY, "lines": lines, "notice": "" if lines else NOTHING}
    except Exception:
        log.exception("earlier report %s was not read", row.pk)
        found = {"state": EarlierState.FAILED, "notice": UNREAD}
    still = EarlierReport.objects.filter(pk=row.pk, state=EarlierState.READING)
    still.update(claimed_until=None, **found)


@transaction.atomic
def file_lines(
    *, report: EarlierReport, lines: Sequence[Line], by: User, at: datetime | None = None
) -> EarlierReport:
    """File the findings of an earlier report, all or none: lock, check, write them, audit, have themes proposed.

    Filing twice changes nothing. Raises ValidationError where it is not read yet or nothing is left to file.
    """
    row = EarlierReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if row.state == EarlierState.FILED:
        return row
    if row.state != EarlierState.READY:
        raise ValidationError("This report has not been read yet.")
    kept = [Line(line.kind, text.tidy(line.text), line.place) for line in lines if line.text.strip()]
    if not kept:
        raise ValidationError("Leave at least one finding in, or remove the upload.")
    moment = at or clock.now()
    Finding.objects.bulk_create(
        Finding(
            school_id=row.school_id,
            year_id=row.year_id,
            round_id=row.round_id,
            paper=row,
            origin=FindingOrigin.WORD,
            kind=line.kind,
            text=line.text,
            place=line.place,
            position=position,
            made_at=moment,
        )
        for position, line in enumerate(kept, 1)
    )
    row.state, row.filed_at, row.filed_by = EarlierState.FILED, moment, by
    row.save(update_fields=["state", "filed_at", "filed_by"])
    audit.record("earlier.filed", about=row.about, by=by, at=moment, findings=len(kept))
    proposing.ask()
    return row


@transaction.atomic
def remove(*, report: EarlierReport, by: User, at: datetime | None = None) -> None:
    """Take an upload back, with the findings that were filed from it: lock, delete, audit. Twice is harmless."""
    row = EarlierReport.objects.select_for_update(of=("self",)).filter(pk=report.pk).first()
    if row is None:
        return
    audit.record("earlier.removed", about=row.about, by=by, at=at, school=row.school_id)
    row.findings.all().delete()
    row.delete()
