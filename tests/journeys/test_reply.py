"""The host replies on a phone, the lead reviewer decides, the Director settles a dispute, and all read the final report."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Page, expect

from hlp import documents
from peerchallenge.models import Dispute, FactualCorrection, Reply, ReportVersion
from peerchallenge.services.replies import disputes
from tests.conftest import Cast
from tests.journeys.conftest import PageAs
from tests.peerchallenge import full_reply
from tests.peerchallenge.full_reply import DECIDED, REPLIED, RIGHT, WHY

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]


@pytest.fixture
def people(transactional_db: None, cast: Cast) -> Cast:
    """The cast, with the report sent and the reply open."""
    full_reply.sent(cast)
    return cast


def reply_path(cast: Cast, rest: str = "") -> str:
    return f"/sessions/{cast.session.pk}/reply/{rest}"


def test_host_replies_on_a_phone(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    with time_machine.travel(REPLIED, tick=True):
        page = page_as(people.host, narrow=True)
        page.goto(f"/sessions/{people.session.pk}/report/read/")
        look(page, "report-read-open")
        check_accessibility(page)
        page.get_by_role("link", name="Correct a fact in paragraph 1", exact=True).click()
        page.get_by_label("How it should read").fill(RIGHT)
        page.get_by_role("button", name="Keep this correction").click()
        expect(page.get_by_role("alert").get_by_role("link")).to_be_visible()
        look(page, "reply-correction-error")
        check_accessibility(page)
        page.get_by_label("How do you know?").fill(WHY)
        page.get_by_role("button", name="Keep this correction").click()
        expect(page.get_by_role("heading", name="Your reply to the report")).to_be_visible()
        page.get_by_role("link", name="Write your right of reply").click()
        page.get_by_label("Your right of reply").press_sequentially("We thank the team.")
        expect(page.get_by_text("Saved ")).to_be_visible()
        look(page, "reply-words")
        check_accessibility(page)
        page.get_by_role("button", name="Save").click()
        page.goto(reply_path(people, "disputes/direction_evidence/"))
        page.get_by_label("Why do you dispute this judgement?").fill("The books say otherwise.")
        look(page, "reply-dispute")
        check_accessibility(page)
        page.get_by_role("button", name="Keep this dispute").click()
        look(page, "reply-edit")
        check_accessibility(page)
        page.get_by_role("button", name="Check and send").click()
        look(page, "reply-send")
        check_accessibility(page)
        page.get_by_role("button", name="Send the reply").click()
        expect(page.get_by_text("Your reply is sent.")).to_be_visible()
        look(page, "reply-detail-host")
        check_accessibility(page)
    assert Reply.objects.get().state == "answered"


def test_host_replies_without_javascript(people: Cast, page_as: PageAs) -> None:
    with time_machine.travel(REPLIED, tick=True):
        page = page_as(people.host, javascript=False)
        page.goto(reply_path(people))
        page.get_by_role("link", name="Write your right of reply").click()
        page.get_by_label("Your right of reply").fill("We thank the team.")
        page.get_by_role("button", name="Save").click()
        page.get_by_role("button", name="Check and send").click()
        page.get_by_role("button", name="Send the reply").click()
        expect(page.get_by_text("Your reply is sent.")).to_be_visible()
    assert (Reply.objects.get().state, ReportVersion.objects.count()) == ("settled", 2)


def test_lead_decides_and_the_final_report_is_read(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look, tmp_path: Path
) -> None:
    reply = Reply.objects.get()
    full_reply.correct(people, reply)
    full_reply.correct(people, reply, "progress-0", "All four actions are complete.")
    full_reply.dispute(people, reply)
    full_reply.say(people, reply)
    full_reply.answering.send_reply(reply=reply, by=people.host, at=REPLIED)
    with time_machine.travel(DECIDED, tick=True):
        page = page_as(people.lead)
        page.goto("/home/")
        page.get_by_role("link", name="Decide on 2 corrections").click()
        look(page, "reply-detail-lead")
        check_accessibility(page)
        answers = ["Yes, correct the report", "No, leave the paragraph as it is"]
        for row, answer in zip(FactualCorrection.objects.order_by("number"), answers, strict=True):
            page.get_by_role("link", name=f"Decide on paragraph {row.number}").click()
            page.get_by_label(answer).check()
            page.get_by_label("Reason").fill("We looked at the census together.")
            look(page, "reply-decision")
            check_accessibility(page)
            page.get_by_role("button", name="Save this decision").click()
        page.get_by_role("button", name="Continue to the final report").click()
        look(page, "reply-final")
        check_accessibility(page)
        page.get_by_role("button", name="Send the final report").click()
        expect(page.get_by_text("The final report is sent.")).to_be_visible()
        version = ReportVersion.objects.get(number=2)
        assert documents.build(version.document_id)
        page = page_as(people.host)
        page.goto(f"/sessions/{people.session.pk}/report/read/")
        expect(page.get_by_text("Contested by the school").first).to_be_visible()
        look(page, "report-read-final")
        check_accessibility(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="Download the PDF").click()
        path = tmp_path / "final.pdf"
        download.value.save_as(path)
        keep_pictures(path)
        printed = subprocess.run(
            ["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True
        )
        for words in ("421", "The day was fair.", "Contested by the school", "not corrected", "Final report"):
            assert words in printed.stdout


def keep_pictures(path: Path) -> None:
    """The pages of a PDF as pictures under SCREENSHOTS, where that is set."""
    if folder := os.environ.get("SCREENSHOTS"):
        subprocess.run(["pdftoppm", "-r", "60", "-png", path, f"{folder}/{path.stem}"], check=True)


def test_director_ends_a_dispute(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    reply = Reply.objects.get()
    full_reply.dispute(people, reply)
    full_reply.answering.send_reply(reply=reply, by=people.host, at=REPLIED)
    with time_machine.travel(DECIDED, tick=True):
        page = page_as(people.lead_headteacher, narrow=True)
        page.goto("/home/")
        page.get_by_role("link", name="Ash Primary School contests a judgement").click()
        page.get_by_label("Notes of your conversation with the school").fill("We met for an hour.")
        look(page, "dispute-lead-headteacher")
        check_accessibility(page)
        page.get_by_role("button", name="Pass on to the Director").click()
        page = page_as(people.director)
        page.goto("/home/")
        page.get_by_role("link", name="Ash Primary School contests a judgement").click()
        page.get_by_label("Your note").fill("I read the books.")
        look(page, "dispute-director")
        check_accessibility(page)
        page.get_by_role("button", name="Record this note and end the dispute").click()
        expect(page.get_by_text("Your note is recorded.")).to_be_visible()
    row = Dispute.objects.get()
    assert row.state == "noted"
    assert (
        disputes.note_outcome(dispute=row, outcome="Again.", by=people.director).outcome
        == "I read the books."
    )
