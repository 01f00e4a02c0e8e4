"""Draws a session's handbook from the facts that were kept when it was asked for."""

from datetime import date, datetime, time
from typing import Any

from hlp import clock, pdf
from hlp.documents import Progress
from peerchallenge.choices import RoundClock

TEMPLATE = "peerchallenge/handbook/pdf.html"
# The parts that come from other papers, by their keys (services/handbooks/parts.py gathers them).
TEMPLATES = {
    "self-evaluation": "peerchallenge/handbook/_self_evaluation.html",
    "last-time": "peerchallenge/handbook/_last_time.html",
    "documents": "peerchallenge/handbook/_documents.html",
    "place": "peerchallenge/handbook/_place.html",
}
ACTIVITIES = (
    "Learning walk",
    "Lesson visit",
    "Books",
    "Pupils",
    "Staff",
    "Leaders",
    "Governors",
    "Data",
    "Documents",
    "Environment",
)


def build(source: dict[str, Any], progress: Progress) -> bytes:
    """The handbook as a tagged PDF. Reads nothing but ``source``, so an old version can be drawn again."""
    progress(10, "Gathering the chapters")
    return pdf.render(TEMPLATE, context(source), progress)


def context(source: dict[str, Any]) -> dict[str, Any]:
    """The facts as the template wants them: moments instead of text, the texts by name."""
    starts, ends = _moment(source["starts_at"]), _moment(source["ends_at"])
    texts = {text["slug"]: text for text in source["texts"]}
    return {
        **source,
        "title": f"Handbook: {source['school']['name']}, {clock.day(starts)}",
        "running": f"{source['school']['name']}, {clock.day(starts)}, version {source['version']}",
        "starts": starts,
        "ends": ends,
        "made": _moment(source["made_at"]),
        "due": _moment(source["due_at"]),
        "in_school_days": source["due_rule"] == RoundClock.WORKING_TIME,
        "lead": next((person for person in source["team"] if person["lead"]), None),
        "cover_facts": _cover_facts(source, starts, ends),
        "programme": slots(source["programme"]),
        "is_suggested": source.get("is_suggested", True),
        "countdown": [{**step, "on": date.fromisoformat(step["on"])} for step in source["countdown"]],
        "other_times": source.get("is_suggested", True) and _other_times(source["programme"], starts, ends),
        "parts": [{**part, "template": TEMPLATES[part["key"]]} for part in source.get("parts", [])],
        "chapters": [text for slug, text in texts.items() if slug != "safeguarding-route"],
        "sections": source.get("sections", []),
        "activities": ACTIVITIES,
        "route": texts.get("safeguarding-route"),
    }


def slots(programme: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The slots with times instead of text, and everybody in one list. Older versions knew no end and no people."""
    return [
        {
            **slot,
            "at": time.fromisoformat(slot["at"]),
            "until": time.fromisoformat(slot["until"])
            if slot.get("until", slot["at"]) != slot["at"]
            else None,
            "who": slot.get("who") or "; ".join(slot.get("people", [])),
        }
        for slot in programme
    ]


def _moment(value: str) -> datetime:
    return datetime.fromisoformat(value)


def _cover_facts(source: dict[str, Any], starts: datetime, ends: datetime) -> list[dict[str, str]]:
    lead = next((person["name"] for person in source["team"] if person["lead"]), "To be named")
    facts = {
        "When": f"{clock.day(starts)}, {clock.clock_time(starts)} to {clock.clock_time(ends)}",
        "Where": source["school"]["address"] or source["school"]["name"],
        "Lead reviewer": lead,
        "Focus": ", ".join(part for part in (source["core"], source["focus"]) if part),
    }
    return [{"key": key, "value": value} for key, value in facts.items()]


def _other_times(programme: list[dict[str, str]], starts: datetime, ends: datetime) -> bool:
    """Whether the session's own times differ from those of the suggested programme."""
    if not programme:
        return False
    suggested = programme[0]["at"], programme[-1]["at"]
    return suggested != (f"{clock.local(starts):%H:%M}", f"{clock.local(ends):%H:%M}")
