"""Keeps each paper's accessibility tags through the merge: grafts its structure tree into the pack's.

What every merger known drops. Pages are copied first, so that copying a structure tree afterwards finds them copied
already and its elements lead to the pack's pages. The numbers by which pages and annotations find their elements are
moved on past those in use; names that mean something else in another paper get names of their own.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, NumberTree, Pdf, String

from board.packs.upright import elements

STANDARD = frozenset(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody "
    "Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP "
    "Figure Formula Form Title FENote Sub Em Strong Aside DocumentFragment Artifact".split()
)


class StructureTree:
    """The pack's structure tree, grown branch by branch."""

    def __init__(self, pdf: Pdf, language: str = "en-GB") -> None:
        self.pdf = pdf
        self.language = language
        self.root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array()))
        self.document = self.branch("Document", under=self.root)
        self.next_key = 0
        self.parents: list[tuple[int, Any]] = []
        self.names: dict[str, dict[str, Any]] = {"/RoleMap": {}, "/ClassMap": {}}
        self.ids: dict[str, Any] = {}
        self.spaces: list[Any] = []
        self.grafts = 0

    def branch(self, kind: str, title: str = "", *, under: Any, language: str = "") -> Any:
        """A new element at the end of another's children."""
        element = self.pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{kind}"), P=under))
        if title:
            element.T = String(title)
        if language and language != self.language:
            element.Lang = String(language)
        if "/K" not in under:
            under.K = Array()
        under.K.append(element)
        return element

    def graft(self, source: Pdf, pages: Iterable[Any], *, under: Any) -> list[Any]:
        """Hang a tagged PDF's tree below an element; ``pages`` are its pages, already copied into the pack.

        Returns the elements that now stand below.
        """
        root = self.pdf.copy_foreign(source.Root.StructTreeRoot)
        self.grafts += 1
        entries = list(NumberTree(root.ParentTree).items())
        base = self.next_key
        highest = max((key for key, _ in entries), default=-1)
        for holder, key in _keys_of(pages):
            highest = max(highest, int(holder[key]))
            holder[key] = int(holder[key]) + base
        self.next_key = base + highest + 1
        self.parents += [(key + base, value) for key, value in entries]
        self._take_names(root)
        self._take_ids(root)
        self.spaces += list(root.get("/Namespaces", []))
        return _hang(root.get("/K"), under)

    def tag_page(self, page: Any, kind: str, *, under: Any, alt: str = "") -> None:
        """Make everything on a page without tags the content of one new element; its links get elements too.

        The page's content has to stand within ``/<kind> <</MCID 0>> BDC … EMC`` already.
        """
        element = self.branch(kind, under=under)
        element.Pg, element.K = page, 0
        if alt:
            element.Alt = String(alt)
        page.StructParents = self._remember(Array([element]))
        for annotation in page.get("/Annots", []):
            self._tag_annotation(annotation, page, under)

    def finish(self) -> None:
        """Write everything into the PDF's catalogue."""
        numbers: list[Any] = []
        for key, value in self.parents:
            numbers += [key, value]
        self.root.ParentTree = self.pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        self.root.ParentTreeNextKey = self.next_key
        for name, known in self.names.items():
            if known:
                self.root[name] = Dictionary(known)
        if self.spaces:
            self.root.Namespaces = Array(self.spaces)
        if self.ids:
            names = [value for name in sorted(self.ids) for value in (String(name), self.ids[name])]
            self.root.IDTree = self.pdf.make_indirect(Dictionary(Names=Array(names)))
        self.pdf.Root.StructTreeRoot = self.root
        self.pdf.Root.MarkInfo = Dictionary(Marked=True)
        self.pdf.Root.Lang = String(self.language)

    def _tag_annotation(self, annotation: Any, page: Any, under: Any) -> None:
        link = annotation.get("/Subtype") == Name.Link
        element = self.branch("Link" if link else "Annot", under=under)
        element.Pg = page
        element.K = Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page)
        annotation.StructParent = self._remember(element)
        if "/Contents" not in annotation:
            action = annotation.get("/A")
            said = action.get("/URI") if isinstance(action, Dictionary) else None
            annotation.Contents = String(str(said or ("Link within the paper" if link else "Annotation")))

    def _remember(self, value: Any) -> int:
        self.parents.append((self.next_key, value))
        self.next_key += 1
        return self.next_key - 1

    def _take_names(self, root: Any) -> None:
        """Take over the role and class maps; a name that is taken for something else is given another."""
        renames: dict[str, dict[str, str]] = {}
        for map_name, known in self.names.items():
            for name, value in list(root.get(map_name, {}).items()):
                clash = name in known and known[name] != value
                if map_name == "/RoleMap" and name[1:] in STANDARD:
                    if value == Name(name):
                        continue
                    clash = True
                final = f"{name}-{self.grafts}" if clash else name
                if clash:
                    renames.setdefault(map_name, {})[name] = final
                known[final] = value
        if "/RoleMap" in renames:
            _rename_roles(root, renames["/RoleMap"], self.names["/RoleMap"])
        if "/ClassMap" in renames:
            _rename(root, "/C", renames["/ClassMap"])

    def _take_ids(self, root: Any) -> None:
        """Take over the elements' own names; where one is taken, the whole paper's get a number before them."""
        tree = root.get("/IDTree")
        if tree is None:
            return
        found = dict(NameTree(tree).items())
        if not found.keys() & self.ids.keys():
            self.ids |= found
            return
        prefix = f"{self.grafts}."
        self.ids |= {prefix + key: element for key, element in found.items()}
        for element in elements(root):
            if "/ID" in element:
                element.ID = String(prefix + str(element.ID))
            for one in _several(element.get("/A")):
                if isinstance(one, Dictionary) and "/Headers" in one:
                    one.Headers = Array([String(prefix + str(name)) for name in one.Headers])


