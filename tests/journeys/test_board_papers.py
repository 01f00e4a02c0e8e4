"""Papers of the Board: the clerk asks, an author uploads, one is drawn, the pack is made, published, read on a phone."""

from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Page, expect

from board.models import Pack
from board.services.gathering import checking
from hlp import clock, documents
from tests.board import files_made as files
from tests.board.papered import holds
from tests.board.seated import CANARY
from tests.conftest import Cast
from tests.journeys.conftest import PageAs, reload

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]
NOW = "2026-11-16 09:00+00:00"


def work() -> None:
    """What the documents worker does meanwhile."""
    checking.check_all()
    while documents.build_next():
        pass


@time_machine.travel(NOW, tick=True)
def test_papers_are_asked_for_given_bound_published_and_read(
    transactional_db: None,
    cast: Cast,
    page_as: PageAs,
    check_accessibility: Check,
    look: Look,
    tmp_path: Path,
) -> None:
    def check(page: Page, name: str) -> None:
        look(page, f"papers-{name}")
        check_accessibility(page)

    for name, data in (("reading.pdf", files.tagged(3)), ("macro.docx", files.docm())):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "secret.pdf").write_bytes(files.tagged(2, title=CANARY, word=CANARY))

    clerk = page_as(cast.board.clerk)
    clerk.goto(cast.board.meeting.get_absolute_url())
    clerk.get_by_role("navigation", name="Pages of this meeting").get_by_role(
        "link", name="Gather papers"
    ).click()
    check(clerk, "nothing-yet")
    clerk.get_by_role("button", name="Put the pack together").click()
    expect(clerk.get_by_role("alert")).to_contain_text("No paper is ready yet")
    clerk.get_by_role("link", name="Ask somebody for a paper under Outcomes of the peer challenges").click()
    clerk.get_by_role("button", name="Ask for this paper").click()
    check(clerk, "ask-errors")
    clerk.get_by_label("Title of the paper").fill("Reading in our schools")
    clerk.get_by_label("Who writes it?").select_option(cast.reviewer.name)
    for part, number in (("Day", 20), ("Month", 11), ("Year", 2026)):
        clerk.get_by_label(part, exact=True).fill(str(number))
    clerk.get_by_label("What is wanted?").fill("Three pages: what you did and what came of it.")
    clerk.get_by_role("button", name="Ask for this paper").click()
    expect(clerk.get_by_role("main")).to_contain_text("Rita Reviewer has been asked")

    author = page_as(cast.reviewer, narrow=True)
    author.goto("/home/")
    author.get_by_role("link", name="Paper for the Board: Reading in our schools").click()
    check(author, "author")
    author.get_by_label("File").set_input_files(tmp_path / "macro.docx")
    author.get_by_role("button", name="Upload").click()
    expect(author.get_by_role("main")).to_contain_text("This file contains macros")
    check(author, "author-refused-at-sight")
    author.get_by_label("File").set_input_files(tmp_path / "reading.pdf")
    author.get_by_role("button", name="Upload").click()
    expect(author.get_by_role("status")).to_contain_text("is being checked")
    work()
    expect(author.get_by_role("status")).to_contain_text("3 pages, from “reading.pdf”")
    check(author, "author-ready")

    clerk.get_by_role("link", name="Draw from the system under Minutes of the last meeting").click()
    check(clerk, "draw")
    clerk.get_by_role("button", name="Membership").click()
    expect(clerk.get_by_role("main")).to_contain_text("is drawn with the facts of this moment")
    clerk.get_by_role("link", name=f"Add a file under {CANARY} monitoring update").click()
    clerk.get_by_label("Title of the paper").fill(f"{CANARY} school")
    clerk.get_by_label("File").set_input_files(tmp_path / "secret.pdf")
    clerk.get_by_role("button", name="Add this paper").click()
    work()
    clerk.get_by_role("link", name="Gather papers").click()
    check(clerk, "gathered")
    clerk.get_by_role("button", name="Put the pack together").click()
    check(clerk, "pack-being-made")
    work()
    expect(clerk.get_by_text("The files of this version are made.")).to_be_visible()
    reload(clerk)
    check(clerk, "pack-made")
    clerk.get_by_role("button", name="Publish these papers").click()
    check(clerk, "publish")
    clerk.get_by_role("button", name="Publish and tell everybody").click()
    expect(clerk.get_by_role("main")).to_contain_text("The papers are published")

    member = page_as(cast.board.member, narrow=True)
    member.goto("/home/")
    member.get_by_role("link", name="Papers for the Board’s meeting on").click()
    check(member, "read")
    with member.expect_download() as caught:
        member.get_by_role("button", name="Download all papers as one PDF").click(modifiers=["Alt"])
    assert holds(caught.value.path().read_bytes(), CANARY)

    cast.board.restricted.withdrawals.create(
        person=cast.board.member, source="member", reason="Governor", at=clock.now(), by=cast.board.member
    )
    reload(member)
    expect(member.get_by_role("main")).to_contain_text("You have withdrawn from it.")
    work()
    reload(member)
    check(member, "read-withdrawn")
    answer = member.request.get(f"/board/meetings/{cast.board.meeting.pk}/pack/download/")
    assert not holds(answer.body(), f"{CANARY} school")

    reload(clerk)
    expect(clerk.get_by_role("row", name="Cleo Councillor")).to_contain_text("The whole pack")
    check(clerk, "who-opened")
    assert Pack.objects.get().is_published
