"""The handbook of a session: how far it is, its versions, and the files."""

from pathlib import PurePath

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from hlp import access, documents
from hlp.access import Request
from hlp.choices import DocumentState
from hlp.models import Document
from peerchallenge import rules
from peerchallenge.choices import TO_COME
from peerchallenge.models import ChallengeSession, Handbook
from peerchallenge.packs.audience import Audience
from peerchallenge.services import handbooks
from peerchallenge.views.sessions import fetch_session

READ = "peerchallenge.read_handbook"


@require_http_methods(["GET", "POST"])
def detail(request: Request, pk: int) -> HttpResponse:
    """The newest version, made or in the making, and the older ones. A POST asks for one of today's facts."""
    session = fetch_session(request, pk)
    if must_accept_first(request, session):
        return to_the_code(request, session)
    access.require(request.user, READ, session)
    if request.method == "POST":
        return _ask(session)
    versions = list(_versions(request, session))
    newest = versions[0] if versions else None
    shown = _document(request, session, newest) if newest else None
    current = newest is None or newest.document.is_pending or handbooks.is_current(session, newest.document)
    context = {
        "session": session,
        "readers": Audience.HANDBOOK,
        "document": shown,
        "version": newest.document.version if newest else 0,
        "changes": newest.changes if newest else [],
        "older": [row for row in versions[1:] if row.document.is_ready],
        "is_to_come": session.state in TO_COME,
        "is_current": current,
        "poll": reverse("peerchallenge:handbook-detail", args=[pk]),
        "download": _file_url(pk, newest.document.version) if newest else "",
        "refresh_seconds": 5 if shown and shown.is_pending else 0,
    }
    fragment = "_progress" if request.htmx else "detail"  # type: ignore[attr-defined]
    return render(request, f"peerchallenge/handbook/{fragment}.html", context)


@require_GET
def download(request: Request, pk: int, version: int) -> HttpResponse:
    """One version as a PDF."""
    session = fetch_session(request, pk)
    if must_accept_first(request, session):
        return to_the_code(request, session)
    access.require(request.user, READ, session)
    ready = _versions(request, session).filter(document__state=DocumentState.READY)
    document = _document(request, session, access.fetch(ready, request.user, document__version=version))
    if not document.is_ready:
        messages.info(request, "Your copy of the handbook is being made. It takes a few seconds.")
        return redirect("peerchallenge:handbook-detail", pk=pk)
    name = PurePath(document.filename)
    reply = HttpResponse(documents.read(document), content_type="application/pdf")
    reply["Content-Disposition"] = f'inline; filename="{name.stem}-version-{version}{name.suffix}"'
    return reply


def _document(request: Request, session: ChallengeSession, handbook: Handbook) -> Document:
    """The file of a version for this reader: deputies and the office read no self-evaluation, say."""
    return handbooks.document_for(
        handbook,
        whole=request.user.has_perm("peerchallenge.read_preparation", session),
        safeguarding=request.user.has_perm("peerchallenge.know_safeguarding_lead", session),
    )


def must_accept_first(request: Request, session: ChallengeSession) -> bool:
    """Whether the reader is a reviewer who has not accepted the code of conduct yet."""
    user = request.user
    return rules.on_team(user, session) and not rules.has_accepted_code(user, session)


def to_the_code(request: Request, session: ChallengeSession) -> HttpResponse:
    """On to the code of conduct, with the reason."""
    messages.info(request, "The handbook opens when you have read and accepted the code of conduct.")
    return redirect("peerchallenge:session-accept-code", pk=session.pk)


def _ask(session: ChallengeSession) -> HttpResponse:
    if session.state not in TO_COME:
        raise PermissionDenied
    handbooks.ask_handbook(session=session)
    return redirect("peerchallenge:handbook-detail", pk=session.pk)


def _versions(request: Request, session: ChallengeSession) -> QuerySet[Handbook]:
    visible = Handbook.objects.visible_to(request.user).filter(session=session)
    return visible.select_related("document").order_by("-document__version")


def _file_url(pk: int, version: int) -> str:
    return reverse("peerchallenge:handbook-download", args=[pk, version])
