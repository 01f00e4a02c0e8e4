"""The vocabulary of themes: a theme's words, merging, and splitting."""

from typing import Any

from django import forms
from django.urls import reverse

from hlp.forms import GovButton, GovButtons, GovField, GovLink
from peerchallenge.forms.refusals import TakesRefusals
from schools.models import Theme
from schools.services.themes import LONGEST, LONGEST_DESCRIPTION


class ThemeForm(TakesRefusals, forms.Form):
    """Name, description and synonyms of a theme."""

    name = forms.CharField(max_length=LONGEST, help_text="Short, in words that every headteacher uses.")
    description = forms.CharField(
        required=False,
        max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea,
        help_text="What belongs under it, in a sentence or two. Proposals are made from these words too.",
    )
    synonyms = forms.CharField(
        label="Other words for it",
        required=False,
        max_length=6000,
        widget=forms.Textarea,
        help_text="One on each line: abbreviations, programmes, the words that reports use.",
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, theme: Theme | None = None, **kwargs: Any) -> None:
        self.back = reverse("peerchallenge:theme-list")
        if theme is not None:
            self.back = reverse("peerchallenge:theme-detail", args=[theme.pk])
            words = "\n".join(theme.synonyms.values_list("words", flat=True))
            kwargs["initial"] = {
                "name": theme.name,
                "description": theme.description,
                "synonyms": words,
                "version": theme.version,
            }
        super().__init__(*args, **kwargs)

    def layout(self) -> list[Any]:
        """The boxes and the buttons."""
        return [
            GovField("name", width=30),
            GovField("description", rows=3),
            GovField("synonyms", rows=10, width="one-half"),
            "version",
            GovButtons(GovButton("Save the theme"), GovLink("Cancel", self.back)),
        ]

    def facts(self) -> dict[str, Any]:
        """What to hand to the service; call it on a valid form."""
        data = self.cleaned_data
        return {
            "name": data["name"],
            "description": data["description"],
            "synonyms": data["synonyms"].splitlines(),
        }


class MergeForm(TakesRefusals, forms.Form):
    """The theme that survives."""

    into = forms.ModelChoiceField(
        Theme.objects.none(),
        label="Merge it into",
        error_messages={"required": "Select the theme that stays"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": theme.version}, **kwargs)
        field: Any = self.fields["into"]
        field.queryset = Theme.objects.in_use().exclude(pk=theme.pk)
        self.back = reverse("peerchallenge:theme-detail", args=[theme.pk])

    def layout(self) -> list[Any]:
        """The theme and the buttons."""
        merge = GovButton("Merge the themes", style="warning")
        return ["into", "version", GovButtons(merge, GovLink("Cancel", self.back))]


class SplitForm(TakesRefusals, forms.Form):
    """The names of the themes to be split off."""

    first = forms.CharField(label="First new theme", max_length=LONGEST)
    second = forms.CharField(label="Second new theme (if any)", required=False, max_length=LONGEST)
    third = forms.CharField(label="Third new theme (if any)", required=False, max_length=LONGEST)
    version = forms.IntegerField(widget=forms.HiddenInput)
    names = {"name": "first"}

    def __init__(self, *args: Any, theme: Theme, **kwargs: Any) -> None:
        super().__init__(*args, initial={"version": theme.version}, **kwargs)
        self.back = reverse("peerchallenge:theme-detail", args=[theme.pk])

    def layout(self) -> list[Any]:
        """The names and the buttons."""
        boxes = [GovField(name, width=30) for name in ("first", "second", "third")]
        return [
            *boxes,
            "version",
            GovButtons(GovButton("Split, and sort its findings"), GovLink("Cancel", self.back)),
        ]

    def wanted(self) -> list[str]:
        """The names that were given; call it on a valid form."""
        return [name for name in (self.cleaned_data[key] for key in ("first", "second", "third")) if name]
