"""Forms about the themes of a round: what to look at, what goes into the coming round."""

from typing import Any

from django import forms

from hlp.forms import GovButton, GovButtons, GovField, GovForm, GovLink
from peerchallenge.forms.filters import FilterForm
from peerchallenge.models import Round
from peerchallenge.services.themes.facts import Filters

LABELS = {
    "collaborative": ("Collaborative", "All collaboratives"),
    "phase": ("Phase", "All phases"),
    "group": ("Pupil group", "All pupils"),
}


class ThemeFilterForm(FilterForm):
    """Collaborative, phase and pupil group, each with a line for all. What the address makes up counts as all."""

    def __init__(self, *args: Any, choices: dict[str, list[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, every) in LABELS.items():
            self.fields[name] = forms.ChoiceField(
                label=label, choices=[("", every), *choices[name]], required=False
            )

    @classmethod
    def chosen(cls, query: Any, choices: dict[str, list[tuple[str, str]]]) -> Filters:
        """The filters that an address asks for; those that it makes up are left out."""
        known = {name: {key for key, _ in choices[name]} for name in LABELS}
        asked = {name: query.get(name, "") for name in LABELS}
        return Filters(**{name: value if value in known[name] else "" for name, value in asked.items()})


class PublishForm(GovForm):
    """The Director has looked at what will be shown."""

    submit = "Publish the themes"

    looked = forms.BooleanField(
        label="I have read the texts that will be shown, and no school can be recognised by them",
        error_messages={"required": "Confirm that you have read the texts"},
    )


class TakeUpForm(GovForm):
    """Themes of a board for a coming round."""

    submit = "Take them up"

    into = forms.ChoiceField(label="Into which round?", widget=forms.RadioSelect)
    themes = forms.MultipleChoiceField(
        label="Which themes?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one theme"},
    )

    def __init__(
        self, *args: Any, rounds: list[Round], themes: list[tuple[str, str, str]], back: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rounds = {str(one.pk): one for one in rounds}
        self.back = back
        self.hints = {key: hint for key, _, hint in themes}
        self.fields["into"].choices = [(key, str(one)) for key, one in self.rounds.items()]  # type: ignore[attr-defined]
        self.fields["themes"].choices = [(key, name) for key, name, _ in themes]  # type: ignore[attr-defined]
        for key, one in self.rounds.items():
            self.fields[f"version_{key}"] = forms.IntegerField(
                widget=forms.HiddenInput, initial=one.version, required=False
            )
        if len(self.rounds) == 1:
            self.fields["into"].initial = next(iter(self.rounds))

    def layout(self) -> list[Any]:
        """The versions that the page knows, the round, the themes with their evidence."""
        return [
            *(f"version_{key}" for key in self.rounds),
            GovField("into", size="m"),
            GovField("themes", size="m", hints=self.hints),
            GovButtons(GovButton(self.submit), GovLink("Cancel", self.back)),
        ]

    @property
    def chosen(self) -> tuple[Round, int]:
        """The round to take them into, and its version as the page knew it; call it on a valid form."""
        key = self.cleaned_data["into"]
        return self.rounds[key], self.cleaned_data[f"version_{key}"] or 0
