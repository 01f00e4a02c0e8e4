"""Forms of memberships."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.urls import reverse

from hlp import clock
from hlp.forms import GovButton, GovButtons, GovDateField, GovField, GovForm, GovLink
from schools.choices import Arrival, Phase
from schools.models import AcademicYear, Collaborative, Membership, School
from schools.models.school import SchoolQuerySet

CHANGES = [("", "All members"), *Arrival.choices, ("left", "Left in or after the year")]


class MemberFilterForm(GovForm):
    """The filter above the list of members, beside the search."""

    year = forms.ModelChoiceField(AcademicYear.objects.none(), required=False, empty_label=None)
    phase = forms.ChoiceField(required=False, choices=[("", "Any phase"), *Phase.choices])
    collaborative = forms.ModelChoiceField(
        Collaborative.objects.none(), required=False, empty_label="Any collaborative"
    )
    type = forms.ChoiceField(required=False)
    change = forms.ChoiceField(required=False, choices=CHANGES, label="What changed")

    def __init__(
        self, *args: Any, years: Any, collaboratives: Any, types: list[str], year: AcademicYear, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].queryset = years  # type: ignore[attr-defined]
        self.fields["year"].initial = year
        self.fields["collaborative"].queryset = collaboratives  # type: ignore[attr-defined]
        self.fields["type"].choices = [("", "Any type"), *((name, name) for name in types)]  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What was chosen, without the empty and the impossible."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def matching(
        self, members: SchoolQuerySet, year: AcademicYear, changed: Callable[[str], list[int]]
    ) -> SchoolQuerySet:
        """The members of a year that fit; ``changed`` gives the schools that joined, re-joined or left."""
        chosen = self.chosen()
        for name in ("phase", "type"):
            if name in chosen:
                members = members.filter(**{name: chosen[name]})
        if "collaborative" in chosen:
            members = members.filter(places__year=year, places__group__collaborative=chosen["collaborative"])
        return members.filter(pk__in=changed(chosen["change"])) if "change" in chosen else members


class JoinForm(GovForm):
    """A school becomes a member in a year, or a member once more."""

    submit = "Record it"

    year = forms.ModelChoiceField(
        AcademicYear.objects.none(), label="Academic year", empty_label="Choose a year"
    )
    starts = GovDateField(
        label="First day, if it is not the first of the year",
        noun="the first day",
        required=False,
        help_text="Leave empty for 1 September. For example 4 1 2027.",
    )
    because = forms.CharField(
        label="Why does it join?",
        required=False,
        max_length=200,
        help_text="Optional. The Director, the administrator and the school’s headteacher can read it.",
    )

    def __init__(self, *args: Any, years: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.fields["year"].queryset = years  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        """Year, day and reason."""
        buttons = GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel))
        return ["year", "starts", "because", buttons]


class LeaveForm(GovForm):
    """A membership ends in a year or with it."""

    submit = "Record that it leaves"

    last_day = GovDateField(label="Last day as a member", noun="the last day")
    because = forms.CharField(
        label="Why does it leave?",
        max_length=200,
        help_text="One sentence. The Director, the administrator and the school’s headteacher can read it.",
        error_messages={"required": "Enter why the school leaves"},
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: Membership, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.fields["last_day"].help_text = f"Until {clock.day(row.year.ends)}, the end of {row.year}."

    def layout(self) -> list[Any]:
        """Day and reason."""
        buttons = GovButtons(GovButton(self.submit, style="warning"), GovLink("Cancel", self.cancel))
        return ["last_day", "because", "version", buttons]


class WithdrawForm(GovForm):
    """A membership is taken back as if it had not been."""

    submit = "Take this membership back"

    because = forms.CharField(label="Why?", max_length=200, error_messages={"required": "Enter the reason"})

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    def layout(self) -> list[Any]:
        """The reason."""
        buttons = GovButtons(GovButton(self.submit, style="warning"), GovLink("Cancel", self.cancel))
        return ["because", buttons]


class AgreementForm(GovForm):
    """A headteacher accepts the membership agreement."""

    submit = "Accept the agreement"

    accept = forms.BooleanField(
        error_messages={"required": "Tick the box to accept the agreement, or leave the page"}
    )
    number = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, row: Membership, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        label = f"I have read the agreement and accept it for {row.school} in {row.year}"
        self.fields["accept"].label = label

    def layout(self) -> list[Any]:
        """The box."""
        return ["accept", "number", GovButtons(GovButton(self.submit), GovLink("Not now", self.cancel))]


class AddMembersForm(GovForm):
    """Members of one year, many at once: for a year that nobody has recorded yet."""

    submit = "Record these members"

    schools = forms.ModelMultipleChoiceField(
        School.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select one school or more"},
    )

    def __init__(self, *args: Any, year: AcademicYear, schools: SchoolQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        self.fields["schools"].queryset = schools  # type: ignore[attr-defined]
        self.fields["schools"].label = f"Members in {year}"
        self.fields["schools"].help_text = "Those that are recorded already are not offered."

    def layout(self) -> list[Any]:
        """The boxes."""
        cancel = GovLink("Cancel", f"{reverse('schools:member-list')}?year={self.year.pk}")
        return [GovField("schools", small=True), GovButtons(GovButton(self.submit), cancel)]
