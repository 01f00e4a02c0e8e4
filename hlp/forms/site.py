"""Forms of the public site: what the Director writes, and what a visitor writes to the office."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.text import slugify

from hlp import clock
from hlp.forms import (
    GovButton,
    GovButtons,
    GovDateTimeField,
    GovDetails,
    GovField,
    GovFieldset,
    GovForm,
    GovInclude,
    GovLink,
    MaxWords,
    TidyField,
)
from hlp.models import Picture
from hlp.site import pages, pictures

TITLE, SUMMARY = 90, 240  # characters, as the models keep them
EMAIL = "Enter an e-mail address in the correct format, like name@example.org"


class PictureField(forms.FileField):
    """A picture, checked by what it is. Gives ``pictures.Prepared``."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The picture in our own sizes, or None. Raises ValidationError with one sentence."""
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            return pictures.prepare(file, size=file.size)
        except pictures.Refused as error:
            raise ValidationError(str(error)) from error


class PageForm(GovForm):
    """One version of a page or a piece of news. ``number`` is the version that the editor started from."""

    number = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kept = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(max_length=TITLE)
    summary = forms.CharField(
        label="In one or two sentences",
        widget=forms.Textarea,
        max_length=SUMMARY,
        help_text="Stands below the title, in lists, and in what search engines show.",
    )
    body = TidyField(
        label="Text",
        max_length=40_000,
        required=False,
        help_text="Never name a pupil, and say nothing of one school that could be read as a judgement.",
    )
    picture = PictureField(
        label="Picture",
        required=False,
        help_text="JPEG, PNG or WebP, at most 10 MB. Only with the consent of everybody who can be recognised.",
    )
    picture_text = forms.CharField(
        label="What the picture shows",
        required=False,
        max_length=250,
        help_text="Read out to those who cannot see it. For example: Two headteachers look at a display of maps.",
    )
    no_picture = forms.BooleanField(label="Take the picture away", required=False)
    note = forms.CharField(
        label="What did you change?",
        required=False,
        max_length=200,
        help_text="One line for the history, if you like. Only the Director reads it.",
    )

    def __init__(self, *args: Any, cancel: str = "", had: Picture | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.had = had

    def layout(self) -> list[Any]:
        """The words first, then the picture; preview before saving."""
        return [
            "number",
            "kept",
            GovField("title", size="m"),
            GovField("summary", rows=3, size="m"),
            GovInclude("hlp/site/_markdown.html"),
            GovField("body", rows=18, size="m"),
            GovFieldset(
                "A picture, if there is one",
                GovInclude("hlp/site/_picture.html", picture=self.had),
                GovField("picture", accept="image/jpeg,image/png,image/webp"),
                GovField("picture_text"),
                *(["no_picture"] if self.had else []),
            ),
            GovDetails("Leave a note for the history", GovField("note")),
            GovButtons(
                GovButton("Save and publish now", name="publish"),
                GovButton("Save as a draft", style="secondary", name="save"),
                GovButton("Preview", style="secondary", name="preview"),
                GovLink("Cancel", self.cancel),
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """A picture goes with words for those who cannot see it."""
        data: dict[str, Any] = super().clean() or {}
        has_picture = (data.get("picture") or self.had) and not data.get("no_picture")
        if has_picture and not data.get("picture_text") and "picture_text" not in self.errors:
            self.add_error("picture_text", "Say what the picture shows, for those who cannot see it")
        return data

    def content(self, picture: Picture | None) -> pages.Content:
        """What was written, with the picture that belongs to it."""
        data = self.cleaned_data
        return pages.Content(data["title"], data["summary"], data["body"], picture, data["picture_text"])

    def address(self) -> str:
        """An address made from the title."""
        return slugify(self.cleaned_data["title"])[:80].strip("-") or "page"


class PublishForm(GovForm):
    """When a version is to be seen."""

    submit = "Publish"
    when = forms.ChoiceField(
        label="When should everybody see it?",
        choices=[("now", "Now"), ("later", "From a day and time on")],
        widget=forms.RadioSelect,
        initial="now",
    )
    moment = GovDateTimeField(
        label="Day and time",
        required=False,
        noun="the day and time from which it is to be seen",
        help_text="Only if you chose a day. For example 7 12 2026, 8am.",
    )

    def __init__(self, *args: Any, cancel: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    def layout(self) -> list[Any]:
        """The choice, the moment, the buttons."""
        return [
            GovField("when", size="m"),
            GovField("moment"),
            GovButtons(GovButton("Publish"), GovLink("Cancel", self.cancel)),
        ]

    def clean(self) -> dict[str, Any]:
        """Later needs a moment that lies ahead."""
        data: dict[str, Any] = super().clean() or {}
        if data.get("when") == "later" and "moment" not in self.errors:
            self._check(data.get("moment"))
        return data

    def _check(self, moment: datetime | None) -> None:
        if moment is None:
            self.add_error("moment", "Enter the day and time from which it is to be seen")
        elif moment <= clock.now():
            self.add_error("moment", "The day and time must lie ahead. To publish at once, choose ‘Now’")

    def moment_chosen(self) -> datetime | None:
        """The moment, or None for now."""
        data = self.cleaned_data
        moment: datetime | None = data["moment"] if data["when"] == "later" else None
        return moment


class PlaceForm(GovForm):
    """A page's address and its place in the menu."""

    slug = forms.SlugField(
        label="Last part of the address",
        max_length=80,
        help_text="Small letters, digits and hyphens. The old address keeps leading to the page.",
        error_messages={"invalid": "Use only letters, digits and hyphens, like peer-challenge"},
    )
    in_menu = forms.BooleanField(label="Show it in the menu at the top of each page", required=False)
    position = forms.IntegerField(
        label="Place in the order",
        min_value=0,
        max_value=999,
        help_text="Small numbers stand first.",
        error_messages={
            "min_value": "The place must be a number from 0 to 999",
            "max_value": "The place must be a number from 0 to 999",
            "invalid": "The place must be a number from 0 to 999",
        },
    )

    def __init__(self, *args: Any, cancel: str = "", is_news: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        if is_news:
            del self.fields["in_menu"], self.fields["position"]  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        """Short boxes for short answers."""
        fields: list[Any] = [GovField("slug", width=20, spellcheck="false", autocapitalize="none")]
        if "position" in self.fields:  # type: ignore[attr-defined]
            fields += ["in_menu", GovField("position", width=3, inputmode="numeric")]
        return [*fields, GovButtons(GovButton("Save"), GovLink("Cancel", self.cancel))]

    def clean_slug(self) -> str:
        """The address in small letters."""
        return str(self.cleaned_data["slug"]).lower()


class EnquiryForm(GovForm):
    """What a visitor writes. ``more`` is a box that people do not see; ``token`` tells when the form was opened."""

    token = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)
    name = forms.CharField(label="Your name", max_length=120, error_messages={"required": "Enter your name"})
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        help_text="We use it to answer you, and for nothing else.",
        error_messages={"required": "Enter your e-mail address", "invalid": EMAIL},
    )
    about = forms.CharField(label="What is it about? (optional)", required=False, max_length=120)
    text = TidyField(
        label="Your message",
        max_length=5_000,
        validators=[MaxWords(500)],
        help_text="Please do not name a child. A worry about a child goes straight to the school’s safeguarding lead.",
        error_messages={"required": "Write your message"},
    )
    more = forms.CharField(required=False, label="Leave this box empty")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields  # type: ignore[attr-defined]
        fields["email"].validators = [EmailValidator(message=EMAIL)]

    def layout(self) -> list[Any]:
        """The questions in the order in which people think of them."""
        return [
            "token",
            GovField("name", autocomplete="name"),
            GovField("email", autocomplete="email", spellcheck="false"),
            GovField("about"),
            GovField("text", rows=8),
            GovInclude("hlp/public/_trap.html"),
            GovButtons(GovButton("Send to the office")),
        ]

    def clean_name(self) -> str:
        """The name with single spaces."""
        return " ".join(str(self.cleaned_data["name"]).split())

    @property
    def is_trapped(self) -> bool:
        """Whether a machine filled the box that people do not see."""
        return bool(self.data.get("more"))
