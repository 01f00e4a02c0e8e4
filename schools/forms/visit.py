"""Forms of visits between schools."""

from datetime import datetime
from typing import Any

from django import forms

from hlp import clock
from hlp.forms import GovDateField, GovField, GovTimeField, TidyField
from hlp.forms.refusals import TakesRefusals
from schools.choices.practice import VisitImpact
from schools.models import School
from schools.services.directory.visits import Wish


class AskForm(TakesRefusals, forms.Form):
    """What a school would like to see."""

    submit = "Ask for a visit"

    school = forms.ModelChoiceField(
        School.objects.none(), label="For which school do you ask?", empty_label=None
    )
    purpose = TidyField(
        label="What would you like to see?", max_length=1500,
        help_text="And what you are working on at your school. Name no child and no member of staff.",
    )  # fmt: skip
    visitors = forms.IntegerField(label="How many would come?", min_value=1, max_value=30, initial=1)
    suits = forms.CharField(
        label="Which days would suit you?", required=False, max_length=200,
        help_text="For example “any Tuesday before Easter”.",
    )  # fmt: skip

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["school"]
        field.queryset = schools  # type: ignore[attr-defined]
        if len(schools) == 1:
            field.initial, field.widget = schools[0].pk, forms.HiddenInput()

    def wish(self) -> Wish:
        """What was asked for."""
        data = self.cleaned_data
        return Wish(purpose=data["purpose"], visitors=data["visitors"], suits=data["suits"])

    def layout(self) -> list[Any]:
        """Which school, what, how many, when."""
        return [
            "school",
            GovField("purpose", size="s", rows=5),
            GovField("visitors", size="s", width="2", inputmode="numeric"),
            GovField("suits", size="s"),
        ]


class AgreeForm(TakesRefusals, forms.Form):
    """The day of a visit."""

    submit = "Agree to this day"

    version = forms.IntegerField(widget=forms.HiddenInput)
    day = GovDateField(label="Which day?")
    starts = GovTimeField(label="From")
    ends = GovTimeField(label="Until")
    answer = TidyField(
        label="Anything they should know?", required=False, max_length=1000,
        help_text="Where to sign in, where to park, whom to ask for (a role).",
    )  # fmt: skip

    def moments(self) -> tuple[datetime, datetime]:
        """The first and the last moment, in UTC."""
        data = self.cleaned_data
        return clock.at(data["day"], data["starts"]), clock.at(data["day"], data["ends"])

    def layout(self) -> list[Any]:
        """Day, times, words."""
        return [
            "version",
            GovField("day", size="s"),
            GovField("starts", size="s", width="5"),
            GovField("ends", size="s", width="5"),
            GovField("answer", size="s", rows=4),
        ]


class ImpactForm(TakesRefusals, forms.Form):
    """What came of a visit."""

    submit = "Tell the school"

    impact = forms.ChoiceField(
        label="What came of it?", choices=VisitImpact.choices, widget=forms.RadioSelect
    )
    text = TidyField(
        label="In a few words", max_length=1500,
        help_text="What you saw, what you do differently now. The school that you visited and the Director read it.",
    )  # fmt: skip

    def layout(self) -> list[Any]:
        """One choice and one box."""
        return [GovField("impact", size="s"), GovField("text", size="s", rows=5)]
