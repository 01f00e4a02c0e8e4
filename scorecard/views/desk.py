"""The data desk: coverage, what is missing, odd, or told differently by two sources."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hlp.access import Request, fetch, require_sight
from hlp.tables import download
from schools.forms.search import SchoolSearch
from schools.models import School
from scorecard.choices import year_label
from scorecard.forms.desk import CoverageFilterForm, DeskFilterForm
from scorecard.models import Measure
from scorecard.services import tables
from scorecard.services.desk import coverage, differences, gaps, odd
from scorecard.services.desk.coverage import LABELS
from scorecard.services.desk.scope import Scope, years_with_figures

USE = "scorecard.use_desk"
PAGE = 60


def filtered(request: Request, form: type[DeskFilterForm] = DeskFilterForm) -> tuple[dict[str, Any], Scope]:
    """The filter, what it says in words, and what is looked at: the latest year with figures unless told."""
    require_sight(request.user, USE)
    years = years_with_figures(request.user)
    bound = form(request.GET, years=years)
    chosen = bound.chosen()
    year = chosen.get("year", years[0] if years else 0)
    scope = Scope(request.user, year, chosen.get("topic", ""), chosen.get("pupils", "") == "groups")
    query = request.GET.copy()
    query.pop("page", None)
    shown = form({**request.GET.dict(), "year": year}, years=years)
    context = {
        "filter": shown,
        "search": SchoolSearch(request, shown),
        "year": year,
        "year_label": year_label(year),
        "has_figures": bool(years),
        "query": f"{query.urlencode()}&" if query else "",
        "by": chosen.get("by", ""),
    }
    return context, scope


@require_GET
def desk_index(request: Request) -> HttpResponse:
    """What needs looking at in a year, in four figures, and the first of each."""
    context, scope = filtered(request)
    covers = coverage.by_measure(scope)
    late = [gap for gap in gaps.gaps(scope, covers=covers) if gap.is_late]
    odds = [one for one in odd.odd_results(scope) if one.is_open]
    apart = [one for one in differences.differences(request.user, year=scope.year) if one.is_open]
    whole = coverage.total(covers)
    context |= {"tiles": _tiles(scope, whole, late, odds, apart), "late": late, "odds": odds, "apart": apart}
    return render(request, "scorecard/desk/index.html", context)


def _tiles(scope: Scope, whole: coverage.Cover, *needs: list[Any]) -> list[dict[str, Any]]:
    names = [
        ("missing", "measures late", "warn"),
        ("odd", "odd figures open", "warn"),
        ("differences", "sources differ", "warn"),
    ]
    number = len(whole.cells) - len(whole.missing)
    tiles: list[dict[str, Any]] = [
        {
            "number": f"{number:,}",
            "of": f"{len(whole.cells):,}",
            "label": "figures there",
            "href": _to("coverage", scope),
        }
    ]
    for (name, label, tone), rows in zip(names, needs, strict=True):
        tiles.append(
            {"number": len(rows), "label": label, "tone": tone if rows else "good", "href": _to(name, scope)}
        )
    return tiles


def _to(name: str, scope: Scope) -> str:
    return f"{name}/?year={scope.year}"


@require_GET
def desk_coverage(request: Request) -> HttpResponseBase:
    """What there is of a year, by measure or by school."""
    context, scope = filtered(request, CoverageFilterForm)
    schools = context["by"] == "school"
    covers = coverage.by_school(scope) if schools else coverage.by_measure(scope)
    search = context["search"]
    if schools:
        covers = search.keep(covers, lambda cover: cover.of)
    elif search.is_on:
        covers = coverage.narrowed(covers, search.keep(list(scope.schools), lambda school: school))
    if file := download(request, tables.coverage_table(covers, scope.year)):
        return file
    page = Paginator(covers, PAGE).get_page(request.GET.get("page"))
    context |= {
        "page": page,
        "covers": page.object_list,
        "whole": coverage.total(covers),
        "labels": LABELS.items(),
    }
    return render(request, "scorecard/desk/coverage.html", context)


@require_GET
def desk_measure(request: Request, code: str) -> HttpResponseBase:
    """One measure of a year, school by school."""
    context, scope = filtered(request)
    measure = fetch(Measure.objects.visible_to(request.user), request.user, code=code)
    scope = Scope(request.user, scope.year, every_group=True)
    cover = coverage.of_measure(scope, measure)
    cover.cells = context["search"].keep(cover.cells, lambda cell: cell.school)
    if file := download(request, tables.cell_table(f"coverage-{measure.code}", cover.cells)):
        return file
    return render(request, "scorecard/desk/measure.html", {**context, "measure": measure, "cover": cover})


@require_GET
def desk_school(request: Request, urn: int) -> HttpResponseBase:
    """One school of a year, measure by measure."""
    context, scope = filtered(request)
    school = fetch(School.objects.visible_to(request.user), request.user, urn=urn)
    scope = Scope(request.user, scope.year, scope.topic, every_group=True)
    cover = coverage.of_school(scope, school)
    if file := download(request, tables.cell_table(f"coverage-{school.urn}", cover.cells)):
        return file
    return render(request, "scorecard/desk/school.html", {**context, "school": school, "cover": cover})


@require_GET
def desk_missing(request: Request) -> HttpResponseBase:
    """What is missing of a year, what is late first."""
    context, scope = filtered(request)
    found = context["search"].keep(gaps.gaps(scope), lambda gap: gap.schools)
    if file := download(request, tables.gap_table(found)):
        return file
    return render(request, "scorecard/desk/missing.html", {**context, "gaps": found})


@require_GET
def desk_odd(request: Request) -> HttpResponseBase:
    """Figures that moved further than their cohorts explain."""
    context, scope = filtered(request)
    found = context["search"].keep(odd.odd_results(scope), lambda one: one.result.school)
    if file := download(request, tables.odd_table(found)):
        return file
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "scorecard/desk/odd.html", {**context, "page": page})


@require_GET
def desk_differences(request: Request) -> HttpResponseBase:
    """Figures that two sources tell differently."""
    context, scope = filtered(request)
    told = differences.differences(request.user, year=scope.year, topic=scope.topic)
    found = context["search"].keep(told, lambda one: one.result.school)
    if file := download(request, tables.difference_table(found)):
        return file
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(request, "scorecard/desk/differences.html", {**context, "page": page})
