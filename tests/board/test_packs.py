"""Packs: what each reader holds, versions with a change log, late papers, publication, reading, and the canary."""

import io
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.urls import reverse
from pypdf import PdfReader

from board.choices import MeetingState, Part
from board.models import PackFile
from board.services.gathering import asking, checking, giving
from board.services.packs import cuts, making, publishing, reading
from board.services.packs.contents import letter
from hlp import documents
from hlp.models import Document, Message
from tests import factories as make
from tests.board import files_made as files
from tests.board.papered import PUBLISHED, give_papers, holds, made, published
from tests.board.seated import CANARY
from tests.board.structure import problems
from tests.conftest import As, Cast

NOW = datetime(2026, 11, 19, 9, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.one_engine]


@pytest.fixture(autouse=True)
def _nineteenth_of_november() -> object:
    with time_machine.travel(NOW, tick=False):
        yield


def withdraw(cast: Cast, person: object, item: object) -> None:
    item.withdrawals.create(person=person, source="member", reason="Governor", at=NOW, by=person)


def file_of(cast: Cast, person: object, pack: object) -> bytes:
    file = making.file_for(pack, cuts.cut_for(person, pack))
    while documents.build_next():
        pass
    return documents.read(Document.objects.get(pk=file.document_id))


def outline(data: bytes) -> str:
    return str(PdfReader(io.BytesIO(data)).outline)


def test_one_file_for_each_distinct_cut_and_not_for_each_reader(cast: Cast) -> None:
    give_papers(cast.board)
    withdraw(cast, cast.board.member, cast.board.item)
    pack = made(cast.board)
    assert sorted(file.label for file in pack.files.all()) == [
        "Part I only", "Whole", "Whole, without the papers of item 2",
    ]  # fmt: skip
    assert making.make(meeting=cast.board.meeting, by=cast.board.clerk) == pack
    assert Document.objects.filter(kind="board-pack").count() == 3


def test_the_cuts_of_many_are_the_cuts_of_each(cast: Cast) -> None:
    give_papers(cast.board)
    withdraw(cast, cast.board.chair, cast.board.restricted)
    pack = made(cast.board)
    people = [*cast.people().values(), *cuts.readers(cast.board.meeting)]
    assert cuts.cuts_of(pack, people) == {one.pk: cuts.cut_for(one, pack) for one in people}
    assert {one.name for one in cuts.readers(cast.board.meeting)} == {
        "Cora Chair", "Clive Clerk", "Cleo Councillor", "Oona Observer", "Dora Director",
    }  # fmt: skip


def test_nothing_of_part_two_reaches_whoever_has_part_one_only(as_: As, cast: Cast) -> None:
    papers = give_papers(cast.board)
    pack = published(cast.board)
    whole, less = file_of(cast, cast.board.member, pack), file_of(cast, cast.board.observer, pack)
    assert (holds(whole, CANARY), holds(less, CANARY)) == (True, False)
    assert (holds(whole, "Outcomes in autumn"), holds(less, "Outcomes in autumn")) == (True, True)
    file = PackFile.objects.get(label="Part I only")
    assert CANARY not in str(file.document.source) + file.document.filename + file.document.title
    client, at = as_(cast.board.observer), [cast.board.meeting.pk]
    page = client.get(reverse("board:pack-read", args=at)).content.decode()
    download = client.get(reverse("board:pack-download", args=at))
    assert (CANARY in page, "Outcomes in autumn" in page) == (False, True)
    assert (holds(download.content, CANARY), CANARY in str(download.headers)) == (False, False)
    assert client.get(reverse("board:pack-paper", args=[*at, papers.restricted.pk])).status_code == 404
    assert client.get(papers.restricted.get_absolute_url()).status_code == 404
    meeting = client.get(cast.board.meeting.get_absolute_url()).content.decode()
    assert CANARY not in meeting + client.get(reverse("hlp:home")).content.decode()
    mails = Message.objects.filter(kind__startswith="board-pa")
    assert (mails.count() > 0, CANARY in str(list(mails.values()))) == (True, False)
    assert CANARY not in str(list(Document.objects.values("filename", "title", "about")))
    seen_by_member = as_(cast.board.member).get(reverse("board:pack-read", args=at)).content.decode()
    assert CANARY in seen_by_member  # there was something to leak


