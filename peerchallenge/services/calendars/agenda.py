"""The agenda of the year: everything that has a day, in order."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from hlp import clock
from peerchallenge.calculations import day_of
from peerchallenge.services.calendars.facts import Facts
from peerchallenge.services.calendars.grid import Chip
from schools.models import Term


@dataclass(frozen=True)
class Event:
    """A line of the agenda: a session, or anything else that has a day."""

    day: date
    last: date
    title: str
    kind: str
    href: str = ""
    chip: Chip | None = None
    note: str = ""


@dataclass(frozen=True)
class Month:
    """A month of the agenda."""

    first: date
    events: list[Event]
    over: bool

    @property
    def sessions(self) -> int:
        """How many of its events are sessions."""
        return sum(event.chip is not None for event in self.events)


def events(facts: Facts, chips: list[Chip], more: list[dict[str, Any]]) -> list[Event]:
    """Everything that has a day, in order; on one day what lies over it comes before the sessions."""
    found = [event for term in facts.terms for event in _of_term(term)]
    found += [Event(one.day, one.day, one.name, "Bank holiday") for one in facts.holidays]
    found += [
        Event(one.starts, one.ends, one.name, "No challenges: " + one.get_kind_display().lower())
        for one in facts.closed
    ]
    for one in facts.rounds:
        found.append(Event(one.opens, one.closes, str(one), "Round", one.get_absolute_url()))
    found += [_of_session(chip) for chip in chips]
    found += [_of_entry(entry) for entry in more]
    return sorted(found, key=lambda event: (event.day, event.chip is not None, event.title))


def _of_term(term: Term) -> list[Event]:
    name = f"{term.get_name_display()} term"
    return [
        Event(term.starts, term.starts, f"{name} begins", "Term"),
        Event(term.half_term_starts, term.half_term_ends, f"Half term, {name.lower()}", "Holiday"),
        Event(term.ends, term.ends, f"{name} ends", "Term"),
    ]


def _of_session(chip: Chip) -> Event:
    session, day = chip.session, day_of(chip.session)
    note = f"{clock.clock_time(session.starts_at)}, {session.group}, {session.group.collaborative}"
    return Event(day, day, str(session.host), "Session", session.get_absolute_url(), chip, note)


def _of_entry(entry: dict[str, Any]) -> Event:
    first, last = _date(entry["starts"]), _date(entry["ends"])
    note = ", ".join(part for part in (_hour(entry["starts"]), entry.get("place", "")) if part)
    return Event(first, last, entry["title"], entry.get("kind", ""), entry.get("href", ""), None, note)


def _date(value: datetime | date) -> date:
    return clock.local(value).date() if isinstance(value, datetime) else value


def _hour(value: datetime | date) -> str:
    return clock.clock_time(value) if isinstance(value, datetime) else ""


def months(events: list[Event], today: date) -> list[Month]:
    """The events by the month in which they begin; months before that of ``today`` are over."""
    months = groupby(events, key=lambda event: event.day.replace(day=1))
    this = today.replace(day=1)
    return [Month(first, list(part), first < this) for first, part in months]
