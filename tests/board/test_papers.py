"""Papers: asked for, given, drawn, checked, replaced, withdrawn; reminders to their authors."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from board.choices import MeetingState, PaperState, VersionState
from board.models import Paper, PaperVersion
from board.packs import refusals
from board.packs.refusals import Refused
from board.services.gathering import asking, checking, giving, places, reminding
from hlp import papers as system
from hlp.models import Message
from hlp.transitions import StaleEdit, WrongMove
from hlp.uploads import refusals as uploads
from tests.board import files_made as files
from tests.board.papered import give_papers
from tests.conftest import As, Cast

DUE = date(2026, 11, 20)
NOW = datetime(2026, 11, 10, 9, tzinfo=UTC)

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _tenth_of_november() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def ask(cast: Cast, **facts: object) -> Paper:
    given = {"item": cast.board.item, "title": "Reading", "author": cast.reviewer, "due_on": DUE, **facts}
    return asking.ask(**given, by=cast.board.clerk)


def kinds() -> list[str]:
    return list(
        Message.objects.filter(kind__startswith="board-paper").order_by("pk").values_list("kind", flat=True)
    )


def test_asking_tells_the_author_once_and_no_title(cast: Cast) -> None:
    assert ask(cast) == ask(cast)
    told = Message.objects.get(kind="board-paper-asked")
    assert (told.person, "Reading" in str(told.context)) == (cast.reviewer, False)


@pytest.mark.parametrize("due_on", [date(2026, 11, 9), date(2026, 12, 3)], ids=["past", "after-the-meeting"])
def test_a_day_that_makes_no_sense_is_refused(cast: Cast, due_on: date) -> None:
    with pytest.raises(ValidationError, match="The day by which you need it"):
        ask(cast, due_on=due_on)


def test_authors_are_reminded_before_and_after_the_day_once_each(cast: Cast) -> None:
    ask(cast)
    for day in (12, 17, 17, 18, 21, 22):
        reminding.tell_due(at=datetime(2026, 11, day, 9, tzinfo=UTC))
    assert kinds() == ["board-paper-asked", "board-paper-reminder", "board-paper-late"]


def test_who_has_given_the_paper_or_lost_it_is_not_reminded(cast: Cast) -> None:
    given, lost = ask(cast), ask(cast, title="Writing")
    giving.give(paper=given, data=files.tagged(), filename="a.pdf", by=cast.reviewer)
    asking.withdraw(paper=lost, by=cast.board.clerk)
    assert reminding.tell_due(at=datetime(2026, 11, 21, 9, tzinfo=UTC)) == 0


def test_a_new_day_is_told_and_a_stale_change_is_not_made(cast: Cast) -> None:
    paper = ask(cast)
    asking.edit(paper=paper, version=paper.version, due_on=DUE + timedelta(days=2), by=cast.board.clerk)
    assert kinds() == ["board-paper-asked", "board-paper-asked"]
    with pytest.raises(StaleEdit):
        asking.edit(paper=paper, version=paper.version, title="Other", by=cast.board.clerk)


def test_a_file_is_checked_and_becomes_the_current_version(cast: Cast) -> None:
    paper = ask(cast)
    giving.give(paper=paper, data=files.tagged(), filename="../Reading\u202efdp.pdf", by=cast.reviewer)
    paper.refresh_from_db()
    assert paper.state == PaperState.CHECKING
    assert checking.check_all() == 1
    paper.refresh_from_db()
    assert (paper.state, paper.current.pages, paper.current.filename) == (
        PaperState.READY,
        2,
        "Readingfdp.pdf",
    )


def test_a_replaced_paper_keeps_the_old_version_until_the_new_one_is_good(cast: Cast) -> None:
    paper = give_papers(cast.board).open
    first = paper.current
    giving.give(paper=paper, data=files.protected(), filename="new.pdf", by=cast.board.clerk)
    checking.check_all()
    paper.refresh_from_db()
    assert (paper.state, paper.current) == (PaperState.REFUSED, first)
    assert paper.versions.get(number=2).refusal == refusals.PASSWORD
    assert Message.objects.get(kind="board-paper-refused").person == cast.board.clerk
    giving.give(paper=paper, data=files.untagged(), filename="newer.pdf", by=cast.board.clerk)
    checking.check_all()
    paper.refresh_from_db()
    assert (paper.state, paper.current.number) == (PaperState.READY, 3)
    assert [one.state for one in paper.versions.order_by("number")] == ["ready", "refused", "ready"]


def test_what_is_told_at_sight_is_refused_at_once_and_nothing_is_kept(cast: Cast) -> None:
    paper = ask(cast)
    with pytest.raises(Refused, match="macros"):
        giving.give(paper=paper, data=files.docm(), filename="a.docx", by=cast.reviewer)
    assert not paper.versions.exists()


def test_the_same_file_twice_is_taken_once(cast: Cast) -> None:
    paper = ask(cast)
    for _ in range(2):
        giving.give(paper=paper, data=files.tagged(), filename="a.pdf", by=cast.reviewer)
    assert paper.versions.count() == 1
    twice = [
        giving.add(
            item=cast.board.item, title="T", data=files.tagged(), filename="a.pdf", by=cast.board.clerk
        )
        for _ in range(2)
    ]
    assert twice[0] == twice[1]


def test_a_worker_that_died_leaves_the_file_to_the_next(cast: Cast) -> None:
    paper = ask(cast)
    version = giving.give(paper=paper, data=files.tagged(), filename="a.pdf", by=cast.reviewer)
    PaperVersion.objects.filter(pk=version.pk).update(claimed_until=NOW + timedelta(minutes=6), attempts=1)
    assert (checking.check(version.pk), checking.check_all()) == (False, 0)
    with time_machine.travel(NOW + timedelta(minutes=7), tick=False):
        assert checking.sweep() == 1
        assert checking.check(version.pk)
        assert not checking.check(version.pk)
    version.refresh_from_db()
    assert version.state == VersionState.READY


def test_a_withdrawn_paper_takes_no_file_and_comes_back_by_none(cast: Cast) -> None:
    paper = give_papers(cast.board).open
    for _ in range(2):
        asking.withdraw(paper=paper, by=cast.board.clerk)
    with pytest.raises(WrongMove):
        giving.give(paper=paper, data=files.untagged(), filename="a.pdf", by=cast.board.clerk)


def test_a_meeting_that_is_over_takes_no_papers(cast: Cast) -> None:
    cast.board.meeting.state = MeetingState.HELD
    cast.board.meeting.save()
    cast.board.item.refresh_from_db()
    with pytest.raises(ValidationError, match=places.NO_MORE):
        ask(cast)


def test_a_paper_is_drawn_with_one_click_and_frozen(cast: Cast) -> None:
    paper = giving.draw(item=cast.board.item, key="qa-digest", by=cast.board.clerk)
    again = giving.draw(item=cast.board.item, key="qa-digest", by=cast.board.clerk)
    assert (paper == again, paper.versions.count()) == (True, 1)
    assert checking.check_all() == 1
    paper.refresh_from_db()
    assert (paper.state, paper.title) == (PaperState.READY, "Quality assurance, the year")
    assert paper.current.notes == []


def test_restricted_sources_stand_in_part_two_only(cast: Cast) -> None:
    restricted = next(one for one in system.sources() if one.restricted)
    with pytest.raises(ValidationError, match=places.RESTRICTED):
        giving.draw(item=cast.board.item, key=restricted.key, by=cast.board.clerk)
    offered = [one.restricted for one in places.offered(cast.board.item)]
    assert (any(offered), len(offered) < len(system.sources())) == (False, True)
    assert (
        giving.draw(item=cast.board.restricted, key=restricted.key, by=cast.board.clerk).source_key
        == restricted.key
    )


def test_papers_change_places(cast: Cast) -> None:
    first, second = (
        giving.add(item=cast.board.item, title=t, data=files.tagged(), filename="a.pdf", by=cast.board.clerk)
        for t in ("First", "Second")
    )
    asking.move(paper=second, up=True, by=cast.board.clerk)
    asking.move(paper=second, up=True, by=cast.board.clerk)
    assert list(cast.board.item.papers.order_by("position")) == [second, first]


def test_an_author_sees_their_paper_and_uploads_without_other_rights(as_: As, cast: Cast) -> None:
    paper, other = ask(cast, wanted="Two pages."), ask(cast, author=cast.host)
    client = as_(cast.reviewer)
    assert b"Two pages." in client.get(paper.get_absolute_url()).content
    assert client.get(other.get_absolute_url()).status_code == 404
    file = files.named("report.pdf", files.tagged())
    assert client.post(paper.get_absolute_url(), {"file": file}).status_code == 302
    assert paper.versions.get().added_by == cast.reviewer
    assert paper.title in client.get(reverse("board:paper-mine")).content.decode()


def test_a_refused_upload_says_why_beside_the_box(as_: As, cast: Cast) -> None:
    client: Client = as_(cast.reviewer)
    url = ask(cast).get_absolute_url()
    page = client.post(url, {"file": files.named("a.docx", files.docm())}).content.decode()
    assert uploads.MACROS.replace("’", "&#x27;") in page
    assert "Error:" in page


def test_who_withdrew_from_an_item_does_not_gather_its_papers(as_: As, cast: Cast) -> None:
    paper = give_papers(cast.board).restricted
    cast.board.restricted.withdrawals.create(
        person=cast.board.chair, source="member", reason="Governor there", at=NOW, by=cast.board.chair
    )
    client = as_(cast.board.chair)
    page = client.get(reverse("board:paper-list", args=[cast.board.meeting.pk])).content.decode()
    assert ("You have withdrawn from this item" in page, paper.title in page) == (True, False)
    assert client.get(paper.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_as_often_for_one_paper_as_for_three(
    as_: As, cast: Cast, number: int, django_assert_num_queries: Any
) -> None:
    for n in range(number):
        ask(cast, title=f"Paper {n}")
    client = as_(cast.board.clerk)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(reverse("board:paper-list", args=[cast.board.meeting.pk]))


LIST_QUERIES = 14
