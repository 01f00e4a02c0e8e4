"""Forms of the minutes on their way."""

from typing import Any

from django import forms

from board.services.minuting import MOST_CHARACTERS
from hlp.forms import GovButton, GovButtons, GovField, GovLink, TidyField
from peerchallenge.forms.refusals import TakesRefusals


class ReturnForm(TakesRefusals, forms.Form):
    """What the chair wants changed."""

    submit = "Return them to the clerk"

    reason = TidyField(label="What should change?", max_length=2000)

    def layout(self) -> list[Any]:
        """One box."""
        return [GovField("reason", rows=5, size="s")]


class CorrectForm(TakesRefusals, forms.Form):
    """A corrected text and why."""

    submit = "Save as a new version"

    text = TidyField(label="Minutes", required=False, max_length=MOST_CHARACTERS)
    note = forms.CharField(
        label="What was corrected, and who asked for it?",
        max_length=300,
        help_text="Members read this in the list of versions.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def layout(self) -> list[Any]:
        """The text and the note."""
        return ["version", GovField("text", rows=12, size="s"), GovField("note", size="s")]


class PublishForm(TakesRefusals, forms.Form):
    """The clerk's approval of the public version."""

    read = forms.BooleanField(
        label="I have read the public version. It names nobody who should not be named, and no school that should not be.",
        error_messages={"required": "Confirm that you have read it"},
    )

    def __init__(self, *args: Any, cancel: str = "", **kwargs: Any) -> None:
        self.cancel = cancel
        super().__init__(*args, **kwargs)

    def layout(self) -> list[Any]:
        """One tick."""
        buttons = GovButtons(GovButton("Publish the minutes"), GovLink("Cancel", self.cancel))
        return [GovField("read"), buttons]
