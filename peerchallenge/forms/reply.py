"""The forms of the host's reply, and of those who answer it."""

from datetime import date
from typing import Any

from django import forms

from hlp.forms import (
    GovButton,
    GovButtons,
    GovDateField,
    GovField,
    GovForm,
    GovInclude,
    GovLink,
    MaxWords,
    TidyField,
)
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.forms.selfevaluation import PartForm
from peerchallenge.services.replies.deciding import REASON_WORDS
from peerchallenge.services.replies.disputes import NOTE_WORDS
from peerchallenge.services.replies.writing import GROUNDS_WORDS, MOST_WORDS, WHY_WORDS

ACCEPT, DECLINE = "accept", "decline"


class VersionedForm(TakesRefusals, GovForm):
    """A form about something that two people may edit: ``version`` is the one that the page showed."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, href: str = "", **kwargs: Any) -> None:
        self.href = href
        super().__init__(*args, **kwargs)

    def buttons(self) -> GovButtons:
        """The green button and the way back."""
        return GovButtons(GovButton(self.submit), GovLink("Cancel", self.href))


class CorrectionForm(VersionedForm):
    """One paragraph as it should read, and how the school knows."""

    submit = "Keep this correction"
    after = TidyField(
        label="How it should read",
        help_text="Change only what is wrong. Opinions and wording belong in your right of reply.",
    )
    why = TidyField(
        label="How do you know?",
        help_text="A figure and where it stands, or what the team could not have known.",
        validators=[MaxWords(WHY_WORDS)],
    )

    def layout(self) -> list[Any]:
        """The paragraph, the reason, the buttons."""
        rows = min(14, max(4, len(self["after"].value() or "") // 60 + 2))
        return [
            "version",
            GovField("after", size="m", rows=rows),
            GovField("why", size="m", rows=3),
            self.buttons(),
        ]


class WordsForm(PartForm):
    """The right of reply, saved while one types."""

    words = TidyField(
        label="Your right of reply",
        help_text="Printed at the end of the report as you write it. Name no child and no member of staff.",
        required=False,
        validators=[MaxWords(MOST_WORDS)],
    )
    boxes = (GovField("words", size="m", rows=14),)

    def layout(self) -> list[Any]:
        """The box, what was saved when, and the buttons."""
        return [
            *self.hidden,
            *self.boxes,
            GovInclude("peerchallenge/selfevaluation/_saved.html"),
            GovButtons(GovButton("Save"), GovLink("Back to your reply", self.list_url)),
        ]


class DisputeForm(VersionedForm):
    """Why the school contests a judgement."""

    submit = "Keep this dispute"
    grounds = TidyField(
        label="Why do you dispute this judgement?",
        help_text="What the team saw or did not see, and which evidence points the other way.",
        validators=[MaxWords(GROUNDS_WORDS)],
    )

    def layout(self) -> list[Any]:
        """The grounds and the buttons."""
        return ["version", GovField("grounds", size="m", rows=10), self.buttons()]


class DecisionForm(VersionedForm):
    """The lead reviewer's answer to one correction."""

    submit = "Save this decision"
    decision = forms.ChoiceField(
        label="Is the correction right?",
        choices=[(ACCEPT, "Yes, correct the report"), (DECLINE, "No, leave the paragraph as it is")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the correction is right"},
    )
    reason = TidyField(
        label="Reason",
        help_text="One or two sentences.",
        validators=[MaxWords(REASON_WORDS)],
        error_messages={"required": "Enter the reason. The school reads it, and it is printed"},
    )

    def layout(self) -> list[Any]:
        """The choice, the reason, the buttons."""
        return [
            "version",
            GovField("decision", size="m"),
            GovField("reason", size="m", rows=4),
            self.buttons(),
        ]


class ConversationForm(TakesRefusals, GovForm):
    """What the lead headteacher and the school said to each other."""

    submit = "Pass on to the Director"
    conversation = TidyField(
        label="Notes of your conversation with the school",
        help_text="What was said, and what the headteacher still wishes to contest.",
        validators=[MaxWords(NOTE_WORDS)],
        error_messages={"required": "Enter what was said, and by whom (roles, not names)"},
    )

    def layout(self) -> list[Any]:
        """The notes."""
        return [GovField("conversation", size="m", rows=8)]


class OutcomeForm(TakesRefusals, GovForm):
    """The Director's note, with which a dispute ends."""

    submit = "Record this note and end the dispute"
    outcome = TidyField(
        label="Your note",
        help_text="How you looked into it and what you found. The judgement stays as the team made it.",
        validators=[MaxWords(NOTE_WORDS)],
        error_messages={"required": "Enter your note. It is printed with the report"},
    )

    def layout(self) -> list[Any]:
        """The note."""
        return [GovField("outcome", size="m", rows=8)]


class ExtendForm(TakesRefusals, GovForm):
    """Until when the host may reply, and why."""

    submit = "Give more time"
    day = GovDateField(label="Until the end of which day?", noun="the day")
    reason = TidyField(label="Reason", widget=forms.Textarea(attrs={"rows": 3}))

    def wanted(self) -> date:
        """The day; call it on a valid form."""
        day: date = self.cleaned_data["day"]
        return day
