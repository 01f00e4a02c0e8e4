"""A need of support: opened by a report, a headteacher or a decision, noted on, closed."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock, outbox
from hlp.models import User
from hlp.outbox import Note
from hlp.transitions import move
from peerchallenge.choices import (
    SUPPORT_MOVES,
    MatchState,
    SupportSource,
    SupportState,
    SupportWanted,
    Urgency,
)
from peerchallenge.models import ChallengeSession, Concern, Report, SupportCase, SupportNote
from schools.choices import Role
from schools.models import School, Theme
from schools.roles import people_with


@transaction.atomic
def open_from_report(*, session: ChallengeSession, report: Report, at: datetime) -> SupportCase | None:
    """Open a case where the report says that support is wanted, else None: case, audit, message to the Directors.

    Twice is once.
    """
    if report.support not in {SupportWanted.PEERS, SupportWanted.BROKERED}:
        return None
    case, new = SupportCase.objects.get_or_create(
        session=session,
        defaults={
            "school": session.host,
            "source": SupportSource.REPORT,
            "need": _need(report),
            "theme": session.focus,
            "opened_at": at,
            "touched_at": at,
        },
    )
    if new:
        _opened(case, None, at)
    return case


def rewrite_need(*, session: ChallengeSession) -> None:
    """Take the need over from the report again, when a sealed version was replaced. Part of the caller's transaction."""
    report = Report.objects.get(session=session)
    SupportCase.objects.filter(session=session).update(need=_need(report))


def _need(report: Report) -> str:
    return report.support_detail or f"Support wanted: {report.get_support_display().lower()}"


@transaction.atomic
def request_help(
    *,
    school: School,
    need: str,
    urgency: Urgency,
    theme: Theme | None = None,
    by: User,
    at: datetime | None = None,
) -> SupportCase:
    """A headteacher's own confidential request: lock the school, case, audit, message to the Directors.

    The very same request twice is once.
    """
    moment = at or clock.now()
    School.objects.select_for_update().get(pk=school.pk)
    known = (
        SupportCase.objects.running().filter(school=school, need=need, source=SupportSource.REQUEST).first()
    )
    if known:
        return known
    case = SupportCase.objects.create(
        school=school,
        source=SupportSource.REQUEST,
        need=need,
        urgency=urgency,
        theme=theme,
        opened_at=moment,
        touched_at=moment,
        opened_by=by,
    )
    _opened(case, by, moment)
    return case


@transaction.atomic
def open_from_decision(*, concern: Concern, by: User, at: datetime) -> SupportCase:
    """Open a case for a school on which the Director decided to broker support, unless one is running: case, audit."""
    running = SupportCase.objects.running().filter(school=concern.school).first()
    if running:
        return running
    case = SupportCase.objects.create(
        school=concern.school,
        source=SupportSource.DECISION,
        concern=concern,
        need="Support as decided by the Director after a judgement of concern.",
        urgency=Urgency.NOW,
        opened_at=at,
        touched_at=at,
        opened_by=by,
    )
    audit.record("support.opened", about=case.about, by=by, at=at)
    return case


def _opened(case: SupportCase, by: User | None, at: datetime) -> None:
    audit.record("support.opened", about=case.about, by=by, at=at)
    people = [person for person in people_with(Role.DIRECTOR) if by is None or person.pk != by.pk]
    tell(case, "support-opened", people, case.get_absolute_url(), f"case={case.pk}", at)


def tell(case: SupportCase, kind: str, people: list[User], path: str, key: str, at: datetime) -> None:
    """One message a person. It says no need and names no school."""
    notes = [
        Note(
            key=f"{kind}:{key}:user={person.pk}",
            kind=kind,
            person=person,
            context={"path": path, "on": clock.day(at)},
            about=case.about,
            why="support between schools concerns them",
        )
        for person in dict.fromkeys(people)
    ]
    outbox.write(notes, at=at)


def locked(case: SupportCase) -> SupportCase:
    """The case, locked. Call it inside a transaction."""
    return SupportCase.objects.select_for_update().get(pk=case.pk)


def step(row: SupportCase, to: SupportState, *, by: User | None, at: datetime, reason: str = "") -> None:
    """Move a locked case, touching it. Raises WrongMove."""
    row.touched_at, row.version = at, row.version + 1
    update = ("touched_at", "version", "closing_note")
    move(row, to=to, table=SUPPORT_MOVES, by=by, at=at, reason=reason, update=update)


@transaction.atomic
def add_note(*, case: SupportCase, text: str, by: User, at: datetime | None = None) -> SupportNote:
    """The Director notes something: lock, note, touch, audit. The same text twice in a row is one note."""
    moment = at or clock.now()
    row = locked(case)
    newest = row.notes.first()
    if newest and (newest.text, newest.by_id) == (text, by.pk):
        return newest
    note = SupportNote(case=row, text=text, by=by, at=moment)
    note.save()
    row.touched_at = moment
    row.save(update_fields=["touched_at"])
    audit.record("support.noted", about=row.about, by=by, at=moment)
    return note


@transaction.atomic
def change_case(
    *, case: SupportCase, theme: Theme | None, urgency: Urgency, by: User, at: datetime | None = None
) -> None:
    """Sort a need under a theme and set its urgency: lock, save, audit."""
    moment = at or clock.now()
    row = locked(case)
    row.theme, row.urgency, row.touched_at = theme, urgency, moment
    row.save(update_fields=["theme", "urgency", "touched_at"])
    audit.record("support.changed", about=row.about, by=by, at=moment)


@transaction.atomic
def close_case(*, case: SupportCase, note: str, by: User, at: datetime | None = None) -> SupportCase:
    """Close a need, with a word on how it ended: lock, move, audit. Twice is once.

    Raises ValidationError without a note or while two schools are still at it, WrongMove.
    """
    moment = at or clock.now()
    row = locked(case)
    if row.state == SupportState.CLOSED:
        return row
    if not note:
        raise ValidationError({"note": "Enter how it ended"})
    if row.matches.filter(state__in=[MatchState.INTRODUCED, MatchState.AGREED]).exists():
        raise ValidationError("Two schools are still at it. Say first what came of their introduction")
    row.closing_note = note
    step(row, SupportState.CLOSED, by=by, at=moment, reason=note)
    audit.record("support.closed", about=row.about, by=by, at=moment)
    return row


@transaction.atomic
def withdraw_case(*, case: SupportCase, by: User, at: datetime | None = None) -> SupportCase:
    """The headteacher no longer wants help: lock, end an introduction, move, audit. Twice is once. Raises WrongMove."""
    moment = at or clock.now()
    row = locked(case)
    if row.state == SupportState.WITHDRAWN:
        return row
    step(row, SupportState.WITHDRAWN, by=by, at=moment)
    for match in row.matches.filter(state=MatchState.INTRODUCED):
        match.state = MatchState.ENDED
        match.save(update_fields=["state"])
    audit.record("support.withdrawn", about=row.about, by=by, at=moment)
    return row
