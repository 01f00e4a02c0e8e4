"""What stands on each page of a pack beside the paper itself: meeting, item, page number. Artifacts, not read aloud."""

from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Pdf

from board.packs.lettering import Lettering
from board.packs.upright import HEIGHT, WIDTH

SIDE, SIZE = 56.7, 8.5  # points
TOP, FOOT = HEIGHT - 19, 14.0
COLOUR = b"0.07 0.26 0.43 rg"


@dataclass(frozen=True)
class Stamp:
    """Three corners of a page; the fourth is its number."""

    top_left: str = ""
    top_right: str = ""
    bottom_left: str = ""


class Stamper:
    """Stamps the pages of one PDF. What many pages have alike is written once."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.letters = Lettering(pdf)
        self.known: dict[Stamp, Any] = {}

    def press(self, page: Any, stamp: Stamp, number: str) -> None:
        """Put a stamp, and the page's number, before a page's own content."""
        if stamp not in self.known:
            self.known[stamp] = self.pdf.make_stream(self._lines(stamp))
        foot = self.letters.show_left_of(number, x=WIDTH - SIDE, y=FOOT, size=SIZE)
        add_fonts(page, self.letters.fonts)
        own = page.get("/Contents")
        streams = list(own) if isinstance(own, Array) else [own] if own is not None else []
        below = self.pdf.make_stream(_artifact(b"Footer", foot))
        page.Contents = Array([self.known[stamp], below, *streams])

    def _lines(self, stamp: Stamp) -> bytes:
        letters, half = self.letters, (WIDTH - 2 * SIDE) / 2 - 6
        left, right, below = (
            letters.fitting(text, room=half, size=SIZE)
            for text in (stamp.top_left, stamp.top_right, stamp.bottom_left)
        )
        head = letters.show(left, x=SIDE, y=TOP, size=SIZE)
        head += letters.show_left_of(right, x=WIDTH - SIDE, y=TOP, size=SIZE)
        foot = letters.show(below, x=SIDE, y=FOOT, size=SIZE)
        return _artifact(b"Header", head) + _artifact(b"Footer", foot)


def add_fonts(page: Any, fonts: dict[str, Any]) -> None:
    """Let a page know these fonts."""
    if "/Resources" not in page:
        page.Resources = Dictionary()
    known = page.Resources.get("/Font")
    if not isinstance(known, Dictionary):
        page.Resources.Font = known = Dictionary()
    for name, font in fonts.items():
        known[f"/{name}"] = font


def _artifact(kind: bytes, content: bytes) -> bytes:
    return b"/Artifact <</Type /Pagination /Subtype /%s>> BDC q %s\n%sQ EMC\n" % (kind, COLOUR, content)
