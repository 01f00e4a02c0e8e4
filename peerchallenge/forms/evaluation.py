"""The form of the two-minute evaluation."""

from typing import Any

from django import forms

from hlp.forms import GovButton, GovButtons, GovField, GovForm, GovLink
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.packs.questions import MARKS, QUESTIONS
from peerchallenge.services.evaluations import MOST_CHARACTERS


class EvaluationForm(TakesRefusals, GovForm):
    """Six statements and a line."""

    submit = "Send"
    comment = forms.CharField(
        label="One thing to keep, or to change", max_length=MOST_CHARACTERS, required=False
    )

    def __init__(self, *args: Any, href: str = "", **kwargs: Any) -> None:
        self.href = href
        super().__init__(*args, **kwargs)
        for code, label in QUESTIONS.items():
            self.fields[code] = forms.TypedChoiceField(
                label=label,
                choices=list(MARKS.items()),
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": f"Select how far this is so: {label[:1].lower()}{label[1:]}"},
            )

    def layout(self) -> list[Any]:
        """The statements in order, then the line."""
        statements = [GovField(code, size="s", inline=True, small=True) for code in QUESTIONS]
        buttons = GovButtons(GovButton(self.submit), GovLink("Not now", self.href))
        return [*statements, GovField("comment", width="full"), buttons]

    def marks(self) -> dict[str, int]:
        """The marks by question; call it on a valid form."""
        return {code: self.cleaned_data[code] for code in QUESTIONS}
