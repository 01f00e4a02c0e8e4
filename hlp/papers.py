"""Papers that the rooms offer to whoever assembles them: drawn from the system with one click, frozen at that moment.

``settings.PAPER_SOURCES`` lists functions that give sources. A paper in part II (restricted) names what part I counts.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.text import slugify

from hlp import clock, documents, pdf
from hlp.documents import Progress
from hlp.models import Document

KIND = "paper"


@dataclass(frozen=True)
class PaperSource:
    """One paper on offer. ``facts(at)`` gives plain data, ``template`` extends ``pdf/base.html`` and prints them."""

    key: str
    title: str
    restricted: bool
    template: str
    facts: Callable[[datetime], dict[str, Any]]

    @property
    def about(self) -> str:
        """How its documents are called."""
        return f"{KIND}:{self.key}"


def sources() -> list[PaperSource]:
    """Every paper on offer, in the order of the settings."""
    return [source for path in settings.PAPER_SOURCES for source in import_string(path)()]


def source(key: str) -> PaperSource:
    """The paper with this key. Raises KeyError where nobody offers it."""
    return {one.key: one for one in sources()}[key]


def draw(paper: PaperSource, *, at: datetime | None = None) -> Document:
    """Freeze the facts of this moment and ask for their PDF; the same facts of one day are one document."""
    moment = at or clock.now()
    return documents.ask(
        KIND,
        about=paper.about,
        title=paper.title,
        filename=f"{slugify(paper.title)}-{clock.local(moment):%Y-%m-%d}.pdf",
        source={
            "title": paper.title,
            "restricted": paper.restricted,
            "template": paper.template,
            "as_of": clock.day(moment),
            **paper.facts(moment),
        },
        at=moment,
    )


def drawn(offered: Iterable[PaperSource]) -> list[Document]:
    """Every document that was drawn from these sources, the newest first."""
    found = Document.objects.filter(kind=KIND, about__in=[one.about for one in offered])
    return list(found.order_by("-asked_at", "-pk"))


def build(source: dict[str, Any], progress: Progress) -> bytes:
    """The PDF of a drawn paper."""
    part = "Part II, restricted. " if source["restricted"] else ""
    return pdf.render(source["template"], {**source, "running": f"{part}{source['title']}"}, progress)
