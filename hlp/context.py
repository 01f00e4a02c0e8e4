"""What every page's shell needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from hlp.models import Partnership


def shell(request: HttpRequest) -> dict[str, Any]:
    """The partnership, whether this is a demonstration, and the navigation of the person who reads."""
    return {
        "partnership": SimpleLazyObject(Partnership.current),
        "demo": settings.DEMO,
        "lado_contact": settings.LADO_CONTACT,
        "navigation": SimpleLazyObject(lambda: navigation(request)),
    }


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The entries of the navigation, in the order of ``settings.NAVIGATION``; the current one is marked."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    entries = [entry for path in settings.NAVIGATION for entry in import_string(path)(user)]
    here = max((e["href"] for e in entries if request.path.startswith(e["href"])), key=len, default="")
    return [{**entry, "current": entry["href"] == here} for entry in entries]
