"""News about a session, to those whom it concerns: when, where and who, nothing else."""

from datetime import datetime
from typing import Any

from hlp import clock, outbox
from hlp.models import User
from hlp.outbox import Note
from peerchallenge.models import ChallengeSession, Reviewer
from peerchallenge.services.clock import context_of
from schools.choices import Role
from schools.roles import people_with

PLANNED, MOVED, POSTPONED, CANCELLED, TEAM_CHANGED = (
    "session-planned",
    "session-moved",
    "session-postponed",
    "session-cancelled",
    "team-changed",
)
WHY = {
    PLANNED: "a session was planned",
    MOVED: "a session has a new date or time",
    POSTPONED: "a session was postponed",
    CANCELLED: "a session was cancelled",
    TEAM_CHANGED: "the review team changed",
}


def tell(
    session: ChallengeSession, kind: str, *, by: User, at: datetime, gone: tuple[User, ...] = (), **more: Any
) -> None:
    """Write one message to each person concerned, except the one who did it.

    ``gone`` are people no longer on the team. The key holds the session's version, so that one change tells once.
    """
    facts = {
        **context_of(session),
        **more,
        "ends": clock.clock_time(session.planned_end_at),
        "team": _team(session),
    }
    people = [*_concerned(session), *((person, "no longer") for person in gone)]
    notes = [
        Note(
            key=f"{kind}:session={session.pk}:version={session.version}:user={person.pk}",
            kind=kind,
            person=person,
            context={**facts, "part": part},
            about=session.about,
            why=WHY[kind],
        )
        for person, part in people
        if person.pk != by.pk
    ]
    outbox.write(notes, at=at)


def concerned(session: ChallengeSession) -> list[User]:
    """Host with those who help there and get copies, team and QA reviewer, each once."""
    return [person for person, _ in _concerned(session)]


def _team(session: ChallengeSession) -> list[str]:
    return [f"{r.person}{f', {r.school}' if r.school else ''}" for r in session.reviewers.all()]


def _concerned(session: ChallengeSession) -> list[tuple[User, str]]:
    """Host with those who help there and get copies, team and QA reviewer, each once, with the part that they play."""
    day = clock.local(session.starts_at).date()
    found = dict.fromkeys(people_with(Role.HEADTEACHER, on=day, school=session.host), "host")
    for role in (Role.DEPUTY, Role.SCHOOL_OFFICE):
        found |= dict.fromkeys(people_with(role, on=day, school=session.host, copies=True), "host")
    found |= {r.person: _part(r) for r in session.reviewers.all()}
    if session.qa_reviewer:
        found.setdefault(session.qa_reviewer, "QA reviewer")
    return list(found.items())


def _part(reviewer: Reviewer) -> str:
    return "lead reviewer" if reviewer.is_lead else "reviewer"
