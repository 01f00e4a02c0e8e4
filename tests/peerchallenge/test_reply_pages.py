"""The pages of the reply: bad input keeps the text, stale edits are told, double presses are harmless."""

import pytest
import time_machine
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from peerchallenge.models import Dispute, FactualCorrection, Reply, ReportVersion
from tests.conftest import As, Cast
from tests.peerchallenge import full_reply, full_report
from tests.peerchallenge.full_reply import DECIDED, REPLIED, RIGHT, WHY


def url(name: str, cast: Cast, *rest: object) -> str:
    return reverse(f"peerchallenge:{name}", args=[cast.session.pk, *rest])


@pytest.fixture(autouse=True)
def _now() -> object:
    with time_machine.travel(REPLIED, tick=False):
        yield


def test_the_report_offers_a_correction_beside_each_paragraph(as_: As, cast: Cast) -> None:
    full_reply.sent(cast)
    page = as_(cast.host).get(url("report-read", cast)).content.decode()
    assert page.count("Correct a fact<") == page.count('class="app-paragraph"')
    assert page.count("Dispute this judgement<") == 4  # overall, two areas, direction
    assert "Correct a fact" not in as_(cast.lead).get(url("report-read", cast)).content.decode()


def test_a_correction_without_a_change_keeps_what_was_typed(as_: As, cast: Cast) -> None:
    full_reply.sent(cast)
    data = {"after": full_report.TEXTS["context"], "why": "Kept as typed.", "version": "0"}
    page = as_(cast.host).post(url("reply-correction", cast, "context-0"), data).content.decode()
    assert "Change what is wrong in the paragraph" in page
    assert "There is a problem" in page
    assert "Kept as typed." in page


def test_a_stale_correction_is_told_and_saved_on_the_second_press(as_: As, cast: Cast) -> None:
    reply = full_reply.sent(cast)
    row = full_reply.correct(cast, reply)
    path, data = url("reply-correction", cast, "context-0"), {"after": "Mine.", "why": WHY, "version": "0"}
    page = as_(cast.host).post(path, data).content.decode()
    assert "Somebody else saved a change" in page
    assert FactualCorrection.objects.get().after == RIGHT
    assert as_(cast.host).post(path, {**data, "version": row.version}).status_code == 302
    assert FactualCorrection.objects.get().after == "Mine."


def test_words_are_saved_while_typed_and_limited_when_saved(as_: As, cast: Cast) -> None:
    reply = full_reply.sent(cast)
    data = {"words": "word " * 301, "revision": "0", "page": "a", "turn": "1"}
    assert "Saved " in as_(cast.host).post(url("reply-save", cast), data).content.decode()
    page = as_(cast.host).post(url("reply-words", cast), {**data, "turn": "2"}).content.decode()
    assert "Use 300 words or fewer. You have 1 word too many" in page
    reply.refresh_from_db()
    assert reply.words.startswith("word")


@pytest.mark.parametrize("turn", ["", "x", "-1"])
def test_a_broken_saving_is_answered(as_: As, cast: Cast, turn: str) -> None:
    full_reply.sent(cast)
    data = {"words": "Hello", "revision": turn or "x", "page": "a", "turn": turn}
    assert "Not saved" in as_(cast.host).post(url("reply-save", cast), data).content.decode()


def test_stale_words_show_both(as_: As, cast: Cast) -> None:
    reply = full_reply.sent(cast)
    full_reply.say(cast, reply)
    data = {"words": "Mine.", "revision": "0", "page": "b", "turn": "1"}
    page = as_(cast.host).post(url("reply-words", cast), data).content.decode()
    assert "The newer text" in page
    assert "The day was fair" in page
    assert "Mine." in page


def test_the_reply_is_sent_once(as_: As, cast: Cast) -> None:
    reply = full_reply.sent(cast)
    full_reply.say(cast, reply)
    answers = [as_(cast.host).post(url("reply-send", cast)) for _ in range(2)]
    assert [answer.headers["Location"] for answer in answers] == [url("reply-detail", cast)] * 2
    assert ReportVersion.objects.count() == 2


def test_too_late_is_told_with_the_text_still_there(as_: As, cast: Cast) -> None:
    full_reply.sent(cast)
    Reply.objects.update(state="lapsed")
    data = {"after": RIGHT, "why": WHY, "version": "0"}
    page = as_(cast.host).post(url("reply-correction", cast, "context-0"), data).content.decode()
    assert "The time for your reply was over" in page
    assert "421 pupils" in page


def test_lead_decides_and_sends(as_: As, cast: Cast) -> None:
    full_reply.answered(cast)
    row, client = FactualCorrection.objects.get(), as_(cast.lead)
    path = url("reply-decision", cast, row.pk)
    assert "Enter the reason" in client.post(path, {"decision": "accept", "version": 1}).content.decode()
    data = {"decision": "accept", "reason": "Right.", "version": row.version}
    assert client.post(path, data).headers["Location"] == url("reply-detail", cast)
    assert client.post(url("reply-final", cast)).headers["Location"] == url("report-read", cast)
    page = client.get(url("report-read", cast)).content.decode()
    assert "app-paragraph--corrected" in page
    assert "The school’s reply" in page


def test_a_decision_on_what_was_withdrawn_is_told(as_: As, cast: Cast) -> None:
    full_reply.answered(cast)
    row = FactualCorrection.objects.get()
    path = url("reply-decision", cast, row.pk)
    as_(cast.host).post(url("reply-remove", cast, "correction", row.pk))
    answer = as_(cast.lead).post(path, {"decision": "accept", "reason": "Yes", "version": 1}, follow=True)
    assert "it has been dealt with meanwhile" in answer.content.decode()


def test_an_unknown_paragraph_or_judgement_is_not_found(as_: As, cast: Cast) -> None:
    full_reply.sent(cast)
    for name, key in (("reply-correction", "context-9"), ("reply-dispute", "context")):
        assert as_(cast.host).get(url(name, cast, key)).status_code == 404


def test_dispute_goes_its_way_by_its_pages(as_: As, cast: Cast) -> None:
    full_reply.answered(cast)
    path = Dispute.objects.get().get_absolute_url()
    assert as_(cast.lead_headteacher).post(path, {"conversation": "We talked."}).status_code == 302
    assert as_(cast.director).post(path, {"outcome": "I read the books."}).status_code == 302
    row = Dispute.objects.get()
    assert (row.state, row.conversation, row.outcome) == ("noted", "We talked.", "I read the books.")
    assert "I read the books." in as_(cast.lead).get(url("reply-detail", cast)).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_reply_costs_the_same_with_more_corrections(
    as_: As, cast: Cast, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    full_reply.answered(cast)
    first = FactualCorrection.objects.get()
    for n in range(1, number):
        first.pk, first.paragraph, first._state.adding = None, f"other-{n}", True
        first.save()
    client = as_(cast.lead)
    client.get("/home/")
    with time_machine.travel(DECIDED, tick=False), django_assert_num_queries(13):
        client.get(url("reply-detail", cast))
