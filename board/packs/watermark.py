"""The reader's name across and below each page of their copy of a pack or paper."""

import io
from math import cos, radians, sin
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from board.packs.lettering import Lettering

ANGLE = radians(54)
SIZE = 25.0
NAME = "/HlpReader"
PALE = Dictionary(Type=Name.ExtGState, ca=0.1)


def for_reader(data: bytes, reader: str) -> bytes:
    """A copy of a PDF with the reader's name on each page: pale, an artifact, and no part of the text."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        marks: dict[tuple[float, ...], Any] = {}
        end = pdf.make_stream(b"\nQ /Artifact <</Type /Pagination>> BDC /HlpReader Do EMC\n")
        start = pdf.make_stream(b"q\n")
        for page in pdf.pages:
            box = tuple(float(value) for value in page.mediabox)
            if box not in marks:
                marks[box] = _mark(pdf, reader, box)
            _lay_over(page.obj, marks[box], start, end)
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.preserve)
    return out.getvalue()


def _mark(pdf: Pdf, reader: str, box: tuple[float, ...]) -> Any:
    """The name as one drawing that all pages of a size share."""
    left, low, right, high = box
    letters = Lettering(pdf)
    turn = f"{cos(ANGLE):.4f} {sin(ANGLE):.4f} {-sin(ANGLE):.4f} {cos(ANGLE):.4f}"
    size = SIZE * min((right - left) / 595, (high - low) / 842, 2)
    wide = letters.width(reader, size)
    across, along = (left + right) / 2, (low + high) / 2
    at = f"{across - wide / 2 * cos(ANGLE):.2f} {along - wide / 2 * sin(ANGLE):.2f}"
    line = letters.show(reader, x=0, y=0, size=size)
    content = f"q /HlpPale gs {turn} {at} cm 0 g\n".encode() + line + b"Q\n"
    form = pdf.make_stream(content)
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array(box)
    fonts = Dictionary({f"/{name}": font for name, font in letters.fonts.items()})
    form.Resources = Dictionary(Font=fonts, ExtGState=Dictionary({"/HlpPale": PALE}))
    return form


def _lay_over(page: Any, form: Any, start: Any, end: Any) -> None:
    own = page.get("/Contents")
    streams = list(own) if isinstance(own, Array) else [own] if own is not None else []
    page.Contents = Array([start, *streams, end])
    if "/Resources" not in page:
        page.Resources = Dictionary()
    drawings = page.Resources.get("/XObject")
    if not isinstance(drawings, Dictionary):
        page.Resources.XObject = drawings = Dictionary()
    drawings[NAME] = form
