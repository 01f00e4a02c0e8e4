"""What is typed about a nomination for quality assurance."""

from typing import Any

from django import forms

from hlp.forms import GovField, TidyField
from peerchallenge.forms.refusals import TakesRefusals


class NominationForm(TakesRefusals, forms.Form):
    """Why a session is to be assured."""

    submit = "Nominate this session"

    reason = TidyField(
        label="Why should this session be assured?",
        max_length=1000,
        error_messages={"required": "Enter the reason"},
        help_text="What a QA reviewer could look at. Name no child.",
    )

    def layout(self) -> list[Any]:
        """One box."""
        return [GovField("reason", rows=5)]


class AnswerForm(TakesRefusals, forms.Form):
    """The Director's answer."""

    submit = "Answer"

    accepted = forms.ChoiceField(
        label="Is this session to be assured?",
        choices=[("yes", "Yes, I name a QA reviewer"), ("no", "No")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether this session is to be assured"},
    )
    answer = TidyField(
        label="Your answer",
        max_length=1000,
        required=False,
        help_text="Needed if you decline.",
    )

    def layout(self) -> list[Any]:
        """Yes or no, and a word."""
        return [GovField("accepted", size="m"), GovField("answer", rows=4)]
