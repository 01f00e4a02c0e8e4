"""Two at the same moment, on real PostgreSQL: nobody is renewed twice, nobody leaves into a new group."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from schools.models import AcademicYear, GroupPlace, Membership, MembershipChange
from schools.services.groups import create_group
from schools.services.memberships import join, leave, renew_all, renewal_of
from tests import factories as make
from tests.conftest import Cast
from tests.test_at_once import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _only_postgres(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time and no row locks to test")


def test_four_presses_renew_everybody_once(cast: Cast) -> None:
    digest = renewal_of(cast.year).digest

    together(lambda: renew_all(year=cast.year, digest=digest, by=cast.director))

    assert AcademicYear.objects.count() == 2
    assert Membership.objects.filter(year__name="2027/28").count() == 5
    assert MembershipChange.objects.filter(step="renewed").count() == 5


def test_four_presses_join_once(cast: Cast) -> None:
    school = make.SchoolFactory()
    together(lambda: join(school=school, year=cast.year, by=cast.director))
    assert school.membership_changes.count() == 1


def test_a_school_leaves_or_gets_a_group_but_not_both(cast: Cast) -> None:
    team = [make.SchoolFactory() for _ in range(3)]
    for school in team:
        join(school=school, year=cast.year, by=cast.director)
    facts: dict[str, Any] = {"year": cast.year, "by": cast.director}

    def form() -> None:
        create_group(name="Triad 9", collaborative=cast.collaborative, schools=team, **facts)

    def go() -> None:
        leave(school=team[0], last_day=date(2027, 3, 31), because="So it is", **facts)

    acts = iter([form, go])
    done = together(lambda: tried(next(acts)), 2)

    assert sorted(done) == [False, True]
    placed = GroupPlace.objects.filter(school=team[0]).exists()
    assert placed != Membership.objects.get(school=team[0]).leaving


def tried(act: Callable[[], None]) -> bool:
    """Whether the act went through."""
    try:
        act()
    except ValidationError:
        return False
    return True
