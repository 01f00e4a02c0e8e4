"""Text on paper."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from hlp.text import paragraphs

register = template.Library()

# A tag, which is left alone, or a word with a hyphen, dash or stroke inside.
_TAG_OR_COMPOUND = re.compile(r"<[^>]*>|[^\s<>]*\w[-–—/]\w[^\s<>]*")
LONGEST = 40  # characters; a longer one has to break somewhere


@register.filter
def unbroken(html: str) -> SafeString:
    """Keep ``first-class`` on one line, so that who searches or copies the paper's text finds the word whole."""
    return mark_safe(_TAG_OR_COMPOUND.sub(_kept, conditional_escape(html)))  # noqa: S308 escaped above


@register.filter
def printed(value: str | None) -> SafeString:
    """Typed text as paragraphs and lists for paper."""
    return unbroken(paragraphs(value or ""))


def _kept(match: re.Match[str]) -> str:
    found = match[0]
    if found.startswith("<") or len(found) > LONGEST:
        return found
    return f'<span class="unbroken">{found}</span>'
