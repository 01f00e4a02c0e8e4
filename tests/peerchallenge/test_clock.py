"""The clock's services: starting, correcting, sweeping."""

import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from hlp import outbox
from hlp.choices import MessageState
from hlp.models import MailboxMail, Message, User
from peerchallenge.choices import SessionState
from peerchallenge.models import ChallengeSession, SessionEvent
from peerchallenge.services import clock
from peerchallenge.services.sessions import postpone_session
from peerchallenge.services.sweep import sweep
from tests import factories as make
from tests.conftest import Cast, utc

THURSDAY_4PM = utc("2026-11-19 16:00")


@pytest.fixture(autouse=True)
def _prepared(cast: Cast) -> None:
    """The countdown is done and says nothing (see test_countdown.py)."""
    make.prepared(cast.session)


def fresh(session: ChallengeSession) -> ChallengeSession:
    return ChallengeSession.objects.get(pk=session.pk)


def test_the_leads_tap_before_the_planned_end_starts_the_clock(cast: Cast) -> None:
    clock.end_session(session=cast.session, by=cast.lead, at=utc("2026-11-19 15:10"))

    session = fresh(cast.session)
    assert (session.state, session.ended_at, session.report_due_at) == (
        SessionState.HELD,
        utc("2026-11-19 15:10"),
        utc("2026-11-21 15:10"),
    )


def test_a_late_tap_counts_from_the_planned_end(cast: Cast) -> None:
    clock.end_session(session=cast.session, by=cast.lead, at=utc("2026-11-19 17:30"))

    assert fresh(cast.session).ended_at == THURSDAY_4PM


def test_a_session_ended_twice_keeps_its_first_end(cast: Cast) -> None:
    for minute in ("15:10", "15:40"):
        clock.end_session(session=cast.session, by=cast.lead, at=utc(f"2026-11-19 {minute}"))

    assert fresh(cast.session).ended_at == utc("2026-11-19 15:10")
    assert SessionEvent.objects.filter(to_state="held").count() == 1


def test_a_session_cannot_end_before_it_has_begun(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="starts on Thursday 19 November 2026 at 8:15am"):
        clock.end_session(session=cast.session, by=cast.lead, at=utc("2026-11-19 08:00"))


def test_without_a_tap_the_planned_end_starts_the_clock(cast: Cast) -> None:
    sweep(at=utc("2026-11-19 16:00"))

    session = fresh(cast.session)
    assert (session.state, session.ended_at) == (SessionState.HELD, THURSDAY_4PM)


def test_beat_down_for_a_day_delays_the_news_and_not_the_deadline(cast: Cast) -> None:
    owed = sweep(at=utc("2026-11-20 17:00"))

    assert fresh(cast.session).report_due_at == utc("2026-11-21 16:00")
    assert {(o.kind, o.person) for o in owed} == {
        ("report-due-24h", cast.lead.pk),
        ("report-due-24h", cast.reviewer.pk),
    }


def test_working_time_counts_two_school_days(cast: Cast) -> None:
    cast.round.clock = "working"
    cast.round.save(update_fields=["clock"])

    clock.end_session(session=cast.session, by=cast.lead, at=THURSDAY_4PM)

    assert fresh(cast.session).report_due_at == utc("2026-11-23 16:00")


def test_sweeping_twice_writes_once(cast: Cast) -> None:
    first = sweep(at=utc("2026-11-19 16:00"))
    second = sweep(at=utc("2026-11-19 16:01"))

    assert (len(first), second, Message.objects.count()) == (2, [], 2)


def test_a_whole_story_of_a_late_report(cast: Cast) -> None:
    told = []
    moment = utc("2026-11-18 00:00")
    while moment < utc("2026-11-24 12:00"):
        told += [(o.kind, o.person) for o in sweep(at=moment)]
        moment += timedelta(minutes=10)

    team, everybody = (
        [cast.lead.pk, cast.reviewer.pk],
        sorted([cast.lead.pk, cast.reviewer.pk, cast.host.pk, cast.qa_reviewer.pk]),
    )
    assert told == [
        *[("session-tomorrow", pk) for pk in everybody],
        *[("report-clock-started", pk) for pk in team],
        *[("report-due-24h", pk) for pk in team],
        *[("report-due-4h", pk) for pk in team],
        *[("report-due-now", pk) for pk in sorted([*team, cast.lead_headteacher.pk])],
        ("report-late-24h", cast.director.pk),
        ("report-late-digest", cast.director.pk),
        ("report-late-digest", cast.director.pk),
    ]


def test_a_corrected_end_moves_the_deadline_and_is_kept_with_its_reason(cast: Cast) -> None:
    sweep(at=utc("2026-11-20 16:00"))

    with time_machine.travel(utc("2026-11-20 17:00"), tick=False):
        clock.correct_end(
            session=cast.session,
            ended_at=utc("2026-11-19 15:00"),
            reason="The day was cut short",
            by=cast.director,
        )

    session = fresh(cast.session)
    event = SessionEvent.objects.get(kind="end-corrected")
    assert session.report_due_at == utc("2026-11-21 15:00")
    assert (event.reason, event.by) == ("The day was cut short", cast.director)
    assert sweep(at=utc("2026-11-20 17:01")) == []
    assert [o.kind for o in sweep(at=utc("2026-11-21 11:00"))] == ["report-due-4h"] * 2


