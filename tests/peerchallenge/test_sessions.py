"""Planning, moving, confirming, postponing, cancelling and closing a session."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from hlp import mail
from hlp.models import AuditEntry, Message, User
from hlp.transitions import StaleEdit
from peerchallenge.models import Availability, ChallengeSession
from peerchallenge.services import notices, reports
from peerchallenge.services import sessions as services
from peerchallenge.services.plans import UNUSUAL_DAY, TeamMember
from schools.choices import Role
from schools.models import BankHoliday, ClosedPeriod
from tests import factories as make
from tests.conftest import Cast, utc

AT = utc("2026-11-09 09:00")


def plan(cast: Cast, **facts: Any) -> ChallengeSession:
    """Plan a session at the lead's school, led by the reviewer."""
    facts = {
        "round": cast.round,
        "host": cast.lead_school,
        "group": cast.group,
        "starts_at": utc("2026-11-24 08:15"),
        "planned_end_at": utc("2026-11-24 16:00"),
        "team": [
            TeamMember(cast.reviewer, cast.reviewer_school, True),
            TeamMember(cast.host, cast.host_school),
        ],
        "by": cast.director,
        "at": AT,
        **facts,
    }
    return services.plan_session(**facts)


def refused(cast: Cast, **facts: Any) -> dict[str, list[str]]:
    """What a plan is refused for, by field; nothing may have been written."""
    with pytest.raises(ValidationError) as refusal:
        plan(cast, **facts)
    assert ChallengeSession.objects.count() == 1
    return refusal.value.message_dict


def told(kind: str) -> set[User]:
    """Who has a message of that kind."""
    return {message.person for message in Message.objects.filter(kind=kind).select_related("person")}


def test_planning_writes_session_team_history_audit_and_news(cast: Cast) -> None:
    session = plan(cast, qa_reviewer=cast.qa_reviewer)

    assert session.state == "planned"
    assert [(r.person, r.is_lead) for r in session.reviewers.all()] == [
        (cast.reviewer, True),
        (cast.host, False),
    ]
    assert [(e.kind, e.by, e.at) for e in session.events.all()] == [("created", cast.director, AT)]
    assert list(AuditEntry.objects.values_list("action", "about")) == [("session.planned", session.about)]
    assert told("session-planned") == {cast.lead, cast.reviewer, cast.host, cast.qa_reviewer}
    assert session.next_reminder_at == utc("2026-11-11 08:00")  # the programme is late then


def test_planning_the_very_same_twice_plans_once(cast: Cast) -> None:
    first = plan(cast)
    news = Message.objects.count()

    assert plan(cast) == first
    assert Message.objects.count() == news


def test_a_school_hosts_once_a_round(cast: Cast) -> None:
    assert refused(cast, host=cast.host_school) == {
        "host": ["Ash Primary School has a session in this round already, on Thursday 19 November 2026"],
        "team": ["Hana Host belongs to Ash Primary School: a host never leads or reviews its own session"],
    }


def test_host_must_belong_to_a_group_of_the_rounds_year(cast: Cast) -> None:
    last_year = make.YearFactory(name="2025/26", starts=date(2025, 9, 1), ends=date(2026, 8, 31))
    old = make.triad("Old triad", cast.collaborative, [], last_year)

    assert refused(cast, group=old) == {
        "host": [
            "Old triad belongs to another academic year than the Autumn round 2026/27",
            "Beech Primary School is not in Old triad",
        ]
    }


@pytest.mark.parametrize(
    ("ends", "message"),
    [
        ("2026-11-24 08:15", "The session must end after it starts"),
        ("2026-11-25 09:00", "A session starts and ends on the same day"),
    ],
)
def test_a_session_ends_after_it_starts_on_one_day(cast: Cast, ends: str, message: str) -> None:
    assert refused(cast, planned_end_at=utc(ends)) == {"planned_end_at": [message]}


@pytest.mark.parametrize(
    ("day", "messages"),
    [
        ("2026-11-21", ["Saturday 21 November 2026 is not a school day"]),
        (
            "2026-10-28",
            ["Wednesday 28 October 2026 is not a school day", "Wednesday 28 October 2026 has passed"],
        ),
        ("2026-12-01", ["Tuesday 1 December 2026 is not a school day"]),
        (
            "2026-12-14",
            [
                "Monday 14 December 2026 is outside the round, which runs from "
                "Thursday 1 October 2026 to Friday 11 December 2026"
            ],
        ),
        ("2026-11-06", ["Friday 6 November 2026 has passed"]),
    ],
)
def test_an_unusual_day_is_refused_until_it_is_wanted_all_the_same(
    cast: Cast, day: str, messages: list[str]
) -> None:
    BankHoliday.objects.create(day=date(2026, 12, 1), name="A bank holiday")
    times: dict[str, Any] = {"starts_at": utc(f"{day} 08:15"), "planned_end_at": utc(f"{day} 16:00")}

    with pytest.raises(ValidationError) as refusal:
        plan(cast, **times)

    assert refusal.value.message_dict == {"starts_at": messages}
    assert {error.code for error in refusal.value.error_dict["starts_at"]} == {UNUSUAL_DAY}
    assert plan(cast, **times, anyway=True).state == "planned"


