"""The directory of good practice for everybody."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from hlp.site.metadata import Meta, crumbs
from hlp.site.serving import public
from schools.forms.practice_search import PracticeSearchForm
from schools.services.directory import open as services
from schools.services.directory import printing, reading
from schools.views.practice.finding import found_page
from schools.views.practice.reading import pdf_of


@public
def public_practice_list(request: HttpRequest) -> HttpResponse:
    """What schools published to everybody: all of it, or what fits, the best first."""
    words = (
        "What works in the schools of the partnership, told by the schools themselves, with what it changed."
    )
    context = found_page(request, PracticeSearchForm(request.GET, public=True), None)
    context["meta"] = Meta("Good practice", words, request.path)
    return render(request, "schools/public/practice_list.html", context)


@public
def public_practice(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry."""
    edition = services.editions().filter(entry=pk).select_related("school").first()
    if edition is None:
        raise Http404
    shown = reading.published(edition)
    trail = crumbs(
        ("Home", "/"),
        ("Good practice", reverse("schools:public-practice-list")),
        (edition.title, request.path),
    )
    meta = Meta(
        edition.title,
        edition.summary,
        request.path,
        kind="article",
        picture=shown.picture.middle if shown.picture else "",
        picture_text=shown.picture.alternative if shown.picture else "",
        published=edition.published_at,
        data=[trail, services.structured(shown)],
    )
    printed = printing.is_printed(edition)
    context = {"shown": shown, "meta": meta, "others": services.others(edition), "printed": printed}
    return render(request, "schools/public/practice.html", context)


@public
def public_practice_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF of an entry, once it is printed."""
    edition = services.editions().filter(entry=pk).first()
    if edition is None:
        raise Http404
    return pdf_of(edition)
