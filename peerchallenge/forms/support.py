"""Forms of support between schools."""

from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse

from hlp.forms import GovButton, GovButtons, GovDateField, GovField, GovLink, TidyField
from peerchallenge.choices import Impact, StrengthSource, Urgency
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.services.support.matches import Terms
from schools.models import School, Theme

BACK = "peerchallenge:support-list"


class ThemeChoice(forms.ModelChoiceField):
    """One theme of the partnership's vocabulary."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Theme.objects.in_use(), empty_label="None of these", **kwargs)


class OwnSchool(forms.ModelChoiceField):
    """One of the schools that somebody heads."""

    def __init__(self) -> None:
        super().__init__(
            School.objects.none(), empty_label=None, error_messages={"required": "Choose your school"}
        )


class _ForSchool(TakesRefusals, forms.Form):
    """A form about one school; who heads one only is not asked which."""

    school = OwnSchool()

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["school"]
        field.queryset = schools  # type: ignore[attr-defined]
        if len(schools) == 1:
            field.initial, field.widget = schools[0].pk, forms.HiddenInput()


class RequestForm(_ForSchool):
    """A headteacher's own, confidential request."""

    submit = "Ask the Director"

    need = TidyField(
        label="What would help your school?",
        max_length=4000,
        help_text="Name no child and no member of staff.",
    )
    theme = ThemeChoice(label="What is it about?", required=False)
    urgency = forms.ChoiceField(
        label="How soon?", choices=Urgency.choices, widget=forms.RadioSelect, initial=Urgency.TERM
    )

    def layout(self) -> list[Any]:
        """What, about what, how soon."""
        buttons = GovButtons(GovButton(self.submit), GovLink("Cancel", reverse(BACK)))
        return [
            "school",
            GovField("need", rows=6),
            "theme",
            GovField("urgency", inline=True, size="s"),
            buttons,
        ]


class SortForm(TakesRefusals, forms.Form):
    """The Director sorts a need under a theme."""

    submit = "Save"

    theme = ThemeChoice(required=False, help_text="Schools that are strong in it are listed first.")
    urgency = forms.ChoiceField(choices=Urgency.choices, widget=forms.RadioSelect)

    def layout(self) -> list[Any]:
        """Theme and urgency."""
        return ["theme", GovField("urgency", inline=True, size="s")]


class NoteForm(TakesRefusals, forms.Form):
    """A note of the Director."""

    submit = "Keep this note"

    text = TidyField(label="Note", max_length=4000, error_messages={"required": "Enter the note"})

    def layout(self) -> list[Any]:
        """One box."""
        return [GovField("text", rows=4)]


class CloseForm(TakesRefusals, forms.Form):
    """How a need ended."""

    submit = "Close this case"

    note = TidyField(label="How did it end?", max_length=2000, help_text="The headteacher can read this.")

    def layout(self) -> list[Any]:
        """One box."""
        return [GovField("note", rows=4)]


class TermsForm(TakesRefusals, forms.Form):
    """What two schools agreed on."""

    submit = "Save the agreement"

    what = TidyField(label="What is agreed", max_length=4000, help_text="Who does what for whom, how often.")
    days = forms.DecimalField(
        label="Days",
        min_value=Decimal("0.5"),
        max_value=Decimal(200),
        decimal_places=1,
        help_text="Days of the helping school’s people, for example 2.5.",
        error_messages={"invalid": "Enter the days as a number, for example 2.5"},
    )
    starts = GovDateField(label="First day")
    ends = GovDateField(label="Last day")
    cost = forms.DecimalField(
        label="Cost",
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(100_000),
        decimal_places=2,
        help_text="Pounds that the receiving school pays. Leave empty if none.",
        error_messages={"invalid": "Enter the cost in pounds, for example 450"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def layout(self) -> list[Any]:
        """What, how much, when, for how much."""
        return [
            "version",
            GovField("what", rows=5),
            GovField("days", width=4, inputmode="decimal"),
            GovField("starts", size="s"),
            GovField("ends", size="s"),
            GovField("cost", width=5, prefix="£", inputmode="decimal"),
        ]

    def terms(self) -> Terms:
        """What the service takes."""
        names = ("what", "days", "starts", "ends", "cost")
        return Terms(**{name: self.cleaned_data[name] for name in names})


class ImpactForm(TakesRefusals, forms.Form):
    """The receiving school looks back."""

    submit = "Send"

    impact = forms.ChoiceField(
        label="What has it changed?",
        choices=Impact.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what it has changed"},
    )
    text = TidyField(label="In a sentence or two", required=False, max_length=2000)

    def layout(self) -> list[Any]:
        """A mark and a word."""
        return [GovField("impact", size="m"), GovField("text", rows=4)]


class StrengthForm(_ForSchool):
    """A strength: offered by the school's headteacher, or noted by the Director."""

    submit = "Save"

    theme = forms.ModelChoiceField(
        Theme.objects.in_use(),
        empty_label="Choose one",
        error_messages={"required": "Choose what it is about"},
    )
    detail = forms.CharField(
        label="What others can learn from you", max_length=300, help_text="One sentence. Name no child."
    )
    source = forms.ChoiceField(
        label="How is it known?", choices=StrengthSource.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, by_director: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_director:
            self.fields["detail"].label = "What others can learn there"
        else:
            del self.fields["source"]

    def layout(self) -> list[Any]:
        """Where, what about, what."""
        source = [GovField("source", small=True, size="s")] if "source" in self.fields else []
        buttons = GovButtons(
            GovButton(self.submit), GovLink("Cancel", reverse("peerchallenge:strength-list"))
        )
        return ["school", "theme", "detail", *source, buttons]
