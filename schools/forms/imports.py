"""Forms of the import from the register."""

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from hlp.forms import GovButton, GovButtons, GovField, GovForm, GovLink
from schools.services.gias import LARGEST_UPLOAD, Refused
from schools.services.gias.runs import check_upload


class ImportForm(GovForm):
    """Which file, and whose schools."""

    file = forms.FileField(
        label="File from the register",
        help_text="The CSV or zip file as you downloaded it, at most 100 MB.",
        error_messages={
            "required": "Choose the file that you downloaded",
            "empty": "The file is empty.",
        },
    )
    las = forms.CharField(
        label="Local authority",
        max_length=200,
        help_text="Its three-digit code; with a comma between them if there are more.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["las"].initial = settings.LA_CODE

    def layout(self) -> list[Any]:
        """The file, the code, and the way back."""
        buttons = GovButtons(
            GovButton("Upload and preview"), GovLink("Cancel", reverse("schools:school-list"))
        )
        return ["file", GovField("las", width=20), buttons]

    def clean_las(self) -> list[str]:
        """The codes, each once."""
        codes = re.split(r"[\s,;]+", self.cleaned_data["las"].strip(" ,;"))
        if not all(re.fullmatch(r"[0-9]{3}", code) for code in codes):
            raise ValidationError("Enter the three-digit code of the local authority, like 313")
        return sorted(set(codes))

    def clean_file(self) -> UploadedFile:
        """A file whose size and first rows are those of the register."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_UPLOAD:
            raise ValidationError(f"The file must be smaller than {LARGEST_UPLOAD // 1_000_000} MB")
        with on_disk(file) as path:
            try:
                check_upload(path)
            except Refused as error:
                raise ValidationError(str(error)) from error
        return file


@contextmanager
def on_disk(file: UploadedFile) -> Iterator[Path]:
    """The uploaded file as a path, for as long as it is looked at."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        with path.open("wb") as copy:
            for chunk in file.chunks():
                copy.write(chunk)
        yield path
