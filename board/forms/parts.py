"""What may belong to part II of a meeting."""

from typing import Any

from django import forms

from board.choices import Part
from hlp.forms import GovField
from peerchallenge.forms.refusals import TakesRefusals


class InPart(TakesRefusals, forms.Form):
    """Asks whether something belongs to part II, unless its item settles that by standing there itself."""

    restricted_label: str

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, part: int = Part.ONE, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if part != Part.TWO:
            self.fields["restricted"] = forms.BooleanField(label=self.restricted_label, required=False)

    def restricted_box(self) -> list[Any]:
        """The box for part II, where it is asked."""
        return [GovField("restricted")] if "restricted" in self.fields else []

    @property
    def part(self) -> Part:
        """The part that was chosen."""
        return Part.TWO if self.cleaned_data.get("restricted") else Part.ONE
