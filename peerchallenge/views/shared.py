"""A report opened by its link, without an account: the page, and the reader's own PDF."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from peerchallenge.packs.audience import Audience
from peerchallenge.packs.paragraphs import numbered
from peerchallenge.services import sharing
from peerchallenge.services.sharing import Opened
from peerchallenge.views.report import pdf

HEADERS = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
}


@login_not_required
@require_GET
def read(request: HttpRequest, token: str) -> HttpResponse:
    """The newest version, with the reader's name across it. 404 once the link has run out or was revoked."""
    asks_for_progress = bool(request.headers.get("HX-Request"))
    found = _opened(token, "" if asks_for_progress else "page")
    document = found.document
    context = {
        "link": found.link,
        "session": found.link.session,
        "version": found.version,
        "data": numbered(found.version.data),
        "document": document,
        "download": reverse("peerchallenge:shared-download", args=[token]),
        "refresh_seconds": None,
        "poll": request.path if document.is_pending else "",
        "audience": Audience.SHARED_PAGE,
    }
    part = "_components/progress.html" if asks_for_progress else "peerchallenge/sharing/read.html"
    return _private(render(request, part, context))


@login_not_required
@require_GET
def download(request: HttpRequest, token: str) -> HttpResponse:
    """The reader's own PDF, or the page while it is being made."""
    found = _opened(token, "PDF")
    if not found.document.is_ready:
        return _private(redirect("peerchallenge:shared-read", token=token))
    return _private(pdf(found.document))


def _opened(token: str, what: str) -> Opened:
    """What a live link opens. Raises Http404 for any other token."""
    found = sharing.open_link(token, what=what)
    if found is None:
        raise Http404
    return found


def _private(answer: HttpResponse) -> HttpResponse:
    for name, value in HEADERS.items():
        answer.headers[name] = value
    return answer
