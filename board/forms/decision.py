"""Forms of decisions."""

from typing import Any

from django import forms

from board.choices import Outcome
from board.forms.carried import Carried
from board.forms.parts import InPart
from board.services.decisions import Terms
from hlp.forms import GovDateField, GovField, TidyField
from peerchallenge.forms.refusals import TakesRefusals


class DecisionForm(InPart, Carried):
    """What was decided, who moved and seconded it, and the votes where they were counted."""

    submit = "Record this decision"
    restricted_label = "This decision belongs to part II"
    field_order = ["text", "outcome"]

    text = TidyField(label="The Board decided", max_length=2000)
    outcome = forms.ChoiceField(
        label="Outcome", choices=Outcome.choices, widget=forms.RadioSelect, initial=Outcome.AGREED
    )

    def layout(self) -> list[Any]:
        """The text, the outcome, how it was carried."""
        return [
            "version",
            GovField("text", rows=3, size="s"),
            GovField("outcome", inline=True, small=True, size="s"),
            *self.carried_boxes(),
            *self.restricted_box(),
        ]

    def terms(self) -> Terms:
        """What the service takes."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in OWN}
        return Terms(**given, part=self.part)


OWN = {"restricted", "version", "taken_on", "reported_to"}


class ChairsActionForm(DecisionForm):
    """What the chair decided between meetings."""

    submit = "Record this action"

    taken_on = GovDateField(label="On which day?", noun="the day of the decision")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "What did the chair decide?"

    def layout(self) -> list[Any]:
        """What and when."""
        return [GovField("text", rows=3), GovField("taken_on", size="s"), GovField("restricted")]


class StrikeForm(TakesRefusals, forms.Form):
    """Why a decision is struck out."""

    submit = "Strike it out"

    why = forms.CharField(label="Why is it struck out?", max_length=300)
