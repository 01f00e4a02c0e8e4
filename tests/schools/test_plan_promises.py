"""Whatever is changed by hand and asked to be published: no rule is broken in what is published."""

from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from schools.models import AcademicYear, Group, Plan, School
from schools.planner import PlannedGroup, evaluate
from schools.services.plans import revisions, wishes
from schools.services.plans.changes import Change
from schools.services.plans.problems import problem_now
from schools.services.plans.publishing import publish
from tests.conftest import Cast
from tests.schools import planned

SCHOOLS = st.sampled_from([*planned.NAMES, planned.SPECIAL])
PAIRS = st.tuples(SCHOOLS, SCHOOLS).filter(lambda pair: pair[0] != pair[1])
MOVES = st.lists(st.tuples(PAIRS, st.booleans()), max_size=4)
FACTS = st.lists(st.tuples(PAIRS, st.sampled_from(["trust", "federation"]), st.booleans()), max_size=3)


@pytest.fixture
def year(cast: Cast) -> AcademicYear:
    """The year to be planned."""
    return planned.next_year(cast)


def make_facts(year: AcademicYear, facts: list[Any], cast: Cast) -> None:
    """Some pairs belong together in the register; for some of these the rule is overruled."""
    for place, (pair, field, overruled) in enumerate(facts):
        both = planned.schools(*pair)
        School.objects.filter(pk__in=[one.pk for one in both]).update(**{field: f"{field} {place}"})
        if overruled:
            wishes.overrule(year=year, rule=field, schools=both, reason="So", by=cast.director)


def change(plan: Plan, moves: list[Any], cast: Cast) -> None:
    """Swap one with another, or move one to the other's group; what makes no sense is left out."""
    for (one, other), swapped in moves:
        plan.refresh_from_db()
        here, there = planned.keys(one, other)
        group = next(i for i, row in enumerate(plan.groups) if there in row["schools"] + row["additional"])
        to = f"school-{there}" if swapped else f"group-{group}"
        with suppress(ValidationError):
            wanted = Change(school=here, to=to)
            revisions.keep_change(plan=plan, change=wanted, revision=plan.revision, by=cast.director)
    plan.refresh_from_db()


def groups_now(year: AcademicYear) -> tuple[PlannedGroup, ...]:
    """The groups of the year as they stand in the database."""
    rows = Group.objects.filter(year=year).prefetch_related("places")
    return tuple(
        PlannedGroup(
            frozenset(place.school_id for place in row.places.all() if not place.additional),
            frozenset(place.school_id for place in row.places.all() if place.additional),
            row.collaborative_id,
        )
        for row in rows
    )


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(facts=FACTS, moves=MOVES)
def test_no_rule_is_broken_in_what_is_published(
    cast: Cast, year: AcademicYear, facts: list[Any], moves: list[Any]
) -> None:
    with transaction.atomic():
        make_facts(year, facts, cast)
        draft = planned.draft(year, cast.director)
        plan = revisions.copy_plan(plan=draft, name="By hand", by=cast.director)
        change(plan, moves, cast)
        with suppress(ValidationError), transaction.atomic():
            publish(plan=plan, revision=plan.revision, by=cast.director)
        broken = evaluate(problem_now(year), groups_now(year)).broken
        plan.refresh_from_db()
        assert (len(broken) == 0) == (plan.state == "published")
        assert Group.objects.filter(year=year).exists() == (plan.state == "published")
        transaction.set_rollback(True)
