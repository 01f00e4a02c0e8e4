"""How templates write what a score card holds."""

from collections.abc import Sequence
from datetime import date

from django import template

from scorecard.calculations.inspecting import scale_of
from scorecard.choices import reason_label as reason

register = template.Library()


@register.filter
def reason_label(code: str) -> str:
    """Why there is no figure, in words, without the full stop."""
    return reason(code)


@register.filter
def isodate(text: str) -> str:
    """``2026-01-14`` as people write a day: ``14 January 2026``."""
    if not text:
        return ""
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"


@register.filter
def at(items: Sequence[str], position: int) -> str:
    """The item at a position."""
    return items[position]


@register.simple_tag
def scale(framework: str) -> Sequence[str]:
    """The steps of a framework's scale, from the best."""
    return scale_of(framework)
