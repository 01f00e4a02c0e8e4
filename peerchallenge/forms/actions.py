"""The forms of agreed actions and of the check-in."""

from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from hlp.forms import GovButton, GovButtons, GovDateField, GovField, GovForm, GovLink, MaxWords, TidyField
from peerchallenge.choices import ACTION_MOVES, ActionState, Going, NoteKind
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.models import Round
from peerchallenge.services.actions import CHECK_IN_WORDS, NOTE_WORDS
from schools.models import Collaborative


class ActionForm(TakesRefusals, GovForm):
    """Who sees to it, by when, and how far it is."""

    submit = "Save"
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    state = forms.ChoiceField(label="How far is it?", choices=ActionState, widget=forms.RadioSelect)
    owner = forms.CharField(
        label="Who sees to it",
        help_text="A role, for example: deputy headteacher",
        max_length=120,
        required=False,
    )
    due = GovDateField(label="By which day", noun="the day", required=False)

    def __init__(self, *args: Any, state: str, href: str = "", **kwargs: Any) -> None:
        self.href = href
        super().__init__(*args, **kwargs)
        possible = {state, *ACTION_MOVES[state]}
        field: Any = self.fields["state"]
        field.choices = [choice for choice in ActionState.choices if choice[0] in possible]

    def layout(self) -> list[Any]:
        """The state first: it is what changes most often."""
        buttons = GovButtons(GovButton(self.submit), GovLink("Cancel", self.href))
        return [
            "version",
            GovField("state", size="s", small=True),
            GovField("owner", width="two-thirds"),
            "due",
            buttons,
        ]


class NoteForm(TakesRefusals, GovForm):
    """Progress or evidence, in a few words."""

    submit = "Add"
    token = forms.CharField(max_length=32, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label="What is it?", choices=NoteKind, widget=forms.RadioSelect, initial="progress"
    )
    body = TidyField(
        label="What has happened since, or how one can see it",
        help_text="Name no child and no member of staff.",
        validators=[MaxWords(NOTE_WORDS)],
        error_messages={"required": "Enter what has happened, or how one can see it"},
    )

    def __init__(self, *args: Any, href: str, **kwargs: Any) -> None:
        self.href = href
        super().__init__(*args, **kwargs)

    @cached_property
    def helper(self) -> FormHelper:
        """Posted to an address of its own: the page has another form."""
        helper = super().helper
        helper.form_action = self.href
        return helper

    def layout(self) -> list[Any]:
        """The kind and the text."""
        return ["token", GovField("kind", inline=True, small=True), GovField("body", rows=4)]


class CheckInForm(TakesRefusals, GovForm):
    """How it is going, and a note."""

    submit = "Note the check-in"
    going = forms.ChoiceField(
        label="How are the actions going?",
        choices=Going,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how the actions are going"},
    )
    note = TidyField(label="What the headteacher said", required=False, validators=[MaxWords(CHECK_IN_WORDS)])

    def layout(self) -> list[Any]:
        """The answer and the note."""
        return [GovField("going", size="m"), GovField("note", size="m", rows=5)]


class ActionFilter(GovForm):
    """Which actions are listed and counted."""

    state = forms.ChoiceField(label="State", required=False, choices=[("", "All"), *ActionState.choices])
    round = forms.ModelChoiceField(
        label="Round", required=False, empty_label="All rounds", queryset=Round.objects.none()
    )
    collaborative = forms.ModelChoiceField(
        label="Collaborative", required=False, empty_label="All", queryset=Collaborative.objects.none()
    )

    def __init__(self, *args: Any, rounds: Any, collaboratives: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("round", rounds), ("collaborative", collaboratives)):
            field: Any = self.fields[name]
            field.queryset = rows
