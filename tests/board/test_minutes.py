"""Minutes: typed beside items, sent on, corrected, confirmed and frozen, published without part II."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.mail import get_connection

from board.choices import MeetingState, MinutesState, Part
from board.models import Minute, Minutes, MinutesVersion
from board.packs.minutes import facts, without_part_two
from board.services import actions, minuting, variants
from board.services import minutes as services
from hlp.mail import compose
from hlp.models import AuditEntry, Document, Message
from hlp.transitions import StaleEdit, WrongMove
from tests.board import minuted
from tests.board.minuted import AFTER, LATER, NEXT
from tests.board.seated import CANARY
from tests.conftest import As, Cast


def told(kind: str) -> set[str]:
    """The names of those to whom a kind of message was written."""
    return set(Message.objects.filter(kind=kind).values_list("person__name", flat=True))


def test_newer_text_is_never_overwritten(cast: Cast) -> None:
    board = cast.board
    first = minuting.save_text(
        item=board.item, part=1, text="One", revision=0, by=board.clerk, page="a", turn=1
    )
    assert (
        minuting.save_text(item=board.item, part=1, text="Two", revision=0, by=board.clerk, page="a", turn=2)
        == 2
    )
    with pytest.raises(StaleEdit):
        minuting.save_text(
            item=board.item, part=1, text="Other", revision=first, by=board.chair, page="b", turn=1
        )
    minuting.save_text(item=board.item, part=1, text="Late", revision=0, by=board.clerk, page="a", turn=1)

    assert Minute.objects.get(item=board.item).text == "Two"


def test_item_of_part_two_has_no_minutes_in_part_one(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        minuting.save_text(item=cast.board.restricted, part=1, text="A", revision=0, by=cast.board.clerk)


def test_paragraphs_are_numbered_through_and_part_two_apart(cast: Cast) -> None:
    minuted.held(cast.board)
    whole = facts(cast.board.meeting)
    lines = [line["number"] for item in whole["items"] for line in item["paragraphs"]]
    restricted = [line["number"] for item in whole["items"] for line in item["restricted"]]

    assert (lines, restricted) == (["1", "2"], ["R1", "R2"])
    assert [
        line["number"] for item in without_part_two(whole)["items"] for line in item["paragraphs"]
    ] == lines


def test_minutes_go_to_chair_board_and_are_frozen_at_the_next_meeting(cast: Cast) -> None:
    board = cast.board
    minutes = services.send_to_chair(minutes=minuted.held(board), by=board.clerk, at=AFTER)
    services.send_to_chair(minutes=minutes, by=board.clerk, at=AFTER)
    assert told("minutes-with-chair") == {"Cora Chair"}
    services.return_to_clerk(minutes=minutes, reason="Say who spoke", by=board.chair, at=AFTER)
    assert told("minutes-returned") == {"Clive Clerk"}
    with pytest.raises(WrongMove):
        services.send_to_board(minutes=minutes, by=board.chair, at=AFTER)
    services.send_to_chair(minutes=minutes, by=board.clerk, at=AFTER + timedelta(hours=1))
    services.send_to_board(minutes=minutes, by=board.chair, at=LATER)
    assert told("minutes-with-board") == {"Cora Chair", "Clive Clerk", "Cleo Councillor"}
    with pytest.raises(ValidationError):
        minuting.save_text(item=board.item, part=1, text="A", revision=1, by=board.clerk)
    with pytest.raises(ValidationError):
        services.confirm(minutes=minutes, meeting=board.meeting, by=board.clerk, at=NEXT)
    done = services.confirm(minutes=minutes, meeting=minuted.following(board), by=board.clerk, at=NEXT)
    services.confirm(minutes=minutes, meeting=board.meeting, by=board.clerk, at=NEXT)

    board.meeting.refresh_from_db()
    assert (done.state, board.meeting.state) == (MinutesState.CONFIRMED, MeetingState.CLOSED)
    assert minutes.versions.count() == 4
    with pytest.raises(ValidationError):
        services.correct(
            minutes=minutes, item=board.item, part=1, text="A", revision=1, note="B", by=board.clerk
        )


def test_nothing_is_sent_before_anything_is_written(cast: Cast) -> None:
    minutes = Minutes.objects.create(meeting=cast.board.meeting)
    with pytest.raises(ValidationError):
        services.send_to_chair(minutes=minutes, by=cast.board.clerk)
    minuted.write(cast.board)
    with pytest.raises(ValidationError):
        services.send_to_chair(minutes=minutes, by=cast.board.clerk)


def test_correction_keeps_the_earlier_version(cast: Cast) -> None:
    board = cast.board
    minutes = minuted.with_board(board)
    given = {"minutes": minutes, "item": board.item, "part": 1, "by": board.clerk, "at": LATER}
    with pytest.raises(StaleEdit):
        services.correct(**given, text="New", revision=7, note="Typing mistake")
    services.correct(**given, text="New", revision=1, note="Typing mistake")
    services.correct(**given, text="New", revision=1, note="Typing mistake")

    texts = [
        [line["text"] for item in version.facts["items"] for line in item["paragraphs"]]
        for version in MinutesVersion.objects.order_by("number")
    ]
    assert texts[-2:] == [minuted.OPEN_TEXT.split("\n\n"), ["New"]]


def test_public_version_waits_for_confirmation(cast: Cast) -> None:
    with pytest.raises(ValidationError):
        services.publish(minutes=minuted.with_board(cast.board), by=cast.board.clerk)
    assert not Minutes.objects.public().exists()


def test_no_word_of_part_two_is_in_what_part_one_holds(cast: Cast) -> None:
    minutes = minuted.published(cast.board)
    version = services.newest(minutes)

    assert CANARY in str(version.facts)
    assert version.document
    assert CANARY in str(version.document.source)
    assert version.open_document
    assert minutes.public_document
    for document in (version.open_document, minutes.public_document):
        assert CANARY not in f"{document.source} {document.filename} {document.title} {document.about}"
    assert CANARY not in str(version.open_facts)


def test_who_withdrew_from_a_restricted_item_gets_part_one_of_the_paper_and_the_rest_of_the_page(
    cast: Cast,
) -> None:
    board = cast.board
    version = services.newest(minuted.with_board(board))
    make_withdrawal(board)

    said = variants.of(version, board.meeting, board.member)
    assert said is not None
    titles = [item["title"] for item in said["items"]]
    assert board.restricted.title not in titles
    assert [line["text"] for item in said["items"] for line in item["restricted"]] == [
        f"{CANARY} School was discussed."
    ]
    assert [row["part"] for row in said["actions"]] == [Part.ONE]
    assert variants.document_of(version, board.meeting, board.member) == version.open_document
    assert variants.document_of(version, board.meeting, board.chair) == version.document


def make_withdrawal(board: object) -> None:
    """The member takes no part in the restricted item."""
    board.restricted.withdrawals.create(  # type: ignore[attr-defined]
        person=board.member,
        source="member",
        reason="A",
        at=LATER,
        by=board.member,  # type: ignore[attr-defined]
    )


@time_machine.travel(LATER, tick=False)
def test_members_read_minutes_once_the_chair_has_passed_them(as_: As, cast: Cast) -> None:
    board = cast.board
    minutes = services.send_to_chair(minutes=minuted.held(board), by=board.clerk, at=AFTER)
    path = minutes.get_absolute_url()
    assert as_(board.member).get(path).status_code == 404
    services.send_to_board(minutes=minutes, by=board.chair, at=LATER)

    assert CANARY in as_(board.member).get(path).content.decode()
    assert as_(board.observer).get(path).status_code == 404


@time_machine.travel(NEXT, tick=False)
def test_public_pages_hold_part_one_alone(cast: Cast, client: object) -> None:
    minuted.published(cast.board)
    for path in ("/minutes/", f"/minutes/{cast.board.meeting.pk}/", "/about/board/"):
        answer = client.get(path)  # type: ignore[attr-defined]
        assert answer.status_code == 200
        assert CANARY not in answer.content.decode()
    assert "asked for a summary" in client.get(f"/minutes/{cast.board.meeting.pk}/").content.decode()  # type: ignore[attr-defined]


def test_no_word_of_part_two_is_in_messages_file_names_or_the_audit_log(cast: Cast) -> None:
    board = cast.board
    minuted.published(board)
    actions.remind(at=minuted.after(board, 40))
    actions.remind(at=minuted.after(board, 60))
    archive = minuted.archived(board, part=Part.TWO)
    texts = [compose(message, get_connection()).message().as_string() for message in Message.objects.all()]

    assert len(texts) > 6
    for text in [
        *texts,
        *(f"{row.context} {row.about} {row.key}" for row in Message.objects.all()),
        *(f"{row.filename} {row.title} {row.about}" for row in Document.objects.all()),
        *(f"{row.about} {row.detail}" for row in AuditEntry.objects.all()),
        archive.filename,
    ]:
        assert CANARY not in text


@time_machine.travel(NEXT, tick=False)
def test_autosave_answers_in_a_line_and_a_stale_page_shows_both_texts(as_: As, cast: Cast) -> None:
    board = cast.board
    room = f"{board.meeting.get_absolute_url()}room/{board.item.pk}/"
    typed = {"page": "a", "turn": "1", "revision_1": "0", "text_1": "First", "revision_2": "0", "text_2": ""}
    saved = as_(board.clerk).post(f"{room}save/", typed).content.decode()
    assert "Saved" in saved
    assert 'id="id_revision_1"' in saved
    other = {**typed, "page": "b", "text_1": "Second"}
    assert "somebody saved a newer text" in as_(board.chair).post(f"{room}save/", other).content.decode()
    both = as_(board.chair).post(room, other).content.decode()
    assert "First" in both
    assert "Second" in both

    long = {**typed, "turn": "2", "text_1": "x" * 20_001}
    assert "Not saved" in as_(board.clerk).post(f"{room}save/", long).content.decode()
    assert Minute.objects.get(item=board.item, part=1).text == "First"
