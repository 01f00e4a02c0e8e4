"""A session's way through the calendar: planned, moved, confirmed, postponed, cancelled, closed."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock, outbox
from hlp.models import User
from hlp.transitions import StaleEdit, WrongMove, check, move
from peerchallenge.choices import OFF, SESSION_MOVES, TO_COME, EventKind, SessionState
from peerchallenge.models import ChallengeSession, Reply, Round, SessionEvent
from peerchallenge.services import clock as deadline_clock
from peerchallenge.services import handbooks, leads, notices, plans, teams
from peerchallenge.services.plans import Plan, TeamMember
from peerchallenge.services.qa import independence
from peerchallenge.services.reports.sending import destroy_previews
from peerchallenge.services.teams import accept_code, change_team
from schools.models import Group, School, Theme

__all__ = [
    "TeamMember",
    "accept_code",
    "cancel_session",
    "change_session",
    "change_team",
    "close_session",
    "confirm_session",
    "plan_session",
    "postpone_session",
    "reschedule_session",
]

TIMES = ("starts_at", "planned_end_at")
# The details with the names by which the history calls them.
DETAILS = {
    "focus": "focus theme",
    "focus_detail": "focus",
    "key_lines": "key lines of enquiry",
    "host_contact": "contact at the host school",
    "qa_reviewer": "QA reviewer",
}
# Until the report is sent the details may change; the times only while the day is ahead.
DETAILS_CHANGEABLE = TO_COME | {SessionState.HELD, SessionState.POSTPONED}


@transaction.atomic
def plan_session(
    *,
    round: Round,
    host: School,
    group: Group,
    starts_at: datetime,
    planned_end_at: datetime,
    team: list[TeamMember],
    focus: Theme | None = None,
    focus_detail: str = "",
    key_lines: str = "",
    host_contact: str = "",
    qa_reviewer: User | None = None,
    by: User,
    at: datetime | None = None,
    anyway: bool = False,
    quietly: bool = False,
    lead_reason: str = "",
    qa_reason: str = "",
) -> ChallengeSession:
    """Plan a session: lock round and people, check, write session and team, history row, audit, tell everybody.

    ``anyway`` accepts a day outside the round, one without school, or one gone by; ``lead_reason`` is the Director's
    for a lead whose training is not in date, ``qa_reason`` for a QA reviewer's third visit; ``quietly`` leaves the
    telling to the caller. Planning the very same twice returns the session that is there. Raises ValidationError by
    field (``host``, ``starts_at``, ``planned_end_at``, ``team``, ``qa_reviewer``).
    """
    moment = at or clock.now()
    Round.objects.select_for_update().get(pk=round.pk)
    plan = Plan(round, host, group, starts_at, planned_end_at, tuple(team), qa_reviewer, anyway=anyway)
    if there := _the_same(plan):
        return there
    _check_all(plan, moment, lead_reason=lead_reason, qa_reason=qa_reason, by=by)
    row = ChallengeSession.objects.create(
        round=round,
        host=host,
        group=group,
        starts_at=starts_at,
        planned_end_at=planned_end_at,
        focus=focus,
        focus_detail=focus_detail,
        key_lines=key_lines,
        host_contact=host_contact,
        qa_reviewer=qa_reviewer,
    )
    teams.write_team(row, team)
    row = deadline_clock.locked(row.pk)
    _note(row, EventKind.CREATED, by=by, at=moment)
    leads.note_overrule(row, plan, reason=lead_reason, by=by, at=moment)
    independence.note_third_visit(row, plan, reason=qa_reason, by=by, at=moment)
    audit.record("session.planned", about=row.about, by=by, at=moment)
    if not quietly:
        notices.tell(row, notices.PLANNED, by=by, at=moment)
    _settle(row, moment)
    return row


def _the_same(plan: Plan) -> ChallengeSession | None:
    """The session that this very plan has made before, or None."""
    rows = ChallengeSession.objects.filter(
        round=plan.round, host=plan.host, starts_at=plan.starts_at, planned_end_at=plan.planned_end_at
    ).exclude(state__in=OFF)
    there = rows.with_people().first()
    return there if there and set(plans.plan_of(there).team) == set(plan.team) else None


def _check_all(plan: Plan, at: datetime, *, lead_reason: str, qa_reason: str = "", by: User) -> None:
    plans.lock_people(plan)
    plans.refuse(
        [
            *plans.place_problems(plan),
            *plans.time_problems(plan, at),
            *plans.team_problems(plan),
            *leads.lead_problems(plan, reason=lead_reason, by=by),
            *independence.assurer_problems(plan, reason=qa_reason, by=by),
            *plans.clash_problems(plan),
        ]
    )


@transaction.atomic
def change_session(
    *,
    session: ChallengeSession,
    version: int,
    by: User,
    at: datetime | None = None,
    anyway: bool = False,
    reason: str = "",
    lead_reason: str = "",
    qa_reason: str = "",
    **changes: Any,
) -> ChallengeSession:
    """Change times or details: lock, check, write what differs, history row, audit; new times are told.

    ``reason`` says in the history why the times change.

    A confirmed session that gets another day is planned again: the host confirms anew. What is there already
    changes nothing. Raises ValidationError by field, StaleEdit when ``version`` is not the newest.
    """
    moment = at or clock.now()
    row = deadline_clock.locked(session.pk)
    new = {name: value for name, value in changes.items() if getattr(row, name) != value}
    if unknown := set(changes) - {*TIMES, *DETAILS}:
        raise TypeError(f"cannot change {', '.join(sorted(unknown))}")
    if not new:
        return row
    if version != row.version:
        raise StaleEdit(row.version)
    plan = _check_change(row, new, anyway=anyway, lead_reason=lead_reason, by=by, at=moment)
    plans.refuse(independence.assurer_problems(plan, reason=qa_reason, by=by))
    leads.note_overrule(row, plan, reason=lead_reason, by=by, at=moment)
    independence.note_third_visit(row, plan, reason=qa_reason, by=by, at=moment)
    moved = bool(new.keys() & set(TIMES))
    if moved:
        _move(row, new, by=by, at=moment, reason=reason)
    if details := {name: value for name, value in new.items() if name in DETAILS}:
        _write(row, details, by=by, at=moment)
    if "qa_reviewer" in new:
        independence.tell_booked(row, at=moment)
    if moved:
        notices.tell(row, notices.MOVED, by=by, at=moment)
    _settle(row, moment)
    return row


def _check_change(
    row: ChallengeSession, new: dict[str, Any], *, anyway: bool, lead_reason: str, by: User, at: datetime
) -> Plan:
    if row.state not in DETAILS_CHANGEABLE:
        raise ValidationError("This session can no longer be changed.")
    moved = new.keys() & set(TIMES)
    if moved and row.state not in TO_COME:
        raise ValidationError(
            "The date and the times can be changed only while the session is still to come."
        )
    known = {name: value for name, value in new.items() if name in (*TIMES, "qa_reviewer")}
    plan = replace(plans.plan_of(row), anyway=anyway, **known)
    plans.lock_people(plan)
    problems = [*plans.team_problems(plan)] if known else []
    if "qa_reviewer" in new and hasattr(row, "qa_judgement"):
        told = f"{row.qa_reviewer} has recorded a judgement on this session and stays its QA reviewer"
        problems.append(("qa_reviewer", told, "qa"))
    if moved:
        problems += plans.time_problems(plan, at)
    if plan.day != clock.local(row.starts_at).date():
        problems += leads.lead_problems(plan, reason=lead_reason, by=by)
    if known and row.state != SessionState.POSTPONED:
        problems += plans.clash_problems(plan)
    if not moved:  # somebody is named for QA: what else is wrong with the team is not theirs to mend
        problems = [problem for problem in problems if problem[0] == "qa_reviewer"]
    plans.refuse(problems)
    return plan


def _move(row: ChallengeSession, new: dict[str, Any], *, by: User, at: datetime, reason: str) -> None:
    """Write new times. On another day what was said of the old one is withdrawn and the host confirms anew."""
    before, day = _times(row), clock.local(row.starts_at).date()
    row.starts_at = new.get("starts_at", row.starts_at)
    row.planned_end_at = new.get("planned_end_at", row.planned_end_at)
    row.version += 1
    row.save(update_fields=[*TIMES, "version"])
    _note(row, EventKind.MOVED, by=by, at=at, reason=reason, **before, **_times(row, "after"))
    audit.record("session.moved", about=row.about, by=by, at=at, **before, **_times(row, "after"))
    if clock.local(row.starts_at).date() != day:
        outbox.cancel(about=row.about, kinds=deadline_clock.CLOCK_KINDS)
        if row.state == SessionState.CONFIRMED:
            move(row, to=SessionState.PLANNED, table=SESSION_MOVES, by=by, at=at)


def _times(row: ChallengeSession, name: str = "before") -> dict[str, str]:
    return {name: row.starts_at.isoformat(), f"{name}_end": row.planned_end_at.isoformat()}


def _write(row: ChallengeSession, details: dict[str, Any], *, by: User, at: datetime) -> None:
    for name, value in details.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*details, "version"])
    fields = [DETAILS[name] for name in details]
    _note(row, EventKind.CHANGED, by=by, at=at, fields=fields)
    audit.record("session.changed", about=row.about, by=by, at=at, fields=fields)


@transaction.atomic
def confirm_session(*, session: ChallengeSession, by: User, at: datetime | None = None) -> ChallengeSession:
    """Confirm the date: lock, move, history row, audit; the handbook may be made from now on.

    Confirming twice changes nothing. Raises WrongMove.
    """
    moment = at or clock.now()
    row = deadline_clock.locked(session.pk)
    if row.state == SessionState.CONFIRMED:
        return row
    if row.state != SessionState.PLANNED:
        raise WrongMove(row.state, SessionState.CONFIRMED)
    _step(row, SessionState.CONFIRMED, by=by, at=moment)
    return row


@transaction.atomic
def postpone_session(
    *, session: ChallengeSession, reason: str, by: User, at: datetime | None = None
) -> ChallengeSession:
    """Take a session out of the calendar: lock, clear the clock, withdraw reminders, move, history, audit, tell.

    Postponing twice changes nothing. Raises WrongMove, ValidationError without a reason.
    """
    return _take_off(session, SessionState.POSTPONED, notices.POSTPONED, reason=reason, by=by, at=at)


@transaction.atomic
def cancel_session(
    *, session: ChallengeSession, reason: str, by: User, at: datetime | None = None
) -> ChallengeSession:
    """End a session for good: lock, clear the clock, withdraw reminders, move, history, audit, tell.

    Printed drafts of its report, which nobody will send, are made unreadable. Cancelling twice changes nothing.
    Raises WrongMove, ValidationError without a reason.
    """
    row = _take_off(session, SessionState.CANCELLED, notices.CANCELLED, reason=reason, by=by, at=at)
    destroy_previews(row)
    return row


def _take_off(
    session: ChallengeSession, to: SessionState, kind: str, *, reason: str, by: User, at: datetime | None
) -> ChallengeSession:
    moment = at or clock.now()
    row = deadline_clock.locked(session.pk)
    if row.state == to:
        return row
    check(SESSION_MOVES, row.state, to)
    if not reason.strip():
        raise ValidationError({"reason": ["Enter the reason"]})
    cleared = deadline_clock.clear(row)
    _step(row, to, by=by, at=moment, reason=reason, update=cleared)
    notices.tell(row, kind, by=by, at=moment)
    return row


@transaction.atomic
def reschedule_session(
    *,
    session: ChallengeSession,
    starts_at: datetime,
    planned_end_at: datetime,
    by: User,
    at: datetime | None = None,
    anyway: bool = False,
    lead_reason: str = "",
) -> ChallengeSession:
    """Give a postponed session a new date: lock, check, write the times, move, history, audit, tell.

    Doing it twice changes nothing. Raises WrongMove, ValidationError by field.
    """
    moment = at or clock.now()
    row = deadline_clock.locked(session.pk)
    if row.state in TO_COME and (row.starts_at, row.planned_end_at) == (starts_at, planned_end_at):
        return row
    if row.state != SessionState.POSTPONED:
        raise WrongMove(row.state, SessionState.PLANNED)
    plan = replace(plans.plan_of(row), starts_at=starts_at, planned_end_at=planned_end_at, anyway=anyway)
    _check_all(plan, moment, lead_reason=lead_reason, by=by)
    leads.note_overrule(row, plan, reason=lead_reason, by=by, at=moment)
    before = _times(row)
    row.starts_at, row.planned_end_at = starts_at, planned_end_at
    _step(row, SessionState.PLANNED, by=by, at=moment, update=TIMES, **before, **_times(row, "after"))
    notices.tell(row, notices.MOVED, by=by, at=moment)
    return row


@transaction.atomic
def close_session(*, session: ChallengeSession, by: User, at: datetime | None = None) -> ChallengeSession:
    """Close a reported session: lock, move, history row, audit. Closing twice changes nothing.

    Raises WrongMove, and ValidationError while the host's reply or a dispute is awaited.
    """
    moment = at or clock.now()
    row = deadline_clock.locked(session.pk)
    if row.state == SessionState.CLOSED:
        return row
    reply = Reply.objects.filter(session=row).first()
    if row.state == SessionState.REPORTED and reply is not None and not reply.is_closable:
        raise ValidationError(
            "The session can be closed when the final report is sent or the time for the reply is over, and no "
            "dispute of a judgement is waiting."
        )
    _step(row, SessionState.CLOSED, by=by, at=moment)
    return row


def _step(
    row: ChallengeSession,
    to: SessionState,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    update: tuple[str, ...] = (),
    **detail: Any,
) -> None:
    """Move the locked row, write the audit, and let clock and handbook follow."""
    row.version += 1
    move(row, to=to, table=SESSION_MOVES, by=by, at=at, reason=reason, update=(*update, "version"), **detail)
    audit.record(f"session.{to}", about=row.about, by=by, at=at)
    _settle(row, at)


def _note(
    row: ChallengeSession, kind: EventKind, *, by: User, at: datetime, reason: str = "", **detail: Any
) -> None:
    SessionEvent(thing=row, kind=kind, to_state=row.state, at=at, by=by, reason=reason, detail=detail).save()


def _settle(row: ChallengeSession, at: datetime) -> None:
    deadline_clock.refresh(row, at)
    row.save(update_fields=["next_reminder_at"])
    handbooks.refresh_handbook(session=row, at=at)