def test_an_item_that_moves_into_part_two_leaves_the_packs_that_are_out(cast: Cast) -> None:
    give_papers(cast.board)
    pack = published(cast.board)
    cast.board.item.part = Part.TWO
    cast.board.item.save()
    assert holds(file_of(cast, cast.board.observer, pack), "Outcomes in autumn") is False


def test_who_withdraws_from_an_item_gets_a_pack_without_its_papers(as_: As, cast: Cast) -> None:
    papers = give_papers(cast.board)
    withdraw(cast, cast.board.member, cast.board.restricted)
    pack = published(cast.board)
    theirs = file_of(cast, cast.board.member, pack)
    with pikepdf.open(io.BytesIO(theirs)) as pdf:
        assert (len(pdf.pages), problems(pdf)) == (5, [])
    assert "Section 1: Kestrel" not in outline(theirs)
    client, at = as_(cast.board.member), cast.board.meeting.pk
    page = client.get(reverse("board:pack-read", args=[at])).content.decode()
    assert ("You have withdrawn from it." in page, f"{CANARY} school" in page) == (True, False)
    assert client.get(reverse("board:pack-paper", args=[at, papers.restricted.pk])).status_code == 404
    assert client.get(reverse("board:pack-paper", args=[at, papers.open.pk])).status_code == 200


def test_versions_tell_what_was_added_replaced_withdrawn_and_moved(cast: Cast) -> None:
    board = cast.board
    papers = give_papers(board)
    gone = giving.add(item=board.item, title="Gone", data=files.untagged(), filename="g.pdf", by=board.clerk)
    checking.check_all()
    published(board)
    asking.withdraw(paper=gone, by=board.clerk)
    giving.give(paper=papers.open, data=files.tagged(3), filename="b.pdf", by=board.clerk)
    giving.add(item=board.restricted, title="Late", data=files.scanned(), filename="l.pdf", by=board.clerk)
    checking.check_all()
    board.minutes_item.position = 9
    board.minutes_item.save()
    pack = made(board)
    assert pack.version == 2
    assert [change["text"] for change in pack.changes] == [
        "Item 2, Outcomes of the peer challenges, is now item 1",
        "Item 1, Minutes of the last meeting, is now item 2",
        "Item 1, paper A, “Outcomes in autumn”, was replaced by a newer version",
        "Item 3, paper B, “Late”, was added and stands in the addendum",
        "“Gone” of item 2 was withdrawn",
    ]
    held = cuts.cut_for(board.observer, pack)
    assert [text for text in held.changes(pack.changes) if "Late" in text] == []
    late = file_of(cast, board.member, pack)
    assert "Addendum: papers that came late" in outline(late)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(late)).pages]
    assert "Addendum: Item 3, paper B" in pages[-1]


def test_a_version_nobody_saw_is_made_anew_under_its_number(cast: Cast) -> None:
    papers = give_papers(cast.board)
    first = made(cast.board)
    asking.withdraw(paper=papers.restricted, by=cast.board.clerk)
    second = made(cast.board)
    assert (second.pk, second.version, second.changes) == (first.pk, 1, [])
    assert holds(file_of(cast, cast.board.member, second), f"{CANARY} school") is False


def test_a_restricted_paper_whose_item_moved_to_part_one_stops_the_pack(cast: Cast) -> None:
    giving.draw(item=cast.board.restricted, key="monitoring-named", by=cast.board.clerk)
    checking.check_all()
    cast.board.restricted.part = Part.ONE
    cast.board.restricted.save()
    with pytest.raises(ValidationError, match="names schools but stands under an item of part I"):
        making.make(meeting=cast.board.meeting, by=cast.board.clerk)


def test_nothing_is_made_of_nothing(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="No paper is ready yet"):
        making.make(meeting=cast.board.meeting, by=cast.board.clerk)


