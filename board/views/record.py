"""The record: one search over decisions, confirmed minutes and earlier papers; and the upload of these."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from board.choices import ArchiveState, Outcome
from board.forms.record import ArchiveForm, SearchForm
from board.models import ArchivedPaper, RecordEntry
from board.services import archive
from board.services.record import search, snippet
from board.views.room_items import COLOURS
from hlp import access
from hlp.access import Request
from hlp.tables import Column, Table, download
from peerchallenge.views.sessions import posted

READ, KEEP = "board.read_record", "board.keep_minutes"
ON_A_PAGE = 25
page = require_http_methods(["GET", "POST"])


@require_GET
def record_list(request: Request) -> HttpResponseBase:
    """What the Board decided and minuted, newest first, found by words."""
    access.require_sight(request.user, READ)
    seen = RecordEntry.objects.visible_to(request.user)
    form = SearchForm(request.GET or None, years=_years(seen))
    wanted = form.wanted()
    rows = search(seen, wanted).select_related("meeting__minutes", "decision", "archived")
    if file := download(request, _table(rows)):
        return file
    pages = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "wanted": wanted,
        "searched": bool(request.GET),
        "page": pages,
        "narrowing": [form[name] for name in ("kind", "outcome", "year")],
        "rows": [_row(entry, wanted.words) for entry in pages],
        "keeps": request.user.has_perm(KEEP),
        "minutes_kept": request.user.has_perm("board.minute"),
        "query": _query(request),
    }
    return render(request, "board/record/list.html", context)


def _query(request: Request) -> str:
    kept = request.GET.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""


def _years(seen: Any) -> list[int]:
    """The academic years of what somebody may see, the newest first, by the year in which they begin."""
    days = seen.order_by().values_list("on", flat=True).distinct()
    return sorted({day.year if day.month >= 9 else day.year - 1 for day in days}, reverse=True)


def _row(entry: RecordEntry, words: str) -> dict[str, Any]:
    decision = entry.decision
    return {
        "entry": entry,
        "href": _href(entry),
        "before": snippet(entry.text, words),
        "label": Outcome(entry.outcome).label if entry.outcome else "",
        "colour": COLOURS[Outcome(entry.outcome)] if entry.outcome else "",
        "decision": decision,
    }


def _href(entry: RecordEntry) -> str:
    if entry.decision:
        return entry.decision.get_absolute_url()
    if entry.archived:
        return entry.archived.get_absolute_url()
    return f"{entry.meeting.minutes.get_absolute_url()}#item-{entry.item_id}" if entry.meeting else ""


def _table(rows: Any) -> Table:
    columns = [
        Column("Day", lambda row: row.on, 18),
        Column("Kind", lambda row: row.get_kind_display(), 14),
        Column("Item", lambda row: row.title, 40),
        Column("Text", lambda row: row.text, 80),
        Column("Outcome", lambda row: Outcome(row.outcome).label if row.outcome else "", 14),
        Column("Page", lambda row: row.page, 8),
    ]
    return Table("board-record", columns, rows)


@page
def archive_create(request: Request) -> HttpResponse:
    """Upload minutes or a pack of an earlier meeting."""
    access.require_sight(request.user, READ)
    access.require(request.user, KEEP)
    form = ArchiveForm(posted(request), request.FILES or None)
    if form.is_valid():
        given = form.cleaned_data
        data = b"" if given["file"].size > archive.MOST_BYTES else given["file"].read()
        try:
            if given["file"].size > archive.MOST_BYTES:
                raise ValidationError({"file": "The file must be smaller than 40 MB"})
            facts = {name: given[name] for name in ("kind", "title", "held_on", "part")}
            paper = archive.upload(data=data, by=request.user, **facts)
            messages.success(request, "The paper is kept. Its text is being read for the search.")
            return redirect(paper)
        except ValidationError as refusal:
            form.take(refusal)
    return render(request, "board/record/upload.html", {"form": form})


@require_GET
def archive_detail(request: Request, pk: int) -> HttpResponse:
    """One earlier paper."""
    access.require_sight(request.user, READ)
    paper = access.fetch(
        ArchivedPaper.objects.visible_to(request.user).select_related("uploaded_by"), request.user, pk=pk
    )
    reading = paper.state == ArchiveState.READING
    return render(
        request,
        "board/record/paper.html",
        {"paper": paper, "reading": reading, "refresh_seconds": 5 if reading else 0},
    )


@require_GET
def archive_download(request: Request, pk: int) -> HttpResponse:
    """The PDF as it was uploaded."""
    access.require_sight(request.user, READ)
    visible = ArchivedPaper.objects.visible_to(request.user).select_related("blob")
    paper = access.fetch(visible, request.user, pk=pk)
    reply = HttpResponse(bytes(paper.blob.data), content_type="application/pdf")
    reply["Content-Disposition"] = f'attachment; filename="{paper.filename}"'
    return reply
