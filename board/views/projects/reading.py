"""Reading projects: the list with its filters, and one project with all that belongs to it."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from board.choices import PROJECTS_AT_WORK, ExpressionState, ProjectState
from board.models import Decision, Project, ProjectCall
from board.services.projects import impact, overview, tables
from board.services.projects.calls import CALLED
from board.services.projects.proposing import history, missing
from board.views.projects.pieces import (
    COLOURS,
    DECIDE,
    LEAD,
    MILESTONE_COLOURS,
    PUT,
    RUN,
    WRITE,
    page_project,
)
from hlp import access, clock
from hlp.access import Request
from hlp.tables import download
from schools.forms.search import SchoolSearch
from schools.models import PracticeEntry

SHOWN = {
    "now": ("At work", PROJECTS_AT_WORK),
    "proposals": ("Proposals", {ProjectState.PROPOSAL, ProjectState.WITH_BOARD, ProjectState.DEFERRED}),
    "over": (
        "Over",
        {ProjectState.FINISHED, ProjectState.STOPPED, ProjectState.DECLINED, ProjectState.WITHDRAWN},
    ),
}
ROWS_OF_A_PAGE = 25


@require_GET
def project_list(request: Request) -> HttpResponse:
    """The projects that somebody reads, by how far they are."""
    access.require_sight(request.user, "board.read_projects")
    search = SchoolSearch(request)
    found = search.narrow(Project.objects.visible_to(request.user), "lead_school", "members__school")
    numbers = {
        row["state"]: row["number"] for row in found.values("state").annotate(number=Count("pk")).order_by()
    }
    tabs = [
        {"key": key, "label": label, "number": sum(numbers.get(state, 0) for state in states)}
        for key, (label, states) in SHOWN.items()
    ]
    given = request.GET.get("show", "")
    show = given if given in SHOWN else next((tab["key"] for tab in tabs if tab["number"]), "now")
    rows = overview.listed(found.filter(state__in=SHOWN[show][1]))
    if file := download(request, tables.project_table(rows, clock.today())):
        return file  # type: ignore[return-value]
    shown = Paginator(rows, ROWS_OF_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "rows": [_row(project) for project in shown],
        "shown": shown,
        "tabs": [tab for tab in tabs if tab["number"] or tab["key"] == "now"],
        "show": show,
        "search": search,
        "query": f"{search.query}show={show}&",
        "calls": _calls(request),
        "may_propose": request.user.has_perm("board.propose_project"),
    }
    return render(request, "board/project/list.html", context)


def _row(project: Any) -> dict[str, Any]:
    return {"project": project, "colour": COLOURS[ProjectState(project.state)], **overview.line(project)}


def _calls(request: Request) -> list[ProjectCall]:
    """The calls that schools may answer now."""
    rows = ProjectCall.objects.visible_to(request.user).open_on(clock.today())
    return list(rows.select_related("project"))


@require_GET
def project_detail(request: Request, pk: int) -> HttpResponse:
    """One project: proposal, figures, work, meetings, and what the reader can do."""
    project, user, today = page_project(request, pk), request.user, clock.today()
    may = {
        "run": user.has_perm(RUN),
        "write": user.has_perm(WRITE, project) and project.is_writable,
        "put": user.has_perm(PUT),
        "decide": user.has_perm(DECIDE) and project.state == ProjectState.WITH_BOARD,
        "lead": user.has_perm(LEAD, project),
    }
    call = ProjectCall.objects.visible_to(user).filter(project=project).first()
    context = {
        "project": project,
        "colour": COLOURS[ProjectState(project.state)],
        "may": may,
        "works": may["lead"] and project.is_at_work,
        "impact": impact.summary(project),
        "milestones": _milestones(project),
        **_reports(project),
        "documents": list(project.documents.standing()),
        "meetings": list(project.meetings.order_by("-starts_at")),
        "members": list(project.members.filter(left_on=None).select_related("school")),
        "decision": Decision.objects.visible_to(user).filter(pk=project.decision_id or 0).first(),
        "call": call,
        "call_open": call is not None and call.is_open(today),
        "waiting": call.expressions.filter(state=ExpressionState.SENT).count() if call and may["run"] else 0,
        "gaps": missing(project) if may["write"] else [],
        "events": [_event(event) for event in history(project)] if _reads_history(may, project) else [],
        "entry": PracticeEntry.objects.visible_to(user).filter(pk=project.entry_id).first()
        if project.entry_id
        else None,
        "callable": CALLED,
        "result": project.shown(project.result),
        "today": today,
        "now": clock.now(),
    }
    return render(request, "board/project/detail.html", context)


def _reports(project: Project) -> dict[str, Any]:
    """Those that were sent, the newest first; the next to come, and those after it."""
    rows = list(project.reports.order_by("due_on"))
    owed = [row for row in rows if not row.is_sent]
    sent = [row for row in reversed(rows) if row.is_sent]
    return {"sent": sent, "owed_next": owed[0] if owed else None, "later": owed[1:]}


def _reads_history(may: dict[str, bool], project: Project) -> bool:
    return may["run"] or may["lead"] or may["put"]


def _milestones(project: Project) -> list[dict[str, Any]]:
    today = clock.today()
    return [
        {"milestone": row, "status": row.status(today).label, "colour": MILESTONE_COLOURS[row.status(today)]}
        for row in project.milestones.all()
    ]


def _event(event: Any) -> dict[str, Any]:
    title = "Changed" if event.kind == "amended" else ProjectState(event.to_state).label
    return {"title": title, "when": clock.when(event.at), "by": event.by, "text": event.reason}
