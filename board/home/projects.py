"""What projects show elsewhere: the menu, what needs somebody, the Board's pages, a school's page, the public site."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse

from board.choices import ExpressionState, MeetingState, ProjectState
from board.home.pieces import Panel
from board.models import (
    AgendaItem,
    Expression,
    Meeting,
    Milestone,
    ProgressReport,
    Project,
    ProjectCall,
    ProjectMeetingPlace,
)
from board.roles import board_roles_of
from board.services.projects import evidence
from board.services.projects import public as shown
from hlp import clock
from hlp.models import User
from hlp.site.offers import Site
from peerchallenge.models import Round
from schools.models import School, Theme
from schools.roles import roles_of

Item = dict[str, Any]
SOON = timedelta(days=14)  # before its day, from which a report is shown as something to write
LATEST = 4


def entries(user: User) -> list[dict[str, Any]]:
    """Projects in the Board's menu."""
    return [{"label": "Projects", "href": reverse("board:project-list")}]


def navigation(user: User) -> list[dict[str, Any]]:
    """Projects in the menu of everybody who has nothing to do with the Board."""
    if board_roles_of(user).any or not user.has_perm("board.read_projects"):
        return []
    return entries(user)


# --- What needs somebody ----------------------------------------------------------------------------


def needs(user: User) -> list[Item]:
    """Reports to write, milestones that are late, calls to answer, and what waits for the office."""
    return [*_reports(user), *_milestones(user), *_calls(user), *_office(user), *_meetings_to_answer(user)]


def _reports(user: User) -> list[Item]:
    today = clock.today()
    rows = ProgressReport.objects.owed().filter(
        project__lead_person=user, project__state=ProjectState.RUNNING, due_on__lte=today + SOON
    )
    return [
        {
            "title": f"Progress report: {row.project.title}",
            "href": reverse("board:project-report-edit", args=[row.pk]),
            "text": "Four boxes: what was done, what difference it makes, what comes next, what would help.",
            "due": clock.at(row.due_on, clock.LAST_CALL),
            "late": row.is_late(today),
            "status": "Late" if row.is_late(today) else f"By {clock.short_day(row.due_on)}",
            "colour": "red" if row.is_late(today) else "yellow",
            "kind": ("progress reports", reverse("board:project-list")),
        }
        for row in rows.select_related("project").order_by("due_on")
    ]


def _milestones(user: User) -> list[Item]:
    today = clock.today()
    late = Milestone.objects.visible_to(user).filter(
        project__lead_person=user, project__state=ProjectState.RUNNING, done_on=None, due_on__lt=today
    )
    return [
        {
            "title": f"Milestone: {row.title}",
            "href": reverse("board:milestone-edit", args=[row.project_id, row.pk]),
            "text": row.project.title,
            "due": clock.at(row.due_on, clock.LAST_CALL),
            "late": True,
            "status": "Late",
            "colour": "red",
            "kind": ("milestones", reverse("board:project-list")),
        }
        for row in late.select_related("project").order_by("due_on")
    ]


def _calls(user: User) -> list[Item]:
    """Open calls that a headteacher's school has not answered."""
    schools = roles_of(user).schools
    if not schools:
        return []
    today = clock.today()
    answered = Q(expressions__school__in=schools)
    rows = ProjectCall.objects.visible_to(user).open_on(today).exclude(answered)
    rows = rows.exclude(project__lead_school__in=schools).select_related("project")
    return [
        {
            "title": f"Would your school like to join? {call.project.title}",
            "href": call.get_absolute_url(),
            "text": "A call to all schools. The answer takes two minutes; no answer is needed if it is not for you.",
            "since": clock.at(call.opens_on, clock.QUIET_UNTIL),
            "status": f"Until {clock.short_day(call.closes_on)}",
            "colour": "blue",
        }
        for call in rows
    ]


def _office(user: User) -> list[Item]:
    """Expressions of interest that nobody has answered, for the Director."""
    if not roles_of(user).director:
        return []
    waiting = Expression.objects.visible_to(user).filter(state=ExpressionState.SENT)
    numbers = waiting.values("call__project", "call__project__title").annotate(number=Count("pk")).order_by()
    return [
        {
            "title": f"Interest in a project to answer: {row['call__project__title']}",
            "href": reverse("board:expression-list", args=[row["call__project"]]),
            "text": "1 school waits" if row["number"] == 1 else f"{row['number']} schools wait",
            "status": "To answer",
            "colour": "yellow",
        }
        for row in numbers
    ]


