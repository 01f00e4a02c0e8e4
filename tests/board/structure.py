"""A checker of our own for the tags of a PDF: everything shown is reached from the structure tree, and the reverse."""

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, NumberTree, Pdf

from board.packs.structure import STANDARD

PAINTS = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "EI", "INLINE IMAGE"}
Place = tuple[tuple[int, int], int]  # the holder of a content stream (page or form) and a number within it


def problems(pdf: Pdf) -> list[str]:
    """What is wrong with the tags, in sentences; an empty list where nothing is."""
    root: Any = pdf.Root.get("/StructTreeRoot")
    marked: Any = pdf.Root.get("/MarkInfo", Dictionary()).get("/Marked")
    if root is None or marked is not True or not str(pdf.Root.get("/Lang", "")):
        return ["the file says nothing of tags or language"]
    tree = _Tree(pdf, root)
    return [*tree.problems, *_content(pdf, tree), *_annotations(pdf, tree), *_ids(root, tree)]


class _Tree:
    """The elements that are reached from the root, and which content each holds."""

    def __init__(self, pdf: Pdf, root: Any) -> None:
        self.problems: list[str] = []
        self.elements: dict[tuple[int, int], Any] = {}
        self.holds: dict[Place, tuple[int, int]] = {}
        self.objects: dict[tuple[int, int], tuple[int, int]] = {}
        self.parents = dict(NumberTree(root.ParentTree).items())
        self.roles = root.get("/RoleMap", Dictionary())
        self.pages = {page.obj.objgen for page in pdf.pages}
        if len(self.parents) and root.ParentTreeNextKey <= max(self.parents):
            self.problems.append("ParentTreeNextKey is in use")
        for kid in root.K:
            self._walk(kid, root)

    def _walk(self, element: Any, parent: Any) -> None:
        waiting = [(element, parent)]
        while waiting:
            node, above = waiting.pop()
            if node.objgen in self.elements:
                self.problems.append(f"element {node.objgen} is reached twice")
                continue
            self.elements[node.objgen] = node
            if node.P.objgen != above.objgen:
                self.problems.append(f"element {node.objgen} names another parent")
            if not self._is_standard(node.S):
                self.problems.append(f"type {node.S} is mapped to no standard type")
            kids = node.get("/K")
            for kid in kids if isinstance(kids, Array) else [] if kids is None else [kids]:
                waiting += self._kid(node, kid)

    def _kid(self, node: Any, kid: Any) -> list[tuple[Any, Any]]:
        if isinstance(kid, int):
            self._hold(node, node.Pg, kid)
        elif kid.get("/Type") == Name.MCR:
            self._hold(node, kid.get("/Stm") or kid.get("/Pg") or node.Pg, kid.MCID)
        elif kid.get("/Type") == Name.OBJR:
            self.objects[kid.Obj.objgen] = node.objgen
        else:
            return [(kid, node)]
        return []

    def _hold(self, node: Any, holder: Any, number: int) -> None:
        if "/Page" in str(holder.get("/Type")) and holder.objgen not in self.pages:
            self.problems.append(f"element {node.objgen} stands on a page that is not in the file")
        if (holder.objgen, number) in self.holds:
            self.problems.append(f"content {number} of {holder.objgen} belongs to two elements")
        self.holds[holder.objgen, number] = node.objgen

    def _is_standard(self, role: Any) -> bool:
        for _ in range(10):
            mapped = self.roles.get(str(role))
            if mapped is None or mapped == role:
                return str(role)[1:] in STANDARD
            role = mapped
        return False

    def element_of(self, key: int, number: int | None = None) -> tuple[int, int] | None:
        """The element that the parent tree names for a number."""
        found = self.parents.get(key)
        if number is not None and found is not None:
            found = found[number] if number < len(found) else None
        return found.objgen if found is not None else None


def _content(pdf: Pdf, tree: _Tree) -> Iterator[str]:
    found: set[Place] = set()
    for at, page in enumerate(pdf.pages, start=1):
        for sort, holder, number in _Reader(page.obj, page.obj).read():
            if sort == "bare":
                yield f"page {at} shows something that is neither tagged nor an artifact"
                continue
            found.add((holder.objgen, number))
            named = tree.element_of(int(holder.get("/StructParents", -1)), number)
            if named is None or tree.holds.get((holder.objgen, number)) != named:
                yield f"page {at}: content {number} is not reached"
    for place in tree.holds.keys() - found:
        yield f"an element holds content {place[1]} of {place[0]}, which is not there"


class _Reader:
    """Reads the marked contents of a page or form and of the forms that it draws."""

    def __init__(self, holder: Any, stream: Any, inside: bool = False) -> None:
        self.holder, self.stream, self.inside = holder, stream, inside
        self.resources = stream.get("/Resources", Dictionary())
        self.open: list[bool] = []
        self.bare = False

    def read(self) -> Iterator[tuple[str, Any, int]]:
        for operands, operator in pikepdf.parse_content_stream(self.stream):
            name = str(operator)
            if name in ("BDC", "BMC"):
                yield from self._begin(operands)
            elif name == "EMC":
                self.open.pop()
            elif name == "Do":
                yield from self._draw(self.resources.XObject[operands[0]])
            elif name in PAINTS:
                self.bare = self.bare or not self._covered()
        assert not self.open, "marked content is left open"
        if self.bare:
            yield "bare", self.holder, -1

    def _covered(self) -> bool:
        return self.inside or any(self.open)

    def _begin(self, operands: Any) -> Iterator[tuple[str, Any, int]]:
        about = operands[1] if len(operands) > 1 else Dictionary()
        if isinstance(about, Name):
            about = self.resources.Properties[about]
        self.open.append("/MCID" in about or operands[0] == Name.Artifact)
        if "/MCID" in about:
            yield "mark", self.holder, int(about.MCID)

    def _draw(self, drawing: Any) -> Iterator[tuple[str, Any, int]]:
        if drawing.Subtype == Name.Image:
            self.bare = self.bare or not self._covered()
        elif "/StructParents" in drawing:
            yield from _Reader(drawing, drawing, self._covered()).read()
        elif not self._covered():
            yield from _Reader(self.holder, drawing).read()


def _annotations(pdf: Pdf, tree: _Tree) -> Iterator[str]:
    for at, page in enumerate(pdf.pages, start=1):
        for annotation in page.obj.get("/Annots", []):
            key = annotation.get("/StructParent")
            named = None if key is None else tree.element_of(int(key))
            if named is None or tree.objects.get(annotation.objgen) != named:
                yield f"page {at}: a {annotation.Subtype} is not reached"


def _ids(root: Any, tree: _Tree) -> Iterator[str]:
    names = dict(NameTree(root.IDTree).items()) if "/IDTree" in root else {}
    for name, element in names.items():
        if element.objgen not in tree.elements or str(element.get("/ID")) != name:
            yield f"the name {name} leads to no element of that name"
    for element in tree.elements.values():
        attributes = element.get("/A")
        for one in attributes if isinstance(attributes, Array) else [attributes]:
            for header in one.get("/Headers", []) if isinstance(one, Dictionary) else []:
                if str(header) not in names:
                    yield f"a cell names the heading {header}, which nothing is called"
