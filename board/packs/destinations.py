"""Where links and bookmarks of a paper lead: names become places, and places move with their pages."""

from collections.abc import Iterator
from typing import Any, Protocol

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, Pdf, String

from board.packs.bookmarks import Mark, write

Point = tuple[float, float]
HEIGHT = 841.89  # of an A4 page, in points
MOST_MARKS = 300
DEEPEST = 4


class Moves(Protocol):
    """What moves a point from the paper's page to the pack's."""

    def point(self, x: float, y: float) -> Point: ...  # noqa: D102


class Finder:
    """Finds the places of one PDF; ``matrices`` holds where each page's points went, by the page's number.

    Without any, the pages are where they are to be.
    """

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.matrices: dict[tuple[int, int], Any] = {}
        self.index = {page.obj.objgen: i for i, page in enumerate(pdf.pages)}

    def settle(self, annotation: Any) -> None:
        """Let a link lead to its place by page and height, wherever it named it."""
        action = annotation.get("/A")
        inner = isinstance(action, Dictionary) and action.get("/S") == Name.GoTo
        holder, key = (action, "/D") if inner else (annotation, "/Dest")
        if key not in holder:
            return
        found = self._place(holder[key])
        if found is None:
            del holder[key]
            if inner:
                del annotation["/A"]
            return
        page, top = found
        holder[key] = Array([self.pdf.pages[page].obj, Name.XYZ, 0, round(top, 3), 0])

    def settle_bookmarks(self) -> None:
        """Let all bookmarks lead to their places by page and height, and forget the names."""
        marks = self.marks()
        write(self.pdf, marks, deepest_open=1)
        for key in ("/Names", "/Dests"):
            if key in self.pdf.Root:
                del self.pdf.Root[key]

    def marks(self) -> list[Mark]:
        """The PDF's own bookmarks, at most 300 and four levels; what leads nowhere keeps its place for its children."""
        outlines = self.pdf.Root.get("/Outlines")
        if not isinstance(outlines, Dictionary):
            return []
        return list(_Reader(self).read(outlines, DEEPEST))

    def place_of(self, item: Any) -> tuple[int, float] | None:
        """Page index and height of a bookmark's aim, or None."""
        action = item.get("/A")
        aim = item.get("/Dest")
        if aim is None and isinstance(action, Dictionary) and action.get("/S") == Name.GoTo:
            aim = action.get("/D")
        return self._place(aim)

    def _place(self, aim: Any) -> tuple[int, float] | None:
        array = self._array(aim)
        if array is None or not len(array):
            return None
        first = array[0]
        page = first if isinstance(first, int) else self.index.get(first.objgen)
        if page is None or not 0 <= page < len(self.pdf.pages):
            return None
        return page, self._top(array, page)

    def _array(self, aim: Any) -> Any:
        if isinstance(aim, String):
            aim = self._names().get(str(aim))
        elif isinstance(aim, Name):
            legacy = self.pdf.Root.get("/Dests")
            aim = legacy.get(aim) if isinstance(legacy, Dictionary) else None
        if isinstance(aim, Dictionary):
            aim = aim.get("/D")
        return aim if isinstance(aim, Array) else None

    def _names(self) -> dict[str, Any]:
        if not hasattr(self, "_known"):
            names = self.pdf.Root.get("/Names")
            tree = names.get("/Dests") if isinstance(names, Dictionary) else None
            try:
                self._known = dict(NameTree(tree).items()) if tree is not None else {}
            except (pikepdf.PdfError, RuntimeError):
                self._known = {}
        return self._known

    def _top(self, array: Any, page: int) -> float:
        """The height of the place on the pack's page; the page's top where none is given."""
        values = [array[i] for i in range(2, len(array))]
        kind = array[1] if len(array) > 1 else None
        at = {"/XYZ": 1, "/FitH": 0, "/FitBH": 0, "/FitR": 3}.get(str(kind))
        if at is None or at >= len(values) or values[at] is None:
            return HEIGHT
        if not self.matrices:
            return float(values[at])
        matrix = self.matrices[self.pdf.pages[page].obj.objgen]
        left = float(values[0]) if kind == Name.XYZ and values[0] is not None else 0.0
        return min(float(matrix.point(left, float(values[at]))[1]), HEIGHT)


class _Reader:
    """Reads a tree of bookmarks that may be broken or endless."""

    def __init__(self, finder: Finder) -> None:
        self.finder, self.seen = finder, set[tuple[int, int]]()

    def read(self, parent: Any, depth: int) -> Iterator[Mark]:
        item = parent.get("/First")
        while isinstance(item, Dictionary) and item.objgen not in self.seen and len(self.seen) < MOST_MARKS:
            self.seen.add(item.objgen)
            below = list(self.read(item, depth - 1)) if depth > 1 else []
            title = str(item.get("/Title", "")).strip()
            place = self.finder.place_of(item) or (below and (below[0].page, below[0].top))
            if title and place:
                yield Mark(title, place[0], place[1], below)
            else:
                yield from below
            item = item.get("/Next")
