"""The form of a note, and what a device may send."""

import json
import re
from functools import cached_property
from typing import Any
from uuid import UUID, uuid4

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.html import format_html

from hlp.forms import GovButton, GovButtons, GovField, GovForm, GovInclude, GovLink
from hlp.forms.base import TidyField
from peerchallenge.choices import EvidenceKind
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.models import Area, EvidenceNote
from peerchallenge.services.evidence import MOST_AT_ONCE, Change, Place, Typed, moment
from schools.models import Theme

SAVE_AS = '<span class="govuk-visually-hidden">Save as </span>{}'
REMINDER = "What you saw, heard or read. Never name a pupil or a member of staff."


class NoteForm(TakesRefusals, GovForm):
    """One note. The three buttons at its end say what it is, so that saving is one touch."""

    slot = forms.ChoiceField(label="Where you are", required=False)
    text = TidyField(
        label="Your note",
        help_text=REMINDER,
        error_messages={"required": "Enter what you saw, heard or read"},
        max_length=EvidenceNote.MOST_CHARACTERS,
    )
    area = forms.ChoiceField(label="Area", required=False)
    theme = forms.ChoiceField(label="Theme", required=False)
    device_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        places: list[Place],
        areas: list[Area],
        themes: list[Theme],
        note: EvidenceNote | None = None,
        cancel: str = "",
        **kwargs: Any,
    ) -> None:
        self.places, self.note, self.cancel = places, note, cancel
        super().__init__(*args, **kwargs)
        self._offer("slot", "Not at a set time", [(place.key, place.label) for place in self._places()])
        self._offer("area", "No area", [(str(area.pk), area.name) for area in areas])
        self._offer("theme", "No theme", [(str(theme.pk), theme.name) for theme in themes])
        for name, value in self._stored().items():
            self.fields[name].initial = value

    def _offer(self, name: str, none: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = [("", none), *choices]

    def _places(self) -> list[Place]:
        """The slots, and the one of the note should the programme no longer have it."""
        known = {place.words for place in self.places}
        words = self.note.slot_words if self.note else ""
        if not words or words in known:
            return self.places
        first = self.places[0] if self.places else None
        return [*self.places, Place("kept", words, words, *_times(first))]

    def _stored(self) -> dict[str, Any]:
        if self.note is None:
            return {"device_key": uuid4()}
        places = {place.words: place.key for place in self._places()}
        return {
            "slot": places.get(self.note.slot_words, ""),
            "text": self.note.text,
            "area": str(self.note.area_id or ""),
            "theme": str(self.note.theme_id or ""),
            "device_key": self.note.device_key,
            "revision": self.note.revision,
        }

    @cached_property
    def helper(self) -> FormHelper:
        """With the name by which script and styles find the form."""
        helper = super().helper
        helper.form_id, helper.form_class = "note-form", "app-note-form"
        return helper

    def layout(self) -> list[Any]:
        """Where, what, the tags, and the buttons: one a kind."""
        buttons: list[GovInclude] = [
            GovButton(
                format_html(SAVE_AS, kind.label), style=_style(self.note, kind), name="kind", value=kind.value
            )
            for kind in EvidenceKind
        ]
        if self.cancel:
            buttons.append(GovLink("Cancel", self.cancel))
        return [
            "slot",
            GovField("text", size="m", rows=4),
            "area",
            "theme",
            "device_key",
            "revision",
            GovInclude("peerchallenge/evidence/_save_as.html"),
            GovButtons(*buttons),
        ]

    def typed(self) -> Typed:
        """The note as typed; call it on a valid form."""
        given = self.cleaned_data
        place = next((one for one in self._places() if one.key == given["slot"]), None)
        return Typed(
            kind=self.data.get("kind", ""),
            text=given["text"],
            area=int(given["area"] or 0),
            theme=int(given["theme"] or 0),
            slot=place.pk if place else None,
            slot_words=place.words if place else "",
        )


def _times(place: Place | None) -> tuple[Any, Any]:
    return (place.starts, place.ends) if place else (None, None)


def _style(note: EvidenceNote | None, kind: EvidenceKind) -> str:
    """The kind that a note has stands out; of a new note all are alike."""
    return "secondary" if note is not None and note.kind != kind else ""


# --- What a device sends -----------------------------------------------------------------------


def read_batch(body: bytes) -> tuple[int, str, list[Change]]:
    """The reader, the device and its changes, from what a device sent. Raises ValueError for anything else."""
    try:
        sent = json.loads(body)
        reader, device, rows = int(sent["reader"]), str(sent["device"]), list(sent["notes"])
        if not re.fullmatch(r"[0-9a-f-]{1,36}", device) or len(rows) > MOST_AT_ONCE:
            raise ValueError("device or number of notes")
        return reader, device, [_change(row) for row in rows]
    except (KeyError, TypeError, AttributeError, UnicodeDecodeError) as malformed:
        raise ValueError(str(malformed)) from malformed


def _change(row: dict[str, Any]) -> Change:
    key, turn, revision = UUID(row["key"]), int(row["turn"]), int(row["base"])
    if not (0 <= turn < 2**31 and 0 <= revision < 2**31):
        raise ValueError("turn or revision")
    if row.get("deleted"):
        return Change(key, turn, revision, None)
    typed = Typed(
        kind=str(row["kind"])[:8],
        text=_plain(row["text"]),
        area=_number(row["area"]),
        theme=_number(row["theme"]),
        slot=_number(str(row["slot"])[1:]) if str(row["slot"]).startswith("s") else None,
        slot_words=_plain(row["slotWords"]),
        written_at=moment(str(row["writtenAt"])),
    )
    return Change(key, turn, revision, typed)


def _number(value: object) -> int | None:
    found = str(value or "")
    return int(found) if re.fullmatch(r"[0-9]{1,15}", found) else None


def _plain(value: object) -> str:
    """A text that every database takes: half a letter, as a cut emoji leaves it, becomes a mark."""
    return str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
