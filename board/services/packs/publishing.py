"""Giving a pack out: at least seven days before the meeting, with a notice to everybody who gets it."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse

from board.choices import MeetingState
from board.models import Pack
from board.services.packs import cuts
from board.services.packs.making import ask_for_files
from hlp import audit, clock, outbox
from hlp.models import User
from hlp.outbox import Note

NOTICE = timedelta(days=7)
NOT_OUT = "Publish the agenda first: members cannot see papers of an agenda that they do not have."
NOT_READY = "The files of this version are still being made. Wait until all of them are ready."
NOT_NEWEST = "A newer version of these papers was published already."


def is_late(pack: Pack, at: datetime | None = None) -> bool:
    """Whether fewer than seven days, by the calendar, are left before the meeting."""
    left = pack.meeting.day - clock.local(at or clock.now()).date()
    return left < NOTICE


@transaction.atomic
def publish(*, pack: Pack, by: User, at: datetime | None = None) -> Pack:
    """Give a version out: its readers see it, and everybody who gets papers is told. Twice is harmless.

    Raises ValidationError where the agenda is not published, a file is not ready, or a newer version is out.
    """
    moment = at or clock.now()
    row = Pack.objects.select_for_update(of=("self",)).select_related("meeting").get(pk=pack.pk)
    if row.is_published:
        return row
    _check(row)
    row.published_at, row.published_by = moment, by
    row.save(update_fields=["published_at", "published_by"])
    audit.record("pack.publish", about=f"pack:{row.pk}", by=by, at=moment, version=row.version)
    outbox.write([_note(row, person, moment) for person in cuts.readers(row.meeting)], at=moment)
    return row


def _check(pack: Pack) -> None:
    if pack.meeting.state != MeetingState.PUBLISHED:
        raise ValidationError(NOT_OUT)
    if pack.meeting.packs.published().filter(version__gt=pack.version).exists():
        raise ValidationError(NOT_NEWEST)
    if not all(file.document.is_ready for file in ask_for_files(pack)):
        raise ValidationError(NOT_READY)


def _note(pack: Pack, person: User, moment: datetime) -> Note:
    context = {
        "meeting": clock.day(pack.meeting.starts_at),
        "path": reverse("board:pack-read", args=[pack.meeting_id]),
        "addendum": pack.version > 1,
        "late": is_late(pack, moment),
    }
    key = f"board-pack:pack={pack.pk}:user={person.pk}"
    return Note(
        key=key,
        kind="board-pack",
        person=person,
        context=context,
        about=pack.meeting.about,
        why="They get the papers",
    )
