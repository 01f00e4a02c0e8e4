"""What PDF/UA-1 asks of the structure of a file, checked by reading it."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf


def elements(node: Any) -> Iterator[Any]:
    """Every element of a structure tree."""
    if not isinstance(node, pikepdf.Dictionary):
        return
    if "/S" in node:
        yield node
    kids = node.get("/K")
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        yield from elements(kid)


def faults(data: bytes) -> list[str]:
    """What a file lacks: marked content, language, title, structure, alternatives of figures, scopes of headers."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        root, found = pdf.Root, []
        if not bool("/MarkInfo" in root and root.MarkInfo.Marked):
            found.append("not marked")
        if str(root.get("/Lang", "")) != "en-GB":
            found.append("no language")
        if not str(pdf.docinfo.get("/Title", "")) or not root.ViewerPreferences.DisplayDocTitle:
            found.append("no title in the window")
        if pdf.open_metadata().get("pdfuaid:part") != "1":
            found.append("does not say PDF/UA-1")
        tree = list(elements(root.get("/StructTreeRoot")))
        kinds = [str(one.S) for one in tree]
        if kinds[:1] != ["/Document"] or "/H1" not in kinds:
            found.append("no structure with headings")
        found += [
            f"figure {n} without words"
            for n, one in enumerate(tree)
            if str(one.S) == "/Figure" and not str(one.get("/Alt", ""))
        ]
        headers = [one for one in tree if str(one.S) == "/TH"]
        found += [
            f"header {n} without scope"
            for n, one in enumerate(headers)
            if "/A" not in one or "/Scope" not in one.A
        ]
    return found
