"""Why an entry was found: the words that were asked for, marked where they stand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hlp.likeness import words_of
from schools.models import PracticeEdition
from schools.services.directory.search.asking import Question

FIELDS = [
    ("", "summary"),
    ("Why they did it", "need"),
    ("What they did", "what_we_did"),
    ("What it changed", "impact"),
    ("What they would do differently", "would_change"),
    ("What others can use", "resources"),
    ("About the school", "context"),
    ("What was measured", "measure"),
    ("What it cost", "cost"),
    ("Where it was found", "provenance"),
]
TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
BEFORE, AROUND = 70, 210  # characters shown before the first word found, and in all

Piece = tuple[str, bool]  # text, and whether it is marked


@dataclass(frozen=True)
class Why:
    """The title and the most telling text in pieces; where the text stands; what matches among themes and school."""

    title: list[Piece]
    where: str
    text: list[Piece]
    labels: list[str]


def reasons(edition: PracticeEdition, question: Question) -> Why:
    """The text that holds the most of what was asked for, cut around the first word found."""
    stems = question.stems
    candidates = [(where, getattr(edition, name)) for where, name in FIELDS if getattr(edition, name)]
    scored = [(len(_found(text, stems)), -n, where, text) for n, (where, text) in enumerate(candidates)]
    number, _, where, text = max(scored, default=(0, 0, "", edition.summary))
    labels = [theme.name for theme in edition.themes.all()] + [str(edition.school)]
    marked = [label for label in labels if _found(label, stems)]
    if not number:
        where, text = "", edition.summary
    return Why(pieces(edition.title, stems), where, _cut(text, stems), marked)


def _found(text: str, stems: Iterable[str]) -> set[str]:
    return {stem for stem in stems for word in words_of(text) if word.startswith(stem)}


def pieces(text: str, stems: Iterable[str]) -> list[Piece]:
    """A text in pieces, those words marked that begin with one of the stems."""
    found: list[Piece] = []
    place = 0
    for token in TOKEN.finditer(text):
        if _is_wanted(token[0], stems):
            found += [(text[place : token.start()], False), (token[0], True)]
            place = token.end()
    return [piece for piece in [*found, (text[place:], False)] if piece[0]]


def _is_wanted(token: str, stems: Iterable[str]) -> bool:
    return any(word.startswith(stem) for word in words_of(token) for stem in stems)


def _cut(text: str, stems: Iterable[str]) -> list[Piece]:
    flat = " ".join(text.split())
    first = next((token.start() for token in TOKEN.finditer(flat) if _is_wanted(token[0], stems)), 0)
    start = flat.rfind(" ", 0, max(first - BEFORE, 0)) + 1 if first > BEFORE else 0
    end = len(flat) if len(flat) <= start + AROUND else max(flat.rfind(" ", 0, start + AROUND), start)
    lead, rest = ("… " if start else ""), (" …" if end < len(flat) else "")
    return pieces(f"{lead}{flat[start:end]}{rest}", stems)
