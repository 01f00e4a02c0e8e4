"""The form with which a host gives its team a document."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from hlp.forms import GovField
from hlp.uploads import refusals
from hlp.uploads.kinds import MEGABYTE
from hlp.uploads.sharing import MOST_MEGABYTES
from peerchallenge.choices import HostPaper
from peerchallenge.forms.refusals import TakesRefusals

ENDINGS = ".pdf,.docx,.pptx,.xlsx"


class HostDocumentForm(TakesRefusals, forms.Form):
    """One file, what it is, and its title."""

    submit = "Give it to the team"

    kind = forms.ChoiceField(label="What is it?", choices=HostPaper, widget=forms.RadioSelect)
    title = forms.CharField(label="Title", max_length=120, help_text="As the team will see it in the list.")
    file = forms.FileField(
        label="File",
        help_text=f"PDF, Word, PowerPoint or Excel, at most {MOST_MEGABYTES} MB. Take out the names of pupils first.",
        error_messages={"required": "Choose a file", "empty": refusals.EMPTY},
    )

    def layout(self) -> list[Any]:
        """What it is first: the title often follows from it."""
        return [
            GovField("kind", size="s", small=True),
            GovField("title", size="s"),
            GovField("file", size="s", accept=ENDINGS),
        ]

    def clean_file(self) -> UploadedFile:
        """A file of a size that can be read at all."""
        file: UploadedFile = self.cleaned_data["file"]
        size = file.size or 0
        if size > MOST_MEGABYTES * MEGABYTE:
            raise ValidationError(refusals.TOO_LARGE.format(size=-(-size // MEGABYTE), most=MOST_MEGABYTES))
        return file