def _meetings_to_answer(user: User) -> list[Item]:
    """Meetings of projects to which a school has not said whether it comes."""

    schools = roles_of(user).schools
    if not schools:
        return []
    rows = ProjectMeetingPlace.objects.filter(
        school__in=schools, coming=None, meeting__cancelled_at=None, meeting__starts_at__gt=clock.now()
    )
    return [
        {
            "title": f"Does your school come? {row.meeting.project.title}",
            "href": row.meeting.get_absolute_url(),
            "text": f"{row.meeting.title}, {clock.when(row.meeting.starts_at)}",
            "due": row.meeting.starts_at,
            "status": "To answer",
            "colour": "yellow",
            "kind": ("meetings of projects", reverse("board:project-list")),
        }
        for row in rows.select_related("meeting__project", "school").order_by("meeting__starts_at")
    ]


# --- On the Board's pages ---------------------------------------------------------------------------


def panels(user: User) -> list[Panel]:
    """On the Board's own home: projects at work and proposals that wait."""
    rows = Project.objects.visible_to(user).select_related("lead_school")
    waiting = list(rows.filter(state=ProjectState.WITH_BOARD).select_related("item__meeting"))
    running = list(rows.at_work().order_by("-starts")[:LATEST])
    if not waiting and not running:
        return []
    return [Panel("board/home/projects.html", {"waiting": waiting, "running": running})]


def meeting_panels(user: User, meeting: Meeting) -> list[Panel]:
    """On the page of a meeting whose agenda is being made: proposals that stand on no agenda yet."""
    if meeting.state != MeetingState.OPEN or not user.has_perm("board.put_project"):
        return []
    waiting = Project.objects.visible_to(user).filter(state=ProjectState.WITH_BOARD, item=None)
    return [Panel("board/home/proposals.html", {"waiting": list(waiting)})] if waiting else []


def item_links(user: User, meeting: Meeting) -> dict[int, list[dict[str, str]]]:
    """Below each item the project that is taken there; for who minutes the meeting also the decision on it."""
    items = AgendaItem.objects.readable_by(user).filter(meeting=meeting)
    rows = Project.objects.visible_to(user).filter(item__in=items)
    decides = user.has_perm("board.decide_project") and meeting.is_agenda_out
    found: dict[int, list[dict[str, str]]] = {}
    for row in rows:
        links = [{"label": f"Project: {row.title}", "href": row.get_absolute_url()}]
        if decides and row.state == ProjectState.WITH_BOARD:
            href = reverse("board:project-decide", args=[row.pk])
            links.append({"label": "Decide on this proposal", "href": href})
        found.setdefault(row.item_id or 0, []).extend(links)
    return found


# --- On other rooms' pages --------------------------------------------------------------------------


def school_panels(user: User, school: School) -> list[dict[str, Any]]:
    """On a school's page: the projects that it leads or takes part in."""
    rows = Project.objects.visible_to(user).approved().of_school(school).select_related("lead_school")
    found = list(rows.order_by("-starts"))
    if not found:
        return []
    return [{"template": "board/home/school_projects.html", "context": {"projects": found, "school": school}}]


def theme_panels(user: User, round: Round, theme: Theme, counts: dict[str, Any]) -> list[dict[str, Any]]:
    """Beside a theme of a round: the projects on it, and for who may propose the way to a new one."""
    rows = list(Project.objects.visible_to(user).filter(theme=theme))
    may = user.has_perm("board.propose_project")
    if not rows and not may:
        return []
    href = f"{reverse('board:project-create')}?round={round.pk}&theme={theme.pk}" if may else ""
    facts = evidence.theme_facts(round, theme) if may else {}
    return [
        {
            "template": "board/home/theme_projects.html",
            "context": {"projects": rows, "href": href, "facts": facts},
        }
    ]


def public_entries(site: Site) -> list[dict[str, Any]]:
    """Projects in the menu of the public site."""
    return [{"label": "Projects", "href": reverse("board:public-project-list")}]


def public_panels(place: str) -> list[dict[str, Any]]:
    """On the page about how peer challenge works: what the schools work on because of it."""
    if place != "peer-challenge":
        return []
    rows = [row for row in shown.shown() if not row.finished][:3]
    return [{"template": "board/public/_projects.html", "context": {"projects": rows}}] if rows else []
