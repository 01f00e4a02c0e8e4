"""Forms of the published score card."""

from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hlp.forms import GovButton, GovButtons, GovField, GovForm, GovLink, TidyField
from scorecard.choices import year_label
from scorecard.models import Measure


class YearForm(GovForm):
    """Of which academic year a score card is begun."""

    submit = "Begin the draft"

    year = forms.TypedChoiceField(label="Academic year", coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, year_label(year)) for year in years]  # type: ignore[attr-defined]
        self.fields["year"].initial = years[0] if years else None

    def layout(self) -> list[Any]:
        """The years with results, the newest first."""
        return [GovField("year", size="m")]


class _Versioned(GovForm):
    """A form that says which state of the draft it changes."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class MeasuresForm(_Versioned):
    """Which measures the card shows: a group of boxes a topic."""

    submit = "Save"

    def __init__(self, *args: Any, measures: list[Measure], back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.back = back
        for topic, rows in groupby(measures, lambda one: (one.topic, one.get_topic_display())):
            self.fields[topic[0]] = forms.MultipleChoiceField(
                label=topic[1],
                required=False,
                choices=[(one.code, one.name) for one in rows],
                widget=forms.CheckboxSelectMultiple,
            )

    @property
    def codes(self) -> list[str]:
        """What was chosen."""
        return [code for name in self.fields if name != "version" for code in self.cleaned_data[name]]

    def clean(self) -> dict[str, Any]:
        """At least one measure. Raises ValidationError."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in self.fields if name != "version"):
            raise ValidationError("Choose at least one measure")
        return cleaned

    def layout(self) -> list[Any]:
        """The boxes, small, topic by topic."""
        boxes = [GovField(name, small=True, size="m") for name in self.fields if name != "version"]
        return ["version", *boxes, GovButtons(GovButton(self.submit), GovLink("Cancel", self.back))]


class CommentaryForm(_Versioned):
    """The Director's words on one part."""

    submit = "Save"

    text = TidyField(
        label="What do these figures mean?",
        required=False,
        max_length=4000,
        help_text="Everybody who reads the score card reads this. Name no school and no child.",
    )

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.back = back

    def layout(self) -> list[Any]:
        """A large box."""
        return [
            "version",
            GovField("text", rows=10),
            GovButtons(GovButton(self.submit), GovLink("Cancel", self.back)),
        ]


class PublishForm(_Versioned):
    """Publishing, once more asked."""

    submit = "Publish"

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.back = back

    def layout(self) -> list[Any]:
        """The button, and the way back."""
        return ["version", GovButtons(GovButton(self.submit), GovLink("Cancel", self.back))]


class CorrectForm(GovForm):
    """Why a published score card is corrected."""

    submit = "Begin the correction"

    reason = TidyField(
        label="Why must it be corrected?",
        max_length=1000,
        help_text="It stands on the new version, above the list of figures that changed. Name no school.",
    )

    def __init__(self, *args: Any, back: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.back = back

    def layout(self) -> list[Any]:
        """A box, and the way back."""
        return [GovField("reason", rows=4), GovButtons(GovButton(self.submit), GovLink("Cancel", self.back))]
