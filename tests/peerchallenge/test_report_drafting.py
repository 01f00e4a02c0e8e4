"""Writing the report: saved section by section, and never over somebody's newer text."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hlp.transitions import StaleEdit
from peerchallenge.models import ConfidentialNote, Report
from peerchallenge.services import reports
from tests import factories as make
from tests.conftest import Cast, utc
from tests.peerchallenge import full_report


def save(cast: Cast, report: Report, text: str, revision: int = 0, **extra: Any) -> int:
    extra.setdefault("by", cast.lead)
    data = {"context": text}
    return reports.save_section(report=report, slug="context", revision=revision, data=data, **extra)


@pytest.fixture
def report(cast: Cast) -> Report:
    return reports.open_report(session=cast.session)


def test_report_is_opened_once(cast: Cast) -> None:
    first = reports.open_report(session=cast.session)

    assert reports.open_report(session=cast.session) == first
    assert Report.objects.count() == 1


@pytest.mark.parametrize("state", ["postponed", "cancelled"])
def test_no_report_while_the_session_is_off(cast: Cast, state: str) -> None:
    cast.session.state = state

    with pytest.raises(reports.Closed, match=f"This session is {state}"):
        reports.open_report(session=cast.session)


def test_saving_counts_the_revision_and_names_the_writer(cast: Cast, report: Report) -> None:
    assert save(cast, report, "Two forms.", at=utc("2026-11-19 17:03")) == 1

    report.refresh_from_db()
    assert (report.context, report.revisions, report.saved_by) == ("Two forms.", {"context": 1}, cast.lead)
    assert report.saves["context"]["by"] == "Leo Lead"
    assert report.saved_at == utc("2026-11-19 17:03")


def test_text_is_tidied(cast: Cast, report: Report) -> None:
    save(cast, report, "One\r\n•\tTwo\u00a0three \x00")

    report.refresh_from_db()
    assert report.context == "One\n- Two three"


def test_stale_edit_is_told_and_nothing_overwritten(cast: Cast, report: Report) -> None:
    save(cast, report, "Rita’s text", by=cast.reviewer)

    with pytest.raises(StaleEdit):
        save(cast, report, "Leo’s text", revision=0)

    report.refresh_from_db()
    assert report.context == "Rita’s text"


def test_sections_do_not_disturb_each_other(cast: Cast, report: Report) -> None:
    save(cast, report, "Rita’s text", by=cast.reviewer)

    data = {"activities": "Four walks"}
    assert reports.save_section(report=report, slug="activities", revision=0, data=data, by=cast.lead) == 1


def test_same_text_again_changes_nothing(cast: Cast, report: Report) -> None:
    save(cast, report, "Two forms.", at=utc("2026-11-19 17:03"))

    assert save(cast, report, "Two forms. ", revision=0, at=utc("2026-11-19 18:00")) == 1
    report.refresh_from_db()
    assert report.saved_at == utc("2026-11-19 17:03")


def test_lost_answer_does_not_set_a_writer_against_themselves(cast: Cast, report: Report) -> None:
    save(cast, report, "Two", page="tab", turn=1)

    assert save(cast, report, "Two forms", revision=0, page="tab", turn=2) == 2


def test_late_autosave_does_not_overwrite_what_was_sent_after_it(cast: Cast, report: Report) -> None:
    save(cast, report, "Two forms", page="tab", turn=2)

    with pytest.raises(StaleEdit):
        save(cast, report, "Two", revision=0, page="tab", turn=1)


def test_own_page_gives_no_right_over_another_writer(cast: Cast, report: Report) -> None:
    save(cast, report, "Two", page="tab", turn=1)
    save(cast, report, "Rita’s text", revision=1, by=cast.reviewer, page="other", turn=1)

    with pytest.raises(StaleEdit):
        save(cast, report, "Two forms", revision=1, page="tab", turn=2)


def test_50_000_characters_are_refused_in_a_sentence(cast: Cast, report: Report) -> None:
    with pytest.raises(ValidationError) as refusal:
        save(cast, report, "x" * 50_000)

    assert refusal.value.message_dict == {
        "context": ["The school and its context must be 8,000 characters or fewer. You have 50,000"]
    }


def test_nothing_is_saved_after_sending(cast: Cast) -> None:
    report = full_report.write(make.held(cast.session), cast.lead)
    reports.send_report(session=cast.session, by=cast.lead, at=utc("2026-11-20 10:00"))

    with pytest.raises(reports.Closed, match="The report was sent"):
        save(cast, report, "Second thoughts", revision=1)


def test_blank_actions_are_ignored(cast: Cast, report: Report) -> None:
    blank = {"what": " ", "who": "", "by_when": ""}
    wanted = {"what": "Read", "who": "", "by_when": ""}
    data = {"actions": [blank, wanted, blank]}
    reports.save_section(report=report, slug="actions", revision=0, data=data, by=cast.lead)

    assert list(report.actions.values_list("position", "what")) == [(1, "Read")]


def test_note_is_kept_apart_from_the_report(cast: Cast, report: Report) -> None:
    reports.save_section(report=report, slug="note", revision=0, data={"note": "Ring me"}, by=cast.lead)

    assert ConfidentialNote.objects.get(report=report).body == "Ring me"
    assert "Ring me" not in str(reports.sections_of(report, reports.answers_of(report)))


def test_whole_report_is_complete(cast: Cast) -> None:
    report = full_report.write(cast.session, cast.lead)
    answers = reports.answers_of(report)

    assert reports.problems(answers) == []
    assert {task.status for task in reports.tasks(answers, report.visited)} == {"Completed"}
    assert 850 < reports.words_of(answers) < 1000


def test_saving_asks_the_database_ten_times(cast: Cast) -> None:
    report = full_report.write(cast.session, cast.lead)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        save(cast, report, "Another text", revision=1)

    assert len(queries) == 10
