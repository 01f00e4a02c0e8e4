"""The PDF of an edition: asked for when it is published, printed by the worker, the same for everybody."""

from datetime import datetime
from typing import Any

from django.utils.text import slugify

from hlp import documents
from hlp.models import Document
from schools.models import PracticeEdition
from schools.services.directory.reading import published

KIND = "practice"


def about(edition: PracticeEdition) -> str:
    """How the document of an edition is known."""
    return f"practice:{edition.entry_id}"


def ask(edition: PracticeEdition, *, at: datetime | None = None) -> Document:
    """Have an edition printed, or find it where it was: plain facts, frozen."""
    school = slugify(edition.school.name)
    return documents.ask(
        KIND,
        about=about(edition),
        title=edition.title,
        filename=f"{school}-{slugify(edition.title)[:60]}.pdf",
        source=facts(edition),
        at=at,
    )


def document_of(edition: PracticeEdition) -> Document | None:
    """The document of an edition, or None where it was never asked for."""
    return documents.newest(KIND, about(edition))


def is_printed(edition: PracticeEdition) -> bool:
    """Whether the PDF of this very edition can be read."""
    document = document_of(edition)
    return document is not None and document.is_ready and document.source.get("number") == edition.number


def read(edition: PracticeEdition) -> tuple[str, bytes] | None:
    """Name and bytes of the PDF of an edition, or None while it is not printed."""
    document = document_of(edition)
    if document is None or not is_printed(edition):
        return None
    return document.filename, documents.read(document)


def facts(edition: PracticeEdition) -> dict[str, Any]:
    """What the PDF shows: words, facts, and the pictures by their keys."""
    shown = published(edition)
    text = shown.text
    prose = ("context", "need", "what_we_did", "impact", "would_change", "resources")
    words = ("title", "summary", "measure", "before", "after", "source", "contact_role", "visit_days")
    return {
        "number": edition.number,
        "kind": edition.get_kind_display(),
        "school": str(edition.school),
        "invented": edition.school.invented,
        "published_on": edition.published_on.isoformat(),
        "public": edition.is_public,
        **{name: getattr(text, name) for name in (*prose, *words)},
        "pupils": text.pupils,
        "visits_welcome": text.visits_welcome,
        "visit_capacity": text.visit_capacity,
        "themes": [theme.name for theme in shown.themes],
        "school_facts": shown.school_facts,
        "doing_facts": shown.doing_facts,
        "pictures": [
            {"key": one.picture_id, "alternative": one.alternative, "caption": one.caption,
             "width": one.picture.width, "height": one.picture.height}
            for one in shown.pictures
        ],
        "files": [one.title for one in shown.files],
    }  # fmt: skip
