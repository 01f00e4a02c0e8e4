"""The form on which the Director edits a text."""

from typing import Any

from django import forms

from hlp.forms import GovButton, GovButtons, GovField, GovForm, GovLink


class TextForm(GovForm):
    """Body and note of a new version. ``number`` is the version that the editor started from."""

    number = forms.IntegerField(widget=forms.HiddenInput)
    body = forms.CharField(
        label="Text",
        widget=forms.Textarea,
        max_length=40_000,
        error_messages={"required": "Enter the text. To withdraw a text, speak with whoever runs the system"},
    )
    note = forms.CharField(
        label="What did you change, and why?",
        help_text="One line for the history of versions. Everyone who is signed in can read it.",
        max_length=200,
    )

    def __init__(self, *args: Any, cancel: str = "", **kwargs: Any) -> None:
        self.cancel = cancel
        super().__init__(*args, **kwargs)

    def layout(self) -> list[Any]:
        """The text first, then why; preview before publishing."""
        return [
            "number",
            GovField("body", rows=24, size="m"),
            GovField("note", size="m"),
            GovButtons(
                GovButton("Preview", style="secondary", name="preview"),
                GovButton("Publish this version", name="publish"),
                GovLink("Cancel", self.cancel),
            ),
        ]
