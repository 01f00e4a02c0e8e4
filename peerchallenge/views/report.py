"""The report in the making: its task list, check, preview and sending."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from hlp import documents
from hlp.access import Request
from hlp.models import Document
from peerchallenge.models import ChallengeSession, Report
from peerchallenge.packs.audience import Audience
from peerchallenge.packs.sections import BY_SLUG, FEWEST_WORDS, MOST_WORDS
from peerchallenge.services import reports
from peerchallenge.views.report_writing import team_session, writing


@writing
def tasks(request: Request, session: ChallengeSession, report: Report) -> HttpResponse:
    """The sections and how far each is."""
    user: Any = request.user
    answers = reports.answers_of(report)
    found = reports.tasks(answers, report.visited)
    parts = [task for task in found if not task.section.confidential]
    context = {
        "session": session,
        "report": report,
        "items": [_item(session, task) for task in parts],
        "note": [_item(session, task) for task in found if task.section.confidential],
        "done": sum(task.done for task in parts),
        "total": len(parts),
        "audience": Audience.REPORT_DRAFT,
        "note_audience": Audience.NOTE,
        "saved": reports.savings(report),
        "around": reports.look_around(session=session.pk, slug="", by=user),
        **_words(answers),
    }
    return render(request, "peerchallenge/report/tasks.html", context)


def _item(session: ChallengeSession, task: reports.Task) -> dict[str, str]:
    href = reverse("peerchallenge:report-section", args=[session.pk, task.section.slug])
    return {"title": task.section.title, "href": href, "status": task.status, "colour": task.colour}


def _words(answers: reports.Answers) -> dict[str, Any]:
    return {"words": reports.words_of(answers), "fewest": FEWEST_WORDS, "most": MOST_WORDS}


@writing
def check(request: Request, session: ChallengeSession, report: Report) -> HttpResponse:
    """Every answer with a link to change it, and what is still missing."""
    answers = reports.answers_of(report)
    context = {
        "session": session,
        "sections": reports.sections_of(report, answers),
        "note": reports.section_of(BY_SLUG["note"], report, answers),
        "gaps": reports.problems(answers),
        "warned": reports.open_warnings(report, answers),
        "note_audience": Audience.NOTE,
        "saved": reports.savings(report),
        **_words(answers),
    }
    return render(request, "peerchallenge/report/check.html", context)


@writing
def preview(request: Request, session: ChallengeSession, report: Report) -> HttpResponse:
    """The draft as a PDF: asked for by posting, then its progress and its download."""
    user: Any = request.user
    if request.method == "POST":
        try:
            reports.ask_preview(session=session, by=user)
        except reports.Closed:
            return redirect("peerchallenge:report-receipt", pk=session.pk)
        return redirect("peerchallenge:report-preview", pk=session.pk)
    document = _preview(session)
    if document is None:
        return redirect("peerchallenge:report-check", pk=session.pk)
    here = request.path
    context = {
        "session": session,
        "document": document,
        "poll": here,
        "download": reverse("peerchallenge:report-preview-download", args=[session.pk]),
        "retry": here,
        "refresh_seconds": 3 if document.is_pending else None,
    }
    part = (
        "_components/progress.html"
        if request.headers.get("HX-Request")
        else "peerchallenge/report/preview.html"
    )
    return render(request, part, context)


def _preview(session: ChallengeSession) -> Document | None:
    found = documents.newest("report-preview", session.about)
    return found if found and (found.is_ready or found.is_pending or found.error) else None


@writing
def preview_download(request: Request, session: ChallengeSession, report: Report) -> HttpResponse:
    """The newest preview's bytes."""
    document = _preview(session)
    if document is None or not document.is_ready:
        return redirect("peerchallenge:report-preview", pk=session.pk)
    return pdf(document)


def pdf(document: Document) -> HttpResponse:
    """A ready document as a download. Raises Http404 when its bytes are gone."""
    try:
        data = documents.read(document)
    except ValueError:
        raise Http404 from None
    headers = {"Content-Disposition": f'attachment; filename="{document.filename}"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


def send(request: Request, pk: int) -> HttpResponse:
    """The last look before sending, and the sending. Posting it twice sends it once."""
    session = team_session(request, pk)
    user: Any = request.user
    refusals: list[str] = []
    if request.method == "POST":
        try:
            reports.send_report(session=session, by=user)
        except ValidationError as refusal:
            refusals = refusal.messages
        else:
            return redirect("peerchallenge:report-receipt", pk=pk)
    return _send_page(request, pk, refusals=refusals)


@writing
def _send_page(
    request: Request, session: ChallengeSession, report: Report, refusals: list[str]
) -> HttpResponse:
    answers = reports.answers_of(report)
    context = {
        "session": session,
        "refusals": refusals,
        "gaps": reports.problems(answers),
        "warned": reports.open_warnings(report, answers),
        "lead_headteacher": session.group.collaborative,
    }
    return render(request, "peerchallenge/report/send.html", context)
