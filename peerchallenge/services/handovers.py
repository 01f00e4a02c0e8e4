"""What a headship that changes hands means for sessions: places in review teams, and what the newcomer needs to know."""

from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q

from hlp import clock
from hlp.models import User
from peerchallenge.choices import OFF, TO_COME, SessionState
from peerchallenge.models import ChallengeSession, ReportVersion, Reviewer
from peerchallenge.models.session import ChallengeSessionQuerySet
from peerchallenge.services import plans, teams
from peerchallenge.services.plans import TeamMember
from schools.models import Appointment, School
from schools.services.handovers import Place
from schools.services.headships import DAY

REPORTS = 3


# --- Places in review teams --------------------------------------------------------------------


def places(post: Appointment) -> list[Place]:
    """The sessions after the last day in which the leaving headteacher is named for their school, by date."""
    mine = Reviewer.objects.filter(person=post.person_id, school=post.school_id)
    rows = _open_after(post).filter(pk__in=mine.values("session")).with_people()
    return [_place(row, post) for row in rows.order_by("starts_at", "pk")]


def _open_after(post: Appointment) -> ChallengeSessionQuerySet:
    """Sessions to come after the last day, and those without a day."""
    last = post.ends or date.max - DAY
    after = Q(state__in=TO_COME, starts_at__gte=clock.at(last + DAY, time.min))
    return ChallengeSession.objects.filter(after | Q(state=SessionState.POSTPONED))


def _place(row: ChallengeSession, post: Appointment) -> Place:
    part = "Lead reviewer" if row.lead and row.lead.person_id == post.person_id else "Reviewer"
    postponed = row.state == SessionState.POSTPONED
    when = "Postponed, no date yet" if postponed else clock.when(row.starts_at)
    return Place(row.about, f"{part} at {row.host}", when, row.get_absolute_url())


def pass_on(
    key: str, *, post: Appointment, to: Appointment | None, by: User, at: datetime | None = None
) -> None:
    """Put the successor in the leaving headteacher's place in a team, or leave it empty: as a change of the team.

    Raises ValidationError where the successor cannot take it.
    """
    session = _open_after(post).with_people().get(pk=int(key.partition(":")[2]))
    reason = f"The headship of {post.school} changes hands"
    if to is None:
        teams.leave_place(session=session, person=post.person, reason=reason, by=by, at=at)
        return
    if any(r.person_id == to.person_id for r in session.reviewers.all()):
        raise ValidationError(f"{to.person} is on this team already")
    team = [
        TeamMember(to.person, to.school, m.is_lead) if m.person.pk == post.person_id else m
        for m in plans.plan_of(session).team
    ]
    teams.change_team(session=session, team=team, reason=reason, by=by, at=at)


# --- What the newcomer needs to know --------------------------------------------------------------


def last_reports(user: User, school: School) -> list[ReportVersion]:
    """The newest version of each of the last reports on a school that the reader may read, newest first."""
    versions = ReportVersion.objects.visible_to(user).filter(session__host=school, sealed_at=None)
    rows = versions.select_related("session__round__year").order_by("-session__starts_at", "-number", "pk")
    newest: dict[int, ReportVersion] = {}
    for version in rows:
        newest.setdefault(version.session_id, version)
    return list(newest.values())[:REPORTS]


def agreed_actions(version: ReportVersion) -> list[dict[str, Any]]:
    """What was agreed in a report, as it was sent: what, who, by when."""
    sections = version.data.get("sections", [])
    return [action for section in sections for action in section.get("actions", [])]


def dates_to_come(user: User, school: School) -> list[ChallengeSession]:
    """The sessions to come that a school hosts, or in which it reviews, as far as the reader sees them."""
    part = Q(host=school) | Q(pk__in=Reviewer.objects.filter(school=school).values("session"))
    rows = ChallengeSession.objects.visible_to(user).filter(part, state__in=TO_COME)
    return list(rows.with_people().order_by("starts_at", "pk"))


def reviewed_by(person: User) -> list[ChallengeSession]:
    """The sessions in which somebody is or was on the team, newest first."""
    mine = Reviewer.objects.filter(person=person)
    rows = ChallengeSession.objects.filter(pk__in=mine.values("session")).exclude(state__in=OFF)
    return list(rows.with_people().order_by("-starts_at", "pk"))


def hosted_by(person: User) -> list[ChallengeSession]:
    """The sessions that schools hosted while somebody headed them, newest first."""
    during = Q(pk=None)
    for post in person.appointments.filter(role="headteacher"):
        days = Q(host=post.school_id, starts_at__gte=clock.at(post.starts, time.min))
        during |= days & Q(starts_at__lt=clock.at(post.ends + DAY, time.min)) if post.ends else days
    rows = ChallengeSession.objects.filter(during).exclude(state__in=OFF)
    return list(rows.with_people().order_by("-starts_at", "pk"))
