"""The score card of a school and of the partnership."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET

from hlp import clock
from hlp.access import Request, fetch, require_sight
from hlp.tables import download
from schools.forms.search import SchoolSearch
from scorecard.calculations.layout import page_of
from scorecard.choices import year_label, year_of
from scorecard.services.cards import listing, pieces, reading
from scorecard.services.cards import partnership as of_partnership
from scorecard.services.cards import school as of_school
from scorecard.services.cards.drawing import drawn

PER_PAGE = 60


def asked_year(request: Request, years: list[int]) -> int | None:
    """The academic year that ``?year=`` names, if it is one of these. Raises Http404 for another."""
    text = request.GET.get("year", "")
    if not text:
        return None
    if not text.isdecimal() or int(text) not in years:
        raise Http404
    return int(text)


def year_links(years: list[int], shown: int) -> list[dict[str, Any]]:
    """The years that one may choose, the one that is shown marked."""
    return [{"year": year, "label": year_label(year), "current": year == shown} for year in years]


@require_GET
def school_read(request: Request, urn: int) -> HttpResponse:
    """A school's score card in its newest year, or in ``?year=``."""
    school = fetch(reading.cards_of(request.user), request.user, urn=urn)
    full = reading.sees_all(request.user, school)
    years = of_school.years_of(school, full=full)
    card = of_school.school_card(school, full=full, year=asked_year(request, years))
    headlines = pieces.headlines(pieces.shown_measures(card.year))
    context = {
        "school": school,
        "page": page_of(card, headlines, figures=drawn(card)),
        "years": year_links(years, card.year),
        "full": full,
        "others": reading.cards_of(request.user).exclude(pk=school.pk).exists(),
    }
    return render(request, "scorecard/card/school.html", context)


@require_GET
def school_list(request: Request) -> HttpResponseBase:
    """The score cards that somebody may open, by name, with their headlines of the newest year or of ``?year=``."""
    schools = reading.cards_of(request.user)
    if not schools.exists():
        raise Http404
    search = SchoolSearch(request)
    schools = search.narrow(schools, "")
    years = of_partnership.years_of()
    year = asked_year(request, years) or of_partnership.latest_year() or year_of(clock.today())
    measures = listing.headline_measures(year)
    if file := download(request, listing.table(request.user, schools, measures, year)):
        return file
    page = Paginator(schools, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "search": search,
        "lines": listing.lines(request.user, list(page.object_list), measures, year),
        "measures": measures,
        "years": year_links(years, year),
        "label": year_label(year),
    }
    return render(request, "scorecard/card/list.html", context)


@require_GET
def partnership_read(request: Request) -> HttpResponse:
    """The partnership's score card in its newest year; ``?year=`` and ``?scope=`` (a collaborative, a phase) choose."""
    require_sight(request.user, "scorecard.read_partnership")
    years, scopes = of_partnership.years_of(), of_partnership.scopes()
    scope = request.GET.get("scope", "")
    if scope and scope not in dict(scopes):
        raise Http404
    card = of_partnership.partnership_card(year=asked_year(request, years), scope=scope)
    headlines = pieces.headlines(pieces.shown_measures(card.year))
    context = {
        "page": page_of(card, headlines, reading.own_dots(request.user, card), drawn(card)),
        "years": year_links(years, card.year),
        "scopes": scopes,
        "scope": scope,
        "mine": reading.cards_of(request.user)[:3],
        "panels": [] if scope else _panels(request),
    }
    return render(request, "scorecard/card/partnership.html", context)


def _panels(request: Request) -> list[str]:
    """What other rooms make of the figures of all schools, as HTML in the order of ``settings.SCORECARD_PANELS``."""
    found = [panel for path in settings.SCORECARD_PANELS for panel in import_string(path)(request.user)]
    return [render_to_string(panel["template"], panel["context"], request) for panel in found]
