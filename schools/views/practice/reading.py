"""The directory as members read it: the page of an entry, its PDF, its pictures and files."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from hlp.access import Request, fetch
from schools.models import PracticeEdition, PracticeEntry, PracticeVisit
from schools.services.directory import attachments, printing
from schools.services.directory import reading as services

WEEK = 7 * 24 * 3600


@require_GET
def practice_detail(request: Request, pk: int) -> HttpResponse:
    """What is published of an entry; who works on it is led to its draft while nothing is."""
    user = request.user
    entry = fetch(PracticeEntry.objects.visible_to(user), user, pk=pk)
    edition = PracticeEdition.objects.visible_to(user).filter(entry=entry).first()
    if edition is None:
        return redirect(entry.work_address)
    visits = PracticeVisit.objects.visible_to(user).filter(entry=entry)
    own = user.has_perm("schools.write_practice", entry)
    context = {
        "entry": entry,
        "shown": services.published(edition),
        "works": PracticeEntry.objects.visible_to(user).worked_on_by(user).filter(pk=pk).exists(),
        "may_ask": edition.visits_welcome and not own and user.has_perm("schools.ask_visit"),
        "visits": visits.select_related("school"),
        "document": printing.document_of(edition),
    }
    return render(request, "schools/practice/detail.html", context)


@require_GET
def practice_preview(request: Request, pk: int) -> HttpResponse:
    """The draft as its readers would see it, for those who work on it."""
    entry = fetch(
        PracticeEntry.objects.visible_to(request.user).worked_on_by(request.user), request.user, pk=pk
    )
    return render(request, "schools/practice/preview.html", {"entry": entry, "shown": services.draft(entry)})


@require_GET
def practice_print(request: Request, pk: int) -> HttpResponse:
    """The PDF of what is published, once it is printed."""
    edition = fetch(PracticeEdition.objects.visible_to(request.user), request.user, entry=pk)
    return pdf_of(edition)


def pdf_of(edition: PracticeEdition) -> HttpResponse:
    """The PDF of an edition. Raises Http404 while it is not printed."""
    found = printing.read(edition)
    if found is None:
        raise Http404
    name, data = found
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(data, content_type="application/pdf", headers=headers)


@login_not_required
@require_GET
def practice_picture(request: HttpRequest, pk: int, width: int) -> HttpResponse:
    """One width of a picture: for everybody where its entry is on the public site, else for its readers."""
    data, caching = attachments.picture_bytes(pk, width, user=None), f"public, max-age={WEEK}, immutable"
    if data is None and request.user.is_authenticated:
        data, caching = attachments.picture_bytes(pk, width, user=request.user), "private, max-age=600"
    if data is None:
        raise Http404
    return HttpResponse(data, content_type="image/jpeg", headers={"Cache-Control": caching})


@login_not_required
@require_GET
def practice_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file to keep: for everybody where its entry is on the public site, else for its readers."""
    user = request.user if request.user.is_authenticated else None
    found = attachments.find_file(pk, user=user)
    if found is None:
        raise Http404
    headers = {
        "Content-Disposition": f'attachment; filename="{found.filename}"',
        "Cache-Control": "private, no-cache",
    }
    return HttpResponse(bytes(found.blob.data), content_type="application/octet-stream", headers=headers)
