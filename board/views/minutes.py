"""Minutes on their way: read, sent on, corrected, confirmed, published."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from board.choices import MinutesState
from board.forms.minutes import CorrectForm, PublishForm, ReturnForm
from board.models import AgendaItem, Meeting, Minute, Minutes, MinutesVersion
from board.services import minutes as services
from board.services import variants
from hlp import access, clock, documents
from hlp.access import Request
from hlp.models import Document
from hlp.transitions import StaleEdit, WrongMove
from peerchallenge.views.sessions import posted

page = require_http_methods(["GET", "POST"])
COLOURS = {
    MinutesState.DRAFT: "yellow",
    MinutesState.WITH_CHAIR: "purple",
    MinutesState.WITH_BOARD: "blue",
    MinutesState.CONFIRMED: "green",
}
KEEP, PASS, PUBLISH = "board.keep_minutes", "board.pass_minutes", "board.publish_minutes"


def page_minutes(request: Request, pk: int, permission: str | None = None) -> Minutes:
    """The minutes of a meeting: 404 for whoever may not read them yet, 403 without the permission."""
    visible = Minutes.objects.visible_to(request.user).select_related("meeting__year", "confirmed_in")
    return access.fetch(visible, request.user, permission, meeting=pk)


@require_GET
def minutes_detail(request: Request, pk: int) -> HttpResponse:
    """The newest minutes as far as the reader may read them, with what can be done now."""
    minutes = page_minutes(request, pk)
    return _read(request, minutes, minutes.versions.select_related("document", "open_document", "by").first())


@require_GET
def minutes_version(request: Request, pk: int, number: int) -> HttpResponse:
    """An earlier version."""
    minutes = page_minutes(request, pk)
    version = minutes.versions.select_related("document", "open_document", "by").filter(number=number).first()
    if version is None:
        raise Http404
    return _read(request, minutes, version, old=True)


def _read(
    request: Request, minutes: Minutes, version: MinutesVersion | None, old: bool = False
) -> HttpResponse:
    user = request.user
    whole = variants.is_whole(minutes.meeting, user)
    document = variants.document_of(version, minutes.meeting, user) if version else None
    live = minutes.state in {MinutesState.DRAFT, MinutesState.WITH_CHAIR} and not old
    said = variants.now(minutes.meeting, user) if live else variants.of(version, minutes.meeting, user)
    later = Meeting.objects.visible_to(user).filter(starts_at__gt=minutes.meeting.starts_at)
    context = {
        "minutes": minutes,
        "meeting": minutes.meeting,
        "colour": COLOURS[MinutesState(minutes.state)],
        "version": version,
        "old": old,
        "said": said,
        "whole": whole,
        "document": document,
        "versions": minutes.versions.select_related("by"),
        "events": _history(minutes),
        "keeps": user.has_perm(KEEP),
        "passes": user.has_perm(PASS),
        "publishes": user.has_perm(PUBLISH),
        "later": [m for m in later if m.is_agenda_out],
        "refresh_seconds": 5 if document and document.is_pending else None,
    }
    if request.htmx and document:
        return render(request, "_components/progress.html", _progress(minutes, version, document))
    context |= _progress(minutes, version, document) if document else {}
    return render(request, "board/minutes/detail.html", context)


def _progress(minutes: Minutes, version: MinutesVersion | None, document: Document) -> dict[str, Any]:
    number = version.number if version else 0
    here = reverse("board:minutes-version", args=[minutes.meeting_id, number])
    download = reverse("board:minutes-download", args=[minutes.meeting_id, number])
    return {"document": document, "poll": here, "download": download, "retry": ""}


def _history(minutes: Minutes) -> list[dict[str, str]]:
    return [
        {
            "when": clock.when(row.at),
            "title": MinutesState(row.to_state).label,
            "by": str(row.by or ""),
            "text": row.reason,
        }
        for row in minutes.events.select_related("by").order_by("-at", "-pk")
    ]


@require_GET
def minutes_download(request: Request, pk: int, number: int) -> HttpResponse:
    """The PDF of a version, in the reader's variant."""
    minutes = page_minutes(request, pk)
    version = minutes.versions.select_related("document", "open_document").filter(number=number).first()
    document = variants.document_of(version, minutes.meeting, request.user) if version else None
    return pdf(document)


