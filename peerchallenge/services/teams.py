"""The review team: who leads, who reviews, and who has accepted the code of conduct."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock, outbox
from hlp.models import Text, TextVersion, User
from hlp.transitions import StaleEdit
from peerchallenge.choices import REPORT_OPEN, EventKind, SessionState
from peerchallenge.models import ChallengeSession, Reviewer, SessionEvent
from peerchallenge.services import clock as deadline_clock
from peerchallenge.services import handbooks, leads, notices, plans
from peerchallenge.services.plans import TeamMember
from peerchallenge.services.programmes import naming as programmes

CODE_OF_CONDUCT = "code-of-conduct"
CHANGEABLE = REPORT_OPEN | {SessionState.POSTPONED}


@transaction.atomic
def change_team(
    *,
    session: ChallengeSession,
    team: list[TeamMember],
    reason: str,
    by: User,
    at: datetime | None = None,
    version: int | None = None,
    lead_reason: str = "",
) -> ChallengeSession:
    """Give a session another team: lock, check, write the places, history row, audit, tell those concerned.

    The same team again changes nothing; whoever stays keeps their acceptance of the code. ``lead_reason`` is the
    Director's for a new lead whose training is not in date. Raises ValidationError
    by field (``team``, ``reason``), StaleEdit when ``version`` is not the newest.
    """
    moment = at or clock.now()
    row = deadline_clock.locked(session.pk)
    before = plans.plan_of(row).team
    if set(before) == set(team) and len(team) == len(before):
        return row
    if version is not None and version != row.version:
        raise StaleEdit(row.version)
    plan = _check(row, team, reason, lead_reason=lead_reason, by=by)
    leads.note_overrule(row, plan, reason=lead_reason, by=by, at=moment)
    return _changed(row, team, reason=reason, by=by, at=moment)


@transaction.atomic
def leave_place(
    *, session: ChallengeSession, person: User, reason: str, by: User, at: datetime | None = None
) -> ChallengeSession:
    """Take somebody off a team and name nobody yet, not even a lead: lock, write, history row, audit, tell.

    Somebody who is not on the team changes nothing. Raises ValidationError when the team can no longer change.
    """
    moment = at or clock.now()
    row = deadline_clock.locked(session.pk)
    before = plans.plan_of(row).team
    team = [member for member in before if member.person.pk != person.pk]
    if len(team) == len(before):
        return row
    _check_state(row)
    return _changed(row, team, reason=reason, by=by, at=moment)


def _changed(
    row: ChallengeSession, team: list[TeamMember], *, reason: str, by: User, at: datetime
) -> ChallengeSession:
    """Write another team, and everything that follows from it."""
    before = plans.plan_of(row).team
    write_team(row, team)
    _mark_take_overs(row, before, at)
    row.version += 1
    row.save(update_fields=["version"])
    row = _reloaded(row)
    programmes.team_changed(row, gone=_left(before, team), came=_left(team, before))
    _record(row, before, reason=reason, by=by, at=at)
    _settle(row, at)
    return row


def _left(before: Iterable[TeamMember], now: Iterable[TeamMember]) -> list[User]:
    """Who is in the one team and not in the other."""
    stay = {member.person.pk for member in now}
    return [member.person for member in before if member.person.pk not in stay]


def _check_state(row: ChallengeSession) -> None:
    if row.state not in CHANGEABLE:
        raise ValidationError("The report has been sent, or the session cancelled: the team stays as it was.")


def _check(
    row: ChallengeSession, team: list[TeamMember], reason: str, *, lead_reason: str, by: User
) -> plans.Plan:
    _check_state(row)
    plan = replace(plans.plan_of(row), team=tuple(team))
    plans.lock_people(plan)
    missing = [] if reason.strip() else [("reason", "Enter the reason for the change", "required")]
    clashes = [] if row.state == SessionState.POSTPONED else plans.clash_problems(plan)
    same = row.lead is not None and row.lead.person == leads.lead_of(plan)
    untrained = [] if same else leads.lead_problems(plan, reason=lead_reason, by=by)
    plans.refuse([*plans.team_problems(plan), *untrained, *clashes, *missing])
    return plan


def write_team(row: ChallengeSession, team: Iterable[TeamMember]) -> None:
    """Write the places, keeping the rows of those who stay. The caller has locked and checked."""
    wanted = {member.person.pk: member for member in team}
    there = {place.person_id: place for place in row.reviewers.all()}
    row.reviewers.exclude(person__in=wanted).delete()
    row.reviewers.update(is_lead=False)  # one lead at a time, also between two statements
    for pk, member in sorted(wanted.items(), key=lambda item: item[1].is_lead):
        place = there.get(pk) or Reviewer(session=row, person=member.person)
        place.school, place.is_lead = member.school, member.is_lead
        place.save()


def _mark_take_overs(row: ChallengeSession, before: Iterable[TeamMember], at: datetime) -> None:
    """Once the day is over, note who is new or leads now: they accept the code of conduct before they write."""
    if row.state == SessionState.HELD:
        led = {member.person.pk: member.is_lead for member in before}
        for place in row.reviewers.all():
            if place.person_id not in led or (place.is_lead and not led[place.person_id]):
                Reviewer.objects.filter(pk=place.pk).update(took_over_at=at)


def still_to_accept(session: ChallengeSession, person: User) -> bool:
    """Whether somebody took over after the day and has not accepted the code of conduct, which is published."""
    place = next((place for place in session.reviewers.all() if place.person_id == person.pk), None)
    waits = place is not None and place.took_over_at is not None and place.code_accepted_at is None
    return waits and newest_code() is not None


def _reloaded(row: ChallengeSession) -> ChallengeSession:
    return ChallengeSession.objects.with_people().get(pk=row.pk)


def _record(
    row: ChallengeSession, before: tuple[TeamMember, ...], *, reason: str, by: User, at: datetime
) -> None:
    names = {"from": _names(before), "to": _names(plans.plan_of(row).team)}
    SessionEvent(thing=row, kind=EventKind.TEAM, at=at, by=by, reason=reason, detail=names).save()
    audit.record("session.team-changed", about=row.about, by=by, at=at, **names)
    stay = {r.person_id for r in row.reviewers.all()}
    gone = tuple(member.person for member in before if member.person.pk not in stay)
    outbox.cancel(about=row.about, people=gone)
    notices.tell(row, notices.TEAM_CHANGED, by=by, at=at, gone=gone)


def _names(team: Iterable[TeamMember]) -> list[str]:
    return [f"{m.person}{' (lead)' if m.is_lead else ''}" for m in sorted(team, key=lambda m: not m.is_lead)]


def _settle(row: ChallengeSession, at: datetime) -> None:
    deadline_clock.refresh(row, at)
    row.save(update_fields=["next_reminder_at"])
    handbooks.refresh_handbook(session=row, at=at)


@transaction.atomic
def accept_code(
    *, session: ChallengeSession, by: User, at: datetime | None = None, number: int | None = None
) -> Reviewer:
    """Accept the code of conduct for a session: keep its version and the moment, audit.

    Accepting twice keeps the first acceptance. Raises ValidationError for somebody who is not on the team or
    where no code is published, StaleEdit when the version of that ``number``, which was read, is not the newest.
    """
    moment = at or clock.now()
    place = session.reviewers.select_for_update().filter(person=by).first()
    if place is None:
        raise ValidationError("Only the review team accepts the code of conduct.")
    if place.code_accepted_at is not None:
        return place
    newest = newest_code()
    if newest is None:
        raise ValidationError("The partnership has not published its code of conduct yet.")
    if number is not None and number != newest.number:
        raise StaleEdit(newest.number)
    place.code_version, place.code_accepted_at = newest, moment
    place.save(update_fields=["code_version", "code_accepted_at"])
    audit.record("session.code-accepted", about=session.about, by=by, at=moment, version=newest.number)
    return place


def newest_code() -> TextVersion | None:
    """The code of conduct as it stands."""
    text = Text.objects.filter(slug=CODE_OF_CONDUCT).select_related("current").first()
    return text.current if text else None
