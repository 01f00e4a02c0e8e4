"""Lines of text drawn straight onto finished pages, in a font that is embedded once however many pages there are.

Three hundred stamped pages take two seconds of WeasyPrint and some milliseconds here.
"""

import unicodedata
from functools import cache, lru_cache
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from hlp.fonts import shipped, unpacked

UNITS = 1000  # a PDF's widths are thousandths of the font's size
FILES = ("latin", "latin-ext")
CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <ffff> endcodespacerange
{} endcmap CMapName currentdict /CMap defineresource pop end end"""


class Face:
    """One font file: which glyph a letter has, and how wide it is in thousandths."""

    def __init__(self, part: str) -> None:
        from fontTools.ttLib import TTFont  # only who draws pays for the import

        path = unpacked(shipped(part, 600))
        font = TTFont(path)
        self.data = path.read_bytes()
        scale = UNITS / font["head"].unitsPerEm
        self.glyphs = {code: font.getGlyphID(name) for code, name in font.getBestCmap().items()}
        self.widths = {
            font.getGlyphID(name): round(advance * scale)
            for name, (advance, _) in font["hmtx"].metrics.items()
        }
        head, across = font["head"], font["hhea"]
        self.box = [round(value * scale) for value in (head.xMin, head.yMin, head.xMax, head.yMax)]
        self.ascent, self.descent = round(across.ascent * scale), round(across.descent * scale)


@cache
def _face(part: str) -> Face:
    return Face(part)


class Lettering:
    """Writes lines of text for the pages of one PDF; ``fonts`` belongs into their resources."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.fonts: dict[str, Any] = {}

    def show(self, text: str, *, x: float, y: float, size: float) -> bytes:
        """The operators that draw a line from a point, in points from the lower left corner."""
        parts = [b"/%s %g Tf <%s> Tj" % (self._font(part), size, code) for part, code in self._runs(text)]
        return b"BT %.2f %.2f Td %s ET\n" % (x, y, b" ".join(parts))

    def show_left_of(self, text: str, *, x: float, y: float, size: float) -> bytes:
        """The same, ending at the point."""
        return self.show(text, x=x - self.width(text, size), y=y, size=size)

    def width(self, text: str, size: float) -> float:
        """How wide a line is, in points."""
        total = sum(_face(part).widths[glyph] for part, glyph in _spell(text))
        return total * size / UNITS

    def fitting(self, text: str, *, room: float, size: float) -> str:
        """The text, cut with an ellipsis where it is wider than the room, in points."""
        if self.width(text, size) <= room:
            return text
        while text and self.width(f"{text}…", size) > room:
            text = text[:-1].rstrip()
        return f"{text}…"

    def _runs(self, text: str) -> list[tuple[str, bytes]]:
        runs: list[tuple[str, str]] = []
        for part, glyph in _spell(text):
            if runs and runs[-1][0] == part:
                runs[-1] = (part, runs[-1][1] + f"{glyph:04x}")
            else:
                runs.append((part, f"{glyph:04x}"))
        return [(part, code.encode()) for part, code in runs]

    def _font(self, part: str) -> bytes:
        name = f"HlpPack{FILES.index(part)}"
        if name not in self.fonts:
            self.fonts[name] = _embed(self.pdf, _face(part))
        return name.encode()


def _spell(text: str) -> list[tuple[str, int]]:
    """The font file and glyph of each letter."""
    return [_letter(letter) for letter in text]


@lru_cache(maxsize=2000)
def _letter(letter: str) -> tuple[str, int]:
    """The font file and glyph of one letter; what no file has is written without its accents, or as "?"."""
    for choice in (letter, unicodedata.normalize("NFKD", letter)[0], "?"):
        for part in FILES:
            if ord(choice) in _face(part).glyphs:
                return part, _face(part).glyphs[ord(choice)]
    raise KeyError(letter)


def _embed(pdf: Pdf, face: Face) -> Any:
    """A composite font whose codes are the numbers of the glyphs."""
    base = Name("/SourceSans3-SemiBold")
    file = pdf.make_stream(face.data)
    file.Length1 = len(face.data)
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=base,
        Flags=32,
        FontBBox=Array(face.box),
        ItalicAngle=0,
        Ascent=face.ascent,
        Descent=face.descent,
        CapHeight=660,
        StemV=110,
        FontFile2=file,
    )
    widths = Array([Array([face.widths[glyph] for glyph in sorted(face.widths)])])
    widths.insert(0, 0)
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=base,
        CIDSystemInfo=Dictionary(
            Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("Identity"), Supplement=0
        ),
        FontDescriptor=pdf.make_indirect(descriptor),
        CIDToGIDMap=Name.Identity,
        W=widths,
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=base,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(_to_unicode(face)),
        )
    )


def _to_unicode(face: Face) -> bytes:
    """Which letter each glyph stands for, so that the line can be searched and copied."""
    known: dict[int, int] = {}
    for code, glyph in sorted(face.glyphs.items()):
        if code <= 0xFFFF:
            known.setdefault(
                glyph, code
            )  # a glyph of several letters stands for the first, a space for a space
    pairs = sorted(known.items())
    blocks = []
    for start in range(0, len(pairs), 100):
        lines = [f"<{glyph:04x}> <{code:04x}>" for glyph, code in pairs[start : start + 100]]
        blocks.append(f"{len(lines)} beginbfchar\n" + "\n".join(lines) + "\nendbfchar")
    return CMAP.format("\n".join(blocks)).encode()
