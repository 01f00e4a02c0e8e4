"""Minutes as plain facts, frozen in each version, and as a PDF of numbered paragraphs with a table of actions."""

import re
from collections.abc import Iterable
from itertools import count
from typing import Any

from board.calculations import agenda_lines, flat
from board.choices import Capacity, Part
from board.models import Attendance, BoardAction, Decision, DeclaredInterest, Meeting
from hlp import clock, pdf
from hlp.documents import Progress

KIND = "minutes"
Line = dict[str, Any]


def facts(meeting: Meeting) -> dict[str, Any]:
    """Everything that the minutes of a meeting say, part II too. Paragraphs of part I are numbered through as 1, 2, 3,
    those of part II as R1, R2, so that leaving part II out changes no number.
    """
    seats = meeting.attendances.select_related("person", "seat", "alternate")
    rows = sorted(seats, key=lambda row: (row.seat.order if row.seat else 0, row.pk))
    items = _items(meeting)
    return {
        "meeting": {
            "title": meeting.title,
            "when": clock.when(meeting.starts_at),
            "day": clock.day(meeting.starts_at),
            "place": meeting.place,
            "year": str(meeting.year),
        },
        **_people(meeting, rows),
        "quorum": _quorum(meeting, rows),
        "declarations": [_declaration(row) for row in meeting.declarations.select_related("person", "item")],
        "items": items,
        "actions": [action for item in items for action in item["actions"]],
    }


def _items(meeting: Meeting) -> list[Line]:
    rows = meeting.items.select_related("presenter").prefetch_related(
        "minuted", "decisions", "actions__owner"
    )
    open_numbers, restricted_numbers = count(1), count(1)
    found = []
    for line in flat(agenda_lines(meeting, rows)):
        texts = {minute.part: minute.text for minute in line.item.minuted.all()}
        found.append(
            {
                "id": line.item.pk,
                "number": line.number,
                "title": line.item.title,
                "part": line.item.part,
                "level": 3 if line.is_child else 2,
                "presenter": line.item.presented_by,
                "paragraphs": _numbered(texts.get(Part.ONE, ""), "", open_numbers),
                "restricted": _numbered(texts.get(Part.TWO, ""), "R", restricted_numbers),
                "decisions": [_decision(row) for row in _standing(line.item.decisions.all())],
                "actions": [_action(row) for row in line.item.actions.all()],
            }
        )
    return found


def _standing(rows: Iterable[Decision]) -> list[Decision]:
    return sorted((row for row in rows if row.struck_at is None), key=lambda row: row.pk)


def _numbered(text: str, mark: str, numbers: Iterable[int]) -> list[Line]:
    parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    return [{"number": f"{mark}{number}", "text": part} for part, number in zip(parts, numbers, strict=False)]


def _decision(row: Decision) -> Line:
    return {
        "number": row.number,
        "part": row.part,
        "text": row.text,
        "outcome": row.get_outcome_display(),
        "moved_by": row.moved_by,
        "seconded_by": row.seconded_by,
        "votes": row.votes,
        "quorate": row.quorate,
    }


def _action(row: BoardAction) -> Line:
    return {
        "number": row.number,
        "part": row.part,
        "text": row.text,
        "owner": row.owner.name,
        "due": clock.day(row.first_due_on).partition(" ")[2],
    }


def _people(meeting: Meeting, rows: list[Attendance]) -> dict[str, list[Line]]:
    there = [row for row in rows if row.present]
    members = [row for row in there if row.votes]
    others = [row for row in there if not row.votes]
    guests = [
        {"name": str(one), "seat": one.organisation, "how": ""}
        for one in meeting.guests.all()
        if not one.person_id
    ]
    away = [row for row in rows if not row.present and row.capacity == Capacity.MEMBER and row.votes]
    return {
        "present": [_person(row) for row in members],
        "attending": [_person(row) for row in others] + guests,
        "apologies": [_person(row) for row in away if row.reply in {"apologies", "alternate"}],
        "absent": [_person(row) for row in away if row.reply not in {"apologies", "alternate"}],
    }


def _person(row: Attendance) -> Line:
    times = [
        f"{word} at {clock.clock_time(at)}"
        for word, at in (("arrived", row.arrived_at), ("left", row.left_at))
        if at is not None
    ]
    if row.how == "online":
        times.insert(0, "online")
    if row.capacity == Capacity.ALTERNATE:
        times.insert(0, "alternate")
    seat = str(row.seat) if row.seat else row.get_capacity_display()
    return {"name": row.person.name, "seat": seat, "how": ", ".join(times)}


def _quorum(meeting: Meeting, rows: list[Attendance]) -> str:
    here = len({row.seat_id for row in rows if row.votes and row.present})
    words = "the meeting was quorate" if here >= meeting.quorum else "the meeting was not quorate"
    return f"{here} members with a vote attended; {meeting.quorum} are needed: {words}."


def _declaration(row: DeclaredInterest) -> Line:
    return {
        "part": row.part,
        "name": row.person.name,
        "text": row.text,
        "item": row.item.title if row.item else "",
        "stays": row.get_stays_display().lower(),
    }


def without_part_two(whole: dict[str, Any]) -> dict[str, Any]:
    """The same minutes without a word of part II: no restricted item, text, decision, action or declaration."""
    items = [
        {
            **item,
            "restricted": [],
            "decisions": _open(item["decisions"]),
            "actions": _open(item["actions"]),
        }
        for item in _open(whole["items"])
    ]
    return {
        **whole,
        "items": items,
        "actions": _open(whole["actions"]),
        "declarations": _open(whole["declarations"]),
    }


def _open(rows: list[Line]) -> list[Line]:
    return [row for row in rows if row["part"] == Part.ONE]


def build(source: dict[str, Any], progress: Progress) -> bytes:
    """The PDF of one variant of one version."""
    return pdf.render("board/minutes/pdf.html", source, progress)
