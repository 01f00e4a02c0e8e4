"""Forms of a call for expressions of interest, and of who takes part."""

from typing import Any

from django import forms

from board.services.projects.calls import CallTerms
from hlp import clock
from hlp.forms import GovButton, GovButtons, GovDateField, GovField, TidyField
from peerchallenge.forms.refusals import TakesRefusals
from schools.models import School


class CallForm(TakesRefusals, forms.Form):
    """What schools read, from when until when they may answer, and how many can join."""

    submit = "Open the call"

    text = TidyField(
        label="What is the project about, and what does a school gain?",
        max_length=3000,
        help_text="Every headteacher reads this. The rest of the proposal they read once the Board has approved it.",
    )
    asks = TidyField(
        label="What is asked of a school?",
        max_length=2000,
        required=False,
        help_text="Days of release, meetings, what is collected.",
    )
    places = forms.IntegerField(
        label="How many schools can join? (optional)",
        min_value=1,
        max_value=200,
        required=False,
        error_messages={"invalid": "Enter a number, for example 6"},
    )
    opens_on = GovDateField(label="First day")
    closes_on = GovDateField(label="Last day", help_text="Schools may answer until the end of that day.")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def layout(self) -> list[Any]:
        """Words, places, days."""
        return [
            "version",
            GovField("text", rows=6, size="s"),
            GovField("asks", rows=4, size="s"),
            GovField("places", width=3, inputmode="numeric", size="s"),
            GovField("opens_on", size="s"),
            GovField("closes_on", size="s"),
        ]

    def terms(self) -> CallTerms:
        """What the service takes."""
        return CallTerms(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class ExpressionForm(TakesRefusals, forms.Form):
    """A headteacher's answer: two boxes, two minutes."""

    submit = "Send our interest"

    school = forms.ModelChoiceField(School.objects.none(), label="For which school?", empty_label=None)
    why = TidyField(
        label="Why would your school like to take part?", max_length=1000, help_text="Two or three sentences."
    )
    colleague = forms.CharField(
        label="Who would take part? (optional)", max_length=120, required=False, help_text="A name or a post."
    )

    def __init__(self, *args: Any, schools: list[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["school"]
        field.queryset = School.objects.filter(pk__in=[school.pk for school in schools])
        if len(schools) == 1:
            field.initial, field.widget = schools[0].pk, forms.HiddenInput()

    def layout(self) -> list[Any]:
        """Why, and who."""
        return ["school", GovField("why", rows=4, size="s"), GovField("colleague", size="s")]


class AnswerForm(TakesRefusals, forms.Form):
    """The office's answer to a school."""

    text = TidyField(
        label="A line to the school (optional)",
        max_length=1000,
        required=False,
        help_text="Without one, a school that is thanked reads that all places are taken this time.",
    )

    def layout(self) -> list[Any]:
        """One box, two buttons."""
        return [
            GovField("text", rows=3, size="s"),
            GovButtons(
                GovButton("Accept", name="accepted"),
                GovButton("Thank them, not this time", style="secondary", name="thanked"),
            ),
        ]


class MembersForm(TakesRefusals, forms.Form):
    """Which schools take part, beside the lead school."""

    submit = "Save who takes part"

    schools = forms.ModelMultipleChoiceField(
        School.objects.none(),
        label="Schools that take part",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Beside the lead school. A school that leaves keeps its place in past meetings.",
    )

    def __init__(self, *args: Any, lead: int | None, kept: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = School.objects.members_on(clock.today()).values_list("pk", flat=True)
        field: Any = self.fields["schools"]
        field.queryset = (
            School.objects.filter(pk__in=[*members, *kept]).exclude(pk=lead or 0).order_by("name")
        )

    def layout(self) -> list[Any]:
        """The members of the partnership by name."""
        return [GovField("schools", small=True, size="s")]
