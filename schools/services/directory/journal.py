"""What every step of an entry leaves behind: its history row, the audit entry, the notices."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from hlp import audit, outbox
from hlp.models import User
from hlp.transitions import StaleEdit, move
from schools.choices.practice import PRACTICE_MOVES, PracticeState
from schools.models import PracticeEntry
from schools.services.directory.people import others


def locked(entry: PracticeEntry, *, version: int | None = None) -> PracticeEntry:
    """The entry as it is now, held until the transaction ends.

    Raises StaleEdit where somebody changed it since ``version`` was shown; None asks for no check.
    """
    rows = PracticeEntry.objects.select_for_update(of=("self",)).select_related("school", "live")
    row = rows.get(pk=entry.pk)
    if version is not None and row.version != version:
        raise StaleEdit
    return row


def step(
    row: PracticeEntry,
    to: PracticeState,
    *,
    by: User | None,
    at: datetime,
    reason: str = "",
    update: tuple[str, ...] = (),
) -> None:
    """Move a locked entry, and note it in history and audit. Raises WrongMove."""
    row.version, row.touched_at = row.version + 1, at
    fields = ("version", "touched_at", *update)
    move(row, to=to, table=PRACTICE_MOVES, by=by, at=at, reason=reason, update=fields)
    audit.record(f"practice.{to}", about=row.about, by=by, at=at)


def note(row: PracticeEntry, kind: str, *, by: User | None, at: datetime, **detail: Any) -> None:
    """Note something that happened to an entry without another state: history, audit."""
    row.events.model(
        thing=row, kind=kind, from_state=row.state, to_state=row.state, at=at, by=by, detail=detail
    ).save()
    audit.record(f"practice.{kind}", about=row.about, by=by, at=at, **detail)


def tell(
    row: PracticeEntry, kind: str, people: Iterable[User], *, by: User | None, at: datetime, why: str
) -> None:
    """Write to people about an entry, once for each of its versions; whoever acts knows already."""
    notes = [
        outbox.Note(
            key=f"{kind}:practice={row.pk}:version={row.version}:user={person.pk}",
            kind=kind,
            person=person,
            context={"entry": row.title, "school": str(row.school), "path": row.work_address},
            about=row.about,
            why=why,
        )
        for person in others(people, by)
    ]
    outbox.write(notes, at=at)
