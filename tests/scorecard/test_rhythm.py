"""When figures are due, and which schools can have any."""

from datetime import date

import pytest

from scorecard.calculations import rhythm
from scorecard.choices import Status, Topic


@pytest.mark.parametrize(
    ("day", "late"), [(date(2026, 10, 14), False), (date(2026, 10, 15), True), (date(2026, 9, 1), False)]
)
def test_key_stage_2_is_late_two_weeks_after_the_end_of_september(day: date, late: bool) -> None:
    assert rhythm.is_late(Topic.KS2_ATTAINMENT, 2025, day) is late


def test_nothing_is_due_of_years_without_assessments_nor_of_inspections() -> None:
    assert rhythm.due(Topic.KS2_ATTAINMENT, 2019) is None
    assert rhythm.due(Topic.INSPECTION, 2025) is None
    assert rhythm.due(Topic.ATTENDANCE, 2019) == date(2021, 4, 30)


def test_provisional_figures_are_overdue_once_the_revised_ones_are_out() -> None:
    topic = Topic.KS2_ATTAINMENT
    assert rhythm.overdue_step(topic, 2024, Status.PROVISIONAL, date(2026, 1, 14)) is None
    assert rhythm.overdue_step(topic, 2024, Status.PROVISIONAL, date(2026, 1, 15)).status == Status.REVISED
    assert rhythm.overdue_step(topic, 2024, Status.REVISED, date(2027, 1, 15)) is None


@pytest.mark.parametrize(
    ("topic", "phase", "ages", "has"),
    [
        ("early-years", "early-years", (3, 7), True),
        ("early-years", "early-years", (2, 5), False),
        ("early-years", "early-years", (7, 11), False),
        ("phonics", "ks1", (3, 7), True),
        ("multiplication", "ks2", (7, 11), True),
        ("multiplication", "ks2", (3, 7), False),
        ("ks2-attainment", "ks2", (3, 11), True),
        ("ks2-attainment", "ks2", (3, 7), False),
        ("ks2-attainment", "ks2", (4, 18), True),
        ("attendance", "whole", (2, 5), True),
    ],
)
def test_a_school_has_the_pupils_by_its_ages(
    topic: str, phase: str, ages: tuple[int, int], has: bool
) -> None:
    assert rhythm.has_pupils(topic, phase, low=ages[0], high=ages[1], kind="primary") is has


def test_without_ages_all_but_nurseries_have_the_pupils() -> None:
    found = {
        kind: rhythm.has_pupils("phonics", "ks1", low=None, high=None, kind=kind)
        for kind in ("primary", "nursery")
    }
    assert found == {"primary": True, "nursery": False}


def test_a_school_that_opened_after_the_summer_is_not_expected() -> None:
    assert rhythm.was_open(None, 2016)
    assert rhythm.was_open(date(2017, 4, 1), 2016)
    assert not rhythm.was_open(date(2017, 9, 1), 2016)
