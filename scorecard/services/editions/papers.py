"""The PDFs of a version: two pages a school and one of the partnership; drafts are marked as such."""

from datetime import datetime
from typing import Any

from django.utils.text import slugify

from hlp import clock, documents, drawings
from hlp.models import Document
from schools.models import School
from scorecard.calculations.facts import CardFacts
from scorecard.models import Card, Edition, Erratum
from scorecard.packs.figures import figures
from scorecard.services.editions import freezing

KIND = "score-card"


def print_all(edition: Edition, *, at: datetime) -> None:
    """Ask for the PDF of the partnership and of each school as the school itself reads it."""
    for card in edition.cards.select_related("school").order_by("-full", "-school__name"):
        if card.full or card.school is None:
            print_card(card, edition=edition, at=at)


def print_card(card: Card, *, edition: Edition, at: datetime | None = None) -> Document:
    """The PDF of a frozen card: the one that is there, or one that the worker makes."""
    source = source_of(edition, freezing.read(card), card.figures)
    source["errata"] = _errata(card)
    if not card.figures and card.school_id:
        source["beside"] = edition.cards.get(school=None).figures
    return _ask(edition, card.school, source, f"{KIND}:{card.pk}", at)


def newest(card: Card) -> Document | None:
    """The PDF of a frozen card as far as it was asked for."""
    return documents.newest(KIND, f"{KIND}:{card.pk}")


def print_draft(
    edition: Edition, school: School | None, facts: CardFacts, at: datetime | None = None
) -> Document:
    """The PDF of a draft, marked as such, by the figures of this moment."""
    return _ask(edition, school, source_of(edition, facts, _named(facts)), draft_about(edition, school), at)


def draft_about(edition: Edition, school: School | None) -> str:
    """How the documents of a draft are called."""
    return f"{KIND}-draft:{edition.pk}:{school.urn if school else 'partnership'}"


def newest_draft(edition: Edition, school: School | None) -> Document | None:
    """The newest PDF of a draft, or None."""
    return documents.newest(KIND, draft_about(edition, school))


def _ask(
    edition: Edition, school: School | None, source: dict[str, Any], about: str, at: datetime | None
) -> Document:
    title = source["title"]
    state = "draft" if source["draft"] else f"version {edition.number}"
    place = school.name if school else "partnership"
    words = f"score card {edition.label} {place} {state}".replace("/", " ")
    return documents.ask(
        KIND,
        about=about,
        title=title,
        filename=f"{slugify(words)}.pdf",
        source=source,
        at=at,
    )


def source_of(edition: Edition, facts: CardFacts, named: list[dict[str, Any]]) -> dict[str, Any]:
    """Everything that a PDF shows, as plain data; figures by the digest of their drawing.

    ``beside`` are the partnership's figures, for a school that has none of its own.
    """
    out = edition.published_at
    return {
        "title": f"Score card {edition.label}: {facts.title}",
        "edition": f"Score card {edition.label}",
        "label": edition.label,
        "version": edition.number,
        "draft": not edition.is_out,
        "published_on": clock.day(out) if out else "",
        "facts": freezing.to_json(facts),
        "commentary": edition.commentary,
        "figures": named,
        "beside": [],
        "errata": [],
        "reason": edition.reason,
    }


def _named(facts: CardFacts) -> list[dict[str, Any]]:
    """The figures of a draft, asked for."""
    wanted = figures(facts)
    rows = drawings.ask(one.spec for one in wanted)
    return freezing.named(wanted) if rows else []


def _errata(card: Card) -> list[dict[str, Any]]:
    rows = Erratum.objects.filter(edition=card.edition_id, school=card.school_id, full=card.full)
    return [
        {"what": row.what, "place": row.place, "year": row.label, "before": row.before, "after": row.after}
        for row in rows.order_by("pk")
    ]
