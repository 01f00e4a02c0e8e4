"""What is chosen above the calendar: the year, and a collaborative for those who see more than one."""

from typing import Any

from django import forms

from peerchallenge.forms.filters import FilterForm
from schools.models import AcademicYear, Collaborative


class CalendarForm(FilterForm):
    """Year and collaborative."""

    year = forms.ModelChoiceField(AcademicYear.objects.none(), label="Year", empty_label=None)
    collaborative = forms.ModelChoiceField(
        Collaborative.objects.none(), label="Collaborative", required=False, empty_label="All collaboratives"
    )

    def __init__(self, *args: Any, years: Any, collaboratives: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].queryset = years  # type: ignore[attr-defined]
        if collaboratives is None:
            del self.fields["collaborative"]
        else:
            self.fields["collaborative"].queryset = collaboratives  # type: ignore[attr-defined]
