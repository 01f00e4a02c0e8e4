"""Papers on offer on a page: drawn by a post, shown with their progress, downloaded."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.urls import reverse

from hlp import documents, papers
from hlp.access import Request
from hlp.papers import PaperSource


def draw_posted(request: Request, offered: list[PaperSource]) -> None:
    """Draw the paper that was asked for. Raises PermissionDenied for one that is not on offer here."""
    paper = next((one for one in offered if one.key == request.POST.get("paper")), None)
    if paper is None:
        raise PermissionDenied
    papers.draw(paper)


def shown(offered: list[PaperSource], download: str) -> dict[str, Any]:
    """What ``case/_papers.html`` needs; ``download`` names the address of a drawn paper."""
    items, pending = [], False
    for paper in offered:
        document = documents.newest(papers.KIND, paper.about)
        pending = pending or (document is not None and document.is_pending)
        href = reverse(download, args=[document.pk]) if document else ""
        items.append({"paper": paper, "document": document, "download": href})
    return {"papers": items, "refresh_seconds": 5 if pending else 0}


def file_of(pk: int, offered: list[PaperSource]) -> HttpResponse:
    """One drawn paper as a PDF. Raises Http404 where it is not ready, or not one of these."""
    found = next((d for d in papers.drawn(offered) if d.pk == pk and d.is_ready), None)
    if found is None:
        raise Http404
    reply = HttpResponse(documents.read(found), content_type="application/pdf")
    reply["Content-Disposition"] = f'inline; filename="{found.filename}"'
    return reply
