"""Minutes on their way: from the clerk to the chair, to the Board, confirmed at a later meeting, and to the public."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from board.choices import AGENDA_OUT, MEETING_MOVES, MINUTES_MOVES, MeetingState, MinutesState, Part
from board.models import AgendaItem, Holding, Meeting, Minute, Minutes, MinutesVersion
from board.packs.minutes import KIND, facts, without_part_two
from board.services.record import index_minutes
from hlp import audit, clock, documents, outbox
from hlp.models import Document, User
from hlp.outbox import Note
from hlp.transitions import StaleEdit, move


@transaction.atomic
def send_to_chair(*, minutes: Minutes, by: User, at: datetime | None = None) -> Minutes:
    """The clerk has written them: lock, move, version, audit, message to the chair. Twice is once.

    Raises ValidationError where nothing is written yet or attendance was never noted, WrongMove.
    """
    moment = at or clock.now()
    row = _locked(minutes)
    if row.state == MinutesState.WITH_CHAIR:
        return row
    if not Minute.objects.filter(item__meeting=row.meeting).exclude(text="").exists():
        raise ValidationError("Nothing is written yet")
    if not row.meeting.attendances.filter(present=True).exists():
        raise ValidationError("Note first who was there")
    move(row, to=MinutesState.WITH_CHAIR, table=MINUTES_MOVES, by=by, at=moment)
    version = _freeze(row, "Draft of the clerk", by, moment)
    audit.record("minutes.with-chair", about=row.about, by=by, at=moment)
    _tell(row, "minutes-with-chair", _holding(row, moment, chair=True), f"version={version.number}", moment)
    return row


@transaction.atomic
def return_to_clerk(*, minutes: Minutes, reason: str, by: User, at: datetime | None = None) -> Minutes:
    """The chair wants something changed: lock, move with the reason, audit, message to the clerk. Twice is once."""
    moment = at or clock.now()
    row = _locked(minutes)
    if row.state == MinutesState.DRAFT:
        return row
    if not reason:
        raise ValidationError({"reason": "Enter what should change"})
    move(row, to=MinutesState.DRAFT, table=MINUTES_MOVES, by=by, at=moment, reason=reason)
    audit.record("minutes.returned", about=row.about, by=by, at=moment)
    key = f"event={row.events.count()}"
    _tell(row, "minutes-returned", _holding(row, moment, clerk=True), key, moment)
    return row


@transaction.atomic
def send_to_board(*, minutes: Minutes, by: User, at: datetime | None = None) -> Minutes:
    """The chair has passed them: lock, move, version with its PDFs, audit, message to every member. Twice is once."""
    moment = at or clock.now()
    row = _locked(minutes)
    if row.state == MinutesState.WITH_BOARD:
        return row
    move(row, to=MinutesState.WITH_BOARD, table=MINUTES_MOVES, by=by, at=moment)
    _freeze(row, "Passed by the chair", by, moment, printed=True)
    audit.record("minutes.with-board", about=row.about, by=by, at=moment)
    _tell(row, "minutes-with-board", _holding(row, moment), "", moment)
    return row


@transaction.atomic
def correct(
    *,
    minutes: Minutes,
    item: AgendaItem,
    part: int,
    text: str,
    revision: int,
    note: str,
    by: User,
    at: datetime | None = None,
) -> MinutesVersion:
    """Correct the minutes of one item before they are confirmed: lock, text, a new version with PDFs, audit.

    The earlier version is kept. The same text again changes nothing. Raises StaleEdit, and ValidationError where the
    minutes are not with the Board, or no note says what was corrected.
    """
    moment = at or clock.now()
    row = _locked(minutes)
    if row.state != MinutesState.WITH_BOARD:
        raise ValidationError("Only minutes that are with the Board are corrected in this way")
    if part < item.part:
        raise ValidationError("An item of part II has no minutes in part I")
    if not note:
        raise ValidationError({"note": "Enter what was corrected and who asked for it"})
    minute, _ = Minute.objects.select_for_update().get_or_create(item=item, part=part)
    if minute.text == text:
        return newest(row)
    if minute.revision != revision:
        raise StaleEdit(minute.revision)
    minute.text, minute.revision = text, minute.revision + 1
    minute.saved_at, minute.saved_by = moment, by
    minute.save(update_fields=["text", "revision", "saved_at", "saved_by"])
    audit.record("minutes.corrected", about=row.about, by=by, at=moment)
    return _freeze(row, note, by, moment, printed=True)


@transaction.atomic
def confirm(*, minutes: Minutes, meeting: Meeting, by: User, at: datetime | None = None) -> Minutes:
    """A later meeting confirms them as a true record: lock, move, last version, record, PDFs, meeting closed, audit.

    Nothing in them changes from then on. Twice is once. Raises ValidationError where the meeting is not later or its
    agenda is not out, WrongMove.
    """
    moment = at or clock.now()
    row = _locked(minutes)
    if row.is_confirmed:
        return row
    if meeting.starts_at <= row.meeting.starts_at or meeting.state not in AGENDA_OUT:
        raise ValidationError("Minutes are confirmed at a later meeting whose agenda is published")
    row.confirmed_at, row.confirmed_in = moment, meeting
    update = ("confirmed_at", "confirmed_in")
    move(row, to=MinutesState.CONFIRMED, table=MINUTES_MOVES, by=by, at=moment, update=update)
    version = _freeze(row, f"Confirmed on {clock.day(meeting.starts_at)}", by, moment, printed=True)
    index_minutes(version)
    held = Meeting.objects.select_for_update().get(pk=row.meeting_id)
    if held.state == MeetingState.HELD:
        move(held, to=MeetingState.CLOSED, table=MEETING_MOVES, by=by, at=moment)
    audit.record("minutes.confirmed", about=row.about, by=by, at=moment, version=version.number)
    return row


@transaction.atomic
def publish(*, minutes: Minutes, by: User, at: datetime | None = None) -> Minutes:
    """The clerk has read the public version and approves it: lock, PDF of part I, audit. Twice is once.

    Raises ValidationError unless the minutes are confirmed.
    """
    moment = at or clock.now()
    row = _locked(minutes)
    if row.published_at:
        return row
    if not row.is_confirmed:
        raise ValidationError("Minutes are published once they are confirmed")
    version = newest(row)
    row.public_document = _ask(row, version, version.open_facts, "public", moment)
    row.published_at, row.published_by = moment, by
    row.save(update_fields=["public_document", "published_at", "published_by"])
    audit.record("minutes.published", about=row.about, by=by, at=moment)
    return row


def public() -> QuerySet[Minutes]:
    """The published minutes, the newest first, for everybody."""
    return Minutes.objects.public().select_related("meeting__year", "confirmed_in", "public_document")


def public_rows() -> list[dict[str, str]]:
    """Each published minutes by what was frozen in them: address, day, title, academic year; the newest first."""
    shown = public().prefetch_related("versions")
    return [_public_row(row, row.versions.all()[0].open_facts.get("meeting", {})) for row in shown]


def _public_row(row: Minutes, said: dict[str, str]) -> dict[str, str]:
    href = reverse("board:public-minutes-detail", args=[row.meeting_id])
    return {"href": href, **{name: said.get(name, "") for name in ("day", "title", "year")}}


def newest(minutes: Minutes) -> MinutesVersion:
    """The newest version. Raises MinutesVersion.DoesNotExist while the clerk still writes the first."""
    return minutes.versions.latest("number")


def _locked(minutes: Minutes) -> Minutes:
    rows = Minutes.objects.select_for_update(of=("self",)).select_related("meeting__year")
    return rows.get(pk=minutes.pk)


def _freeze(row: Minutes, note: str, by: User, at: datetime, *, printed: bool = False) -> MinutesVersion:
    whole = facts(row.meeting)
    version = MinutesVersion(
        minutes=row,
        number=row.versions.count() + 1,
        note=note,
        facts=whole,
        open_facts=without_part_two(whole),
        at=at,
        by=by,
    )
    if printed:
        version.document = _ask(row, version, version.facts, "whole", at)
        version.open_document = _ask(row, version, version.open_facts, "part-1", at)
    version.save()
    return version


def _ask(row: Minutes, version: MinutesVersion, said: dict[str, Any], variant: str, at: datetime) -> Document:
    day = f"{row.meeting.day:%Y-%m-%d}"
    title = f"Minutes, {clock.day(row.meeting.starts_at).partition(' ')[2]}"
    confirmed = row.confirmed_in and clock.day(row.confirmed_in.starts_at)
    running = f"Part II, restricted. {title}" if variant == "whole" and _is_restricted(said) else title
    source = {
        **said,
        "title": title,
        "running": running,
        "restricted": running != title,
        "variant": variant,
        "version": version.number,
        "draft": not row.is_confirmed,
        "confirmed": confirmed or "",
    }
    name = (
        f"minutes-{day}.pdf"
        if variant == "public"
        else f"minutes-{day}-{variant}-version-{version.number}.pdf"
    )
    return documents.ask(
        KIND, about=f"{row.about}:{variant}", title=title, filename=name, source=source, at=at
    )


def _is_restricted(said: dict[str, Any]) -> bool:
    rows = [*said["items"], *said["declarations"], *said["actions"]]
    rows += [decision for item in said["items"] for decision in item["decisions"]]
    return any(row["part"] == Part.TWO for row in rows) or any(item["restricted"] for item in said["items"])


def _holding(row: Minutes, at: datetime, *, chair: bool = False, clerk: bool = False) -> list[User]:
    """Who holds a seat today: the chair's, the clerk's, or any seat at all."""
    held = Holding.objects.on(clock.local(at).date()).filter(as_alternate=False).select_related("person")
    if chair or clerk:
        held = held.filter(seat__constituency="chair" if chair else "clerk")
    return list(dict.fromkeys(one.person for one in held if one.person.is_active))


def _tell(row: Minutes, kind: str, people: list[User], key: str, at: datetime) -> None:
    """One message a person; it holds the day and a link."""
    day = clock.day(row.meeting.starts_at)
    notes = [
        Note(
            key=f"{kind}:{row.about}:{key}:user={person.pk}",
            kind=kind,
            person=person,
            context={"path": row.get_absolute_url(), "day": day},
            about=row.about,
            why="they sit on the Board",
        )
        for person in people
    ]
    outbox.write(notes, at=at)
