"""The notes of the day beside a section of the report: where each would go, and which were taken in."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from hlp.models import User
from peerchallenge.choices import EvidenceKind
from peerchallenge.models import ChallengeSession, EvidenceNote, NoteUse, Report
from peerchallenge.packs.sections import BY_SLUG, Section
from peerchallenge.services import evidence
from peerchallenge.services.reports.answers import Answers

NO_EVIDENCE = frozenset({"note"})  # written to the Director alone, from nobody's notes
NOT_TAKEN_IN = frozenset({"actions"})  # what was agreed is no note: it has somebody who sees to it, and a day


@dataclass(frozen=True)
class Shown:
    """A note beside a section: the box that it goes into (nothing where it cannot), and the sections it was used in."""

    note: EvidenceNote
    into: str
    used: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Notes under one heading. ``close`` ones bear on the section by what they are tagged with."""

    title: str
    notes: list[Shown]
    close: bool


def notes_beside(session: ChallengeSession, section: Section) -> list[Group]:
    """The team's notes as they stand beside a section. Two queries; for the review team alone."""
    if section.slug in NO_EVIDENCE:
        return []
    used: dict[int, list[str]] = {}
    for note, slug in NoteUse.objects.filter(note__session=session).values_list("note", "section"):
        used.setdefault(note, []).append(BY_SLUG[slug].title)
    return [
        Group(
            group.title,
            [Shown(note, box_for(section, note), tuple(used.get(note.pk, ()))) for note in group.notes],
            group.close,
        )
        for group in evidence.beside(session, section)
    ]


def box_for(section: Section, note: EvidenceNote) -> str:
    """The box of a section into which a note goes: its area's, that of its kind, or the only one."""
    if section.slug in NOT_TAKEN_IN or not section.boxes:
        return ""
    if section.kind == "areas" and note.area_id:
        return f"evidence_{note.area_id}"
    better = next((box.name for box in section.boxes if box.name.endswith("_better")), "")
    return better if better and note.kind != EvidenceKind.STRENGTH else section.boxes[0].name


def with_note(text: str, note: EvidenceNote) -> str:
    """A text with a note's at its end, as an item of a list."""
    line = "- " + " ".join(note.text.split())
    if line in text.split("\n"):
        return text
    ends_in_list = text.rstrip().rsplit("\n", 1)[-1].startswith("- ")
    gap = "\n" if ends_in_list else "\n\n"
    return f"{text.rstrip()}{gap}{line}" if text.strip() else line


def take_in(section: Section, answers: Answers, note: EvidenceNote) -> Answers:
    """The answers of a section with a note's text at the end of its box; unchanged where it has none."""
    name = box_for(section, note)
    if name in answers:
        return {**answers, name: with_note(answers[name], note)}
    areas = [
        {**row, "evidence": with_note(row["evidence"], note)} if name == f"evidence_{row['id']}" else row
        for row in answers.get("areas", [])
    ]
    return {**answers, "areas": areas} if areas else answers


def note_of(session: ChallengeSession, pk: int) -> EvidenceNote | None:
    """A note of the session that has a text."""
    return EvidenceNote.objects.readable().filter(session=session, pk=pk).first()


def mark_used(report: Report, slug: str, taken: Collection[int], by: User, at: datetime) -> None:
    """Note that these notes of the session were taken into a section. What is marked already stays as it was."""
    notes = EvidenceNote.objects.readable().filter(session=report.session_id, pk__in=taken)
    rows = [NoteUse(note=note, section=slug, by=by, at=at) for note in notes]
    NoteUse.objects.bulk_create(rows, ignore_conflicts=True)
