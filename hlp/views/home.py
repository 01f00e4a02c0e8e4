"""The first page after sign-in: what needs you now as one list, what is coming, how it is going."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

from hlp.access import Request
from hlp.home import posts
from hlp.needs import arranged


def home(request: Request) -> HttpResponse:
    """The panels of every room for this person; without a post, a page that says whom to ask."""
    found = [panel for path in settings.HOME_PANELS for panel in import_string(path)(request.user)]
    held = posts(request.user)
    if not held and not found:
        return render(request, "hlp/home/nothing.html")
    others = [panel for panel in found if not _lists_needs(panel)]
    context = {part: _drawn(request, others, part) for part in ("now", "coming", "overview")}
    needs = arranged(item for panel in found if _lists_needs(panel) for item in panel["context"]["items"])
    return render(request, "hlp/home/home.html", {**context, "posts": held, "needs": needs})


def _lists_needs(panel: dict[str, Any]) -> bool:
    return panel["order"] == "now" and "items" in panel["context"]


def _drawn(request: Request, found: list[dict[str, Any]], part: str) -> list[str]:
    """The panels of one part of the page as HTML, in the order of ``settings.HOME_PANELS``."""
    return [render_to_string(p["template"], p["context"], request) for p in found if p["order"] == part]
