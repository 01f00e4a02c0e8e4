"""Puts a pack together: front pages and papers in, one PDF out, tags and bookmarks and page numbers kept or made."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

from board.packs import bookmarks
from board.packs.bookmarks import Mark
from board.packs.pieces import ADDRESS, Front, PackContents, PaperFile, Placed
from board.packs.sharing import Shared
from board.packs.stamps import Stamp, Stamper
from board.packs.structure import StructureTree
from board.packs.tags import is_tagged
from board.packs.upright import HEIGHT, kind_of, upright

Progress = Callable[[int, str], None]
PARTS = {1: "Part I", 2: "Part II, restricted"}
ADDENDUM = "Addendum: papers that came late"


def build(contents: PackContents, shell: Front, target: Path, progress: Progress | None = None) -> int:
    """Write the pack to a file, from its printed front pages and its papers. Returns its number of pages.

    Raises whatever pikepdf raises for a paper that is no sound PDF: papers are checked when they come in.
    """
    tell = progress or (lambda percent, stage: None)
    assembly = Assembly(contents, shell)
    for done, placed in enumerate(shell.placed):
        tell(30 + 55 * done // len(shell.placed), f"Adding item {placed.opening.item.number}")
        assembly.add(placed)
    tell(90, "Numbering the pages")
    return assembly.finish(target)


class Assembly:
    """A pack in the making.

    A paper's file is let go as soon as its pages are copied: only its bytes are read once more when the pack is
    saved, so memory holds one paper at a time beside the pack.
    """

    def __init__(self, contents: PackContents, shell: Front) -> None:
        self.contents, self.shell = contents, shell
        self.pdf = pikepdf.new()
        self.tree = StructureTree(self.pdf)
        self.shared = Shared()
        self.marks: list[Mark] = []
        self.stamps: list[Stamp] = []
        self.parts: dict[str, tuple[Mark, Any]] = {}
        self._add_front()

    def _add_front(self) -> None:
        """Copy the pages that come before the items; the openings wait for their turn, their tags come along."""
        source = pikepdf.open(self.shell.path)
        self.opened = self._copy(source)
        (whole,) = self.tree.graft(source, self.opened, under=self.tree.document)
        whole.S, whole.T = Name.Sect, String("Cover and agenda")
        number = len(self.opened) - len(self.shell.placed)
        self.sections = _sections_by_page(whole)
        self.before, self.opened = self.opened[:number], self.opened[number:]
        for _ in self.opened:
            del self.pdf.pages[-1]
        plain = Stamp(self.contents.running, "Agenda", self._foot())
        self.stamps = [Stamp(), *[plain] * (number - 1)]
        self.marks = [
            Mark("Cover", 0, HEIGHT),
            *([Mark("Agenda and papers", 1, HEIGHT)] if number > 1 else []),
        ]

    def add(self, placed: Placed) -> None:
        """Add an item's own page and its papers."""
        part_mark, part = self._part(placed)
        item = placed.opening.item
        title = f"{item.number}. {item.title}"
        mark = Mark(title, placed.page - 1, HEIGHT)
        part_mark.below.append(mark)
        branch = self.tree.branch("Sect", title, under=part)
        self._open(placed, branch)
        for paper, page in placed.papers:
            mark.below.append(self._add_paper(placed, paper, page, branch))

    def finish(self, target: Path) -> int:
        """Number the pages, write what the whole file needs, save it."""
        stamper, number = Stamper(self.pdf), len(self.stamps)
        for at, (page, stamp) in enumerate(zip(self.pdf.pages, self.stamps, strict=True), start=1):
            if at > 1:
                stamper.press(page.obj, stamp, f"Pack page {at} of {number}")
        self._link_front()
        bookmarks.write(self.pdf, self.marks)
        self.tree.finish()
        _describe(self.pdf, self.contents)
        self.pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        return number

    def _part(self, placed: Placed) -> tuple[Mark, Any]:
        name = ADDENDUM if placed.opening.late else PARTS[placed.opening.item.part]
        if name not in self.parts:
            mark = Mark(name, placed.page - 1, HEIGHT)
            self.marks.append(mark)
            self.parts[name] = mark, self.tree.branch("Part", name, under=self.tree.document)
        return self.parts[name]

    def _open(self, placed: Placed, branch: Any) -> None:
        page = self.opened.pop(0)
        self.pdf.pages.append(pikepdf.Page(page))
        self.stamps.append(self._stamp(placed))
        section = self.sections.get(page.objgen)
        if section is not None:
            _move(section, branch)

    def _add_paper(self, placed: Placed, paper: PaperFile, page: int, branch: Any) -> Mark:
        source = pikepdf.open(paper.path)
        tagged = is_tagged(source)
        finder = upright(source)
        title = f"{paper.letter}. {paper.title}"
        mark = Mark(title, page - 1, HEIGHT, bookmarks.moved(finder.marks(), page - 1))
        pages = self._copy(source)
        place = self.tree.branch("Sect", title, under=branch, language=str(source.Root.get("/Lang", "")))
        if tagged:
            self.tree.graft(source, pages, under=place)
        else:
            self._tag_pages(paper, pages, place)
        self.stamps += [self._stamp(placed, paper)] * len(pages)
        return mark

    def _tag_pages(self, paper: PaperFile, pages: list[Any], under: Any) -> None:
        """Make each page of an untagged paper one thing that can be reached."""
        for number, page in enumerate(pages, start=1):
            kind = kind_of(page)
            alt = f"Page {number} of “{paper.title}”, a picture without text" if kind == "Figure" else ""
            self.tree.tag_page(page, kind, under=under, alt=alt)

    def _copy(self, source: Pdf) -> list[Any]:
        """Copy all pages of a PDF to the end of the pack. Returns them."""
        first = len(self.pdf.pages)
        self.pdf.add_pages_from(source, forms="strip", outlines="ignore")
        pages = [page.obj for page in self.pdf.pages[first:]]
        self.shared.merge(pages)
        return pages

    def _stamp(self, placed: Placed, paper: PaperFile | None = None) -> Stamp:
        item = placed.opening.item
        where = f"Item {item.number}, paper {paper.letter}" if paper else f"Item {item.number}"
        late = "Addendum: " if placed.opening.late else ""
        secret = "Part II, restricted. " if item.part == 2 else ""
        return Stamp(self.contents.running, f"{late}{where}", f"{secret}{self._foot()}")

    def _foot(self) -> str:
        return "Demonstration, invented content" if self.contents.facts.get("demo") else self.contents.author

    def _link_front(self) -> None:
        """Let the contents' links lead to the pages that they name."""
        for page in self.pdf.pages[: len(self.before)]:
            for annotation in page.obj.get("/Annots", []):
                action = annotation.get("/A")
                said = str(action.get("/URI", "")) if isinstance(action, Dictionary) else ""
                if said.startswith(ADDRESS):
                    aim = self.pdf.pages[int(said.removeprefix(ADDRESS)) - 1]
                    annotation.Dest = Array([aim.obj, Name.XYZ, 0, HEIGHT, 0])
                    del annotation["/A"]