def test_publication_waits_for_files_and_agenda_and_tells_each_reader_once(cast: Cast) -> None:
    give_papers(cast.board)
    pack = making.make(meeting=cast.board.meeting, by=cast.board.clerk)
    with pytest.raises(ValidationError, match="still being made"):
        publishing.publish(pack=pack, by=cast.board.clerk)
    made(cast.board)
    cast.board.meeting.state = MeetingState.OPEN
    cast.board.meeting.save()
    with pytest.raises(ValidationError, match="Publish the agenda first"):
        publishing.publish(pack=pack, by=cast.board.clerk)
    cast.board.meeting.state = MeetingState.PUBLISHED
    cast.board.meeting.save()
    for _ in range(2):
        publishing.publish(pack=pack, by=cast.board.clerk, at=PUBLISHED)
    told = Message.objects.filter(kind="board-pack")
    assert sorted(one.person.name for one in told) == [
        "Cleo Councillor", "Clive Clerk", "Cora Chair", "Dora Director", "Oona Observer",
    ]  # fmt: skip
    assert {(one.context["addendum"], one.context["late"]) for one in told} == {(False, False)}


@pytest.mark.parametrize(("day", "late"), [(25, False), (26, True)])
def test_less_than_seven_days_is_late(cast: Cast, day: int, late: bool) -> None:
    give_papers(cast.board)
    assert publishing.is_late(made(cast.board), datetime(2026, 11, day, 20, tzinfo=UTC)) is late


def test_downloads_carry_the_readers_name_and_are_noted(as_: As, cast: Cast) -> None:
    papers = give_papers(cast.board)
    pack = published(cast.board)
    client, at = as_(cast.board.member), cast.board.meeting.pk
    page = client.get(reverse("board:pack-read", args=[at])).content.decode()
    assert "That you open it is recorded" in page
    for _ in range(2):
        whole = client.get(reverse("board:pack-download", args=[at]))
    one = client.get(reverse("board:pack-paper", args=[at, papers.open.pk]))
    assert whole["Content-Disposition"] == 'inline; filename="board-papers-2026-12-02-v1.pdf"'
    assert one["Content-Disposition"] == 'inline; filename="board-2026-12-02-item-2-paper-a.pdf"'
    named = [PdfReader(io.BytesIO(reply.content)).pages[0].extract_text() for reply in (whole, one)]
    assert ["Cleo Councillor" in text for text in named] == [True, True]
    noted = sorted(pack.openings.values_list("person__name", "what", "times"))
    assert noted == [
        ("Cleo Councillor", "index", 1), ("Cleo Councillor", "pack", 2), ("Cleo Councillor", "paper", 1),
    ]  # fmt: skip
    readers = reading.readers_of(pack)
    assert [(one.person.name, one.whole, one.papers) for one in readers if one.first_at] == [
        ("Cleo Councillor", True, 1)
    ]
    assert "The whole pack, 1 paper" in as_(cast.board.clerk).get(pack.get_absolute_url()).content.decode()


def test_nobody_reads_what_is_not_published(as_: As, cast: Cast) -> None:
    give_papers(cast.board)
    pack = made(cast.board)
    client, at = as_(cast.board.member), cast.board.meeting.pk
    assert "not published yet" in client.get(reverse("board:pack-read", args=[at])).content.decode()
    codes = [
        client.get(reverse(f"board:{name}", args=[key])).status_code
        for name, key in (("pack-download", at), ("pack-detail", pack.pk), ("pack-preview", pack.pk))
    ]
    assert codes == [404, 404, 404]


def test_a_late_publication_is_confirmed_knowingly(as_: As, cast: Cast) -> None:
    give_papers(cast.board)
    pack = made(cast.board)
    client, url = as_(cast.board.clerk), reverse("board:pack-publish", args=[pack.pk])
    with time_machine.travel(datetime(2026, 11, 28, 9, tzinfo=UTC), tick=False):
        assert "Tick the box" in client.post(url).content.decode()
        assert client.post(url, {"knowing": "on"}).status_code == 302
    pack.refresh_from_db()
    assert pack.is_published
    assert Message.objects.filter(kind="board-pack").first().context["late"] is True


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_of_a_pack_asks_as_often_for_one_reader_as_for_three(
    as_: As, cast: Cast, number: int, django_assert_num_queries: Any
) -> None:
    give_papers(cast.board)
    for n in range(number):
        make.seat(make.UserFactory(name=f"Member {n}"))
    pack = published(cast.board)
    client = as_(cast.board.clerk)
    with django_assert_num_queries(DETAIL_QUERIES):
        client.get(pack.get_absolute_url())


DETAIL_QUERIES = 22


def test_letters_go_on_after_z() -> None:
    assert [letter(place) for place in (0, 25, 26, 53)] == ["A", "Z", "A2", "B3"]
