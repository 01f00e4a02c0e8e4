"""Forms of the planner of groups: a new plan, weights, pins, overrules, a question."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.urls import reverse

from hlp import text
from hlp.forms import GovButton, GovButtons, GovField, GovFieldset, GovForm, GovLink
from schools.choices import PinKind
from schools.forms.group import SchoolChoices
from schools.models import AcademicYear, Collaborative, School
from schools.planner import DEFAULT_WEIGHTS, RULES, WISHES, Problem
from schools.services.plans.wishes import EVERYWHERE

MOST_WEIGHT = 1000
LEAST_SECONDS, MOST_SECONDS = 5, 300
OVERRULABLE = [rule for rule in RULES if rule.overrulable]


def back_to_plans(year: AcademicYear) -> str:
    """The address of a year's plans."""
    return f"{reverse('schools:plan-list')}?year={year.pk}"


class PlanNameForm(GovForm):
    """The name of a draft."""

    name = forms.CharField(max_length=80, label="Name of the draft")

    def __init__(self, *args: Any, submit: str, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit, self.cancel = submit, cancel

    def clean_name(self) -> str:
        """The name with single spaces."""
        return " ".join(text.tidy(self.cleaned_data["name"]).split())

    def layout(self) -> list[Any]:
        """The name and the way back."""
        return [
            GovField("name", width=20),
            GovButtons(
                GovButton(self.submit, data_prevent_double_click="true"), GovLink("Cancel", self.cancel)
            ),
        ]


def _between(label: str) -> list[Any]:
    message = f"{label} must be between 0 and {MOST_WEIGHT}"
    return [MinValueValidator(0, message), MaxValueValidator(MOST_WEIGHT, message)]


class SettingsForm(GovForm):
    """A weight for each wish, and the time to think."""

    submit = "Save the weights"
    seconds = forms.IntegerField(
        label="Seconds the planner may think",
        help_text="It stops earlier when the plan is proved best. Usually ten are enough.",
        widget=forms.TextInput,
        min_value=LEAST_SECONDS,
        max_value=MOST_SECONDS,
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, year: AcademicYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        for wish in WISHES:
            usual = f"{wish.weight:g}"
            self.fields[wish.key] = forms.FloatField(
                label=wish.label,
                help_text=f"{wish.sentence} Points for each {wish.unit}; usually {usual}.",
                widget=forms.TextInput,
                validators=_between(wish.label),
                error_messages={
                    "invalid": f"{wish.label} must be a number like {usual}",
                    "required": f"Enter the weight of ‘{wish.label}’, 0 if it does not matter",
                },
            )

    def layout(self) -> list[Any]:
        """The wishes, the time, the way back."""
        wishes = [GovField(wish.key, width=4, inputmode="decimal") for wish in WISHES]
        buttons = GovButtons(GovButton(self.submit), GovLink("Cancel", back_to_plans(self.year)))
        time = GovField("seconds", width=4, inputmode="numeric")
        return [GovFieldset("What each wish weighs", *wishes), GovFieldset("Time", time), "version", buttons]

    def weights(self) -> dict[str, float]:
        """What the service takes."""
        return {key: self.cleaned_data[key] for key in DEFAULT_WEIGHTS}


class InstructionForm(GovForm):
    """Schools and a reason: what pins and overrules share."""

    schools = SchoolChoices(
        School.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select the schools"},
    )
    reason = forms.CharField(
        max_length=1000,
        widget=forms.Textarea,
        label="Why?",
        help_text="Kept in the history. Do not name a child.",
        error_messages={"required": "Enter the reason"},
    )
    confidential = forms.BooleanField(required=False, label="Only the Director reads the reason")

    def __init__(self, *args: Any, year: AcademicYear, schools: Any, director: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        self.fields["schools"].queryset = schools.staying_in(year)  # type: ignore[attr-defined]
        self.fields["schools"].label = f"Members in {year}"
        if not director:
            del self.fields["confidential"]

    def clean_reason(self) -> str:
        """The reason without stray space."""
        return text.tidy(self.cleaned_data["reason"])

    def _ending(self) -> list[Any]:
        private = ["confidential"] if "confidential" in self.fields else []
        buttons = GovButtons(GovButton(self.submit), GovLink("Cancel", back_to_plans(self.year)))
        return [GovField("schools", small=True), GovField("reason", rows=3), *private, buttons]


class PinForm(InstructionForm):
    """Schools together, apart, or in a collaborative."""

    submit = "Save the pin"
    kind = forms.ChoiceField(
        choices=PinKind,
        widget=forms.RadioSelect,
        label="Where must these schools be?",
        error_messages={"required": "Select where these schools must be"},
    )
    collaborative = forms.ModelChoiceField(
        Collaborative.objects.none(),
        required=False,
        empty_label="Choose",
        help_text="Only for schools that must be in a collaborative.",
    )

    def __init__(self, *args: Any, collaboratives: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["collaborative"].queryset = collaboratives  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        """The kind, the collaborative, the schools, the reason."""
        hints = {
            PinKind.TOGETHER: "Two or more schools that must work together.",
            PinKind.APART: "Every two of them in different groups.",
            PinKind.COLLABORATIVE: "Each of them in a group of this collaborative.",
        }
        return [GovField("kind", hints=hints), "collaborative", *self._ending()]

    def clean(self) -> dict[str, Any]:
        """A collaborative where one is needed."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("kind") == PinKind.COLLABORATIVE and not data.get("collaborative"):
            self.add_error("collaborative", "Select the collaborative")
        return data


class OverruleForm(InstructionForm):
    """A hard rule that may be broken between named schools."""

    submit = "Overrule this rule"
    rule = forms.ChoiceField(
        choices=[(rule.key, rule.label) for rule in OVERRULABLE],
        widget=forms.RadioSelect,
        label="Which rule may be broken?",
        error_messages={"required": "Select the rule"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["schools"].required = False
        self.fields["schools"].help_text = "Not needed for ‘Special schools in addition’."

    def layout(self) -> list[Any]:
        """The rule, the schools, the reason."""
        hints = {rule.key: rule.sentence for rule in OVERRULABLE}
        return [GovField("rule", hints=hints), *self._ending()]

    def clean(self) -> dict[str, Any]:
        """Schools where the rule is about schools."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("rule") and data["rule"] not in EVERYWHERE and not data.get("schools"):
            self.add_error("schools", "Select the schools")
        return data


class WhyNotForm(GovForm):
    """Three or four schools of a plan."""

    submit = "Why not these?"
    schools = forms.TypedMultipleChoiceField(
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Three or four; special schools come in addition.",
        error_messages={"required": "Choose three or four schools"},
    )

    def __init__(self, *args: Any, problem: Problem, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        ordered = sorted(problem.schools, key=lambda school: school.name)
        self.fields["schools"].choices = [  # type: ignore[attr-defined]
            (school.key, f"{school.name} (special)" if school.special else school.name) for school in ordered
        ]

    def layout(self) -> list[Any]:
        """The schools and the way back."""
        buttons = GovButtons(GovButton(self.submit), GovLink("Back to the plan", self.cancel))
        return [GovField("schools", small=True), buttons]
