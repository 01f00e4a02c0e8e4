"""The published score card as everybody reads it: versions, the partnership's page, a school's frozen page, what changed."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from hlp import access, clock
from hlp.access import Request
from scorecard.calculations.facts import CardFacts
from scorecard.choices import EditionState
from scorecard.models import Card, Edition, Erratum
from scorecard.packs.layout import codes_in, compared_in, parts_of, years_of
from scorecard.services.editions import freezing, papers, tasks

READ, PUBLISH = "scorecard.read_partnership", "scorecard.publish"
COLOURS = {
    EditionState.DRAFT: "yellow",
    EditionState.PUBLISHING: "purple",
    EditionState.PUBLISHED: "green",
    EditionState.REPLACED: "grey",
    EditionState.DROPPED: "grey",
}


def visible(request: Request) -> QuerySet[Edition]:
    """The versions that a person may open."""
    rows = Edition.objects.visible_to(request.user)
    return rows.select_related("created_by", "published_by", "corrects")


def fetch_edition(request: Request, pk: int, permission: str | None = None) -> Edition:
    """The version: 404 for a stranger, 403 without the permission."""
    return access.fetch(visible(request), request.user, permission, pk=pk)


def card_context(
    facts: CardFacts, figures: list[dict[str, Any]], commentary: dict[str, str]
) -> dict[str, Any]:
    """What ``scorecard/edition/_card.html`` shows."""
    return {
        "card": facts,
        "parts": parts_of(facts, figures, commentary),
        "years": years_of(facts.year),
        "compared": compared_in(facts),
        "codes": codes_in(facts),
        "waiting": any(not figure["drawing"].is_drawn for figure in figures),
    }


@require_GET
def edition_list(request: Request) -> HttpResponse:
    """Every version that one may read, the newest first."""
    access.require_sight(request.user, READ)
    rows = [
        {"edition": edition, "colour": COLOURS[EditionState(edition.state)]} for edition in visible(request)
    ]
    context = {"rows": rows, "may_publish": request.user.has_perm(PUBLISH)}
    return render(request, "scorecard/edition/list.html", context)


@require_GET
def edition_detail(request: Request, pk: int) -> HttpResponse:
    """What was published of the partnership; of a draft what is still to be done; in between how far it is."""
    edition = fetch_edition(request, pk)
    if edition.is_out:
        return _published(request, edition)
    context = {
        "edition": edition,
        "colour": COLOURS[EditionState(edition.state)],
        "tasks": tasks.of_draft(edition),
        "events": _history(edition),
        "refresh_seconds": 3 if edition.state == EditionState.PUBLISHING else 0,
    }
    if request.htmx and edition.state == EditionState.PUBLISHING:
        return render(request, "scorecard/edition/_progress.html", context)
    answer = render(request, "scorecard/edition/draft.html", context)
    if request.htmx:
        answer["HX-Refresh"] = "true"
    return answer


def _published(request: Request, edition: Edition) -> HttpResponse:
    cards = Card.objects.visible_to(request.user).filter(edition=edition).select_related("school", "edition")
    whole = access.fetch(cards, request.user, school=None)
    figures = freezing.shown_figures(whole.figures)
    schools = cards.exclude(school=None).defer("facts", "figures").order_by("school__name")
    context = {
        "edition": edition,
        "colour": COLOURS[EditionState(edition.state)],
        "schools": schools,
        "changed": _errata(request, edition).count(),
        "document": papers.newest(whole),
        "newer": _newer(request, edition),
        "may_publish": request.user.has_perm(PUBLISH),
        "events": _history(edition),
        **card_context(freezing.read(whole), figures, edition.commentary),
    }
    answer = render(request, "scorecard/edition/detail.html", context)
    if request.htmx:  # the last question of the page that watched it being published
        answer["HX-Refresh"] = "true"
    return answer


def _newer(request: Request, edition: Edition) -> Edition | None:
    """The version that stands in the place of a replaced one."""
    rows = visible(request).filter(year=edition.year, state=EditionState.PUBLISHED)
    return rows.exclude(pk=edition.pk).first()


def _history(edition: Edition) -> list[dict[str, str]]:
    return [
        {
            "when": clock.when(row.at),
            "title": EditionState(row.to_state).label,
            "by": str(row.by) if row.by else "",
            "text": row.reason,
        }
        for row in edition.events.select_related("by").order_by("-at", "-pk")
    ]


def _errata(request: Request, edition: Edition) -> QuerySet[Erratum]:
    return Erratum.objects.visible_to(request.user).filter(edition=edition)


@require_GET
def edition_school(request: Request, pk: int, urn: int) -> HttpResponse:
    """The frozen page of one school."""
    card = fetch_card(request, pk, urn)
    edition = card.edition
    figures = freezing.shown_figures(card.figures)
    context = {
        "edition": edition,
        "colour": COLOURS[EditionState(edition.state)],
        "school": card.school,
        "full": card.full,
        "errata": _errata(request, edition).filter(school=card.school),
        "document": papers.newest(card),
        "newer": _newer(request, edition),
        **card_context(freezing.read(card), figures, {}),
    }
    return render(request, "scorecard/edition/school.html", context)


def fetch_card(request: Request, pk: int, urn: int | None) -> Card:
    """The frozen card of a school, or of the partnership, as the person may read it."""
    rows = Card.objects.visible_to(request.user).filter(
        edition__in=Edition.objects.visible_to(request.user).out()
    )
    found = rows.select_related("edition", "school")
    place: dict[str, Any] = {"school__urn": urn} if urn else {"school": None}
    return access.fetch(found, request.user, edition=pk, **place)


@require_GET
def edition_changes(request: Request, pk: int) -> HttpResponse:
    """Which figures a correction changed: the partnership's, and those of schools whose cards one may open."""
    edition = fetch_edition(request, pk)
    rows = list(_errata(request, edition).select_related("school").order_by("school__name", "pk"))
    whole = [row for row in rows if row.school is None]
    groups: dict[str, list[Erratum]] = {}
    for row in rows:
        if row.school:
            groups.setdefault(row.school.name, []).append(row)
    context = {"edition": edition, "whole": whole, "groups": sorted(groups.items())}
    return render(request, "scorecard/edition/changes.html", context)


def back_to(edition: Edition) -> str:
    """The page of a version."""
    return reverse("scorecard:edition-detail", args=[edition.pk])
