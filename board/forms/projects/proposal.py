"""Forms of a proposal: its words, figures and plan, and its changes later."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from board.choices import Rhythm
from board.models import Project
from board.services.projects.leading import Colleague
from board.services.projects.proposing import Proposal
from hlp import clock
from hlp.forms import GovDateField, GovDetails, GovField, GovFieldset, TidyField
from hlp.models import User
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.models import Round
from schools.models import School, Theme
from scorecard.choices import year_label
from scorecard.models import Measure

NUMBER = {"invalid": "Enter a number, for example 68.5"}
YEARS_BACK = 6
FIGURE: Any = {"max_digits": 9, "decimal_places": 2, "required": False, "error_messages": NUMBER}


class Person(forms.ModelChoiceField):
    """Somebody with an account, by name and post."""

    def label_from_instance(self, obj: User) -> str:  # type: ignore[override]
        """Two people may bear one name, and the Director thinks of schools."""
        posts = getattr(obj, "posts_shown", None)
        return f"{obj.name}, {posts}" if posts else obj.name


def colleagues(kept: User | None = None) -> QuerySet[User]:
    """Everybody with an account, by name."""
    found = User.objects.filter(is_active=True)
    return (found | User.objects.filter(pk=kept.pk) if kept else found).distinct().order_by("name", "pk")


class LeadFields(TakesRefusals, forms.Form):
    """Which school and which colleague lead, also one without an account."""

    lead_school = forms.ModelChoiceField(
        School.objects.none(), label="Lead school", required=False, empty_label="Not known yet"
    )
    lead_person = forms.ModelChoiceField(
        User.objects.none(),
        label="Lead colleague",
        required=False,
        empty_label="Not known yet",
        help_text="They write the progress reports. They need not be a headteacher.",
    )
    new_name = forms.CharField(label="Name", max_length=120, required=False)
    new_email = forms.EmailField(
        label="E-mail address",
        required=False,
        error_messages={"invalid": "Enter an e-mail address in the correct format, like name@example.com"},
    )

    def __init__(self, *args: Any, project: Project | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        school: Any = self.fields["lead_school"]
        members = School.objects.members_on(clock.today()).distinct()
        if project and project.lead_school_id:
            members = School.objects.filter(
                pk__in=[*members.values_list("pk", flat=True), project.lead_school_id]
            )
        school.queryset = members.order_by("name")
        person: Any = self.fields["lead_person"]
        person.queryset = colleagues(project.lead_person if project else None)

    def led(self) -> list[Any]:
        """The fields in order."""
        new = GovDetails("The colleague has no account yet", "new_name", GovField("new_email", type="email"))
        return ["lead_school", "lead_person", new]

    def clean(self) -> dict[str, Any]:
        """A colleague without an account has a name and an address."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        name, email = given.get("new_name"), given.get("new_email")
        if email and not name:
            self.add_error("new_name", "Enter the colleague’s name")
        if name and not email and "new_email" not in self.errors:
            self.add_error("new_email", "Enter the colleague’s e-mail address")
        return given

    def colleague(self) -> Colleague | None:
        """The colleague without an account."""
        given = self.cleaned_data
        return Colleague(given["new_name"], given["new_email"]) if given.get("new_email") else None


