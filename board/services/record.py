"""The record: kept up by those who decide, confirm and upload; searched by words, alike on PostgreSQL and SQLite."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import QuerySet

from board.choices import RecordKind
from board.models import Decision, Meeting, MinutesVersion, RecordEntry

LONGEST_QUERY = 200
MOST_WORDS = 12
ENDINGS = re.compile(r"(?:ing|ed|es|s)$")


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for: words (a phrase in quotation marks stays together), a kind, an outcome, days."""

    words: str = ""
    kind: str = ""
    outcome: str = ""
    since: date | None = None
    until: date | None = None


def index_decision(decision: Decision) -> None:
    """Bring the record up to date with a decision; one that was struck out leaves it."""
    if decision.struck_at:
        RecordEntry.objects.filter(decision=decision).delete()
        return
    meeting, item = decision.meeting, decision.item
    title = item.title if item else "Chair’s action between meetings"
    facts = {
        "kind": RecordKind.DECISION,
        "part": decision.part,
        "on": decision.taken_on,
        "title": title,
        "text": decision.text,
        "words": f"{decision.number} {title} {decision.text} {decision.moved_by} {decision.seconded_by}".lower(),
        "outcome": decision.outcome,
        "open_to_board": meeting is None or decision.chairs_action or meeting.is_over,
        "meeting": meeting,
        "item": item,
    }
    RecordEntry.objects.update_or_create(decision=decision, defaults=facts)


def open_decisions(meeting: Meeting) -> None:
    """Show the decisions of a meeting that is over to the whole Board."""
    RecordEntry.objects.filter(meeting=meeting, kind=RecordKind.DECISION).update(open_to_board=True)


def index_minutes(version: MinutesVersion) -> None:
    """Put confirmed minutes into the record, an entry for each item and part, from the frozen facts."""
    meeting = version.minutes.meeting
    RecordEntry.objects.filter(meeting=meeting, kind=RecordKind.MINUTES).delete()
    rows = [
        RecordEntry(
            kind=RecordKind.MINUTES,
            part=part,
            on=meeting.day,
            title=f"{item['number']}. {item['title']}",
            text=text,
            words=f"{item['title']} {text}".lower(),
            meeting=meeting,
            item_id=item["id"],
        )
        for item in version.facts["items"]
        for part, text in _texts(item)
        if text
    ]
    RecordEntry.objects.bulk_create(rows)


def _texts(item: dict[str, Any]) -> list[tuple[int, str]]:
    lines = {1: item["paragraphs"], 2: item["restricted"]}
    return [(part, "\n\n".join(line["text"] for line in found)) for part, found in lines.items()]


def search(rows: QuerySet[RecordEntry], wanted: Wanted) -> QuerySet[RecordEntry]:
    """The lines of ``rows`` that hold every word, the newest first. ``rows`` are what the reader may see."""
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.outcome:
        rows = rows.filter(outcome=wanted.outcome)
    if wanted.since:
        rows = rows.filter(on__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(on__lte=wanted.until)
    typed = wanted.words.strip()[:LONGEST_QUERY]
    if not typed:
        return rows
    return _by_full_text(rows, typed) if connection.vendor == "postgresql" else _by_parts(rows, typed)


def _by_full_text(rows: QuerySet[RecordEntry], typed: str) -> QuerySet[RecordEntry]:
    query = SearchQuery(typed, config="english", search_type="websearch")
    return rows.annotate(found=SearchVector("words", config="english")).filter(found=query)


def _by_parts(rows: QuerySet[RecordEntry], typed: str) -> QuerySet[RecordEntry]:
    """Each word without its ending, each phrase as it is: SQLite has no English of its own."""
    for part in terms_of(typed)[:MOST_WORDS]:
        rows = rows.filter(words__contains=part.lower())
    return rows


def terms_of(typed: str) -> list[str]:
    """The phrases in quotation marks and the single words of a query, words without ``s``, ``ed`` or ``ing``.

    Words of two letters say nothing and are left out, unless there is nothing else.
    """
    phrases = [phrase.strip() for phrase in re.findall(r"[\"“]([^\"“”]+)[\"”]", typed) if phrase.strip()]
    rest = re.sub(r"[\"“][^\"“”]*[\"”]", " ", typed)
    words = re.findall(r"[\w’'/]+", rest)
    long = [word for word in words if len(word) > 2 or word.isdigit()]
    return phrases + [ENDINGS.sub("", word) if len(word) > 5 else word for word in long or words]


def snippet(text: str, typed: str, around: int = 160) -> tuple[str, str, str]:
    """What stands before, at and after the first word found in a text; its beginning where none is in it.

    ``around`` is how many characters are shown on each side.
    """
    flat = " ".join(text.split())
    low = flat.lower()
    found = [(low.find(term.lower()), term) for term in terms_of(typed)]
    places = [(place, term) for place, term in found if place >= 0]
    if not places:
        return _cut(flat, 2 * around), "", ""
    place, term = min(places)
    rest = re.match(r"\w*", flat[place + len(term) :])
    end = place + len(term) + len(rest[0] if rest else "")
    before = flat[max(0, place - around) : place]
    after = flat[end : end + around]
    lead = "… " if place > around else ""
    return f"{lead}{before}", flat[place:end], f"{after}{' …' if len(flat) > end + around else ''}"


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length].rsplit(' ', 1)[0]} …"