def test_another_day_of_a_confirmed_session_has_to_be_confirmed_anew(cast: Cast) -> None:
    times: dict[str, Any] = {"starts_at": utc("2026-11-26 08:15"), "planned_end_at": utc("2026-11-26 16:00")}
    row = services.change_session(session=cast.session, version=1, by=cast.director, at=AT, **times)

    assert (row.state, row.version, row.starts_at) == ("planned", 2, times["starts_at"])
    assert [(e.kind, e.to_state) for e in row.events.all()] == [("moved", "confirmed"), ("state", "planned")]
    assert told("session-moved") == {cast.host, cast.lead, cast.reviewer, cast.qa_reviewer}
    assert row.next_reminder_at == utc("2026-11-10 08:00")  # two school days before the programme is due


def test_another_time_of_the_same_day_stays_confirmed(cast: Cast) -> None:
    ends = utc("2026-11-19 15:30")
    row = services.change_session(
        session=cast.session, version=1, by=cast.director, at=AT, planned_end_at=ends
    )

    assert (row.state, row.planned_end_at) == ("confirmed", ends)


def test_details_change_without_news(cast: Cast) -> None:
    row = services.change_session(
        session=cast.session, version=1, by=cast.administrator, at=AT, key_lines="Why?", host_contact="Office"
    )

    assert (row.key_lines, row.host_contact, row.version) == ("Why?", "Office", 2)
    assert [e.detail for e in row.events.all()] == [
        {"fields": ["key lines of enquiry", "contact at the host school"]}
    ]
    assert Message.objects.count() == 0


def test_a_stale_edit_is_told_and_what_is_there_already_is_harmless(cast: Cast) -> None:
    change: dict[str, Any] = {"session": cast.session, "version": 1, "by": cast.director, "at": AT}
    services.change_session(**change, key_lines="First")

    services.change_session(**change, key_lines="First")
    with pytest.raises(StaleEdit):
        services.change_session(**change, key_lines="Second")

    cast.session.refresh_from_db()
    assert (cast.session.key_lines, cast.session.version) == ("First", 2)


def test_times_stand_once_the_session_is_held(cast: Cast) -> None:
    make.held(cast.session)
    with pytest.raises(ValidationError):
        services.change_session(
            session=cast.session, version=1, by=cast.director, planned_end_at=utc("2026-11-19 17:00")
        )


def test_a_reported_session_changes_no_more(cast: Cast) -> None:
    make.held(cast.session)
    ChallengeSession.objects.update(state="reported")
    with pytest.raises(ValidationError):
        services.change_session(session=cast.session, version=1, by=cast.director, key_lines="Late")


def test_an_unknown_detail_is_a_mistake_of_the_caller(cast: Cast) -> None:
    with pytest.raises(TypeError):
        services.change_session(session=cast.session, version=1, by=cast.director, state="closed")


def test_confirming_twice_is_confirming_once(cast: Cast) -> None:
    ChallengeSession.objects.update(state="planned")
    for _ in range(2):
        row = services.confirm_session(session=cast.session, by=cast.host, at=AT)

    assert row.state == "confirmed"
    assert row.events.count() == 1


def test_postponing_a_held_session_clears_its_clock_and_what_waits(cast: Cast) -> None:
    make.held(cast.session)
    Message.objects.create(
        key="waiting",
        kind="report-due-24h",
        person=cast.lead,
        address=cast.lead.email,
        about=cast.session.about,
        written_at=AT,
        due_at=AT,
    )
    row = services.postpone_session(session=cast.session, reason="Flood", by=cast.director, at=AT)

    assert (row.state, row.ended_at, row.report_due_at, row.next_reminder_at) == (
        "postponed",
        None,
        None,
        None,
    )
    assert Message.objects.get(key="waiting").state == "cancelled"
    assert [(e.to_state, e.reason) for e in row.events.all()] == [("postponed", "Flood")]
    assert told("session-postponed") == {cast.host, cast.lead, cast.reviewer, cast.qa_reviewer}


def test_postponing_twice_tells_once(cast: Cast) -> None:
    for reason in ("Flood", "Flood again"):
        services.postpone_session(session=cast.session, reason=reason, by=cast.director, at=AT)

    assert Message.objects.filter(kind="session-postponed").count() == 4
    assert [e.reason for e in cast.session.events.all()] == ["Flood"]


