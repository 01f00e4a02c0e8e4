"""Quality assurance: the own judgement comes first and stays, the report goes to its readers, skills to two of them."""

import json
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hlp.models import Document, Message
from hlp.transitions import StaleEdit
from peerchallenge.models import QAJudgement, QAReview, Report, ReportVersion
from peerchallenge.packs import qa as pack
from peerchallenge.services import attention, sessions
from peerchallenge.services.qa import judging, sending, todo
from tests import factories as make
from tests.conftest import As, Cast, utc
from tests.peerchallenge import access_qa, assured
from tests.test_access import found_codes

LATER = "2026-11-25 10:00+00:00"


def text_of(as_: As, user: Any, path: str) -> str:
    return as_(user).get(path).content.decode()


# --- The own judgement ----------------------------------------------------------------------------


def test_the_report_is_seen_after_the_own_judgement_and_not_before(cast: Cast) -> None:
    assured.reported(cast)
    seen = ReportVersion.objects.visible_to
    assert not seen(cast.qa_reviewer).exists()
    assured.judged(cast)
    assert seen(cast.qa_reviewer).count() == 1
    assert not seen(cast.other_qa_reviewer).exists()


def test_the_own_judgement_is_recorded_once(cast: Cast) -> None:
    assured.reported(cast)
    review = assured.judged(cast)
    again = assured.own(cast.session, "more-positive")
    judging.record_judgement(review=review, own=again, by=cast.qa_reviewer)
    row = QAJudgement.objects.get()
    assert (row.overall, row.areas.count()) == ("accurate", 2)
    with pytest.raises(TypeError):
        row.save()
    with pytest.raises(ValidationError, match="cannot be changed"):
        judging.save_part(
            review=review, slug="judgement", data={"overall": "x"}, revision=0, by=cast.qa_reviewer
        )


def test_an_own_judgement_names_what_is_missing(cast: Cast) -> None:
    assured.reported(cast)
    review = judging.open_review(session=cast.session, by=cast.qa_reviewer)
    bare = judging.Own("", "", "", "", {})
    with pytest.raises(ValidationError) as refused:
        judging.record_judgement(review=review, own=bare, by=cast.qa_reviewer)
    names = {name.split("_")[0] for name in refused.value.error_dict}
    assert names == {"overall", "direction", "area"}
    assert not QAJudgement.objects.exists()


def test_the_form_opens_when_the_session_has_ended(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="still to come"):
        judging.open_review(session=cast.session, by=cast.qa_reviewer)


def test_nobody_takes_over_a_session_whose_qa_reviewer_has_judged(cast: Cast) -> None:
    make.held(cast.session)
    assured.judged(cast, at=utc("2026-11-19 18:00"))
    with pytest.raises(ValidationError, match="stays its QA reviewer"):
        sessions.change_session(
            session=cast.session, version=1, qa_reviewer=cast.other_qa_reviewer, by=cast.director
        )


def test_a_new_qa_reviewer_begins_with_an_empty_form(cast: Cast) -> None:
    make.held(cast.session)
    review = judging.open_review(session=cast.session, by=cast.qa_reviewer)
    judging.save_part(review=review, slug="views", data={"host_view": "A"}, revision=0, by=cast.qa_reviewer)
    row = judging.open_review(session=cast.session, by=cast.other_qa_reviewer)
    assert (row.by, row.answers) == (cast.other_qa_reviewer, {})
    assert not QAReview.objects.visible_to(cast.qa_reviewer).exists()


# --- Drafts ------------------------------------------------------------------------------------------


def test_a_part_is_kept_and_a_stale_edit_is_told(cast: Cast) -> None:
    make.held(cast.session)
    review = judging.open_review(session=cast.session, by=cast.qa_reviewer)
    facts: dict[str, Any] = {"review": review, "slug": "views", "by": cast.qa_reviewer}
    assert judging.save_part(**facts, data={"host_view": "A"}, revision=0, page="p", turn=1) == 1
    assert judging.save_part(**facts, data={"host_view": "B"}, revision=0, page="p", turn=2) == 2
    assert judging.save_part(**facts, data={"host_view": "A"}, revision=0, page="p", turn=1) == 2
    with pytest.raises(StaleEdit):
        judging.save_part(**facts, data={"host_view": "C"}, revision=1, page="q", turn=1)
    review.refresh_from_db()
    assert review.answers["views"]["host_view"] == "B"


# --- Sending -----------------------------------------------------------------------------------------


