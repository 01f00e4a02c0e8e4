"""What machines read of the site: the feed of news and the maps of addresses."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.html import format_html

from hlp import text
from hlp.models import Partnership
from hlp.site import reading
from hlp.site.metadata import absolute

IN_THE_FEED = 20


class NewsFeed(Feed):  # type: ignore[type-arg]
    """The newest news as RSS, with their whole text."""

    description_template = None

    def title(self) -> str:
        """Whose news it is."""
        return f"News of {Partnership.current().name}"

    def link(self) -> str:
        """The page of news."""
        return absolute(reverse("hlp:news-list"))

    def feed_url(self) -> str:
        """The address of the feed itself."""
        return absolute(reverse("hlp:news-feed"))

    def description(self) -> str:
        """What is in it."""
        return "What the partnership and its members are doing."

    def items(self) -> list[reading.Shown]:
        """The newest pieces of news."""
        return reading.latest_news(bodies=True)[:IN_THE_FEED]

    def item_title(self, item: Any) -> str:
        """The title."""
        return str(item.title)

    def item_description(self, item: Any) -> str:
        """Summary and text."""
        return format_html("<p>{}</p>{}", item.summary, text.page_html(item.body))

    def item_link(self, item: Any) -> str:
        """Its page."""
        return absolute(item.href)

    def item_guid(self, item: Any) -> str:
        """Its address, which stays."""
        return absolute(item.href)

    def item_pubdate(self, item: Any) -> datetime | None:
        """When it was first to be seen."""
        moment: datetime | None = item.dated_at
        return moment


class SiteMap(Sitemap):  # type: ignore[type-arg]
    """A map whose addresses are those of ``settings.SITE_URL``, whatever name a proxy asks by."""

    def get_protocol(self, protocol: str | None = None) -> str:
        """``https`` where the site is behind TLS."""
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        """The host of the site."""
        return urlsplit(settings.SITE_URL).netloc


class PageMap(SiteMap):
    """Pages and news."""

    def items(self) -> Iterable[reading.Shown]:
        """Everything that is shown."""
        return [*reading.all_pages(), *reading.latest_news()]

    def location(self, item: reading.Shown) -> str:
        """The address."""
        return item.href

    def lastmod(self, item: reading.Shown) -> datetime | None:
        """When it last changed, where that is known."""
        return item.changed_at
