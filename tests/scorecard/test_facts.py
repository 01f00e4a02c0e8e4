import json

from scorecard.calculations.facts import (
    Break,
    CardFacts,
    GapFacts,
    GapRow,
    InspectionFacts,
    Line,
    MeasureFacts,
    Value,
    from_json,
    to_json,
)

CARD = CardFacts(
    kind="school",
    year=2024,
    title="Ash Primary School",
    urn=100001,
    measures=(
        MeasureFacts(
            code="RWM_EXP",
            name="Reading, writing and maths, expected standard",
            short_name="RWM expected",
            topic="ks2",
            unit="percent",
            lines=(
                Line("school", "Ash", (Value(2023, reason="SUPP"), Value(2024, 63.0, cohort=30))),
                Line("england", "England", (Value(2023, 61.0), Value(2024, 62.0))),
            ),
            breaks=(Break(2022, "No tables for two years"),),
            spread=(51.0, 63.0),
        ),
        MeasureFacts("GLD", "Good level of development", "GLD", "eyfs", "percent"),
    ),
    gaps=(GapFacts("RWM_GAP", "RWM", "percent", rows=(GapRow("england", "England", 2024, 47.0, 69.0),)),),
    inspections=(
        InspectionFacts("2026-01-14", "report_card_2025", "Report card", rows=(("Inclusion", "Strong"),)),
    ),
)


def test_a_card_survives_json() -> None:
    assert from_json(json.loads(json.dumps(to_json(CARD)))) == CARD


def test_what_a_later_version_adds_is_passed_over() -> None:
    assert from_json({**to_json(CARD), "unheard": [1]}) == CARD


def test_chosen_measures_come_in_the_chosen_order() -> None:
    assert [one.code for one in CARD.only(["GLD", "NONE", "RWM_EXP"]).measures] == ["GLD", "RWM_EXP"]


def test_a_line_knows_its_years() -> None:
    own = CARD.measures[0].own
    assert own is not None
    assert own.at(2024) == Value(2024, 63.0, cohort=30)
    assert own.at(2019) is None