def test_sending_twice_is_once_and_tells_the_readers(cast: Cast) -> None:
    review = assured.assured(cast)
    again = sending.send(review=review, by=cast.qa_reviewer)
    assert again.sent_at == assured.ASSURED
    told = Message.objects.filter(kind="qa-sent").values_list("person__name", flat=True)
    assert sorted(told) == ["Dora Director", "Lena Leadhead", "Leo Lead", "Rita Reviewer"]


def test_an_unfinished_report_is_not_sent(cast: Cast) -> None:
    assured.reported(cast)
    review = judging.open_review(session=cast.session, by=cast.qa_reviewer)
    with pytest.raises(ValidationError, match="Record your own judgement first"):
        sending.send(review=review, by=cast.qa_reviewer)
    assured.judged(cast)
    with pytest.raises(ValidationError, match="Still to come: Process: Preparation"):
        sending.send(review=review, by=cast.qa_reviewer)


@pytest.mark.parametrize(("at", "late"), [("2026-11-27 10:00", False), ("2026-11-27 10:01", True)])
def test_it_is_due_five_school_days_after_the_report(cast: Cast, at: str, late: bool) -> None:
    review = assured.assured(cast, at=utc(at))
    assert review.is_late(utc(at)) == late


def test_what_differs_is_named_by_who_is_stricter(cast: Cast) -> None:
    assured.assured(cast)
    Report.objects.update(overall_accuracy="more-cautious")
    lines = {line["label"]: line["verdict"] for line in sending.comparison(cast.session)}
    assert lines == {
        "Self-evaluation overall": "Team more generous",
        "Inclusion": "Agrees",
        "Curriculum and teaching": "Agrees",
        "Direction": "Agrees",
    }


# --- Who reads what -----------------------------------------------------------------------------------


def test_the_skills_stand_in_one_document_alone(cast: Cast) -> None:
    review = assured.assured(cast)
    assert review.full is not None
    assert review.shared is not None
    full, shared = (json.dumps(one.source) for one in (review.full, review.shared))
    assert (assured.SECRET in full, assured.SECRET in shared) == (True, False)
    assert (assured.VIEW in full, assured.VIEW in shared) == (True, True)
    assert [part["slug"] for part in review.shared.source["parts"] if part["skills"]] == []
    assert Document.objects.filter(kind="qa-report").count() == 2


@time_machine.travel(LATER, tick=False)
def test_each_reader_sees_their_own_version(cast: Cast, as_: As) -> None:
    path = assured.assured(cast).get_absolute_url()
    readers = {"director": True, "lead": True, "qa_reviewer": True}
    readers |= {"reviewer": False, "lead_headteacher": False}
    found = {name: assured.SECRET in text_of(as_, getattr(cast, name), path) for name in readers}
    assert found == readers
    assert all(assured.VIEW in text_of(as_, getattr(cast, name), path) for name in readers)


@time_machine.travel(LATER, tick=False)
def test_nothing_of_it_leaks_to_anybody_else(cast: Cast, as_: As) -> None:
    path = assured.assured(cast).get_absolute_url()
    pages = ["/home/", "/sessions/", cast.session.get_absolute_url(), f"{path}", f"{path[:-5]}pdf/"]
    for name in ("administrator", "host", "deputy", "office", "other_qa_reviewer", "la_officer", "outsider"):
        shown = "".join(text_of(as_, getattr(cast, name), one) for one in pages)
        for secret in (assured.SECRET, assured.VIEW, assured.OWN_EVIDENCE, path):
            assert secret not in shown, (name, secret)


@time_machine.travel(LATER, tick=False)
def test_before_the_own_judgement_nothing_of_the_report_is_shown(cast: Cast, as_: As) -> None:
    assured.reported(cast)
    secret = "honest about writing"
    here = f"{cast.session.get_absolute_url()}qa/"
    pages = ["/home/", cast.session.get_absolute_url(), here, f"{here}judgement/", f"{here}send/"]
    pages += [f"{here}parts/report/", f"/schools/{cast.host_school.urn}/"]
    shown = "".join(text_of(as_, cast.qa_reviewer, one) for one in pages)
    assert secret not in shown
    assert reverse("peerchallenge:report-read", args=[cast.session.pk]) not in shown
    assured.judged(cast)
    path = reverse("peerchallenge:report-read", args=[cast.session.pk])
    assert secret in text_of(as_, cast.qa_reviewer, path)


def test_messages_carry_nothing_confidential(cast: Cast) -> None:
    assured.assured(cast)
    contexts = json.dumps(
        list(Message.objects.filter(kind__startswith="qa").values_list("context", flat=True))
    )
    assert not any(word in contexts for word in ("Ash", assured.SECRET, assured.VIEW))


