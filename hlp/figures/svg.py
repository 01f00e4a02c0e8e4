"""The engine's SVG made fit for our pages: no style attributes, ids of its own, named for who cannot see it."""

import re
from hashlib import sha256
from xml.etree import ElementTree  # it parses what this process has just drawn

SVG, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
FAMILY = "'Source Sans 3', arial, sans-serif"
NUMBER = re.compile(r"-?\d+\.\d+")
DROPPED = {"metadata", "style"}
GEOMETRY = {"d", "x", "y", "transform", "stroke-width", "stroke-dasharray"}
DEFAULTS = {"stroke-linecap": "butt", "stroke-linejoin": "round", "font-weight": "400"}


def tidy(drawn: str, *, title: str, finding: str, width: int, height: int) -> str:
    """The SVG for a page: presentation attributes, rounded numbers, ``title`` and ``desc``, ids from its content."""
    root = ElementTree.fromstring(drawn)  # noqa: S314
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    for part in root.iter():
        part.tag = part.tag.removeprefix(SVG)
        _attributes(part)
    _clean(root)
    body = "".join(_written(part) for part in root)
    name = "f" + sha256(f"{title}|{finding}|{body}".encode()).hexdigest()[:10]
    body = _renamed(body, name)
    words = f'<title id="{name}t">{_escaped(title)}</title><desc id="{name}d">{_escaped(finding)}</desc>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="app-figure__svg" viewBox="0 0 {width} {height}" role="img"'
        f' aria-labelledby="{name}t" aria-describedby="{name}d" font-family="{FAMILY}" stroke-linejoin="round">'
        f"{words}{body}</svg>"
    )


def _attributes(part: ElementTree.Element) -> None:
    """Style into presentation attributes, without what is the default or said once for all."""
    for rule in part.attrib.pop("style", "").split(";"):
        name, _, value = (piece.strip() for piece in rule.partition(":"))
        if name and name != "font-family" and DEFAULTS.get(name) != value:
            part.set(name, value.removesuffix("px"))
    if part.get("transform", "").startswith("rotate(-0 "):
        del part.attrib["transform"]
    if part.tag in {"g", "text"}:
        part.attrib.pop("id", None)
    if reference := part.attrib.pop(f"{XLINK}href", None):
        part.set("href", reference)
    for name in GEOMETRY & set(part.attrib):
        part.set(name, _rounded(part.attrib[name]))
    part.text, part.tail = (part.text or "").strip() if part.tag == "text" else "", ""


def _rounded(value: str) -> str:
    """Numbers to a tenth of a pixel, without the blanks of the engine."""
    short = NUMBER.sub(lambda found: f"{round(float(found[0]), 1) + 0:g}", value)
    return re.sub(r"(?<=[A-Za-z]) | (?=[A-Za-z])", "", " ".join(short.split()))


def _clean(part: ElementTree.Element) -> None:
    """Take out what draws nothing, and groups that only hold others."""
    kept: list[ElementTree.Element] = []
    for child in list(part):
        _clean(child)
        if child.tag in DROPPED or (child.tag in {"g", "defs"} and not len(child)):
            continue
        if child.tag == "g":
            _hoist(child)
        kept.extend(list(child) if child.tag == "g" and not child.attrib else [child])
    for child in list(part):
        part.remove(child)
    part.extend(kept)


def _hoist(group: ElementTree.Element) -> None:
    """Say once on a group of markers what each of them says."""
    if len(group) < 2 or any(child.tag != "use" for child in group):
        return
    for name, value in list(group[0].attrib.items()):
        if name not in {"href", "x", "y"} and all(child.get(name) == value for child in group):
            group.set(name, value)
            for child in group:
                del child.attrib[name]


def _written(part: ElementTree.Element) -> str:
    return ElementTree.tostring(part, encoding="unicode", short_empty_elements=True).replace(" />", "/>")


def _renamed(body: str, name: str) -> str:
    """Ids that no other figure of a page has: the figure's name and a number each."""
    for number, old in enumerate(dict.fromkeys(re.findall(r' id="([^"]+)"', body))):
        body = body.replace(f'"{old}"', f'"{name}{number}"').replace(f'"#{old}"', f'"#{name}{number}"')
        body = body.replace(f"url(#{old})", f"url(#{name}{number})")
    return body


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
