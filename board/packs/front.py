"""The pack's own pages: cover, agenda with contents, and a page that opens each item. Printed by WeasyPrint."""

from math import ceil
from pathlib import Path
from typing import Any

import pikepdf

from board.packs.pieces import ADDRESS, Front, PackContents, PackItem, PaperFile, Placed, openings, place
from hlp import pdf

TEMPLATE = "board/pack/pdf.html"
MOST_ROUNDS = 4
LINES_A_PAGE = 32


def print_front(contents: PackContents, folder: Path) -> Front:
    """Print the front into a folder, again where its own length moved the page numbers that it tells.

    Raises ValueError when its length does not settle.
    """
    found = openings(contents)
    length = _guess(contents)
    for _ in range(MOST_ROUNDS):
        placed = list(place(found, length))
        data = pdf.render(TEMPLATE, _context(contents, placed))
        path = folder / "front.pdf"
        path.write_bytes(data)
        with pikepdf.open(path) as printed:
            length_now = len(printed.pages) - len(found)
        if length_now == length:
            return Front(path, placed)
        length = length_now
    raise ValueError("the length of the front pages does not settle")


def _guess(contents: PackContents) -> int:
    """How long the front will probably be: the cover, and an agenda of some thirty lines a page."""
    lines = sum(2 + len(item.papers) for item in contents.items)
    return 1 + ceil(lines / LINES_A_PAGE)


def _context(contents: PackContents, placed: list[Placed]) -> dict[str, Any]:
    pages = {id(paper): page for one in placed for paper, page in one.papers}
    return {
        **contents.facts,
        "title": contents.title,
        "address": ADDRESS,
        "parts": [part for part in _parts(contents, pages) if part["items"]],
        "addendum": [
            _line(one.opening.item, one.opening.papers, pages) for one in placed if one.opening.late
        ],
        "openings": [_opening(one, pages) for one in placed],
    }


def _parts(contents: PackContents, pages: dict[int, int]) -> list[dict[str, Any]]:
    names = {1: "Part I", 2: "Part II, restricted"}
    return [
        {"name": name, "items": [_line(i, i.on_time, pages) for i in contents.items if i.part == part]}
        for part, name in names.items()
    ]


def _line(item: PackItem, papers: tuple[PaperFile, ...], pages: dict[int, int]) -> dict[str, Any]:
    found = [{"paper": paper, "page": pages[id(paper)]} for paper in papers]
    return {"item": item, "papers": found}


def _opening(placed: Placed, pages: dict[int, int]) -> dict[str, Any]:
    line = _line(placed.opening.item, placed.opening.papers, pages)
    return {**line, "page": placed.page, "late": placed.opening.late}
