"""Another lead reviewer after the day, when the one who led cannot write the report: from the team first."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp.models import User
from peerchallenge.calculations import day_of
from peerchallenge.choices import SessionState
from peerchallenge.models import ChallengeSession
from peerchallenge.services import plans, teams
from peerchallenge.services.dates.cover import FAR, Cover, days_given
from peerchallenge.services.dates.offers import Candidate, eligible_people
from peerchallenge.services.plans import TeamMember


@dataclass(frozen=True)
class Successor(Cover):
    """Somebody who could lead instead. ``was_there``: on the team on the day."""

    was_there: bool = False


def successors(session: ChallengeSession) -> list[Successor]:
    """Who could take the lead of a session (loaded ``with_people``): the team first, then others by distance.

    Trained, not in conflict with the school and free on the day of the session, as for every lead. Those who are not
    come last, with the reasons.
    """
    lead = session.lead.person_id if session.lead else None
    team = {place.person_id for place in session.reviewers.all()}
    own = set(session.group.places.values_list("school_id", flat=True))
    given = days_given(session)
    found = [
        Successor(
            _as_lead(one),
            session.host.distance_to(one.school),
            given.get(one.person.pk, 0),
            one.school.pk in own,
            one.person.pk in team,
        )
        for one in eligible_people(session, day_of(session))
        if one.person.pk != lead
    ]
    return sorted(found, key=_order)


def _as_lead(one: Candidate) -> Candidate:
    """Being on the team is no reason against leading it."""
    already = f"{one.person} is on the team already"
    return replace(one, reasons=tuple(reason for reason in one.reasons if reason != already))


def _order(one: Successor) -> tuple[bool, bool, float, int, str]:
    metres = FAR if one.metres is None else one.metres
    return not one.candidate.ok, not one.was_there, metres, one.given, one.candidate.person.name


@transaction.atomic
def hand_over_lead(
    *,
    session: ChallengeSession,
    coming: User,
    stays: bool,
    reason: str,
    version: int,
    by: User,
    at: datetime | None = None,
) -> ChallengeSession:
    """Give a session that was held another lead reviewer; the old one stays as a reviewer, or leaves the team.

    Clock, text and everybody else stay. Checks that ``coming`` can lead, then changes the team, which tells those
    concerned. Doing it twice changes nothing. Raises ValidationError (``coming``, ``reason``), StaleEdit.
    """
    if session.lead is not None and session.lead.person_id == coming.pk:
        return session
    if session.state != SessionState.HELD:
        raise ValidationError("Another lead is named here only while the report is being written.")
    found = next((one for one in successors(session) if one.candidate.person == coming), None)
    if found is None or not found.candidate.ok:
        why = (
            ". ".join(found.candidate.reasons)
            if found
            else f"{coming} is not a headteacher of another member"
        )
        raise ValidationError({"coming": [why]})
    team = [TeamMember(coming, found.candidate.school, True)]
    for member in plans.plan_of(session).team:
        if member.person != coming and (stays or not member.is_lead):
            team.append(replace(member, is_lead=False))
    return teams.change_team(session=session, team=team, reason=reason, by=by, at=at, version=version)
