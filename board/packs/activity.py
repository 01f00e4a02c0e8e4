"""Takes out of a PDF whatever could do something by itself, and what nobody sees: scripts, files, forms, remarks."""

from collections.abc import Iterator
from typing import Any

from pikepdf import Dictionary, Name, Pdf, Stream, sanitize

CATALOGUE = {
    "/Type",
    "/Pages",
    "/StructTreeRoot",
    "/MarkInfo",
    "/Lang",
    "/Outlines",
    "/OCProperties",
    "/Names",
    "/Dests",
}
PAGE = {
    "/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Annots",
    "/StructParents", "/Tabs", "/Group",
}  # fmt: skip
HARMLESS = {"/GoTo", "/Named"}
ADDRESSES = ("http://", "https://", "mailto:")
ACTIVE = {"/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D", "/TrapNet"}
HIDDEN = 2


def strip(pdf: Pdf) -> bool:
    """Take it out, in place. Returns whether there was anything that could act."""
    active = _is_active(pdf)
    sanitize.remove_javascript(pdf)
    sanitize.remove_attachments(pdf)
    sanitize.remove_multimedia(pdf)
    for page in pdf.pages:
        for annotation in _annotations(page.obj):
            active |= _calm(annotation)
        _keep(page.obj, PAGE)
    _keep(pdf.Root, CATALOGUE)
    names = pdf.Root.get("/Names")
    if isinstance(names, Dictionary):
        _keep(names, {"/Dests"})
    for key in list(pdf.docinfo.keys()):
        del pdf.docinfo[key]
    return active


def _is_active(pdf: Pdf) -> bool:
    names = pdf.Root.get("/Names")
    parts = {"/JavaScript", "/EmbeddedFiles", "/Renditions"}
    named = isinstance(names, Dictionary) and bool(parts & set(names.keys()))
    return named or "/AA" in pdf.Root or isinstance(pdf.Root.get("/OpenAction"), Dictionary)


def _annotations(page: Any) -> Iterator[Any]:
    for one in page.get("/Annots", []):
        if isinstance(one, Dictionary):
            yield one


def _calm(annotation: Any) -> bool:
    """Let an annotation show what it shows and do no more than lead to a place or an address."""
    active = "/AA" in annotation
    if active:
        del annotation["/AA"]
    action = annotation.get("/A")
    if action is not None and not _is_harmless(action):
        del annotation["/A"]
        active = True
    elif isinstance(action, Dictionary) and "/Next" in action:
        del action["/Next"]
    kind = str(annotation.get("/Subtype"))
    if kind == "/Widget":
        _freeze(annotation)
    elif kind in ACTIVE:
        annotation.Subtype, annotation.F = Name.Square, HIDDEN
        active = True
    return active


def _is_harmless(action: Any) -> bool:
    if not isinstance(action, Dictionary):
        return False
    if action.get("/S") == Name.URI:
        return str(action.get("/URI", "")).lower().startswith(ADDRESSES)
    return str(action.get("/S")) in HARMLESS


def _freeze(field: Any) -> None:
    """Make the field of a form a picture of what is filled in."""
    looks = field.get("/AP")
    shown = looks.get("/N") if isinstance(looks, Dictionary) else None
    if isinstance(shown, Dictionary) and not isinstance(shown, Stream):
        shown = shown.get(str(field.get("/AS", "/Off")))
    field.Subtype = Name.Stamp
    for key in (
        "/AP",
        "/AS",
        "/MK",
        "/Parent",
        "/FT",
        "/V",
        "/DV",
        "/Ff",
        "/T",
        "/TU",
        "/Kids",
        "/DA",
        "/MaxLen",
    ):
        if key in field:
            del field[key]
    if isinstance(shown, Stream):
        field.AP = Dictionary(N=shown)


def _keep(thing: Any, keys: set[str]) -> None:
    for key in list(thing.keys()):
        if key not in keys:
            del thing[key]
