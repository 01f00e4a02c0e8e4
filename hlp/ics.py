"""Draws calendar files (iCalendar, RFC 5545) from plain entries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import icalendar
from django.conf import settings

from hlp import clock

ZONE = "Europe/London"
REFRESH = timedelta(hours=1)
CONFIRMED, TENTATIVE, CANCELLED = "CONFIRMED", "TENTATIVE", "CANCELLED"
# London's two clocks by their rules, which every calendar program reads: name, first change, from, to, rule.
CLOCKS = (
    (icalendar.TimezoneDaylight, "BST", datetime(1981, 3, 29, 1), 0, 1, 3),  # noqa: DTZ001 a wall clock
    (icalendar.TimezoneStandard, "GMT", datetime(1996, 10, 27, 2), 1, 0, 10),  # noqa: DTZ001 a wall clock
)


@dataclass(frozen=True)
class Entry:
    """One event. ``starts`` and ``ends`` are aware moments, or dates (both included) for whole days.

    ``uid`` stays with the thing it tells of, ``sequence`` grows with each change and ``stamp`` is the moment of the
    last one: from these a calendar program knows that an event has moved.
    """

    uid: str
    title: str
    starts: datetime | date
    ends: datetime | date
    stamp: datetime
    sequence: int = 0
    place: str = ""
    text: str = ""
    href: str = ""
    status: str = CONFIRMED
    busy: bool = True


def draw(name: str, entries: Iterable[Entry], method: str = "PUBLISH") -> bytes:
    """A calendar of this name. The same entries give the same bytes. ``method``: PUBLISH, or CANCEL to take them out."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//HLP//Peer challenge//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", ZONE)
    calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", icalendar.vDuration(REFRESH))
    calendar.add_component(_zone())
    for entry in entries:
        calendar.add_component(_event(entry))
    return calendar.to_ical()


def draw_one(row: Mapping[str, Any], *, name: str, words: str = "") -> bytes:
    """A file with a single event (see ``entry_of``); ``words`` stand before its link. CANCEL where it was called off."""
    entry = entry_of(row, words)
    return draw(name, [entry], method="CANCEL" if entry.status == CANCELLED else "PUBLISH")


def entry_of(row: Mapping[str, Any], words: str | None = None) -> Entry:
    """What a room tells of an event (``settings.CALENDAR_ENTRIES``); its text is ``words`` and the link, or nothing."""
    href = f"{settings.SITE_URL}{row['href']}" if row.get("href") else ""
    return Entry(
        uid=unique(row["uid"]),
        title=row["title"],
        starts=row["starts"],
        ends=row["ends"],
        stamp=row["stamp"],
        sequence=row.get("sequence", 0),
        place=row.get("place", ""),
        text="" if words is None else "\n".join(part for part in (words, href) if part),
        href=href,
        status=CANCELLED if row.get("cancelled") else CONFIRMED,
        busy=bool(row.get("mine")) and isinstance(row["starts"], datetime),
    )


def unique(uid: str) -> str:
    """A name of ours that no other site gives: ``session-7@hlp.example``."""
    return f"{uid}@{urlsplit(settings.SITE_URL).hostname or 'localhost'}"


def _zone() -> icalendar.Timezone:
    zone = icalendar.Timezone()
    zone.add("tzid", ZONE)
    for kind, name, first, before, after, month in CLOCKS:
        part = kind()
        part.add("dtstart", first)
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(part)
    return zone


def _event(entry: Entry) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.stamp.astimezone(UTC))
    event.add("last-modified", entry.stamp.astimezone(UTC))
    event.add("dtstart", _start(entry.starts))
    event.add("dtend", _end(entry.ends))
    event.add("summary", entry.title)
    event.add("status", entry.status)
    event.add("transp", "OPAQUE" if entry.busy and entry.status != CANCELLED else "TRANSPARENT")
    for name, value in (("location", entry.place), ("description", entry.text), ("url", entry.href)):
        if value:
            event.add(name, value)
    return event


def _start(value: Any) -> datetime | date:
    return clock.local(value) if isinstance(value, datetime) else value


def _end(value: Any) -> datetime | date:
    """A moment as it is; of whole days the day after the last, as the standard has it."""
    return clock.local(value) if isinstance(value, datetime) else value + timedelta(days=1)
