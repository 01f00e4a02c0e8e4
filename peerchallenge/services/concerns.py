"""Decisions about schools of concern: raised by a report or by the Director, decided, recommended, answered."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock, outbox
from hlp.models import User
from hlp.outbox import Note
from hlp.transitions import StaleEdit, move
from peerchallenge.choices import CONCERN_MOVES, DECISIONS, ConcernState
from peerchallenge.models import ChallengeSession, Concern, MonitoringCase, Report
from peerchallenge.services.monitoring import Entry, open_case
from peerchallenge.services.support.cases import open_from_decision
from schools.choices import Role
from schools.models import School
from schools.roles import people_with


@transaction.atomic
def raise_from_report(*, session: ChallengeSession, report: Report, at: datetime) -> Concern | None:
    """Put a decision before the Director where the judgement on direction is a concern; None where it is not.

    In order: the concern, audit, a message to each Director. Twice is once. It moves the school nowhere.
    """
    if report.direction is None or not report.direction.concern:
        return None
    concern, new = Concern.objects.get_or_create(
        session=session, defaults={"school": session.host, "raised_at": at, "since": at}
    )
    if new:
        audit.record("concern.raised", about=concern.about, by=None, at=at)
        outbox.write(_notes(concern, "concern-raised", people_with(Role.DIRECTOR), at), at=at)
    return concern


@transaction.atomic
def raise_by_hand(*, school: School, reason: str, by: User, at: datetime | None = None) -> Concern:
    """The Director raises a concern without a report: lock the school, concern, audit. The same reason twice is once.

    Raises ValidationError where the school is in monitoring already or a decision on it waits.
    """
    moment = at or clock.now()
    School.objects.select_for_update().get(pk=school.pk)
    for known in Concern.objects.filter(school=school, session=None, reason=reason):
        return known
    if MonitoringCase.objects.open().filter(school=school).exists():
        raise ValidationError({"school": f"{school} is in monitoring already"})
    if Concern.objects.undecided().filter(school=school).exists():
        raise ValidationError({"school": f"A decision on {school} waits for you already"})
    concern = Concern.objects.create(school=school, raised_at=moment, since=moment, reason=reason)
    audit.record("concern.raised", about=concern.about, by=by, at=moment)
    return concern


@transaction.atomic
def decide(
    *,
    concern: Concern,
    to: str,
    reason: str,
    for_la: str = "",
    version: int,
    by: User,
    at: datetime | None = None,
) -> Concern:
    """The Director decides: lock, check, move with history row, audit, a need of support or a message to LA officers.

    The same decision for the same reason twice is once. Raises StaleEdit where somebody decided since ``version``,
    ValidationError without a reason or, for a recommendation, without a text for the LA, and WrongMove.
    """
    moment = at or clock.now()
    row = Concern.objects.select_for_update().get(pk=concern.pk)
    if (row.state, row.reason) == (to, reason):
        return row
    if row.version != version:
        raise StaleEdit
    _check_decision(to, reason, for_la)
    row.reason, row.decided_by, row.since, row.version = reason, by, moment, row.version + 1
    if to == ConcernState.RECOMMENDED:
        row.for_la, row.la_reason = for_la, ""
    update = ("reason", "decided_by", "since", "version", "for_la", "la_reason")
    move(row, to=to, table=CONCERN_MOVES, by=by, at=moment, reason=reason, update=update)
    audit.record("concern.decided", about=row.about, by=by, at=moment, to=to)
    outbox.cancel(about=row.about, kinds={"concern-raised", "concern-waiting"})
    if to == ConcernState.SUPPORT:
        open_from_decision(concern=row, by=by, at=moment)
    if to == ConcernState.RECOMMENDED:
        outbox.write(_notes(row, "concern-referred", people_with(Role.LA_OFFICER), moment), at=moment)
    return row


def _check_decision(to: str, reason: str, for_la: str) -> None:
    problems = {}
    if to not in DECISIONS:
        problems["to"] = "Choose what is to happen"
    if not reason:
        problems["reason"] = "Enter the reason for your decision"
    if to == ConcernState.RECOMMENDED and not for_la:
        problems["for_la"] = "Enter what the LA officer is to know. They do not see the report"
    if problems:
        raise ValidationError(problems)


@transaction.atomic
def accept(
    *, concern: Concern, entry: Entry, reason: str, version: int, by: User, at: datetime | None = None
) -> MonitoringCase:
    """The LA officer takes the school into monitoring: lock, move, case, audit, messages. Twice is once.

    Raises StaleEdit, WrongMove, ValidationError where the entry is incomplete.
    """
    moment = at or clock.now()
    row = Concern.objects.select_for_update().select_related("school").get(pk=concern.pk)
    if row.state == ConcernState.ACCEPTED:
        return row.case
    _answer(row, ConcernState.ACCEPTED, reason, version, by, moment)
    return open_case(concern=row, entry=entry, by=by, at=moment)


@transaction.atomic
def decline(*, concern: Concern, reason: str, version: int, by: User, at: datetime | None = None) -> Concern:
    """The LA officer declines: lock, move, audit, message to the Directors, whose turn it is again. Twice is once.

    Raises StaleEdit, WrongMove, ValidationError without a reason.
    """
    moment = at or clock.now()
    row = Concern.objects.select_for_update().get(pk=concern.pk)
    if row.state == ConcernState.DECLINED and row.la_reason == reason:
        return row
    if not reason:
        raise ValidationError({"reason": "Enter the reason, for the Director"})
    _answer(row, ConcernState.DECLINED, reason, version, by, moment)
    return row


def _answer(row: Concern, to: str, reason: str, version: int, by: User, at: datetime) -> None:
    if row.version != version:
        raise StaleEdit
    row.la_reason, row.since, row.version = reason, at, row.version + 1
    update = ("la_reason", "since", "version")
    move(row, to=to, table=CONCERN_MOVES, by=by, at=at, reason=reason, update=update)
    audit.record("concern.answered", about=row.about, by=by, at=at, to=to)
    outbox.write(_notes(row, "concern-answered", people_with(Role.DIRECTOR), at), at=at)


def _notes(concern: Concern, kind: str, people: list[User], at: datetime) -> list[Note]:
    """One message a person and step. It names no school: an e-mail may be read by others."""
    return [
        Note(
            key=f"{kind}:concern={concern.pk}:version={concern.version}:user={person.pk}",
            kind=kind,
            person=person,
            context={"path": concern.get_absolute_url(), "on": clock.day(at)},
            about=concern.about,
            why="a decision on a school is theirs to know",
        )
        for person in people
    ]
