"""The engine of the packs: papers of every size in, one PDF of upright A4 pages out, its tags and links whole."""

import io
import subprocess
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pypdf import PdfReader

from board.packs import assembly, front, intake
from board.packs.pieces import PackContents, PackItem, PaperFile
from board.packs.upright import HEIGHT, WIDTH
from board.packs.watermark import for_reader
from tests.board import files_made as files
from tests.board.structure import problems

pytestmark = pytest.mark.django_db


def paper(folder: Path, letter: str, data: bytes, title: str = "Reading", late: bool = False) -> PaperFile:
    """A paper, taken in as the worker does it."""
    ready = intake.take(data)
    path = folder / f"{letter}-{title}.pdf"
    path.write_bytes(ready.pdf)
    return PaperFile(letter, title, path, ready.pages, " ".join(ready.notes), late)


def build(folder: Path, *items: PackItem) -> bytes:
    """The pack of these items."""
    contents = PackContents(
        "Board papers, Wednesday 2 December 2026", "Board meeting, 2 December 2026", items, "The partnership"
    )
    assembly.build(contents, front.print_front(contents, folder), folder / "pack.pdf")
    return (folder / "pack.pdf").read_bytes()


def texts(data: bytes, *options: str) -> list[str]:
    """What stands on each page."""
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=data, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the files of this module."""
    return tmp_path_factory.mktemp("pack")


@pytest.fixture(scope="module")
def pack(django_db_setup: None, django_db_blocker: Any, folder: Path) -> bytes:
    """A pack with papers of several sizes, turned, untagged, scanned, restricted and late. Made once: nobody writes."""
    with django_db_blocker.unblock():
        return _pack(folder)


def _pack(tmp_path: Path) -> bytes:
    return build(
        tmp_path,
        PackItem("1", "Welcome", 1),
        PackItem(
            "2",
            "Outcomes",
            1,
            (("Purpose", "To decide"),),
            papers=(
                paper(tmp_path, "A", files.tagged(3), "Reading in our schools"),
                paper(tmp_path, "B", files.tagged(2, "A4 landscape", "Slides"), "Slides"),
                paper(tmp_path, "C", files.scanned(), "A letter"),
                paper(tmp_path, "D", files.untagged(), "Came later", late=True),
            ),
        ),
        PackItem("3", "Monitoring", 2, papers=(paper(tmp_path, "A", files.turned(90), "Update"),)),
    )


def test_every_page_is_an_upright_a4_page(pack: bytes) -> None:
    with pikepdf.open(io.BytesIO(pack)) as pdf:
        boxes = {tuple(round(float(value)) for value in page.mediabox) for page in pdf.pages}
        assert boxes == {(0, 0, round(WIDTH), round(HEIGHT))}
        assert [page.rotation for page in pdf.pages] == [0] * 15


def test_each_page_says_its_item_and_its_number(pack: bytes) -> None:
    pages = texts(pack, "-layout")
    assert [f"Pack page {n} of 15" in text for n, text in enumerate(pages, 1)] == [False] + [True] * 14
    assert [next((w for w in WORDS if w in text), "") for text in pages[2:]] == [
        "Item 2", *["Item 2, paper A"] * 3, *["Item 2, paper B"] * 2, "Item 2, paper C",
        "Item 3", *["Item 3, paper A"] * 2, "Addendum: Item 2", *["Addendum: Item 2, paper D"] * 2,
    ]  # fmt: skip
    assert ["Part II, restricted. " in text for text in pages[9:12]] == [True] * 3


WORDS = [
    *(f"Addendum: Item 2, paper {letter}" for letter in "D"),
    "Addendum: Item 2",
    *(f"Item {item}, paper {letter}" for item in (2, 3) for letter in "ABC"),
    *("Item 2", "Item 3"),
]


def test_the_contents_lead_to_the_true_pages(pack: bytes) -> None:
    with pikepdf.open(io.BytesIO(pack)) as pdf:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
        links = sorted({numbers[link.Dest[0].objgen] for link in pdf.pages[1].obj.Annots})
    told = texts(pack, "-layout")[1].split()
    assert links == [4, 7, 9, 11, 14]
    assert [str(number) in told for number in links] == [True] * 5


def test_bookmarks_go_from_part_to_item_to_paper_to_the_papers_own(pack: bytes) -> None:
    def shape(marks: list[Any]) -> list[Any]:
        return [shape(mark) if isinstance(mark, list) else mark.title for mark in marks]

    found = shape(PdfReader(io.BytesIO(pack)).outline)
    assert found[:3] == ["Cover", "Agenda and papers", "Part I"]
    item, papers = found[3]
    assert (item, papers[0], papers[2]) == ("2. Outcomes", "A. Reading in our schools", "B. Slides")
    assert papers[1][0] == "Section 1: Reading in our schools"
    assert [found[4], found[6]] == ["Part II, restricted", "Addendum: papers that came late"]


def test_the_tags_of_every_paper_survive(pack: bytes) -> None:
    with pikepdf.open(io.BytesIO(pack)) as pdf:
        assert problems(pdf) == []
        kinds = [str(kid.S) for kid in pdf.Root.StructTreeRoot.K[0].K]
        assert kinds == ["/Sect", "/Part", "/Part", "/Part"]
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo.Title) == "Board papers, Wednesday 2 December 2026"


def test_the_checker_sees_what_is_wrong(pack: bytes) -> None:
    with pikepdf.open(io.BytesIO(pack)) as pdf:
        pdf.pages[4].obj.StructParents = 0
        del pdf.pages[3].obj.Annots[0].StructParent
        found = problems(pdf)
    assert "page 4: a /Link is not reached" in found
    assert "page 5: content 0 is not reached" in found


def test_qpdf_finds_no_fault(pack: bytes, folder: Path) -> None:
    copy = folder / "for-reader.pdf"
    copy.write_bytes(for_reader(pack, "Cleo Councillor"))
    for path in (folder / "pack.pdf", copy):
        done = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True, check=False)
        assert (done.returncode, "WARNING" in done.stdout + done.stderr) == (0, False), done.stderr


def test_links_within_a_paper_still_lead_there(pack: bytes) -> None:
    with pikepdf.open(io.BytesIO(pack)) as pdf:
        inner, outer = pdf.pages[4].obj.Annots
        assert inner.Dest[0].objgen == pdf.pages[3].obj.objgen
        assert str(outer.A.URI) == "https://school.example/"


def test_the_readers_name_is_on_each_page_and_the_tags_stay(pack: bytes) -> None:
    copy = for_reader(pack, "Zoë Łukaszewicz 李")
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(copy)).pages]
    assert ["Zoë Łukaszewicz ?" in text.replace("\n", "") for text in pages] == [True] * 15
    with pikepdf.open(io.BytesIO(copy)) as pdf:
        assert problems(pdf) == []


def test_the_same_papers_make_the_same_bytes(tmp_path: Path) -> None:
    first, second = (
        build(tmp_path, PackItem("1", "Outcomes", 1, papers=(paper(tmp_path, "A", files.tagged()),)))
        for _ in range(2)
    )
    assert first == second


def test_what_papers_have_alike_is_kept_once(tmp_path: Path) -> None:
    same = [paper(tmp_path, letter, files.tagged(), f"Copy {letter}") for letter in "ABCDEF"]
    one = build(tmp_path, PackItem("1", "Outcomes", 1, papers=tuple(same[:1])))
    six = build(tmp_path, PackItem("1", "Outcomes", 1, papers=tuple(same)))
    with pikepdf.open(io.BytesIO(six)) as pdf:
        assert problems(pdf) == []  # six times the same names of table cells
        fonts = [
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing
        ]
        assert len({font.FontFile2.objgen for font in fonts}) < 12
    assert len(six) < len(one) + 5 * len(same[0].path.read_bytes())


def test_a_long_agenda_numbers_itself_truly(tmp_path: Path) -> None:
    """The first guess of the front's length is wrong here, so the front is printed again."""
    one = paper(tmp_path, "A", files.tagged(1))
    items = [PackItem(str(n), f"Item of a long agenda {'with many words ' * 9}", 1) for n in range(1, 60)]
    made = build(tmp_path, *items, PackItem("60", "Last", 1, papers=(one,)))
    pages = texts(made, "-layout")
    number = next(n for n, text in enumerate(pages, 1) if "Item 60, paper A" in text)
    assert " ".join(pages[number - 3].split()).endswith(
        f" {number} The partnership Pack page {number - 2} of {number}"
    )
