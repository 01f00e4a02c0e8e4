"""Pictures and files beside an entry: checked as they come in, described, replaced and never changed."""

import re
from datetime import datetime
from pathlib import PurePath
from typing import IO

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from hlp import audit, clock
from hlp.models import Blob, PictureSize, User
from hlp.site import pictures as site_pictures
from hlp.uploads import sharing
from schools.choices.practice import PracticeAudience
from schools.models import PracticeEntry, PracticeFile, PracticePicture
from schools.roles import reads_partnership
from schools.services.directory.journal import locked

MOST_PICTURES = 8
MOST_FILES = 8


def _writable(entry: PracticeEntry) -> PracticeEntry:
    row = locked(entry)
    if not row.is_written:
        raise ValidationError("This entry rests now. Take it back to change it")
    return row


@transaction.atomic
def add_picture(
    *,
    entry: PracticeEntry,
    file: IO[bytes],
    size: int,
    alternative: str,
    caption: str = "",
    by: User,
    at: datetime | None = None,
) -> PracticePicture:
    """Keep a picture, written anew without what cameras add, with its description: check, lock, rows, audit.

    Raises ``hlp.site.pictures.Refused`` with a sentence, ValidationError where the entry rests or has enough.
    """
    moment, prepared = at or clock.now(), site_pictures.prepare(file, size=size)
    row = _writable(entry)
    standing = row.pictures.filter(removed_at=None)
    digest = Blob.keep(prepared.sizes[-1][1]).sha256
    same = standing.filter(picture__sizes__blob=digest, alternative=alternative, caption=caption).first()
    if same:
        return same
    if standing.count() >= MOST_PICTURES:
        raise ValidationError(f"An entry has at most {MOST_PICTURES} pictures. Remove one first")
    picture = site_pictures.keep(prepared, by=by, at=moment)
    audit.record("practice.picture", about=row.about, by=by, at=moment)
    return PracticePicture.objects.create(
        entry=row, picture=picture, alternative=alternative, caption=caption, added_at=moment, added_by=by
    )


@transaction.atomic
def add_file(
    *, entry: PracticeEntry, data: bytes, filename: str, title: str, by: User, at: datetime | None = None
) -> PracticeFile:
    """Keep a file for others, without the names of its authors: check, lock, row, audit. The same twice is one.

    Raises ``hlp.uploads.refusals.Refused`` with a sentence, ValidationError where the entry rests or has enough.
    """
    moment, (kind, clean) = at or clock.now(), sharing.ready(data)
    row = _writable(entry)
    standing = row.files.filter(removed_at=None)
    name = _plain(filename, kind.ending)
    same = standing.filter(title=title, filename=name, size=len(clean)).first()
    if same:
        return same
    if standing.count() >= MOST_FILES:
        raise ValidationError(f"An entry has at most {MOST_FILES} files. Remove one first")
    audit.record("practice.file", about=row.about, by=by, at=moment)
    return PracticeFile.objects.create(
        entry=row,
        title=title,
        filename=name,
        kind=kind.name,
        blob=Blob.keep(clean),
        size=len(clean),
        added_at=moment,
        added_by=by,
    )


def _plain(filename: str, ending: str) -> str:
    """A file's name without folders and odd characters, with the ending of what it is."""
    stem = PurePath(filename.replace("\\", "/")).stem
    return f"{re.sub(r'[^A-Za-z0-9 ()_-]+', '', stem).strip()[:120] or 'file'}.{ending}"


@transaction.atomic
def remove(*, thing: PracticePicture | PracticeFile, by: User, at: datetime | None = None) -> None:
    """Take a picture or a file away from the draft: lock, mark, audit. Editions that show it keep it."""
    row = _writable(thing.entry)
    if thing.removed_at is None:
        thing.removed_at = at or clock.now()
        thing.save(update_fields=["removed_at"])
        audit.record("practice.removed", about=row.about, by=by, at=at)


def shown_to(user: User | None) -> Q:
    """Which pictures and files somebody may load: what is published to them, and drafts that they work on."""
    public = Q(editions__live_on__isnull=False, editions__audience=PracticeAudience.PUBLIC)
    if user is None or not user.is_authenticated:
        return public
    drafts = Q(entry__in=PracticeEntry.objects.worked_on_by(user))
    members = Q(editions__live_on__isnull=False) if reads_partnership(user) else public
    return public | members | drafts


def picture_bytes(pk: int, width: int, *, user: User | None) -> bytes | None:
    """The JPEG of one width of a picture for a reader (None: everybody), or None."""
    seen = PracticePicture.objects.filter(shown_to(user), pk=pk).values("picture")
    found = PictureSize.objects.filter(picture__in=seen, width=width).select_related("blob").first()
    return bytes(found.blob.data) if found else None


def find_file(pk: int, *, user: User | None) -> PracticeFile | None:
    """A file for a reader (None: everybody), or None."""
    return PracticeFile.objects.filter(shown_to(user), pk=pk).select_related("blob").first()
