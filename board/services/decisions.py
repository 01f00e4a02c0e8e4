"""Decisions: recorded at an item, or as the chair's action between meetings; changed while the minutes are written."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from board.choices import Outcome, Part
from board.models import AgendaItem, Decision, Meeting
from board.services.minuting import check_writable
from board.services.projects import following
from board.services.record import index_decision
from board.services.room import quorum
from hlp import audit, clock
from hlp.models import User
from hlp.transitions import StaleEdit


@dataclass(frozen=True)
class Terms:
    """What was decided. Votes are either all counted or none is."""

    text: str
    outcome: Outcome = Outcome.AGREED
    moved_by: str = ""
    seconded_by: str = ""
    votes_for: int | None = None
    votes_against: int | None = None
    abstentions: int | None = None
    part: int = Part.ONE

    def checked(self) -> "Terms":
        """Itself. Raises ValidationError by field where votes are counted in part, or somebody seconds themselves."""
        if self.votes_for is None and (self.votes_against is not None or self.abstentions is not None):
            raise ValidationError({"votes_for": "Enter how many were for it, or leave all three empty"})
        if self.moved_by and self.moved_by == self.seconded_by:
            raise ValidationError({"seconded_by": "Somebody else must second it"})
        return self


@transaction.atomic
def record_decision(*, item: AgendaItem, terms: Terms, by: User, at: datetime | None = None) -> Decision:
    """Record a decision at an item: lock, number, row, record, audit. The same text at the same item twice is one.

    While the meeting is inquorate the decision is kept and flagged. Raises ValidationError.
    """
    moment = at or clock.now()
    meeting = Meeting.objects.select_for_update().get(pk=item.meeting_id)
    check_writable(item)
    terms.checked()
    known = item.decisions.standing().filter(text=terms.text).first()
    if known:
        return known
    part = max(terms.part, item.part)
    decision = Decision.objects.create(
        **{**vars(terms), "part": part},
        meeting=meeting,
        item=item,
        number=_number(f"{meeting.day:%Y%m%d}", part, meeting.decisions.filter(item__isnull=False)),
        quorate=quorum(meeting).reached,
        taken_on=meeting.day,
        recorded_at=moment,
        recorded_by=by,
    )
    index_decision(decision)
    audit.record("board.decided", about=decision.about, by=by, at=moment)
    return decision


def _number(stem: str, part: int, before: QuerySet[Decision]) -> str:
    """``20260924/3``: the day and which decision of that day; part II is counted apart, as ``20260924/R1``.

    So part I shows no gap where something restricted was decided.
    """
    mark = "R" if part == Part.TWO else ""
    restricted = Q(number__startswith=f"{stem}/R")
    used = before.filter(restricted if mark else ~restricted).count()
    return f"{stem}/{mark}{used + 1}"


@transaction.atomic
def chairs_action(
    *, terms: Terms, taken_on: date, reported_to: Meeting | None = None, by: User, at: datetime | None = None
) -> Decision:
    """Record what the chair decided between meetings, and to which meeting it is reported: row, record, audit.

    The same text on the same day twice is one. Raises ValidationError for a day to come.
    """
    moment = at or clock.now()
    if taken_on > clock.local(moment).date():
        raise ValidationError({"taken_on": "The day must be today or in the past"})
    same_day = Decision.objects.filter(chairs_action=True, taken_on=taken_on)
    known = same_day.standing().filter(text=terms.text).first()
    if known:
        return known
    decision = Decision.objects.create(
        **vars(terms.checked()),
        meeting=reported_to,
        number=_number(f"{taken_on:%Y%m%d}C", terms.part, same_day),
        chairs_action=True,
        taken_on=taken_on,
        recorded_at=moment,
        recorded_by=by,
    )
    index_decision(decision)
    audit.record("board.chairs-action", about=decision.about, by=by, at=moment)
    return decision


@transaction.atomic
def change_decision(
    *, decision: Decision, terms: Terms, version: int, by: User, at: datetime | None = None
) -> Decision:
    """Change a decision while its minutes are written: lock, save, record, audit.

    Raises StaleEdit, and ValidationError also where another outcome would contradict a project that it settled.
    """
    row = _locked(decision)
    terms.checked()
    least = row.item.part if row.item else Part.ONE
    facts = {**vars(terms), "part": max(terms.part, least)}
    if all(getattr(row, name) == value for name, value in facts.items()):
        return row
    if row.version != version:
        raise StaleEdit(row.version)
    following.check_change(row, terms.outcome)
    for name, value in facts.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*facts, "version"])
    index_decision(row)
    audit.record("board.decision-changed", about=row.about, by=by, at=at)
    return row


@transaction.atomic
def strike(*, decision: Decision, why: str, by: User, at: datetime | None = None) -> Decision:
    """Strike out what was recorded by mistake, with a reason: lock, save, its project goes back, out of the record, audit.

    Twice is once. Raises ValidationError without a reason, or where a project that it began has been worked on.
    """
    row = _locked(decision)
    if row.struck_at:
        return row
    if not why:
        raise ValidationError({"why": "Enter why it is struck out"})
    row.struck_at, row.struck_why = at or clock.now(), why
    row.save(update_fields=["struck_at", "struck_why"])
    following.after_strike(row, by=by, at=at)
    index_decision(row)
    audit.record("board.decision-struck", about=row.about, by=by, at=at)
    return row


def _locked(decision: Decision) -> Decision:
    rows = Decision.objects.select_for_update(of=("self",)).select_related("item__meeting", "meeting")
    row = rows.get(pk=decision.pk)
    if row.item:
        check_writable(row.item)
    return row
