"""An earlier report: the file with its school and year, and what was read in it, to be checked."""

from typing import Any

from django import forms
from django.urls import reverse

from hlp.forms import GovButton, GovButtons, GovField, GovLink
from peerchallenge.choices import FindingKind
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.models import EarlierReport, Round
from peerchallenge.packs.earlier import LONGEST
from peerchallenge.services.findings.earlier import Line
from schools.models import AcademicYear, School

LEAVE_OUT = ""
KINDS = [*FindingKind.choices, (LEAVE_OUT, "Leave out")]
EXTRA = 3  # empty rows, for what the file says elsewhere


class UploadForm(TakesRefusals, forms.Form):
    """The file, the school and when it was."""

    school = forms.ModelChoiceField(School.objects.none(), empty_label="Choose the school")
    year = forms.ModelChoiceField(
        AcademicYear.objects.none(), label="Academic year", empty_label="Choose the year"
    )
    round = forms.ModelChoiceField(
        Round.objects.none(),
        label="Round (if it was one of these)",
        required=False,
        empty_label="None of these",
    )
    file = forms.FileField(
        label="The report",
        help_text="A Word document (.docx) of at most 10 MB. Headings such as Strengths, Even better if and Actions "
        "tell its findings apart; you check them before anything is filed.",
        error_messages={"required": "Choose the report’s file", "empty": "This file is empty"},
    )

    def __init__(self, *args: Any, schools: Any, years: Any, rounds: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (("school", schools), ("year", years), ("round", rounds)):
            field: Any = self.fields[name]
            field.queryset = rows

    def layout(self) -> list[Any]:
        """Where it belongs, the file, the buttons."""
        cancel = GovLink("Cancel", reverse("peerchallenge:earlier-list"))
        return [
            "school",
            "year",
            "round",
            GovField("file"),
            GovButtons(GovButton("Upload the report"), cancel),
        ]


class LinesForm(forms.Form):
    """What was read in an earlier report, row by row, and a few empty rows."""

    def __init__(self, data: Any = None, *, report: EarlierReport) -> None:
        self.lines = [*report.lines, *({"kind": LEAVE_OUT, "text": "", "place": ""} for _ in range(EXTRA))]
        super().__init__(data)
        for place, line in enumerate(self.lines):
            self.fields[f"kind_{place}"] = forms.ChoiceField(
                choices=KINDS, required=False, initial=line["kind"]
            )
            self.fields[f"text_{place}"] = forms.CharField(
                required=False,
                max_length=LONGEST,
                initial=line["text"],
                widget=forms.Textarea,
                error_messages={"max_length": f"Finding {place + 1} must be {LONGEST:,} characters or fewer"},
            )

    def clean(self) -> dict[str, Any]:
        """A row with a text needs a kind, or to be left out on purpose where it was read."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for place in range(len(self.lines) - EXTRA, len(self.lines)):
            if data.get(f"text_{place}") and not data.get(f"kind_{place}"):
                self.add_error(f"kind_{place}", f"Say what finding {place + 1} is")
        return data

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows as the page shows them."""
        last = len(self.lines) - EXTRA
        return [
            {
                "number": place + 1,
                "kind": self[f"kind_{place}"],
                "text": self[f"text_{place}"],
                "place": line["place"],
                "added": place >= last,
            }
            for place, line in enumerate(self.lines)
        ]

    def wanted(self) -> list[Line]:
        """The findings to file; call it on a valid form."""
        data = self.cleaned_data
        return [
            Line(FindingKind(data[f"kind_{place}"]), data[f"text_{place}"], line["place"])
            for place, line in enumerate(self.lines)
            if data[f"kind_{place}"]
        ]