def _sections_by_page(whole: Any) -> dict[tuple[int, int], Any]:
    """The last section that starts on each page of the front: on an opening's page there is one."""
    found, waiting = {}, [whole]
    while waiting:
        node = waiting.pop()
        kids = node.get("/K")
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and kid.get("/S") == Name.Sect and "/Pg" in kid:
                found[kid.Pg.objgen] = kid
            elif isinstance(kid, Dictionary) and "/S" in kid:
                waiting.append(kid)
    return found


def _move(element: Any, under: Any) -> None:
    """Take an element from its parent and put it below another."""
    kids = element.P.K
    if isinstance(kids, Array):
        element.P.K = Array([kid for kid in kids if kid.objgen != element.objgen])
    else:
        del element.P["/K"]
    if "/K" not in under:
        under.K = Array()
    under.K.append(element)
    element.P = under


def _describe(pdf: Pdf, contents: PackContents) -> None:
    """Title, author and language, where programs look for them."""
    with pdf.open_metadata(set_pikepdf_as_editor=False) as about:
        about["dc:title"] = contents.title
        about["dc:creator"] = [contents.author or contents.title]
        about["dc:language"] = ["en-GB"]
    pdf.docinfo[Name.Title] = String(contents.title)
    pdf.docinfo[Name.Author] = String(contents.author)
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
