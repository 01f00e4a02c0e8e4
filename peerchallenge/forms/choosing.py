"""Two texts of the same thing: theirs, mine, or both edited together. It works without scripts."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core import signing

from hlp.forms import (
    GovButton,
    GovButtons,
    GovField,
    GovFieldset,
    GovForm,
    GovInclude,
    GovLink,
    TidyField,
)
from peerchallenge.choices import Keep
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.services.reports.comparing import Differing

SALT = "two-texts"
MOST_TURNS = 2_000_000_000


def packed(answers: dict[str, Any]) -> str:
    """Answers as a string for a hidden field, which nobody can change unnoticed."""
    return signing.dumps(answers, salt=SALT, compress=True)


def unpacked(value: str) -> dict[str, Any] | None:
    """The answers of a hidden field, or None where it was changed or cut off."""
    try:
        found: dict[str, Any] = signing.loads(value, salt=SALT)
    except signing.BadSignature:
        return None
    return found


class ChoiceForm(TakesRefusals, GovForm):
    """One fieldset for each answer that differs. ``mine`` carries what was typed from press to press.

    ``revision`` is that of the stored text; ``page`` and ``turn`` are those of the page on which mine was typed.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput)
    page = forms.CharField(max_length=32, widget=forms.HiddenInput, required=False)
    turn = forms.IntegerField(min_value=0, max_value=MOST_TURNS, widget=forms.HiddenInput, required=False)
    mine = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, rows: Sequence[Differing], by: str, back: str, action: str, **kwargs: Any
    ) -> None:
        self.rows, self.by, self.back, self.action = rows, by, back, action
        self.names = {row.name: f"both_{row.name}" for row in rows if row.is_text}
        super().__init__(*args, **kwargs)
        for row in rows:
            self._offer(row)

    def _offer(self, row: Differing) -> None:
        choices = [(Keep.THEIRS, f"Keep what {self.by} saved"), (Keep.MINE, "Keep mine")]
        if row.is_text:
            choices.append((Keep.BOTH, "Keep both, edited together"))
        elif row.joins:
            choices.append((Keep.BOTH, "Keep both, mine after theirs"))
        self.fields[f"keep_{row.name}"] = forms.ChoiceField(
            label="Which one do you keep?",
            choices=choices,
            widget=forms.RadioSelect,
            error_messages={"required": f"Choose which text to keep under ‘{row.label}’"},
        )
        if row.is_text:
            self.fields[f"both_{row.name}"] = TidyField(
                label="Both, edited together",
                help_text="What you share stands here once, what differs one after the other. Change it as you like.",
                required=False,
                initial=row.both,
                widget=forms.Textarea(attrs={"rows": 8}),
            )

    @property
    def keep(self) -> dict[str, str]:
        """What is kept, by the name of the answer; call it on a valid form."""
        return {row.name: self.cleaned_data[f"keep_{row.name}"] for row in self.rows}

    @property
    def texts(self) -> dict[str, str]:
        """What was edited together, by the name of the answer; call it on a valid form."""
        return {row.name: self.cleaned_data[f"both_{row.name}"] for row in self.rows if row.is_text}

    @cached_property
    def helper(self) -> FormHelper:
        """It posts to an address of its own."""
        helper = super().helper
        helper.form_action = self.action
        return helper

    def layout(self) -> list[Any]:
        """For each answer both texts, the choice, and the box in which they are edited together."""
        hidden = ["revision", "page", "turn", "mine"]
        buttons = GovButtons(GovButton("Save what I chose"), GovLink("Back to the stored text", self.back))
        return [*hidden, *(self._fieldset(row) for row in self.rows), buttons]

    def _fieldset(self, row: Differing) -> GovFieldset:
        texts = GovInclude("peerchallenge/_two_texts.html", row=row, by=self.by)
        keep = GovField(f"keep_{row.name}", size="s", small=True)
        both = [GovField(f"both_{row.name}", size="s")] if row.is_text else []
        return GovFieldset(row.label, texts, keep, *both)
