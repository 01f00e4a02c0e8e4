"""Who else is in the report, section by section, and whether a section was saved meanwhile.

The page asks every few seconds (``static/js/around.js``). One query reads the team, where each was last seen and what
was last saved; one statement notes that the reader is there. Nobody is told to leave: whoever is not seen is gone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.dateparse import parse_datetime

from hlp import clock
from hlp.models import User
from peerchallenge.choices import REPORT_SENT
from peerchallenge.models import Presence, Reviewer
from peerchallenge.packs.sections import BY_SLUG

# A page asks every 15 seconds; one that missed two turns is closed, asleep or offline.
STILL_HERE = timedelta(seconds=45)

FACTS = (
    *("pk", "person", "person__name", "presence__section", "presence__seen_at"),
    *("session__state", "session__report__revisions", "session__report__saves"),
)


@dataclass(frozen=True)
class Someone:
    """Somebody else of the team who is in the report now. ``section`` is its title, or nothing on the list."""

    name: str
    section: str
    slug: str
    same: bool


@dataclass(frozen=True)
class Around:
    """Who else is here, and who saved a newer text of this section than the page has (``newer``: by, at)."""

    others: list[Someone]
    newer: dict[str, Any] | None = None
    sent: bool = False


def look_around(
    *,
    session: int,
    slug: str,
    by: User,
    revision: int | None = None,
    page: str = "",
    at: datetime | None = None,
) -> Around | None:
    """Note that ``by`` is in a section (or on the list, where ``slug`` is empty) and tell who else is in the report.

    ``revision`` and ``page`` are those of the asking page: what it saved itself is no news. None for somebody who is
    not on the team. Reads once, writes once.
    """
    moment = at or clock.now()
    rows = list(Reviewer.objects.filter(session=session).order_by("person__name", "pk").values(*FACTS))
    own = next((row for row in rows if row["person"] == by.pk), None)
    if own is None:
        return None
    _note(own["pk"], slug, moment)
    others = [_someone(row, slug) for row in rows if row is not own and _is_here(row, moment)]
    sent = own["session__state"] in REPORT_SENT
    return Around(others, None if sent else _newer(own, slug, revision, page), sent)


def _note(reviewer: int, slug: str, moment: datetime) -> None:
    seen = Presence(reviewer_id=reviewer, section=slug, seen_at=moment)
    Presence.objects.bulk_create(
        [seen], update_conflicts=True, unique_fields=["reviewer"], update_fields=["section", "seen_at"]
    )


def _is_here(row: dict[str, Any], moment: datetime) -> bool:
    seen = row["presence__seen_at"]
    return seen is not None and seen > moment - STILL_HERE


def _someone(row: dict[str, Any], slug: str) -> Someone:
    section = BY_SLUG.get(row["presence__section"])
    title, there = (section.title, section.slug) if section else ("", "")
    return Someone(row["person__name"], title, there, bool(slug) and there == slug)


def _newer(own: dict[str, Any], slug: str, revision: int | None, page: str) -> dict[str, Any] | None:
    saved = (own["session__report__saves"] or {}).get(slug, {})
    stored = (own["session__report__revisions"] or {}).get(slug, 0)
    if revision is None or stored <= revision or (page and saved.get("page") == page):
        return None
    return {"by": saved.get("by", "Somebody"), "at": parse_datetime(saved.get("at", ""))}
