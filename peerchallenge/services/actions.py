"""Agreed actions after the report: carried on, worked on by the school, asked about, and counted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet

from hlp import audit, clock, text
from hlp.models import User
from hlp.transitions import StaleEdit, move
from peerchallenge.choices import ACTION_MOVES, ActionState, Going, NoteKind
from peerchallenge.models import ActionNote, CarriedAction, ChallengeSession, CheckIn, Reply
from peerchallenge.services.replies.opening import refresh
from schools.models import School

NOTE_WORDS, CHECK_IN_WORDS = 200, 150


@dataclass(frozen=True)
class Rates:
    """How many actions were promised, how many of them are done, and how many made a difference."""

    name: str
    promised: int
    done: int
    difference: int

    @property
    def done_share(self) -> int | None:
        """Done, in 100 promised; None where nothing was promised."""
        return round(100 * self.done / self.promised) if self.promised else None

    @property
    def difference_share(self) -> int | None:
        """Made a difference, in 100 promised; None where nothing was promised."""
        return round(100 * self.difference / self.promised) if self.promised else None


# --- Working on them ------------------------------------------------------------------------------


@transaction.atomic
def change_action(
    *,
    action: CarriedAction,
    owner: str,
    due: date | None,
    state: str,
    version: int,
    by: User,
    at: datetime | None = None,
) -> CarriedAction:
    """Change owner, day and state: lock, check, write, history, audit. The same again changes nothing.

    Raises StaleEdit, WrongMove (promised, done and made a difference follow one another, one step at a time).
    """
    moment = at or clock.now()
    row = CarriedAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    owner = " ".join(text.tidy(owner).split())
    if (row.owner, row.due, row.state) == (owner, due, state):
        return row
    if row.version != version:
        raise StaleEdit
    row.owner, row.due, row.version = owner, due, row.version + 1
    fields = ("owner", "due", "version")
    if row.state == state:
        row.save(update_fields=fields)
    else:
        move(row, to=state, table=ACTION_MOVES, by=by, at=moment, update=fields)
    audit.record("action.changed", about=f"action:{row.pk}", by=by, at=moment, state=state)
    return row


@transaction.atomic
def add_note(
    *, action: CarriedAction, kind: str, body: str, token: str, by: User, at: datetime | None = None
) -> ActionNote:
    """Add a note on progress or evidence. ``token`` (random, from the form) makes pressing twice harmless.

    Raises ValidationError by field.
    """
    row = CarriedAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    found = row.notes.filter(token=token).first() if token else None
    if found:
        return found
    body = text.tidy(body)
    if not body:
        raise ValidationError({"body": "Enter what has happened, or how one can see it"})
    if text.words(body) > NOTE_WORDS:
        raise ValidationError({"body": f"Use {NOTE_WORDS} words or fewer"})
    note = row.notes.create(kind=NoteKind(kind), body=body, token=token, by=by, at=at or clock.now())
    audit.record("action.noted", about=f"action:{row.pk}", by=by, at=at, kind=kind)
    return note


def last_time(session: ChallengeSession) -> QuerySet[CarriedAction]:
    """What a school promised before this session: the latest challenge's actions, and whatever is still open."""
    before = CarriedAction.objects.filter(school=session.host_id, session__starts_at__lt=session.starts_at)
    latest = before.order_by("-session__starts_at").values_list("session", flat=True).first()
    return before.filter(Q(session=latest) | Q(state=ActionState.PROMISED)).prefetch_related("notes")


def open_actions(user: User, school: School) -> QuerySet[CarriedAction]:
    """A school's actions that are not done, as far as the reader sees them."""
    return CarriedAction.objects.visible_to(user).filter(school=school).open().select_related("session")


# --- The check-in -----------------------------------------------------------------------------------


@transaction.atomic
def check_in(*, check_in: CheckIn, going: str, note: str, by: User, at: datetime | None = None) -> CheckIn:
    """Note how the actions are going: lock, write, end the reminders, audit. Once it is done nothing changes it.

    Raises ValidationError by field.
    """
    moment = at or clock.now()
    reply = Reply.objects.select_for_update(of=("self",)).get(session=check_in.session_id)
    row = CheckIn.objects.select_for_update(of=("self",)).get(pk=check_in.pk)
    if row.done_at is not None:
        return row
    note = text.tidy(note)
    errors: dict[str, str] = {}
    if going not in Going.values:
        errors["going"] = "Select how the actions are going"
    if text.words(note) > CHECK_IN_WORDS:
        errors["note"] = f"Use {CHECK_IN_WORDS} words or fewer"
    if errors:
        raise ValidationError(errors)
    row.going, row.note, row.done_at, row.done_by = going, note, moment, by
    row.save(update_fields=["going", "note", "done_at", "done_by"])
    reply.session = ChallengeSession.objects.with_people().get(pk=row.session_id)
    refresh(reply, moment)
    reply.save(update_fields=["next_reminder_at"])
    audit.record("check-in.done", about=reply.session.about, by=by, at=moment, going=going)
    return row


# --- Counting -----------------------------------------------------------------------------------------


def rates(actions: QuerySet[CarriedAction]) -> list[Rates]:
    """Promised, done and made a difference, school by school, of a set of actions."""
    grouped: Any = actions.order_by().values("school__name")
    rows = grouped.annotate(**_COUNTS).order_by("school__name")
    return [Rates(row["school__name"], row["all"], row["done"], row["difference"]) for row in rows]


def total(rows: list[Rates], name: str = "All of these schools") -> Rates:
    """The sum of some schools."""
    sums: dict[str, Any] = {
        key: sum(getattr(row, key) for row in rows) for key in ("promised", "done", "difference")
    }
    return Rates(name, **sums)


_COUNTS = {
    "all": Count("pk"),
    "done": Count("pk", filter=~Q(state=ActionState.PROMISED)),
    "difference": Count("pk", filter=Q(state=ActionState.DIFFERENCE)),
}
