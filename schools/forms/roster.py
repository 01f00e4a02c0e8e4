"""Forms of the import of people."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from hlp import clock
from hlp.forms import GovButton, GovButtons, GovDateField, GovField, GovForm, GovLink
from schools.forms.imports import on_disk
from schools.services.delimited import Refused
from schools.services.roster import LARGEST_UPLOAD
from schools.services.roster.files import check_file

NOW, LATER = "now", "later"


class RosterForm(GovForm):
    """A table of people."""

    file = forms.FileField(
        label="File with people",
        help_text="CSV or Excel (.xlsx), at most 10 MB and 2,000 rows.",
        error_messages={"required": "Choose a file", "empty": "The file is empty."},
    )

    def layout(self) -> list[Any]:
        """The file and the way back."""
        buttons = GovButtons(
            GovButton("Upload and preview"), GovLink("Cancel", reverse("schools:person-list"))
        )
        return [GovField("file", accept=".csv,.xlsx,.txt"), buttons]

    def clean_file(self) -> UploadedFile:
        """A file that can be a table of people, seen from outside."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_UPLOAD:
            raise ValidationError(f"The file must be smaller than {LARGEST_UPLOAD // 1_000_000} MB")
        with on_disk(file) as path:
            try:
                check_file(path)
            except Refused as error:
                raise ValidationError(str(error)) from error
        return file


class ConfirmForm(GovForm):
    """Take everybody in, and when the invitations go out."""

    when = forms.ChoiceField(
        widget=forms.RadioSelect,
        label="When do the invitations go out?",
        choices=[(NOW, "Now"), (LATER, "At 8am on a date")],
        initial=NOW,
    )
    day = GovDateField(required=False, label="Date", help_text="For example 1 9 2026.")
    digest = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.form_action = action

    def layout(self) -> list[Any]:
        """The choice, the day, the button."""
        return [GovField("when", small=True, size="m"), "day", GovButtons(GovButton("Take these people in"))]

    def clean(self) -> dict[str, Any]:
        """A date that is to come, where one is wanted."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        if facts.get("when") == LATER and "day" not in self.errors:
            if not facts.get("day"):
                self.add_error("day", "Enter the date on which the invitations go out")
            elif facts["day"] <= clock.today():
                self.add_error("day", "The date must be after today")
        return facts

    def invite_on(self) -> date | None:
        """The day of the invitations, or None for at once."""
        day: date | None = self.cleaned_data["day"] if self.cleaned_data["when"] == LATER else None
        return day
