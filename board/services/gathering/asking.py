"""Asking an author for a paper, changing what was asked, and taking a paper off."""

from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from board.choices import PAPER_MOVES, PaperState
from board.models import AgendaItem, Paper
from board.services.gathering import places
from hlp import audit, clock, outbox
from hlp.models import User
from hlp.outbox import Note
from hlp.transitions import StaleEdit, check

AUTHOR = "They were named as the author of a paper for the Board"


@transaction.atomic
def ask(
    *,
    item: AgendaItem,
    title: str,
    author: User,
    due_on: date,
    wanted: str = "",
    by: User,
    at: datetime | None = None,
) -> Paper:
    """Ask somebody for a paper: the row, an audit entry, a message with a link to where they upload it.

    Raises ValidationError where the meeting is over, or the day has passed or lies after the meeting. The same paper
    asked for twice is one.
    """
    moment = at or clock.now()
    places.check_open(item)
    _check_day(item, due_on, clock.local(moment).date())
    known = item.papers.filter(title=title, author=author, due_on=due_on).standing().first()
    if known:
        return known
    paper = Paper.objects.create(
        item=item,
        title=title,
        position=places.last_position(item),
        author=author,
        wanted=wanted,
        due_on=due_on,
        asked_at=moment,
    )
    audit.record("paper.ask", about=f"paper:{paper.pk}", by=by, at=moment, author=author.pk)
    outbox.write([note("board-paper-asked", paper)], at=moment)
    return paper


def _check_day(item: AgendaItem, due_on: date, today: date) -> None:
    if due_on < today:
        raise ValidationError({"due_on": "The day by which you need it must be today or later"})
    if due_on > item.meeting.day:
        raise ValidationError({"due_on": "The day by which you need it must not be after the meeting"})


def note(kind: str, paper: Paper) -> Note:
    """A message to a paper's author. It names the meeting and the day, not the paper: that may be of part II."""
    author, due_on = paper.author, paper.due_on
    if author is None or due_on is None:
        raise ValueError(f"{paper} was asked of nobody")
    context = {
        "meeting": clock.day(paper.item.meeting.starts_at),
        "due": clock.day(due_on),
        "path": paper.get_absolute_url(),
    }
    key = f"{kind}:paper={paper.pk}:due={due_on}:user={author.pk}"
    return Note(key=key, kind=kind, person=author, context=context, about=f"paper:{paper.pk}", why=AUTHOR)


@transaction.atomic
def edit(*, paper: Paper, version: int, by: User, at: datetime | None = None, **facts: Any) -> Paper:
    """Change title, author, day or what is wanted. A new author, or a new day, is told; the old one's messages go.

    Raises StaleEdit, and ValidationError as in ``ask``.
    """
    moment = at or clock.now()
    row = places.locked(paper)
    if row.version != version:
        raise StaleEdit
    before = (row.author_id, row.due_on)
    for name in ("title", "author", "due_on", "wanted"):
        if name in facts:
            setattr(row, name, facts[name])
    if row.due_on and row.due_on != before[1]:
        _check_day(row.item, row.due_on, clock.local(moment).date())
    row.version += 1
    row.save(update_fields=["title", "author", "due_on", "wanted", "version"])
    audit.record("paper.edit", about=f"paper:{row.pk}", by=by, at=moment)
    if (row.author_id, row.due_on) != before and row.state == PaperState.ASKED:
        outbox.cancel(about=f"paper:{row.pk}")
        if row.author and row.due_on:
            outbox.write([note("board-paper-asked", row)], at=moment)
    return row


@transaction.atomic
def withdraw(*, paper: Paper, by: User, at: datetime | None = None) -> Paper:
    """Take a paper off the agenda; its versions stay, and so do packs in which it stands. Twice is harmless."""
    row = places.locked(paper)
    if row.state == PaperState.WITHDRAWN:
        return row
    places.check_open(row.item)
    check(PAPER_MOVES, row.state, PaperState.WITHDRAWN)
    row.state, row.version = PaperState.WITHDRAWN, row.version + 1
    row.save(update_fields=["state", "version"])
    outbox.cancel(about=f"paper:{row.pk}")
    audit.record("paper.withdraw", about=f"paper:{row.pk}", by=by, at=at)
    return row


@transaction.atomic
def move(*, paper: Paper, up: bool, by: User) -> None:
    """Change places with the paper before or after it under the same item."""
    row = places.locked(paper)
    places.check_open(row.item)
    rows = list(row.item.papers.standing().order_by("position", "pk"))
    here = next((i for i, one in enumerate(rows) if one.pk == row.pk), None)
    there = None if here is None else here + (-1 if up else 1)
    if here is None or there is None or not 0 <= there < len(rows):
        return
    rows[here], rows[there] = rows[there], rows[here]
    for position, one in enumerate(rows, 1):
        Paper.objects.filter(pk=one.pk).update(position=position)
    audit.record("paper.move", about=f"paper:{row.pk}", by=by)
