"""Looks whether a paper's tags hold together, and mends the list by which its pages find their elements."""

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from board.packs.upright import elements

Key = tuple[int, int]
CLOSED_BY = {"q": "Q", "BDC": "EMC", "BMC": "EMC"}


def is_tagged(pdf: Pdf) -> bool:
    """Whether a PDF says that it is tagged and has a structure tree with something in it."""
    marks: Any = pdf.Root.get("/MarkInfo")
    root = pdf.Root.get("/StructTreeRoot")
    said = isinstance(marks, Dictionary) and bool(marks.get("/Marked", False))
    return said and isinstance(root, Dictionary) and "/K" in root and "/ParentTree" in root


def mend(pdf: Pdf) -> list[bool]:
    """Write the parent tree anew from the elements, or drop tags that do not hold.

    Returns for each page whether its content closes no more than it opens.
    """
    if "/StructTreeRoot" in pdf.Root and not is_tagged(pdf):
        drop(pdf)
    if is_tagged(pdf):
        held = _write_parents(pdf)
        for page in pdf.pages:
            _make_artifacts(pdf, page, held.get(page.obj.objgen, {}))
    return [_closes(pdf, page) for page in pdf.pages]


def drop(pdf: Pdf) -> None:
    """Make it an untagged PDF."""
    for key in ("/StructTreeRoot", "/MarkInfo"):
        if key in pdf.Root:
            del pdf.Root[key]
    for page in pdf.pages:
        if "/StructParents" in page.obj:
            del page.obj["/StructParents"]
        for annotation in page.obj.get("/Annots", []):
            if isinstance(annotation, Dictionary) and "/StructParent" in annotation:
                del annotation["/StructParent"]


class _Parents:
    """Which element each content and each object belongs to, by the elements' own word."""

    def __init__(self, pages: set[Key]) -> None:
        self.pages = pages
        self.holders: dict[Key, Any] = {}
        self.contents: dict[Key, dict[int, Any]] = {}
        self.objects: list[tuple[Any, Any]] = []

    def read(self, element: Any) -> None:
        kids = element.get("/K")
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, int) and "/Pg" in element:
                self._hold(element.Pg, kid, element)
            elif isinstance(kid, Dictionary) and kid.get("/Type") == Name.MCR:
                self._hold(kid.get("/Stm") or kid.get("/Pg") or element.get("/Pg"), int(kid.MCID), element)
            elif isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR and "/Obj" in kid:
                self.objects.append((kid.Obj, element))

    def _hold(self, holder: Any, number: int, element: Any) -> None:
        if holder is not None and 0 <= number < 100_000:
            self.holders[holder.objgen] = holder
            self.contents.setdefault(holder.objgen, {}).setdefault(number, element)


def _write_parents(pdf: Pdf) -> dict[Key, dict[int, Any]]:
    """Write the list anew. Returns which numbered contents of each page, or form, belong to an element."""
    found = _Parents({page.obj.objgen for page in pdf.pages})
    for element in elements(pdf.Root.StructTreeRoot):
        found.read(element)
    numbers: list[Any] = []
    for page in pdf.pages:
        if "/StructParents" in page.obj and page.obj.objgen not in found.contents:
            del page.obj["/StructParents"]
    for key, held in found.contents.items():
        found.holders[key].StructParents = len(numbers) // 2
        row = Array([held.get(number) for number in range(max(held) + 1)])
        numbers += [len(numbers) // 2, pdf.make_indirect(row)]
    root = pdf.Root.StructTreeRoot
    for thing, element in [*found.objects, *_strays(pdf, root, found)]:
        thing.StructParent = len(numbers) // 2
        numbers += [len(numbers) // 2, element]
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(numbers)))
    root.ParentTreeNextKey = len(numbers) // 2
    return found.contents


def _make_artifacts(pdf: Pdf, page: Any, held: dict[int, Any]) -> None:
    """Say of numbered content that no element holds (running heads, mostly) that it is no part of the text."""
    try:
        instructions: list[Any] = list(pikepdf.parse_content_stream(page))
    except pikepdf.PdfError:
        return
    changed = False
    for place, one in enumerate(instructions):
        about = one.operands[1] if str(one.operator) == "BDC" and len(one.operands) > 1 else None
        if isinstance(about, Dictionary) and "/MCID" in about and int(about.MCID) not in held:
            instructions[place] = ([Name.Artifact], pikepdf.Operator("BMC"))
            changed = True
    if changed:
        page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


def _strays(pdf: Pdf, root: Any, found: _Parents) -> list[tuple[Any, Any]]:
    """Give annotations that no element knows an element each, and take away links that lead nowhere."""
    known = {thing.objgen for thing, _ in found.objects}
    under = root.K[0] if isinstance(root.K, Array) else root.K
    given = []
    for page in pdf.pages:
        annotations: Any = page.obj.get("/Annots", [])
        kept = [one for one in annotations if one.objgen in known or not _is_dead(one)]
        if len(kept) < len(annotations):
            page.obj.Annots = Array(kept)
        for one in kept:
            if one.is_indirect and one.objgen not in known:
                given.append((one, _element_for(pdf, one, page.obj, under)))
    return given


def _is_dead(annotation: Any) -> bool:
    return annotation.get("/Subtype") == Name.Link and not {"/A", "/Dest"} & set(annotation.keys())


def _element_for(pdf: Pdf, annotation: Any, page: Any, under: Any) -> Any:
    kind = Name.Link if annotation.get("/Subtype") == Name.Link else Name.Annot
    kid = Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page)
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=kind, P=under, Pg=page, K=kid))
    kids = under.get("/K")
    under.K = Array(
        [*kids, element] if isinstance(kids, Array) else [element] if kids is None else [kids, element]
    )
    return element


def _closes(pdf: Pdf, page: Any) -> bool:
    """Whether the page closes no more than it opens; what it leaves open is closed for it."""
    opened = {"Q": 0, "EMC": 0}
    try:
        instructions: Any = pikepdf.parse_content_stream(page)
    except pikepdf.PdfError:
        return False
    for _, operator in instructions:
        name = str(operator)
        if name in CLOSED_BY:
            opened[CLOSED_BY[name]] += 1
        elif name in opened:
            opened[name] -= 1
            if opened[name] < 0:
                return False
    rest = "EMC " * opened["EMC"] + "Q " * opened["Q"]
    if rest:
        page.contents_add(pdf.make_stream(f"\n{rest}\n".encode()))
    return True