@time_machine.travel(LATER, tick=False)
def test_the_table_of_access_before_the_own_judgement(cast: Cast, as_: As) -> None:
    assured.reported(cast)
    assert found_codes(as_, cast, access_qa.REPORTED) == access_qa.REPORTED


@time_machine.travel(LATER, tick=False)
def test_the_table_of_access_once_the_qa_report_is_sent(cast: Cast, as_: As) -> None:
    assured.assured(cast)
    assert found_codes(as_, cast, access_qa.ASSURED) == access_qa.ASSURED


# --- Pages ---------------------------------------------------------------------------------------------


@time_machine.travel(LATER, tick=False)
def test_the_own_judgement_on_its_page(cast: Cast, as_: As) -> None:
    assured.reported(cast)
    client, path = as_(cast.qa_reviewer), f"{cast.session.get_absolute_url()}qa/judgement/"
    chosen = {f"area_{pk}": value for pk, value in assured.own(cast.session).areas.items()}
    data = {**chosen, "overall": "accurate", "overall_evidence": "Books", "revision": 0, "record": "1"}
    data |= {"direction": "improving", "direction_evidence": ""}
    told = client.post(path, data).content.decode()
    assert "Tick the box" in told
    assert "Books</textarea>" in told
    told = client.post(path, {**data, "sure": "on", "revision": 1}).content.decode()
    assert "Enter the evidence for your judgement on direction" in told
    good = {**data, "sure": "on", "direction_evidence": "Seen", "revision": 1}
    assert client.post(path, good).status_code == 302
    assert client.post(path, good).status_code == 200
    assert QAJudgement.objects.count() == 1


@time_machine.travel(LATER, tick=False)
def test_the_whole_form_is_saved_and_sent_on_pages(cast: Cast, as_: As) -> None:
    assured.reported(cast)
    assured.judged(cast)
    client, here = as_(cast.qa_reviewer), f"{cast.session.get_absolute_url()}qa/"
    refused = client.post(f"{here}send/").content.decode()
    assert "Still to come: Overall verdict: Verdict" in refused
    saved = client.post(
        f"{here}parts/views/save/", {"host_view": "Good", "revision": 0, "page": "p", "turn": 1}
    )
    assert "Saved 10:00" in saved.content.decode()
    assert (
        "press the button instead"
        in client.post(f"{here}parts/views/save/", {"revision": "x"}).content.decode()
    )
    step = client.post(f"{here}parts/views/", {"host_view": "Fair", "team_view": "So", "revision": 1})
    assert step["Location"] == f"{here}parts/sharing/"
    assert QAReview.objects.get().answers["views"] == {"host_view": "Fair", "team_view": "So"}
    assert client.get(f"{here}parts/nothing/").status_code == 404


# --- Reminders ------------------------------------------------------------------------------------------


def test_reminders_come_before_it_is_due_and_once_it_is_late(cast: Cast) -> None:
    assured.reported(cast)
    make.independent(cast.year, cast.qa_reviewer)

    def told(kind: str) -> list[str]:
        rows = Message.objects.filter(kind=kind).order_by("person__name")
        return list(rows.values_list("person__name", flat=True))

    attention.remind(at=utc("2026-11-24 10:00"))
    assert (told("qa-due"), told("qa-late")) == ([], [])
    for _ in range(2):
        attention.remind(at=utc("2026-11-26 10:00"))
    assert told("qa-due") == ["Quinn Quality"]
    attention.remind(at=utc("2026-11-27 10:30"))
    assert told("qa-late") == ["Dora Director", "Quinn Quality"]
    assert told("qa-coverage") == ["Dora Director"]
    attention.remind(at=utc("2026-12-01 10:30"))
    assert told("qa-coverage") == ["Dora Director", "Dora Director"]


def test_the_pdf_is_made(cast: Cast) -> None:
    review = assured.assured(cast)
    assert review.shared is not None
    assert pack.build(review.shared.source, lambda percent, stage: None).startswith(b"%PDF")


@pytest.mark.parametrize("number", [1, 3])
def test_the_home_page_costs_the_same_with_one_form_and_three(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    assured.reported(cast)
    for _ in range(number - 1):
        make.held(make.SessionFactory(round=cast.round, group=cast.group, qa_reviewer=cast.qa_reviewer))
    with django_assert_num_queries(8):
        found = todo.items(cast.qa_reviewer, utc("2026-11-21 10:00"))
    assert len(found) == number
