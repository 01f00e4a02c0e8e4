"""What the Director sees of each page beside its name."""

from collections.abc import Iterable
from dataclasses import dataclass

from hlp import clock
from hlp.choices import PageState
from hlp.models import Page
from hlp.models.page import PageQuerySet

COLOURS = {
    PageState.DRAFT: "grey",
    PageState.PLANNED: "yellow",
    PageState.SHOWN: "green",
    PageState.CHANGED: "blue",
}


@dataclass(frozen=True)
class Card:
    """A page with what the public sees of it at this moment."""

    page: Page
    state: PageState
    waits: bool

    @property
    def colour(self) -> str:
        """The colour of the state's tag."""
        return COLOURS[self.state]

    @property
    def is_public(self) -> bool:
        """Whether everybody can read it."""
        return self.state in {PageState.SHOWN, PageState.CHANGED}

    @property
    def is_current(self) -> bool:
        """Whether the newest version is the one that is shown."""
        return self.state == PageState.SHOWN


def card(page: Page) -> Card:
    """A page with its state of this moment."""
    now = clock.now()
    return Card(page, page.state_at(now), page.waits_at(now))


def cards(pages: PageQuerySet) -> list[Card]:
    """A card for each page: pages in the order of the menu, news newest first. One query."""
    rows: Iterable[Page] = pages.select_related("newest__by", "live", "next")
    ordered = sorted(rows, key=lambda page: (page.position, page.slug))
    newest_first = sorted(ordered, key=lambda page: page.dated_at or clock.now(), reverse=True)
    return [card(page) for page in newest_first if page.kind == "news"] + [
        card(page) for page in ordered if page.kind != "news"
    ]
