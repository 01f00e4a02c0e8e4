"""An entry of the directory on one page or two, made from the frozen facts and the pictures that they name."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from hlp import clock, pdf
from hlp.documents import Progress
from hlp.models import PictureSize
from hlp.pdf import LaidOut

PAGES = 2
# The manners of laying it out (classes of the style sheet), from the largest type and pictures to the smallest.
MANNERS = ("grand", "roomy", "usual", "columns practice--wide", "columns practice--narrow", "close")
# How many pictures are printed at most: fewer only where two pages do not hold them.
PICTURES = (3, 1, 0)
# How far down the second page its last line has to stand: less looks like something left over.
LEAST = 0.6
END = "published"  # the id of the last line
PRINTED_WIDTH = 960  # pixels: 170 mm at some 140 dots an inch


def build(source: dict[str, Any], progress: Progress) -> bytes:
    """The PDF of an edition, on one page or two that are both used, where its words allow it.

    Of the manners that fit it takes the largest that ends on the first page or well down the second; failing that, the
    one that ends furthest down. Pictures are left out only where two pages do not hold them, even closely.
    """
    tries = ([made for made in _manners(source, most) if made.pages <= PAGES] for most in PICTURES)
    fitting = next(filter(None, tries), None) or [_laid_out(source, 0, MANNERS[-1])]
    best = next(filter(_ends_well, fitting), None) or max(fitting, key=lambda made: made.depth(END))
    return best.printed(progress)


def _ends_well(made: LaidOut) -> bool:
    return made.pages < PAGES or (made.pages == PAGES and made.depth(END) >= LEAST)


def _manners(source: dict[str, Any], most: int) -> Iterator[LaidOut]:
    """The entry in each manner, up to the first that ends well."""
    for manner in MANNERS:
        made = _laid_out(source, most, manner)
        yield made
        if _ends_well(made):
            return


def _laid_out(source: dict[str, Any], most: int, manner: str) -> LaidOut:
    shown = source["pictures"][:most]
    pictures = {str(one["key"]): _bytes(one["key"]) for one in shown}
    day = clock.day(date.fromisoformat(source["published_on"]))
    running = f"{source['school']}, {day}"
    context = {
        **source, "running": running, "day": day, "first": shown[:1], "others": shown[1:], "manner": manner,
    }  # fmt: skip
    return pdf.lay_out("schools/practice/pdf.html", context, pictures=pictures)


def _bytes(picture: int) -> bytes:
    """The JPEG of a picture in the width that is printed, or the largest below it."""
    sizes = PictureSize.objects.filter(picture=picture).select_related("blob").order_by("width")
    fitting = sizes.filter(width__lte=PRINTED_WIDTH).last() or sizes.first()
    return bytes(fitting.blob.data) if fitting else b""
