"""Whoever leads is trained on the day; the Director may overrule it with a reason, and nobody else."""

from collections.abc import Iterator
from datetime import datetime

from hlp import audit, clock
from hlp.models import User
from peerchallenge.choices import EventKind
from peerchallenge.models import ChallengeSession, SessionEvent
from peerchallenge.services.plans import Plan, Problem
from schools.roles import roles_of
from schools.services.training import is_trained

# The code of a refusal that the Director's reason overrules.
UNTRAINED_LEAD = "untrained-lead"


def lead_of(plan: Plan) -> User | None:
    """The person who would lead, or None."""
    return next((member.person for member in plan.team if member.is_lead), None)


def lead_problems(plan: Plan, *, reason: str, by: User) -> Iterator[Problem]:
    """A lead whose training is not in date on the day, unless the Director says why they lead all the same.

    What the Director has accepted once for a session stays accepted. One or two queries for a trained lead.
    """
    lead = lead_of(plan)
    if lead is None or is_trained(lead, plan.day) or is_accepted(plan, lead):
        return
    if roles_of(by).director and reason.strip():
        return
    told = f"The training of {lead} to lead is not in date on {clock.day(plan.day)}. They may review"
    if roles_of(by).director:
        yield "team", f"{told}, or lead if you give a reason", UNTRAINED_LEAD
    else:
        yield "team", f"{told}. Only the Director may let them lead all the same", UNTRAINED_LEAD


def is_accepted(plan: Plan, lead: User) -> bool:
    """Whether the Director has accepted this lead for the session before."""
    events = SessionEvent.objects.filter(thing=plan.session or 0, kind=EventKind.UNTRAINED_LEAD)
    return events.filter(detail__person=lead.pk).exists()


def note_overrule(session: ChallengeSession, plan: Plan, *, reason: str, by: User, at: datetime) -> None:
    """Keep the Director's reason in the session's history and the audit log, where it was needed and given."""
    lead = lead_of(plan)
    if lead is None or not reason.strip() or is_trained(lead, plan.day) or is_accepted(plan, lead):
        return
    facts = {"person": lead.pk, "name": lead.name}
    SessionEvent(
        thing=session, kind=EventKind.UNTRAINED_LEAD, at=at, by=by, reason=reason.strip(), detail=facts
    ).save()
    audit.record("session.untrained-lead", about=session.about, by=by, at=at, person=lead.name)
