"""What everybody sees: pages and news of this moment, read without asking who reads."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from hlp import clock
from hlp.choices import PageKind
from hlp.models import FormerAddress, Page, PageVersion, Picture
from hlp.models.page import ADDRESSES
from hlp.site.defaults import BY_SLUG, DEFAULTS, Default


@dataclass(frozen=True)
class Section:
    """A part of the first page."""

    title: str
    body: str

    @property
    def has_steps(self) -> bool:
        """Whether it holds a numbered list, which is shown as steps side by side."""
        return re.search(r"^1\. ", self.body, re.MULTILINE) is not None


@dataclass(frozen=True)
class Shown:
    """A page or a piece of news as it is shown."""

    slug: str
    href: str
    title: str
    summary: str
    body: str = ""
    picture: Picture | None = None
    picture_text: str = ""
    dated_at: datetime | None = None
    changed_at: datetime | None = None
    in_menu: bool = False
    position: int = 100

    @property
    def sections(self) -> list[Section]:
        """The body in parts, one a heading of the second level; what stands before the first has no title."""
        parts = re.split(r"^##?[ \t]+(.+)$", self.body, flags=re.MULTILINE)
        titled = zip(["", *parts[1::2]], parts[0::2], strict=True)
        return [Section(title.strip(), body.strip()) for title, body in titled if title or body.strip()]


def read_page(slug: str, *, at: datetime | None = None) -> Shown | None:
    """The page of an address as everybody sees it at this moment, or None. One query.

    A page that ships with the product is there also before it was put into the database.
    """
    page = Page.objects.pages().select_related("live__picture", "next__picture").filter(slug=slug).first()
    if page is None:
        return _shipped(BY_SLUG[slug]) if slug in BY_SLUG else None
    return shown(page, page.version_at(at or clock.now()))


def read_news(slug: str, *, at: datetime | None = None) -> Shown | None:
    """The piece of news of an address, or None. One query."""
    moment = at or clock.now()
    page = Page.objects.shown(moment).news().filter(slug=slug).first()
    return shown(page, page.version_at(moment)) if page else None


def all_pages(*, at: datetime | None = None) -> list[Shown]:
    """Every page of this moment in the order of the menu, without bodies. One query."""
    moment = at or clock.now()
    rows = Page.objects.pages().select_related("live", "next").defer("live__body", "next__body")
    found = {page.slug: _listed(page, page.version_at(moment)) for page in rows}
    missing = [_shipped(default, body=False) for default in DEFAULTS if default.slug not in found]
    here = [page for page in found.values() if page is not None]
    return sorted([*here, *missing], key=lambda page: (page.position, page.slug))


def latest_news(*, bodies: bool = False, at: datetime | None = None) -> list[Shown]:
    """All news of this moment, newest first, with or without their texts. One query."""
    moment = at or clock.now()
    rows = Page.objects.shown(moment).news()
    if bodies:
        found = [shown(page, page.version_at(moment)) for page in rows]
    else:
        found = [_listed(page, page.version_at(moment)) for page in rows.defer("live__body", "next__body")]
    return [page for page in found if page is not None]


def moved(kind: PageKind, slug: str) -> str | None:
    """The address to which a former address leads, or None."""
    former = FormerAddress.objects.select_related("page").filter(kind=kind, slug=slug).first()
    return former.page.get_absolute_url() if former else None


def shown(page: Page, version: PageVersion | None) -> Shown | None:
    """A page with one of its versions, or None without."""
    found = _listed(page, version)
    if found is None or version is None:
        return None
    return Shown(**{**vars(found), "body": version.body})


def _listed(page: Page, version: PageVersion | None) -> Shown | None:
    if version is None:
        return None
    return Shown(
        slug=page.slug,
        href=page.get_absolute_url(),
        title=version.title,
        summary=version.summary,
        picture=version.picture if version.picture_id else None,
        picture_text=version.picture_text,
        dated_at=page.dated_at,
        changed_at=version.at,
        in_menu=page.in_menu,
        position=page.position,
    )


def _shipped(default: Default, *, body: bool = True) -> Shown:
    href = (
        reverse(ADDRESSES[default.slug])
        if default.slug in ADDRESSES
        else reverse("hlp:page", args=[default.slug])
    )
    return Shown(
        slug=default.slug,
        href=href,
        title=default.title,
        summary=default.summary,
        body=default.body if body else "",
        in_menu=default.in_menu,
        position=default.position,
    )


def free_slug(kind: PageKind, wanted: str) -> str:
    """An address that no page has or had: the wanted one, or it with the first number that is free."""
    for number in range(1, 1000):
        slug = wanted if number == 1 else f"{wanted[:76]}-{number}"
        taken = Page.objects.filter(kind=kind, slug=slug).exists()
        if not taken and not FormerAddress.objects.filter(kind=kind, slug=slug).exists():
            return slug
    return f"{wanted[:60]}-{clock.now():%Y%m%d%H%M%S}"
