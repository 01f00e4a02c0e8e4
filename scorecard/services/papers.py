"""Papers that the score card offers to the Board: what was published, naming nobody; and, restricted, by school."""

from collections import Counter
from datetime import datetime
from typing import Any

from hlp import clock
from hlp.papers import PaperSource
from scorecard.calculations.facts import CardFacts, MeasureFacts
from scorecard.models import Card, Edition
from scorecard.packs.layout import codes_in, compared_in, measure_row, parts_of, said, years_of
from scorecard.services.editions import freezing

FOLDER = "scorecard/edition"
MOST_COLUMNS = 6  # measures of the annex


def sources() -> list[PaperSource]:
    """The published score card for part I, and its annex by school for part II."""
    return [
        PaperSource("score-card", "Score card", False, f"{FOLDER}/paper_pdf.html", published),
        PaperSource("score-card-named", "Score card, by school", True, f"{FOLDER}/annex_pdf.html", by_school),
    ]


def published(at: datetime) -> dict[str, Any]:
    """The newest published score card of the partnership with its words and figures. It names no school."""
    edition = _newest(at)
    if edition is None:
        return {"edition": ""}
    card = edition.cards.get(school=None)
    facts = freezing.read(card)
    places = compared_in(facts)
    figures = [_figure(one) for one in freezing.shown_figures(card.figures)]
    parts = parts_of(facts, figures, edition.commentary)
    return {
        **_named(edition),
        "parts": [vars(part) for part in parts],
        "measures": [measure_row(measure, facts.year, places) for measure in facts.measures],
        "years": years_of(facts.year),
        "compared": places,
        "codes": codes_in(facts),
        "card": card.facts,
        "errata": [_erratum(row) for row in edition.errata.filter(school=None)],
    }


def by_school(at: datetime) -> dict[str, Any]:
    """The published figures of each school by name, for the first measures of the card; none of five pupils or fewer."""
    edition = _newest(at)
    if edition is None:
        return {"edition": ""}
    rows = edition.cards.filter(school__isnull=False, full=False).select_related("school")
    whole = freezing.read(edition.cards.get(school=None))
    measures = _fullest(whole, [freezing.read(card) for card in rows])
    codes = [measure.code for measure in measures]
    return {
        **_named(edition),
        "headings": [measure.short_name for measure in measures],
        "rows": [_row(card, codes) for card in rows.order_by("school__name")],
        "whole": [said(measure, measure.own.at(whole.year) if measure.own else None) for measure in measures],
        "england": [_of_england(measure, whole.year) for measure in measures],
        "codes": sorted({code for card in rows for code in codes_in(freezing.read(card).only(codes))}),
    }


def _fullest(whole: CardFacts, schools: list[CardFacts]) -> list[MeasureFacts]:
    """The measures that most schools have a figure of, as many as a page takes, in the order of the card."""
    shown = Counter(
        measure.code
        for facts in schools
        for measure in facts.measures
        if measure.own and (value := measure.own.at(facts.year)) and value.value is not None
    )
    order = sorted(whole.measures, key=lambda measure: -shown[measure.code])[:MOST_COLUMNS]
    return [measure for measure in whole.measures if measure in order]


def _of_england(measure: MeasureFacts, year: int) -> str:
    line = measure.line("england")
    return said(measure, line.at(year) if line else None)


def _newest(at: datetime) -> Edition | None:
    """What was published last before a moment."""
    rows = Edition.objects.out().filter(published_at__lte=at)
    return rows.order_by("-year", "-number").first()


def _named(edition: Edition) -> dict[str, Any]:
    out = edition.published_at
    return {
        "edition": f"Score card {edition.label}",
        "label": edition.label,
        "version": edition.number,
        "published_on": clock.day(out) if out else "",
        "reason": edition.reason,
    }


def _row(card: Card, codes: list[str]) -> dict[str, Any]:
    facts = freezing.read(card)
    known = {measure.code: measure for measure in facts.measures}
    cells = []
    for code in codes:
        measure = known.get(code)
        cells.append(said(measure, measure.own.at(facts.year) if measure.own else None) if measure else "–")
    return {"school": facts.title, "cells": cells}


def _figure(figure: dict[str, Any]) -> dict[str, Any]:
    """A figure as plain data; what is not drawn yet shows its heading alone."""
    drawing = figure["drawing"]
    shown = {"svg": drawing.svg, "finding": drawing.finding}
    return {"part": figure["part"], "heading": figure["heading"], "drawing": shown}


def _erratum(row: Any) -> dict[str, Any]:
    return {"what": row.what, "place": row.place, "year": row.label, "before": row.before, "after": row.after}
