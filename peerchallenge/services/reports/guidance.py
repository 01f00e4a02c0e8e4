"""Guidance beside each heading of the report, as the Director keeps it among the partnership's texts."""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString

from hlp.models import Text
from hlp.text import markdown_html
from peerchallenge.packs.sections import Section

GUIDANCE = "report-guidance"
_HEADING = re.compile(r"^##\s+(.+?)\s*$", re.MULTILINE)


def guidance_of(section: Section) -> SafeString:
    """What the text says under the section's title; where it says nothing, what the product ships with. One query."""
    text = Text.objects.filter(slug=GUIDANCE).select_related("current").first()
    parts = _HEADING.split(text.current.body)[1:] if text and text.current else []
    said = dict(zip((title.casefold() for title in parts[::2]), parts[1::2], strict=True))
    words = said.get(section.title.casefold(), "").strip()
    return markdown_html(words) if words else format_html('<p class="govuk-body">{}</p>', section.guidance)
