"""What everybody may read of the Board without signing in: confirmed minutes without part II, as they were frozen."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from board.services import minutes as services
from board.views.minutes import pdf
from hlp.site.metadata import Meta
from hlp.site.serving import public

LEAD = "Confirmed as a true record. What was considered in the restricted part is minuted apart and is not public."


@public
def public_minutes_list(request: HttpRequest) -> HttpResponse:
    """The published minutes, the newest first."""
    words = "The Board meets four times a year. Its minutes are published once the next meeting has confirmed them."
    context = {"rows": services.public_rows(), "meta": Meta("Minutes of the Board", words, request.path)}
    return render(request, "board/public/minutes_list.html", context)


@public
def public_minutes_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Published minutes as a page."""
    minutes = get_object_or_404(services.public(), meeting=pk)
    document = minutes.public_document
    ready = document is not None and document.is_ready
    context = {
        "said": services.newest(minutes).open_facts,
        "lead": LEAD,
        "download": reverse("board:public-minutes-download", args=[pk]) if ready else "",
        "meta": Meta("Minutes of the Board", LEAD, request.path),
    }
    return render(request, "board/public/minutes_detail.html", context)


@public
def public_minutes_download(request: HttpRequest, pk: int) -> HttpResponse:
    """Published minutes as PDF. Raises Http404 while it is being printed."""
    minutes = get_object_or_404(services.public(), meeting=pk)
    if minutes.public_document is None:
        raise Http404
    reply = pdf(minutes.public_document)
    reply["Content-Disposition"] = f'inline; filename="board-minutes-{minutes.meeting.day:%Y-%m-%d}.pdf"'
    return reply
