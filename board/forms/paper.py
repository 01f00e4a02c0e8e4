"""Forms of papers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from board.packs import refusals
from board.packs.kinds import MEGABYTE
from hlp.forms import GovDateField, GovField, TidyField
from hlp.models import User
from hlp.uploads import refusals as uploads
from peerchallenge.forms.refusals import TakesRefusals

ENDINGS = ".pdf,.docx,.doc,.odt,.pptx,.ppt,.odp,.xlsx,.xls,.ods"
HELP = (
    f"A PDF, Word, PowerPoint or Excel file without password and macros, at most {refusals.MOST_MEGABYTES} MB and "
    f"{refusals.MOST_PAGES} pages. A Word file or a PDF saved from Word can be read by screen readers; a scan cannot."
)


class TakesFile(TakesRefusals, forms.Form):
    """A form with one file."""

    file = forms.FileField(
        label="File",
        help_text=HELP,
        error_messages={"required": "Choose a file", "empty": uploads.EMPTY},
    )

    def clean_file(self) -> UploadedFile:
        """A file of a size that can be read at all."""
        file: UploadedFile = self.cleaned_data["file"]
        size, most = file.size or 0, refusals.MOST_MEGABYTES
        if size > most * MEGABYTE:
            raise ValidationError(uploads.TOO_LARGE.format(size=-(-size // MEGABYTE), most=most))
        return file


class GiveForm(TakesFile):
    """The file of a paper."""

    submit = "Upload"

    def layout(self) -> list[Any]:
        """The file."""
        return [GovField("file", size="s", accept=ENDINGS)]


class AddForm(TakesFile):
    """A new paper with its file."""

    submit = "Add this paper"
    field_order = ["title", "file"]

    title = forms.CharField(
        label="Title of the paper", max_length=200, help_text="As it is to stand in the contents."
    )

    def layout(self) -> list[Any]:
        """Title and file."""
        return [GovField("title", size="s"), GovField("file", size="s", accept=ENDINGS)]


class AskForm(TakesRefusals, forms.Form):
    """What is asked of whom, by when."""

    submit = "Ask for this paper"

    title = forms.CharField(label="Title of the paper", max_length=200)
    author = forms.ModelChoiceField(
        User.objects.none(),
        label="Who writes it?",
        empty_label="Choose a person",
        help_text="They see this paper and nothing else of the meeting, unless they are on the Board.",
    )
    due_on = GovDateField(label="Day by which you need it")
    wanted = TidyField(label="What is wanted?", required=False, max_length=2000)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        author: Any = self.fields["author"]
        author.queryset = User.objects.filter(is_active=True).order_by("name", "pk")

    def layout(self) -> list[Any]:
        """Title, author, day, words."""
        return [
            "version",
            GovField("title", size="s"),
            GovField("author", size="s"),
            GovField("due_on", size="s"),
            GovField("wanted", size="s", rows=4),
        ]


class EditForm(AskForm):
    """A paper as it was asked for, or uploaded by the clerk, who is asked nothing."""

    submit = "Save"

    def __init__(self, *args: Any, asked: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("author", "due_on"):
            self.fields[name].required = asked


class PublishForm(TakesRefusals, forms.Form):
    """Give the pack out; late only knowingly."""

    submit = "Publish and tell everybody"

    knowing = forms.BooleanField(label="I know that this is less than seven days before the meeting")

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["knowing"]
