"""One shape of an entry for every page and the PDF: what is published, or the draft as it would look."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import prefetch_related_objects

from hlp import clock
from schools.models import PracticeEdition, PracticeEntry, PracticeFile, PracticePicture, Theme
from schools.models.practice import PracticeText


@dataclass(frozen=True)
class Shown:
    """An entry as its readers meet it. ``text`` holds the words, ``edition`` what is published of it, if anything."""

    text: PracticeText
    entry_pk: int
    themes: tuple[Theme, ...]
    areas: tuple[str, ...]
    pictures: tuple[PracticePicture, ...]
    files: tuple[PracticeFile, ...]
    edition: PracticeEdition | None = None

    @property
    def picture(self) -> PracticePicture | None:
        """The picture that stands for the entry."""
        return self.pictures[0] if self.pictures else None

    @property
    def has_measure(self) -> bool:
        """Whether a figure before and after can be shown."""
        return bool(self.text.before and self.text.after)

    @property
    def school_facts(self) -> list[tuple[str, str]]:
        """What kind of school it is, as far as it is told."""
        text = self.text
        return _told(
            ("Phase", text.get_phase_display() if text.phase else ""),
            ("Year groups", text.year_groups),
            ("Pupils on roll", "" if text.roll is None else f"{text.roll:,}"),
            ("Pupil premium", "" if text.pupil_premium is None else f"{text.pupil_premium:.0f}%"),
            ("English as an additional language", "" if text.eal is None else f"{text.eal:.0f}%"),
        )

    @property
    def doing_facts(self) -> list[tuple[str, str]]:
        """What it took, whom to ask, and who else has seen it."""
        text = self.text
        seen = f"{text.get_validated_by_display()}" if text.validated_by else ""
        day = f", {text.validated_on:%B %Y}" if seen and text.validated_on else ""
        return _told(
            ("What it cost", text.cost),
            ("How long it took", text.time),
            ("Area", ", ".join(self.areas)),
            ("Ask for", text.contact_role),
            ("Seen by", seen + day),
        )


def _told(*rows: tuple[str, str]) -> list[tuple[str, str]]:
    return [row for row in rows if row[1]]


def published(edition: PracticeEdition) -> Shown:
    """An edition as it was published."""
    prefetch_related_objects([edition], "school", "themes", "areas", "pictures__picture", "files")
    return _shown(edition, edition.entry_id, edition.pictures.all(), edition.files.all(), edition)


def draft(entry: PracticeEntry) -> Shown:
    """The draft as it would look."""
    pictures = entry.pictures.filter(removed_at=None).select_related("picture")
    return _shown(entry, entry.pk, pictures, entry.files.filter(removed_at=None), None)


def _shown(
    text: PracticeText,
    pk: int,
    pictures: Iterable[PracticePicture],
    files: Iterable[PracticeFile],
    edition: PracticeEdition | None,
) -> Shown:
    return Shown(
        text=text,
        entry_pk=pk,
        themes=tuple(text.themes.all()),
        areas=tuple(area.name for area in text.areas.all()),
        pictures=tuple(pictures),
        files=tuple(files),
        edition=edition,
    )


def history(entry: PracticeEntry) -> list[dict[str, str]]:
    """What happened to an entry, the newest first."""
    words = {
        "reviewed": "Looked at again: it still holds",
        "converted": "Became a full case study",
    }
    return [
        {
            "title": words.get(event.kind) or _step_words(event.from_state, event.to_state),
            "when": clock.when(event.at),
            "by": event.by.name if event.by else "",
            "text": event.reason,
        }
        for event in entry.events.select_related("by").order_by("-at", "-pk")
    ]


STEPS = {
    ("", "nominated"): "Nominated",
    ("", "drafted"): "Begun by the school",
    ("nominated", "drafted"): "Taken up by the school",
    ("drafted", "submitted"): "Given to be checked",
    ("submitted", "checked"): "Checked",
    ("submitted", "drafted"): "Sent back",
    ("checked", "drafted"): "Back with the school",
    ("consented", "drafted"): "Back with the school",
    ("checked", "consented"): "Headteacher consented",
    ("consented", "published"): "Published",
    ("published", "drafted"): "New version begun",
    ("drafted", "published"): "New version dropped",
    ("archived", "drafted"): "Taken up again",
    ("declined", "drafted"): "Taken up after all",
}


def _step_words(before: str, after: str) -> str:
    fallback = {"archived": "Archived", "declined": "Not taken up"}
    return STEPS.get((before, after)) or fallback.get(after, "Changed")
