"""Panels of other pages: a school's, a new headteacher's hand-over, and what somebody was part of."""

from django.urls import reverse

from hlp import clock
from hlp.models import User
from peerchallenge import rules
from peerchallenge.calculations import lines_of
from peerchallenge.choices import OFF
from peerchallenge.home.pieces import Panel, item, panel
from peerchallenge.models import ChallengeSession, ReportVersion
from peerchallenge.services import actions, handovers
from peerchallenge.services.acts import pressing
from schools.models import School


def school_panels(user: User, school: School) -> list[Panel]:
    """The sessions hosted by a school that the reader may see, the newest first."""
    visible = ChallengeSession.objects.visible_to(user).filter(host=school).exclude(state__in=OFF)
    rows = visible.with_people().with_sending().order_by("-starts_at", "pk")
    return [
        panel("overview", "school", school=school, lines=lines_of(rows, clock.now())),
        *_shared(user, school),
    ]


def _shared(user: User, school: School) -> list[Panel]:
    """Reports that the headteacher shares with a reader who would not see them otherwise, the newest first."""
    ordinary = ReportVersion.objects.audience(user).values("session")
    versions = ReportVersion.objects.visible_to(user).filter(session__host=school, sealed_at=None)
    rows = versions.exclude(session__in=ordinary).select_related("session__host", "session__round__year")
    sessions = {row.session_id: row.session for row in rows.order_by("-session__starts_at")}
    items = [
        {
            "title": f"Report of {clock.day(session.starts_at)}",
            "href": reverse("peerchallenge:report-read", args=[session.pk]),
            "text": f"{session.round}. The headteacher shares it with you.",
        }
        for session in sessions.values()
    ]
    return [panel("overview", "shared", items=items)] if items else []


def handover_panels(user: User, school: School) -> list[Panel]:
    """The last reports on a school with what was agreed, the dates to come, and what presses its headteacher."""
    at, reports = clock.now(), handovers.last_reports(user, school)
    dates = handovers.dates_to_come(user, school)
    hosted = [session for session in dates if rules.heads_host(user, session)]
    first = [item(act, at) for session in hosted for act in pressing(user, session, at)]
    agreed = [{"version": one, "actions": handovers.agreed_actions(one)} for one in reports]
    folder = "peerchallenge/handover"
    return [
        {"template": "_components/action_list.html", "context": {"items": first}, "order": "first"},
        {
            "template": f"{folder}/actions.html",
            "context": {"actions": actions.open_actions(user, school)},
            "order": "main",
        },
        {"template": f"{folder}/reports.html", "context": {"agreed": agreed}, "order": "main"},
        {
            "template": f"{folder}/dates.html",
            "context": {"school": school, "lines": lines_of(dates, at)},
            "order": "main",
        },
    ]


def history_panels(user: User, person: User) -> list[Panel]:
    """The sessions that somebody led or reviewed, and those that their schools hosted; links where the reader may."""
    seen = set(ChallengeSession.objects.visible_to(user).values_list("pk", flat=True))
    reviewed = [
        {
            "session": s,
            "part": "Lead reviewer" if rules.leads_team(person, s) else "Reviewer",
            "open": s.pk in seen,
        }
        for s in handovers.reviewed_by(person)
    ]
    hosted = [{"session": s, "part": "Host", "open": s.pk in seen} for s in handovers.hosted_by(person)]
    tables = [("Led and reviewed", reviewed), ("Hosted", hosted)]
    return [
        {
            "template": "peerchallenge/history/sessions.html",
            "context": {"title": title, "rows": rows},
            "order": "main",
        }
        for title, rows in tables
    ]
