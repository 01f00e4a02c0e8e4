"""The summary of outcomes: what is published, and the Director's draft."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hlp import access, clock, documents
from hlp.access import Request
from hlp.transitions import StaleEdit, WrongMove
from peerchallenge.choices import OutcomesState
from peerchallenge.forms.outcomes import CorrectForm, PublishForm, SectionForm
from peerchallenge.models import OutcomesSummary, Round
from peerchallenge.services.outcomes import publishing, writing
from peerchallenge.services.outcomes.facts import facts_of
from peerchallenge.services.outcomes.sections import BY_KEY, SECTIONS
from peerchallenge.views.sessions import posted

READ, WRITE = "peerchallenge.read_outcomes", "peerchallenge.write_outcomes"
GONE = "This version is no draft any more. Nothing was saved."
page = require_http_methods(["GET", "POST"])


def _fetch(request: Request, pk: int, permission: str | None = None) -> OutcomesSummary:
    rows = OutcomesSummary.objects.visible_to(request.user).select_related("round__year", "document")
    if permission:
        access.require_sight(request.user, permission)
    return access.fetch(rows, request.user, pk=pk)


def _draft(request: Request, pk: int) -> OutcomesSummary:
    found = _fetch(request, pk, WRITE)
    if not found.is_draft and request.method != "POST":
        raise Http404
    return found


@require_GET
def outcomes_list(request: Request) -> HttpResponse:
    """Every published summary; for the Director drafts, and the rounds of which one can be begun."""
    access.require_sight(request.user, READ)
    rows = OutcomesSummary.objects.visible_to(request.user).select_related("round__year")
    may_write = request.user.has_perm(WRITE)
    taken = [OutcomesState.DRAFT, OutcomesState.PUBLISHED]
    begun = Round.objects.visible_to(request.user).filter(opens__lte=clock.today())
    free = begun.exclude(summaries__state__in=taken).select_related("year") if may_write else []
    context = {
        "published": rows.filter(state=OutcomesState.PUBLISHED),
        "drafts": rows.filter(state=OutcomesState.DRAFT),
        "free": free,
        "may_write": may_write,
    }
    return render(request, "peerchallenge/outcomes/list.html", context)


@require_POST
def outcomes_create(request: Request, pk: int) -> HttpResponse:
    """Begin the summary of a round."""
    access.require_sight(request.user, WRITE)
    round_ = access.fetch(Round.objects.visible_to(request.user).select_related("year"), request.user, pk=pk)
    try:
        return redirect(writing.start_draft(round=round_, by=request.user))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("peerchallenge:outcomes-list")


@require_GET
def outcomes_detail(request: Request, pk: int) -> HttpResponse:
    """A summary as it is published; a draft with what can be done about it."""
    summary = _fetch(request, pk)
    if summary.is_draft:
        summary.facts = facts_of(summary.round, clock.now())
    versions = OutcomesSummary.objects.visible_to(request.user).filter(round=summary.round_id)
    context = {
        "summary": summary,
        "facts": publishing.printed(summary),
        "sections": [_shown(summary, section) for section in SECTIONS],
        "may_write": request.user.has_perm(WRITE),
        "versions": versions.exclude(pk=summary.pk).exclude(state=OutcomesState.DROPPED),
        "document": summary.document,
        "refresh_seconds": 5 if summary.document and summary.document.is_pending else 0,
    }
    return render(request, "peerchallenge/outcomes/detail.html", context)


def _shown(summary: OutcomesSummary, section: Any) -> dict[str, Any]:
    row = summary.sections.get(section.key, {})
    edited = row.get("text", "") != row.get("drawn", "")
    return {"key": section.key, "title": section.title, "text": row.get("text", ""), "edited": edited}


@page
def outcomes_section(request: Request, pk: int, section: str) -> HttpResponse:
    """Edit one section, with what the data say for it now."""
    summary = _draft(request, pk)
    if section not in BY_KEY:
        raise Http404
    row = summary.sections.get(section, {})
    initial = {"text": row.get("text", ""), "revision": row.get("revision", 0)}
    form = SectionForm(posted(request), back=summary.get_absolute_url(), initial=initial)
    newer = ""
    if form.is_valid():
        told = {"text": form.cleaned_data["text"], "revision": form.cleaned_data["revision"]}
        try:
            writing.write(summary=summary, section=section, by=request.user, **told)
            messages.success(request, "Saved.")
            return redirect(summary)
        except StaleEdit:
            newer = str(row.get("text", ""))
            form = SectionForm(back=summary.get_absolute_url(), initial={**told, "revision": row["revision"]})
        except WrongMove:
            messages.error(request, GONE)
            return redirect(summary)
    context = {
        "form": form,
        "summary": summary,
        "section": BY_KEY[section],
        "now": BY_KEY[section].draw(facts_of(summary.round, clock.now())),
        "text": row.get("text", ""),
        "before": row.get("before", ""),
        "newer": newer,
    }
    return render(request, "peerchallenge/outcomes/section.html", context)


@require_POST
def outcomes_redraw(request: Request, pk: int, section: str) -> HttpResponse:
    """Draw a section anew from the data, or bring back the words that stood there before."""
    summary = _draft(request, pk)
    if section not in BY_KEY:
        raise Http404
    act, said = writing.redraw, "Drawn anew. Your words are kept below."
    if request.POST.get("to") == "back":
        act, said = writing.bring_back, "Your words are back."
    try:
        act(summary=summary, section=section, by=request.user)
        messages.success(request, said)
    except WrongMove:
        messages.error(request, GONE)
        return redirect(summary)
    return redirect("peerchallenge:outcomes-section", pk=pk, section=section)


@page
def outcomes_publish(request: Request, pk: int) -> HttpResponse:
    """Look for names, ask once more, then publish."""
    summary = _draft(request, pk)
    names = publishing.names_in(summary)
    form = PublishForm(posted(request), names=bool(names), initial={"version": summary.version})
    if form.is_valid():
        told = {
            "version": form.cleaned_data["version"],
            "names_stay": bool(form.cleaned_data.get("names_stay")),
        }
        try:
            publishing.publish(summary=summary, by=request.user, **told)
            messages.success(request, f"The {str(summary)[0].lower()}{str(summary)[1:]} is published.")
            return redirect(summary)
        except StaleEdit:
            messages.warning(request, "The draft was changed since you opened this page. Look at it again.")
            return redirect("peerchallenge:outcomes-publish", pk=pk)
        except WrongMove:
            messages.error(request, GONE)
            return redirect(summary)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context = {"form": form, "summary": summary, "names": names}
    return render(request, "peerchallenge/outcomes/publish.html", context)


@page
def outcomes_correct(request: Request, pk: int) -> HttpResponse:
    """Begin a correction of what is published."""
    summary = _fetch(request, pk, WRITE)
    form = CorrectForm(posted(request))
    if form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            return redirect(writing.start_correction(summary=summary, reason=reason, by=request.user))
        except WrongMove:
            messages.error(request, "Only the version that is published now can be corrected.")
            return redirect(summary)
    return render(request, "peerchallenge/outcomes/correct.html", {"form": form, "summary": summary})


@page
def outcomes_drop(request: Request, pk: int) -> HttpResponse:
    """Give a draft up."""
    summary = _draft(request, pk)
    if request.method == "POST":
        try:
            writing.drop(summary=summary, by=request.user)
            messages.success(request, "The draft is dropped.")
        except WrongMove:
            messages.error(request, GONE)
        return redirect("peerchallenge:outcomes-list")
    return render(request, "peerchallenge/outcomes/drop.html", {"summary": summary})


@require_GET
def outcomes_download(request: Request, pk: int) -> HttpResponse:
    """The PDF of a published version."""
    summary = _fetch(request, pk)
    document = summary.document
    if document is None or not document.is_ready:
        raise Http404
    reply = HttpResponse(documents.read(document), content_type="application/pdf")
    reply["Content-Disposition"] = f'inline; filename="{document.filename}"'
    return reply
