"""Takes a table of people in: reads it, gives every post as if by hand, and keeps that only when it is told to."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import outbox
from hlp.models import User
from schools.services.delegates import given
from schools.services.delimited import Moved
from schools.services.people import appoint, invite
from schools.services.roster.columns import HEADINGS, Line, Places, Problem, columns_of, lines_of
from schools.services.roster.files import sheet

NEW, POST, SAME = "new", "post", "same"
CLOSED = "The account of {name} is closed. Open it again on their page first"


@dataclass
class Outcome:
    """What a table would bring: a line for each row, and every problem. ``digest`` names exactly these changes."""

    items: list[dict[str, Any]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    read: int = 0
    digest: str = ""

    def as_json(self) -> dict[str, Any]:
        """All of it in plain dictionaries, lists and numbers."""
        counts = Counter(item["what"] for item in self.items)
        problems = [asdict(problem) for problem in self.problems]
        return {
            **vars(self),
            "problems": problems,
            "counts": {kind: counts[kind] for kind in (NEW, POST, SAME)},
        }


def take_in(
    path: Path, *, write: bool, by: User, expect: str = "", invite_at: datetime | None = None
) -> Outcome:
    """Read a table and give each post by the services that give it by hand; keep it only where ``write`` is set.

    Invitations and messages go out at ``invite_at``, or at once. Where a single row has a problem nothing is kept.
    Raises Refused where the file cannot be used, and Moved where ``write`` meets something else than ``expect`` names.
    """
    with sheet(path) as table:
        found, ignored = columns_of(table)
        rows = list(lines_of(table, found, Places.all()))
    outcome = Outcome(ignored=ignored, read=len(rows))
    with transaction.atomic():
        _take_rows(rows, outcome, by=by, invite_at=invite_at)
        outcome.digest = _digest(outcome)
        if write and (outcome.problems or outcome.digest != expect):
            raise Moved
        transaction.set_rollback(not write)
    return outcome


def _take_rows(
    rows: list[Line | list[Problem]], outcome: Outcome, *, by: User, invite_at: datetime | None
) -> None:
    seen: dict[str, Line] = {}
    invited: set[str] = set()
    for row in rows:
        if isinstance(row, list):
            outcome.problems += row
            continue
        try:
            with transaction.atomic():
                outcome.items.append(_take(row, seen, invited, by=by, invite_at=invite_at))
        except ValidationError as error:
            outcome.problems += _problems(row, error)


def _take(
    line: Line, seen: dict[str, Line], invited: set[str], *, by: User, invite_at: datetime | None
) -> dict[str, Any]:
    """Give one post: an account and an invitation for a new address, a post and a message for a known one.

    ``invited`` are the addresses that this table has brought: they need no further message.
    """
    before = seen.setdefault(line.email, line)
    if before.name != line.name:
        raise ValidationError({"name": f"Row {before.row} calls the same address {before.name}"})
    known = User.objects.filter(email__iexact=line.email).first()
    if known is None:
        person = invite(
            email=line.email, name=line.name, phone=line.phone, post=line.post, by=by, due_at=invite_at
        )
        invited.add(line.email)
        return _item(line, NEW, person)
    if not known.is_active:
        raise ValidationError({"email": CLOSED.format(name=known)})
    had = set(known.appointments.values_list("pk", flat=True))
    appointment = appoint(person=known, post=line.post, by=by)
    if appointment.pk in had:
        return _item(line, SAME, known)
    if line.email not in invited:
        outbox.write([given(appointment, by, due_at=invite_at)])
    return _item(line, POST, known)


def _item(line: Line, what: str, person: User) -> dict[str, Any]:
    post = line.post
    called = person.name if person.name != line.name else ""
    return {
        "row": line.row,
        "what": what,
        "name": line.name,
        "email": line.email,
        "called": called,
        "post": _title(line),
        "starts": post.starts.isoformat(),
        "ends": post.ends.isoformat() if post.ends else "",
    }


def _title(line: Line) -> str:
    post = line.post
    place = post.school or post.collaborative
    role = str(post.role.label)
    name = f"Acting {role[0].lower()}{role[1:]}" if post.acting else role
    return f"{name}, {place}" if place else name


def _problems(line: Line, error: ValidationError) -> list[Problem]:
    if not hasattr(error, "error_dict"):
        return [Problem(line.row, "", sentence) for sentence in error.messages]
    return [
        Problem(line.row, HEADINGS.get(name, ""), sentence)
        for name, sentences in error.message_dict.items()
        for sentence in sentences
    ]


def _digest(outcome: Outcome) -> str:
    facts = [outcome.items, [asdict(problem) for problem in outcome.problems]]
    return sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
