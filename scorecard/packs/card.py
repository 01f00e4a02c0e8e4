"""The PDF of a score card, from frozen facts alone: two pages for a school, as many as it needs for the partnership."""

import io
from dataclasses import dataclass
from typing import Any

import pikepdf

from hlp import drawings, pdf
from hlp.documents import Progress
from hlp.models import Drawing
from scorecard.calculations.facts import SCHOOL, CardFacts, from_json
from scorecard.packs.figures import GAPS, OVERVIEW, SPREAD
from scorecard.packs.layout import codes_in, compared_in, measure_row, parts_of, years_of

PAGES = 2
ROOM = 252  # millimetres of the second page
FIGURES, ROWS = (4, 2), (18, 16, 14, 12, 10, 8, 6)


@dataclass(frozen=True)
class Fill:
    """How much the second page holds: figures, rows of the table, sources."""

    figures: int
    rows: int
    sources: int

    def height(self, facts: CardFacts) -> float:
        """About how high it stands, in millimetres."""
        table = 14 + 5.6 * min(self.rows, len(facts.measures))
        inspections = 12 + sum(14 if one.rows else 6 for one in facts.inspections[:INSPECTIONS])
        return (
            8
            + 80 * -(-self.figures // 2)
            + 10 * bool(facts.gaps)
            + table
            + inspections
            + 20
            + 3.6 * self.sources
        )


INSPECTIONS, CAUTIONS = 2, 4


def build(source: dict[str, Any], progress: Progress) -> bytes:
    """The PDF of one card. Raises ValueError when a figure has not been drawn."""
    facts = from_json(source["facts"])
    shown = {
        **source,
        "card": facts,
        "figures": figures_of(source["figures"]),
        "beside": figures_of(source["beside"]),
        "running": _running(source),
    }
    if facts.kind == SCHOOL:
        return _two_pages(facts, shown, progress)
    places = compared_in(facts)
    words: dict[str, Any] = {
        "parts": parts_of(facts, shown["figures"], source["commentary"]),
        "measures": [measure_row(measure, facts.year, places) for measure in facts.measures],
        "years": years_of(facts.year),
        "compared": places,
        "codes": codes_in(facts),
    }
    return pdf.render("scorecard/edition/partnership_pdf.html", {**shown, **words}, progress)


def _running(source: dict[str, Any]) -> str:
    return source["edition"] if source["draft"] else f"{source['edition']}, version {source['version']}"


def figures_of(named: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Figures (part, heading, digest) each with its drawing, drawn now where nobody did yet.

    Raises ValueError where one cannot be drawn.
    """
    names = [figure["digest"] for figure in named]
    drawings.draw(names)
    found = Drawing.objects.filter(drawn_at__isnull=False).in_bulk(names)
    missing = [figure["heading"] for figure in named if figure["digest"] not in found]
    if missing:
        raise ValueError(f"cannot be drawn: {', '.join(missing)}")
    return [{**figure, "drawing": found[figure["digest"]]} for figure in named]


def _two_pages(facts: CardFacts, shown: dict[str, Any], progress: Progress) -> bytes:
    """As much as two pages hold: what is left out is on the page, and said."""
    data = b""
    for fill in fills(facts):
        words = school_words(facts, shown, fill)
        data = pdf.render("scorecard/edition/school_pdf.html", {**shown, **words}, progress)
        with pikepdf.open(io.BytesIO(data)) as printed:
            if len(printed.pages) <= PAGES:
                break
    return data


def fills(facts: CardFacts) -> list[Fill]:
    """What the second page may hold, the fullest first that should fit: all measures before more figures."""
    rows = [number for number in (len(facts.measures), *ROWS) if number <= min(len(facts.measures), ROWS[0])]
    sources = min(len(facts.sources), 6)
    ordered = [Fill(figures, number, sources) for number in dict.fromkeys(rows) for figures in FIGURES]
    fitting = [fill for fill in ordered if fill.height(facts) <= ROOM]
    return [*fitting, Fill(2, 6, 3), Fill(2, 4, 2), Fill(0, 4, 1)]


def school_words(facts: CardFacts, shown: dict[str, Any], fill: Fill) -> dict[str, Any]:
    """What the two pages of a school print."""
    figures, compared = shown["figures"], compared_in(facts)
    first = {figure["part"]: figure for figure in figures if figure["part"] in {OVERVIEW, SPREAD}}
    lined = [figure for figure in figures if figure["part"] not in {OVERVIEW, SPREAD, GAPS}]
    gapped = [figure for figure in figures if figure["part"] == GAPS]
    several = gapped[: fill.figures // 2]
    measures = [measure_row(measure, facts.year, compared) for measure in facts.measures]
    told = [caution for measure in measures for caution in measure["cautions"]]
    return {
        "overview": first.get(OVERVIEW),
        "spread": first.get(SPREAD),
        "several": [*lined[: fill.figures - len(several)], *several],
        "measures": measures[: fill.rows],
        "left_out": max(0, len(measures) - fill.rows),
        "years": years_of(facts.year),
        "compared": compared,
        "codes": codes_in(facts),
        "inspections": facts.inspections[:INSPECTIONS],
        "sources": facts.sources[: fill.sources],
        "more_sources": max(0, len(facts.sources) - fill.sources),
        "cautions": [*facts.cautions, *dict.fromkeys(told)][:CAUTIONS],
        "more_changes": max(0, len(facts.changes) - CAUTIONS),
    }
