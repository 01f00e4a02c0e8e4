"""A reply is opened when its report is sent; the Director may give more time. And its clock's facts."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock, outbox, text
from hlp.models import User
from hlp.outbox import Note
from hlp.transitions import move
from peerchallenge.choices import IN_DISPUTE, REPLY_MOVES, CorrectionState, ReplyState, SessionState
from peerchallenge.deadlines import Facts, after
from peerchallenge.deadlines.after import AfterFacts, Contested
from peerchallenge.models import (
    ChallengeSession,
    CheckIn,
    Dispute,
    Evaluation,
    FactualCorrection,
    Reply,
    ReplyRule,
)
from peerchallenge.services import clock as deadline_clock
from schools.calculations import add_school_days

END_OF_DAY = time(17, 0)
LONGEST_EXTENSION = timedelta(days=60)


class Closed(Exception):
    """The reply can no longer be written; the message says why, in a sentence."""


def open_reply(*, session: ChallengeSession, at: datetime) -> Reply:
    """The reply of a session whose report has just been sent: opened once, with its time running."""
    due = add_school_days(at, days_of(session))
    reply, made = Reply.objects.get_or_create(
        session=session, defaults={"opened_at": at, "reply_due_at": due, "state": ReplyState.OPEN}
    )
    reply.session = session
    if made:
        refresh(reply, at)
        reply.save(update_fields=["next_reminder_at"])
    return reply


def days_of(session: ChallengeSession) -> int:
    """How many school days the year of a session gives for the reply, and for the decisions on it."""
    rule = ReplyRule.objects.filter(year=session.round.year_id).first()
    return rule.days if rule else ReplyRule.DEFAULT_DAYS


def locked(session_id: int) -> Reply:
    """The reply of a session, both locked, so that host, lead and clock come one after the other.

    Raises DoesNotExist.
    """
    session = deadline_clock.locked(session_id)
    reply = Reply.objects.select_for_update(of=("self",)).get(session=session)
    reply.session = session
    return reply


@transaction.atomic
def extend_reply(*, reply: Reply, day: date, reason: str, by: User, at: datetime | None = None) -> Reply:
    """Give the host until 5pm of a day: lock, set the moment, move back to open if it lapsed, audit, tell.

    The same day again changes nothing. Raises ValidationError by field, WrongMove once the host has answered.
    """
    moment = at or clock.now()
    row, due, reason = locked(reply.session_id), clock.at(day, END_OF_DAY), text.tidy(reason)
    if row.reply_due_at == due and row.is_open:
        return row
    _check_extension(row, due, reason, moment)
    before, row.reply_due_at, row.generation = row.reply_due_at, due, row.generation + 1
    fields = ("reply_due_at", "generation", "next_reminder_at")
    if row.is_open:
        refresh(row, moment)
        row.save(update_fields=fields)
    else:
        move(row, to=ReplyState.OPEN, table=REPLY_MOVES, by=by, at=moment, reason=reason, update=fields)
        refresh(row, moment)
        row.save(update_fields=["next_reminder_at"])
    audit.record(
        "reply.extended", about=row.session.about, by=by, at=moment, before=before.isoformat(), to=str(day)
    )
    outbox.write(notes_to(row, "reply-extended", hosts(row) | leads(row), "the Director gave more time"))
    return row


def _check_extension(row: Reply, due: datetime, reason: str, moment: datetime) -> None:
    if row.session.state == SessionState.CLOSED:
        raise ValidationError("The session is closed. Its reply cannot be opened again.")
    if not moment < due < moment + LONGEST_EXTENSION:
        raise ValidationError({"day": "Choose a day within the next 60 days"})
    if not reason:
        raise ValidationError({"reason": "Enter the reason"})


# --- Facts of the clock ------------------------------------------------------------------------


def facts_of(replies: Iterable[Reply], at: datetime | None = None) -> dict[int, AfterFacts]:
    """The facts of replies (their sessions loaded ``with_people``), by primary key, in a fixed number of queries."""
    rows = list(replies)
    people = deadline_clock.facts_of([row.session for row in rows], at)
    undecided: dict[int, int] = defaultdict(int)
    proposed = FactualCorrection.objects.filter(reply__in=rows, state=CorrectionState.PROPOSED)
    for pk in proposed.values_list("reply", flat=True):
        undecided[pk] += 1
    disputes: dict[int, list[Contested]] = defaultdict(list)
    for row in Dispute.objects.filter(reply__in=rows, state__in=IN_DISPUTE).exclude(due_at=None):
        disputes[row.reply_id].append(Contested(row.pk, row.state, row.due_at))  # type: ignore[arg-type]
    due = CheckIn.objects.filter(session__in=people, done_at=None)
    check_ins = {row.session_id: (row.due_from, row.due_until) for row in due}
    answered: dict[int, set[int]] = defaultdict(set)
    given = Evaluation.objects.filter(session__in=people)
    for session, person in given.values_list("session", "person"):
        answered[session].add(person)
    return {
        row.pk: AfterFacts(
            session=people[row.session_id],
            state=row.state,
            generation=row.generation,
            opened_at=row.opened_at,
            reply_due_at=row.reply_due_at,
            decisions_due_at=row.decisions_due_at,
            undecided=undecided[row.pk],
            disputes=tuple(disputes[row.pk]),
            check_in=check_ins.get(row.session_id),
            to_evaluate=_asked(people[row.session_id]) - answered[row.session_id],
        )
        for row in rows
    }


def _asked(people: Facts) -> frozenset[int]:
    """Who is asked how the session was."""
    return people.hosts | people.team


def refresh(reply: Reply, at: datetime) -> None:
    """Set when the sweep must next look at a reply whose facts have changed; the caller saves the field."""
    reply.next_reminder_at = after.wake_at(facts_of([reply], at)[reply.pk], at)


# --- Who is told ---------------------------------------------------------------------------------


def hosts(reply: Reply) -> frozenset[int]:
    """The headteachers of the host, by primary key."""
    return deadline_clock.facts_of([reply.session])[reply.session_id].hosts


def team(reply: Reply) -> frozenset[int]:
    """The review team, the lead among them."""
    return deadline_clock.facts_of([reply.session])[reply.session_id].team


def leads(reply: Reply) -> frozenset[int]:
    """The lead reviewer."""
    lead = deadline_clock.facts_of([reply.session])[reply.session_id].lead
    return frozenset({lead} if lead else ())


def context_of(reply: Reply, facts: AfterFacts | None = None) -> dict[str, Any]:
    """What a message about a reply may tell: dates and numbers, never a text."""
    decisions = reply.decisions_due_at
    return {
        **deadline_clock.context_of(reply.session),
        "reply_due": clock.when(reply.reply_due_at),
        "decisions_due": clock.when(decisions) if decisions else "",
        "undecided": facts.undecided if facts else 0,
    }


def notes_to(
    reply: Reply, kind: str, people: Iterable[int], why: str, *, mark: str = "", **more: Any
) -> list[Note]:
    """One message of a kind to each of these people; ``mark`` tells one occasion from the next."""
    context = {**context_of(reply), **more}
    occasion = mark or f"reply={reply.generation}"
    found = User.objects.filter(is_active=True).in_bulk(set(people))
    return [
        Note(
            key=f"{kind}:session={reply.session_id}:user={person.pk}:{occasion}",
            kind=kind,
            person=person,
            context=context,
            about=reply.session.about,
            why=why,
        )
        for person in found.values()
    ]
