"""What a version holds, gathered from the figures of this moment, and how it is known again."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max, Sum

from hlp import clock, drawings
from hlp.models import Drawing
from schools.models import School
from scorecard.calculations.facts import CardFacts, from_json, to_json
from scorecard.models import Card, Edition, Inspection, InspectionGrade, Measure, Result, SummaryState
from scorecard.packs.figures import Wanted, figures
from scorecard.services.cards import partnership_card, school_card
from scorecard.services.summaries import member_places

TRIES = 4


def schools_of() -> list[School]:
    """The schools that get a page of their own: this year's members, by name."""
    return list(School.objects.filter(pk__in=member_places()))


def partnership_facts(edition: Edition) -> CardFacts:
    """What the version says of the partnership, by the figures of this moment."""
    return partnership_card(year=edition.year).only(edition.measures)


def school_facts(edition: Edition, school: School, *, full: bool) -> CardFacts:
    """What the version says of a school, by the figures of this moment; ``full`` as the school itself reads it."""
    return school_card(school, full=full, year=edition.year).only(edition.measures)


def gather(edition: Edition) -> Iterator[tuple[School | None, bool, CardFacts]]:
    """Every card of a version: school (None: the partnership), whether in full, and its facts."""
    yield None, False, partnership_facts(edition)
    for school in schools_of():
        for full in (True, False):
            yield school, full, school_facts(edition, school, full=full)


def card_of(
    edition: Edition, school: School | None, full: bool, facts: CardFacts, wanted: Sequence[Wanted]
) -> Card:
    """The frozen card of these facts, not yet saved."""
    data, figured = to_json(facts), named(wanted)
    return Card(
        edition=edition,
        school=school,
        full=full,
        facts=data,
        figures=figured,
        sha256=checksum([data, figured]),
    )


def named(wanted: Sequence[Wanted]) -> list[dict[str, Any]]:
    """Figures by part, heading and the digest of their drawing."""
    return [{"part": one.part, "heading": one.heading, "digest": drawings.digest(one.spec)} for one in wanted]


def checksum(data: Any) -> str:
    """The SHA-256 of plain data, whatever the order of their keys."""
    return sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


def freeze(edition: Edition) -> None:
    """Write every card with the figures of one moment, and ask for its figures.

    Gathering takes a while and locks nobody out: where figures came in meanwhile it is done again. Cards and
    ``frozen_at`` are written together. Raises Unsettled where figures keep coming in.
    """
    for _ in range(TRIES):
        before, moment = _mark(), clock.now()
        gathered = [(*one, figures(one[2])) for one in gather(edition)]
        with transaction.atomic():
            locked = Edition.objects.select_for_update().get(pk=edition.pk)
            if locked.frozen_at:
                return
            if _mark() == before:
                _write(locked, gathered, moment)
                return
    raise Unsettled


class Unsettled(Exception):
    """Figures came in each time that they were gathered."""


def _mark() -> tuple[Any, ...]:
    """What changes whenever a figure, a sum, an inspection or a measure does."""
    newest = (model.objects.aggregate(pk=Max("pk"))["pk"] for model in (Result, Inspection, InspectionGrade))
    state = SummaryState.objects.values_list("last_result", "basis").first()
    return (*newest, state, Measure.objects.aggregate(Sum("version"))["version__sum"])


def _write(
    edition: Edition,
    gathered: Sequence[tuple[School | None, bool, CardFacts, list[Wanted]]],
    moment: datetime,
) -> None:
    cards = [card_of(edition, *one) for one in gathered]
    Card.objects.bulk_create(cards)
    drawings.ask((wanted.spec for *_, found in gathered for wanted in found), wake=False)
    edition.frozen_at = moment
    edition.save(update_fields=["frozen_at"])


def seal_of(edition: Edition) -> str:
    """The SHA-256 of everything that a version shows: words, measures, and the facts and figures of every card."""
    cards = edition.cards.values_list("school__urn", "full", "sha256")
    ordered = sorted([str(urn or ""), full, mark] for urn, full, mark in cards)
    return checksum([edition.year, edition.number, edition.measures, edition.commentary, ordered])


def figure_names(edition: Edition) -> list[str]:
    """The digests of all figures of a version."""
    rows = edition.cards.values_list("figures", flat=True)
    return sorted({figure["digest"] for figures in rows for figure in figures})


def shown_figures(figured: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Figures (part, heading, digest) each with its drawing."""
    found = Drawing.objects.in_bulk([figure["digest"] for figure in figured])
    return [{**figure, "drawing": found[figure["digest"]]} for figure in figured if figure["digest"] in found]


def previewed_figures(facts: CardFacts) -> list[dict[str, Any]]:
    """The figures of facts of this moment, asked for: those not drawn yet are drawn by the worker."""
    wanted = figures(facts)
    rows = drawings.ask(one.spec for one in wanted)
    return [
        {"part": one.part, "heading": one.heading, "drawing": row}
        for one, row in zip(wanted, rows, strict=True)
    ]


def read(card: Card) -> CardFacts:
    """The facts of a frozen card."""
    return from_json(card.facts)
