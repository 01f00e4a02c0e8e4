"""The published entries as the list shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from schools.models import PracticeEdition, PracticePicture, Theme


@dataclass(frozen=True)
class Card:
    """One entry of the list: what is published of it, its themes and the picture that stands for it."""

    edition: PracticeEdition
    themes: tuple[Theme, ...]
    picture: PracticePicture | None


def cards(editions: Iterable[PracticeEdition]) -> list[Card]:
    """The cards of these editions in their order. At most four queries."""
    rows = list(editions)
    prefetch_related_objects(rows, "school", "themes", "pictures__picture")
    return [card(edition) for edition in rows]


def card(edition: PracticeEdition) -> Card:
    """The card of one edition; themes and pictures should have been fetched before."""
    pictures = list(edition.pictures.all())
    return Card(edition, tuple(edition.themes.all()), pictures[0] if pictures else None)
