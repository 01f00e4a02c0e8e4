"""Forms of the summary of outcomes."""

from typing import Any

from django import forms

from hlp.forms import GovButton, GovButtons, GovField, GovForm, GovLink, TidyField


class SectionForm(GovForm):
    """The words of one section, in Markdown. ``revision`` is that of the section when the page was opened."""

    text = TidyField(
        label="Text",
        required=False,
        max_length=12000,
        help_text="Markdown: a blank line begins a paragraph, “- ” a bullet, “> ” a quotation, **two stars** bold. "
        "Name no school and no person.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        self.back = back
        super().__init__(*args, **kwargs)

    def layout(self) -> list[Any]:
        """The text, and the way back."""
        buttons = GovButtons(GovButton("Save"), GovLink("Back to the draft", self.back))
        return ["revision", GovField("text", rows=16), buttons]


class PublishForm(GovForm):
    """The Director has read it. With names in the text one more tick is asked for."""

    submit = "Publish the summary"

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, names: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if names:
            self.fields["names_stay"] = forms.BooleanField(
                label="I have looked at these words, and none of them names a school or a person that must stay unnamed",
                error_messages={"required": "Take the names out, or confirm that they may stay"},
            )

    def layout(self) -> list[Any]:
        """The tick, where there is one."""
        return list(self.fields)


class CorrectForm(GovForm):
    """Why a published summary is corrected."""

    submit = "Begin the correction"

    reason = TidyField(
        label="What has to be corrected?",
        max_length=1000,
        help_text="It is printed on the new version. Name no school and no person.",
        error_messages={"required": "Say what has to be corrected"},
    )

    def layout(self) -> list[Any]:
        """One box."""
        return [GovField("reason", rows=4)]
