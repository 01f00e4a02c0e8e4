"""The figures of the demonstration: published facts for real schools, suppression and change for invented ones."""

from datetime import UTC, datetime

import pytest

from schools.demo.register import add_schools
from schools.models import School
from scorecard.demo import invented, published
from scorecard.models import Result
from scorecard.services import catalogue, results
from scorecard.services.context import practice_facts

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)


@pytest.fixture
def seeded() -> None:
    """The schools of the demonstration and their figures."""
    add_schools()
    catalogue.load()
    published.seed(NOW)
    invented.seed(NOW)


def combined(year: int, area: str) -> int | None:
    found = Result.objects.current().filter(measure__code="rwm-exp", year=year, area=area).first()
    return int(found.value) if found and found.value is not None else None


def test_figures_of_the_demonstration(seeded: None) -> None:
    """One seeding for all that is read from it."""
    checks = {2015: (59, 54), 2017: (70, 65), 2018: (70, 65), 2021: (61, 59), 2023: (68, 61), 2024: (69, 63)}
    assert {year: (combined(year, "la"), combined(year, "england")) for year in checks} == checks

    real, made_up = (
        Result.objects.filter(school__invented=False),
        Result.objects.filter(school__invented=True),
    )
    assert not real.exclude(reason="").exists()
    assert set(real.values_list("source__kind", flat=True)) == {"ks2", "pupil-premium"}
    assert set(made_up.values_list("source__kind", flat=True)) == {"demo"}
    belmont = results.current().get(measure__code="rwm-exp", year=2015, school__urn=102470)
    assert (int(belmont.value or 0), belmont.cohort) == (86, 59)
    assert practice_facts(School.objects.get(urn=102470)) == {"pupil_premium": 11}

    for urn in (999001, 999002, 999003, 999004, 999006):
        assert made_up.filter(school__urn=urn, measure__code="rwm-exp", is_current=True).count() == 7
    assert not made_up.filter(school__urn=999005, measure__topic="ks2-attainment").exists()
    small = made_up.filter(school__urn=999002, measure__code="rwm-exp-dis", is_current=True)
    assert set(small.values_list("reason", flat=True)) == {"SUPP"}
    assert made_up.filter(year=2024, status="provisional", is_current=False, measure__code="rwm-exp").exists()
    assert set(made_up.filter(year=2025).values_list("status", flat=True)) == {"provisional"}
    shares = made_up.filter(measure__unit="percent", value__isnull=False)
    assert not shares.filter(value__lt=0).exists()
    assert not shares.filter(value__gt=100).exists()
