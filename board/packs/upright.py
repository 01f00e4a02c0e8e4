"""Makes every page of a paper an upright A4 page with room for the pack's stamps above and below.

The page's own content stays where it is and is only put through a matrix, so its structure tags stay valid. What
points at places on the page (links, bookmarks, boxes of figures) goes through the same matrix.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from board.packs.destinations import HEIGHT, Finder, Point

WIDTH = 595.276  # of an A4 page, in points
ABOVE, BELOW = 27.0, 29.0  # room for the stamps, in points
MOST_ENLARGED = 1.5
LEFT_BEHIND = (
    "CropBox TrimBox BleedBox ArtBox Rotate UserUnit Thumb PieceInfo AA B Trans Dur Metadata VP".split()
)
DONE = "/HLPUpright"  # in the catalogue of a paper that was made ready when it came in
PAIRS = ("Rect", "QuadPoints", "Vertices", "L", "CL")

Six = tuple[float, float, float, float, float, float]


@dataclass(frozen=True)
class Matrix:
    """Where a point of the paper's page comes to stand on the pack's page."""

    six: Six

    def point(self, x: float, y: float) -> Point:
        """The place of a point."""
        a, b, c, d, e, f = self.six
        return a * x + c * y + e, b * x + d * y + f

    def points(self, flat: list[float]) -> list[float]:
        """The places of points written one after the other: x, y, x, y …"""
        return [value for i in range(0, len(flat) - 1, 2) for value in self.point(flat[i], flat[i + 1])]

    def box(self, flat: list[float]) -> list[float]:
        """The rectangle around the places of a rectangle's corners."""
        left, low, right, high = flat
        xs, ys = zip(self.point(left, low), self.point(right, high), strict=True)
        return [min(xs), min(ys), max(xs), max(ys)]

    @property
    def turned(self) -> bool:
        """Whether it does more than move and scale."""
        return self.six[0] <= 0


def matrix_of(box: list[float], rotation: int) -> Matrix:
    """The matrix that turns a page upright and fits it between the stamps, from the top down."""
    left, low, right, high = box
    across, along = right - left, high - low
    if rotation in {90, 270}:
        across, along = along, across
    scale = min(WIDTH / across, (HEIGHT - ABOVE - BELOW) / along, MOST_ENLARGED)
    moves: dict[int, Six] = {
        0: (1, 0, 0, 1, -left, -low),
        90: (0, -1, 1, 0, -low, right),
        180: (-1, 0, 0, -1, right, high),
        270: (0, 1, -1, 0, high, -left),
    }
    a, b, c, d, e, f = (value * scale for value in moves[rotation])
    return Matrix((a, b, c, d, e + (WIDTH - across * scale) / 2, f + HEIGHT - ABOVE - along * scale))


def upright(pdf: Pdf, salt: str = "") -> Finder:
    """Turn all pages of a PDF, in place, unless that was done before. Returns where its named places are now.

    The content of each page of an untagged PDF is marked as one thing: text, or a picture. ``salt`` goes before the
    names of elements, so that they differ from those of every other paper.
    """
    if DONE in pdf.Root:
        return Finder(pdf)
    finder = Finder(pdf)
    wraps = _Wraps(pdf)
    tagged = "/StructTreeRoot" in pdf.Root
    for page in pdf.pages:
        finder.matrices[page.obj.objgen] = _turn(page, "" if tagged else kind_of(page.obj), wraps)
    for page in pdf.pages:
        for annotation in _dictionaries(page.obj.get("/Annots")):
            _move_annotation(annotation, finder.matrices[page.obj.objgen])
            finder.settle(annotation)
    _settle_elements(pdf, finder, salt)
    finder.settle_bookmarks()
    pdf.Root[DONE] = True
    return finder


def kind_of(page: Any) -> str:
    """What the whole content of a page without tags is: text in some order (``P``), or a picture (``Figure``)."""
    return "P" if _has_font(page.get("/Resources"), depth=4) else "Figure"


def _has_font(resources: Any, depth: int) -> bool:
    """Whether a page, or a form that it draws, can write."""
    if not isinstance(resources, Dictionary) or not depth:
        return False
    fonts, drawings = resources.get("/Font"), resources.get("/XObject")
    if isinstance(fonts, Dictionary) and len(fonts.keys()):
        return True
    forms = drawings.as_dict().values() if isinstance(drawings, Dictionary) else []
    return any(isinstance(form, Stream) and _has_font(form.get("/Resources"), depth - 1) for form in forms)


def elements(node: Any) -> Iterator[Any]:
    """Every element below a node of a structure tree, however deep; a tree that bites its tail ends."""
    waiting, seen = [node] if isinstance(node, Dictionary) else [], set()
    while waiting:
        kids = waiting.pop().get("/K")
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid and kid.objgen not in seen:
                if kid.is_indirect:
                    seen.add(kid.objgen)
                waiting.append(kid)
                yield kid


