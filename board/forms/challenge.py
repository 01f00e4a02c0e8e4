"""Forms of the performance challenge."""

from typing import Any

from django import forms

from board.choices import TargetOutcome
from board.models import Challenge, ChallengeTarget, Decision
from board.services.challenges import Ending, Goal
from hlp import clock
from hlp.forms import GovDateField, GovField, GovFieldset, TidyField
from peerchallenge.forms.refusals import TakesRefusals
from scorecard.models import Measure

NUMBER = {"invalid": "Enter a number, for example 68.5"}


class ChallengeForm(TakesRefusals, forms.Form):
    """Year, title and text of a challenge."""

    submit = "Save and go to the targets"

    year = forms.TypedChoiceField(label="Academic year", coerce=int)
    title = forms.CharField(label="The challenge in one line", max_length=120)
    text = TidyField(
        label="What the Board asks of every school, and why",
        max_length=4000,
        help_text="Schools and the public read this. It names no school.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, challenge: Challenge | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        first = today.year if today.month > 6 else today.year - 1
        years = [challenge.year] if challenge else [first, first + 1, first - 1]
        field: Any = self.fields["year"]
        field.choices = [(year, f"{year}/{(year + 1) % 100:02}") for year in years]
        if challenge:
            field.widget, field.initial = forms.HiddenInput(), challenge.year

    def layout(self) -> list[Any]:
        """Year, title, text."""
        return ["version", "year", GovField("title", size="s"), GovField("text", rows=8, size="s")]


class TargetForm(TakesRefusals, forms.Form):
    """One target: from where to where, by when, why."""

    submit = "Save this target"

    measure = forms.ModelChoiceField(Measure.objects.none(), label="Measure", empty_label="Choose a measure")
    baseline = forms.DecimalField(
        label="Where the partnership stands", max_digits=9, decimal_places=2, error_messages=NUMBER
    )
    baseline_year = forms.TypedChoiceField(label="In which year?", coerce=int)
    target = forms.DecimalField(label="Target", max_digits=9, decimal_places=2, error_messages=NUMBER)
    due_on = GovDateField(label="To be reached by")
    why = forms.CharField(label="Why this target? (optional)", max_length=300, required=False)

    def __init__(self, *args: Any, challenge: Challenge, measures: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measure: Any = self.fields["measure"]
        measure.queryset = measures
        year: Any = self.fields["baseline_year"]
        year.choices = [(y, f"{y}/{(y + 1) % 100:02}") for y in range(challenge.year, challenge.year - 6, -1)]

    def layout(self) -> list[Any]:
        """Measure, from, to, when, why."""
        number = {"width": 5, "inputmode": "decimal"}
        return [
            "measure",
            GovField("baseline", **number),
            "baseline_year",
            GovField("target", **number),
            GovField("due_on", size="s"),
            GovField("why"),
        ]

    def goal(self) -> Goal:
        """What the service takes."""
        return Goal(**self.cleaned_data)


class SetForm(TakesRefusals, forms.Form):
    """The decision by which the Board set it."""

    submit = "The Board has set it"

    decision = forms.ModelChoiceField(
        Decision.objects.none(), label="By which decision?", empty_label="Choose a decision"
    )

    def __init__(self, *args: Any, decisions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["decision"]
        field.queryset = decisions
        field.label_from_instance = lambda row: f"{row.number}: {row.text[:90]}"


class CloseForm(TakesRefusals, forms.Form):
    """What became of the challenge, target by target."""

    submit = "Close this challenge"

    def __init__(self, *args: Any, targets: list[ChallengeTarget], **kwargs: Any) -> None:
        self.targets = targets
        super().__init__(*args, **kwargs)
        for target in targets:
            self.fields[f"outcome_{target.pk}"] = forms.ChoiceField(
                label="How did it end?",
                choices=TargetOutcome.choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"Say how ‘{target.measure.short_name}’ ended"},
            )
            self.fields[f"result_{target.pk}"] = forms.DecimalField(
                label="Figure", max_digits=9, decimal_places=2, required=False, error_messages=NUMBER
            )
        self.fields["outcome"] = TidyField(
            label="What came of the challenge as a whole?",
            max_length=4000,
            help_text="Schools and the public read this.",
        )

    def layout(self) -> list[Any]:
        """Each target, then the whole."""
        sets = [
            GovFieldset(
                target.measure.name,
                GovField(f"outcome_{target.pk}", inline=True, small=True, size="s"),
                GovField(f"result_{target.pk}", width=5, inputmode="decimal"),
                hint=f"From {target.measure.shown(target.baseline)} to {target.measure.shown(target.target)}",
            )
            for target in self.targets
        ]
        return [*sets, GovField("outcome", rows=6, size="s")]

    def endings(self) -> dict[int, Ending]:
        """What the service takes."""
        given: dict[str, Any] = self.cleaned_data
        return {
            target.pk: Ending(TargetOutcome(given[f"outcome_{target.pk}"]), given.get(f"result_{target.pk}"))
            for target in self.targets
        }
