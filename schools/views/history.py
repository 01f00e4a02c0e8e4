"""What somebody was part of: for themselves, and for the office."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET

from hlp.access import Request, fetch, require_sight
from hlp.models import User


@require_GET
def history(request: Request) -> HttpResponse:
    """My posts and my sessions."""
    return _page(request, request.user)


@require_GET
def person_history(request: Request, pk: int) -> HttpResponse:
    """The posts and sessions of somebody else."""
    require_sight(request.user, "schools.manage_people")
    return _page(request, fetch(User.objects.visible_to(request.user), request.user, pk=pk))


def _page(request: Request, person: User) -> HttpResponse:
    found = [panel for path in settings.HISTORY_PANELS for panel in import_string(path)(request.user, person)]
    drawn = [render_to_string(panel["template"], panel["context"], request) for panel in found]
    return render(request, "schools/history/detail.html", {"person": person, "panels": drawn})
