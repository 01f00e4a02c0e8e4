"""The calibration of judgements for the Director, and the papers on it for the Board."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hlp import access
from hlp.access import Request
from peerchallenge.services.qa.calibration import calibration as numbers
from peerchallenge.services.qa.papers import sources
from peerchallenge.views import papers

READ = "peerchallenge.read_calibration"


@require_http_methods(["GET", "POST"])
def calibration(request: Request) -> HttpResponse:
    """The table, and both papers. A POST draws one of them."""
    access.require_sight(request.user, READ)
    if request.method == "POST":
        papers.draw_posted(request, sources())
        return redirect("peerchallenge:qa-calibration")
    context = papers.shown(sources(), "peerchallenge:qa-paper")
    if request.htmx:
        return render(request, "peerchallenge/case/_papers.html", context)
    return render(request, "peerchallenge/qa/calibration.html", {**context, **numbers()})


@require_GET
def download(request: Request, pk: int) -> HttpResponse:
    """One drawn paper as a PDF."""
    access.require_sight(request.user, READ)
    return papers.file_of(pk, sources())
