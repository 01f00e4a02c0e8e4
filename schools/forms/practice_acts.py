"""Forms of what is done with an entry: pictures and files, and the steps that ask something first."""

from typing import Any

from django import forms

from hlp.forms import GovField, TidyField
from hlp.forms.refusals import TakesRefusals
from hlp.site.pictures import LARGEST_FILE
from hlp.uploads import refusals as uploads
from hlp.uploads.kinds import MEGABYTE
from hlp.uploads.sharing import MOST_MEGABYTES
from schools.choices.practice import PracticeAudience


class PictureForm(TakesRefusals, forms.Form):
    """A picture with its description and somebody's word on consent."""

    submit = "Add this picture"

    file = forms.FileField(
        label="Picture", help_text=f"JPEG, PNG or WebP, at most {LARGEST_FILE // 1024 // 1024} MB.",
        error_messages={"required": "Choose a picture", "empty": uploads.EMPTY},
    )  # fmt: skip
    alternative = forms.CharField(
        label="What does it show?", max_length=250,
        help_text="For those who cannot see it: “Two shelves with labelled baskets at the height of a child”.",
    )  # fmt: skip
    caption = forms.CharField(label="Words below the picture", required=False, max_length=200)
    consent = forms.BooleanField(
        label="Everybody who can be recognised has agreed to it, for children their parents, or nobody can be",
        error_messages={"required": "Confirm the consent, or choose a picture without people"},
    )

    def layout(self) -> list[Any]:
        """The picture, its words, the consent."""
        return [
            GovField("file", size="s", accept="image/jpeg,image/png,image/webp"),
            GovField("alternative", size="s"),
            GovField("caption", size="s"),
            "consent",
        ]


class FileForm(TakesRefusals, forms.Form):
    """A file for others."""

    submit = "Add this file"

    title = forms.CharField(
        label="What is it?", max_length=120, help_text="For example “Lesson plan, week 1”."
    )
    file = forms.FileField(
        label="File",
        help_text=f"PDF, Word, PowerPoint or Excel without password and macros, at most {MOST_MEGABYTES} MB. The name "
        "of its author is taken out; look yourself that it names no child.",
        error_messages={"required": "Choose a file", "empty": uploads.EMPTY},
    )

    def clean_file(self) -> Any:
        """A file of a size that can be read at all."""
        file = self.cleaned_data["file"]
        if file.size > MOST_MEGABYTES * MEGABYTE:
            said = uploads.TOO_LARGE.format(size=-(-file.size // MEGABYTE), most=MOST_MEGABYTES)
            raise forms.ValidationError(said)
        return file

    def layout(self) -> list[Any]:
        """Title and file."""
        return [GovField("title", size="s"), GovField("file", size="s", accept=".pdf,.docx,.pptx,.xlsx")]


class ReasonForm(TakesRefusals, forms.Form):
    """A word of why."""

    reason = TidyField(label="Why?", max_length=1000)

    def __init__(
        self, *args: Any, submit: str, label: str, hint: str = "", required: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.submit = submit
        field = self.fields["reason"]
        field.label, field.help_text, field.required = label, hint, required
        field.error_messages["required"] = "Write a sentence"

    def layout(self) -> list[Any]:
        """One box."""
        return [GovField("reason", size="s", rows=4)]


class ConsentForm(TakesRefusals, forms.Form):
    """The headteacher's consent."""

    submit = "I agree to the publication"

    audience = forms.ChoiceField(
        label="Who may read it?", choices=PracticeAudience.choices, widget=forms.RadioSelect,
        help_text="At most. The Director may publish it to members first.",
    )  # fmt: skip
    pictures = forms.BooleanField(
        label="Everybody who can be recognised on the pictures has agreed, for children their parents",
        required=False,
    )
    text = forms.BooleanField(
        label="I have read the entry. It names no child and no member of staff, and the school stands behind it",
        error_messages={"required": "Read the entry and confirm it"},
    )

    def __init__(self, *args: Any, has_pictures: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_pictures:
            del self.fields["pictures"]

    def layout(self) -> list[Any]:
        """To whom, the pictures, the text."""
        return [GovField("audience", size="s"), *(["pictures"] if "pictures" in self.fields else []), "text"]


class PublishForm(TakesRefusals, forms.Form):
    """To whom it is published, within the headteacher's consent."""

    submit = "Publish"

    audience = forms.ChoiceField(label="To whom?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, widest: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [
            row for row in PracticeAudience.choices if widest == PracticeAudience.PUBLIC or row[0] != "public"
        ]
        self.fields["audience"].choices = allowed  # type: ignore[attr-defined]
        self.fields["audience"].initial = widest

    def layout(self) -> list[Any]:
        """One choice."""
        return [GovField("audience", size="s")]


class ReviewForm(TakesRefusals, forms.Form):
    """It still holds, until when."""

    submit = "It still holds"

    months = forms.IntegerField(
        label="Look at it again after how many months?", min_value=12, max_value=24, initial=18,
        help_text="From 12 to 24.",
    )  # fmt: skip

    def layout(self) -> list[Any]:
        """One number."""
        return [GovField("months", size="s", width="3", inputmode="numeric")]
