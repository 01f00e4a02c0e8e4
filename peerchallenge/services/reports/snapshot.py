"""A report as it is frozen: plain data with every label in it, so that it reads the same in ten years."""

from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from typing import Any

from hlp import clock
from peerchallenge.choices import Accuracy, SupportWanted
from peerchallenge.models import ChallengeSession, Direction, Report
from peerchallenge.packs.sections import PROTOCOL, Section, report_sections
from peerchallenge.services.reports.answers import Answers, answers_of

Data = dict[str, Any]

COLOURS = {
    Accuracy.ACCURATE: "green",
    Accuracy.MORE_POSITIVE: "yellow",
    Accuracy.MORE_CAUTIOUS: "blue",
    Accuracy.NOT_LOOKED_AT: "grey",
}


def snapshot(session: ChallengeSession, report: Report) -> Data:
    """The facts and texts of a report as they stand now; the sending is added by ``stamped``."""
    return {**_facts(session), "sections": sections_of(report, answers_of(report))}


def _facts(session: ChallengeSession) -> Data:
    starts, ends = session.starts_at, session.ended_at or session.planned_end_at
    return {
        "title": f"Peer challenge report: {session.host.name}",
        "school": {"name": session.host.name, "urn": session.host.urn, "address": session.host.address},
        "round": str(session.round),
        "group": session.group.name,
        "collaborative": session.group.collaborative.name,
        "day": clock.day(starts),
        "time": f"{clock.clock_time(starts)} to {clock.clock_time(ends)}",
        "team": [_reviewer(row) for row in session.reviewers.all()],
        "qa_reviewer": session.qa_reviewer.name if session.qa_reviewer else "",
        "focus": ": ".join(part for part in (str(session.focus or ""), session.focus_detail) if part),
        "key_lines": session.key_lines,
        "protocol": PROTOCOL,
    }


def _reviewer(row: Any) -> Data:
    return {"name": row.person.name, "school": row.school.name if row.school else "", "lead": row.is_lead}


def stamped(data: Data, *, number: int, sent_at: datetime, ended_at: datetime, due_at: datetime) -> Data:
    """The snapshot with its version, when it was sent, and whether that was in time."""
    return {
        **data,
        "number": number,
        "erratum": "",
        "sent_at": sent_at.isoformat(),
        "ended_at": ended_at.isoformat(),
        "due_at": due_at.isoformat(),
        "sent": clock.when(sent_at),
        "due": clock.when(due_at),
        "on_time": sent_at <= due_at,
        "stamp": punctuality(sent_at, ended_at, due_at),
    }


def punctuality(sent_at: datetime, ended_at: datetime, due_at: datetime) -> str:
    """``on time, 31 hours after the session`` or ``late by 3 hours 10 minutes``."""
    if sent_at <= due_at:
        return f"on time, {clock.duration(sent_at - ended_at)} after the session"
    return f"late by {clock.duration(sent_at - due_at)}"


def sections_of(report: Report, answers: Answers) -> list[Data]:
    """Sections with their parts: each part has name, label, text, and verdict and colour where it is a judgement."""
    return [section_of(section, report, answers) for section in report_sections()]


def section_of(section: Section, report: Report, answers: Answers) -> Data:
    """One section with its parts."""
    return {
        "slug": section.slug,
        "title": section.title,
        "parts": [*_judged(section, report, answers), *_parts(section, answers)],
        "actions": answers["actions"] if section.kind == "actions" else [],
    }


def _parts(section: Section, answers: Answers) -> Iterator[Data]:
    if section.kind in {"texts", "note"}:
        for box in section.boxes:
            yield _part(box.name, box.label, answers[box.name])


def _part(name: str, label: str, text: str, code: str = "", verdict: str = "", colour: str = "") -> Data:
    return {"name": name, "label": label, "text": text, "code": code, "verdict": verdict, "colour": colour}


def _judged(section: Section, report: Report, answers: Answers) -> Iterator[Data]:
    if section.kind == "areas":
        yield _accuracy(
            "overall_evidence", "Overall", answers["overall_accuracy"], answers["overall_evidence"]
        )
        for area in answers["areas"]:
            yield _accuracy(f"evidence_{area['id']}", area["name"], area["accuracy"], area["evidence"])
    elif section.kind == "direction":
        yield _direction(report, answers)
    elif section.kind == "support":
        code = answers["support"]
        verdict = SupportWanted(code).label if code else ""
        yield _part("support_detail", "Support wanted", answers["support_detail"], code, verdict)


def _accuracy(name: str, label: str, code: str, text: str) -> Data:
    value = Accuracy(code) if code else None
    return _part(name, label, text, code, str(value.label) if value else "", COLOURS[value] if value else "")


def _direction(report: Report, answers: Answers) -> Data:
    code = answers["direction"]
    found = Direction.objects.filter(year=report.session.round.year_id, code=code).first()
    colour = ("orange" if found.concern else "green") if found else ""
    label = found.label if found else ""
    return _part(
        "direction_evidence", "The school’s direction", answers["direction_evidence"], code, label, colour
    )


def texts_of(data: Data) -> list[tuple[str, str, str]]:
    """Every text that somebody typed into a snapshot: its name, its label with the section's title, the text."""
    found = [(key, label, data[key]) for key, label in _TYPED_FACTS]
    for section in data["sections"]:
        found += [(part["name"], _called(section, part["label"]), part["text"]) for part in section["parts"]]
        for place, row in enumerate(section["actions"]):
            found += [(f"{key}_{place}", f"Action {place + 1}: {label}", row[key]) for key, label in _ACTION]
    return found


_TYPED_FACTS = (("focus", "Focus of the session"), ("key_lines", "Key lines of enquiry"))
_ACTION = (("what", "what"), ("who", "who"), ("by_when", "by when"))


def _called(section: Data, label: str) -> str:
    return label if label == section["title"] else f"{section['title']}: {label[:1].lower()}{label[1:]}"


def with_texts(data: Data, texts: dict[str, str]) -> Data:
    """A copy of a snapshot in which the texts named in ``texts`` are replaced."""
    copy = deepcopy(data)
    for key, _ in _TYPED_FACTS:
        copy[key] = texts.get(key, copy[key])
    for section in copy["sections"]:
        for part in section["parts"]:
            part["text"] = texts.get(part["name"], part["text"])
        for place, row in enumerate(section["actions"]):
            row.update({key: texts.get(f"{key}_{place}", row[key]) for key, _ in _ACTION})
    return copy