def test_taking_a_session_off_needs_a_reason_that_no_message_tells(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        services.cancel_session(session=cast.session, reason=" ", by=cast.director, at=AT)
    services.cancel_session(session=cast.session, reason="Bereavement", by=cast.director, at=AT)

    assert told("session-cancelled") == {cast.host, cast.lead, cast.reviewer, cast.qa_reviewer}
    assert "Bereavement" not in "".join(str(m.context) for m in Message.objects.all())


def test_a_postponed_session_gets_a_new_date(cast: Cast) -> None:
    services.postpone_session(session=cast.session, reason="Flood", by=cast.director, at=AT)
    times: dict[str, Any] = {"starts_at": utc("2026-12-03 08:15"), "planned_end_at": utc("2026-12-03 16:00")}
    for _ in range(2):
        row = services.reschedule_session(session=cast.session, by=cast.director, at=AT, **times)

    assert (row.state, row.starts_at) == ("planned", times["starts_at"])
    assert Message.objects.filter(kind="session-moved").count() == 4
    assert row.next_reminder_at == utc("2026-11-10 08:00")


def test_a_new_date_is_checked_like_the_first(cast: Cast) -> None:
    services.postpone_session(session=cast.session, reason="Flood", by=cast.director, at=AT)
    with pytest.raises(ValidationError) as refusal:
        services.reschedule_session(
            session=cast.session,
            starts_at=utc("2026-12-05 08:15"),
            planned_end_at=utc("2026-12-05 16:00"),
            by=cast.director,
            at=AT,
        )
    assert refusal.value.message_dict == {"starts_at": ["Saturday 5 December 2026 is not a school day"]}


def test_closing_twice_is_closing_once(cast: Cast) -> None:
    make.held(cast.session)
    ChallengeSession.objects.update(state="reported")
    for _ in range(2):
        row = services.close_session(session=cast.session, by=cast.director, at=AT)

    assert row.state == "closed"
    assert row.events.count() == 1


def test_whoever_acts_is_not_told_of_it(cast: Cast) -> None:
    make.appoint(cast.lead, Role.DIRECTOR)
    services.postpone_session(session=cast.session, reason="Flood", by=cast.lead, at=AT)

    assert told("session-postponed") == {cast.host, cast.reviewer, cast.qa_reviewer}


@pytest.mark.parametrize(
    ("kind", "subject"),
    [
        ("session-planned", "Peer challenge at Ash Primary School: Thursday 19 November 2026 at 8:15am"),
        (
            "session-moved",
            "New date or time: peer challenge at Ash Primary School, Thursday 19 November 2026 at 8:15am",
        ),
        (
            "session-postponed",
            "Postponed: peer challenge at Ash Primary School, Thursday 19 November 2026 at 8:15am",
        ),
        (
            "session-cancelled",
            "Cancelled: peer challenge at Ash Primary School, Thursday 19 November 2026 at 8:15am",
        ),
        ("team-changed", "Peer challenge at Ash Primary School: the review team has changed"),
    ],
)
def test_each_message_says_what_it_is_about_and_where_to_look(cast: Cast, kind: str, subject: str) -> None:
    row = ChallengeSession.objects.with_people().get()
    notices.tell(row, kind, by=cast.director, at=AT)
    for message in Message.objects.select_related("person"):
        found, body = mail.render(message)
        assert (found, message.person.name in body) == (subject, True)
        assert row.get_absolute_url() in body


def test_printed_drafts_of_a_cancelled_session_are_destroyed(cast: Cast) -> None:
    make.held(cast.session)
    reports.open_report(session=cast.session)
    preview = reports.ask_preview(session=cast.session, by=cast.lead)

    services.cancel_session(session=cast.session, reason="Merged", by=cast.director)

    preview.refresh_from_db()
    assert (preview.state, preview.source) == ("sealed", {})


def test_a_day_of_tests_or_absence_is_planned_only_all_the_same(cast: Cast) -> None:
    day = date(2026, 11, 24)
    ClosedPeriod.objects.create(year=cast.year, kind="inset", name="INSET", starts=day, ends=day)
    answer = Availability.objects.create(
        person=cast.reviewer, year=cast.year, answered_at=AT, answered_by=cast.reviewer
    )
    answer.days.create(starts=day, ends=day)

    assert refused(cast) == {
        "starts_at": [
            "No challenge is held on Tuesday 24 November 2026: INSET",
            "Rita Reviewer cannot on Tuesday 24 November 2026",
        ]
    }
    assert plan(cast, anyway=True).state == "planned"
