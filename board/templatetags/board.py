"""Filters of the board's pages."""

from typing import Any

from django import template

register = template.Library()


@register.filter
def of_item(links: dict[int, list[dict[str, str]]] | str | None, item: int) -> list[dict[str, Any]]:
    """The links below one item of an agenda, by its primary key."""
    return links.get(item, []) if isinstance(links, dict) else []
