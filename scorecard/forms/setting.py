"""What the Director chooses from the score card: themes for a round, a target to try."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from hlp.forms import GovField, GovForm, GovFormMixin
from peerchallenge.models import Round
from scorecard.models import Measure
from scorecard.services.themes import ThemeProposal

STALE = (
    "Somebody changed this round after you opened this page. Nothing was taken up. Look at the themes again, then press "
    "the button once more"
)


class ThemesForm(GovFormMixin, forms.Form):
    """Proposed themes, and the round into which they go. ``version`` is that of the round that was offered first."""

    submit = "Take these themes up"

    round = forms.ModelChoiceField(
        Round.objects.none(), label="Which round?", empty_label=None, widget=forms.RadioSelect
    )
    themes = forms.MultipleChoiceField(
        label="Themes",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one theme"},
    )
    versions = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, rounds: Sequence[Round], proposals: Sequence[ThemeProposal], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.hints = {one.name: one.reason for one in proposals}
        rows = (
            Round.objects.filter(pk__in=[one.pk for one in rounds]).select_related("year").order_by("opens")
        )
        self.fields["round"].queryset = rows  # type: ignore[attr-defined]
        self.fields["round"].initial = rounds[0].pk if rounds else None
        self.fields["themes"].choices = [(one.name, one.name) for one in proposals]  # type: ignore[attr-defined]
        self.fields["versions"].initial = _told(rounds)

    def layout(self) -> list[Any]:
        """The evidence stands under each theme."""
        return ["versions", GovField("themes", hints=self.hints), GovField("round", small=True)]

    def version(self) -> int:
        """The version of the chosen round as it was when the page was opened; 0 where it was not told."""
        told = dict(pair.split(":", 1) for pair in self.cleaned_data["versions"].split(",") if ":" in pair)
        version = told.get(str(self.cleaned_data["round"].pk), "")
        return int(version) if version.isdecimal() else 0

    def take_stale(self, rounds: Sequence[Round]) -> None:
        """Tell of a newer version; the next press goes through."""
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["versions"] = _told(rounds)  # type: ignore[index]
        self.add_error(None, STALE)


def _told(rounds: Sequence[Round]) -> str:
    return ",".join(f"{one.pk}:{one.version}" for one in rounds)


class TargetForm(GovForm):
    """A measure and a target in percent, to see what every school would have to contribute."""

    measure = forms.ChoiceField(label="Measure")
    target = forms.DecimalField(
        label="Target, in per cent",
        min_value=Decimal(0),
        max_value=Decimal(100),
        decimal_places=1,
        error_messages={
            "required": "Enter a target",
            "invalid": "Enter the target as a number, for instance 70",
            "min_value": "A target is between 0 and 100 per cent",
            "max_value": "A target is between 0 and 100 per cent",
            "max_decimal_places": "Give the target with one decimal at most",
        },
    )

    def __init__(self, *args: Any, measures: Sequence[Measure], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [(one.code, one.name) for one in measures]  # type: ignore[attr-defined]
        self.fields["target"].widget.attrs |= {"inputmode": "decimal", "size": 6}
