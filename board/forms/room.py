"""Forms of the meeting itself: who is there, what is declared, and the minutes beside an item."""

from functools import cached_property
from typing import Any
from uuid import uuid4

from crispy_forms.helper import FormHelper
from django import forms
from django.urls import reverse

from board.choices import Attends, Part, Stays
from board.models import AgendaItem, Attendance, Meeting, Minute
from board.services.minuting import MOST_CHARACTERS
from board.services.room import Presence
from hlp.forms import GovButton, GovButtons, GovField, GovForm, GovInclude, GovLink, GovTimeField, TidyField
from hlp.models import User
from peerchallenge.forms.refusals import TakesRefusals

MOST_TURNS = 2_000_000_000  # what the database's whole numbers hold
AWAY = "away"
HERE = [(AWAY, "Not here"), *Attends.choices]


class AttendanceForm(TakesRefusals, forms.Form):
    """One row for each person: not here, in the room or online, and when they came late or left early."""

    def __init__(self, *args: Any, rows: list[Attendance], **kwargs: Any) -> None:
        self.rows = rows
        super().__init__(*args, **kwargs)
        for row in rows:
            noted = row.how if row.present else AWAY if row.present is not None else ""
            self.fields[f"how_{row.pk}"] = forms.ChoiceField(
                label=f"{row.person}", choices=HERE, widget=forms.RadioSelect, required=False, initial=noted
            )
            for name, word, value in (
                ("arrived", "Arrived late at", row.arrived_at),
                ("left", "Left early at", row.left_at),
            ):
                self.fields[f"{name}_{row.pk}"] = GovTimeField(
                    label=f"{word}", noun=f"the time when {row.person} {name}", required=False, initial=value
                )

    def lines(self) -> list[dict[str, Any]]:
        """Each person with the three boxes, for the template."""
        return [
            {
                "row": row,
                "how": self[f"how_{row.pk}"],
                "arrived": self[f"arrived_{row.pk}"],
                "left": self[f"left_{row.pk}"],
                "times": [self[f"arrived_{row.pk}"], self[f"left_{row.pk}"]],
            }
            for row in self.rows
        ]

    def seen(self) -> dict[int, Presence]:
        """What was noted; who was not marked at all is left out."""
        given = self.cleaned_data
        found = {}
        for row in self.rows:
            how = given[f"how_{row.pk}"]
            if how:
                arrived, left = given[f"arrived_{row.pk}"], given[f"left_{row.pk}"]
                found[row.pk] = Presence("" if how == AWAY else how, arrived, left)
        return found


class ItemChoice(forms.ModelChoiceField):
    """One item of a meeting, by number and title."""

    def __init__(self, numbers: dict[int, str], **kwargs: Any) -> None:
        self.numbers = numbers
        super().__init__(AgendaItem.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """``5.1 Score card``, with a word where it is restricted."""
        mark = " (part II)" if obj.is_restricted else ""
        return f"{self.numbers.get(obj.pk, '')} {obj.title}{mark}"


class DeclareForm(TakesRefusals, forms.Form):
    """An interest that somebody declares."""

    submit = "Note this declaration"

    person = forms.ModelChoiceField(User.objects.none(), label="Who declares?", empty_label="Choose a person")
    item = ItemChoice({}, label="For which item?", required=False, empty_label="The meeting as a whole")
    text = forms.CharField(label="What is the interest?", max_length=300)
    stays = forms.ChoiceField(
        label="What do they do?", choices=Stays.choices, widget=forms.RadioSelect, initial=Stays.STAYS
    )

    def __init__(
        self, *args: Any, meeting: Meeting, people: Any, numbers: dict[int, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        person: Any = self.fields["person"]
        item: Any = self.fields["item"]
        person.queryset, item.queryset, item.numbers = people, meeting.items.all(), numbers

    def layout(self) -> list[Any]:
        """Who, for what, which interest, what follows."""
        return ["person", "item", GovField("text"), GovField("stays", size="s", small=True)]


class MinuteForm(GovForm):
    """The minutes of one item: part I, and what belongs to part II in a box of its own; saved while one types."""

    page = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    turn = forms.IntegerField(min_value=0, max_value=MOST_TURNS, required=False, widget=forms.HiddenInput)
    stale = False

    def __init__(self, *args: Any, item: AgendaItem, texts: dict[int, Minute], **kwargs: Any) -> None:
        self.item, self.texts = item, texts
        kwargs.setdefault("initial", {"page": uuid4().hex, "turn": 0})
        super().__init__(*args, **kwargs)
        for part, minute in texts.items():
            self.fields[f"revision_{part}"] = forms.IntegerField(
                min_value=0, widget=forms.HiddenInput, initial=minute.revision
            )
            self.fields[f"text_{part}"] = TidyField(
                label=self._label(part),
                required=False,
                max_length=MOST_CHARACTERS,
                initial=minute.text,
                help_text="" if part == Part.ONE else RESTRICTED,
            )

    def _label(self, part: int) -> str:
        return "Minutes" if part == Part.ONE else "Restricted minutes (part II)"

    def layout(self) -> list[Any]:
        """The boxes, what was saved when, and the way on."""
        boxes = [
            GovField(f"text_{part}", rows=12 if part == self.item.part else 4, size="s")
            for part in self.texts
        ]
        hidden = ["page", "turn", *(f"revision_{part}" for part in self.texts)]
        return [*hidden, *boxes, GovInclude("board/room/_saved_line.html"), GovButtons(*self._buttons())]

    def _buttons(self) -> list[GovInclude]:
        here = reverse("board:room-item", args=[self.item.meeting_id, self.item.pk])
        if self.stale:
            return [GovButton("Save my version instead"), GovLink("Keep the newer version", here)]
        return [GovButton("Save and go to the next item"), GovButton("Save", style="secondary", name="stay")]

    @cached_property
    def helper(self) -> FormHelper:
        """With what autosave needs on the form itself."""
        helper = super().helper
        helper.form_id = "minute-form"
        helper.form_action = reverse("board:room-item", args=[self.item.meeting_id, self.item.pk])
        if not self.stale:
            helper.attrs = {
                "data-autosave": "",
                "hx-post": reverse("board:minute-save", args=[self.item.meeting_id, self.item.pk]),
                "hx-trigger": "input delay:2s, retry",
                "hx-target": "#saved",
                "hx-swap": "innerHTML",
                "hx-sync": "this:queue last",
            }
        return helper


RESTRICTED = "For members with part II alone. Not a word of it is in the part I minutes or in public."
