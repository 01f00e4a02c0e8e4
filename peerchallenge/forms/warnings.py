"""The lead reviewer overrules warnings, each with a tick and a reason."""

from collections.abc import Sequence
from typing import Any

from django import forms

from hlp.forms import GovButton, GovButtons, GovField, GovFieldset, GovForm, GovInclude, GovLink, TidyField
from peerchallenge.choices import WarningKind
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.services.reports import Warned

TICKS = {
    WarningKind.NAME: "This names no pupil and no member of staff, or has to stand here",
    WarningKind.DISAGREEMENT: "The judgements are meant like this",
}


class OverruleForm(TakesRefusals, GovForm):
    """One fieldset for each open warning."""

    def __init__(
        self, *args: Any, warned: Sequence[Warned], back: str, edit: dict[str, str], **kwargs: Any
    ) -> None:
        self.warned, self.back, self.edit = warned, back, edit
        super().__init__(*args, **kwargs)
        for one in warned:
            self.fields[f"tick_{one.key}"] = forms.BooleanField(label=TICKS[one.kind], required=False)
            self.fields[f"reason_{one.key}"] = TidyField(
                label="Why?",
                help_text="The Director reads it. Do not repeat the name.",
                required=False,
                max_length=300,
                widget=forms.TextInput,
            )

    def clean(self) -> dict[str, Any]:
        """A tick and its reason come together, and at least one of them."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for one in self.warned:
            tick, reason = given.get(f"tick_{one.key}"), given.get(f"reason_{one.key}")
            if tick and not reason:
                self.add_error(f"reason_{one.key}", f"Enter why, for the warning in ‘{one.section}’")
            if reason and not tick:
                self.add_error(f"tick_{one.key}", f"Tick the box too, for the warning in ‘{one.section}’")
        if not self.errors and not self.reasons:
            self.add_error(None, "Tick at least one warning, or change the text instead")
        return given

    @property
    def reasons(self) -> dict[str, str]:
        """The reason of each warning that is overruled, by its key."""
        given = self.cleaned_data
        keys = [one.key for one in self.warned if given.get(f"tick_{one.key}")]
        return {key: given.get(f"reason_{key}", "") for key in keys}

    def layout(self) -> list[Any]:
        """For each warning what was found and where, the tick and the reason."""
        rows = [
            GovFieldset(
                one.section,
                GovInclude("peerchallenge/report/_warned.html", one=one, edit=self.edit[one.key]),
                GovField(f"tick_{one.key}", small=True),
                GovField(f"reason_{one.key}", size="s"),
            )
            for one in self.warned
        ]
        return [*rows, GovButtons(GovButton("Overrule what I ticked"), GovLink("Not now", self.back))]
