"""Publishing a score card: what one school costs, from its facts to its two pages, against the bare engine of PDFs."""

import time
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from hlp.models import Document, Partnership
from scorecard.calculations.facts import from_json
from scorecard.models import Edition
from scorecard.packs import card as pack
from scorecard.packs.figures import figures
from scorecard.services.editions import freezing
from tests.bench.table import Figure, timed

PART = "Published score card"
SCHOOLS = 10


def measure() -> list[Figure]:
    """Facts and figures of some schools of the demonstration, then the fullest of the printed pages."""
    edition = Edition.objects.get(state="published")
    schools = freezing.schools_of()[:SCHOOLS]
    began = time.perf_counter()
    facts = [freezing.school_facts(edition, school, full=True) for school in schools]
    gathered = (time.perf_counter() - began) / len(schools)
    specs = [wanted.spec for one in facts for wanted in figures(one)]
    specs[0].draw()  # the engine is awake, as in a worker
    drawn = timed(lambda: [spec.draw() for spec in specs], 3) / len(specs)
    return [
        Figure(PART, "facts of a school", gathered * 1000, "ms"),
        Figure(PART, f"a figure, of {len(specs)} drawn", drawn * 1000, "ms"),
        *_pages(),
    ]


def _pages() -> list[Figure]:
    from weasyprint import HTML

    document = max(Document.objects.filter(kind="score-card", source__facts__kind="school"), key=_size)
    pack.build(document.source, lambda percent, stage: None)  # draws what nobody drew
    printed = timed(lambda: pack.build(document.source, lambda percent, stage: None), 5)
    html, base = _html(document), f"{(Path(settings.BASE_DIR) / 'static').as_uri()}/"
    bare = timed(lambda: HTML(string=html, base_url=base).write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True), 5)
    return [
        Figure(PART, "two pages of a school, bare engine", bare, "s"),
        Figure(PART, "two pages of a school", printed, "s", printed / bare, "the bare engine"),
    ]


def _size(document: Document) -> int:
    return len(document.source["facts"]["measures"])


def _html(document: Document) -> str:
    """What the engine is given, at the first filling that is tried."""
    facts, source = from_json(document.source["facts"]), document.source
    shown = {
        **source,
        "card": facts,
        "figures": pack.figures_of(source["figures"]),
        "beside": pack.figures_of(source["beside"]),
        "partnership": Partnership.current(),
        "demo": settings.DEMO,
    }
    words = pack.school_words(facts, shown, pack.fills(facts)[0])
    return render_to_string("scorecard/edition/school_pdf.html", {**shown, **words})
