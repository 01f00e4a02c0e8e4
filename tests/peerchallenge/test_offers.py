"""Which days are offered for a session, and who could come in whose place."""

from datetime import date
from typing import Any

import pytest
import time_machine

from hlp.models import User
from peerchallenge.calculations import unavailable
from peerchallenge.models import Availability, AwayDays, ChallengeSession
from peerchallenge.services.dates import eligible_people, possible_days
from schools.choices import Role
from schools.models import ClosedPeriod, TrainingModule
from tests import factories as make
from tests.conftest import BEFORE, Cast, utc

MONDAY, FRIDAY = date(2026, 11, 16), date(2026, 11, 20)
THURSDAY = date(2026, 11, 19)


@pytest.fixture(autouse=True)
def _before() -> object:
    with time_machine.travel(BEFORE, tick=False):
        yield


def cannot(
    person: User, cast: Cast, first: date, last: date | None = None, weekday: int | None = None
) -> None:
    """The person says that they cannot."""
    answer, _ = Availability.objects.get_or_create(
        person=person,
        year=cast.year,
        defaults={"answered_at": utc("2026-06-10 09:00"), "answered_by": person},
    )
    AwayDays.objects.create(availability=answer, starts=first, ends=last or first, weekday=weekday)


def session_of(cast: Cast) -> ChallengeSession:
    """The session of the cast with its people."""
    return ChallengeSession.objects.with_people().get(pk=cast.session.pk)


def against(cast: Cast) -> dict[date, list[str]]:
    """The reasons against each day of that week for the session of the cast."""
    return {
        offer.day: list(offer.reasons_against) for offer in possible_days(session_of(cast), MONDAY, FRIDAY)
    }


def test_unavailable_holds_single_days_ranges_and_weekdays(cast: Cast) -> None:
    cannot(cast.host, cast, MONDAY)
    cannot(cast.host, cast, date(2026, 11, 1), date(2026, 12, 11), weekday=2)
    cannot(cast.lead, cast, THURSDAY, date(2026, 12, 24))

    assert unavailable([cast.host, cast.lead, cast.reviewer], MONDAY, FRIDAY) == {
        cast.host.pk: {MONDAY, date(2026, 11, 18)},
        cast.lead.pk: {THURSDAY, FRIDAY},
        cast.reviewer.pk: set(),
    }


def test_days_are_offered_with_the_reasons_against_them(cast: Cast) -> None:
    cannot(cast.lead, cast, MONDAY)
    ClosedPeriod.objects.create(
        year=cast.year, kind="inset", name="INSET", school=cast.host_school, starts=FRIDAY, ends=FRIDAY
    )
    other = make.SessionFactory(
        round=cast.round,
        host=cast.far_school,
        group=cast.group,
        starts_at=utc("2026-11-17 08:15"),
        planned_end_at=utc("2026-11-17 16:00"),
    )
    make.ReviewerFactory(session=other, person=cast.reviewer, school=cast.reviewer_school, is_lead=True)

    assert against(cast) == {
        MONDAY: ["Leo Lead cannot on Monday 16 November 2026"],
        date(2026, 11, 17): ["Rita Reviewer is at Fir Primary School on Tuesday 17 November 2026"],
        date(2026, 11, 18): [],
        THURSDAY: [],
        FRIDAY: ["No challenge is held on Friday 20 November 2026: INSET at Ash Primary School"],
    }


def test_of_two_headteachers_one_at_home_is_enough(cast: Cast) -> None:
    second = make.head_of(cast.host_school, "Hugo Host")
    cannot(cast.host, cast, MONDAY)
    assert against(cast)[MONDAY] == []

    cannot(second, cast, MONDAY)
    assert against(cast)[MONDAY] == [
        "Hana Host cannot on Monday 16 November 2026",
        "Hugo Host cannot on Monday 16 November 2026",
    ]


def test_days_of_a_school_without_a_headteacher_are_not_offered(cast: Cast) -> None:
    elm = cast.year.memberships.get(school__name="Elm Primary School").school

    offers = possible_days(elm, MONDAY, MONDAY)

    assert offers[0].reasons_against == ("Elm Primary School has no headteacher on Monday 16 November 2026",)


def test_everybody_who_could_cover_is_named_and_the_rest_with_reasons(cast: Cast) -> None:
    cannot(cast.outsider, cast, THURSDAY)
    free = make.head_of(cast.year.memberships.get(school__name="Elm Primary School").school, "Elsa Elm")

    found = eligible_people(session_of(cast), THURSDAY)

    assert [(c.person, c.ok, c.reasons) for c in found] == [
        (free, True, ()),
        (cast.lead, False, ("Leo Lead is on the team already",)),
        (cast.reviewer, False, ("Rita Reviewer is on the team already",)),
        (cast.outsider, False, ("Otto Outsider cannot on Thursday 19 November 2026",)),
    ]


def test_who_heads_the_host_too_or_shares_its_trust_is_not_eligible(cast: Cast) -> None:
    elm = cast.year.memberships.get(school__name="Elm Primary School").school
    make.appoint(cast.host, Role.HEADTEACHER, school=elm)
    for school in (cast.host_school, cast.far_school):
        school.trust = "Trees Trust"
        school.save()

    reasons = {c.person: c.reasons for c in eligible_people(session_of(cast), THURSDAY)}

    assert reasons[cast.host] == ("Hana Host heads Ash Primary School",)
    assert reasons[cast.outsider] == ("Both belong to the trust Trees Trust",)


def test_offers_take_the_same_queries_for_one_day_and_a_month(
    cast: Cast, django_assert_num_queries: Any
) -> None:
    session = session_of(cast)
    for last in (THURSDAY, date(2026, 12, 16)):
        with django_assert_num_queries(9):
            possible_days(session, THURSDAY, last)


def test_who_is_not_trained_on_the_day_is_named_with_that_reason(cast: Cast) -> None:
    module = TrainingModule.objects.create(name="Protocol", needed_from=date(2026, 9, 1))
    assert module in TrainingModule.objects.needed_on(THURSDAY)

    reasons = {c.person: c.reasons for c in eligible_people(session_of(cast), THURSDAY)}

    assert reasons[cast.outsider] == ("Otto Outsider is not trained on Thursday 19 November 2026",)
