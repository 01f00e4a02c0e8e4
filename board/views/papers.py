"""Papers: the clerk's table of a meeting, asking, adding, drawing, and the page of one paper with its upload."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from board.calculations import agenda_lines, flat
from board.choices import PAPER_COLOURS, MeetingState, PaperState
from board.forms.paper import AddForm, AskForm, EditForm, GiveForm
from board.home import meeting_tabs
from board.models import AgendaItem, Meeting, Paper, PaperVersion
from board.models.paper import PaperQuerySet
from board.packs.refusals import Refused
from board.services.gathering import asking, giving, places
from board.services.packs.contents import letter
from board.services.packs.reading import for_reader
from board.views.pieces import row_of as meeting_row
from hlp import access
from hlp.access import Request
from hlp.models import User
from hlp.transitions import StaleEdit, WrongMove
from peerchallenge.views.sessions import posted

GATHER, GIVE = "board.gather_papers", "board.give_paper"
CLOSED = {MeetingState.HELD, MeetingState.CLOSED, MeetingState.CANCELLED}
page = require_http_methods(["GET", "POST"])


def _item(request: Request, pk: int) -> AgendaItem:
    """The item, for those who gather papers and have not withdrawn from it."""
    access.require_sight(request.user, GATHER)
    visible = places.items_of(request.user).select_related("meeting")
    return access.fetch(visible, request.user, pk=pk)


def _papers(request: Request) -> PaperQuerySet:
    return Paper.objects.visible_to(request.user).select_related(
        "item__meeting", "author", "current__document"
    )


def _to_list(item: AgendaItem) -> HttpResponse:
    return redirect(f"{reverse('board:paper-list', args=[item.meeting_id])}#item-{item.pk}")


def row_of(paper: Paper) -> dict[str, Any]:
    """What a line of a list shows."""
    late = paper.is_overdue
    return {
        "paper": paper,
        "status": "Late" if late else paper.get_state_display(),
        "colour": "red" if late else PAPER_COLOURS[PaperState(paper.state)],
    }


@require_GET
def paper_list(request: Request, pk: int) -> HttpResponse:
    """The papers of a meeting by item, with what can be done about each."""
    access.require_sight(request.user, GATHER)
    meeting = access.fetch(Meeting.objects.visible_to(request.user), request.user, pk=pk)
    papers = _papers(request).standing().order_by("position", "pk")
    seen = places.items_of(request.user).filter(meeting=meeting)
    items = seen.select_related("presenter").prefetch_related(Prefetch("papers", papers))
    numbered = flat(
        agenda_lines(meeting, AgendaItem.objects.visible_to(request.user).filter(meeting=meeting))
    )
    known = {item.pk: item for item in items}
    lines = [{"line": line, **_line(known.get(line.item.pk))} for line in numbered]
    context = {
        **around(request.user, meeting),
        "lines": lines,
        "open": meeting.state not in CLOSED,
        "pack": meeting.packs.newest(),
        "counts": _counts(lines),
    }
    return render(request, "board/paper/list.html", context)


def around(user: User, meeting: Meeting) -> dict[str, Any]:
    """What the head of each page of a meeting shows."""
    return {**meeting_row(meeting), "tabs": meeting_tabs(user, meeting)}


def _line(item: AgendaItem | None) -> dict[str, Any]:
    if item is None:
        return {"withdrawn": True, "rows": []}
    rows = [{**row_of(paper), "letter": letter(place)} for place, paper in enumerate(item.papers.all())]
    return {"rows": rows}


def _counts(lines: list[dict[str, Any]]) -> dict[str, int]:
    states = [row["paper"].state for line in lines for row in line["rows"]]
    waiting = {PaperState.ASKED, PaperState.REFUSED}
    return {
        "ready": states.count(PaperState.READY),
        "missing": sum(state in waiting for state in states),
        "checking": states.count(PaperState.CHECKING),
    }


@page
def paper_ask(request: Request, pk: int) -> HttpResponse:
    """Ask somebody for a paper under an item."""
    item = _item(request, pk)
    form = AskForm(posted(request))
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("title", "author", "due_on", "wanted")}
        try:
            paper = asking.ask(item=item, by=request.user, **given)
        except ValidationError as refusal:
            form.take(refusal)
        else:
            messages.success(request, f"{paper.author} has been asked for “{paper}”.")
            return _to_list(item)
    return render(
        request, "board/paper/form.html", {"form": form, "item": item, "heading": "Ask for a paper"}
    )


@page
def paper_create(request: Request, pk: int) -> HttpResponse:
    """Add a file as a paper under an item."""
    item = _item(request, pk)
    form = AddForm(posted(request), request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            paper = giving.add(
                item=item,
                title=form.cleaned_data["title"],
                data=file.read(),
                filename=file.name,
                by=request.user,
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        except ValidationError as refusal:
            form.take(refusal)
        else:
            return redirect(paper)
    return render(request, "board/paper/form.html", {"form": form, "item": item, "heading": "Add a paper"})


@page
def paper_draw(request: Request, pk: int) -> HttpResponse:
    """The system's own papers: one click draws one and freezes it."""
    item = _item(request, pk)
    if request.method == "POST":
        try:
            paper = giving.draw(item=item, key=request.POST.get("source", ""), by=request.user)
        except KeyError as error:
            raise Http404 from error
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            messages.success(request, f"“{paper}” is drawn with the facts of this moment.")
            return _to_list(item)
    drawn = set(item.papers.standing().exclude(source_key="").values_list("source_key", flat=True))
    sources = [{"source": one, "drawn": one.key in drawn} for one in places.offered(item)]
    return render(request, "board/paper/draw.html", {"item": item, "sources": sources})


