"""Beside a theme of a round: the measures that belong to it, for those who read the partnership's score card."""

import pytest

from schools.models import Theme
from scorecard.calculations.facts import PARTNERSHIP, CardFacts, GapFacts, Line, MeasureFacts, Value
from scorecard.home import theme_panels
from scorecard.models import Measure
from scorecard.services.themes import standing
from tests.conftest import Cast


def card(measure: Measure) -> CardFacts:
    lines = (
        Line(PARTNERSHIP, "The partnership", (Value(2024, 69.0),)),
        Line("england", "England", (Value(2024, 75.0),)),
    )
    facts = MeasureFacts(
        measure.code,
        measure.name,
        measure.name,
        measure.topic,
        "percent",
        lines=lines,
        finding="Below England.",
    )
    gap = GapFacts("gap", "Reading, writing and maths", "percent", finding="Wider than in England.")
    return CardFacts(PARTNERSHIP, 2024, "The partnership", measures=(facts,), gaps=(gap,))


@pytest.fixture
def reading(db: None) -> Measure:
    found = Measure.objects.filter(subject="Reading").exclude(standard="higher").first()
    return found or Measure.objects.create(
        code="reading-test", name="Reading", topic="ks2-attainment", subject="Reading", unit="percent"
    )


def test_measures_of_a_theme_stand_beside_it_under_any_name_it_had(reading: Measure) -> None:
    theme = Theme(
        name="Reading with pleasure", former=[{"name": "Reading for meaning", "until": "2026-01-01"}]
    )
    (row,) = standing(theme, card(reading))
    assert (row.own, row.england, row.year, row.finding) == ("69%", "75%", "2024/25", "Below England.")
    assert standing(Theme(name="Governance"), card(reading)) == []


def test_gaps_belong_to_their_theme(reading: Measure) -> None:
    (row,) = standing(Theme(name="Closing the gap for disadvantaged pupils"), card(reading))
    assert row.finding == "Wider than in England."


def test_who_does_not_read_the_score_card_sees_nothing(cast: Cast) -> None:
    theme = Theme.objects.create(name="Reading for meaning")
    told = [theme_panels(person, cast.round, theme, {}) for person in (cast.stranger, cast.host)]
    assert told == [[], []]  # without figures there is nothing to show either
