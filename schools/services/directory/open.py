"""The directory on the public site: what schools published to everybody, the same for whoever reads."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from hlp.site.feeds import SiteMap
from hlp.site.metadata import absolute
from schools.models import PracticeEdition
from schools.models.practice_edition import PracticeEditionQuerySet
from schools.services.directory.listing import Card, cards
from schools.services.directory.reading import Shown

AT_HOME = 3


def editions() -> PracticeEditionQuerySet:
    """What everybody may read, the newest first."""
    return PracticeEdition.objects.for_everybody()


def newest() -> list[PracticeEdition]:
    """The few that stand on the first page. One query."""
    return list(editions().select_related("school")[:AT_HOME])


def others(edition: PracticeEdition) -> list[Card]:
    """The newest of the others, as cards."""
    return cards(editions().exclude(pk=edition.pk)[:AT_HOME])


def structured(shown: Shown) -> dict[str, Any]:
    """An entry as schema.org's Article: the school is its author, no person."""
    edition, picture = shown.edition, shown.picture
    return {
        "@type": "Article",
        "headline": shown.text.title,
        "description": shown.text.summary,
        "datePublished": edition.published_at.isoformat() if edition else "",
        "author": {"@type": "School", "name": str(shown.text.school)},
        "about": [theme.name for theme in shown.themes],
        **({"image": [absolute(picture.middle)]} if picture else {}),
    }


class PracticeMap(SiteMap):
    """The pages of the public directory, for search engines."""

    def items(self) -> Iterable[PracticeEdition]:
        """What everybody may read."""
        return editions()

    def location(self, item: PracticeEdition) -> str:
        """The page of one."""
        return item.public_address

    def lastmod(self, item: PracticeEdition) -> datetime:
        """When this edition was published."""
        moment: datetime = item.published_at
        return moment
