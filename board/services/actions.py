"""Actions of the Board: given in a meeting, reported on by their owners, carried, done or dropped, and reminded of."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from board.choices import ACTION_MOVES, ACTION_RUNS, ActionState, Part
from board.models import AgendaItem, BoardAction, BoardActionEvent, BoardActionNote, Holding, Meeting
from board.roles import board_roles_of
from board.services.minuting import check_writable
from hlp import audit, clock, outbox
from hlp.models import User
from hlp.outbox import Note
from hlp.transitions import StaleEdit, move
from schools.choices import Role
from schools.roles import people_with

SOON = timedelta(days=7)
# How long after its day an action that nobody touched is reminded of, in days; each once for each due day.
LATE = (1, 14, 28)


@dataclass(frozen=True)
class Task:
    """What somebody is asked to do, by when, in which part."""

    text: str
    owner: User
    due_on: date
    part: int = Part.ONE


@transaction.atomic
def give(*, item: AgendaItem, task: Task, by: User, at: datetime | None = None) -> BoardAction:
    """Give an action from within an item: lock, number, row, history, audit, message to its owner. Twice is once.

    Raises ValidationError where the minutes have left the clerk, the day is before the meeting, or an action of part II
    would go to somebody who may not read part II.
    """
    moment = at or clock.now()
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    check_writable(item)
    part = max(task.part, item.part)
    _check(task, part, meeting)
    known = item.actions.filter(text=task.text, owner=task.owner).first()
    if known:
        return known
    action = BoardAction.objects.create(
        **{**vars(task), "part": part},
        first_due_on=task.due_on,
        meeting=meeting,
        item=item,
        number=_number(meeting, part),
        recorded_at=moment,
        recorded_by=by,
    )
    _note(action, "given", by, moment)
    audit.record("board.action-given", about=action.about, by=by, at=moment)
    _tell([action], "board-action-given", "", moment)
    return action


def people_for(meeting: Meeting) -> QuerySet[User]:
    """Who can be given an action: whoever comes to the meeting, sits on the Board, or runs the partnership."""
    today = clock.today()
    sits = Holding.objects.on(today).values("person")
    runs = [person.pk for role in (Role.DIRECTOR, Role.ADMINISTRATOR) for person in people_with(role)]
    came = Q(pk__in=meeting.attendances.values("person")) | Q(pk__in=sits) | Q(pk__in=runs)
    return User.objects.filter(came, is_active=True)


def _check(task: Task, part: int, meeting: Meeting) -> None:
    if task.due_on < meeting.day:
        raise ValidationError({"due_on": "The day must be on or after that of the meeting"})
    if part == Part.TWO and not board_roles_of(task.owner).reads_part_two(meeting.pk):
        raise ValidationError(
            {"owner": f"{task.owner} may not read part II. Word it for part I, or choose somebody else"}
        )


def _number(meeting: Meeting, part: int) -> str:
    """``A20260924/2``; part II is counted apart, as ``A20260924/R1``, so that part I shows no gap."""
    stem, mark = f"A{meeting.day:%Y%m%d}/", "R" if part == Part.TWO else ""
    restricted = Q(number__startswith=f"{stem}R")
    return f"{stem}{mark}{meeting.actions.filter(restricted if mark else ~restricted).count() + 1}"


def _note(action: BoardAction, kind: str, by: User, at: datetime) -> None:
    BoardActionEvent(thing=action, kind=kind, to_state=action.state, at=at, by=by).save()


@transaction.atomic
def change(
    *, action: BoardAction, task: Task, version: int, by: User, at: datetime | None = None
) -> BoardAction:
    """The clerk changes an action: lock, save, audit, message to a new owner. Raises StaleEdit, ValidationError."""
    moment = at or clock.now()
    row = _locked(action)
    part = max(task.part, row.item.part if row.item else Part.ONE)
    _check(task, part, row.meeting)
    facts = {**vars(task), "part": part}
    if all(getattr(row, name) == value for name, value in facts.items()):
        return row
    if row.version != version:
        raise StaleEdit(row.version)
    before = row.owner_id
    for name, value in facts.items():
        setattr(row, name, value)
    if not row.carried:
        row.first_due_on = task.due_on
    row.version += 1
    row.save(update_fields=[*facts, "first_due_on", "version"])
    _note(row, "changed", by, moment)
    audit.record("board.action-changed", about=row.about, by=by, at=moment)
    if row.owner_id != before:
        outbox.cancel(about=row.about)
        _tell([row], "board-action-given", f"version={row.version}", moment)
    return row


@transaction.atomic
def report(*, action: BoardAction, text: str, by: User, at: datetime | None = None) -> BoardActionNote:
    """Its owner, or the clerk, says how it goes: lock, note, audit. The same words twice in a row are one note."""
    moment = at or clock.now()
    row = _locked(action)
    last = row.notes.first()
    if last and last.text == text and last.by_id == by.pk:
        return last
    note = BoardActionNote(action=row, at=moment, by=by, text=text)
    note.save()
    audit.record("board.action-reported", about=row.about, by=by, at=moment)
    return note


@transaction.atomic
def finish(*, action: BoardAction, text: str, by: User, at: datetime | None = None) -> BoardAction:
    """It is done, with what came of it: lock, move, audit, reminders withdrawn. Twice is once. Raises WrongMove."""
    return _close(action, ActionState.DONE, text, by, at or clock.now())


@transaction.atomic
def drop(*, action: BoardAction, reason: str, by: User, at: datetime | None = None) -> BoardAction:
    """It is no longer wanted: lock, move with the reason, audit, reminders withdrawn. Twice is once.

    Raises ValidationError without a reason, WrongMove.
    """
    if not reason:
        raise ValidationError({"reason": "Enter why it is dropped"})
    return _close(action, ActionState.DROPPED, reason, by, at or clock.now())


def _close(action: BoardAction, to: ActionState, text: str, by: User, at: datetime) -> BoardAction:
    row = _locked(action)
    if row.state == to:
        return row
    row.outcome, row.closed_at, row.version = text, at, row.version + 1
    update = ("outcome", "closed_at", "version")
    move(row, to=to, table=ACTION_MOVES, by=by, at=at, reason=text, update=update)
    outbox.cancel(about=row.about)
    audit.record(f"board.action-{to.value}", about=row.about, by=by, at=at)
    return row


@transaction.atomic
def carry(
    *, action: BoardAction, due_on: date, meeting: Meeting, by: User, at: datetime | None = None
) -> BoardAction:
    """A meeting gives it more time: lock, move, new day, audit. The same day twice is once.

    Raises ValidationError unless the day is later, WrongMove where it is over.
    """
    moment = at or clock.now()
    row = _locked(action)
    if row.due_on == due_on:
        return row
    if due_on < row.due_on or due_on < meeting.day:
        raise ValidationError({"due_on": "The new day must be later than the old one and than the meeting"})
    row.due_on, row.carried, row.version = due_on, row.carried + 1, row.version + 1
    update = ("due_on", "carried", "version")
    move(
        row,
        to=ActionState.CARRIED,
        table=ACTION_MOVES,
        by=by,
        at=moment,
        update=update,
        due_on=f"{due_on:%Y-%m-%d}",
        meeting=meeting.pk,
    )
    outbox.cancel(about=row.about)
    audit.record("board.action-carried", about=row.about, by=by, at=moment)
    return row


@transaction.atomic
def reopen(*, action: BoardAction, by: User, at: datetime | None = None) -> BoardAction:
    """It was closed by mistake: lock, move, audit. Twice is once."""
    moment = at or clock.now()
    row = _locked(action)
    if row.state in ACTION_RUNS:
        return row
    row.outcome, row.closed_at, row.version = "", None, row.version + 1
    move(
        row,
        to=ActionState.OPEN,
        table=ACTION_MOVES,
        by=by,
        at=moment,
        update=("outcome", "closed_at", "version"),
    )
    audit.record("board.action-reopened", about=row.about, by=by, at=moment)
    return row


def _locked(action: BoardAction) -> BoardAction:
    rows = BoardAction.objects.select_for_update(of=("self",)).select_related("item", "meeting", "owner")
    return rows.get(pk=action.pk)


def remind(*, at: datetime | None = None) -> int:
    """Remind owners a week before the day, and 1, 14 and 28 days after it. Safe to run twice: keys name the due day.

    Each reminder is owed from its day until the next one overtakes it. Returns how many were handed to the outbox.
    """
    moment = at or clock.now()
    today = clock.local(moment).date()
    running = BoardAction.objects.running().filter(due_on__lte=today + SOON).select_related("owner")
    by_kind: dict[tuple[str, str], list[BoardAction]] = {}
    for action in running:
        by_kind.setdefault(_owed(action, today), []).append(action)
    return sum(_tell(rows, kind, key, moment) for (kind, key), rows in by_kind.items() if kind)


def _owed(action: BoardAction, today: date) -> tuple[str, str]:
    late = (today - action.due_on).days
    if late <= 0:
        return "board-action-due", "soon"
    steps = [step for step in LATE if late >= step]
    return ("board-action-late", f"late={steps[-1]}") if steps else ("", "")


def _tell(rows: Iterable[BoardAction], kind: str, key: str, at: datetime) -> int:
    """One message an action to its owner. It does not say what is to be done."""
    notes = [
        Note(
            key=f"{kind}:{row.about}:due={row.due_on:%Y-%m-%d}:{key}:user={row.owner_id}",
            kind=kind,
            person=row.owner,
            context={"path": row.get_absolute_url(), "due": clock.day(row.due_on)},
            about=row.about,
            why="the Board gave them an action",
        )
        for row in rows
        if row.owner.is_active
    ]
    outbox.forget_withdrawn(note.key for note in notes)
    return outbox.write(notes, at=at)
