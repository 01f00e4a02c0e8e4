"""Documents that a host gives to its team: the list, giving, opening, taking back."""

from urllib.parse import quote

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp import access, audit
from hlp.access import Request
from hlp.uploads.refusals import Refused
from peerchallenge.forms.hostdocument import HostDocumentForm
from peerchallenge.models import ChallengeSession, HostDocument
from peerchallenge.models.hostdocument import expires_on
from peerchallenge.packs.audience import Audience
from peerchallenge.services import hostdocuments
from peerchallenge.views.handbook import must_accept_first, to_the_code
from peerchallenge.views.sessions import fetch_session

GIVE, READ = "peerchallenge.give_documents", "peerchallenge.read_documents"


@require_GET
def document_list(request: Request, pk: int) -> HttpResponse:
    """What the host has given, for the team and the host."""
    session = fetch_session(request, pk)
    if must_accept_first(request, session):
        return to_the_code(request, session)
    access.require(request.user, READ, session)
    visible = HostDocument.objects.visible_to(request.user).filter(session=session)
    context = {
        "session": session,
        "documents": visible.standing().select_related("added_by"),
        "gone": visible.filter(blob=None).count(),
        "may_give": request.user.has_perm(GIVE, session),
        "is_open": session.state in hostdocuments.OPEN,
        "until": expires_on(session, hostdocuments.months_of(session)),
        "readers": Audience.HOST_DOCUMENTS,
    }
    return render(request, "peerchallenge/hostdocument/list.html", context)


@require_http_methods(["GET", "POST"])
def document_give(request: Request, pk: int) -> HttpResponse:
    """Give one file. What is wrong with it is said beside the box."""
    session = _to_give(request, pk)
    form = HostDocumentForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            hostdocuments.give(
                session=session,
                data=file.read(),
                filename=file.name or "",
                title=form.cleaned_data["title"],
                kind=form.cleaned_data["kind"],
                by=request.user,
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        except ValidationError as refusal:
            form.take(refusal)
        else:
            messages.success(request, f"The team can now open ‘{form.cleaned_data['title']}’.")
            return redirect("peerchallenge:document-list", pk=pk)
    context = {
        "session": session,
        "form": form,
        "until": expires_on(session, hostdocuments.months_of(session)),
        "readers": Audience.HOST_DOCUMENTS,
    }
    return render(request, "peerchallenge/hostdocument/give.html", context)


@require_GET
def document_download(request: Request, pk: int, number: int) -> HttpResponse:
    """The file, never shown inside our own pages; each opening is in the audit log."""
    session = fetch_session(request, pk)
    if must_accept_first(request, session):
        return to_the_code(request, session)
    visible = HostDocument.objects.visible_to(request.user).filter(session=session)
    found = access.fetch(visible.select_related("blob"), request.user, pk=number)
    if found.blob is None:
        raise Http404
    audit.record("host-document.opened", about=session.about, by=request.user, document=found.pk)
    reply = HttpResponse(bytes(found.blob.data), content_type="application/octet-stream")
    reply["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.filename)}"
    return reply


@require_POST
def document_remove(request: Request, pk: int, number: int) -> HttpResponse:
    """Delete a file that the team should not have, or need no more."""
    session = _to_give(request, pk)
    visible = HostDocument.objects.visible_to(request.user).filter(session=session)
    found = access.fetch(visible, request.user, pk=number)
    hostdocuments.take_back(document=found, by=request.user)
    messages.success(request, f"‘{found.title}’ is deleted.")
    return redirect("peerchallenge:document-list", pk=pk)


def _to_give(request: Request, pk: int) -> ChallengeSession:
    session = fetch_session(request, pk)
    access.require(request.user, GIVE, session)
    return session
