"""What is typed about a round."""

from typing import Any

from django import forms

from hlp import clock
from hlp.forms import GovDateField, GovField
from peerchallenge.choices import RoundClock
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.models import Round
from schools.choices import TermName
from schools.models import AcademicYear, Theme

CLOCK_HINTS = {
    RoundClock.CLOCK_HOURS: "A session that ends on Friday at 4pm is due on Sunday at 4pm.",
    RoundClock.WORKING_TIME: "A session that ends on Friday at 4pm is due on Tuesday at 4pm.",
}


class RoundBoxes(TakesRefusals):
    """Window, clock and focus themes."""

    def offer(self, round_: Round | None = None) -> None:
        """Add the boxes, filled with what stands now."""
        self.fields["opens"] = GovDateField(
            label="First day", noun="the first day of the round", initial=round_ and round_.opens
        )
        self.fields["closes"] = GovDateField(
            label="Last day", noun="the last day of the round", initial=round_ and round_.closes
        )
        chosen = [theme.pk for theme in round_.focus_themes.all()] if round_ else []
        self.fields["focus_themes"] = forms.ModelMultipleChoiceField(
            Theme.objects.offered(*chosen).filter(is_core=False),
            label="Focus themes",
            required=False,
            widget=forms.CheckboxSelectMultiple,
            initial=chosen,
            help_text="Teaching and learning is the core theme of every round.",
        )
        self.fields["clock"] = forms.ChoiceField(
            label="How is the time for the report counted?",
            choices=RoundClock.choices,
            widget=forms.RadioSelect,
            initial=round_.clock if round_ else RoundClock.CLOCK_HOURS,
            error_messages={"required": "Choose how the time for the report is counted"},
        )

    def values(self) -> dict[str, Any]:
        """What to hand to the service."""
        return {name: self.cleaned_data[name] for name in ("opens", "closes", "clock", "focus_themes")}

    def boxes(self) -> list[Any]:
        """Window, themes, clock."""
        themes = GovField("focus_themes", small=True)
        return [GovField("opens"), GovField("closes"), themes, GovField("clock", hints=CLOCK_HINTS)]


class NewRoundForm(RoundBoxes, forms.Form):
    """A round that does not exist yet."""

    submit = "Open this round"
    year = forms.ModelChoiceField(
        AcademicYear.objects.none(), label="Academic year", empty_label="Choose one"
    )
    term = forms.ChoiceField(label="Term", choices=TermName.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = AcademicYear.objects.filter(ends__gte=clock.today()).order_by("starts")
        self.fields["year"].queryset = years  # type: ignore[attr-defined]
        self.fields["year"].initial = years.first()
        self.offer()

    def layout(self) -> list[Any]:
        """Year and term first."""
        return ["year", GovField("term", inline=True), *self.boxes()]


class RoundForm(RoundBoxes, forms.Form):
    """A round's window, clock and themes."""

    submit = "Save"
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, round: Round, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"version": round.version})
        super().__init__(*args, **kwargs)
        self.offer(round)

    def layout(self) -> list[Any]:
        """The boxes."""
        return ["version", *self.boxes()]
