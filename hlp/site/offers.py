"""What the rooms offer to the public site, as settings list it: entries of the menu and panels on pages."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString

from hlp.site import reading

ELSEWHERE = {"home", "contact", "accessibility", "privacy"}  # named by the header and the footer


@dataclass(frozen=True)
class Site:
    """The frame of a public page. ``here`` is the address of the page that is read."""

    here: str

    @cached_property
    def pages(self) -> list[reading.Shown]:
        """Every page of this moment."""
        return reading.all_pages()

    @cached_property
    def menu(self) -> list[dict[str, Any]]:
        """The entries of the menu, in the order of ``settings.PUBLIC_NAVIGATION``; the one of this page is marked."""
        entries = [entry for path in settings.PUBLIC_NAVIGATION for entry in import_string(path)(self)]
        return [{**entry, "current": _leads_to(entry["href"], self.here)} for entry in entries]

    @cached_property
    def about(self) -> list[reading.Shown]:
        """The pages beside a page of text: all but those that stand elsewhere."""
        return [page for page in self.pages if page.slug not in ELSEWHERE]


def _leads_to(href: str, here: str) -> bool:
    return here.startswith(href)


def opening(site: Site) -> list[dict[str, Any]]:
    """The first entries: the pages that the Director put into the menu."""
    named = [page for page in site.pages if page.in_menu and page.slug != "home"]
    return [{"label": page.title, "href": page.href, "page": True} for page in named]


def closing(site: Site) -> list[dict[str, Any]]:
    """The last entries: news and contact."""
    return [
        {"label": "News", "href": reverse("hlp:news-list")},
        {"label": "Contact", "href": reverse("hlp:contact")},
    ]


def panels(place: str, request: HttpRequest) -> list[SafeString]:
    """What the rooms show at a place of the site, as HTML in the order of ``settings.PUBLIC_PANELS``.

    Each entry of the list is a function ``(place) -> list`` of ``{"template", "context"}``. Places are the slugs of
    pages and ``home-hero``, beside the first words of the site. Nothing in them may depend on who reads.
    """
    found = [panel for path in settings.PUBLIC_PANELS for panel in import_string(path)(place)]
    return [render_to_string(panel["template"], panel["context"], request) for panel in found]
