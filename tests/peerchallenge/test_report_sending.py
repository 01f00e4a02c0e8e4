"""Sending: once, in time or late to the second, and told to the right people."""

import pytest
from django.core.exceptions import ValidationError

from hlp.models import AuditEntry, Document, Message
from peerchallenge.models import ReportVersion
from peerchallenge.services import reports
from schools.models import Appointment
from tests import factories as make
from tests.conftest import Cast, utc
from tests.peerchallenge import full_report

DUE = utc("2026-11-21 16:00")  # the session of the cast ends on Thursday at 16:00


@pytest.fixture
def written(cast: Cast) -> Cast:
    full_report.write(make.held(cast.session), cast.lead)
    return cast


def send(cast: Cast, at: str = "2026-11-20 23:00") -> ReportVersion:
    version = reports.send_report(session=cast.session, by=cast.lead, at=utc(at))
    cast.session.refresh_from_db()
    return version


def test_sending_freezes_and_moves_and_stops_the_clock(written: Cast) -> None:
    version = send(written)

    assert (version.number, version.on_time, version.sent_by) == (1, True, written.lead)
    assert version.data["stamp"] == "on time, 31 hours after the session"
    assert version.document.source == {**version.data, "draft": False}
    assert (written.session.state, written.session.next_reminder_at) == ("reported", None)
    assert [event.to_state for event in written.session.events.all()] == ["reported"]
    assert AuditEntry.objects.filter(action="report.sent").count() == 1


def test_sending_twice_sends_once(written: Cast) -> None:
    first = send(written)

    assert send(written, at="2026-11-20 23:01") == first
    assert ReportVersion.objects.count() == 1
    assert Message.objects.filter(kind="report-sent").count() == 1


@pytest.mark.parametrize(
    ("at", "stamp"),
    [
        ("2026-11-21 16:00", "on time, 48 hours after the session"),
        ("2026-11-21 16:00:01", "late by less than a minute"),
        ("2026-11-21 19:10", "late by 3 hours 10 minutes"),
    ],
)
def test_last_second(written: Cast, at: str, stamp: str) -> None:
    assert written.session.report_due_at == DUE
    version = send(written, at=at)

    assert version.data["stamp"] == stamp
    assert version.on_time == (utc(at) <= DUE)


def test_host_and_team_are_told_and_reminders_withdrawn(written: Cast) -> None:
    second = make.head_of(written.host_school)
    waiting = Message.objects.create(
        key="report-due-4h:x",
        kind="report-due-4h",
        person=written.lead,
        address="a@school.example",
        about=written.session.about,
        written_at=DUE,
        due_at=DUE,
    )
    send(written)

    told = set(Message.objects.exclude(pk=waiting.pk).values_list("kind", "person"))
    assert told == {
        ("report-sent", written.host.pk),
        ("report-sent", second.pk),
        ("report-receipt", written.lead.pk),
        ("report-receipt", written.reviewer.pk),
        ("support-opened", written.director.pk),
    }
    waiting.refresh_from_db()
    assert waiting.state == "cancelled"


def test_messages_hold_nothing_of_the_report(written: Cast) -> None:
    send(written)

    contexts = str(list(Message.objects.values_list("context", flat=True)))
    assert "Improving" not in contexts
    assert "fluency" not in contexts


def test_note_is_not_in_what_is_frozen(written: Cast) -> None:
    version = send(written)

    assert "telephone call" not in str(version.data)
    assert "telephone call" not in str(version.document.source)


def test_incomplete_report_is_refused(cast: Cast) -> None:
    make.held(cast.session)
    reports.open_report(session=cast.session)

    with pytest.raises(ValidationError) as refusal:
        send(cast)

    assert "Enter at least one agreed action" in refusal.value.messages
    assert ReportVersion.objects.count() == 0


def test_judgement_without_evidence_cannot_be_sent(written: Cast) -> None:
    report = reports.open_report(session=written.session)
    data = {"direction": "vulnerable", "direction_evidence": ""}
    reports.save_section(report=report, slug="direction", revision=1, data=data, by=written.lead)

    with pytest.raises(ValidationError, match="Enter the evidence for the judgement on direction"):
        send(written)


def test_planned_end_that_the_sweep_has_not_seen_starts_the_clock(cast: Cast) -> None:
    full_report.write(cast.session, cast.lead)
    version = send(cast, at="2026-11-19 16:30")

    assert (version.ended_at, version.due_at) == (utc("2026-11-19 16:00"), DUE)
    assert [event.to_state for event in cast.session.events.all()] == ["held", "reported"]


def test_nothing_is_sent_before_the_session_has_ended(cast: Cast) -> None:
    full_report.write(cast.session, cast.lead)

    with pytest.raises(ValidationError, match="The session has not ended yet"):
        send(cast, at="2026-11-19 14:00")


def test_postponed_session_cannot_be_reported(written: Cast) -> None:
    written.session.state = "postponed"
    written.session.save()

    with pytest.raises(ValidationError, match="This session is postponed"):
        send(written)


def test_reviewer_whose_appointment_has_ended_can_still_send(written: Cast) -> None:
    Appointment.objects.filter(person=written.lead).update(ends="2026-11-19")

    assert send(written).sent_by == written.lead


def test_preview_is_a_draft_of_its_own_and_destroyed_by_sending(written: Cast) -> None:
    preview = reports.ask_preview(session=written.session, by=written.lead)
    assert reports.ask_preview(session=written.session, by=written.lead) == preview
    assert preview.source["draft"] is True

    send(written)
    preview.refresh_from_db()
    assert (preview.state, preview.source) == ("sealed", {})
    assert Document.objects.get(kind="report").state == "waiting"


def test_changed_text_gives_a_new_preview(written: Cast) -> None:
    first = reports.ask_preview(session=written.session, by=written.lead)
    report = reports.open_report(session=written.session)
    reports.save_section(
        report=report, slug="context", revision=1, data={"context": "Other"}, by=written.lead
    )

    assert reports.ask_preview(session=written.session, by=written.lead).version == first.version + 1
