"""The calibration of judgements for the Director, and the papers on it for the Board."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from hlp import access, documents, papers
from hlp.access import Request
from hlp.papers import PaperSource
from peerchallenge.services.qa.calibration import calibration as numbers
from peerchallenge.services.qa.papers import sources

READ = "peerchallenge.read_calibration"


@require_http_methods(["GET", "POST"])
def calibration(request: Request) -> HttpResponse:
    """The table, and both papers. A POST draws one of them."""
    access.require_sight(request.user, READ)
    on_offer = {one.key: one for one in sources()}
    if request.method == "POST":
        if request.POST.get("paper") not in on_offer:
            raise PermissionDenied
        papers.draw(on_offer[request.POST["paper"]])
        return redirect("peerchallenge:qa-calibration")
    shown = [_shown(paper) for paper in on_offer.values()]
    pending = any(item["document"] and item["document"].is_pending for item in shown)
    context = {"papers": shown, "refresh_seconds": 5 if pending else 0}
    if request.htmx:
        return render(request, "peerchallenge/case/_papers.html", context)
    return render(request, "peerchallenge/qa/calibration.html", {**context, **numbers()})


def _shown(paper: PaperSource) -> dict[str, Any]:
    document = documents.newest(papers.KIND, paper.about)
    download = reverse("peerchallenge:qa-paper", args=[document.pk]) if document else ""
    return {"paper": paper, "document": document, "download": download}


@require_GET
def download(request: Request, pk: int) -> HttpResponse:
    """One drawn paper as a PDF."""
    access.require_sight(request.user, READ)
    found = next((d for d in papers.drawn(sources()) if d.pk == pk and d.is_ready), None)
    if found is None:
        raise Http404
    reply = HttpResponse(documents.read(found), content_type="application/pdf")
    reply["Content-Disposition"] = f'inline; filename="{found.filename}"'
    return reply
