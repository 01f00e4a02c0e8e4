"""The record: found by words on either database, filtered by rights before it is counted; earlier papers."""

import io

import pikepdf
import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from board.choices import ArchiveKind, ArchiveState, Part
from board.models import ArchivedPaper, RecordEntry
from board.services import archive
from board.services.record import Wanted, search, snippet, terms_of
from hlp import pdf
from tests import factories as make
from tests.board import minuted
from tests.board.minuted import NEXT
from tests.board.seated import CANARY
from tests.board.test_actions import queries
from tests.conftest import As, Cast

FOUND = [
    ("summary", {"decision", "minutes"}),
    ("summary outcomes nowhere", set()),
    ("published summary", {"decision"}),
    ('"summary by collaborative"', {"minutes"}),
    ('"collaborative by summary"', set()),
    ("projects phonics", {"archive"}),
    ("Cora", {"decision"}),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("words", "kinds"), FOUND)
def test_every_word_must_be_found(cast: Cast, words: str, kinds: set[str]) -> None:
    minuted.confirmed(cast.board)
    minuted.archived(cast.board)
    seen = RecordEntry.objects.visible_to(cast.board.member).filter(part=1)

    assert {row.kind for row in search(seen, Wanted(words=words))} == kinds


@pytest.mark.postgres
@pytest.mark.parametrize(("words", "kinds"), FOUND)
def test_postgresql_finds_the_same(cast: Cast, words: str, kinds: set[str]) -> None:
    test_every_word_must_be_found(cast, words, kinds)


def test_words_lose_their_endings_and_phrases_stay_whole() -> None:
    assert terms_of('projects "led by schools" at Ash decided') == [
        "led by schools",
        "project",
        "Ash",
        "decid",
    ]


def test_first_word_found_is_shown_with_what_stands_around() -> None:
    assert snippet("The Board agreed to it.", "agreed") == ("The Board ", "agreed", " to it.")
    assert snippet("The Board agreed.", "nothing") == ("The Board agreed.", "", "")


@time_machine.travel(NEXT, tick=False)
def test_who_has_part_one_alone_finds_and_counts_nothing_of_part_two(as_: As, cast: Cast) -> None:
    board = cast.board
    minuted.confirmed(board)
    minuted.archived(board, part=Part.TWO)
    alternate = make.UserFactory()
    make.seat(alternate, seat=board.holdings["member"].seat, as_alternate=True)
    assert RecordEntry.objects.visible_to(board.member).filter(text__contains=CANARY).count() == 4

    for address in (f"/board/record/?q={CANARY}", "/board/record/", "/board/record/?download=csv"):
        answer = as_(alternate).get(address)
        body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[attr-defined]
        assert CANARY not in body.decode().replace(f"value=&quot;{CANARY}", "").replace(
            f'value="{CANARY}"', ""
        )
    found = as_(alternate).get("/board/record/")
    assert found.context["page"].paginator.count == 2


@time_machine.travel(NEXT, tick=False)
def test_search_asks_the_same_queries_for_one_and_three(as_: As, cast: Cast) -> None:
    client = as_(cast.board.member)
    minuted.archived(cast.board)
    few = queries(client, "/board/record/")
    minuted.confirmed(cast.board)
    assert client.get("/board/record/").context["page"].paginator.count > 3

    assert queries(client, "/board/record/") == few


# --- Earlier papers -------------------------------------------------------------------------------


def paper_of(words: str) -> bytes:
    """A PDF that says something."""
    return pdf.render("pdf/base.html", {"title": words})


def blank() -> bytes:
    """A PDF without a word."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out)
    return out.getvalue()


def upload(cast: Cast, data: bytes, **facts: object) -> ArchivedPaper:
    """Minutes of 2015."""
    given = {
        "kind": ArchiveKind.MINUTES,
        "title": "Minutes 2015",
        "held_on": minuted.date(2015, 6, 10),
        "part": 1,
    }
    return archive.upload(data=data, by=cast.board.clerk, **{**given, **facts})  # type: ignore[arg-type]


def test_text_of_an_earlier_paper_is_read_by_the_worker_once(cast: Cast) -> None:
    data = paper_of("Wonderland")
    first = upload(cast, data)
    assert upload(cast, data) == first
    while archive.read_next():
        pass

    first.refresh_from_db()
    assert first.state in {ArchiveState.READY, ArchiveState.PICTURES}
    assert RecordEntry.objects.filter(archived=first).count() == 1


def test_scanned_paper_is_found_by_its_title(cast: Cast) -> None:
    paper = upload(cast, blank(), title="Autumn pack")
    archive.read_next()
    paper.refresh_from_db()

    assert paper.state == ArchiveState.PICTURES
    assert search(RecordEntry.objects.all(), Wanted("autumn")).count() == 1


def test_what_kills_its_worker_is_given_up(cast: Cast) -> None:
    paper = upload(cast, blank())
    ArchivedPaper.objects.update(attempts=archive.MOST_ATTEMPTS)
    assert not archive.read_next()
    paper.refresh_from_db()
    assert paper.state == ArchiveState.FAILED


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 a Word file", "not a PDF"),
        (b"%PDF-1.7 cut off", "damaged"),
        (blank()[:200], "damaged"),
    ],
)
def test_wrong_file_is_refused_in_a_sentence(cast: Cast, data: bytes, words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        upload(cast, data)
    assert words in " ".join(refusal.value.messages)
    assert not ArchivedPaper.objects.exists()


def test_protected_paper_is_refused(cast: Cast) -> None:
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(ValidationError, match="password"):
        upload(cast, out.getvalue())


@time_machine.travel(NEXT, tick=False)
def test_upload_keeps_what_was_typed_when_the_file_is_wrong(as_: As, cast: Cast) -> None:
    data = {
        "kind": "minutes",
        "title": "Old minutes",
        "held_on_0": "10",
        "held_on_1": "6",
        "held_on_2": "2015",
        "part": "1",
    }
    file = SimpleUploadedFile("a.pdf", b"PK")
    page = as_(cast.board.clerk).post("/board/record/upload/", {**data, "file": file}).content.decode()
    assert "This file is not a PDF" in page
    assert 'value="Old minutes"' in page
    good = SimpleUploadedFile("a.pdf", blank())
    assert as_(cast.board.clerk).post("/board/record/upload/", {**data, "file": good}).status_code == 302
