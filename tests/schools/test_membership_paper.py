"""The paper on membership: counts by phase and year, and no school's name."""

from datetime import UTC, datetime

import pytest

from hlp import papers
from schools.models import Membership
from schools.services.memberships.papers import facts
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_it_counts_members_and_names_no_school() -> None:
    year = make.YearFactory()
    for phase in ("primary", "primary", "special"):
        school = make.SchoolFactory(name=f"Kestrel {phase} School", phase=phase)
        Membership.objects.bulk_create([Membership(school=school, year=year)])
    found = facts(datetime(2026, 11, 19, 9, tzinfo=UTC))
    assert (found["total"], found["phases"]) == (
        3,
        [{"label": "Primary", "number": 2}, {"label": "Special", "number": 1}],
    )
    assert [line["members"] for line in found["years"]] == [3]
    assert "Kestrel" not in str(found)


def test_it_is_offered_for_part_one() -> None:
    assert papers.source("membership").restricted is False
