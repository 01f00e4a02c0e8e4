"""Packs: put together and published by those who prepare the meeting, read by everybody who gets the papers."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from board.choices import Opened
from board.forms.paper import PublishForm
from board.models import Meeting, Pack, PackFile, Paper
from board.services.packs import cuts, making, publishing, reading
from board.services.packs.reading import Held
from board.views.papers import GATHER, around, pdf
from hlp import access, audit, documents
from hlp.access import Request
from peerchallenge.views.sessions import posted

PUBLISH = "board.publish_pack"
page = require_http_methods(["GET", "POST"])


def _meeting(request: Request, pk: int) -> Meeting:
    return access.fetch(Meeting.objects.visible_to(request.user), request.user, pk=pk)


def _prepared(request: Request, pk: int) -> Pack:
    """A pack, for those who prepare it."""
    access.require_sight(request.user, GATHER)
    packs = Pack.objects.visible_to(request.user).select_related("meeting", "made_by", "published_by")
    return access.fetch(packs, request.user, pk=pk)


@require_POST
def pack_create(request: Request, pk: int) -> HttpResponse:
    """Put the pack together from what is ready."""
    access.require_sight(request.user, GATHER)
    meeting = _meeting(request, pk)
    try:
        return redirect(making.make(meeting=meeting, by=request.user))
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
        return redirect("board:paper-list", pk=pk)


@require_GET
def pack_detail(request: Request, pk: int) -> HttpResponse:
    """One version for those who prepare it: how far its files are, what is new, what is missing, who opened it."""
    pack = _prepared(request, pk)
    held = Held(pack, cuts.cut_for(request.user, pack))
    files = list(pack.files.select_related("document"))
    pending = any(file.document.is_pending for file in files)
    context = {
        "pack": pack,
        "held": held,
        "files": [_file(file, held) for file in files],
        "pending": pending,
        "refresh_seconds": 5 if pending else 0,
        "poll": pack.get_absolute_url(),
    }
    if request.htmx and not pending:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if request.htmx:
        return render(request, "board/pack/_files.html", context)
    return render(request, "board/pack/detail.html", {**context, **_around(request, pack)})


def _file(file: PackFile, held: Held) -> dict[str, Any]:
    """A line of the table of files; only one's own can be looked at, so that nobody reads what they withdrew from."""
    own = file.key == held.cut.key
    href = reverse("board:pack-preview", args=[file.pack_id]) if own and file.document.is_ready else ""
    return {"file": file, "document": file.document, "href": href}


def _around(request: Request, pack: Pack) -> dict[str, Any]:
    owed = Paper.objects.visible_to(request.user).filter(item__meeting=pack.meeting).standing()
    return {
        "missing": owed.filter(current=None).select_related("author", "item"),
        "late": publishing.is_late(pack),
        "readers": reading.readers_of(pack),
        "older": pack.meeting.packs.exclude(pk=pack.pk).order_by("-version"),
        "newest": not pack.meeting.packs.filter(version__gt=pack.version).exists(),
    }


@page
def pack_publish(request: Request, pk: int) -> HttpResponse:
    """Give a version out, late only knowingly."""
    pack = _prepared(request, pk)
    access.require(request.user, PUBLISH)
    late = publishing.is_late(pack)
    form = PublishForm(posted(request), late=late)
    if form.is_valid():
        try:
            publishing.publish(pack=pack, by=request.user)
        except ValidationError as refusal:
            form.take(refusal)
        else:
            messages.success(request, "The papers are published, and everybody who gets them is told.")
            return redirect(pack)
    readers = cuts.readers(pack.meeting)
    return render(
        request, "board/pack/publish.html", {"pack": pack, "form": form, "late": late, "readers": readers}
    )


@require_GET
def pack_preview(request: Request, pk: int) -> HttpResponse:
    """The file of a version as the one who looks will hold it."""
    pack = _prepared(request, pk)
    return _whole(request, Held(pack, cuts.cut_for(request.user, pack)))


def _held(request: Request, pk: int) -> tuple[Meeting, Held]:
    """What the reader holds of a meeting's published papers; 404 where there is nothing."""
    meeting = _meeting(request, pk)
    held = reading.held_by(request.user, meeting)
    if held is None:
        raise Http404
    return meeting, held


@require_GET
def pack_read(request: Request, pk: int) -> HttpResponse:
    """The papers one by one: the accessible way to a pack, on a phone too."""
    meeting = _meeting(request, pk)
    held = reading.held_by(request.user, meeting)
    context: dict[str, Any] = {"held": held, **around(request.user, meeting)}
    if held:
        reading.note_opened(held.pack, request.user, Opened.INDEX)
        file = making.file_for(held.pack, held.cut)
        on_time = [item for item in held.items if item]
        context |= {
            "file": file,
            "document": file.document,
            "parts": _parts(on_time),
            "addendum": _lines(on_time, late=True),
            "refresh_seconds": 5 if file.document.is_pending else 0,
            "gathers": request.user.has_perm(GATHER),
        }
    return render(request, "board/pack/read.html", context)


def _parts(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    named = [("Part I", 1), ("Part II (restricted)", 2)]
    found = [
        {"label": label, "lines": _lines([i for i in items if i["part"] == part], late=False)}
        for label, part in named
    ]
    return [part for part in found if part["lines"]]


def _lines(items: list[dict[str, Any]], *, late: bool) -> list[dict[str, Any]]:
    """Each item with its papers; in the addendum only items that have late ones."""
    lines = [{"item": item, "papers": [p for p in item["papers"] if p["late"] == late]} for item in items]
    return [line for line in lines if line["papers"] or not late]


@require_GET
def pack_download(request: Request, pk: int) -> HttpResponse:
    """The whole pack as the reader holds it, with their name on it. That they have it is noted."""
    _, held = _held(request, pk)
    reply = _whole(request, held)
    reading.note_opened(held.pack, request.user, Opened.PACK)
    audit.record("pack.download", about=f"pack:{held.pack.pk}", by=request.user)
    return reply


def _whole(request: Request, held: Held) -> HttpResponse:
    document = making.file_for(held.pack, held.cut).document
    if not document.is_ready:
        raise Http404
    return pdf(reading.for_reader(documents.read(document), request.user), document.filename)


@require_GET
def pack_paper(request: Request, pk: int, paper: int) -> HttpResponse:
    """One paper of the published pack, with the reader's name on it. That they have it is noted."""
    _, held = _held(request, pk)
    found = held.paper(paper)
    if found is None:
        raise Http404
    item, facts = found
    data = reading.for_reader(reading.paper_bytes(facts), request.user)
    reading.note_opened(held.pack, request.user, Opened.PAPER, paper=paper)
    date = held.pack.contents["meeting"]["date"]
    return pdf(data, f"board-{date}-item-{item['number']}-paper-{facts['letter'].lower()}.pdf")
