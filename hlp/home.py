"""What the kernel offers to every page: its entries in the navigation and the reader's posts."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Min
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils.module_loading import import_string

from hlp import clock
from hlp.models import Enquiry, Message, User

ANSWERED_WITHIN = timedelta(days=7)  # five working days


def navigation(user: User) -> list[dict[str, Any]]:
    """Home for everybody who is signed in."""
    return [{"label": "Home", "href": reverse("hlp:home")}]


def office(user: User) -> list[dict[str, Any]]:
    """Texts for everybody; messages, enquiries and the website for those who look after them. They stand last."""
    entries = [{"label": "Texts", "href": reverse("hlp:text-list")}]
    if user.has_perm("hlp.read_messages"):
        entries.append({"label": "Messages", "href": reverse("hlp:message-list")})
    if user.has_perm("hlp.read_enquiries"):
        entries.append({"label": "Enquiries", "href": reverse("hlp:enquiry-list")})
    if user.has_perm("hlp.edit_site"):
        entries.append({"label": "Website", "href": reverse("hlp:site-list")})
    return entries


def panels(user: User) -> list[dict[str, Any]]:
    """Among what needs the office now: e-mails that could not be sent, and what visitors wrote."""
    items = [*_unsent(user), *_unanswered(user)]
    if not items:
        return []
    return [{"template": "_components/action_list.html", "context": {"items": items}, "order": "now"}]


def _unsent(user: User) -> list[dict[str, Any]]:
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
    return [item]


def _unanswered(user: User) -> list[dict[str, Any]]:
    if not user.has_perm("hlp.read_enquiries"):
        return []
    found = Enquiry.objects.visible_to(user).waiting().aggregate(number=Count("pk"), since=Min("at"))
    number = found["number"]
    if not number:
        return []
    item = {
        "since": found["since"],
        "late": clock.now() - found["since"] > ANSWERED_WITHIN,
        "status": "To answer",
        "colour": "yellow",
        "title": f"{number} message{pluralize(number)} from visitors of the website",
        "href": reverse("hlp:enquiry-list"),
        "text": "We promise an answer within five working days.",
    }
    return [item]


def posts(user: User) -> list[str]:
    """The posts that a person holds today, as ``settings.ACCESS_ROLES`` describe them."""
    return [title for path in settings.ACCESS_ROLES for title in import_string(path)(user)]


def account_links(user: User) -> list[dict[str, Any]]:
    """The links of the account page, as ``settings.ACCOUNT_LINKS`` offer them."""
    return [link for path in settings.ACCOUNT_LINKS for link in import_string(path)(user)]
