"""The findings of a report: its strengths, even-better-ifs and actions, read from the frozen data.

A finding is what stands under one number or one bullet. A short line that leads into a list is put before each of its
bullets, so that every finding can be read by itself.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from peerchallenge.choices import FindingKind
from peerchallenge.packs.paragraphs import split

Data = dict[str, Any]
BULLET = re.compile(r"^\s*(?:[-–—•*·▪‣o]|\d{1,2}[.)]|[a-z]\))\s+")
# Fewer words than these say nothing by themselves ("None seen"); an action may be as short as it likes.
FEWEST_WORDS = 3
# A line that leads into a list and has more words than these is a finding of its own.
MOST_LEADING_WORDS = 12
PLACE_CHARACTERS = 120
KINDS = {
    "teaching_strengths": FindingKind.STRENGTH,
    "teaching_better": FindingKind.BETTER,
    "focus_strengths": FindingKind.STRENGTH,
    "focus_better": FindingKind.BETTER,
}


@dataclass(frozen=True)
class Found:
    """One finding as it stands in a report. ``section`` is the slug of the section that holds it."""

    kind: FindingKind
    text: str
    place: str
    section: str


def found_in(data: Data) -> list[Found]:
    """The findings of a version's frozen data, in the order of reading. None of a sealed version."""
    return [row for section in data.get("sections", []) for row in _of(section)]


def _of(section: Data) -> Iterator[Found]:
    place = section["title"][:PLACE_CHARACTERS]
    for part in section["parts"]:
        if kind := KINDS.get(part["name"]):
            for text in pieces(part["text"]):
                yield Found(kind, text, place, section["slug"])
    for action in section["actions"]:
        if text := _one_line(action["what"]):
            yield Found(FindingKind.ACTION, text, place, section["slug"])


def pieces(value: str) -> list[str]:
    """What a text says, one by one: its bullets, and its paragraphs where they are no list."""
    found = [piece for paragraph in split(value) for piece in _pieces(paragraph)]
    return [piece for piece in found if len(piece.split()) >= FEWEST_WORDS]


def _pieces(paragraph: str) -> Iterator[str]:
    leading, rows = _lines(paragraph)
    lead = _one_line(" ".join(leading))
    if not rows:
        yield lead
        return
    leads = lead.endswith(":") and len(lead.split()) <= MOST_LEADING_WORDS
    if lead and not leads:
        yield lead
    for row in rows:
        yield f"{lead} {row}" if leads else row


def _lines(paragraph: str) -> tuple[list[str], list[str]]:
    """The lines before the first bullet, and the bullets, each with the lines that go on with it."""
    leading: list[str] = []
    rows: list[str] = []
    for line in paragraph.splitlines():
        if BULLET.match(line):
            rows.append(_one_line(BULLET.sub("", line)))
        elif rows:
            rows[-1] = _one_line(f"{rows[-1]} {line}")
        else:
            leading.append(line)
    return leading, rows


def _one_line(value: str) -> str:
    return " ".join(value.split())
