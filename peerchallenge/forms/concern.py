"""Forms of decisions about schools of concern."""

from typing import Any

from django import forms
from django.urls import reverse

from hlp.forms import GovButton, GovButtons, GovField, GovLink, TidyField
from peerchallenge.choices import DECISIONS, ConcernState
from peerchallenge.forms.refusals import TakesRefusals
from schools.models import School

HINTS = {
    ConcernState.SUPPORT: "You look for a school or a colleague who can help.",
    ConcernState.WATCH: "You keep an eye on it and decide again later.",
    ConcernState.RECOMMENDED: "An LA officer accepts or declines. Only then does monitoring begin.",
    ConcernState.NO_ACTION: "Nothing follows. The decision and its reason stay here.",
}


class DecisionForm(TakesRefusals, forms.Form):
    """The Director decides, always with a reason."""

    submit = "Save the decision"

    to = forms.ChoiceField(
        label="What is to happen?",
        choices=[(one.value, one.label) for one in DECISIONS],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is to happen"},
    )
    reason = TidyField(
        label="Reason",
        max_length=2000,
        help_text="For you and whoever is Director after you. Nobody else reads it.",
        error_messages={"required": "Enter the reason for your decision"},
    )
    for_la = TidyField(
        label="What the LA officer is to know",
        max_length=4000,
        required=False,
        help_text="Only if you recommend the school to the LA. LA officers read this and no report. Name no child.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def layout(self) -> list[Any]:
        """What, why, and what goes to the LA."""
        hints = {state.value: hint for state, hint in HINTS.items()}
        return [
            "version",
            GovField("to", hints=hints, size="m"),
            GovField("reason", rows=5),
            GovField("for_la", rows=6),
        ]


class RaiseForm(TakesRefusals, forms.Form):
    """The Director raises a concern about a school without a report."""

    submit = "Raise this concern"

    school = forms.ModelChoiceField(
        School.objects.none(),
        empty_label="Choose a school",
        error_messages={"required": "Choose a school"},
    )
    reason = TidyField(
        label="What gives you concern?",
        max_length=2000,
        help_text="For you alone. You decide on the next page.",
    )

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        """School and reason."""
        buttons = GovButtons(GovButton(self.submit), GovLink("Cancel", reverse("peerchallenge:concern-list")))
        return ["school", GovField("reason", rows=5), buttons]


class DeclineForm(TakesRefusals, forms.Form):
    """The LA officer declines."""

    submit = "Decline"

    reason = TidyField(
        label="Why does the LA decline?",
        max_length=2000,
        help_text="The Director reads this and decides anew.",
        error_messages={"required": "Enter the reason, for the Director"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def layout(self) -> list[Any]:
        """One box."""
        return ["version", GovField("reason", rows=5)]
