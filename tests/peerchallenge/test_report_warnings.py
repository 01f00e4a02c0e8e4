"""Warnings before sending: what they stop, who overrules them, and who reads that."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from peerchallenge.choices import EventKind
from peerchallenge.models import Overruling, Report, SessionEvent
from peerchallenge.services import reports
from schools.choices import Role
from tests import factories as make
from tests.conftest import As, Cast, utc
from tests.peerchallenge import full_report

NAMED = "Every class is calm. Mrs Patel leads phonics with great skill."


def url(name: str, cast: Cast, *rest: Any) -> str:
    return reverse(f"peerchallenge:report-{name}", args=[cast.session.pk, *rest])


@pytest.fixture
def report(cast: Cast) -> Report:
    """A finished report that names a member of staff."""
    return full_report.write(make.held(cast.session), cast.lead, focus_strengths=NAMED)


def send(cast: Cast) -> Any:
    return reports.send_report(session=cast.session, by=cast.lead, at=utc("2026-11-20 10:00"))


def overrule(cast: Cast, report: Report, reason: str = "She is an author.") -> int:
    reasons = {one.key: reason for one in reports.open_warnings(report)}
    return reports.overrule(report=report, reasons=reasons, by=cast.lead, at=utc("2026-11-20 09:00"))


def test_a_name_stops_the_sending_until_it_is_overruled(cast: Cast, report: Report) -> None:
    with pytest.raises(ValidationError, match="‘Mrs Patel’ seems to name somebody"):
        send(cast)

    assert overrule(cast, report) == 1
    assert send(cast).number == 1


def test_a_changed_text_needs_no_overruling(cast: Cast, report: Report) -> None:
    data = {"focus_strengths": "The leader of phonics has great skill.", "focus_better": "More."}
    revision = report.revisions["focus"]
    reports.save_section(report=report, slug="focus", revision=revision, data=data, by=cast.lead)

    assert send(cast).number == 1


def test_what_was_overruled_stays_so_while_other_text_changes(cast: Cast, report: Report) -> None:
    overrule(cast, report)
    data = {"focus_strengths": f"{NAMED} Mr Oduya helps.", "focus_better": "More."}
    revision = report.revisions["focus"]
    reports.save_section(report=report, slug="focus", revision=revision, data=data, by=cast.lead)

    report.refresh_from_db()
    assert [one.words for one in reports.open_warnings(report)] == ["Mr Oduya"]


def test_overruling_twice_keeps_one_row_and_its_history(cast: Cast, report: Report) -> None:
    reasons = {one.key: "An author." for one in reports.open_warnings(report)}
    for _ in range(2):
        reports.overrule(report=report, reasons=reasons, by=cast.lead)

    assert Overruling.objects.count() == 1
    event = SessionEvent.objects.get(kind=EventKind.OVERRULED)
    assert event.detail == {"section": "The focus", "warning": "seems to name somebody"}
    assert "Patel" not in f"{event.detail}{event.reason}"


def test_judgements_that_disagree_are_warned_of(cast: Cast) -> None:
    report = full_report.write(make.held(cast.session), cast.lead)
    report.overall_accuracy = "more-positive"
    report.save()

    (warned,) = reports.open_warnings(report)
    assert (warned.slug, "although no area is" in warned.message) == ("self-evaluation", True)


def test_the_lead_ticks_and_says_why(cast: Cast, as_: As, report: Report) -> None:
    client, address = as_(cast.lead), url("warnings", cast)
    (warned,) = reports.open_warnings(report)
    page = client.get(address).content.decode()
    assert "<mark>Mrs Patel</mark>" in page
    assert "it found 100 of the 100 that name somebody" in page

    for data, told in (
        ({}, "Tick at least one warning"),
        ({f"tick_{warned.key}": "on"}, "Enter why, for the warning in ‘The focus’"),
        ({f"reason_{warned.key}": "An author"}, "Tick the box too, for the warning in ‘The focus’"),
    ):
        assert told in client.post(address, data).content.decode()
    answer = client.post(address, {f"tick_{warned.key}": "on", f"reason_{warned.key}": "An author"})
    assert answer.headers["Location"] == address
    assert "An author" in client.get(address).content.decode()


def test_a_reviewer_reads_and_only_the_lead_overrules(cast: Cast, as_: As, report: Report) -> None:
    page = as_(cast.reviewer).get(url("warnings", cast))

    assert "Only the lead reviewer, Leo Lead," in page.content.decode()
    assert page.context["form"] is None
    assert as_(cast.reviewer).post(url("warnings", cast)).status_code == 403


def test_check_and_send_lead_to_the_warnings(cast: Cast, as_: As, report: Report) -> None:
    for name in ("check", "send"):
        assert url("warnings", cast) in as_(cast.lead).get(url(name, cast)).content.decode()
    page = as_(cast.lead).post(url("send", cast)).content.decode()
    assert "The report was not sent" in page


def test_director_and_team_read_the_reason_and_the_host_does_not(cast: Cast, as_: As, report: Report) -> None:
    overrule(cast, report, "Zephyr: she wrote the scheme.")
    assert not Overruling.objects.visible_to(cast.director).exists()
    send(cast)

    readers = {
        who
        for who in ("director", "lead", "reviewer", "host", "lead_headteacher")
        if "Zephyr" in as_(cast.people()[who]).get(url("read", cast)).content.decode()
    }
    assert readers == {"director", "lead", "reviewer"}


def test_sealing_empties_what_was_quoted(cast: Cast, report: Report) -> None:
    overrule(cast, report)
    version = send(cast)
    texts = {name: text for name, _, text in reports.texts_of(version.data)}
    texts["focus_strengths"] = "Every class is calm."
    reports.seal_version(version=version, reason="A name", replacement=texts, by=cast.director)

    row = Overruling.objects.get()
    assert (row.words, row.reason, row.key) == ("", "", f"sealed-{row.pk}")


def test_staff_of_the_host_are_known(cast: Cast) -> None:
    make.appoint(make.UserFactory(name="Xanthe Quill"), Role.DEPUTY, school=cast.host_school)
    text = "Planning by Quill is thorough. The peers, led by the lead reviewer Leo Lead, saw it."
    report = full_report.write(make.held(cast.session), cast.lead, progress=text)

    assert [one.words for one in reports.open_warnings(report)] == ["Quill"]


def test_a_name_is_hinted_at_while_one_writes_and_saved_all_the_same(cast: Cast, as_: As) -> None:
    data = {"revision": "0", "page": "tab", "turn": "1", "focus_strengths": NAMED}
    answer = as_(cast.lead).post(url("save", cast, "focus"), data).content.decode()

    assert "Does this name somebody? ‘Mrs Patel’. Write the role instead." in answer
    assert reports.open_report(session=cast.session).focus_strengths == NAMED
    note = {"revision": "0", "page": "tab", "turn": "1", "note": NAMED}
    assert "Mrs Patel" not in as_(cast.lead).post(url("save", cast, "note"), note).content.decode()
