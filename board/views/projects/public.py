"""What everybody may read of projects, without signing in: those that the Board approved and the Director shows."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from board.services.projects import public as services
from hlp.site.metadata import Meta, crumbs
from hlp.site.serving import public

LEAD = (
    "What keeps coming up when schools visit one another becomes a project: some schools try something together, "
    "and say what came of it."
)


@public
def public_project_list(request: HttpRequest) -> HttpResponse:
    """The projects, those at work first."""
    rows = services.shown()
    context = {
        "now": [row for row in rows if not row.finished],
        "over": [row for row in rows if row.finished],
        "meta": Meta("Projects", LEAD, request.path),
    }
    return render(request, "board/public/projects.html", context)


@public
def public_project_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One project: its summary, the lead school and its days."""
    project = services.one(pk)
    if project is None:
        raise Http404
    way = [crumbs(("Home", "/"), ("Projects", "/projects/"), (project.title, project.href))]
    context = {"project": project, "meta": Meta(project.title, project.lead, request.path, data=way)}
    return render(request, "board/public/project.html", context)