def test_a_correction_into_the_future_is_refused(cast: Cast) -> None:
    make.held(cast.session)

    with pytest.raises(ValidationError, match="must not be in the future"):
        clock.correct_end(
            session=cast.session,
            ended_at=utc("2026-11-19 20:00"),
            reason="x",
            by=cast.director,
            at=utc("2026-11-19 19:00"),
        )


def test_the_message_to_the_director_says_what_has_been_tried(cast: Cast) -> None:
    sweep(at=utc("2026-11-21 16:00"))
    Message.objects.update(state=MessageState.SENT, sent_at=utc("2026-11-21 16:01"))
    sweep(at=utc("2026-11-22 16:00"))

    context = Message.objects.get(kind="report-late-24h").context
    assert context["tried"][0] == "Saturday 21 November 2026 at 4:01pm: Leo Lead, the report is due now"
    assert len(context["tried"]) == 3
    assert context["team"] == [
        "Leo Lead, leo.lead@school.example",
        "Rita Reviewer, rita.reviewer@school.example",
    ]


def run(*arguments: str) -> list[dict[str, str]]:
    out = StringIO()
    call_command("enforce_deadlines", *arguments, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_the_command_prints_what_is_owed_and_sends_it(cast: Cast, settings: object) -> None:
    settings.EMAIL_BACKEND = "hlp.mail.BrowserMailbox"  # type: ignore[attr-defined]

    printed = run("--at", "2026-11-18T12:00Z")

    assert {line["to"] for line in printed} == {
        "hana.host@school.example",
        "leo.lead@school.example",
        "quinn.quality@school.example",
        "rita.reviewer@school.example",
    }
    assert MailboxMail.objects.count() == 4
    assert run("--at", "2026-11-18T12:00Z") == []


def test_a_dry_run_prints_the_same_and_keeps_nothing(cast: Cast) -> None:
    printed = run("--at", "2026-11-19T16:00Z", "--dry-run")

    assert [line["kind"] for line in printed] == ["report-clock-started"] * 2
    assert (Message.objects.count(), fresh(cast.session).state) == (0, "confirmed")


def test_a_moment_that_is_none_is_refused(cast: Cast) -> None:
    with pytest.raises(CommandError, match="ISO 8601"):
        run("--at", "tomorrow")


@pytest.mark.parametrize("number", [1, 3])
def test_a_sweep_asks_the_database_as_often_for_one_session_as_for_three(
    cast: Cast, number: int, django_assert_num_queries: object
) -> None:
    for _ in range(number - 1):
        make.ReviewerFactory(session=make.SessionFactory(group=cast.group, round=cast.round), is_lead=True)
    for session in ChallengeSession.objects.all():
        make.held(session)
    ChallengeSession.objects.update(next_reminder_at=utc("2026-11-20 16:00"), clock_set_at=THURSDAY_4PM)

    with django_assert_num_queries(17):  # type: ignore[operator]
        sweep(at=utc("2026-11-20 16:00"))


def test_no_reminder_reaches_a_team_whose_report_is_sent_meanwhile(cast: Cast) -> None:
    sweep(at=utc("2026-11-20 16:00"))

    withdrawn = outbox.cancel(about=cast.session.about, kinds=clock.REMINDER_KINDS)

    assert (withdrawn, outbox.deliver_due(at=utc("2026-11-20 16:01"))) == (2, 0)


def test_a_correction_of_the_night_is_not_told_once_the_report_is_sent_or_the_session_is_off(
    cast: Cast,
) -> None:
    make.held(cast.session, THURSDAY_4PM)
    night = utc("2026-11-19 22:00")
    clock.correct_end(
        session=cast.session, ended_at=utc("2026-11-19 15:00"), reason="Slip", by=cast.director, at=night
    )

    postpone_session(session=cast.session, reason="Flood", by=cast.director, at=utc("2026-11-19 23:00"))

    corrections = Message.objects.filter(kind="report-end-corrected")
    assert set(corrections.values_list("state", flat=True)) == {MessageState.CANCELLED}


def test_a_day_before_that_was_withdrawn_is_told_when_the_session_comes_back_to_its_day(cast: Cast) -> None:
    noon = utc("2026-11-18 12:00")
    sweep(at=noon)
    outbox.cancel(about=cast.session.about, kinds=clock.REMINDER_KINDS)
    ChallengeSession.objects.update(next_reminder_at=noon)

    sweep(at=noon)

    assert list(Message.objects.values_list("state", flat=True)) == [MessageState.WAITING] * 4


def test_nobody_whose_account_is_closed_is_reminded(cast: Cast) -> None:
    User.objects.filter(pk__in=[cast.reviewer.pk, cast.qa_reviewer.pk]).update(is_active=False)

    sweep(at=utc("2026-11-18 12:00"))

    told = Message.objects.values_list("person__name", flat=True)
    assert sorted(told) == ["Hana Host", "Leo Lead"]