class _Wraps:
    """The streams that stand before and after a page's own content, one for each matrix, box and kind."""

    def __init__(self, pdf: Pdf) -> None:
        self.pdf = pdf
        self.known: dict[tuple[Any, ...], tuple[Stream, Stream]] = {}

    def around(self, matrix: Matrix, box: list[float], kind: str) -> tuple[Stream, Stream]:
        key = (*matrix.six, *box, kind)
        if key not in self.known:
            numbers = " ".join(f"{value:.6f}" for value in matrix.six)
            left, low, right, high = box
            clip = f"{left:.3f} {low:.3f} {right - left:.3f} {high - low:.3f} re W n"
            mark, end = (f"/{kind} <</MCID 0>> BDC\n", "\nEMC") if kind else ("", "")
            self.known[key] = (
                self.pdf.make_stream(f"q {numbers} cm {clip}\n{mark}".encode()),
                self.pdf.make_stream(f"{end}\nQ\n".encode()),
            )
        return self.known[key]


def _box(page: Any) -> list[float]:
    """The part of the page that is shown; A4 where the file says nothing that makes sense."""
    try:
        media = _ordered([float(value) for value in page.mediabox])
        crop = _ordered([float(value) for value in page.cropbox])
    except (AttributeError, TypeError, ValueError):
        return [0, 0, WIDTH, HEIGHT]
    box = [*(max(pair) for pair in zip(media[:2], crop[:2], strict=True))]
    box += [*(min(pair) for pair in zip(media[2:], crop[2:], strict=True))]
    sensible = box[2] - box[0] > 1 and box[3] - box[1] > 1
    return box if sensible else media


def _ordered(box: list[float]) -> list[float]:
    left, low, right, high = box
    return [min(left, right), min(low, high), max(left, right), max(low, high)]


def _turn(page: Any, kind: str, wraps: _Wraps) -> Matrix:
    box = _box(page)
    page = page.obj
    matrix = matrix_of(box, int(page.get("/Rotate", 0)) % 360 // 90 * 90)
    contents = page.get("/Contents")
    streams = list(contents) if isinstance(contents, Array) else [contents] if contents is not None else []
    before, after = wraps.around(matrix, box, kind)
    page.Contents = Array([before, *streams, after])
    for name in LEFT_BEHIND:
        if f"/{name}" in page:
            del page[f"/{name}"]
    page.MediaBox = Array([0, 0, WIDTH, HEIGHT])
    page.Tabs = Name.S
    return matrix


def _dictionaries(array: Any) -> Iterator[Any]:
    for one in array if isinstance(array, Array) else []:
        if isinstance(one, Dictionary):
            yield one


def _move_annotation(annotation: Any, matrix: Matrix) -> None:
    for name in PAIRS:
        numbers = annotation.get(f"/{name}")
        if isinstance(numbers, Array):
            flat = [float(value) for value in numbers]
            moved = matrix.box(flat) if name == "Rect" and len(flat) == 4 else matrix.points(flat)
            annotation[f"/{name}"] = Array([round(value, 3) for value in moved])
    looks = annotation.get("/AP")
    shown = looks.get("/N") if isinstance(looks, Dictionary) else None
    if matrix.turned and isinstance(shown, Stream):
        _turn_form(shown, matrix)


def _turn_form(form: Any, matrix: Matrix) -> None:
    """Turn what an annotation shows as the page below it was turned."""
    a, b, c, d, _, _ = matrix.six
    size = abs(a) + abs(b)
    turn = Matrix((a / size, b / size, c / size, d / size, 0, 0))
    own = [float(value) for value in form.get("/Matrix", [1, 0, 0, 1, 0, 0])]
    turned = [value for i in (0, 2, 4) for value in turn.point(own[i], own[i + 1])]
    form.Matrix = Array(turned)


def _settle_elements(pdf: Pdf, finder: Finder, salt: str) -> None:
    """Move the boxes of the elements, make their names their own, and list the names, which some programs forget."""
    root: Any = pdf.Root.get("/StructTreeRoot")
    named: dict[str, Any] = {}
    for element in elements(root):
        attributes = element.get("/A")
        if attributes is not None:
            _move_boxes(element, attributes, finder)
            _salt_headers(attributes, salt)
        if "/ID" in element:
            element.ID = String(salt + str(element.ID))
            named[str(element.ID)] = element
    if named:
        names = Array([value for name in sorted(named) for value in (String(name), named[name])])
        root.IDTree = pdf.make_indirect(Dictionary(Names=names))


def _salt_headers(attributes: Any, salt: str) -> None:
    for one in attributes if isinstance(attributes, Array) else [attributes]:
        if isinstance(one, Dictionary) and "/Headers" in one:
            one.Headers = Array([String(salt + str(name)) for name in one.Headers])


def _move_boxes(element: Any, attributes: Any, finder: Finder) -> None:
    """Figures and tables say where on their page they stand."""
    page = element.get("/Pg")
    matrix = finder.matrices.get(page.objgen) if page is not None else None
    for one in attributes if isinstance(attributes, Array) else [attributes]:
        if matrix and isinstance(one, Dictionary) and "/BBox" in one:
            one.BBox = Array([round(value, 3) for value in matrix.box([float(v) for v in one.BBox])])
