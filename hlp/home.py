"""What the kernel offers to every page: its entries in the navigation and the reader's posts."""

from typing import Any

from django.conf import settings
from django.db.models import Count, Min
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils.module_loading import import_string

from hlp.models import Message, User


def navigation(user: User) -> list[dict[str, Any]]:
    """Home for everybody who is signed in."""
    return [{"label": "Home", "href": reverse("hlp:home")}]


def office(user: User) -> list[dict[str, Any]]:
    """Texts for everybody; messages for those who may read them. They stand last in the navigation."""
    entries = [{"label": "Texts", "href": reverse("hlp:text-list")}]
    if user.has_perm("hlp.read_messages"):
        entries.append({"label": "Messages", "href": reverse("hlp:message-list")})
    return entries


def panels(user: User) -> list[dict[str, Any]]:
    """Among what needs the office now: e-mails that could not be sent."""
    if not user.has_perm("hlp.read_messages"):
        return []
    found = Message.objects.visible_to(user).failed().aggregate(number=Count("pk"), since=Min("written_at"))
    failed = found["number"]
    if not failed:
        return []
    item = {
        "since": found["since"],
        "late": True,
        "status": "Not told",
        "colour": "red",
        "title": f"{failed} e-mail{pluralize(failed)} could not be sent",
        "href": f"{reverse('hlp:message-list')}?state=failed",
        "text": "See why, put the address right and send it again, or ring.",
    }
    return [{"template": "_components/action_list.html", "context": {"items": [item]}, "order": "now"}]


def posts(user: User) -> list[str]:
    """The posts that a person holds today, as ``settings.ACCESS_ROLES`` describe them."""
    return [title for path in settings.ACCESS_ROLES for title in import_string(path)(user)]


def account_links(user: User) -> list[dict[str, Any]]:
    """The links of the account page, as ``settings.ACCOUNT_LINKS`` offer them."""
    return [link for path in settings.ACCOUNT_LINKS for link in import_string(path)(user)]
