"""The 48-hour clock: starts it, corrects it, clears it. What it owes is written by the sweep."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q

from hlp import audit, clock, outbox
from hlp.models import User
from hlp.outbox import Note
from hlp.transitions import move
from peerchallenge import deadlines
from peerchallenge.choices import SESSION_MOVES, TO_COME, EventKind, SessionState
from peerchallenge.deadlines import REMINDER_KINDS, Facts, before
from peerchallenge.models import ChallengeSession, SessionEvent
from peerchallenge.services.countdown.dates import preparations
from peerchallenge.services.countdown.steps import Owner
from schools.choices import DELEGATE_ROLES, Role
from schools.models import Appointment

__all__ = ["REMINDER_KINDS"]

BATCH = 500
CORRECTED = "report-end-corrected"
# What is withdrawn, as long as it waits, when the clock is set anew, taken back, or stopped by the sending.
CLOCK_KINDS = (*REMINDER_KINDS, *before.KINDS, CORRECTED)
CLOCK_FIELDS = (
    "ended_at",
    "report_due_at",
    "clock_set_at",
    "clock_generation",
    "next_reminder_at",
)


def locked(pk: int) -> ChallengeSession:
    """The session, locked until the end of the transaction.

    Raises DoesNotExist.
    """
    return ChallengeSession.objects.select_for_update(of=("self",)).with_people().get(pk=pk)


@transaction.atomic
def end_session(
    *, session: ChallengeSession, by: User | None, at: datetime | None = None
) -> ChallengeSession:
    """Start the clock: lock, set end and due, move to held, history row, audit.

    The end is the earlier of this moment and the planned end. Ending a session twice changes nothing. Raises
    ValidationError before the session has begun, WrongMove when it is postponed or cancelled.
    """
    moment = at or clock.now()
    row = locked(session.pk)
    if row.ended_at is not None and row.state not in TO_COME:
        return row
    if moment < row.starts_at:
        raise ValidationError(
            f"This session starts on {clock.when(row.starts_at)}. It cannot have ended yet."
        )
    _start(row, min(moment, row.planned_end_at), by=by, at=moment)
    return row


def _start(row: ChallengeSession, ended_at: datetime, *, by: User | None, at: datetime) -> None:
    _set(row, ended_at, told_at=ended_at)
    state, row.state = row.state, SessionState.HELD
    refresh(row, at)
    row.state = state
    move(row, to=SessionState.HELD, table=SESSION_MOVES, by=by, at=at, update=CLOCK_FIELDS)
    audit.record("session.ended", about=row.about, by=by, at=at, ended_at=ended_at.isoformat())


def _set(row: ChallengeSession, ended_at: datetime, *, told_at: datetime) -> None:
    row.ended_at = ended_at
    row.report_due_at = deadlines.due_at(ended_at, row.round.clock)
    row.clock_set_at = told_at
    row.clock_generation += 1


def end_due_sessions(at: datetime) -> int:
    """Start the clock of each session whose planned end has come. Returns how many."""
    due = ChallengeSession.objects.filter(state__in=TO_COME, planned_end_at__lte=at)
    ended = 0
    for pk in due.order_by("planned_end_at", "pk").values_list("pk", flat=True)[:BATCH]:
        with transaction.atomic():
            rows = ChallengeSession.objects.select_for_update(skip_locked=True, of=("self",)).with_people()
            row = rows.filter(pk=pk, state__in=TO_COME, planned_end_at__lte=at).first()
            if row is not None:
                _start(row, row.planned_end_at, by=None, at=at)
                ended += 1
    return ended


@transaction.atomic
def correct_end(
    *, session: ChallengeSession, ended_at: datetime, reason: str, by: User, at: datetime | None = None
) -> ChallengeSession:
    """Correct the end: lock, set end and due anew, withdraw waiting reminders, history row, audit, tell the team.

    The same end again changes nothing. Raises ValidationError when the session is not held, when the end lies
    before the start or in the future, or without a reason.
    """
    moment = at or clock.now()
    row = locked(session.pk)
    if row.ended_at == ended_at and row.state == SessionState.HELD:
        return row
    _check_correction(row, ended_at, reason, moment)
    before, due_before = row.ended_at, row.report_due_at
    _set(row, ended_at, told_at=moment)
    outbox.cancel(about=row.about, kinds=CLOCK_KINDS)
    refresh(row, moment)
    row.save(update_fields=[*CLOCK_FIELDS])
    detail = {"from": _iso(before), "to": _iso(ended_at), "due_before": _iso(due_before)}
    SessionEvent(
        thing=row, kind=EventKind.END_CORRECTED, at=moment, by=by, reason=reason, detail=detail
    ).save()
    audit.record("session.end-corrected", about=row.about, by=by, at=moment, **detail)
    outbox.write(_correction_notes(row), at=moment)
    return row


def _check_correction(row: ChallengeSession, ended_at: datetime, reason: str, moment: datetime) -> None:
    if row.state != SessionState.HELD:
        raise ValidationError(
            "The end can be corrected only between the session and the sending of its report."
        )
    if not row.starts_at < ended_at:
        raise ValidationError({"time": f"The end must be after the start, {clock.when(row.starts_at)}."})
    if ended_at > moment:
        raise ValidationError({"time": "The end must not be in the future."})
    if not reason.strip():
        raise ValidationError({"reason": "Enter the reason for the correction."})


def _correction_notes(row: ChallengeSession) -> list[Note]:
    facts = facts_of([row])[row.pk]
    people = User.objects.in_bulk(facts.team | facts.overseers)
    context = context_of(row)
    return [
        Note(
            key=f"{CORRECTED}:session={row.pk}:user={person.pk}:clock={row.clock_generation}",
            kind=CORRECTED,
            person=person,
            context=context,
            about=row.about,
            why="the Director corrected the end of the session",
        )
        for person in people.values()
    ]


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def clear(session: ChallengeSession) -> tuple[str, ...]:
    """Take the clock back, for a session that is postponed or cancelled; the caller saves the fields returned.

    Waiting reminders are withdrawn.
    """
    session.ended_at = session.report_due_at = session.clock_set_at = session.next_reminder_at = None
    outbox.cancel(about=session.about, kinds=CLOCK_KINDS)
    return CLOCK_FIELDS


def refresh(session: ChallengeSession, at: datetime) -> None:
    """Set when the sweep must next look at a session whose facts have changed; the caller saves the field."""
    session.next_reminder_at = deadlines.wake_at(facts_of([session], at)[session.pk], at)


def facts_of(sessions: Iterable[ChallengeSession], at: datetime | None = None) -> dict[int, Facts]:
    """The facts of sessions (loaded ``with_people``), in a fixed number of queries however many there are.

    Two, and six more where some are still to come: those have a countdown.
    """
    rows = list(sessions)
    posts = _posts(rows, clock.local(at or clock.now()).date())
    found = {row.pk: _facts(row, posts) for row in rows}
    steps = preparations(rows, {pk: _owners(facts) for pk, facts in found.items()})
    dated = _dated(steps) if steps else {}
    return {
        pk: replace(facts, before=steps.get(pk, ()), dated_at=dated.get(pk)) for pk, facts in found.items()
    }


def _dated(sessions: Iterable[int]) -> dict[int, datetime]:
    """When each of these sessions was given its day, where its history knows."""
    given = Q(kind__in=[EventKind.CREATED, EventKind.MOVED]) | Q(from_state=SessionState.POSTPONED)
    rows = SessionEvent.objects.filter(given, thing__in=list(sessions)).order_by().values("thing")
    return dict(rows.annotate(last=Max("at")).values_list("thing", "last"))


def _owners(facts: Facts) -> dict[Owner, frozenset[int]]:
    """Whom each turn of the countdown means; those who help at the host are told with its headteacher."""
    host, lead = facts.hosts | facts.helpers, frozenset({facts.lead} if facts.lead else ())
    return {
        Owner.HOST: facts.hosts,
        Owner.HOST_AND_LEAD: host | lead,
        Owner.LEAD: lead,
        Owner.TEAM: facts.team,
        Owner.SYSTEM: frozenset(),
    }


def _posts(rows: list[ChallengeSession], day: date) -> dict[tuple[str, int | None], set[int]]:
    held = Appointment.objects.on(day).filter(person__is_active=True)
    hosts = {r.host_id for r in rows}
    wanted = (
        held.filter(role=Role.DIRECTOR)
        | held.filter(role=Role.HEADTEACHER, school__in=hosts)
        | held.filter(role__in=DELEGATE_ROLES, copies=True, school__in=hosts)
        | held.filter(role=Role.LEAD_HEADTEACHER, collaborative__in={r.group.collaborative_id for r in rows})
    )
    posts: dict[tuple[str, int | None], set[int]] = defaultdict(set)
    for role, school, collaborative, person in wanted.values_list(
        "role", "school_id", "collaborative_id", "person_id"
    ):
        posts[role, school or collaborative].add(person)
    return posts


def _facts(row: ChallengeSession, posts: dict[tuple[str, int | None], set[int]]) -> Facts:
    team = [r for r in row.reviewers.all() if r.person.is_active]
    qa = row.qa_reviewer if row.qa_reviewer and row.qa_reviewer.is_active else None
    return Facts(
        session=row.pk,
        state=row.state,
        starts_at=row.starts_at,
        ended_at=row.ended_at,
        due_at=row.report_due_at,
        clock_set_at=row.clock_set_at,
        generation=row.clock_generation,
        lead=next((r.person_id for r in team if r.is_lead), None),
        reviewers=frozenset(r.person_id for r in team if not r.is_lead),
        hosts=frozenset(posts[Role.HEADTEACHER, row.host_id]),
        lead_headteachers=frozenset(posts[Role.LEAD_HEADTEACHER, row.group.collaborative_id]),
        directors=frozenset(posts[Role.DIRECTOR, None]),
        qa_reviewer=qa.pk if qa else None,
        helpers=frozenset().union(*(posts[role, row.host_id] for role in DELEGATE_ROLES)),
    )


def context_of(row: ChallengeSession) -> dict[str, Any]:
    """The facts that a message about a session may tell: who, where and when, nothing confidential."""
    return {
        "host": row.host.name,
        "address": row.host.address,
        "starts": clock.when(row.starts_at),
        "due": clock.when(row.report_due_at) if row.report_due_at else "",
        "lead": row.lead.person.name if row.lead else "",
        "path": row.get_absolute_url(),
    }
