"""Forms of agenda items, standing items and the correction of a published agenda."""

from typing import Any

from django import forms

from board.choices import Part, Purpose, StandingAt
from board.models import AgendaItem, StandingItem
from hlp.forms import GovButton, GovButtons, GovField, GovLink, TidyField
from hlp.models import User
from hlp.papers import sources
from peerchallenge.forms.refusals import TakesRefusals


class _About(TakesRefusals, forms.Form):
    """What an item is about, for how long, and for which ears."""

    title = forms.CharField(label="Title", max_length=200)
    purpose = forms.ChoiceField(
        label="What is the Board asked to do?",
        widget=forms.RadioSelect,
        choices=Purpose.choices,
        initial="discuss",
    )
    minutes = forms.IntegerField(label="Minutes", min_value=0, max_value=480, initial=10)
    part = forms.TypedChoiceField(
        label="Part", widget=forms.RadioSelect, choices=Part.choices, initial=Part.ONE, coerce=int
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    def buttons(self) -> GovButtons:
        """The act and a way out."""
        return GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel))

    def part_layout(self) -> GovField:
        """What part II means is said beside it."""
        hints = {
            str(
                Part.TWO.value
            ): "Names schools or people. Guests and observers do not see that the item exists."
        }
        return GovField("part", hints=hints, small=True)


class ItemForm(_About):
    """One item of an agenda, or one under another."""

    submit = "Save the item"

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    detail = TidyField(
        label="What exactly?", required=False, help_text="One or two sentences. They stand on the agenda."
    )
    presenter = forms.ModelChoiceField(
        User.objects.none(),
        label="Who presents it?",
        required=False,
        empty_label="Somebody else, named below",
    )
    presenter_name = forms.CharField(
        label="Presenter’s name",
        max_length=120,
        required=False,
        help_text="For somebody who is not in the list.",
    )

    def __init__(
        self, *args: Any, item: AgendaItem | None, parent: AgendaItem | None, presenters: Any, **kwargs: Any
    ) -> None:
        names = ("version", "title", "detail", "purpose", "minutes", "part", "presenter", "presenter_name")
        initial = {name: getattr(item, name) for name in names} if item else {}
        super().__init__(*args, initial=initial, **kwargs)
        field: Any = self.fields["presenter"]
        field.queryset = presenters
        self.under = parent is not None or bool(item and item.parent_id)
        if self.under:
            del self.fields["part"]

    def layout(self) -> list[Any]:
        """Title, purpose, minutes, presenter, part; under another item its part counts."""
        part = [] if self.under else [self.part_layout()]
        return [
            "title",
            GovField("purpose", inline=True, small=True),
            GovField("minutes", width=3, inputmode="numeric", suffix="minutes"),
            GovField("detail", rows=3),
            "presenter",
            "presenter_name",
            *part,
            self.buttons(),
        ]

    def facts(self) -> dict[str, Any]:
        """What was entered, as the services take it."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if data["presenter"]:
            data["presenter_name"] = ""
        return data


class StandingForm(_About):
    """What is put on agendas by itself."""

    submit = "Save the standing item"

    at = forms.ChoiceField(label="At which meetings?", widget=forms.RadioSelect, choices=StandingAt.choices)
    position = forms.IntegerField(
        label="Place on the agenda",
        min_value=1,
        max_value=200,
        initial=50,
        help_text="Lower numbers come first.",
    )
    presenter_name = forms.CharField(label="Who presents it?", max_length=120, required=False)
    source_key = forms.ChoiceField(label="Paper from the system", required=False)

    def __init__(self, *args: Any, standing: StandingItem | None, **kwargs: Any) -> None:
        names = ("title", "purpose", "minutes", "part", "at", "position", "presenter_name", "source_key")
        initial = {name: getattr(standing, name) for name in names} if standing else {}
        super().__init__(*args, initial=initial, **kwargs)
        field: Any = self.fields["source_key"]
        field.choices = [("", "None"), *((one.key, one.title) for one in sources())]

    def layout(self) -> list[Any]:
        """All fields at fitting widths."""
        return [
            "title",
            GovField("at", small=True),
            GovField("purpose", inline=True, small=True),
            GovField("minutes", width=3, inputmode="numeric", suffix="minutes"),
            GovField("position", width=3, inputmode="numeric"),
            "presenter_name",
            "source_key",
            self.part_layout(),
            self.buttons(),
        ]


class CorrectForm(TakesRefusals, forms.Form):
    """Why a published agenda is opened again."""

    submit = "Open the agenda"

    reason = forms.CharField(label="What is to be corrected?", max_length=300)

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    def layout(self) -> list[Any]:
        """The reason."""
        return ["reason", GovButtons(GovButton(self.submit), GovLink("Leave it as it is", self.cancel))]
