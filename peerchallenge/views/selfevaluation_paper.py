"""The self-evaluation as a PDF: how far it is, and the file."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from hlp import documents
from hlp.access import Request, fetch
from hlp.models import Document
from peerchallenge.models import SelfEvaluation
from peerchallenge.packs.audience import Audience
from peerchallenge.services import selfevaluations as service
from peerchallenge.views.selfevaluation import WRITE


@require_http_methods(["GET", "POST"])
def paper(request: Request, pk: int) -> HttpResponse:
    """The newest PDF, made or in the making. A POST asks for one of the text as it stands."""
    found = _readable(request, pk)
    if request.method == "POST":
        service.ask_paper(self_evaluation=found)
        return redirect("peerchallenge:selfevaluation-paper", pk=pk)
    document = _newest(request, found)
    context = {
        "session": found.session,
        "self_evaluation": found,
        "readers": Audience.SELF_EVALUATION_SHARED if found.shared_at else Audience.SELF_EVALUATION_DRAFT,
        "document": document,
        "is_current": document is not None and service.is_current(found, document),
        "poll": reverse("peerchallenge:selfevaluation-paper", args=[pk]),
        "download": reverse("peerchallenge:selfevaluation-download", args=[pk, document.version])
        if document
        else "",
        "refresh_seconds": 5 if document and document.is_pending else 0,
    }
    page = "_components/progress.html" if request.htmx else "peerchallenge/selfevaluation/paper.html"  # type: ignore[attr-defined]
    return render(request, page, context)


@require_GET
def download(request: Request, pk: int, version: int) -> HttpResponse:
    """One PDF."""
    found = _readable(request, pk)
    document = fetch(service.papers(found), request.user, version=version)
    if not document.is_ready or not service.may_take(found, document, own=_own(request, found)):
        raise Http404
    reply = HttpResponse(documents.read(document), content_type="application/pdf")
    reply["Content-Disposition"] = f'inline; filename="{document.filename}"'
    return reply


def _readable(request: Request, pk: int) -> SelfEvaluation:
    visible = SelfEvaluation.objects.visible_to(request.user)
    rows = visible.select_related("session__host", "session__round__year", "session__group__collaborative")
    return fetch(rows, request.user, session__pk=pk)


def _newest(request: Request, found: SelfEvaluation) -> Document | None:
    document = service.papers(found).order_by("version").last()
    allowed = document is not None and service.may_take(found, document, own=_own(request, found))
    return document if allowed else None


def _own(request: Request, found: SelfEvaluation) -> bool:
    return request.user.has_perm(WRITE, found.session)
