"""The report as it was sent: receipt, reading, download and sealing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from hlp import documents
from hlp.access import Request, fetch, require
from peerchallenge.forms.report import SealForm
from peerchallenge.models import ConfidentialNote, Overruling, Reply, ReportVersion
from peerchallenge.packs.audience import Audience
from peerchallenge.packs.paragraphs import numbered
from peerchallenge.services import practice, reports
from peerchallenge.views.report import pdf
from peerchallenge.views.report_writing import team_session


def _versions(request: Request) -> QuerySet[ReportVersion]:
    user: Any = request.user
    visible = ReportVersion.objects.visible_to(user)
    return visible.select_related("session__host", "session__round__year", "document", "sent_by", "sealed_by")


def _newest(request: Request, pk: int) -> ReportVersion:
    found = _versions(request).filter(session__pk=pk).order_by("-number").first()
    if found is None:
        raise Http404
    return found


def _document(version: ReportVersion) -> dict[str, Any]:
    """What the progress component needs to show a version's PDF."""
    at = {"pk": version.session_id, "number": version.number}
    pending = version.document.is_pending
    return {
        "document": version.document,
        "poll": reverse("peerchallenge:report-progress", kwargs=at),
        "download": reverse("peerchallenge:report-download", kwargs=at),
        "retry": reverse("peerchallenge:report-print", kwargs=at),
        "refresh_seconds": 3 if pending else None,
    }


def receipt(request: Request, pk: int) -> HttpResponse:
    """What the team sees after sending, and whenever it comes back."""
    team_session(request, pk)
    version = _newest(request, pk)
    stamp = reports.punctuality(version.sent_at, version.ended_at, version.due_at)
    context = {"version": version, "session": version.session, "stamp": stamp, **_document(version)}
    return render(request, "peerchallenge/report/receipt.html", context)


def read(request: Request, pk: int) -> HttpResponse:
    """The newest version, to be read; older ones by number, time and reason."""
    version = _newest(request, pk)
    user: Any = request.user
    note = None
    if user.has_perm("peerchallenge.seal_report", version):
        note = ConfidentialNote.objects.visible_to(user).filter(report__session=pk).exclude(body="").first()
    context = {
        "version": version,
        "session": version.session,
        "versions": _versions(request).filter(session__pk=pk).order_by("number"),
        "note": note,
        "overruled": Overruling.objects.visible_to(user).filter(report__session=pk).select_related("by"),
        "readers": Audience.REPORT,
        "note_readers": Audience.NOTE_SENT,
        "ordinary": ReportVersion.objects.visible_to(user).audience(user).filter(pk=version.pk).exists(),
        **_practice(user, version),
        **_reply(user, version),
        **_document(version),
    }
    return render(request, "peerchallenge/report/read.html", context)


def _practice(user: Any, version: ReportVersion) -> dict[str, Any]:
    """Which paragraphs may be nominated for the directory of good practice, and which were."""
    if not user.has_perm("peerchallenge.nominate_practice", version.session):
        return {}
    return {
        "nominable": {one.key for one in practice.nominable(version)},
        "nominated": set(practice.nominated(version.session)),
    }


def _reply(user: Any, version: ReportVersion) -> dict[str, Any]:
    """The text with numbered paragraphs, what is contested now, and what the host may do about it."""
    reply = Reply.objects.visible_to(user).filter(session=version.session_id).with_rows().first()
    data = version.data
    if reply is None:
        return {"data": numbered(data) if data else data}
    contested = [] if reply.is_open else [row.judgement for row in reply.contested]
    return {
        "data": numbered(data, contested) if data else data,
        "reply": reply,
        "may_reply": reply.is_open and user.has_perm("peerchallenge.write_reply", version.session),
        "drafts": {row.paragraph for row in reply.corrections.all()},
        "disputed": {row.judgement for row in reply.disputes.all()},
    }


def progress(request: Request, pk: int, number: int) -> HttpResponse:
    """How far a version's PDF is: a piece of a page."""
    user: Any = request.user
    version = fetch(_versions(request), user, session__pk=pk, number=number)
    if not request.headers.get("HX-Request"):
        return redirect(version)
    return render(request, "_components/progress.html", _document(version))


@require_POST
def print_again(request: Request, pk: int, number: int) -> HttpResponse:
    """Try once more to make a PDF that could not be made; whoever may read the report may ask for it."""
    version = fetch(_versions(request), request.user, session__pk=pk, number=number)
    documents.again(version.document)
    return redirect(version)


def download(request: Request, pk: int, number: int) -> HttpResponse:
    """A version's PDF; where there is none, the page that says why."""
    user: Any = request.user
    version = fetch(_versions(request), user, session__pk=pk, number=number)
    if not version.document.is_ready:
        return redirect(version)
    return pdf(version.document)


def seal(request: Request, pk: int, number: int) -> HttpResponse:
    """The Director makes a version unreadable and sends its replacement."""
    user: Any = request.user
    version = fetch(_versions(request), user, session__pk=pk, number=number)
    require(user, "peerchallenge.seal_report", version)
    if version.is_sealed:
        return redirect(version)
    form = SealForm(request.POST or None, texts=_texts(user, version), href=version.get_absolute_url())
    if request.method == "POST" and form.is_valid() and _seal(form, version, user):
        messages.success(request, f"Version {number} is sealed and its replacement is sent.")
        return redirect(version)
    context = {"form": form, "version": version, "session": version.session}
    return render(request, "peerchallenge/report/seal.html", context)


def _texts(user: Any, version: ReportVersion) -> list[tuple[str, str, str]]:
    note = ConfidentialNote.objects.visible_to(user).filter(report__session=version.session_id).first()
    extra = [("note", "Confidential note to you", note.body)] if note else []
    return [*reports.texts_of(version.data), *reports.reply_texts(version.session), *extra]


def _seal(form: SealForm, version: ReportVersion, user: Any) -> bool:
    texts, reason = form.replacement(), form.cleaned_data["reason"]
    try:
        reports.seal_version(version=version, reason=reason, replacement=texts, by=user)
    except ValidationError as refusal:
        form.take(refusal)
        return False
    return True
