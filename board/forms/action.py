"""Forms of actions."""

from typing import Any

from django import forms

from board.forms.parts import InPart
from board.services.actions import Task
from hlp import clock
from hlp.forms import GovButton, GovButtons, GovDateField, GovField, TidyField
from hlp.models import User
from peerchallenge.forms.refusals import TakesRefusals


class ActionForm(InPart):
    """What is to be done, by whom, by when."""

    submit = "Give this action"
    restricted_label = "This action belongs to part II"

    text = TidyField(label="What is to be done?", max_length=1000)
    owner = forms.ModelChoiceField(User.objects.none(), label="Who does it?", empty_label="Choose a person")
    due_on = GovDateField(label="By when?", noun="the day by which it is due")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = people

    def layout(self) -> list[Any]:
        """What, who, when."""
        return [
            "version",
            GovField("text", rows=2, size="s"),
            "owner",
            GovField("due_on", size="s"),
            *self.restricted_box(),
        ]

    def task(self) -> Task:
        """What the service takes."""
        given = {name: self.cleaned_data[name] for name in ("text", "owner", "due_on")}
        return Task(**given, part=self.part)


class ReportForm(TakesRefusals, forms.Form):
    """How it goes, or that it is done: the owner's one box with two buttons."""

    text = TidyField(label="How is it going, or what came of it?", max_length=2000)

    def layout(self) -> list[Any]:
        """One box; done stands first, for that is why most people come."""
        return [
            GovField("text", rows=4, size="s"),
            GovButtons(
                GovButton("It is done", name="done"),
                GovButton("Save this note", style="secondary", name="note"),
            ),
        ]


class DropForm(TakesRefusals, forms.Form):
    """Why an action is dropped."""

    submit = "Drop this action"

    reason = TidyField(label="Why is it dropped?", max_length=1000)

    def layout(self) -> list[Any]:
        """One box."""
        return [GovField("reason", rows=3, size="s")]


class CarryForm(TakesRefusals, forms.Form):
    """The new day of an action that is carried over."""

    submit = "Carry it over"

    due_on = GovDateField(label="New day by which it is due", earliest=clock.today)

    def layout(self) -> list[Any]:
        """One date."""
        return [GovField("due_on", size="s")]
