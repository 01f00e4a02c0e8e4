"""What the pages of projects share: fetching one, its colour, and a page with one form."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from board.choices import MilestoneStatus, ProjectState
from board.models import Project
from board.services.projects import places
from board.views.pieces import done, form_page, posted
from hlp import access
from hlp.access import Request

__all__ = ["COLOURS", "done", "page", "page_project", "posted", "project_form"]

page = require_http_methods(["GET", "POST"])
RUN, WRITE, PUT, DECIDE, LEAD = (
    f"board.{name}"
    for name in ("run_projects", "write_proposal", "put_project", "decide_project", "lead_project")
)
COLOURS = {
    ProjectState.PROPOSAL: "grey",
    ProjectState.WITH_BOARD: "purple",
    ProjectState.DEFERRED: "yellow",
    ProjectState.DECLINED: "grey",
    ProjectState.WITHDRAWN: "grey",
    ProjectState.RUNNING: "blue",
    ProjectState.PAUSED: "yellow",
    ProjectState.STOPPED: "grey",
    ProjectState.FINISHED: "green",
}
MILESTONE_COLOURS = {
    MilestoneStatus.DONE: "green",
    MilestoneStatus.ON_THE_WAY: "blue",
    MilestoneStatus.LATE: "red",
}


def page_project(request: Request, pk: int, permission: str | None = None) -> Project:
    """The project: 404 for whoever may not read it, 403 without the permission."""
    visible = Project.objects.visible_to(request.user).select_related(
        "theme",
        "round__year",
        "measure",
        "lead_school",
        "lead_person",
        "proposer",
        "decision",
        "item__meeting",
    )
    return access.fetch(visible, request.user, permission, pk=pk)


def project_form(request: Request, project: Project, form: Any, title: str, **context: Any) -> HttpResponse:
    """A page with one form of a project."""
    facts = {"caption": project.title, **context}
    return form_page(request, form, title, project.get_absolute_url(), **facts)


def newest(project: Project) -> int:
    """The version that is stored now."""
    return places.locked(project).version
