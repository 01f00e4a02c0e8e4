"""Forms of the moderation: the own view, one question to agree on, and what goes into the report."""

from typing import Any

from django import forms
from django.urls import reverse

from hlp.forms import GovButton, GovButtons, GovField, GovForm, GovLink
from hlp.forms.base import TidyField
from peerchallenge.choices import Accuracy, EvidenceKind
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.models import ChallengeSession, Direction
from peerchallenge.services.moderation import AGREED, BOTH, REPORT, Line, Own, Question

REASON = "It goes into the report as the evidence. Name no pupil and no member of staff."


def _radios(label: str, choices: list[tuple[str, Any]], missing: str, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": missing},
    )


def _counted(question: Question) -> str:
    """``Your notes: 2 strengths, 1 question``; "" where there are none."""
    numbers = [(kind.label.lower(), sum(n.kind == kind for n in question.notes)) for kind in EvidenceKind]
    parts = ", ".join(f"{number} × {label}" for label, number in numbers if number)
    return f"Your notes: {parts}." if parts else "You have no notes on it."


class ViewForm(TakesRefusals, GovForm):
    """A reviewer's own view: every area, the whole, and the direction."""

    submit = "Record my view"

    def __init__(
        self, *args: Any, session: ChallengeSession, questions: list[Question], **kwargs: Any
    ) -> None:
        self.session = session
        super().__init__(*args, **kwargs)
        self.areas = [question for question in questions if question.key.startswith("area-")]
        for question in self.areas:
            missing = f"Choose how accurate the self-evaluation of ‘{question.title}’ is"
            says = f"The school says: {question.school}. " if question.school else ""
            self.fields[self._name(question)] = _radios(
                question.title, list(Accuracy.choices), missing, f"{says}{_counted(question)}"
            )
        self.fields["overall"] = _radios(
            "The self-evaluation overall",
            list(Accuracy.choices),
            "Choose how accurate the self-evaluation is overall",
        )
        self.scheme = list(Direction.objects.filter(year=session.round.year_id))
        self.fields["direction"] = _radios(
            "The school’s direction",
            [(value.code, value.label) for value in self.scheme],
            "Choose where the school is heading",
        )
        self.fields["why"] = TidyField(
            label="What weighed most for you (if you like)",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    @staticmethod
    def _name(question: Question) -> str:
        return question.key.replace("-", "_")

    def layout(self) -> list[Any]:
        """Question by question."""
        meanings = {value.code: value.meaning for value in self.scheme if value.meaning}
        areas = [GovField(self._name(question), size="m", small=True) for question in self.areas]
        back = reverse("peerchallenge:moderation", args=[self.session.pk])
        return [
            *areas,
            GovField("overall", size="m", small=True),
            GovField("direction", size="m", small=True, hints=meanings),
            GovField("why", size="m"),
            GovButtons(GovButton(self.submit), GovLink("Not now", back)),
        ]

    def own(self) -> Own:
        """The view; call it on a valid form."""
        given = self.cleaned_data
        areas = {int(question.key[5:]): given[self._name(question)] for question in self.areas}
        return Own(given["overall"], given["direction"], areas, given["why"])


class AgreeForm(TakesRefusals, GovForm):
    """One question: what is agreed, and why."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = TidyField(
        label="The reason",
        help_text=REASON,
        max_length=2000,
        error_messages={"required": "Enter the reason. It goes into the report as the evidence"},
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(
        self, *args: Any, session: ChallengeSession, question: Question, last: bool, **kwargs: Any
    ) -> None:
        self.session, self.last = session, last
        super().__init__(*args, **kwargs)
        known = question.agreement
        choices = list(Accuracy.choices)
        if question.key == "direction":
            scheme = Direction.objects.filter(year=session.round.year_id)
            choices = [(value.code, value.label) for value in scheme]
        self.fields["answer"] = _radios("What you agree on", choices, "Choose what you agree on")
        self.fields["answer"].initial = self._answer(question)
        self.fields["reason"].initial = known.reason if known else ""
        self.fields["revision"].initial = known.revision if known else 0

    @staticmethod
    def _answer(question: Question) -> str:
        """What stands; else what all who looked at it say."""
        known = question.agreement
        if known:
            return known.direction.code if known.direction else known.accuracy
        codes = {view.code for view in question.views}
        return codes.pop() if len(codes) == 1 else ""

    def layout(self) -> list[Any]:
        """Radios, reason, and on to the next question."""
        back = reverse("peerchallenge:moderation", args=[self.session.pk])
        save = "Save" if self.last else "Save and go on"
        return [
            GovField("answer", size="m", small=True),
            GovField("reason", size="m"),
            "revision",
            GovButtons(GovButton(save), GovLink("Back to moderation", back)),
        ]


CLASH = [
    (REPORT, "Keep what the report says"),
    (AGREED, "Take what was agreed instead"),
    (BOTH, "Take the agreed judgement, and put its reason below the text of the report"),
]


class CarryForm(TakesRefusals, GovForm):
    """A choice for each question on which the report says something else."""

    judged = forms.IntegerField(widget=forms.HiddenInput)
    heading = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, lines: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in lines:
            if line.clashes:
                label = f"What to do about ‘{line.title}’"
                self.fields[line.agreement.question] = _radios(
                    label, list(CLASH), f"Choose what to do about ‘{line.title}’"
                )
