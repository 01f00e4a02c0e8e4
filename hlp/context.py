"""What every page's shell needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from hlp.models import Partnership
from hlp.site.offers import Site


def shell(request: HttpRequest) -> dict[str, Any]:
    """The partnership, whether this is a demonstration, the navigation of the person who reads, and the public site's."""
    return {
        "partnership": SimpleLazyObject(Partnership.current),
        "demo": settings.DEMO,
        "lado_contact": settings.LADO_CONTACT,
        "navigation": SimpleLazyObject(lambda: navigation(request)),
        "site": Site(request.path),
    }


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The sections of the navigation, in the order of ``settings.NAVIGATION``; the current one and its entry are marked.

    A section leads to its first entry; its entries are shown where it is the current one. One entry alone is its own
    section.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    sections = [(name, import_string(path)(user)) for name, path in settings.NAVIGATION]
    hrefs = [entry["href"] for _, entries in sections for entry in entries]
    here = max((href for href in hrefs if request.path.startswith(href)), key=len, default="")
    return [_section(name, entries, here) for name, entries in sections if entries]


def _section(name: str, entries: list[dict[str, Any]], here: str) -> dict[str, Any]:
    marked = [{**entry, "current": entry["href"] == here} for entry in entries]
    alone = len(marked) == 1
    return {
        "label": marked[0]["label"] if alone or not name else name,
        "href": marked[0]["href"],
        "current": any(entry["current"] for entry in marked),
        "entries": [] if alone else marked,
    }
