"""Text: cleaned when it comes in, made into safe HTML when it goes out."""

import re
import unicodedata

import nh3
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

# What Word, Outlook and web pages put before an item: real bullets, letters of its symbol fonts, a dash or a star.
_BULLETS = re.compile(
    r"^[ \t]*(?:[•·●▪◦‣∙○■□➢✓\uf0b7\uf0a7\uf0d8\uf0fc][ \t]*|[oØü§*\u2013\u2014-](?:[ \t]+))(?=\S)",
    re.MULTILINE,
)
# Nothing to see: zero-width spaces and joiners, direction marks, soft hyphens, byte order marks.
_UNSEEN = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_TOP_HEADING = re.compile(r"^#(?=\s)", re.MULTILINE)
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
_TAGS = {
    *("p", "h1", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td", "code"),
}


def tidy(value: str) -> str:
    """Typed or pasted text as we keep it: one kind of line break, plain bullets, no control characters.

    Word's bullets, non-breaking spaces and soft hyphens become their plain equals; accents, curly quotes and
    ligature letters stay as typed (composed form, NFC).
    """
    value = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    value = _UNSEEN.sub("", re.sub("[\u00a0\u2007\u202f]", " ", value))
    value = value.replace("\u2028", "\n").replace("\u2029", "\n\n").replace("\x0b", "\n")
    value = "".join(c for c in value if c in "\n\t" or unicodedata.category(c) != "Cc")
    value = _BULLETS.sub("- ", value).replace("\t", " ")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in value.split("\n"))).strip()


def words(value: str) -> int:
    """How many words a text has, counted as the box beside it counts them."""
    return len(re.findall(r"\S+", value))


def paragraphs(value: str) -> SafeString:
    """Plain text as HTML: blank lines part paragraphs, lines that start with ``- `` become a list."""
    return format_html_join(
        "\n", "{}", ((_block(part),) for part in re.split(r"\n\s*\n", value.strip()) if part)
    )


def _block(part: str) -> SafeString:
    chunks: list[SafeString] = []
    bullets: list[str] = []
    prose: list[str] = []
    for line in part.split("\n"):
        if line.startswith("- "):
            chunks += _prose(prose)
            bullets.append(line[2:])
        elif bullets and line.startswith("  "):
            bullets[-1] += " " + line.strip()
        else:
            chunks += _list(bullets)
            prose.append(line)
    return mark_safe("".join([*chunks, *_prose(prose), *_list(bullets)]))  # noqa: S308 each chunk is escaped


def _prose(lines: list[str]) -> list[SafeString]:
    if not lines:
        return []
    body = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))
    lines.clear()
    return [format_html('<p class="govuk-body">{}</p>', body)]


def _list(bullets: list[str]) -> list[SafeString]:
    if not bullets:
        return []
    items = format_html_join("", "<li>{}</li>", ((line,) for line in bullets))
    bullets.clear()
    return [format_html('<ul class="govuk-list govuk-list--bullet">{}</ul>', items)]


def markdown_html(value: str, *, site: str = "") -> SafeString:
    """Markdown as clean HTML with GOV.UK classes; raw HTML and unsafe links are dropped.

    Where ``site`` is given (``https://hlp.example``), so are links that lead anywhere else.
    """

    def kept(tag: str, name: str, address: str) -> str | None:
        return address if not site or address.startswith(f"{site}/") else None

    html = nh3.clean(
        _MARKDOWN.render(value),
        tags=_TAGS,
        attributes={"a": {"href"}},
        attribute_filter=kept,
        link_rel=None,
    )
    for tag, name in _CLASSES.items():
        html = html.replace(f"<{tag}>", f'<{tag} class="{name}">')
    return mark_safe(html.replace("<a href", '<a class="govuk-link" href'))  # noqa: S308 cleaned by nh3


_CLASSES = {
    "p": "govuk-body",
    "h1": "govuk-heading-l",
    "h2": "govuk-heading-m",
    "h3": "govuk-heading-s",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "table": "govuk-table",
    "thead": "govuk-table__head",
    "tbody": "govuk-table__body",
    "tr": "govuk-table__row",
    "th": "govuk-table__header",
    "td": "govuk-table__cell",
}


def page_html(value: str) -> SafeString:
    """Markdown of a public page as clean HTML: its headings stand below the page's own, whatever was typed."""
    return markdown_html(_TOP_HEADING.sub("##", value))
