"""Making a pack: freeze what there is, and ask for one file for each distinct cut of it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from board.models import Meeting, Pack, PackFile, Paper
from board.services.gathering.places import check_meeting
from board.services.packs import contents, cuts
from board.services.packs.cuts import Cut
from hlp import audit, clock, documents
from hlp.models import Document, Partnership, User

KIND = "board-pack"


@transaction.atomic
def make(*, meeting: Meeting, by: User, at: datetime | None = None) -> Pack:
    """Freeze the agenda and its ready papers as the next version and have its files made.

    A version that was not published yet is made anew; where nothing changed, it is left as it is. Side effects in
    order: the version with its change log, the late papers marked, an audit entry, one file a cut.
    Raises ValidationError where there is nothing to put together, or a paper stands where it may not,
    and where the meeting is over.
    """
    moment = at or clock.now()
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    check_meeting(meeting)
    facts = contents.gather(meeting)
    if not any(item["papers"] for item in facts["items"]):
        raise ValidationError("No paper is ready yet, so there is nothing to put together.")
    newest = meeting.packs.newest()
    if newest and newest.contents == facts:
        ask_for_files(newest)
        return newest
    pack = _version(meeting, newest, facts, by, moment)
    late = [one["paper"] for item in facts["items"] for one in item["papers"] if one["late"]]
    Paper.objects.filter(pk__in=late).update(late=True)
    audit.record("pack.make", about=f"pack:{pack.pk}", by=by, at=moment, version=pack.version)
    ask_for_files(pack)
    return pack


def _version(meeting: Meeting, newest: Pack | None, facts: Any, by: User, moment: datetime) -> Pack:
    given_out = meeting.packs.published().newest()
    values = {
        "contents": facts,
        "changes": contents.changes(given_out, facts),
        "made_at": moment,
        "made_by": by,
    }
    if newest is None or newest.is_published:
        return Pack.objects.create(meeting=meeting, version=newest.version + 1 if newest else 1, **values)
    newest.files.all().delete()
    for name, value in values.items():
        setattr(newest, name, value)
    newest.save(update_fields=[*values])
    return newest


def ask_for_files(pack: Pack) -> list[PackFile]:
    """One file for each distinct cut that the readers hold; those that are there are left as they are."""
    held = cuts.cuts_of(pack, cuts.readers(pack.meeting)).values()
    distinct = {cut.key: cut for cut in [Cut(), *held]}
    return [file_for(pack, cut) for cut in distinct.values()]


@transaction.atomic
def file_for(pack: Pack, cut: Cut) -> PackFile:
    """The file of a cut: the one that is there, or a new one that the documents worker makes."""
    locked = Pack.objects.select_for_update().get(pk=pack.pk)
    found = locked.files.filter(key=cut.key).select_related("document").first()
    if found:
        return found
    document = _ask(locked, cut)
    label = cut.label(locked.items)[:200]
    return PackFile.objects.create(pack=locked, key=cut.key, label=label, document=document)


def _ask(pack: Pack, cut: Cut) -> Document:
    facts = pack.contents["meeting"]
    return documents.ask(
        KIND,
        about=f"pack:{pack.pk}:{cut.key}",
        title=f"Board papers, {facts['day']}",
        filename=f"board-papers-{facts['date']}-v{pack.version}.pdf",
        source={
            "meeting": facts,
            "version": pack.version,
            "items": cut.items(pack.items),
            "changes": cut.changes(pack.changes),
            "partnership": Partnership.current().name,
            "demo": settings.DEMO,
        },
    )
