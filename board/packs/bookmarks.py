"""The pack's bookmarks: part, item, paper, and the paper's own below."""

from dataclasses import dataclass, field
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String


@dataclass
class Mark:
    """A bookmark: its title, the index of its page, the height on it in points, and what stands below."""

    title: str
    page: int
    top: float
    below: list["Mark"] = field(default_factory=list)


def write(pdf: Pdf, marks: list[Mark], *, deepest_open: int = 2) -> None:
    """Give the PDF these bookmarks and no others; so many levels are open."""
    if "/Outlines" in pdf.Root:
        del pdf.Root["/Outlines"]
    if not marks:
        return
    pages = [page.obj for page in pdf.pages]
    outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines))
    outlines.Count = _write_below(pdf, outlines, marks, pages, open_to=deepest_open)
    pdf.Root.Outlines = outlines
    pdf.Root.PageMode = Name.UseOutlines


def moved(marks: list[Mark], by: int) -> list[Mark]:
    """The bookmarks of a paper whose first page has become page ``by``, counted from 0."""
    return [Mark(mark.title, mark.page + by, mark.top, moved(mark.below, by)) for mark in marks]


def _write_below(pdf: Pdf, parent: Any, marks: list[Mark], pages: list[Any], *, open_to: int) -> int:
    """Write the children of an item. Returns how many items show while it is open."""
    shown, before = 0, None
    for mark in marks:
        item = pdf.make_indirect(Dictionary(Title=String(mark.title), Parent=parent))
        item.Dest = Array([pages[mark.page], Name.XYZ, 0, round(mark.top, 2), 0])
        if before is None:
            parent.First = item
        else:
            before.Next, item.Prev = item, before
        parent.Last = before = item
        shown += 1
        if mark.below:
            below = _write_below(pdf, item, mark.below, pages, open_to=open_to - 1)
            is_open = open_to > 0
            item.Count = below if is_open else -below
            shown += below if is_open else 0
    return shown
