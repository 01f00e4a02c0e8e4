"""Plans of dates when two act at the same moment, on real PostgreSQL."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection

from hlp.models import Message
from hlp.transitions import StaleEdit
from peerchallenge.models import Availability, DatesPlan, Round
from peerchallenge.services import availability
from peerchallenge.services.availability import Days
from peerchallenge.services.dates import drafts, publishing
from peerchallenge.services.plans import TeamMember
from peerchallenge.services.sessions import plan_session
from schools.choices import TermName
from tests import factories as make
from tests.conftest import BEFORE, Cast, utc
from tests.test_at_once import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _now(db: None) -> Iterator[None]:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time and no row locks to test")
    with time_machine.travel(BEFORE, tick=False):
        yield


@pytest.fixture
def draft(cast: Cast) -> DatesPlan:
    """A draft of a spring round."""
    days = {"opens": date(2027, 1, 11), "closes": date(2027, 3, 19)}
    round_ = make.RoundFactory(year=cast.year, term=TermName.SPRING, **days)
    plan = drafts.ask_plan(year=cast.year, round=round_, by=cast.director)
    assert drafts.work(plan.pk)
    plan.refresh_from_db()
    return plan


def test_four_who_publish_publish_once(cast: Cast, draft: DatesPlan) -> None:
    made = together(lambda: publishing.publish(plan=draft, version=1, by=cast.director))

    number = draft.lines.exclude(day=None).count()
    assert sorted(map(len, made)) == [0, 0, 0, number]
    assert Round.objects.get(term=TermName.SPRING).sessions.count() == number
    people = Message.objects.filter(kind="dates-published").values_list("person", flat=True)
    assert len(people) == len(set(people)) > 0


def test_of_four_workers_one_plans(cast: Cast, draft: DatesPlan) -> None:
    plan = drafts.ask_plan(year=cast.year, round=draft.round, by=cast.director)
    assert sorted(together(lambda: drafts.work(plan.pk))) == [False, False, False, True]
    assert plan.lines.count() == draft.lines.count()


def test_publishing_and_planning_by_hand_do_not_make_two_sessions(cast: Cast, draft: DatesPlan) -> None:
    acts = iter(["publish", "by hand"])

    def act() -> None:
        with suppress(ValidationError, StaleEdit):
            if next(acts) == "publish":
                publishing.publish(plan=draft, version=1, by=cast.director)
            else:
                plan_session(
                    round=draft.round,
                    host=cast.host_school,
                    group=cast.group,
                    starts_at=utc("2027-03-18 08:15"),
                    planned_end_at=utc("2027-03-18 16:00"),
                    team=[TeamMember(cast.lead, cast.lead_school, True)],
                    by=cast.administrator,
                )

    together(act, times=2)
    assert draft.round.sessions.filter(host=cast.host_school).count() == 1


def test_four_first_answers_are_one(cast: Cast) -> None:
    days = [Days(date(2027, 1, 12), date(2027, 1, 12))]

    def act() -> None:
        availability.answer(person=cast.host, year=cast.year, days=days, version=0, by=cast.host)

    together(act)
    assert [(a.version, a.days.count()) for a in Availability.objects.all()] == [(1, 1)]
