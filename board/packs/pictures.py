"""Makes pictures smaller that are far larger than a page can show."""

import io
from typing import Any

import pikepdf
from pikepdf import Name, Pdf, PdfImage, Stream

LONG_SIDE = 2339  # pixels: an A4 page at 200 dots an inch
HEAVY = 400_000  # bytes
VERY_HEAVY = 1_500_000
MOST_PIXELS = 120_000_000
QUALITY = 82


def shrink(pdf: Pdf) -> None:
    """Write absurdly large photographs anew, in place; masks, drawings of two colours and what cannot be read stay."""
    for thing in pdf.objects:
        if isinstance(thing, Stream) and thing.get("/Subtype") == Name.Image and _is_absurd(thing):
            _write_anew(thing)


def _is_absurd(image: Any) -> bool:
    wide, high = int(image.get("/Width", 0)), int(image.get("/Height", 0))
    if "/ImageMask" in image or "/Mask" in image or int(image.get("/BitsPerComponent", 8)) != 8:
        return False
    if wide * high > MOST_PIXELS:
        return False
    weight = len(image.read_raw_bytes())
    return weight > VERY_HEAVY or (weight > HEAVY and max(wide, high) > LONG_SIDE * 1.2)


def _write_anew(image: Any) -> None:
    try:
        picture = PdfImage(image).as_pil_image()
    except (pikepdf.PdfError, pikepdf.PikepdfError, NotImplementedError, ValueError, OSError):
        return
    picture = picture.convert("L" if picture.mode in ("L", "1") else "RGB")
    picture.thumbnail((LONG_SIDE, LONG_SIDE))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    if len(out.getvalue()) >= len(image.read_raw_bytes()):
        return
    image.write(out.getvalue(), filter=Name.DCTDecode)
    image.Width, image.Height = picture.size
    image.BitsPerComponent = 8
    image.ColorSpace = Name.DeviceGray if picture.mode == "L" else Name.DeviceRGB
    for key in ("/Decode", "/DecodeParms", "/Intent"):
        if key in image:
            del image[key]