class PlanFields(LeadFields):
    """What may also be changed once a project is approved: the work, the target, who, when, the cost."""

    approach = TidyField(
        label="What will the project do?",
        max_length=4000,
        required=False,
        help_text="In schools, with whom, how often.",
    )
    target = forms.DecimalField(label="Target", **FIGURE)
    starts = GovDateField(label="First day", required=False)
    ends = GovDateField(label="Last day", required=False)
    cost = forms.DecimalField(
        label="Cost (optional)",
        min_value=0,
        max_digits=9,
        decimal_places=2,
        required=False,
        error_messages={"invalid": "Enter the cost in pounds, for example 4500"},
    )
    funding = forms.CharField(
        label="What it is spent on, and who pays (optional)", max_length=200, required=False
    )
    evaluation = TidyField(
        label="How will you know that it worked?",
        max_length=3000,
        required=False,
        help_text="What is looked at, when, by whom. It need not be a published figure alone.",
    )
    rhythm = forms.ChoiceField(
        label="How often does the lead colleague report?", choices=Rhythm.choices, widget=forms.RadioSelect
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def who_and_when(self) -> list[Any]:
        """Leads, days, money and reports."""
        return [
            GovFieldset("Who leads it", *self.led()),
            GovFieldset(
                "When, and what it costs",
                GovField("starts", size="s"),
                GovField("ends", size="s"),
                GovField("cost", width=5, prefix="£", inputmode="decimal"),
                "funding",
                GovField("rhythm", small=True, size="s"),
            ),
        ]

    def planned(self) -> dict[str, Any]:
        """What was given, by the names of the project's fields."""
        names = ("approach", "target", "lead_school", "lead_person", "cost", "funding", "starts", "ends")
        found = {name: self.cleaned_data[name] for name in (*names, "evaluation")}
        return {**found, "rhythm": Rhythm(self.cleaned_data["rhythm"])}


class ProposalForm(PlanFields):
    """The whole proposal. Only its title is needed to save it; the Board needs the rest."""

    submit = "Save this proposal"

    title = forms.CharField(
        label="Title", max_length=120, help_text="Short, and understood by somebody outside the schools."
    )
    theme = forms.ModelChoiceField(
        Theme.objects.all(), label="Theme", required=False, empty_label="None of the themes"
    )
    round = forms.ModelChoiceField(
        Round.objects.none(), label="Round from which it comes", required=False, empty_label="No single round"
    )
    problem = TidyField(
        label="What is the problem?",
        max_length=3000,
        required=False,
        help_text="Say what is so for pupils. Do not name a school or a person.",
    )
    evidence = TidyField(
        label="How do you know?",
        max_length=3000,
        required=False,
        help_text="What peer challenges, figures and people say. Do not name a school or a person.",
    )
    measure = forms.ModelChoiceField(
        Measure.objects.none(),
        label="Measure of the score card",
        required=False,
        empty_label="In words, below",
    )
    indicator = forms.CharField(
        label="Or what is measured, in words",
        max_length=200,
        required=False,
        help_text="For example: children who read for pleasure at least three times a week, by survey.",
    )
    unit = forms.CharField(
        label="Unit", max_length=20, required=False, help_text="For example % or lessons a week."
    )
    baseline = forms.DecimalField(label="Where it stands now", **FIGURE)
    baseline_year = forms.TypedChoiceField(
        label="In which year?", coerce=int, empty_value=None, required=False
    )
    baseline_source = forms.CharField(
        label="Source of that figure",
        max_length=200,
        required=False,
        help_text="For example: survey in 14 schools, June 2026.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = clock.today().year
        years = [(year, year_label(year)) for year in range(first, first - YEARS_BACK, -1)]
        kept = self.initial.get("baseline_year")
        if kept and kept not in dict(years):
            years.append((kept, year_label(kept)))
        field: Any = self.fields["baseline_year"]
        field.choices = [("", "Not a school year"), *years]
        measure: Any = self.fields["measure"]
        measure.queryset = Measure.objects.active()
        rounds: Any = self.fields["round"]
        rounds.queryset = Round.objects.select_related("year").order_by("-opens", "-pk")
        self.fields["target"].help_text = "In the same unit."

    def layout(self) -> list[Any]:
        """The problem, the work, the figure, who and when."""
        return [
            "version",
            GovField("title", size="s"),
            GovFieldset(
                "The problem",
                GovField("theme", size="s"),
                GovField("round", size="s"),
                GovField("problem", rows=5, size="s"),
                GovField("evidence", rows=5, size="s"),
            ),
            GovFieldset("The work", GovField("approach", rows=6, size="s")),
            GovFieldset(
                "The difference",
                "measure",
                "indicator",
                GovField("unit", width=10),
                GovField("baseline", width=5, inputmode="decimal"),
                "baseline_year",
                "baseline_source",
                GovField("target", width=5, inputmode="decimal"),
                GovField("evaluation", rows=4, size="s"),
            ),
            *self.who_and_when(),
        ]

    def proposal(self) -> Proposal:
        """What the service takes."""
        names = ("title", "theme", "round", "problem", "evidence", "measure", "indicator", "unit")
        own = {name: self.cleaned_data[name] for name in (*names, "baseline", "baseline_source")}
        return Proposal(
            **own,
            **self.planned(),
            baseline_year=self.cleaned_data["baseline_year"],
            colleague=self.colleague(),
        )


class AmendForm(PlanFields):
    """A change of an approved project, with its reason."""

    submit = "Save the change"

    reason = forms.CharField(
        label="Why is it changed?", max_length=300, help_text="It stands in the project’s history."
    )

    def layout(self) -> list[Any]:
        """The reason last: it is about the change."""
        return [
            "version",
            GovField("approach", rows=6, size="s"),
            GovField("target", width=5, inputmode="decimal", size="s"),
            GovField("evaluation", rows=4, size="s"),
            *self.who_and_when(),
            GovField("reason", size="s"),
        ]
