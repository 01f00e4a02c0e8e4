"""The report as it was sent: who reads it, what they see, and how it is sealed."""

from typing import Any

import pytest
from django.urls import reverse

from hlp import documents
from peerchallenge.models import ReportVersion
from peerchallenge.services import reports
from tests import factories as make
from tests.conftest import As, Cast, utc
from tests.peerchallenge import full_report

AUDIENCE = {"director", "host", "lead", "reviewer", "lead_headteacher"}


@pytest.fixture
def sent(cast: Cast) -> ReportVersion:
    full_report.write(make.held(cast.session), cast.lead)
    return reports.send_report(session=cast.session, by=cast.lead, at=utc("2026-11-20 23:00"))


def url(name: str, cast: Cast, *rest: Any) -> str:
    return reverse(f"peerchallenge:report-{name}", args=[cast.session.pk, *rest])


def seers(cast: Cast, as_: As, address: str) -> set[str]:
    return {
        who for who, user in cast.people().items() if as_(user).get(address).status_code not in {403, 404}
    }


def test_report_is_read_by_its_audience(cast: Cast, as_: As, sent: ReportVersion) -> None:
    assert seers(cast, as_, url("read", cast)) == AUDIENCE
    assert seers(cast, as_, url("download", cast, 1)) == AUDIENCE
    assert seers(cast, as_, url("progress", cast, 1)) == AUDIENCE


def test_receipt_is_the_teams_and_sealing_the_directors(cast: Cast, as_: As, sent: ReportVersion) -> None:
    assert seers(cast, as_, url("receipt", cast)) == {"lead", "reviewer"}
    assert seers(cast, as_, url("seal", cast, 1)) == {"director"}


@pytest.mark.parametrize("name", ["read", "receipt"])
def test_nothing_to_read_before_sending(cast: Cast, as_: As, name: str) -> None:
    full_report.write(cast.session, cast.lead)

    assert seers(cast, as_, url(name, cast)) == set()


def test_page_holds_every_text(cast: Cast, as_: As, sent: ReportVersion) -> None:
    page = as_(cast.host).get(url("read", cast)).content.decode()

    for name in ("context", "teaching_better", "focus_strengths", "direction_evidence", "support_detail"):
        for paragraph in full_report.TEXTS[name].split("\n\n"):
            assert paragraph in page
    assert "Accurate" in page
    assert "On time, 31 hours after the session" in page
    assert "no judgement on safeguarding or governance" in page


def test_note_is_shown_to_the_director_alone(cast: Cast, as_: As, sent: ReportVersion) -> None:
    holders = {
        who
        for who, user in cast.people().items()
        if "telephone call from you" in as_(user).get(url("read", cast)).content.decode()
    }

    assert holders == {"director"}


def test_receipt_says_when_and_whether_in_time(cast: Cast, as_: As, sent: ReportVersion) -> None:
    page = as_(cast.lead).get(url("receipt", cast)).content.decode()

    assert '<h1 class="govuk-panel__title">Report sent</h1>' in page
    assert "Friday 20 November 2026 at 11pm" in page
    assert "<strong>On time, 31 hours after the session</strong>" in page


def test_pdf_is_downloaded_with_its_fingerprint_shown(cast: Cast, as_: As, sent: ReportVersion) -> None:
    client = as_(cast.host)
    assert client.get(url("download", cast, 1)).headers["Location"] == url("read", cast)

    assert documents.build(sent.document_id)
    sent.document.refresh_from_db()
    answer = client.get(url("download", cast, 1))
    assert answer.content[:5] == b"%PDF-"
    assert "peer-challenge-report-ash-primary-school-2026-11-19.pdf" in answer.headers["Content-Disposition"]
    assert sent.document.sha256 in client.get(url("read", cast)).content.decode()


def test_director_seals_through_the_form(cast: Cast, as_: As, sent: ReportVersion) -> None:
    client = as_(cast.director)
    texts = {name: text for name, _, text in reports.texts_of(sent.data)}
    data = {**texts, "note": "", "context": "Without the name.", "reason": "It named a child."}
    answer = client.post(url("seal", cast, 1), data)

    assert answer.headers["Location"] == url("read", cast)
    page = client.get(url("read", cast)).content.decode()
    assert "Without the name." in page
    assert "Sealed by Dora Director" in page
    assert "telephone call" not in page
    assert client.get(url("download", cast, 1)).status_code == 302
    assert client.get(url("seal", cast, 1)).headers["Location"] == url("read", cast)


def test_sealing_without_reason_keeps_what_was_typed(cast: Cast, as_: As, sent: ReportVersion) -> None:
    texts = {name: text for name, _, text in reports.texts_of(sent.data)}
    page = as_(cast.director).post(
        url("seal", cast, 1), {**texts, "context": "Without the name.", "reason": " "}
    )

    assert "Enter the reason for sealing" in page.content.decode()
    assert "Without the name." in page.content.decode()
    assert ReportVersion.objects.get().sealed_at is None


def test_host_and_team_may_read_and_not_seal(cast: Cast, as_: As, sent: ReportVersion) -> None:
    codes = {who: as_(getattr(cast, who)).get(url("seal", cast, 1)).status_code for who in AUDIENCE}

    assert codes == dict.fromkeys(AUDIENCE, 403) | {"director": 200}
