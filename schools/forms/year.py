"""The terms of an academic year."""

from typing import Any

from django import forms
from django.urls import reverse

from hlp.forms import GovButton, GovButtons, GovDateField, GovFieldset, GovForm, GovLink
from schools.choices import TermName
from schools.models import Term
from schools.services.years import TermDates

DAYS = {
    "starts": "First day of term",
    "half_term_starts": "First day of half term",
    "half_term_ends": "Last day of half term",
    "ends": "Last day of term",
}


class TermsForm(GovForm):
    """Four days for each of the three terms."""

    submit = "Save the terms"
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for term in TermName:
            for name, label in DAYS.items():
                noun = f"the {label[0].lower()}{label[1:]} ({term.label.lower()})"
                self.fields[f"{term}_{name}"] = GovDateField(label=label, noun=noun)

    def layout(self) -> list[Any]:
        """A fieldset for each term."""
        terms = [
            GovFieldset(f"{t.label} term", *(f"{t}_{name}" for name in DAYS), size="l") for t in TermName
        ]
        buttons = GovButtons(GovButton(self.submit), GovLink("Cancel", reverse("schools:year-list")))
        return [*terms, "version", buttons]

    def terms(self) -> list[TermDates]:
        """What the service takes."""
        data = self.cleaned_data
        return [TermDates(name=term, **{day: data[f"{term}_{day}"] for day in DAYS}) for term in TermName]


def initial_days(terms: list[Term]) -> dict[str, Any]:
    """What the form shows at first."""
    return {f"{term.name}_{day}": getattr(term, day) for term in terms for day in DAYS}
