"""Forms of a project's work: milestones, progress reports, documents, figures, its end."""

from typing import Any

from django import forms

from board.choices import ProjectOutcome
from board.forms.paper import ENDINGS, TakesFile
from board.models import Project
from board.services.projects.closing import Findings
from board.services.projects.reports import Account
from hlp import clock
from hlp.forms import GovButton, GovButtons, GovDateField, GovField, TidyField
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.models import Round

NUMBER = {"invalid": "Enter a number, for example 68.5"}


class MilestoneForm(TakesRefusals, forms.Form):
    """What is to be reached by when; and, once it is there, since when it is reached."""

    submit = "Save this milestone"

    title = forms.CharField(label="What is to be reached?", max_length=200)
    due_on = GovDateField(label="By when?", noun="the day by which it is to be reached")
    done_on = GovDateField(
        label="Reached on (optional)", noun="the day on which it was reached", required=False
    )
    note = forms.CharField(label="A line on how it goes (optional)", max_length=300, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.new = new
        if new:
            del self.fields["done_on"], self.fields["note"]

    def layout(self) -> list[Any]:
        """What and when; then how it goes."""
        rest = [] if self.new else [GovField("done_on", size="s"), GovField("note", size="s")]
        return ["version", GovField("title", size="s"), GovField("due_on", size="s"), *rest]


class ReportForm(TakesRefusals, forms.Form):
    """A progress report: kept as it grows, then sent."""

    done = TidyField(label="What was done since the last report?", max_length=4000, required=False)
    difference = TidyField(
        label="What difference do you see?",
        max_length=4000,
        required=False,
        help_text="In pupils’ work, in lessons, in figures. Also what you do not see yet.",
    )
    coming = TidyField(label="What comes next?", max_length=3000, required=False)
    help_wanted = TidyField(
        label="What stands in the way, and who could help?", max_length=2000, required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def layout(self) -> list[Any]:
        """Four boxes, two buttons."""
        return [
            "version",
            GovField("done", rows=6, size="s"),
            GovField("difference", rows=6, size="s"),
            GovField("coming", rows=4, size="s"),
            GovField("help_wanted", rows=3, size="s"),
            GovButtons(
                GovButton("Send the report", name="send"),
                GovButton("Keep it and go on later", style="secondary", name="keep"),
            ),
        ]

    def account(self) -> Account:
        """What the service takes."""
        names = ("done", "difference", "coming", "help_wanted")
        return Account(**{name: self.cleaned_data[name] for name in names})


class DocumentForm(TakesFile):
    """A file of the project with its title."""

    submit = "Upload"
    field_order = ["title", "file"]

    title = forms.CharField(
        label="Title", max_length=120, help_text="As it is to stand on the project’s page."
    )

    def layout(self) -> list[Any]:
        """Title and file."""
        return [GovField("title", size="s"), GovField("file", size="s", accept=ENDINGS)]


class FigureForm(TakesRefusals, forms.Form):
    """A figure since the baseline."""

    submit = "Save this figure"

    value = forms.DecimalField(label="Figure", max_digits=9, decimal_places=2, error_messages=NUMBER)
    on = GovDateField(label="Of which day?", noun="the day of the figure", latest=clock.today)
    source = forms.CharField(
        label="Source", max_length=200, help_text="For example: survey in 14 schools, 310 answers."
    )

    def layout(self) -> list[Any]:
        """Figure, day, source."""
        return [
            GovField("value", width=5, inputmode="decimal", size="s"),
            GovField("on", size="s"),
            GovField("source", size="s"),
        ]


class SummaryForm(TakesRefusals, forms.Form):
    """What everybody may read of a project on the public site."""

    text = TidyField(
        label="Public summary",
        max_length=2000,
        required=False,
        help_text="What pupils gain and what the schools do. The lead school is named beside it, and no other.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, shown: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = shown

    def layout(self) -> list[Any]:
        """One box; show, or no longer."""
        show = GovButton("Save" if self.shown else "Show it on the public site", name="show")
        hide = (
            [GovButton("Take it off the public site", style="secondary", name="hide")] if self.shown else []
        )
        return ["version", GovField("text", rows=8, size="s"), GovButtons(show, *hide)]


class CloseForm(TakesRefusals, forms.Form):
    """How a project ended."""

    submit = "Close this project"

    outcome = forms.ChoiceField(
        label="Was the target reached?", choices=ProjectOutcome.choices, widget=forms.RadioSelect
    )
    result = forms.DecimalField(
        label="Figure at the end (optional)",
        max_digits=9,
        decimal_places=2,
        required=False,
        error_messages=NUMBER,
    )
    findings = TidyField(label="What came of it?", max_length=6000)
    worked = TidyField(label="What worked?", max_length=4000, required=False)
    did_not = TidyField(
        label="What did not, and what would you do differently?", max_length=4000, required=False
    )
    question = forms.CharField(
        label="A question for the next round of peer challenges (optional)", max_length=300, required=False
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        aim = (
            f"From {project.shown(project.baseline)} to {project.shown(project.target)}: {project.measured}."
        )
        self.fields["outcome"].help_text = aim

    def layout(self) -> list[Any]:
        """Against the target, in words, and what it leaves to ask."""
        return [
            GovField("outcome", size="s"),
            GovField("result", width=5, inputmode="decimal", size="s"),
            GovField("findings", rows=6, size="s"),
            GovField("worked", rows=4, size="s"),
            GovField("did_not", rows=4, size="s"),
            GovField("question", size="s"),
        ]

    def found(self) -> Findings:
        """What the service takes."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "outcome"}
        return Findings(outcome=ProjectOutcome(self.cleaned_data["outcome"]), **given)


class AskNextForm(TakesRefusals, forms.Form):
    """In which round the project's theme is looked at, with which question."""

    submit = "Ask it in that round"

    round = forms.ModelChoiceField(
        Round.objects.none(), label="In which round?", empty_label="Choose a round"
    )
    question = forms.CharField(label="The question", max_length=300)

    def __init__(self, *args: Any, rounds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["round"]
        field.queryset = rounds

    def layout(self) -> list[Any]:
        """Where and what."""
        return [GovField("round", size="s"), GovField("question", size="s")]
