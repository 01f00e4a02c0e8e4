"""Reading notes: those that bear on a section of the report, in groups."""

from collections.abc import Callable
from dataclasses import dataclass

from peerchallenge.choices import EvidenceKind
from peerchallenge.models import ChallengeSession, EvidenceNote
from peerchallenge.packs.sections import Section

Test = Callable[[EvidenceNote], bool]


@dataclass(frozen=True)
class Beside:
    """Notes under one heading. ``close`` is whether they bear on the section by what they are tagged with."""

    title: str
    notes: list[EvidenceNote]
    close: bool = True


def notes_of(session: ChallengeSession) -> list[EvidenceNote]:
    """The team's notes that have a text, oldest first, in one query."""
    rows = EvidenceNote.objects.readable().filter(session=session)
    return list(rows.select_related("author", "area", "theme", "slot"))


def beside(session: ChallengeSession, section: Section) -> list[Beside]:
    """The team's notes as they stand beside a section of the report: those that bear on it first, then all others.

    Each note comes once. Groups without notes are left out. For the review team alone: whoever calls this has
    made sure that the reader is on it.
    """
    left = notes_of(session)
    groups: list[Beside] = []
    for title, test in _tests(session, section, left):
        found = [note for note in left if test(note)]
        if found:
            groups.append(Beside(title, found))
            left = [note for note in left if note not in found]
    return [*groups, Beside("Other notes", left, close=False)] if left else groups


def _tests(session: ChallengeSession, section: Section, notes: list[EvidenceNote]) -> list[tuple[str, Test]]:
    if section.slug == "teaching-and-learning":
        return _by_kind(lambda note: note.theme is not None and note.theme.is_core)
    if section.slug == "focus":
        return _by_kind(lambda note: note.theme_id is not None and note.theme_id == session.focus_id)
    if section.slug == "self-evaluation":
        areas = {note.area.pk: note.area for note in notes if note.area}
        in_order = sorted(areas.values(), key=lambda area: area.position)
        return [(area.name, _in_area(area.pk)) for area in in_order]
    kinds = {
        "good-practice": [EvidenceKind.STRENGTH],
        "actions": [EvidenceKind.BETTER],
        "support": [EvidenceKind.BETTER],
        "direction": [EvidenceKind.STRENGTH, EvidenceKind.BETTER],
    }
    return _by_kind(lambda note: True, kinds.get(section.slug, []))


def _by_kind(test: Test, kinds: list[EvidenceKind] | None = None) -> list[tuple[str, Test]]:
    wanted = list(EvidenceKind) if kinds is None else kinds
    return [(str(kind.label), _of_kind(kind, test)) for kind in wanted]


def _of_kind(kind: EvidenceKind, test: Test) -> Test:
    return lambda note: note.kind == kind and test(note)


def _in_area(pk: int) -> Test:
    return lambda note: note.area_id == pk
