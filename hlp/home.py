"""What the kernel offers to every page: its entries in the navigation and the reader's posts."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from hlp.models import User


def navigation(user: User) -> list[dict[str, Any]]:
    """Home for everybody who is signed in."""
    return [{"label": "Home", "href": reverse("hlp:home")}]


def office(user: User) -> list[dict[str, Any]]:
    """Texts for everybody; messages for those who may read them. They stand last in the navigation."""
    entries = [{"label": "Texts", "href": reverse("hlp:text-list")}]
    if user.has_perm("hlp.read_messages"):
        entries.append({"label": "Messages", "href": reverse("hlp:message-list")})
    return entries


def posts(user: User) -> list[str]:
    """The posts that a person holds today, as ``settings.ACCESS_ROLES`` describe them."""
    return [title for path in settings.ACCESS_ROLES for title in import_string(path)(user)]
