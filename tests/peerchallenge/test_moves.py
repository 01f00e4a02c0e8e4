"""Another day for a session: what is offered, one click, and who may."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from hlp import clock
from hlp.models import Message, User
from peerchallenge.models import Availability, AwayDays, ChallengeSession, SessionEvent
from peerchallenge.services import sessions
from peerchallenge.services.dates import NextDays, next_days
from schools.choices import Role
from tests import factories as make
from tests.conftest import BEFORE, As, Cast, utc

NOW = datetime.fromisoformat(BEFORE)
TUESDAY = date(2026, 11, 24)
SAME_WEEK = "Leo Lead is at Fir Primary School on Tuesday of that week"


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(BEFORE, tick=False):
        yield


def offers(cast: Cast) -> NextDays:
    """The days on offer for the session of the cast."""
    return next_days(ChallengeSession.objects.with_people().get(pk=cast.session.pk), NOW)


def cannot(person: User, cast: Cast, first: date, last: date) -> None:
    """The person says that they cannot."""
    answer = Availability.objects.create(
        person=person, year=cast.year, answered_at=utc("2026-06-10 09:00"), answered_by=person
    )
    AwayDays.objects.create(availability=answer, starts=first, ends=last)


def elsewhere(cast: Cast, person: User, day: date) -> ChallengeSession:
    """The person reviews at Fir Primary School on a day."""
    hours = {"starts_at": clock.at(day, time(8, 15)), "planned_end_at": clock.at(day, time(16, 0))}
    far = cast.far_school.groups.get()
    session = make.SessionFactory(round=cast.round, host=cast.far_school, group=far, **hours)
    make.ReviewerFactory(session=session, person=person, is_lead=True)
    return session


def path(cast: Cast) -> str:
    """Where the session gets another day."""
    return f"/sessions/{cast.session.pk}/reschedule/"


# --- What is offered -----------------------------------------------------------------------------


def test_the_next_eight_days_of_the_round_are_offered(cast: Cast) -> None:
    days = [offer.day for offer in offers(cast).offered]
    assert days == [
        *(date(2026, 11, 18), date(2026, 11, 20)),  # from the day after tomorrow, without its present day
        *(date(2026, 11, day) for day in (23, 24, 25, 26, 27, 30)),
    ]


def test_days_on_which_somebody_cannot_are_left_out_with_the_reason(cast: Cast) -> None:
    cannot(cast.reviewer, cast, date(2026, 11, 18), date(2026, 11, 23))
    elsewhere(cast, cast.lead, TUESDAY)
    found = offers(cast)
    assert found.offered[0].day == date(2026, 11, 30)
    assert {day.day: day.reasons_against for day in found.refused} == {
        date(2026, 11, 18): ("Rita Reviewer cannot on Wednesday 18 November 2026",),
        date(2026, 11, 20): ("Rita Reviewer cannot on Friday 20 November 2026",),
        date(2026, 11, 23): ("Rita Reviewer cannot on Monday 23 November 2026",),
        TUESDAY: ("Leo Lead is at Fir Primary School on Tuesday 24 November 2026",),
        **{date(2026, 11, day): (SAME_WEEK,) for day in (25, 26, 27)},
    }


def test_days_after_the_end_of_the_leads_training_are_refused(cast: Cast) -> None:
    make.record(cast.lead, make.module("Leading"), date(2023, 11, 24))  # lasts three years
    found = offers(cast)
    assert [offer.day.day for offer in found.offered] == [18, 20, 23, 24]
    assert found.refused[0].reasons_against == (
        "The training of Leo Lead to lead is not in date on Wednesday 25 November 2026",
    )


def test_weeks_without_another_session_come_before_others(cast: Cast) -> None:
    elsewhere(cast, cast.lead, TUESDAY)
    days = [offer.day for offer in offers(cast).offered]
    assert [day for day in days if date(2026, 11, 23) <= day <= date(2026, 11, 27)] == []
    assert len(days) == 8


def test_where_nothing_else_is_left_the_same_week_is_offered_with_a_note(cast: Cast) -> None:
    elsewhere(cast, cast.lead, TUESDAY)
    cast.round.closes = date(2026, 11, 27)
    cast.round.save()
    noted = [offer for offer in offers(cast).offered if offer.notes]
    assert [offer.day.day for offer in noted] == [23, 25, 26, 27]
    assert noted[0].notes == (SAME_WEEK,)


def test_after_the_round_the_weeks_behind_it_are_offered(cast: Cast) -> None:
    cast.round.closes = date(2026, 11, 19)
    cast.round.save()
    found = offers(cast).offered
    assert [(offer.day.day, offer.outside) for offer in found][:3] == [(18, False), (20, True), (23, True)]


def test_a_round_that_is_to_come_offers_its_first_days(cast: Cast) -> None:
    cast.round.opens = date(2026, 12, 1)
    cast.round.save()
    assert offers(cast).offered[0].day == date(2026, 12, 1)


@pytest.mark.parametrize("number", [1, 3])
def test_offers_need_the_same_queries(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for day in [TUESDAY, date(2026, 11, 26), date(2026, 12, 1)][:number]:
        elsewhere_of = make.SessionFactory(
            round=cast.round,
            group=cast.group,
            starts_at=clock.at(day, time(8, 15)),
            planned_end_at=clock.at(day, time(16, 0)),
        )
        make.ReviewerFactory(session=elsewhere_of, person=cast.lead, is_lead=True)
    session = ChallengeSession.objects.with_people().get(pk=cast.session.pk)
    with django_assert_num_queries(10):
        next_days(session, NOW)


# --- One click --------------------------------------------------------------------------------------


def test_a_postponed_session_takes_an_offered_day_and_a_double_press_takes_it_once(
    cast: Cast, as_: As
) -> None:
    sessions.postpone_session(session=cast.session, reason="Snow", by=cast.director)
    client = as_(cast.director)
    assert "Tuesday 24 November 2026" in client.get(path(cast)).content.decode()
    answers = [client.post(path(cast), {"day": "2026-11-24"}).status_code for _ in range(2)]
    cast.session.refresh_from_db()
    assert (answers, cast.session.state) == ([302, 302], "planned")
    assert (cast.session.starts_at, cast.session.planned_end_at) == (
        utc("2026-11-24 08:15"),
        utc("2026-11-24 16:00"),
    )
    assert Message.objects.filter(kind="session-moved", person=cast.host).count() == 1


def test_a_session_to_come_moves_with_a_reason(cast: Cast, as_: As) -> None:
    client, data = as_(cast.lead_headteacher), {"day": "2026-11-24", "version": cast.session.version}
    page = client.post(path(cast), data).content.decode()
    assert "Enter the reason" in page
    answers = [client.post(path(cast), {**data, "reason": "A funeral"}).status_code for _ in range(2)]
    cast.session.refresh_from_db()
    event = SessionEvent.objects.get(kind="moved")
    assert (answers, cast.session.state) == ([302, 302], "planned")
    assert (event.reason, event.by, cast.session.starts_at) == (
        "A funeral",
        cast.lead_headteacher,
        utc("2026-11-24 08:15"),
    )


@pytest.mark.parametrize("day", ["2026-11-22", "2027-01-04", "never", ""])
def test_a_day_that_is_not_offered_is_refused(cast: Cast, as_: As, day: str) -> None:
    sessions.postpone_session(session=cast.session, reason="Snow", by=cast.director)
    page = as_(cast.director).post(path(cast), {"day": day})
    assert (page.status_code, "There is a problem" in page.content.decode()) == (200, True)
    cast.session.refresh_from_db()
    assert cast.session.state == "postponed"


def test_a_day_that_was_taken_meanwhile_is_refused(cast: Cast, as_: As) -> None:
    sessions.postpone_session(session=cast.session, reason="Snow", by=cast.director)
    elsewhere(cast, cast.lead, TUESDAY)
    page = as_(cast.director).post(path(cast), {"day": "2026-11-24"}).content.decode()
    assert "That day is not possible any more" in page


def test_who_looked_at_an_older_state_is_told(cast: Cast, as_: As) -> None:
    older = cast.session.version
    sessions.change_session(session=cast.session, version=older, by=cast.director, key_lines="Other")
    data = {"day": "2026-11-24", "version": older, "reason": "A funeral"}
    page = as_(cast.director).post(path(cast), data).content.decode()
    assert "Somebody else saved a change" in page
    assert "A funeral" in page


def test_any_other_day_keeps_its_rules(cast: Cast, as_: As) -> None:
    sessions.postpone_session(session=cast.session, reason="Snow", by=cast.director)
    client = as_(cast.director)
    assert "Set any other date" in client.get(f"{path(cast)}?other=1").content.decode()
    data = {"day_0": "21", "day_1": "11", "day_2": "2026", "starts": "8:15am", "ends": "4pm"}
    assert "is not a school day" in client.post(f"{path(cast)}?other=1", data).content.decode()
    assert client.post(f"{path(cast)}?other=1", {**data, "anyway": "on"}).status_code == 302


# --- The lead headteacher of the collaborative ----------------------------------------------------------


def made_lead_headteacher(cast: Cast, person: User) -> User:
    """Somebody who takes part also leads the collaborative."""
    make.appoint(person, Role.LEAD_HEADTEACHER, collaborative=cast.collaborative)
    return person


@pytest.mark.parametrize(
    ("who", "code"),
    [("host", 403), ("lead", 403), ("reviewer", 200), ("lead_headteacher", 200)],
)
@pytest.mark.parametrize("verb", ["postpone", "reschedule", "team", "cover"])
def test_a_lead_headteacher_acts_unless_they_host_or_lead(
    cast: Cast, as_: As, who: str, code: int, verb: str
) -> None:
    person = made_lead_headteacher(cast, getattr(cast, who))
    assert as_(person).get(f"/sessions/{cast.session.pk}/{verb}/").status_code == code


@pytest.mark.parametrize("verb", ["edit", "cancel"])
def test_a_lead_headteacher_neither_cancels_nor_edits(cast: Cast, as_: As, verb: str) -> None:
    assert as_(cast.lead_headteacher).get(f"/sessions/{cast.session.pk}/{verb}/").status_code == 403


def test_a_lead_headteacher_finds_the_steps_and_what_is_postponed(cast: Cast, as_: As) -> None:
    client: Any = as_(cast.lead_headteacher)
    page = client.get(f"/sessions/{cast.session.pk}/")
    names = [step["text"] for step in page.context["manage"]]
    assert names == [
        "Change the review team",
        "Find cover for a reviewer",
        "Move to another day",
        "Postpone",
    ]
    client.post(f"/sessions/{cast.session.pk}/postpone/", {"reason": "Snow"})
    cast.session.refresh_from_db()
    assert cast.session.state == "postponed"
    assert "Set a new date for Ash Primary School" in client.get("/home/").content.decode()
