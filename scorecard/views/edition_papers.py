"""The PDFs of the published score card, and of a draft."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from hlp import access, documents
from hlp.access import Request
from hlp.models import Document
from schools.models import School
from scorecard.models import Edition
from scorecard.services.editions import freezing, papers
from scorecard.views.editions import PUBLISH, fetch_card, fetch_edition


@require_http_methods(["GET", "POST"])
def edition_paper(request: Request, pk: int, urn: int | None = None) -> HttpResponse:
    """How far the PDF is; a POST asks for it."""
    edition = fetch_edition(request, pk)
    if request.method == "POST":
        document = _ask(request, edition, urn)
        if not (document.is_ready or document.is_pending):
            documents.again(document)
        return redirect(_address("paper", pk, urn))
    found = _newest(request, edition, urn)
    context = {
        "edition": edition,
        "document": found,
        "back": _back(edition, urn),
        "poll": _address("paper", pk, urn),
        "retry": _address("paper", pk, urn),
        "download": _address("file", pk, urn),
        "refresh_seconds": 3 if found and found.is_pending else 0,
    }
    if request.htmx and found:
        return render(request, "_components/progress.html", context)
    return render(request, "scorecard/edition/paper.html", context)


@require_GET
def edition_file(request: Request, pk: int, urn: int | None = None) -> HttpResponse:
    """The PDF."""
    document = _newest(request, fetch_edition(request, pk), urn)
    if document is None or not document.is_ready:
        raise Http404
    reply = HttpResponse(documents.read(document), content_type="application/pdf")
    reply["Content-Disposition"] = f'inline; filename="{document.filename}"'
    return reply


def _ask(request: Request, edition: Edition, urn: int | None) -> Document:
    if edition.is_out:
        card = fetch_card(request, edition.pk, urn)
        return papers.print_card(card, edition=edition)
    access.require(request.user, PUBLISH)
    school = _school(urn)
    facts = (
        freezing.school_facts(edition, school, full=True) if school else freezing.partnership_facts(edition)
    )
    return papers.print_draft(edition, school, facts)


def _newest(request: Request, edition: Edition, urn: int | None) -> Document | None:
    if edition.is_out:
        return papers.newest(fetch_card(request, edition.pk, urn))
    return papers.newest_draft(edition, _school(urn))


def _school(urn: int | None) -> School | None:
    """The school of this URN among those that get a page. Raises Http404."""
    if urn is None:
        return None
    found = next((one for one in freezing.schools_of() if one.urn == urn), None)
    if found is None:
        raise Http404
    return found


def _address(kind: str, pk: int, urn: int | None) -> str:
    if urn is None:
        return reverse(f"scorecard:edition-{kind}", args=[pk])
    return reverse(f"scorecard:edition-school-{kind}", args=[pk, urn])


def _back(edition: Edition, urn: int | None) -> str:
    if urn and edition.is_out:
        return reverse("scorecard:edition-school", args=[edition.pk, urn])
    return edition.get_absolute_url()