@page
def paper_detail(request: Request, pk: int) -> HttpResponse:
    """One paper: what is wanted, how it stands, the upload, its versions."""
    paper = access.fetch(_papers(request), request.user, GIVE, pk=pk)
    form = GiveForm(posted(request), request.FILES or None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            giving.give(paper=paper, data=file.read(), filename=file.name, by=request.user)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        except WrongMove:
            form.add_error(None, "This paper was withdrawn, so no file can be given for it.")
        except ValidationError as refusal:
            form.take(refusal)
        else:
            return redirect(paper)
    if request.htmx and paper.state != PaperState.CHECKING:
        return HttpResponse(headers={"HX-Refresh": "true"})
    fragment = "_state" if request.htmx else "detail"
    return render(request, f"board/paper/{fragment}.html", _paper_context(request, paper, form))


def _paper_context(request: Request, paper: Paper, form: GiveForm) -> dict[str, Any]:
    versions = list(paper.versions.select_related("added_by").order_by("-number"))
    checking = paper.state == PaperState.CHECKING
    return {
        **row_of(paper),
        "versions": versions,
        "newest": versions[0] if versions else None,
        "checking": checking,
        "refresh_seconds": 5 if checking else 0,
        "gathers": request.user.has_perm(GATHER),
        "open": paper.item.meeting.state not in CLOSED and paper.state != PaperState.WITHDRAWN,
        "form": form,
    }


@page
def paper_edit(request: Request, pk: int) -> HttpResponse:
    """Title, author and day."""
    paper = _gathered(request, pk)
    first = {name: getattr(paper, name) for name in ("title", "author", "due_on", "wanted", "version")}
    form = EditForm(posted(request), initial=first, asked=paper.author_id is not None)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("title", "author", "due_on", "wanted")}
        version = form.cleaned_data["version"] or 0
        try:
            asking.edit(paper=paper, version=version, by=request.user, **given)
        except ValidationError as refusal:
            form.take(refusal)
        except StaleEdit:
            form.take_stale(Paper.objects.visible_to(request.user).get(pk=pk).version)
        else:
            return redirect(paper)
    context = {"form": form, "item": paper.item, "heading": "Change this paper", "paper": paper}
    return render(request, "board/paper/form.html", context)


def _gathered(request: Request, pk: int) -> Paper:
    """The paper: 403 for an author who gathers none."""
    return access.fetch(_papers(request), request.user, GATHER, pk=pk)


@page
def paper_withdraw(request: Request, pk: int) -> HttpResponse:
    """Take a paper off, after asking once."""
    paper = _gathered(request, pk)
    if request.method == "POST":
        try:
            asking.withdraw(paper=paper, by=request.user)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        return _to_list(paper.item)
    return render(request, "board/paper/withdraw.html", {"paper": paper})


@require_POST
def paper_move(request: Request, pk: int) -> HttpResponse:
    """One place up or down."""
    paper = _gathered(request, pk)
    try:
        asking.move(paper=paper, up=request.POST.get("to") == "up", by=request.user)
    except ValidationError as refusal:
        messages.error(request, refusal.messages[0])
    return _to_list(paper.item)


@require_GET
def paper_mine(request: Request) -> HttpResponse:
    """The papers that somebody was asked for; for others there is no such page."""
    asked = _papers(request).filter(author=request.user)
    if not asked.exists():
        raise Http404
    mine = asked.standing().order_by("due_on", "pk")
    return render(request, "board/paper/mine.html", {"rows": [row_of(paper) for paper in mine]})


@require_GET
def paper_version(request: Request, pk: int, number: int) -> HttpResponse:
    """One version as it goes into packs, with the reader's name."""
    paper = access.fetch(_papers(request), request.user, GIVE, pk=pk)
    ready: QuerySet[PaperVersion] = paper.versions.filter(pdf__isnull=False).select_related("pdf")
    version = access.fetch(ready, request.user, number=number)
    if version.pdf is None:
        raise Http404
    data = for_reader(bytes(version.pdf.data), request.user)
    return pdf(data, f"board-paper-{paper.pk}-version-{number}.pdf")


def pdf(data: bytes, filename: str) -> HttpResponse:
    """A PDF to open, under a name that tells nothing of what it holds."""
    reply = HttpResponse(data, content_type="application/pdf")
    reply["Content-Disposition"] = f'inline; filename="{filename}"'
    reply["X-Content-Type-Options"] = "nosniff"
    return reply
