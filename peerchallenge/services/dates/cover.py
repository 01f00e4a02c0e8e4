"""Cover for a reviewer who cannot come: who could, the nearest first, and why the others could not."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count

from hlp.models import User
from peerchallenge.calculations import day_of
from peerchallenge.choices import OFF
from peerchallenge.models import ChallengeSession, Reviewer
from peerchallenge.services import plans, teams
from peerchallenge.services.dates.offers import Candidate, eligible_people
from peerchallenge.services.plans import TeamMember

FAR = 10**9


@dataclass(frozen=True)
class Cover:
    """Somebody who could come or not: how far their school lies (metres, None where unknown), days given this year."""

    candidate: Candidate
    metres: float | None
    given: int
    own_group: bool

    @property
    def distance(self) -> str:
        """``1.2 km away``, or nothing."""
        return f"{self.metres / 1000:.1f} km away" if self.metres is not None else ""


def cover_for(session: ChallengeSession) -> list[Cover]:
    """Everybody who is not on the team of a session (loaded ``with_people``): those who could come first, by distance."""
    team = {place.person_id for place in session.reviewers.all()}
    own = set(session.group.places.values_list("school_id", flat=True))
    given = days_given(session)
    found = [
        Cover(
            one,
            session.host.distance_to(one.school),
            given.get(one.person.pk, 0),
            one.school.pk in own,
        )
        for one in eligible_people(session, day_of(session))
        if one.person.pk not in team
    ]
    return sorted(found, key=_order)


def _order(cover: Cover) -> tuple[bool, float, int, str]:
    metres = FAR if cover.metres is None else cover.metres
    return not cover.candidate.ok, metres, cover.given, cover.candidate.person.name


def days_given(session: ChallengeSession) -> dict[int, int]:
    """How many days each person gives to others in the session's year, as a reviewer, by primary key."""
    rows = Reviewer.objects.filter(session__round__year=session.round.year_id).exclude(session__state__in=OFF)
    return dict(rows.order_by().values("person").annotate(n=Count("pk")).values_list("person", "n"))


@transaction.atomic
def cover_reviewer(
    *,
    session: ChallengeSession,
    leaving: User,
    coming: User,
    reason: str,
    version: int,
    by: User,
    at: datetime | None = None,
) -> ChallengeSession:
    """Let somebody take a reviewer's place, lead or not: check that they can, then change the team.

    Doing it twice changes nothing. Raises ValidationError (``coming``, and as ``change_team`` does), StaleEdit.
    """
    named = {member.person.pk: member for member in plans.plan_of(session).team}
    if leaving.pk not in named:
        if coming.pk in named:
            return session
        raise ValidationError(f"{leaving} is not on the team any more")
    found = next((one for one in eligible_people(session, day_of(session)) if one.person == coming), None)
    if found is None or not found.ok:
        why = ". ".join(found.reasons) if found else f"{coming} is not a headteacher of another member"
        raise ValidationError({"coming": [why]})
    newcomer = TeamMember(found.person, found.school, named[leaving.pk].is_lead)
    team = [newcomer if pk == leaving.pk else member for pk, member in named.items()]
    return teams.change_team(session=session, team=team, reason=reason, by=by, at=at, version=version)
