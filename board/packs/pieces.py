"""What the engine is given: a meeting's facts, its items and their papers, as plain data."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ADDRESS = "https://pack.invalid/"  # what the contents link to until the pages are there


@dataclass(frozen=True)
class PaperFile:
    """One paper: its letter within the item ("A"), title, file and number of pages.

    ``note`` is said beside it in the contents, for instance that a screen reader cannot read it.
    """

    letter: str
    title: str
    path: Path
    pages: int
    note: str = ""
    late: bool = False


@dataclass(frozen=True)
class PackItem:
    """One item of the agenda with the papers that this pack holds of it.

    ``facts`` are pairs of term and value for its own page; ``remark`` says why papers are absent, where they are.
    """

    number: str
    title: str
    part: int
    facts: tuple[tuple[str, str], ...] = ()
    remark: str = ""
    papers: tuple[PaperFile, ...] = ()

    @property
    def on_time(self) -> tuple[PaperFile, ...]:
        """The papers that stand under the item."""
        return tuple(paper for paper in self.papers if not paper.late)

    @property
    def late(self) -> tuple[PaperFile, ...]:
        """The papers that stand in the addendum."""
        return tuple(paper for paper in self.papers if paper.late)


@dataclass(frozen=True)
class PackContents:
    """Everything of one pack. ``running`` is printed at the head of each page, ``facts`` go to the front pages."""

    title: str
    running: str
    items: tuple[PackItem, ...]
    author: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Opening:
    """A page of the pack's own that opens an item, or its part of the addendum, and the papers that follow it."""

    item: PackItem
    papers: tuple[PaperFile, ...]
    late: bool = False

    @property
    def pages(self) -> int:
        """How many pages it takes with its papers; the opening itself is one."""
        return 1 + sum(paper.pages for paper in self.papers)


def openings(contents: PackContents) -> list[Opening]:
    """The order of the pack: each item that has papers, then the addendum of what came late."""
    on_time = [Opening(item, item.on_time) for item in contents.items if item.on_time]
    return on_time + [Opening(item, item.late, late=True) for item in contents.items if item.late]


@dataclass(frozen=True)
class Placed:
    """An opening with the number of its first page, and each of its papers with theirs."""

    opening: Opening
    page: int
    papers: tuple[tuple[PaperFile, int], ...]


def place(found: list[Opening], front: int) -> Iterator[Placed]:
    """Where everything stands when ``front`` pages come before the first item."""
    page = front + 1
    for opening in found:
        papers, at = [], page + 1
        for paper in opening.papers:
            papers.append((paper, at))
            at += paper.pages
        yield Placed(opening, page, tuple(papers))
        page += opening.pages


@dataclass(frozen=True)
class Front:
    """The printed front pages, with the openings as their last pages, and where everything then stands."""

    path: Path
    placed: list[Placed]
