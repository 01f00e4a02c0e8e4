"""Two at the same plan at the same moment, on real PostgreSQL."""

from collections import Counter
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from hlp.transitions import StaleEdit
from schools.models import Group, Plan
from schools.services.plans import asking, revisions
from schools.services.plans.changes import Change
from schools.services.plans.publishing import publish
from tests.conftest import Cast
from tests.schools import planned
from tests.test_at_once import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _only_postgres(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time and no row locks to test")


def test_two_directors_publish_one_plan_after_the_other(cast: Cast) -> None:
    year = planned.next_year(cast)
    first = planned.draft(year, cast.director)
    other = planned.draft(
        year, cast.director, "Ash Elm Ivy", "Beech Fir Gorse Kestrel", "Hazel Cedar Juniper"
    )
    turns = iter([first, other, first, other])

    def publish_one() -> bool:
        with suppress(ValidationError):
            publish(plan=next(turns), revision=1, by=cast.director)
            return True
        return False

    together(publish_one)

    assert sorted(Plan.objects.values_list("state", flat=True)) == ["published", "replaced"]
    winner = Plan.objects.get(state="published")
    wanted = {frozenset(group["schools"] + group["additional"]) for group in winner.groups}
    groups = Group.objects.filter(year=year).prefetch_related("places")
    assert {frozenset(place.school_id for place in group.places.all()) for group in groups} == wanted


def test_a_change_is_kept_once_of_four(cast: Cast) -> None:
    draft = planned.draft(planned.next_year(cast), cast.director)
    plan = revisions.copy_plan(plan=draft, name="By hand", by=cast.director)
    ash, elm = planned.keys("Ash", "Elm")

    def keep() -> bool:
        with suppress(StaleEdit):
            wanted = Change(school=ash, to=f"school-{elm}")
            revisions.keep_change(plan=plan, change=wanted, revision=1, by=cast.director)
            return True
        return False

    assert Counter(together(keep)) == {True: 1, False: 3}
    assert plan.revisions.count() == 2


def test_four_presses_ask_for_one_plan(cast: Cast) -> None:
    year = planned.next_year(cast)

    asked = together(lambda: asking.ask_plan(year=year, name="Draft 1", by=cast.director))

    assert len({plan.pk for plan in asked}) == Plan.objects.count() == 1


def test_a_plan_is_worked_out_by_one_worker_of_four(cast: Cast) -> None:
    plan = asking.ask_plan(year=planned.next_year(cast), name="Draft 1", by=cast.director)

    done = together(lambda: asking.work_on(plan.pk))

    assert Counter(done) == {True: 1, False: 3}
    assert plan.revisions.count() == 1
