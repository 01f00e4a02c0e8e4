"""Makes an uploaded PDF safe and ready for a pack: ``python -m board.packs.cleaning source target salt``.

A process of its own, with little memory and time, because the file may be made to break whoever opens it. It imports
nothing of Django. On standard output it says in JSON what it found: the pages, or the sentence of a refusal.
"""

import json
import resource
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from board.packs import activity, pictures, refusals, tags
from board.packs.refusals import Refused
from board.packs.upright import kind_of, upright

MOST_MEMORY = 1_200_000_000
MOST_SECONDS = 100
MOST_CONTENT = 80_000_000  # bytes of drawing operators, unfolded
MOST_OBJECTS = 400_000


@dataclass
class Found:
    """What a paper turned out to be."""

    pages: int = 0
    scanned: int = 0
    tagged: bool = False
    stripped: bool = False
    refusal: str = ""


def clean(source: Path, target: Path, salt: str) -> Found:
    """Write the paper, safe, upright and small, to a file. Raises Refused."""
    with _open(source) as pdf:
        found = Found(pages=len(pdf.pages))
        _check(pdf, found.pages)
        found.stripped = activity.strip(pdf)
        sound = tags.mend(pdf)
        _isolate(pdf, sound)
        pictures.shrink(pdf)
        found.tagged = tags.is_tagged(pdf)
        found.scanned = sum(kind_of(page.obj) == "Figure" and _shows(page.obj) for page in pdf.pages)
        upright(pdf, salt)
        pdf.remove_unreferenced_resources()
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return found


def _open(source: Path) -> Pdf:
    try:
        pdf = pikepdf.open(source)
    except pikepdf.PasswordError as error:
        raise Refused(refusals.PASSWORD) from error
    except pikepdf.PdfError as error:
        raise Refused(refusals.BROKEN) from error
    if pdf.is_encrypted:
        raise Refused(refusals.LOCKED)
    return pdf


def _check(pdf: Pdf, pages: int) -> None:
    """Refuse what has no pages or too many, what qpdf had to guess together, and what unfolds to too much."""
    if any("reconstruct" in warning or "damaged" in warning for warning in pdf.get_warnings()):
        raise Refused(refusals.BROKEN)
    if not pages:
        raise Refused(refusals.NO_PAGES)
    if pages > refusals.MOST_PAGES:
        raise Refused(refusals.TOO_MANY_PAGES.format(pages=pages, most=refusals.MOST_PAGES))
    if len(pdf.objects) > MOST_OBJECTS:
        raise Refused(refusals.BOMB)
    unfolded = 0
    for stream in _drawings(pdf):
        unfolded += len(stream.read_bytes())
        if unfolded > MOST_CONTENT:
            raise Refused(refusals.BOMB)


def _drawings(pdf: Pdf) -> Iterator[Stream]:
    """Every stream of drawing operators, each once."""
    seen: set[tuple[int, int]] = set()
    for page in pdf.pages:
        contents = page.obj.get("/Contents")
        for one in contents if isinstance(contents, Array) else [contents]:
            if isinstance(one, Stream) and one.objgen not in seen:
                seen.add(one.objgen)
                yield one
    for thing in pdf.objects:
        if isinstance(thing, Stream) and thing.get("/Subtype") == Name.Form:
            yield thing


def _isolate(pdf: Pdf, sound: list[bool]) -> None:
    """Put the content of pages that leave something open into a form of its own, where it can do no harm.

    A form of our own has no tags, so the paper's tags go as a whole.
    """
    if all(sound):
        return
    for page, fine in zip(pdf.pages, sound, strict=True):
        if not fine:
            form = page.as_form_xobject()
            page.obj.Contents = pdf.make_stream(b"/HlpPage Do\n")
            page.obj.Resources = Dictionary(XObject=Dictionary({"/HlpPage": form}))
    tags.drop(pdf)


def _shows(page: Any) -> bool:
    resources = page.get("/Resources")
    drawings = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    return isinstance(drawings, Dictionary) and len(drawings.keys()) > 0


def main() -> None:
    """Clean one file within the limits; what does not fit into them is refused."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    source, target, salt = sys.argv[1:]
    try:
        found = clean(Path(source), Path(target), salt)
    except Refused as refusal:
        found = Found(refusal=str(refusal))
    except (MemoryError, RecursionError):
        found = Found(refusal=refusals.BOMB)
    except (pikepdf.PdfError, pikepdf.PikepdfError, AttributeError, KeyError, TypeError, ValueError):
        found = Found(refusal=refusals.BROKEN)
    sys.stdout.write(json.dumps(asdict(found)))


if __name__ == "__main__":
    main()
