"""Two at the same moment, on real PostgreSQL: rows are locked, nothing is written or claimed twice."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection, connections

from hlp import outbox
from hlp.models import Message
from hlp.transitions import StaleEdit, WrongMove
from peerchallenge.models import (
    ChallengeSession,
    FactualCorrection,
    MonitoringCase,
    ReportVersion,
    SessionEvent,
)
from peerchallenge.services import clock, concerns, reports, sessions, teams
from peerchallenge.services.plans import TeamMember
from peerchallenge.services.replies import answering, deciding, final
from peerchallenge.services.replies.opening import Closed
from peerchallenge.services.sweep import sweep
from schools.services.training import places
from tests import factories as make
from tests.conftest import Cast, utc
from tests.peerchallenge import full_reply, full_report, monitored

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _only_postgres(db: None) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time and no row locks to test")


def together(action: Callable[[], Any], times: int = 4) -> list[Any]:
    """Run the action in several threads that start at the same moment; their results."""
    gate = Barrier(times)

    def one(_: int) -> Any:
        gate.wait()
        try:
            return action()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_four_sweeps_write_what_is_owed_once(cast: Cast) -> None:
    make.prepared(cast.session)
    written = together(lambda: sweep(at=utc("2026-11-18 12:00")))

    keys = Counter(owed.key for batch in written for owed in batch)
    assert set(keys.values()) == {1}
    assert Message.objects.count() == len(keys) == 4


def test_four_taps_end_a_session_once(cast: Cast) -> None:
    moment = utc("2026-11-19 15:00")

    together(lambda: clock.end_session(session=cast.session, by=cast.lead, at=moment))

    assert SessionEvent.objects.filter(to_state="held").count() == 1
    assert ChallengeSession.objects.get(pk=cast.session.pk).clock_generation == 1


def test_a_message_is_claimed_by_one_of_four(cast: Cast) -> None:
    make.prepared(cast.session)
    sweep(at=utc("2026-11-18 12:00"))
    Message.objects.exclude(person=cast.lead).delete()

    claims = together(lambda: outbox.claim(at=utc("2026-11-18 12:00")))

    assert Counter(claim is None for claim in claims) == {True: 3, False: 1}


def test_four_presses_send_a_report_once(cast: Cast) -> None:
    full_report.write(make.held(cast.session), cast.lead)

    sent = together(
        lambda: reports.send_report(session=cast.session, by=cast.lead, at=utc("2026-11-20 16:00"))
    )

    assert len({version.pk for version in sent}) == ReportVersion.objects.count() == 1
    assert Message.objects.filter(kind="report-sent").count() == 1


def test_four_presses_seal_a_version_once(cast: Cast) -> None:
    full_report.write(make.held(cast.session), cast.lead)
    version = reports.send_report(session=cast.session, by=cast.lead, at=utc("2026-11-20 16:00"))

    new = together(
        lambda: reports.seal_version(version=version, reason="A name", replacement={}, by=cast.director)
    )

    assert {found.number for found in new} == {2}
    assert ReportVersion.objects.count() == 2


def test_a_decision_and_a_withdrawal_end_in_one_of_them(cast: Cast) -> None:
    full_reply.answered(cast)
    row, at = FactualCorrection.objects.get(), full_reply.DECIDED
    acts = iter(
        [
            lambda: full_reply.decide(cast, FactualCorrection.objects.get(pk=row.pk)),
            lambda: deciding.withdraw(correction=row, by=cast.host, at=at),
        ]
    )

    def one() -> bool:
        try:
            next(acts)()
        except WrongMove:
            return False
        return True

    assert sorted(together(one, 2)) == [False, True]
    row.refresh_from_db()
    last = row.events.order_by("pk").last()
    assert last is not None
    assert row.state == last.to_state
    assert row.state in {"accepted", "withdrawn"}


def test_four_presses_send_one_final_report(cast: Cast) -> None:
    reply = full_reply.answered(cast)
    full_reply.decide(cast, FactualCorrection.objects.get())

    sent = together(lambda: final.send_final(reply=reply, by=cast.lead, at=full_reply.DECIDED))

    assert {version.number for version in sent} == {2}
    assert ReportVersion.objects.count() == 2
    assert Message.objects.filter(kind="report-final").count() == 3


def test_an_answer_at_the_last_moment_and_the_lapse_agree(cast: Cast) -> None:
    reply = full_reply.sent(cast)
    full_reply.say(cast, reply)
    acts = iter(
        [
            lambda: answering.send_reply(reply=reply, by=cast.host, at=full_reply.DUE),
            lambda: answering.lapse(reply=reply, at=full_reply.DUE),
        ]
    )

    def one() -> None:
        with suppress(Closed):
            next(acts)()

    together(one, 2)
    reply.refresh_from_db()
    versions = {"settled": 2, "lapsed": 1}
    assert ReportVersion.objects.count() == versions[reply.state]


def test_a_person_is_planned_into_one_of_two_sessions_of_a_day(cast: Cast) -> None:
    sessions.cancel_session(session=cast.session, reason="Test", by=cast.director)
    hosts = iter([cast.host_school, cast.reviewer_school])

    def plan() -> bool:
        try:
            sessions.plan_session(
                round=cast.round,
                host=next(hosts),
                group=cast.group,
                starts_at=utc("2026-12-03 08:15"),
                planned_end_at=utc("2026-12-03 16:00"),
                team=[TeamMember(cast.lead, cast.lead_school, True)],
                by=cast.director,
                at=utc("2026-11-16 09:00"),
            )
        except ValidationError:
            return False
        return True

    assert sorted(together(plan, 2)) == [False, True]


def test_a_corrected_end_and_the_sending_agree_on_when_it_was_due(cast: Cast) -> None:
    full_report.write(make.held(cast.session), cast.lead)
    at = utc("2026-11-20 16:00")

    def correct() -> None:
        with suppress(ValidationError):
            ended = utc("2026-11-19 15:00")
            clock.correct_end(session=cast.session, ended_at=ended, reason="Slip", by=cast.director, at=at)

    acts = iter([correct, lambda: reports.send_report(session=cast.session, by=cast.lead, at=at)])
    together(lambda: next(acts)(), 2)

    session, version = ChallengeSession.objects.get(pk=cast.session.pk), ReportVersion.objects.get()
    assert (version.ended_at, version.due_at) == (session.ended_at, session.report_due_at)
    waiting = Message.objects.filter(state="waiting").values_list("kind", flat=True)
    assert set(waiting) == {"report-sent", "report-receipt", "support-opened"}


def test_a_team_changed_while_the_session_ends_is_the_team_that_is_told(cast: Cast) -> None:
    team = [TeamMember(cast.lead, cast.lead_school, True)]
    at = utc("2026-11-19 15:00")
    acts = iter(
        [
            lambda: clock.end_session(session=cast.session, by=cast.lead, at=at),
            lambda: teams.change_team(session=cast.session, team=team, reason="Ill", by=cast.director, at=at),
        ]
    )

    together(lambda: next(acts)(), 2)
    sweep(at=at)

    told = Message.objects.filter(kind="report-clock-started").values_list("person", flat=True)
    assert list(told) == [cast.lead.pk]
    assert ChallengeSession.objects.get(pk=cast.session.pk).state == "held"


def test_the_last_place_at_a_training_event_is_given_once(cast: Cast) -> None:
    event = make.training_event(make.module("Ethics"), capacity=1)
    heads = [cast.host, cast.lead, cast.reviewer, cast.outsider]
    at = utc("2026-11-16 09:00")

    def sign_up() -> None:
        person = heads.pop()
        places.sign_up(event=event, person=person, by=cast.director, at=at)

    with time_machine.travel(at, tick=False):
        together(sign_up)

    assert Counter(event.places.values_list("state", flat=True)) == {"coming": 1, "waiting": 3}


def test_an_officer_who_accepts_and_one_who_declines_make_one_step(cast: Cast) -> None:
    concern = monitored.recommended(cast, cast.far_school)
    entry = monitored.entry()
    facts = {"concern": concern, "reason": "Seen", "version": concern.version, "by": cast.la_officer}
    answers = iter([lambda: concerns.accept(entry=entry, **facts), lambda: concerns.decline(**facts)])

    def answer() -> None:
        with suppress(StaleEdit, WrongMove):
            next(answers)()

    together(answer, 2)
    concern.refresh_from_db()
    assert concern.events.filter(from_state="recommended").count() == 1
    assert MonitoringCase.objects.count() == (concern.state == "accepted")
