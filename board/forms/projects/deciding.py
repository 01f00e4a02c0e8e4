"""Forms of what becomes of a proposal: where the Board takes it, how it decides, and why it is given up."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from board.choices import Verdict
from board.forms.carried import Carried
from board.models import AgendaItem, Meeting
from board.services.projects.deciding import REASONS, Ruling
from hlp import clock
from hlp.forms import GovField, TidyField
from peerchallenge.forms.refusals import TakesRefusals

NO_AGENDA = "none"


class PutForm(TakesRefusals, forms.Form):
    """At which meeting, and where on its agenda, the Board takes a proposal."""

    submit = "Put it to the Board"

    where = forms.ChoiceField(label="Where does the Board take it?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, meetings: list[Meeting], items: list[AgendaItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meetings = {str(one.pk): one for one in meetings}
        self.items = {str(one.pk): one for one in items}
        places = [(f"meeting-{pk}", f"A new item, {_day(one)}") for pk, one in self.meetings.items()]
        places += [(f"item-{pk}", f"{one.title}, {_day(one.meeting)}") for pk, one in self.items.items()]
        field: Any = self.fields["where"]
        field.choices = [*places, (NO_AGENDA, "Not on an agenda yet")]
        field.initial = field.choices[0][0]

    def place(self) -> dict[str, Any]:
        """``meeting`` or ``item``, as the service takes it."""
        kind, _, pk = self.cleaned_data["where"].partition("-")
        if kind == "meeting":
            return {"meeting": self.meetings[pk]}
        return {"item": self.items[pk]} if kind == "item" else {}


def _day(meeting: Meeting) -> str:
    return f"{meeting.title} on {clock.day(meeting.starts_at)}"


class DecideForm(Carried):
    """What the Board made of a proposal: the decision and the project's state in one act."""

    submit = "Record the decision"
    field_order = ["item", "verdict", "reason"]

    item = forms.ModelChoiceField(
        AgendaItem.objects.none(), label="At which item?", empty_label="Choose an item"
    )
    verdict = forms.ChoiceField(
        label="What does the Board decide?", choices=Verdict.choices, widget=forms.RadioSelect
    )
    reason = TidyField(
        label="Changes or reason",
        max_length=1500,
        required=False,
        help_text="For changes, a deferral or a refusal. It stands in the decision.",
    )

    def __init__(self, *args: Any, items: QuerySet[AgendaItem], names: list[str], **kwargs: Any) -> None:
        super().__init__(*args, names=names or None, **kwargs)
        item: Any = self.fields["item"]
        item.queryset = items

    def layout(self) -> list[Any]:
        """The verdict first, how it was carried last."""
        hints = {
            Verdict.APPROVE: "The project runs from its first day.",
            Verdict.CHANGES: "It runs; the changes are then put into the project.",
            Verdict.DEFER: "It is written on and comes back.",
            Verdict.DECLINE: "It ends here.",
        }
        return [
            GovField("verdict", hints=hints, size="s"),
            GovField("reason", rows=3, size="s"),
            GovField("item", size="s"),
            *self.carried_boxes(),
        ]

    def clean(self) -> dict[str, Any]:
        """Whatever is no plain approval has a reason."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        verdict = given.get("verdict")
        if verdict in REASONS and not given.get("reason"):
            self.add_error("reason", ValidationError(REASONS[Verdict(verdict)]))
        return given

    def ruling(self) -> Ruling:
        """What the service takes."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in {"item", "verdict"}}
        return Ruling(verdict=Verdict(self.cleaned_data["verdict"]), **given)


class ReasonForm(TakesRefusals, forms.Form):
    """Why something is withdrawn, paused or stopped."""

    reason = TidyField(label="Why?", max_length=1000)

    def __init__(self, *args: Any, submit: str, hint: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit = submit
        self.fields["reason"].help_text = hint

    def layout(self) -> list[Any]:
        """The reason."""
        return [GovField("reason", rows=4, size="s")]
