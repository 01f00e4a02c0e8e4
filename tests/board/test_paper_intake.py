"""What becomes of the files that people upload as papers."""

import io
import os
from pathlib import Path

import pikepdf
import pytest

from board.packs import intake, office, refusals
from board.packs.kinds import recognise
from board.packs.refusals import Refused
from hlp import pdf
from hlp.uploads import refusals as uploads
from tests.board import files_made as files
from tests.board.structure import problems

REAL = Path(__file__).parents[3] / "shared/data/documents/board-report-template.docx"
needs_office = pytest.mark.skipif(office.program() is None, reason="LibreOffice is not installed")


@pytest.mark.parametrize(
    ("make", "why"),
    [
        (lambda: b"", uploads.EMPTY),
        (files.protected, refusals.PASSWORD),
        (files.protected_office, refusals.PASSWORD),
        (files.locked, refusals.LOCKED),
        (files.cut_off, refusals.BROKEN),
        (lambda: b"%PDF-1.7\nnothing", refusals.BROKEN),
        (lambda: files.docx()[:5000], refusals.BROKEN),
        (files.pdf_bomb, refusals.BOMB),
        (files.zip_bomb, refusals.BOMB),
        (files.docm, uploads.MACROS),
        (lambda: b"Dear Board, ", uploads.UNKNOWN),
        (files.long, refusals.TOO_MANY_PAGES.format(pages=160, most=150)),
        (lambda: bytes(41_000_000), uploads.TOO_LARGE.format(size=41, most=40)),
    ],
    ids="empty password office-password locked cut-off no-pdf cut-zip pdf-bomb zip-bomb macro text long large".split(),
)
def test_what_can_be_no_paper_is_refused_with_a_sentence(make: object, why: str) -> None:
    with pytest.raises(Refused) as caught:
        intake.take(make())  # type: ignore[operator]
    assert str(caught.value).startswith(why)


def test_a_good_pdf_keeps_its_tags_and_its_language() -> None:
    ready = intake.take(files.tagged())
    assert (ready.pages, ready.tagged, ready.notes) == (2, True, [])
    with pikepdf.open(io.BytesIO(ready.pdf)) as made:
        assert problems(made) == []
        assert str(made.Root.Lang) == "en-GB"


@pytest.mark.parametrize(
    ("make", "note"),
    [
        (files.untagged, "no tags for screen readers"),
        (files.unbalanced, "no tags for screen readers"),
        (files.scanned, "This paper is scanned: a screen reader cannot read it."),
        (files.active, "Scripts, attached files or forms were taken out of it."),
    ],
    ids="untagged unbalanced scanned active".split(),
)
def test_what_its_readers_should_know_is_said(make: object, note: str) -> None:
    assert note in " ".join(intake.take(make()).notes)  # type: ignore[operator]


@pytest.mark.django_db
def test_running_heads_of_our_own_papers_become_artifacts() -> None:
    """The printer numbers what stands in the margins and lets no element hold it."""
    data = pdf.render("board/paper/demo_pdf.html", {"title": "Attendance", "sections": [("Why", "Because.")]})
    with pikepdf.open(io.BytesIO(intake.take(data).pdf)) as made:
        assert problems(made) == []


def test_nothing_active_is_left() -> None:
    with pikepdf.open(io.BytesIO(intake.take(files.active()).pdf)) as made:
        assert problems(made) == []
        assert sorted(made.Root.keys()) == sorted(
            [
                "/HLPUpright",
                "/Lang",
                "/MarkInfo",
                "/Outlines",
                "/PageMode",
                "/Pages",
                "/StructTreeRoot",
                "/Type",
            ]
        )
        actions = {str(one.A.S) for page in made.pages for one in page.obj.Annots if "/A" in one}
        assert actions == {"/URI"}
    raw = _unfolded(intake.take(files.active()).pdf)
    assert [word in raw for word in (b"app.alert", b"calc.exe", b"attached")] == [False] * 3


def _unfolded(data: bytes) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as made:
        mode = pikepdf.ObjectStreamMode.disable
        made.save(out, object_stream_mode=mode, stream_decode_level=pikepdf.StreamDecodeLevel.generalized)
    return out.getvalue()


def test_an_absurdly_large_picture_is_made_smaller() -> None:
    data = files.scanned(1, 4000)
    assert len(intake.take(data).pdf) < len(data) / 5


@needs_office
@pytest.mark.parametrize(
    ("make", "name"), [(files.docx, "Word"), (files.xlsx, "Excel")], ids=["word", "excel"]
)
def test_office_files_become_pdfs(make: object, name: str) -> None:
    ready = intake.take(make())  # type: ignore[operator]
    assert (ready.kind.name, ready.pages) == (name, 1)
    assert ready.tagged is (name == "Word")  # LibreOffice does not tag workbooks
    with pikepdf.open(io.BytesIO(ready.pdf)) as made:
        assert problems(made) == [] or not ready.tagged


@needs_office
@pytest.mark.skipif(not REAL.exists(), reason="the real documents are not beside the repository")
def test_a_real_report_template_becomes_a_tagged_pdf() -> None:
    ready = intake.take(REAL.read_bytes())
    assert (ready.pages, ready.tagged) == (7, True)
    with pikepdf.open(io.BytesIO(ready.pdf)) as made:
        assert problems(made) == []


def test_without_libreoffice_the_author_is_asked_for_a_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(Refused, match="Save the paper as a PDF"):
        intake.take(files.docx())


@needs_office
def test_a_conversion_that_takes_too_long_is_given_up() -> None:
    data = files.docx()
    with pytest.raises(Refused, match="took too long"):
        office.convert(data, recognise(data), seconds=0)


def test_a_file_is_known_by_its_content_and_not_by_its_name() -> None:
    assert [recognise(make()).name for make in (files.tagged, files.docx, files.xlsx)] == [
        "PDF",
        "Word",
        "Excel",
    ]
