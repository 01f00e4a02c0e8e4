"""Filters that every template has: time in words and text made safe."""

from datetime import date, datetime, time

from django import template
from django.utils.safestring import SafeString

from hlp import clock as clocks
from hlp import text

register = template.Library()


@register.filter
def when(moment: datetime | None) -> str:
    """``Sunday 22 November 2026 at 4pm``; nothing for None."""
    return clocks.when(moment) if moment else ""


@register.filter
def day(moment: datetime | date | None) -> str:
    """``Sunday 22 November 2026``; nothing for None."""
    return clocks.day(moment) if moment else ""


@register.filter
def short_day(moment: datetime | date | None) -> str:
    """``22 Nov``; nothing for None."""
    return clocks.short_day(moment) if moment else ""


@register.filter
def clock(moment: datetime | time | None) -> str:
    """``4pm`` or ``3:30pm``; nothing for None (midnight is a time, though it is falsy to some)."""
    return clocks.clock_time(moment) if moment is not None and moment != "" else ""


@register.filter
def left(due: datetime | None) -> str:
    """``21 hours left`` or ``3 hours 10 minutes late``; nothing for None."""
    return clocks.left(due) if due else ""


@register.filter
def markdown(value: str | None) -> SafeString:
    """The Director's Markdown as clean HTML."""
    return text.markdown_html(value or "")


@register.filter
def page_text(value: str | None) -> SafeString:
    """The Markdown of a public page as clean HTML, its headings below the page's own."""
    return text.page_html(value or "")


@register.filter
def paragraphs(value: str | None) -> SafeString:
    """Plain text as paragraphs and lists."""
    return text.paragraphs(value or "")


@register.filter
def kilometres(metres: float | None) -> str:
    """``1.2 km`` for 1,184 metres; nothing for None."""
    return "" if metres is None else f"{metres / 1000:.1f} km"


@register.filter
def counted(number: int | None, one: str) -> str:
    """``3|counted:"school"`` is ``3 schools``; give ``"child,children"`` for an unusual plural."""
    single, _, many = one.partition(",")
    return f"{number} {single if number == 1 else many or single + 's'}"
