"""What the demonstration lays on the data desk, and its inspections."""

from datetime import UTC, date, datetime

import pytest

from schools.choices import Role
from schools.demo.register import add_schools
from schools.models import School
from scorecard import demo
from scorecard.choices import Framework, QueryState
from scorecard.demo.invented import NEWEST
from scorecard.models import DataQuery, Inspection, Result
from scorecard.services.desk import differences, gaps, odd
from scorecard.services.desk.scope import Scope
from scorecard.services.inspections import overview
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)


def test_the_desk_of_the_demonstration_lives() -> None:
    """One seeding for all that is read from it."""
    year = factories.YearFactory()
    for school in add_schools():
        school.memberships.create(year=year, starts=year.starts, ends=year.ends)
    director = factories.UserFactory()
    factories.appoint(director, Role.DIRECTOR)
    for urn in (999002, 999004, 999006):
        factories.appoint(factories.UserFactory(), Role.HEADTEACHER, school=School.objects.get(urn=urn))
    demo.seed_figures(NOW)
    demo.seed(NOW)

    apart = differences.differences(director, year=NEWEST)
    assert {one.result.school.urn for one in apart} == {999002, 999004, 999006}
    assert DataQuery.objects.get().state == QueryState.OPEN
    told = Result.objects.filter(status="reported")
    assert told.count() == 5
    assert not told.filter(school__invented=False).exists()
    scope = Scope(director, NEWEST)
    assert any(gap.is_late for gap in gaps.gaps(scope, NOW.date()))
    strange = odd.odd_results(scope)
    assert [(one.result.school.urn, one.result.measure.code, one.is_open) for one in strange] == [
        (999003, "ehcp", True)
    ]

    real = Inspection.objects.filter(school__invented=False)
    assert real.count() > 80
    assert set(real.values_list("overall", flat=True)) == {"Good", "Outstanding"}
    invented = Inspection.objects.filter(school__invented=True)
    assert set(invented.values_list("framework", flat=True)) == set(Framework)
    found = overview(date(2026, 11, 25))
    assert (found.schools.expected, found.schools.below) == (2, 1)
    assert found.headlines[-1].on.year == 2024
