"""The monitoring update for the Board: seen on the page, drawn as papers, downloaded by those who keep the cases."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hlp import access, clock
from hlp.access import Request
from peerchallenge.services.papers import numbers, sources
from peerchallenge.views import papers
from peerchallenge.views.monitoring import KEEP


@require_http_methods(["GET", "POST"])
def page(request: Request) -> HttpResponse:
    """Today's numbers and both papers. A POST draws one of them."""
    access.require_sight(request.user, KEEP)
    if request.method == "POST":
        papers.draw_posted(request, sources())
        return redirect("peerchallenge:monitoring-update")
    context = {
        "numbers": numbers(clock.now()),
        **papers.shown(sources(), "peerchallenge:monitoring-update-download"),
    }
    fragment = "_papers" if request.htmx else "update"
    return render(request, f"peerchallenge/case/{fragment}.html", context)


@require_GET
def download(request: Request, pk: int) -> HttpResponse:
    """One drawn paper as a PDF."""
    access.require_sight(request.user, KEEP)
    return papers.file_of(pk, sources())
