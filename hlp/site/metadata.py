"""What search engines and other sites read of a page: title, description, address, picture, structured facts."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from hlp.models import Partnership

_ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True)
class Meta:
    """The facts in the head of a public page. ``path`` is its address on this site, ``data`` its structured facts."""

    title: str
    description: str
    path: str
    kind: str = "website"
    picture: str = ""
    picture_text: str = ""
    published: datetime | None = None
    data: list[dict[str, Any]] = field(default_factory=list)

    @property
    def canonical(self) -> str:
        """The one full address of the page."""
        return absolute(self.path)

    @property
    def image(self) -> str:
        """The full address of the picture that stands for the page elsewhere."""
        return absolute(self.picture or static("img/share.png"))

    @property
    def structured(self) -> SafeString:
        """The structured facts as blocks of JSON-LD, which are data and never run."""
        return mark_safe("\n  ".join(_block(facts) for facts in self.data))  # noqa: S308 every < > & is escaped


def absolute(path: str) -> str:
    """An address on this site in full."""
    return path if "://" in path else f"{settings.SITE_URL}{path}"


def _block(facts: dict[str, Any]) -> str:
    text = json.dumps({"@context": "https://schema.org", **facts}, ensure_ascii=False).translate(_ESCAPED)
    return f'<script type="application/ld+json">{text}</script>'


def organization(partnership: Partnership) -> dict[str, Any]:
    """The partnership as schema.org's Organization."""
    contact: dict[str, Any] = {"email": partnership.contact_email}
    if partnership.contact_phone:
        contact["telephone"] = partnership.contact_phone
    return {
        "@type": "Organization",
        "name": partnership.name,
        "alternateName": partnership.short_name,
        "url": absolute("/"),
        "logo": absolute(static("img/favicon.svg")),
        "contactPoint": {"@type": "ContactPoint", "contactType": "office", **contact},
    }


def crumbs(*steps: tuple[str, str]) -> dict[str, Any]:
    """The way to a page as schema.org's BreadcrumbList; each step is (name, address)."""
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": absolute(path)}
        for number, (name, path) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
