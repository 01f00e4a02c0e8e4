"""Sealing: a name that must go is gone from every table, and what must stay stays."""

from hashlib import sha256

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection

from hlp import documents
from hlp.models import Blob, Document, Message
from peerchallenge.models import ReportVersion
from peerchallenge.services import handbooks, reports
from tests import factories as make
from tests.conftest import Cast, utc
from tests.peerchallenge import full_report

NAME = "Zephyrine Quillfeather"


@pytest.fixture
def sent(cast: Cast) -> ReportVersion:
    """A sent report that names a child, which was warned of and overruled."""
    cast.session.key_lines = f"How well does {NAME} read?"
    cast.session.save()
    report = full_report.write(
        make.held(cast.session),
        cast.lead,
        focus_strengths=f"{NAME} reads well.",
        note=f"About {NAME}: ring me.",
    )
    reasons = {warned.key: f"{NAME} is an author." for warned in reports.open_warnings(report)}
    reports.overrule(report=report, reasons=reasons, by=cast.lead, at=utc("2026-11-20 22:00"))
    reports.ask_preview(session=cast.session, by=cast.lead)
    return reports.send_report(session=cast.session, by=cast.lead, at=utc("2026-11-20 23:00"))


def replacement(**changed: str) -> dict[str, str]:
    texts = {
        "focus_strengths": "A pupil reads well.",
        "note": "Ring me.",
        "key_lines": "How well do pupils read?",
    }
    return {**texts, **changed}


def seal(cast: Cast, version: ReportVersion, **changed: str) -> ReportVersion:
    return reports.seal_version(
        version=version,
        reason="It named a child.",
        replacement=replacement(**changed),
        by=cast.director,
        at=utc("2026-11-23 09:00"),
    )


def places_of(word: str) -> set[str]:
    """The tables that hold the word in any column, read as the database has them."""
    found = set()
    for model in apps.get_models():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")
            if word in repr(cursor.fetchall()):
                found.add(model._meta.label)
    return found


def test_name_is_gone_from_every_table(cast: Cast, sent: ReportVersion) -> None:
    assert places_of(NAME) == {
        "hlp.Document",
        "peerchallenge.ChallengeSession",
        "peerchallenge.ConfidentialNote",
        "peerchallenge.Finding",
        "peerchallenge.Overruling",
        "peerchallenge.Report",
        "peerchallenge.ReportVersion",
    }

    seal(cast, sent)

    assert places_of(NAME) == set()
    assert "peerchallenge.Report" in places_of("A pupil reads well.")


def test_a_handbook_with_the_sealed_key_lines_goes_too(cast: Cast, sent: ReportVersion) -> None:
    cast.session.refresh_from_db()
    handbooks.ask_handbook(session=cast.session)

    seal(cast, sent)

    assert places_of(NAME) == set()


def test_a_handbook_without_them_stays(cast: Cast, sent: ReportVersion) -> None:
    handbook = handbooks.ask_handbook(session=cast.session)

    seal(cast, sent, key_lines=f"How well does {NAME} read?")

    assert not Document.objects.filter(pk=handbook.document_id, state="sealed").exists()


def test_bytes_are_gone_and_hash_time_and_reason_stay(cast: Cast, sent: ReportVersion) -> None:
    data = b"%PDF-1.7 of " + NAME.encode()
    document = sent.document
    document.blob = Blob.keep(data)
    document.state, document.ready_at, document.sha256 = "ready", sent.sent_at, sha256(data).hexdigest()
    document.save()

    seal(cast, sent)

    sent.refresh_from_db()
    document.refresh_from_db()
    assert sent.data == document.source == {}
    assert (document.blob_id, document.state) == (None, "sealed")
    assert document.sha256 == sha256(data).hexdigest()
    assert (sent.seal_reason, sent.sealed_by) == ("It named a child.", cast.director)
    assert sent.sent_at == utc("2026-11-20 23:00")
    assert places_of(NAME) == set()


def test_version_whose_pdf_is_being_made_is_sealed_too(cast: Cast, sent: ReportVersion) -> None:
    claimed = documents._claim(sent.document_id)
    assert claimed is not None

    seal(cast, sent)

    assert documents._finish(claimed, b"%PDF-1.7 late") is False
    assert documents.newest("report", cast.session.about).version == 2  # type: ignore[union-attr]


def test_replacement_carries_on_from_the_first_sending(cast: Cast, sent: ReportVersion) -> None:
    new = seal(cast, sent)

    assert (new.number, new.sent_at, new.on_time) == (2, utc("2026-11-20 23:00"), True)
    assert new.issued_at == utc("2026-11-23 09:00")
    assert new.erratum == (
        "This is version 2, of Monday 23 November 2026 at 9am. It replaces version 1, which the Director sealed. "
        "Reason: It named a child."
    )
    assert new.data["erratum"] == new.erratum
    assert new.data["stamp"] == "on time, 31 hours after the session"


def test_host_and_team_are_told_once(cast: Cast, sent: ReportVersion) -> None:
    seal(cast, sent)
    seal(cast, sent)

    told = Message.objects.filter(kind="report-replaced").values_list("person", flat=True)
    assert sorted(told) == sorted([cast.host.pk, cast.lead.pk, cast.reviewer.pk])


def test_sealing_twice_gives_the_one_replacement(cast: Cast, sent: ReportVersion) -> None:
    assert seal(cast, sent) == seal(cast, sent)
    assert ReportVersion.objects.count() == 2


def test_replacement_can_be_sealed_in_its_turn(cast: Cast, sent: ReportVersion) -> None:
    third = seal(cast, seal(cast, sent), context="Changed again.")

    assert third.number == 3
    assert list(ReportVersion.objects.filter(sealed_at=None)) == [third]


def test_reason_is_needed(cast: Cast, sent: ReportVersion) -> None:
    with pytest.raises(ValidationError, match="Enter the reason"):
        reports.seal_version(version=sent, reason=" ", replacement=replacement(), by=cast.director)


def test_replacement_may_not_lack_what_a_report_needs(cast: Cast, sent: ReportVersion) -> None:
    with pytest.raises(ValidationError) as refusal:
        seal(cast, sent, direction_evidence="")

    assert refusal.value.message_dict == {
        "direction_evidence": ["Enter the evidence for the judgement on direction"]
    }
    sent.refresh_from_db()
    assert sent.sealed_at is None
