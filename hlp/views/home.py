"""The first page after sign-in: what needs you now, what is coming, how it is going."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.module_loading import import_string

from hlp.access import Request
from hlp.home import posts


def home(request: Request) -> HttpResponse:
    """The panels of every room for this person; without a post, a page that says whom to ask."""
    found = [panel for path in settings.HOME_PANELS for panel in import_string(path)(request.user)]
    held = posts(request.user)
    if not held and not found:
        return render(request, "hlp/home/nothing.html")
    context = {part: _drawn(request, found, part) for part in ("now", "coming", "overview")}
    return render(request, "hlp/home/home.html", {**context, "posts": held})


def _drawn(request: Request, found: list[dict[str, Any]], part: str) -> list[str]:
    """The panels of one part of the page as HTML, in the order of ``settings.HOME_PANELS``."""
    return [render_to_string(p["template"], p["context"], request) for p in found if p["order"] == part]
