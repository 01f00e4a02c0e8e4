"""Why a school cannot leave the partnership yet: sessions that count on it."""

from datetime import date, time, timedelta

from django.db.models import Q, QuerySet

from hlp import clock
from peerchallenge.choices import OFF
from peerchallenge.models import ChallengeSession, Reviewer
from schools.models import School


def sessions_after(school: School, last_day: date, until: date | None = None) -> list[str]:
    """A sentence for each session after a day (and not after ``until``) that the school hosts or sends a reviewer to."""
    begun = clock.at(last_day + timedelta(days=1), time(0))
    wanted = Q(starts_at__gte=begun)
    if until:
        wanted &= Q(starts_at__lt=clock.at(until + timedelta(days=1), time(0)))
    rows = ChallengeSession.objects.filter(wanted).exclude(state__in=OFF)
    return [*_hosted(school, rows), *_reviewed(school, rows)]


def _hosted(school: School, rows: QuerySet[ChallengeSession]) -> list[str]:
    now = clock.now()
    return [
        f"It hosts a session on {clock.day(row.starts_at)}: move or cancel that first"
        if row.starts_at > now
        else f"It hosted a session on {clock.day(row.starts_at)}, so it was a member on that day"
        for row in rows.filter(host=school).order_by("starts_at", "pk")
    ]


def _reviewed(school: School, rows: QuerySet[ChallengeSession]) -> list[str]:
    to_come = rows.filter(starts_at__gt=clock.now()).values("pk")
    places = Reviewer.objects.filter(session__in=to_come, school=school)
    return [
        f"{place.person} is in the review team at {place.session.host} on {clock.day(place.session.starts_at)}: "
        "name somebody else first"
        for place in places.select_related("person", "session__host").order_by("session__starts_at", "pk")
    ]
