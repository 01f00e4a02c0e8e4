"""Giving a paper: a file that somebody uploads, or one that the system draws and freezes."""

import re
from datetime import datetime
from pathlib import PurePath

from django.db import transaction
from django.db.models import Max

from board.choices import PAPER_MOVES, PaperState
from board.models import AgendaItem, Paper, PaperVersion
from board.packs.kinds import recognise
from board.services.gathering import checking, places
from hlp import audit, clock
from hlp import papers as system
from hlp.models import Blob, Document, User
from hlp.transitions import check


@transaction.atomic
def add(
    *, item: AgendaItem, title: str, data: bytes, filename: str, by: User, at: datetime | None = None
) -> Paper:
    """Put a file under an item as a new paper. Side effects as of ``give``. The same file twice is one paper."""
    places.check_open(item)
    recognise(data)
    digest = Blob.keep(data).sha256
    known = item.papers.standing().filter(title=title, versions__original=digest).first()
    if known:
        return known
    paper = Paper.objects.create(item=item, title=title, position=places.last_position(item))
    give(paper=paper, data=data, filename=filename, by=by, at=at)
    return paper


@transaction.atomic
def give(*, paper: Paper, data: bytes, filename: str, by: User, at: datetime | None = None) -> PaperVersion:
    """Take a file for a paper: a new version, an audit entry, the check in the worker. Older versions are kept.

    Raises Refused, with a sentence for the author, for what can be told at sight, and ValidationError where the
    meeting is over. The file that is already the newest is not taken twice.
    """
    row = places.locked(paper)
    places.check_open(row.item)
    kind = recognise(data)
    blob = Blob.keep(data)
    newest = row.versions.order_by("-number").first()
    if newest and newest.original_id == blob.sha256 and row.state != PaperState.REFUSED:
        return newest
    return _version(row, filename=plain_name(filename), by=by, at=at, original=blob, kind=kind.name)


@transaction.atomic
def draw(*, item: AgendaItem, key: str, by: User, at: datetime | None = None) -> Paper:
    """Draw a paper from the system, frozen at this moment, and put it under an item; once there, it is drawn anew.

    Raises ValidationError where a restricted paper would stand in part I, KeyError where nobody offers it.
    """
    places.check_open(item)
    source = system.source(key)
    places.check_part(item, source)
    document = system.draw(source, at=at)
    paper = item.papers.standing().filter(source_key=key).first()
    if paper is None:
        paper = Paper.objects.create(
            item=item, title=source.title, position=places.last_position(item), source_key=key
        )
    row = places.locked(paper)
    newest = row.versions.order_by("-number").first()
    if newest is None or newest.document_id != document.pk:
        _version(
            row, filename=document.filename, by=by, at=at, document=document, kind="Drawn from the system"
        )
    return row


def _version(
    row: Paper,
    *,
    filename: str,
    by: User,
    at: datetime | None,
    original: Blob | None = None,
    document: Document | None = None,
    kind: str = "",
) -> PaperVersion:
    moment = at or clock.now()
    check(PAPER_MOVES, row.state, PaperState.CHECKING)
    number = (row.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    version = PaperVersion.objects.create(
        paper=row,
        number=number,
        filename=filename,
        original=original,
        document=document,
        kind=kind,
        added_by=by,
        added_at=moment,
    )
    row.state, row.version = PaperState.CHECKING, row.version + 1
    row.save(update_fields=["state", "version"])
    audit.record("paper.give", about=f"paper:{row.pk}", by=by, at=moment, number=number)
    checking.wake()
    return version


def plain_name(filename: str) -> str:
    """A file's name without folders and control characters, at most 200 characters."""
    name = PurePath(filename.replace("\\", "/")).name
    return re.sub(r"[\x00-\x1f\x7f\u202a-\u202e]", "", name)[-200:] or "paper"
