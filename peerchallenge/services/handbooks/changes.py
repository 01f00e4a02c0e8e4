"""What a version of a handbook has that the version before had not, in sentences that tell no content."""

from datetime import datetime
from typing import Any

from hlp import clock
from peerchallenge.services.handbooks.parts import HANDBOOK_PARTS

DATE, TEAM = "date", "team"
# What is said of a group of facts, in the order in which it is said.
GROUPS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (DATE, "Date or times: it is now {when}.", ("starts_at", "ends_at")),
    (TEAM, "The review team, or a telephone number.", ("team", "qa_reviewer")),
    ("host", "Whom to meet at the school.", ("heads", "host_contact", "school", "group", "round")),
    (
        "focus",
        "The focus and the key lines of enquiry.",
        ("core", "themes", "focus", "focus_detail", "key_lines"),
    ),
    ("programme", "The programme of the day.", ("programme", "is_suggested", "agreed")),
    ("safeguarding", "The designated safeguarding lead.", ("safeguarding",)),
    ("countdown", "The dates of the countdown.", ("countdown",)),
    ("report", "When the report is due.", ("due_at", "due_rule")),
    ("scheme", "What the team judges.", ("areas", "directions")),
    ("lado", "Whom to ring about a headteacher.", ("lado",)),
)
TOLD_AT_ONCE = frozenset({DATE, TEAM})  # by messages of their own, see services/notices


def changed_groups(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """The names of the groups of facts that differ; facts that the older version did not know are no change."""
    found = [
        name for name, _, keys in GROUPS if any(key in before and before[key] != now.get(key) for key in keys)
    ]
    parts, there = _by(before.get("parts", []), "key"), _by(now.get("parts", []), "key")
    if "parts" in before:
        found += [f"part:{part.key}" for part in HANDBOOK_PARTS if parts.get(part.key) != there.get(part.key)]
    texts, new = _by(before.get("texts", []), "slug"), _by(now.get("texts", []), "slug")
    return found + [f"text:{slug}" for slug in new if texts.get(slug) != new[slug]]


def _by(rows: list[dict[str, Any]], key: str) -> dict[str, dict[str, Any]]:
    return {row[key]: row for row in rows}


def changes(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """A sentence for each group of facts that differs."""
    return sentences(changed_groups(before, now), now)


def sentences(groups: list[str], now: dict[str, Any]) -> list[str]:
    """The groups in words, as ``now`` stands."""
    words = {name: text for name, text, _ in GROUPS}
    words |= {f"part:{part.key}": f"{part.title}." for part in HANDBOOK_PARTS}
    words |= {f"text:{text['slug']}": f"The text ‘{text['title']}’." for text in now.get("texts", [])}
    return [words[name].replace("{when}", _when(now)) for name in groups if name in words]


def _when(source: dict[str, Any]) -> str:
    starts, ends = (datetime.fromisoformat(source[key]) for key in ("starts_at", "ends_at"))
    return f"{clock.day(starts)}, {clock.clock_time(starts)} to {clock.clock_time(ends)}"