def _hang(kids: Any, under: Any) -> list[Any]:
    """Make the children of a foreign root the children of an element."""
    found = [kid for kid in _several(kids) if isinstance(kid, Dictionary)]
    if "/K" not in under:
        under.K = Array()
    for kid in found:
        kid.P = under
        under.K.append(kid)
    return found


def _several(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def _keys_of(pages: Iterable[Any]) -> Iterator[tuple[Any, str]]:
    """Everything on the pages that finds its element by a number, each once: pages, annotations and forms."""
    seen: set[tuple[int, int]] = set()
    for page in pages:
        if "/StructParents" in page:
            yield page, "/StructParents"
        for annotation in page.get("/Annots", []):
            if isinstance(annotation, Dictionary) and "/StructParent" in annotation:
                yield annotation, "/StructParent"
        yield from _keys_of_forms(page.get("/Resources"), seen)


def _keys_of_forms(resources: Any, seen: set[tuple[int, int]]) -> Iterator[tuple[Any, str]]:
    forms = resources.get("/XObject") if isinstance(resources, Dictionary) else None
    if not isinstance(forms, Dictionary) or (forms.is_indirect and forms.objgen in seen):
        return
    if forms.is_indirect:
        seen.add(forms.objgen)
    for form in forms.as_dict().values():
        if not isinstance(form, pikepdf.Stream) or form.objgen in seen:
            continue
        seen.add(form.objgen)
        for key in ("/StructParents", "/StructParent"):
            if key in form:
                yield form, key
        if form.get("/Subtype") == Name.Form:
            yield from _keys_of_forms(form.get("/Resources"), seen)


def _rename_roles(root: Any, renames: dict[str, str], known: dict[str, Any]) -> None:
    """Rename types in a paper's elements, and where one of its own roles is mapped to a renamed one."""
    for name in list(root.RoleMap.keys()):
        final = renames.get(name, name)
        aim = str(known[final])
        if aim in renames and renames[aim] != final:
            known[final] = Name(renames[aim])
    _rename(root, "/S", renames)


def _rename(root: Any, key: str, renames: dict[str, str]) -> None:
    renamed: Callable[[Any], Any] = lambda name: Name(renames.get(str(name), str(name)))  # noqa: E731
    for element in elements(root):
        value = element.get(key)
        if isinstance(value, Array):
            element[key] = Array([renamed(one) if isinstance(one, Name) else one for one in value])
        elif isinstance(value, Name):
            element[key] = renamed(value)
