"""Forms of the data desk: what to look at, and what is decided about a figure."""

from typing import Any

from django import forms
from django.urls import reverse

from hlp.forms import GovButton, GovButtons, GovField, GovForm, GovLink, TidyField
from scorecard.choices import QueryKind, QueryState, SourceKind, Topic, year_label
from scorecard.models import Result

LEAVE_OPEN, RIGHT = "open", "right"


class DeskFilterForm(GovForm):
    """The academic year, and a topic or all."""

    year = forms.TypedChoiceField(label="Academic year", required=False, coerce=int, empty_value=None)
    topic = forms.ChoiceField(
        required=False,
        choices=[("", "All topics"), *(pair for pair in Topic.choices if pair[0] != Topic.INSPECTION)],
    )

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, year_label(year)) for year in years]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What was chosen, without the empty and the impossible."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}


class CoverageFilterForm(DeskFilterForm):
    """Also by what to list, and of which pupils."""

    by = forms.ChoiceField(required=False, label="List", choices=[("", "Measures"), ("school", "Schools")])
    pupils = forms.ChoiceField(
        required=False, label="Pupils", choices=[("", "All pupils only"), ("groups", "Groups of pupils too")]
    )


class SourceFilterForm(GovForm):
    """Which kind of file."""

    kind = forms.ChoiceField(required=False, choices=[("", "All kinds"), *SourceKind.choices])

    def chosen(self) -> dict[str, Any]:
        """What was chosen, without the empty and the impossible."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class DecisionForm(GovForm):
    """Which figure counts, or that it is right, or that the question stays open; and why."""

    decision = forms.ChoiceField(
        widget=forms.RadioSelect, error_messages={"required": "Choose what is to be done"}
    )
    note = TidyField(
        label="Why",
        max_length=2000,
        help_text="Who told you, or what you looked at. Name no child.",
        error_messages={"required": "Write down why, so that nobody has to ask again"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, *args: Any, kind: QueryKind, results: tuple[Result, ...], back: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.results, self.back = {str(row.pk): row for row in results}, back
        field: Any = self.fields["decision"]
        if kind == QueryKind.DIFFERENCE:
            field.label = "Which figure counts?"
            field.choices = [(str(row.pk), _named(row)) for row in results]
        else:
            field.label, field.choices = "Is this figure right?", [(RIGHT, "Yes, it has been checked")]
        field.choices = [*field.choices, (LEAVE_OPEN, "Leave the question open")]

    def layout(self) -> list[Any]:
        """What, why."""
        buttons = GovButtons(GovButton("Save"), GovLink("Cancel", self.back))
        return [GovField("decision", size="m"), GovField("note", rows=4), "version", buttons]

    @property
    def state(self) -> QueryState:
        """Settled, unless it stays open."""
        return QueryState.OPEN if self.cleaned_data["decision"] == LEAVE_OPEN else QueryState.SETTLED

    @property
    def choice(self) -> Result | None:
        """The figure that was chosen, if one was."""
        return self.results.get(self.cleaned_data["decision"])


def _named(row: Result) -> str:
    return f"{row.shown}: {row.source.title}"


def back_to(row: Result) -> str:
    """The page of a figure."""
    return reverse("scorecard:desk-figure", args=[row.pk])