def pdf(document: Document | None) -> HttpResponse:
    """A ready document as a download. Raises Http404 where there is none or its bytes are not there."""
    if document is None or not document.is_ready:
        raise Http404
    reply = HttpResponse(documents.read(document), content_type="application/pdf")
    reply["Content-Disposition"] = f'inline; filename="{document.filename}"'
    return reply


def _step(
    request: Request, minutes: Minutes, verb: Callable[..., Any], done: str, **more: Any
) -> HttpResponse:
    try:
        verb(minutes=minutes, by=request.user, **more)
        messages.success(request, done)
    except WrongMove:
        messages.error(
            request, f"That is not possible now: the minutes are {minutes.get_state_display().lower()}."
        )
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect(minutes)


@require_POST
def minutes_send(request: Request, pk: int) -> HttpResponse:
    """The clerk sends them to the chair."""
    minutes = page_minutes(request, pk, KEEP)
    return _step(
        request, minutes, services.send_to_chair, "The minutes are with the chair, who is being told."
    )


@require_POST
def minutes_pass(request: Request, pk: int) -> HttpResponse:
    """The chair passes them to the Board."""
    minutes = page_minutes(request, pk, PASS)
    return _step(
        request,
        minutes,
        services.send_to_board,
        "The minutes are with the Board. Every member is being told.",
    )


@page
def minutes_return(request: Request, pk: int) -> HttpResponse:
    """The chair returns them to the clerk, saying what should change."""
    minutes = page_minutes(request, pk, PASS)
    form = ReturnForm(posted(request))
    if form.is_valid():
        return _step(
            request,
            minutes,
            services.return_to_clerk,
            "The minutes are with the clerk again.",
            **form.cleaned_data,
        )
    return render(request, "board/minutes/return.html", {"form": form, "minutes": minutes})


@page
def minutes_correct(request: Request, pk: int, item: int, part: int) -> HttpResponse:
    """Correct one item before the minutes are confirmed; the earlier version is kept."""
    minutes = page_minutes(request, pk, KEEP)
    items = AgendaItem.objects.visible_to(request.user).filter(meeting=minutes.meeting)
    one = access.fetch(items, request.user, pk=item)
    if part not in (1, 2) or part < one.part:
        raise Http404
    text = Minute.objects.visible_to(request.user).filter(item=one, part=part).first() or Minute()
    form = CorrectForm(posted(request), initial={"text": text.text, "version": text.revision})
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.correct(
                minutes=minutes, item=one, part=part, text=given["text"], revision=given["version"],
                note=given["note"], by=request.user,
            )  # fmt: skip
            messages.success(request, "The corrected minutes are a new version. The earlier one is kept.")
            return redirect(minutes)
        except StaleEdit as stale:
            form.take_stale(stale.args[0])
        except ValidationError as refusal:
            form.take(refusal)
    context = {"form": form, "minutes": minutes, "item": one, "part": part, "stored": text.text}
    return render(request, "board/minutes/correct.html", context)


@require_POST
def minutes_confirm(request: Request, pk: int) -> HttpResponse:
    """A later meeting confirms them as a true record."""
    minutes = page_minutes(request, pk, KEEP)
    chosen = request.POST.get("meeting", "")
    meetings = Meeting.objects.visible_to(request.user)
    meeting = meetings.filter(pk=chosen).first() if chosen.isdigit() else None
    if meeting is None:
        messages.error(request, "Choose the meeting that confirmed them.")
        return redirect(minutes)
    return _step(request, minutes, services.confirm, "The minutes are confirmed and frozen.", meeting=meeting)


@page
def minutes_publish(request: Request, pk: int) -> HttpResponse:
    """The clerk reads the public version, is shown the names in it, and approves it."""
    minutes = page_minutes(request, pk, PUBLISH)
    if not minutes.is_confirmed or minutes.published_at:
        messages.error(request, "Minutes are published once, when they are confirmed.")
        return redirect(minutes)
    form = PublishForm(posted(request), cancel=minutes.get_absolute_url())
    if form.is_valid():
        return _step(request, minutes, services.publish, "The minutes are on the public site.")
    said = services.newest(minutes).open_facts
    context = {"form": form, "minutes": minutes, "said": said, "named": variants.names_in(said)}
    return render(request, "board/minutes/publish.html", context)
