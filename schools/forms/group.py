"""The form of a triad or quad."""

from typing import Any

from django import forms
from django.urls import reverse

from hlp import text
from hlp.forms import GovButton, GovButtons, GovField, GovForm, GovLink
from schools.models import AcademicYear, Collaborative, Group, School


class SchoolChoices(forms.ModelMultipleChoiceField):
    """Boxes to tick; a special school says that it comes in addition."""

    def label_from_instance(self, obj: School) -> str:  # type: ignore[override]
        """The name, and what is special."""
        return f"{obj.name} (special, an additional member)" if obj.is_special else obj.name


class GroupForm(GovForm):
    """Name, collaborative and schools. Only schools that are free in this year are offered."""

    submit = "Save the group"

    name = forms.CharField(max_length=40, help_text="For example: Triad 7.")
    collaborative = forms.ModelChoiceField(Collaborative.objects.none(), empty_label="Choose")
    schools = SchoolChoices(
        School.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select 3 or 4 schools"},
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        year: AcademicYear,
        group: Group | None,
        collaboratives: Any,
        schools: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.year = year
        self.fields["collaborative"].queryset = collaboratives  # type: ignore[attr-defined]
        self.fields["schools"].queryset = schools.free_in(year, group)  # type: ignore[attr-defined]
        self.fields["schools"].label = f"Schools in {year}"
        self.fields["schools"].help_text = self._hint()

    def _hint(self) -> str:
        if not self.fields["schools"].queryset.exists():  # type: ignore[attr-defined]
            return f"Every member is in a group of {self.year}. Take a school out of its group first."
        return (
            "3 make a triad, 4 a quad. A special school comes in addition. "
            "Schools that are in another group this year are not offered."
        )

    def layout(self) -> list[Any]:
        """All fields, then the way back."""
        cancel = GovLink("Cancel", f"{reverse('schools:group-list')}?year={self.year.pk}")
        return [
            GovField("name", width=20),
            "collaborative",
            GovField("schools", small=True),
            "version",
            GovButtons(GovButton(self.submit), cancel),
        ]

    def clean_name(self) -> str:
        """The name with single spaces."""
        return " ".join(text.tidy(self.cleaned_data["name"]).split())

    def facts(self) -> dict[str, Any]:
        """What the services take."""
        names = ("name", "collaborative", "schools")
        facts = {name: self.cleaned_data[name] for name in names}
        return {**facts, "schools": list(facts["schools"])}
