"""The monitoring update for the Board: seen on the page, drawn as papers, downloaded by those who keep the cases."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from hlp import access, clock, documents, papers
from hlp.access import Request
from hlp.papers import PaperSource
from peerchallenge.services.papers import numbers, sources
from peerchallenge.views.monitoring import KEEP


@require_http_methods(["GET", "POST"])
def page(request: Request) -> HttpResponse:
    """Today's numbers and both papers. A POST draws one of them."""
    access.require_sight(request.user, KEEP)
    on_offer = {one.key: one for one in sources()}
    if request.method == "POST":
        if request.POST.get("paper") not in on_offer:
            raise PermissionDenied
        papers.draw(on_offer[request.POST["paper"]])
        return redirect("peerchallenge:monitoring-update")
    shown = [_shown(paper) for paper in on_offer.values()]
    pending = any(item["document"] and item["document"].is_pending for item in shown)
    context = {"numbers": numbers(clock.now()), "papers": shown, "refresh_seconds": 5 if pending else 0}
    fragment = "_papers" if request.htmx else "update"
    return render(request, f"peerchallenge/case/{fragment}.html", context)


def _shown(paper: PaperSource) -> dict[str, Any]:
    document = documents.newest(papers.KIND, paper.about)
    here = reverse("peerchallenge:monitoring-update")
    download = reverse("peerchallenge:monitoring-update-download", args=[document.pk]) if document else ""
    return {"paper": paper, "document": document, "download": download, "poll": here}


@require_GET
def download(request: Request, pk: int) -> HttpResponse:
    """One drawn paper as a PDF."""
    access.require_sight(request.user, KEEP)
    found = next((d for d in papers.drawn(sources()) if d.pk == pk and d.is_ready), None)
    if found is None:
        raise Http404
    reply = HttpResponse(documents.read(found), content_type="application/pdf")
    reply["Content-Disposition"] = f'inline; filename="{found.filename}"'
    return reply
