"""What is owed to whom and when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hlp import clock
from peerchallenge import deadlines
from peerchallenge.deadlines import Facts, due_at, reminders
from tests.conftest import utc

LEAD, REVIEWER, HOST, LHT, DIRECTOR, QA = 1, 2, 3, 4, 5, 6

moments = st.datetimes(datetime(2026, 9, 1), datetime(2028, 8, 31), timezones=st.just(UTC))  # noqa: DTZ001


def facts(ended: datetime | None = None, **changes: object) -> Facts:
    """A held session that ended at ``ended`` by clock hours, or a confirmed one on 19 November 2026."""
    base = Facts(
        session=12,
        state="held" if ended else "confirmed",
        starts_at=ended - timedelta(hours=8) if ended else utc("2026-11-19 08:15"),
        ended_at=ended,
        due_at=due_at(ended, "clock") if ended else None,
        clock_set_at=ended,
        generation=1 if ended else 0,
        lead=LEAD,
        reviewers=frozenset({REVIEWER}),
        hosts=frozenset({HOST}),
        lead_headteachers=frozenset({LHT}),
        directors=frozenset({DIRECTOR}),
        qa_reviewer=QA,
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def told(f: Facts, at: str) -> list[tuple[str, int]]:
    return [(owed.kind, owed.person) for owed in reminders(f, utc(at))]


THURSDAY_4PM = utc("2026-11-19 16:00")


def test_friday_at_four_is_due_on_sunday_at_four() -> None:
    assert clock.when(due_at(utc("2026-11-20 16:00"), "clock")) == "Sunday 22 November 2026 at 4pm"


def test_48_hours_are_real_hours_when_the_clocks_go_back() -> None:
    due = due_at(utc("2026-10-24 11:00"), "clock")  # noon in London

    assert clock.when(due) == "Monday 26 October 2026 at 11am"


def test_48_hours_are_real_hours_when_the_clocks_go_forward() -> None:
    due = due_at(utc("2027-03-27 12:00"), "clock")

    assert clock.when(due) == "Monday 29 March 2027 at 1pm"


def test_48_hours_across_a_leap_day() -> None:
    assert clock.when(due_at(utc("2028-02-28 16:00"), "clock")) == "Wednesday 1 March 2028 at 4pm"


def test_a_week_of_the_clock() -> None:
    f = facts(THURSDAY_4PM)

    assert told(f, "2026-11-19 15:59") == []
    assert told(f, "2026-11-19 16:00") == [("report-clock-started", LEAD), ("report-clock-started", REVIEWER)]
    assert told(f, "2026-11-20 16:00") == [("report-due-24h", LEAD), ("report-due-24h", REVIEWER)]
    assert told(f, "2026-11-21 12:00") == [("report-due-4h", LEAD), ("report-due-4h", REVIEWER)]
    assert told(f, "2026-11-21 16:00") == [
        ("report-due-now", LEAD),
        ("report-due-now", REVIEWER),
        ("report-due-now", LHT),
    ]
    assert told(f, "2026-11-22 16:00") == [("report-late-24h", DIRECTOR)]


def test_the_keys_name_session_person_and_setting_of_the_clock() -> None:
    keys = [owed.key for owed in reminders(facts(THURSDAY_4PM), utc("2026-11-20 16:00"))]

    assert keys == ["report-due-24h:session=12:user=1:clock=1", "report-due-24h:session=12:user=2:clock=1"]


def test_the_weekday_before_everybody_is_told_where_and_when() -> None:
    f = facts()

    assert told(f, "2026-11-18 11:59") == []
    assert told(f, "2026-11-18 12:00") == [("session-tomorrow", n) for n in (LEAD, REVIEWER, HOST, QA)]
    assert told(f, "2026-11-19 08:15") == []


def test_before_a_monday_friday_is_the_day_before() -> None:
    monday = facts(starts_at=utc("2026-11-23 08:15"))

    assert told(monday, "2026-11-20 12:00") == [("session-tomorrow", n) for n in (LEAD, REVIEWER, HOST, QA)]


@pytest.mark.parametrize("state", ["reported", "closed", "postponed", "cancelled"])
def test_nothing_is_owed_once_the_report_is_sent_or_the_session_is_off(state: str) -> None:
    f = facts(THURSDAY_4PM, state=state)

    assert deadlines.steps(f) == []


def test_a_session_ending_at_a_minute_to_midnight_rings_nobody_out_of_bed() -> None:
    f = facts(utc("2026-11-19 23:59"))

    moments = {step.kind: clock.when(step.moment) for step in deadlines.steps(f)}

    assert moments == {
        "report-clock-started": "Friday 20 November 2026 at 7am",
        "report-due-24h": "Friday 20 November 2026 at 8:30pm",
        "report-due-4h": "Saturday 21 November 2026 at 7:59pm",
        "report-due-now": "Sunday 22 November 2026 at 7am",
        "report-late-24h": "Monday 23 November 2026 at 7am",
    }


def test_what_was_missed_while_beat_was_down_is_told_once_and_only_where_it_still_matters() -> None:
    f = facts(THURSDAY_4PM)

    # Down from Thursday 15:00 to Saturday 13:00: the start and the first reminder have been overtaken.
    assert told(f, "2026-11-21 13:00") == [("report-due-4h", LEAD), ("report-due-4h", REVIEWER)]


def test_what_was_missed_is_not_told_in_the_quiet_hours() -> None:
    assert told(facts(THURSDAY_4PM), "2026-11-20 22:00") == []


def test_an_end_corrected_after_the_first_reminder_repeats_only_what_lies_ahead() -> None:
    corrected = facts(utc("2026-11-19 18:00"), clock_set_at=utc("2026-11-20 17:30"), generation=2)

    assert told(corrected, "2026-11-20 17:30") == []
    assert told(corrected, "2026-11-20 18:00") == [("report-due-24h", LEAD), ("report-due-24h", REVIEWER)]


@pytest.mark.parametrize("changes", [{"lead": LHT}, {"hosts": frozenset({LHT})}])
def test_a_lead_headteacher_who_leads_or_hosts_is_overseen_by_the_director(
    changes: dict[str, object],
) -> None:
    f = facts(THURSDAY_4PM, **changes)

    assert f.overseers == {DIRECTOR}


def test_a_lead_headteacher_among_the_reviewers_is_told_once() -> None:
    f = facts(THURSDAY_4PM, reviewers=frozenset({LHT}))

    assert told(f, "2026-11-21 16:00") == [("report-due-now", LEAD), ("report-due-now", LHT)]


@given(ended=moments)
def test_no_step_falls_into_the_quiet_hours(ended: datetime) -> None:
    assert [step.kind for step in deadlines.steps(facts(ended)) if clock.is_quiet(step.moment)] == []


@given(ended=moments, ahead=st.timedeltas(timedelta(0), timedelta(days=6)))
def test_at_no_moment_are_two_steps_owed_at_once(ended: datetime, ahead: timedelta) -> None:
    assert len({owed.kind for owed in reminders(facts(ended), ended + ahead)}) <= 1


@given(ended=moments)
def test_reminders_come_before_the_report_is_due_and_news_after(ended: datetime) -> None:
    f = facts(ended)
    early = {step.kind for step in deadlines.steps(f) if f.due_at and step.moment < f.due_at}

    assert early == {"report-clock-started", "report-due-24h", "report-due-4h"}


@given(ended=moments)
def test_every_step_is_reached_by_waking_when_told_to(ended: datetime) -> None:
    f, at, seen = facts(ended), ended, []
    while (following := deadlines.next_moment(f, at)) is not None:
        at = following
        seen.append({owed.kind for owed in reminders(f, at)})

    first = reminders(f, ended)
    kinds = [{owed.kind for owed in first}] if first else []
    assert [*kinds, *seen] == [{kind} for kind in deadlines.REMINDER_KINDS[1:]]


@given(ended=moments, ahead=st.timedeltas(timedelta(0), timedelta(days=4)))
def test_the_digest_holds_what_the_director_was_told_of_before_today(
    ended: datetime, ahead: timedelta
) -> None:
    f, at = facts(ended), ended + timedelta(hours=60) + ahead
    late = next(step.moment for step in deadlines.steps(f) if step.kind == deadlines.LATE_24H)

    today = clock.local(at).date()
    assert f.due_at is not None
    assert (f.due_at < deadlines.digest_horizon(today)) == (clock.local(late).date() < today)
