"""Forms of schools."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse

from hlp import text
from hlp.forms import GovButton, GovButtons, GovField, GovFieldset, GovForm, GovLink
from schools.choices import Phase
from schools.models import AcademicYear, Collaborative, School
from schools.models.school import SchoolQuerySet
from schools.services.schools import Facts

POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?) ?(\d[A-Z]{2})")
EASTINGS, NORTHINGS = (0, 700_000), (0, 1_300_000)  # metres of the National Grid
MOST_PUPILS = 20_000
KINDS = [
    "Community school",
    "Voluntary aided school",
    "Academy converter",
    "Free schools",
    "Foundation school",
]


class SchoolFilterForm(GovForm):
    """The filter above the list of schools, beside the search."""

    collaborative = forms.ModelChoiceField(
        Collaborative.objects.none(), required=False, empty_label="Any collaborative"
    )
    phase = forms.ChoiceField(required=False, choices=[("", "Any phase"), *Phase.choices])
    status = forms.ChoiceField(
        required=False,
        choices=[("", "Open or still a member"), ("closed", "Closed"), ("any", "Open and closed")],
    )

    def __init__(self, *args: Any, collaboratives: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["collaborative"].queryset = collaboratives  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What was chosen, without the empty and the impossible."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def matching(self, schools: SchoolQuerySet, year: AcademicYear | None) -> SchoolQuerySet:
        """The schools that fit; the collaborative is that of the year's groups."""
        chosen = self.chosen()
        schools = _standing(schools, chosen.get("status", ""), year)
        if "phase" in chosen:
            schools = schools.filter(phase=chosen["phase"])
        if "collaborative" in chosen:
            schools = schools.filter(places__year=year, places__group__collaborative=chosen["collaborative"])
        return schools


def _standing(schools: SchoolQuerySet, status: str, year: AcademicYear | None) -> SchoolQuerySet:
    """Open schools and this year's members, unless asked for others."""
    if status == "closed":
        return schools.filter(open=False)
    members = School.objects.members_in(year) if year else School.objects.none()
    return schools if status == "any" else schools.filter(Q(open=True) | Q(pk__in=members.values("pk")))


class SchoolForm(GovForm):
    """The register facts of a school."""

    submit = "Save"

    urn = forms.RegexField(
        r"^\d{6}$",
        label="URN",
        help_text="Six numbers, from Get Information about Schools.",
        error_messages={"invalid": "The URN must be 6 numbers, such as 102473"},
    )
    name = forms.CharField(label="Name of the school", max_length=150)
    phase = forms.ChoiceField(widget=forms.RadioSelect, choices=Phase.choices)
    type = forms.CharField(
        label="Type of establishment", max_length=60, help_text=f"For example: {KINDS[0]}."
    )
    low_age = forms.IntegerField(label="Youngest age", required=False, min_value=0, max_value=19)
    high_age = forms.IntegerField(label="Oldest age", required=False, min_value=0, max_value=19)
    pupils = forms.IntegerField(label="Pupils on roll", required=False, min_value=0, max_value=MOST_PUPILS)
    capacity = forms.IntegerField(
        label="Places for pupils", required=False, min_value=0, max_value=MOST_PUPILS
    )
    street = forms.CharField(required=False, max_length=120)
    locality = forms.CharField(required=False, max_length=120)
    town = forms.CharField(required=False, max_length=80)
    postcode = forms.CharField(required=False, max_length=10)
    easting = forms.IntegerField(required=False, min_value=EASTINGS[0], max_value=EASTINGS[1])
    northing = forms.IntegerField(required=False, min_value=NORTHINGS[0], max_value=NORTHINGS[1])
    website = forms.URLField(required=False, max_length=200, assume_scheme="https")
    member = forms.BooleanField(required=False, initial=True)
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, year: AcademicYear | None, school: School | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.school = school
        if school:
            del self.fields["urn"]
        if year:
            self.fields["member"].label = f"Member of the partnership in {year}"
        else:
            del self.fields["member"]

    def layout(self) -> list[Any]:
        """Who it is, where it is, whether it is a member."""
        to_list = reverse("schools:school-list")
        back = self.school.get_absolute_url() if self.school else to_list
        who = ["name", GovField("phase", small=True), "type"]
        ages = [GovField("low_age", width=2), GovField("high_age", width=2)]
        roll = [GovField("pupils", width=5), GovField("capacity", width=5)]
        where = ["street", "locality", "town", GovField("postcode", width=10), "website"]
        grid = [GovField("easting", width=10), GovField("northing", width=10)]
        return [
            *([] if self.school else [GovField("urn", width=10, inputmode="numeric")]),
            *who,
            *ages,
            *roll,
            GovFieldset("Address", *where),
            GovFieldset("Place on the map", *grid, hint="Metres of the National Grid, from the register."),
            *(["member"] if "member" in self.fields else []),
            "version",
            GovButtons(GovButton(self.submit), GovLink("Cancel", back)),
        ]

    def clean_name(self) -> str:
        """The name with single spaces."""
        return " ".join(text.tidy(self.cleaned_data["name"]).split())

    def clean_postcode(self) -> str:
        """The postcode in capitals with its space."""
        typed = " ".join(self.cleaned_data["postcode"].upper().split())
        match = POSTCODE.fullmatch(typed)
        if typed and not match:
            raise ValidationError("Enter a full postcode, like TW3 1AA")
        return f"{match[1]} {match[2]}" if match else ""

    def clean(self) -> dict[str, Any]:
        """Ages in order."""
        data = super().clean() or self.cleaned_data
        low, high = data.get("low_age"), data.get("high_age")
        if low is not None and high is not None and low > high:
            self.add_error("high_age", "The oldest age must be the same as the youngest or more")
        return data

    def facts(self) -> Facts:
        """What the service takes."""
        names = set(Facts.__dataclass_fields__) - {"urn"}
        values = {name: self.cleaned_data[name] for name in names}
        return Facts(urn=self.school.urn if self.school else int(self.cleaned_data["urn"]), **values)
