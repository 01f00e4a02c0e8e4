"""Forms of the catalogue: a measure, one of its columns, a break in its series."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.urls import reverse

from hlp import clock
from hlp.forms import GovButton, GovButtons, GovField, GovFieldset, GovForm, GovLink, TidyField
from scorecard.choices import (
    Direction,
    MeasurePhase,
    PupilGroup,
    SourceKind,
    Standard,
    Topic,
    Unit,
    year_label,
    year_of,
)
from scorecard.models import Measure, MeasureColumn

FIRST_YEAR = 2006
CODE = r"^(?!new$)[a-z0-9]+(-[a-z0-9]+)*$"


def years() -> list[tuple[int | str, str]]:
    """Every academic year that a measure may begin or end in, the newest first."""
    newest = year_of(clock.today()) + 1
    return [("", "Not told"), *((year, year_label(year)) for year in range(newest, FIRST_YEAR - 1, -1))]


class YearField(forms.TypedChoiceField):
    """An academic year, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce=int, empty_value=None, required=False, choices=years, **kwargs)


class MeasureForm(GovForm):
    """What a measure says. Its code is given once."""

    submit = "Save the measure"

    code = forms.CharField(
        max_length=40,
        help_text="Small letters, digits and hyphens, for example read-exp-girls. It is never changed.",
        validators=[
            RegexValidator(CODE, "Use small letters, digits and single hyphens, and not the word ‘new’")
        ],
    )
    name = forms.CharField(max_length=150)
    short_name = forms.CharField(label="Short name, for figures and narrow tables", max_length=40)
    topic = forms.ChoiceField(choices=Topic.choices)
    subject = forms.CharField(max_length=60, required=False, label="Subject (optional)")
    standard = forms.ChoiceField(choices=Standard.choices, required=False, label="Standard")
    phase = forms.ChoiceField(choices=MeasurePhase.choices)
    group = forms.ChoiceField(choices=PupilGroup.choices, label="Pupils")
    unit = forms.ChoiceField(choices=Unit.choices)
    decimals = forms.IntegerField(
        min_value=0,
        max_value=3,
        label="Decimal places shown",
        help_text="A figure is kept as it was published.",
    )
    direction = forms.ChoiceField(
        choices=Direction.choices, widget=forms.RadioSelect, label="Which way is better?"
    )
    denominator = forms.CharField(
        max_length=150,
        required=False,
        label="Of whom or of what (optional)",
        help_text="What 100 per cent is.",
    )
    first_year = YearField(label="First year")
    last_year = YearField(label="Last year")
    counterpart = forms.ModelChoiceField(
        queryset=Measure.objects.none(),
        required=False,
        label="Same measure of the pupils who are not disadvantaged (optional)",
        empty_label="None",
        help_text="Only for measures of disadvantaged pupils: the gap is worked out from the two.",
    )
    note = TidyField(required=False, max_length=600, label="Note for readers (optional)")
    active = forms.BooleanField(required=False, label="Shown on score cards")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, measure: Measure | None = None, **kwargs: Any) -> None:
        self.measure = measure
        if measure:
            names = [name for name in self.base_fields if name != "version"]
            known = {name: getattr(measure, name) for name in names}
            kwargs["initial"] = {**known, "counterpart": measure.counterpart_id, "version": measure.version}
        super().__init__(*args, **kwargs)
        others = Measure.objects.filter(group=PupilGroup.OTHER)
        self.fields["counterpart"].queryset = others  # type: ignore[attr-defined]
        if measure:
            del self.fields["code"]

    def layout(self) -> list[Any]:
        """What it is, what it counts, when it exists, the way back."""
        to = self.measure.get_absolute_url() if self.measure else reverse("scorecard:measure-list")
        code = [] if self.measure else [GovField("code", width=20)]
        what = GovFieldset("What it is", *code, "name", "short_name", "topic", "subject", "standard", "phase")
        counts = GovFieldset(
            "What it counts",
            "group",
            "unit",
            GovField("decimals", width=2),
            "direction",
            "denominator",
            "counterpart",
        )
        when = GovFieldset("When it exists", "first_year", "last_year")
        shown = GovFieldset("What readers see", GovField("note", rows=3), "active")
        return [what, counts, when, shown, GovButtons(GovButton(self.submit), GovLink("Cancel", to))]

    def facts(self) -> dict[str, Any]:
        """What the service is told."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ColumnForm(GovForm):
    """Where a measure stands in the files of one publisher."""

    submit = "Save the column"

    source = forms.ChoiceField(choices=SourceKind.choices, label="File")
    column = forms.CharField(
        max_length=120,
        help_text="The heading as the publisher writes it. Capital and small letters are the same.",
    )
    cohort_column = forms.CharField(
        max_length=120,
        required=False,
        label="Column with the number of pupils (optional)",
        help_text="By it figures are weighted, for example TELIG.",
    )
    year_from = YearField(label="From the year")
    year_to = YearField(label="Until the year")
    factor = forms.DecimalField(
        max_digits=8,
        decimal_places=3,
        label="Multiply the file’s figures by",
        help_text="1 unless the file gives shares, such as 0.158 for 15.8 per cent: then 100.",
        initial=1,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, measure: Measure, column: MeasureColumn | None = None, **kwargs: Any
    ) -> None:
        self.measure = measure
        if column:
            names = ("source", "column", "cohort_column", "year_from", "year_to", "factor")
            kwargs["initial"] = {name: getattr(column, name) for name in names}
        kwargs["initial"] = {**kwargs.get("initial", {}), "version": measure.version}
        super().__init__(*args, **kwargs)

    def layout(self) -> list[Any]:
        """All fields, then the way back."""
        buttons = GovButtons(GovButton(self.submit), GovLink("Cancel", self.measure.get_absolute_url()))
        names = ["source", "column", "cohort_column", "year_from", "year_to", GovField("factor", width=5)]
        return [*names, buttons]

    def facts(self) -> dict[str, Any]:
        """What the service is told."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class BreakForm(GovForm):
    """From when on figures cannot be compared with earlier ones."""

    submit = "Save the break"

    year = forms.TypedChoiceField(
        coerce=int,
        choices=years,
        label="First year that cannot be compared with those before it",
    )
    reason = forms.CharField(max_length=300, help_text="One sentence for readers: what changed.")

    def __init__(self, *args: Any, measure: Measure, **kwargs: Any) -> None:
        self.measure = measure
        super().__init__(*args, **kwargs)

    def layout(self) -> list[Any]:
        """Both fields, then the way back."""
        buttons = GovButtons(GovButton(self.submit), GovLink("Cancel", self.measure.get_absolute_url()))
        return ["year", "reason", buttons]
