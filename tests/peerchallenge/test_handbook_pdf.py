"""The handbook's file: whole, tagged for screen readers, with bookmarks, and short enough to print."""

import io
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from hlp import documents, texts
from peerchallenge.models import ChallengeSession
from peerchallenge.packs import handbook
from peerchallenge.services import handbooks, years
from tests.conftest import Cast, utc
from tests.tagged import elements, faults

pytestmark = pytest.mark.one_engine

CHAPTERS = [
    "Contents",
    "Who, where and when",
    "Programme of the day",
    "Countdown",
    "Where the school is",
    "Protocols",
    "Code of conduct",
    "Preparation",
    "Question prompts",
    "Model report",
    "Evidence sheet",
    "Safeguarding route",
]

DRAWN: list[bytes] = []


@pytest.fixture
def source(cast: Cast) -> dict[str, Any]:
    """The facts of the cast's session, with everything that ships."""
    texts.ensure_defaults()
    cast.year.areas.all().delete()
    cast.year.directions.all().delete()
    years.start(cast.year)
    ChallengeSession.objects.update(
        key_lines="- How well do the weakest catch up?\n- Who hears Zoë read? <b>"
    )
    asked = handbooks.ask_handbook(session=cast.session, at=utc("2026-11-02 09:00"))
    return asked.document.source


@pytest.fixture
def drawn(source: dict[str, Any]) -> bytes:
    """The file, drawn once for all tests: the same facts give the same pages."""
    if not DRAWN:
        DRAWN.append(handbook.build(source, lambda percent, stage: None))
    return DRAWN[0]


def test_the_file_is_tagged_named_and_in_english(drawn: bytes) -> None:
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked) is True
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo["/Title"]) == "Handbook: Ash Primary School, Thursday 19 November 2026"
        found = list(elements(pdf.Root.StructTreeRoot))
        scopes = {str(e.A.Scope) for e in found if str(e.S) == "/TH"}
        kinds = {str(e.S) for e in found}
        figures = [str(e.Alt) for e in found if str(e.S) == "/Figure"]
    assert faults(drawn) == []
    assert figures == ["Map: Ash Primary School in Hounslow, with the other schools of its group"]
    assert scopes == {"/Column", "/Row"}
    assert {"/H1", "/H2", "/Table", "/TH", "/TD", "/L", "/LI", "/Link"} - kinds == set()


def test_the_bookmarks_are_the_chapters_and_the_pages_few(drawn: bytes) -> None:
    reader = PdfReader(io.BytesIO(drawn))
    top = [entry.title for entry in reader.outline if not isinstance(entry, list)]  # type: ignore[union-attr]
    assert top == CHAPTERS
    assert 10 <= len(reader.pages) <= 14


def test_it_says_what_the_session_says(drawn: bytes) -> None:
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(drawn)).pages).split())
    said = [
        "Leo Lead",
        "Beech Primary School",
        "Who hears Zoë read? <b>",
        "Larkfield Primary is invented",
        "Wed 18 Nov",
        "Saturday 21 November 2026 at 4pm",
        "What I saw, heard or read",
        "Protocols, version 1",
    ]
    assert [words for words in said if words not in text] == []


def test_every_font_is_embedded(drawn: bytes) -> None:
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        fonts = [str(f.BaseFont) for p in pdf.pages for f in p.Resources.get("/Font", {}).values()]  # type: ignore[union-attr]
    assert {name.split("+")[-1].replace("-", " ").split(" Ext")[0][:13] for name in fonts} == {
        "Source Sans 3"
    }


def test_the_worker_makes_it_from_what_was_kept(source: dict[str, Any]) -> None:
    document = documents.newest("handbook", f"session:{ChallengeSession.objects.get().pk}")
    assert document is not None
    assert documents.build(document.pk) is True
    document.refresh_from_db()
    assert document.is_ready
    assert documents.read(document).startswith(b"%PDF-1.7")


def test_other_times_than_the_suggested_ones_are_told(source: dict[str, Any]) -> None:
    assert handbook.context(source)["other_times"] is False
    assert handbook.context({**source, "starts_at": "2026-11-19T09:00:00+00:00"})["other_times"] is True


def test_a_handbook_without_lead_texts_or_programme_is_still_drawn(source: dict[str, Any]) -> None:
    bare = {**source, "team": [], "texts": [], "programme": [], "qa_reviewer": None, "heads": [], "areas": []}
    assert handbook.build(bare, lambda percent, stage: None).startswith(b"%PDF")
