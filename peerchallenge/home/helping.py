"""Support, decisions on schools of concern and monitoring that need somebody, as lines of the home page."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from hlp import clock
from hlp.models import User
from peerchallenge.choices import CaseState, ConcernState, MatchState
from peerchallenge.home.pieces import Item, kind
from peerchallenge.models import Concern, Match, MonitoringCase, SupportCase
from peerchallenge.services.attention import DECISION_DAYS
from peerchallenge.services.support import desk
from schools.calculations import school_days_before
from schools.roles import Roles


def support(user: User, held: Roles, at: datetime) -> list[Item]:
    """Needs that wait for the Director; for a headteacher what support has changed, when that is due."""
    if not (held.director or held.schools):
        return []
    found = []
    if held.director:
        waiting = SupportCase.objects.running().visible_to(user).select_related("school")
        found += [_need(need) for need in desk.needs(list(waiting), at) if need.untouched or need.is_waiting]
    due = Match.objects.visible_to(user).filter(case__school__in=held.schools, state=MatchState.AGREED)
    for match in due.filter(review_on__lte=clock.local(at).date()).select_related("provider"):
        title = f"Say what the support by {match.provider} has changed"
        since = clock.at(match.review_on, time()) if match.review_on else None
        found.append(
            {"title": title, "href": match.get_absolute_url(), "text": "Two minutes.", "since": since}
        )
    return found


def _need(need: desk.Need) -> Item:
    status, colour = ("Untouched", "red") if need.untouched else (need.case.get_state_display(), "yellow")
    return {
        "title": f"Find support for {need.case.school}",
        "href": need.case.get_absolute_url(),
        "text": f"{need.case.get_source_display()}, {need.days_open} days ago.",
        "status": status,
        "colour": colour,
        "late": need.untouched,
        "since": need.case.opened_at,
        "kind": kind("schools that need support", "support-list"),
    }


def decisions(user: User, held: Roles, at: datetime) -> list[Item]:
    """Decisions that wait for the Director, recommendations for an LA officer: late after five school days."""
    if not (held.director or held.la_officer):
        return []
    seen = Concern.objects.visible_to(user).select_related("school", "session__round__year")
    recommended = seen.filter(state=ConcernState.RECOMMENDED).order_by("since")
    rows = list(seen.undecided() if held.director else recommended)
    now = clock.local(at)
    days = school_days_before(now.date(), DECISION_DAYS) if rows else []
    before = clock.at(days[-1], now.time()) if days else at
    return [_decision(row, held, late=row.since <= before) for row in rows]


def _decision(row: Concern, held: Roles, *, late: bool) -> Item:
    source = row.source if held.director else "Recommended by the Director"
    return {
        "title": f"{'Decide' if held.director else 'Answer'} on {row.school}",
        "href": row.get_absolute_url(),
        "text": f"{source}, since {clock.day(row.since)}.",
        "status": row.get_state_display(),
        "colour": "red" if held.director else "yellow",
        "late": late,
        "since": row.since,
        "kind": kind("decisions", "concern-list"),
    }


def cases(user: User, held: Roles, at: datetime) -> Iterator[Item]:
    """Cases with a review meeting or after-care that is due within a week; a headteacher's own always."""
    if not (held.director or held.la_officer or held.schools or held.collaboratives):
        return
    today = clock.local(at).date()
    keeps = user.has_perm("peerchallenge.keep_cases")
    running = MonitoringCase.objects.visible_to(user).exclude(state=CaseState.ENDED)
    for case in running.select_related("school"):
        day = case.next_review_on or case.after_care_on
        if day and (not keeps or day <= today + timedelta(days=7)):
            what = "Review meeting" if case.is_open else "After-care"
            late = day < today
            yield {
                "title": f"Monitoring of {case.school}",
                "href": case.get_absolute_url(),
                "text": f"{what}: {clock.day(day)}.",
                "status": "Overdue" if late else what,
                "colour": "red" if late else "purple",
                "due": clock.at(day, time()),
                "late": late,
            }
