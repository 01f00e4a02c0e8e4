"""The forms of the team's analysis before the visit."""

from typing import Any

from django import forms

from hlp.forms import GovField, TidyField
from peerchallenge.choices import HypothesisOutcome
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.models import Area, ChallengeSession, Hypothesis, Reviewer
from peerchallenge.services.previsits import FIELDS


class HypothesisForm(TakesRefusals, forms.Form):
    """One hypothesis: what is suggested, the question, how to find out, and who does."""

    submit = "Save"

    area = forms.ModelChoiceField(
        Area.objects.none(), label="Area", required=False, empty_label="More than one, or the focus"
    )
    suggests = TidyField(
        label="What do the papers suggest?",
        help_text="For example: the school says that writing is strong in every year, and gives figures for Year 6 only.",
        max_length=1500,
        error_messages={"required": "Enter what the papers suggest"},
    )
    question = forms.CharField(
        label="Key line of enquiry",
        help_text="The question for the day, as the host may read it. For example: is writing as strong in Year 3?",
        max_length=300,
        error_messages={"required": "Enter the question"},
    )
    look_for = TidyField(
        label="How will you find out?",
        help_text="Where to look, what to read, whom to ask.",
        max_length=1500,
        required=False,
    )
    taken_by = forms.ModelChoiceField(
        Reviewer.objects.none(), label="Who looks into it?", required=False, empty_label="Not settled yet"
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, session: ChallengeSession, hypothesis: Hypothesis | None = None, **kwargs: Any
    ) -> None:
        stored = {name: getattr(hypothesis, name) for name in (*FIELDS, "version")} if hypothesis else {}
        kwargs["initial"] = {"version": 1, **(kwargs.get("initial") or {}), **stored}
        super().__init__(*args, **kwargs)
        self.fields["area"].queryset = session.round.year.areas.all()  # type: ignore[attr-defined]
        team = session.reviewers.select_related("person")
        self.fields["taken_by"].queryset = team  # type: ignore[attr-defined]
        self.fields["taken_by"].label_from_instance = lambda row: row.person.name  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        """In the order in which one thinks."""
        return [
            "version",
            "area",
            GovField("suggests", size="s", rows=4),
            GovField("question", size="s"),
            GovField("look_for", size="s", rows=3),
            "taken_by",
        ]

    def facts(self) -> dict[str, Any]:
        """What to hand to the service."""
        return {name: self.cleaned_data[name] for name in FIELDS}


class AnswerForm(TakesRefusals, forms.Form):
    """What the day showed."""

    submit = "Save"

    outcome = forms.ChoiceField(
        label="What did the day show?", choices=HypothesisOutcome, widget=forms.RadioSelect
    )
    found = TidyField(
        label="What you saw, heard or read",
        help_text="Never name a pupil or a member of staff.",
        max_length=1500,
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def layout(self) -> list[Any]:
        """The answer, then what it rests on."""
        return ["version", GovField("outcome", size="s", small=True), GovField("found", size="s", rows=4)]
