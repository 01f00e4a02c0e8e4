"""How a decision was carried."""

from typing import Any

from django import forms

from hlp.forms import GovDetails, GovField
from peerchallenge.forms.refusals import TakesRefusals

VOTES = ("votes_for", "votes_against", "abstentions")


class Carried(TakesRefusals, forms.Form):
    """Who moved and seconded a decision, chosen among ``names`` where they are given, and the votes if counted."""

    moved_by = forms.CharField(label="Moved by", max_length=120, required=False)
    seconded_by = forms.CharField(label="Seconded by", max_length=120, required=False)
    votes_for = forms.IntegerField(label="For", min_value=0, max_value=99, required=False)
    votes_against = forms.IntegerField(label="Against", min_value=0, max_value=99, required=False)
    abstentions = forms.IntegerField(label="Abstentions", min_value=0, max_value=99, required=False)

    def __init__(self, *args: Any, names: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in ("moved_by", "seconded_by") if names is not None else ():
            kept = self.initial.get(field)
            choices = [("", "Nobody noted"), *((name, name) for name in names or ())]
            if kept and kept not in (names or ()):
                choices.append((kept, kept))
            label = self.fields[field].label
            self.fields[field] = forms.ChoiceField(label=label, choices=choices, required=False)

    def carried_boxes(self) -> list[Any]:
        """The boxes; votes are folded away until somebody counts them."""
        votes = (GovField(name, width=2, inputmode="numeric") for name in VOTES)
        return ["moved_by", "seconded_by", GovDetails("Votes were counted", *votes)]
