"""The host's score card as a short section of a session's handbook: what was published, for every reader of it."""

from typing import Any

from schools.models import School
from scorecard.calculations.facts import CardFacts, MeasureFacts
from scorecard.calculations.pictures import say
from scorecard.choices import year_label
from scorecard.services.cards import school_card
from scorecard.services.cards.pieces import HEADLINES

BESIDE = ("london", "england")
NOTE = "Published figures; where five pupils or fewer stand behind one, it is left out."


def sections(school: School) -> list[dict[str, Any]]:
    """One section with the headlines beside London and England, and the context; none where nothing is published.

    Handbooks go to other schools' headteachers, so they hold what was published, without figures of few pupils.
    """
    card = school_card(school, full=False)
    rows = [_row(one, card.year) for code in HEADLINES for one in card.measures if one.code == code]
    there = [row for row in rows if row["cells"][0] != "–"]
    if not there:
        return []
    return [
        {
            "slug": "score-card",
            "title": "Score card",
            "lead": f"{school.name} in {year_label(card.year)}, beside London and England.",
            "headings": ["Measure", "School", "London", "England", "Since the year before"],
            "rows": there,
            "facts": [{"label": one.label, "text": one.text} for one in card.context],
            "notes": [*_cautions(card), NOTE],
        }
    ]


def _row(measure: MeasureFacts, year: int) -> dict[str, Any]:
    lines = [measure.own, *(measure.line(place) for place in BESIDE)]
    values = [line.at(year) if line else None for line in lines]
    shown = [say(measure, value.value if value else None) for value in values]
    return {"label": measure.name, "cells": [*shown, measure.change or "–"]}


def _cautions(card: CardFacts) -> list[str]:
    small = any(one.cautions and one.pupil_points for one in card.measures)
    return ["Cohorts are small: a single pupil moves these figures by several points."] if small else []
