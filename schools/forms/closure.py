"""A closed period: why, from when until when, and at which school."""

from typing import Any

from django import forms

from hlp.forms import GovButton, GovButtons, GovDateField, GovField, GovForm, GovLink
from schools.choices import ClosedKind
from schools.models import ClosedPeriod, School
from schools.services.closures import Period, version_of

HINTS = {
    ClosedKind.SATS: "All schools with pupils in year 6.",
    ClosedKind.PHONICS: "All schools with pupils in year 1.",
    ClosedKind.INSET: "Staff are in, pupils are not.",
}


class ClosedPeriodForm(GovForm):
    """One closed period. ``version`` tells an edit that started from an older state."""

    kind = forms.ChoiceField(label="Why?", choices=ClosedKind.choices, widget=forms.RadioSelect)
    name = forms.CharField(label="What is it called?", max_length=80)
    starts = GovDateField(label="First day")
    ends = GovDateField(label="Last day (if it is more than one day)", noun="the last day", required=False)
    school = forms.ModelChoiceField(
        School.objects.none(), label="At which school?", required=False, empty_label="All schools"
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, schools: Any, row: ClosedPeriod | None = None, cancel: str = "", **kwargs: Any
    ) -> None:
        self.cancel = cancel
        if row:
            names = ("kind", "name", "starts", "ends", "school")
            kwargs["initial"] = {name: getattr(row, name) for name in names} | {"version": version_of(row)}
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        """The boxes, then save or leave."""
        buttons = GovButtons(GovButton("Save"), GovLink("Cancel", self.cancel))
        hints = {str(kind): hint for kind, hint in HINTS.items()}
        return [
            GovField("kind", hints=hints, small=True),
            GovField("name", width="two-thirds"),
            "starts",
            "ends",
            "school",
            "version",
            buttons,
        ]

    def period(self) -> Period:
        """What the service takes; one day where no last day was given."""
        data = self.cleaned_data
        return Period(
            kind=data["kind"],
            name=" ".join(data["name"].split()),
            starts=data["starts"],
            ends=data["ends"] or data["starts"],
            school=data["school"],
        )
