"""The form of an import of figures: which file, of which year, how settled."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from hlp import clock
from hlp.forms import GovButton, GovButtons, GovDateField, GovField, GovForm, GovLink
from schools.forms.imports import on_disk
from schools.services.delimited import Refused
from schools.services.downloads import LARGEST_UPLOAD
from scorecard.choices import Status, year_label, year_of
from scorecard.services.imports.base import Ask, Importer

FIRST_YEAR = 2011


class ImportForm(GovForm):
    """A file and what a person knows of it: nothing of this is guessed."""

    file = forms.FileField(
        label="File",
        error_messages={"required": "Choose the file that you downloaded", "empty": "The file is empty."},
    )
    year = forms.TypedChoiceField(
        label="Academic year of the results",
        coerce=int,
        help_text="The year in which the tests were taken. A file’s name may give its first or its second half.",
    )
    status = forms.ChoiceField(
        label="How settled are these figures?", choices=Status.choices, widget=forms.RadioSelect
    )
    published_on = GovDateField(
        required=False,
        label="Published on (optional)",
        help_text="For example 11 12 2025. Of two files that are equally settled the one published later counts.",
    )

    def __init__(self, *args: Any, importer: Importer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.importer = importer
        self.fields["file"].help_text = importer.hint
        years = range(year_of(clock.today()), FIRST_YEAR - 1, -1)
        choices: dict[str, Any] = {
            "year": [("", "Choose one"), *((year, year_label(year)) for year in years)],
            "status": [(one, Status(one).label) for one in importer.statuses],
        }
        for name, offered in choices.items():
            cast(forms.ChoiceField, self.fields[name]).choices = offered
        for name, asked in (("year", importer.asks_year), ("status", importer.asks_status)):
            if not asked:
                del self.fields[name]

    def layout(self) -> list[Any]:
        """The file, what is known of it, the way back."""
        buttons = GovButtons(
            GovButton("Upload and preview"), GovLink("Cancel", reverse("scorecard:import-list"))
        )
        asked = [GovField(name, **how) for name, how in LOOKS.items() if name in self.fields]
        return [GovField("file", accept=self.importer.accept), *asked, "published_on", buttons]

    def clean_file(self) -> UploadedFile:
        """A file whose size and headings are those that this importer reads."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_UPLOAD:
            raise ValidationError(f"The file must be smaller than {LARGEST_UPLOAD // 1_000_000} MB")
        with on_disk(file) as path:
            try:
                self.importer.check(path)
            except Refused as error:
                raise ValidationError(str(error)) from error
        return file

    def ask(self) -> Ask:
        """What was said of the file."""
        facts = self.cleaned_data
        status = facts.get("status") or self.importer.statuses[-1]
        return Ask(facts.get("year"), status, facts.get("published_on"))


LOOKS: dict[str, dict[str, Any]] = {"year": {"width": 10}, "status": {"small": True, "size": "s"}}
