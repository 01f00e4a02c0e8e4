"""What the board offers to the public site: who sits on it."""

from typing import Any

from django.urls import reverse

from board.roles import board_roles_of
from board.services.naming import public_seats
from hlp.models import User


def member_panels(place: str) -> list[dict[str, Any]]:
    """On the page about the board its seats, with the names of those who agreed to be named."""
    seats = public_seats() if place == "board" else []
    return [{"template": "board/public/members.html", "context": {"seats": seats}}] if seats else []


def account_links(user: User) -> list[dict[str, Any]]:
    """On the account page of a member: whether the public may read their name."""
    if not board_roles_of(user).member:
        return []
    return [{"label": "My name on the public page about the board", "href": reverse("board:own-name")}]
