"""Moderation: all notes of the team, each reviewer's own view, what is agreed, and on into the report."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp import clock
from hlp.access import Request
from hlp.transitions import StaleEdit
from peerchallenge import rules
from peerchallenge.forms.moderation import AgreeForm, CarryForm, ViewForm
from peerchallenge.models import ChallengeSession, EvidenceNote, ReviewerView
from peerchallenge.packs.audience import Audience
from peerchallenge.services import evidence, moderation, reports
from peerchallenge.services.moderation.carrying import HEADING, JUDGED
from peerchallenge.views.report_writing import team_session
from peerchallenge.views.sessions import posted

page = require_http_methods(["GET", "POST"])


@require_GET
def overview(request: Request, pk: int) -> HttpResponse:
    """Every question with its notes; the views and what is agreed once the reader's own view is recorded."""
    session = team_session(request, pk)
    table = moderation.table_of(session, request.user)
    context = {
        "session": session,
        "table": table,
        "open": session.is_report_open,
        "early": session.starts_at > clock.now(),
        "leads": rules.leads_team(request.user, session),
        "audience": Audience.EVIDENCE,
        "keep_days": evidence.days_of(session.round.year),
        "kept_until": evidence.last_day(session),
    }
    return render(request, "peerchallenge/moderation/overview.html", context)


@page
def view(request: Request, pk: int) -> HttpResponse:
    """One's own view, recorded once."""
    session = team_session(request, pk)
    if ReviewerView.objects.visible_to(request.user).filter(session=session, by=request.user).exists():
        return redirect("peerchallenge:moderation", pk=pk)
    questions = moderation.table_of(session, request.user).questions
    form = ViewForm(posted(request), session=session, questions=questions)
    if form.is_valid():
        try:
            moderation.record_view(session=session, own=form.own(), by=request.user)
            messages.success(request, "Your view is recorded. You now see those of your colleagues.")
            return redirect("peerchallenge:moderation", pk=pk)
        except ValidationError as refusal:
            form.take(refusal)
        except reports.Closed as closed:
            form.add_error(None, str(closed))
    context = {"session": session, "form": form, "audience": Audience.EVIDENCE}
    return render(request, "peerchallenge/moderation/view.html", context)


@page
def agree(request: Request, pk: int, question: str) -> HttpResponse:
    """One question: the notes, the views beside each other, and what the team agrees."""
    session = team_session(request, pk)
    table = moderation.table_of(session, request.user)
    found = table.question(question)
    if found is None:
        raise Http404
    if table.mine is None:
        messages.warning(request, "Record your own view first: it is worth more before you know the others’.")
        return redirect("peerchallenge:moderation", pk=pk)
    following = table.after(question)
    facts: dict[str, Any] = {"session": session, "question": found, "last": following is None}
    form, newer = AgreeForm(posted(request), **facts), None
    if form.is_valid():
        try:
            _agree(request, session, question, form)
            if following is None:
                return redirect("peerchallenge:moderation", pk=pk)
            return redirect("peerchallenge:moderation-agree", pk=pk, question=following.key)
        except StaleEdit:
            newer = found.agreement
            data: QueryDict = request.POST.copy()
            data["revision"] = str(newer.revision if newer else 0)
            form = AgreeForm(data, **facts)
        except ValidationError as refusal:
            form.take(refusal)
        except reports.Closed as closed:
            form.add_error(None, str(closed))
    context = {
        "session": session,
        "question": found,
        "form": form,
        "newer": newer,
        "place": table.questions.index(found) + 1,
        "total": len(table.questions),
    }
    return render(request, "peerchallenge/moderation/agree.html", context)


def _agree(request: Request, session: ChallengeSession, question: str, form: AgreeForm) -> None:
    given = form.cleaned_data
    moderation.agree(
        session=session,
        question=question,
        answer=given["answer"],
        reason=given["reason"],
        revision=given["revision"] or 0,
        by=request.user,
    )


@page
def carry(request: Request, pk: int) -> HttpResponse:
    """What was agreed goes into the report; where the report says something else, somebody decides."""
    session = team_session(request, pk)
    if not ReviewerView.objects.visible_to(request.user).filter(session=session).exists():
        raise PermissionDenied
    try:
        report = reports.open_report(session=session)
        if session.is_report_sent:
            return redirect("peerchallenge:report-receipt", pk=pk)
        lines = moderation.lines_of(session, report)
        mark = {
            "judged": report.revisions.get(JUDGED, 0),
            "heading": report.revisions.get(HEADING, 0),
        }
        form = CarryForm(posted(request), lines=lines, initial=mark)
        if form.is_valid() and (answer := _carried(request, session, form)):
            return answer
    except reports.Closed as closed:
        messages.warning(request, str(closed))
        return redirect(session)
    rows = [
        {"line": line, "field": form[line.agreement.question] if line.clashes else None} for line in lines
    ]
    context = {
        "session": session,
        "form": form,
        "rows": rows,
        "left": [line for line in lines if not line.is_there],
    }
    return render(request, "peerchallenge/moderation/carry.html", context)


def _carried(request: Request, session: ChallengeSession, form: CarryForm) -> HttpResponse | None:
    given = form.cleaned_data
    revisions = {JUDGED: given["judged"], HEADING: given["heading"]}
    try:
        number = moderation.carry(session=session, choices=given, revisions=revisions, by=request.user)
    except StaleEdit:
        messages.warning(
            request,
            "A colleague changed the report meanwhile. Nothing was overwritten: look at it again below.",
        )
        return redirect("peerchallenge:moderation-carry", pk=session.pk)
    except ValidationError as refusal:
        form.take(refusal)
        return None
    some = "1 judgement was" if number == 1 else f"{number} judgements were"
    messages.success(request, f"{some} carried into the report.")
    return redirect("peerchallenge:report-section", pk=session.pk, slug=JUDGED)


def _note(request: Request, session: ChallengeSession, key: UUID) -> EvidenceNote:
    found = EvidenceNote.objects.visible_to(request.user).filter(session=session, device_key=key).first()
    if found is None:
        raise Http404
    return found


@require_POST
def flag(request: Request, pk: int, key: UUID) -> HttpResponse:
    """Flag a note for the lead reviewer, who decides whether it is removed."""
    session = team_session(request, pk)
    evidence.flag(note=_note(request, session, key), by=request.user)
    messages.success(request, "The note is flagged. The lead reviewer decides whether it is removed.")
    return redirect("peerchallenge:moderation", pk=pk)


@page
def remove(request: Request, pk: int, key: UUID) -> HttpResponse:
    """The lead reviewer removes a note, or sets the flag aside."""
    session = team_session(request, pk)
    if not rules.leads_team(request.user, session):
        raise PermissionDenied
    note = _note(request, session, key)
    if request.method == "POST":
        if "leave" in request.POST:
            evidence.unflag(note=note, by=request.user)
            messages.success(request, "The note stays as it is.")
        else:
            evidence.remove(note=note, by=request.user)
            messages.success(request, "The note is removed. Its text is gone.")
        return redirect("peerchallenge:moderation", pk=pk)
    return render(request, "peerchallenge/moderation/remove.html", {"session": session, "note": note})
