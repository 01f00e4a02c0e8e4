"""The numbered paragraphs of a report: the same numbers on the page, in the PDF, in a correction and in the final report.

A paragraph is what blank lines part. Its key (``context-0``, ``evidence_12-1``, ``what_0-0``) names the text it stands
in and its place there; a correction replaces one paragraph by one, so that keys and numbers stay.
"""

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

Data = dict[str, Any]
BLANK_LINE = re.compile(r"\n\s*\n")
JUDGED = ("self-evaluation", "direction")


@dataclass(frozen=True)
class Paragraph:
    """One numbered paragraph and where it stands."""

    key: str
    number: int
    place: str
    text: str


@dataclass(frozen=True)
class Judgement:
    """A judgement of a report: the name of its part, what it is on, and the verdict in words."""

    name: str
    label: str
    verdict: str


def split(value: str) -> list[str]:
    """The paragraphs of a text."""
    return [part.strip() for part in BLANK_LINE.split(value.strip()) if part.strip()]


def joined(value: str) -> str:
    """A text as one paragraph: blank lines become plain line breaks."""
    return BLANK_LINE.sub("\n", value.strip())


def _texts(data: Data) -> Iterator[tuple[Data, str, str, str]]:
    """Each text in the order of reading: its holder, the key in the holder, its name, and its place in words."""
    for section in data["sections"]:
        for part in section["parts"]:
            same = part["label"] == section["title"] or len(section["parts"]) == 1
            place = section["title"] if same else f"{section['title']}: {part['label']}"
            yield part, "text", part["name"], place
        for position, action in enumerate(section["actions"]):
            yield action, "what", f"what_{position}", f"{section['title']}: action {position + 1}"


def paragraphs(data: Data) -> list[Paragraph]:
    """Every paragraph of a report's frozen data."""
    found: list[Paragraph] = []
    for holder, key, name, place in _texts(data):
        for index, text in enumerate(split(holder[key])):
            found.append(Paragraph(f"{name}-{index}", len(found) + 1, place, text))
    return found


def judgements(data: Data) -> list[Judgement]:
    """Every judgement that a host may contest."""
    return [
        Judgement(part["name"], part["label"], part["verdict"])
        for section in data["sections"]
        if section["slug"] in JUDGED
        for part in section["parts"]
        if part["verdict"] and part["code"] != "not-looked-at"
    ]


def numbered(data: Data, contested: Collection[str] | None = None) -> Data:
    """A copy for reading: each part and action has ``paragraphs``, each with number, key, text and ``corrected``.

    ``contested`` names the judgements to be marked; those that the data was frozen with, if it is not given. Each
    correction of the annex has ``pieces``, which show word by word what changed.
    """
    copy, number = deepcopy(data), 0
    names = data.get("contested", []) if contested is None else contested
    rows = copy.get("reply", {}).get("corrections", [])
    for row in rows:
        row["pieces"] = difference(row["before"], row["after"])
    corrected = {row["paragraph"] for row in rows if row["accepted"]}
    for section in copy["sections"]:
        for part in section["parts"]:
            part["contested"] = part["name"] in names
    for holder, key, name, _ in _texts(copy):
        holder["paragraphs"] = []
        for index, text in enumerate(split(holder[key])):
            number += 1
            found = f"{name}-{index}"
            row = {"number": number, "key": found, "text": text, "corrected": found in corrected}
            holder["paragraphs"].append(row)
    return copy


def corrected(data: Data, texts: Mapping[str, str]) -> Data:
    """A copy in which the paragraphs with these keys read as given. Doing it twice changes nothing."""
    copy = deepcopy(data)
    for holder, key, name, _ in _texts(copy):
        parts = split(holder[key])
        new = [joined(texts.get(f"{name}-{index}", part)) for index, part in enumerate(parts)]
        if new != parts:
            holder[key] = "\n\n".join(new)
    return copy


def difference(before: str, after: str) -> list[tuple[str, str]]:
    """What changed between two texts, word by word: pieces marked ``same``, ``out`` or ``in``."""
    old, new = re.findall(r"\s+|\S+", before), re.findall(r"\s+|\S+", after)
    pieces: list[tuple[str, str]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(old[a:b])))
            continue
        changed = (("out", "".join(old[a:b])), ("in", "".join(new[c:d])))
        pieces += [(mark, piece) for mark, piece in changed if piece]
    return pieces
