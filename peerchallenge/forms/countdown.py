"""The form of a year's countdown: a number of school days a step."""

from typing import Any

from django import forms

from hlp.forms import GovField
from hlp.forms.refusals import TakesRefusals
from peerchallenge.models import CountdownDays
from peerchallenge.services.countdown.dates import days_of
from peerchallenge.services.countdown.pages import seen
from peerchallenge.services.countdown.steps import STEPS
from schools.models import AcademicYear


class CountdownForm(TakesRefusals, forms.Form):
    """School days before the session, step by step."""

    submit = "Save the countdown"

    def __init__(self, *args: Any, year: AcademicYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = days_of([year.pk])[year.pk]
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, initial=seen(year))
        for step in STEPS:
            self.fields[step.key] = forms.IntegerField(
                label=step.title,
                help_text=f"{step.owner.value}.",
                min_value=CountdownDays.LEAST,
                max_value=CountdownDays.MOST,
                initial=stored[step.key],
            )

    def layout(self) -> list[Any]:
        """One short box a step."""
        boxes = [GovField(step.key, width=3, suffix="school days", inputmode="numeric") for step in STEPS]
        return ["seen", *boxes]

    def days(self) -> dict[str, int]:
        """The days as wanted; call it on a valid form."""
        return {step.key: self.cleaned_data[step.key] for step in STEPS}
