"""The forms on which a host writes its self-evaluation, saved while one types."""

from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError

from hlp import text
from hlp.forms import (
    GovBeside,
    GovButton,
    GovButtons,
    GovField,
    GovForm,
    GovInclude,
    GovLink,
    MaxWords,
    TidyField,
)
from peerchallenge.choices import OwnJudgement, OwnText

UNDECIDED = "undecided"  # takes back a choice; kept as nothing
JUDGEMENTS = [*OwnJudgement.choices, (UNDECIDED, "Not decided yet")]
MOST_WORDS = 250
MOST_TURNS = 2_000_000_000  # what the database's whole numbers hold
MOST_CHARACTERS = 8000  # of a draft, whatever it consists of


class PartForm(GovForm):
    """One part of the self-evaluation.

    ``revision`` is the saving that the writer started from; ``page`` and ``turn`` tell a page's own savings apart.
    """

    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    page = forms.CharField(max_length=32, required=False, widget=forms.HiddenInput)
    turn = forms.IntegerField(min_value=0, max_value=MOST_TURNS, required=False, widget=forms.HiddenInput)
    boxes: tuple[Any, ...] = ()
    hidden = ("revision", "page", "turn")

    def __init__(self, *args: Any, save_url: str = "", list_url: str = "", **kwargs: Any) -> None:
        self.save_url, self.list_url = save_url, list_url
        super().__init__(*args, **kwargs)

    def layout(self) -> list[Any]:
        """The boxes with the safeguarding route beside them, what was saved when, and the buttons."""
        return [
            *self.hidden,
            GovBeside(*self.boxes),
            GovInclude("peerchallenge/selfevaluation/_saved.html"),
            GovButtons(GovButton("Save and continue"), GovLink("Back to the list", self.list_url)),
        ]

    @cached_property
    def helper(self) -> FormHelper:
        """With what makes htmx save while one types; without scripts the button does it."""
        helper = super().helper
        helper.attrs = {
            "data-autosave": "",
            "data-kept": f"self-evaluation:{self.save_url}",
            "hx-post": self.save_url,
            "hx-trigger": "input delay:2s, retry",
            "hx-target": "#saved",
            "hx-swap": "innerHTML",
            "hx-sync": "this:queue last",
        }
        return helper

    def draft(self) -> dict[str, str]:
        """What was typed, tidied, however unfinished: no word limit stops a draft from being kept.

        Raises ValidationError for a text that no school ever wrote by hand.
        """
        fields = {name: field for name, field in self.fields.items() if name not in self.hidden}
        typed = {name: self.data.get(self.add_prefix(name), "") for name in fields}
        found = {name: str(fields[name].to_python(value)) for name, value in typed.items()}
        if any(len(value) > MOST_CHARACTERS for value in found.values()):
            raise ValidationError(f"A text must be {MOST_CHARACTERS:,} characters or fewer.")
        return found

    def mark(self) -> tuple[int, str, int]:
        """Revision, page and turn as sent. Raises ValueError when they are not numbers, or no page ever counts so far."""
        sent = {name: self.data.get(self.add_prefix(name), "") for name in self.hidden}
        turn = int(sent["turn"] or 0)
        if not 0 <= turn <= MOST_TURNS:
            raise ValueError(f"not a turn: {turn}")
        return int(sent["revision"]), text.tidy(sent["page"])[:32], turn


class AreaForm(PartForm):
    """The school's own view of one area. Nothing has to be filled in."""

    judgement = forms.ChoiceField(
        label="Your own judgement", choices=JUDGEMENTS, widget=forms.RadioSelect, required=False
    )
    strengths = TidyField(
        label="Strengths",
        help_text="What goes well, and for whom. Three or four points are enough.",
        required=False,
        validators=[MaxWords(MOST_WORDS)],
    )
    development = TidyField(
        label="Areas for development",
        help_text="What is not yet good enough, and what you are doing about it.",
        required=False,
        validators=[MaxWords(MOST_WORDS)],
    )
    impact = TidyField(
        label="Impact",
        help_text="What has changed for pupils because of it, for which of them, and how you measured that.",
        required=False,
        validators=[MaxWords(MOST_WORDS)],
    )
    evidence = TidyField(
        label="Evidence",
        help_text="How you know, and what the team could look at on the day to see it for themselves.",
        required=False,
        validators=[MaxWords(MOST_WORDS)],
    )
    boxes = (
        GovField("judgement", size="m", small=True),
        GovField("strengths", size="m", rows=8),
        GovField("development", size="m", rows=8),
        GovField("impact", size="m", rows=6),
        GovField("evidence", size="m", rows=6),
    )

    def clean_judgement(self) -> str:
        """The judgement, or nothing where it is taken back."""
        judgement: str = self.cleaned_data["judgement"]
        return "" if judgement == UNDECIDED else judgement

    def draft(self) -> dict[str, str]:
        """As for every part; an unknown judgement counts as none."""
        found = super().draft()
        known = found["judgement"] in OwnJudgement.values
        return {**found, "judgement": found["judgement"] if known else ""}


# What each plain text is asked for: the question, and a hint.
QUESTIONS = {
    OwnText.FOCUS: (
        "Why have you chosen this focus, and why now?",
        "What made you choose it, what you have tried so far, and what you hope to know after the day.",
    ),
    OwnText.QUESTIONS: (
        "What do you want the team to find out?",
        "Two or three questions that you would like fresh eyes on, one a line.",
    ),
    OwnText.PROGRESS: (
        "What has become of the actions of your last challenge?",
        "What was done, what it changed, and what is left. Where you noted it with the actions, it stands here already.",
    ),
    OwnText.SHOWCASE: (
        "What would you like the team to see?",
        "One thing that works in your school and that others could use: what you do, what it has changed for pupils, "
        "and where the team can see it.",
    ),
}


class TextForm(PartForm):
    """One of the plain texts; ``kind`` says which."""

    body = TidyField(label="", required=False, validators=[MaxWords(MOST_WORDS)])
    boxes = (GovField("body", size="m", rows=10),)

    def __init__(self, *args: Any, kind: OwnText, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label, self.fields["body"].help_text = QUESTIONS[kind]
