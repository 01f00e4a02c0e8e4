"""What is typed about the programme of a day, and about the year's template."""

from collections.abc import Mapping
from typing import Any

from django import forms

from hlp import clock
from hlp.forms import (
    GovButton,
    GovButtons,
    GovDetails,
    GovField,
    GovFieldset,
    GovLink,
    GovTimeField,
    TidyField,
)
from hlp.models import User
from peerchallenge.choices import SlotKind, SlotTeam
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.models import HostPerson, Programme, ProgrammeSlot, TemplateSlot

FACTS = ("activity", "kind", "starts_at", "ends_at", "place", "others", "output")


class SlotForm(TakesRefusals, forms.Form):
    """One slot of a day."""

    submit = "Save the slot"

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    activity = forms.CharField(label="What happens", max_length=200)
    kind = forms.ChoiceField(
        label="What kind of slot is it?", choices=SlotKind.choices, initial=SlotKind.OTHER
    )
    starts_at = GovTimeField(label="From", noun="the time at which the slot begins")
    ends_at = GovTimeField(label="Until", noun="the time at which the slot ends")
    place = forms.CharField(
        label="Where",
        max_length=80,
        required=False,
        help_text="A room that a visitor finds: ‘library, first floor’.",
    )
    people = forms.ModelMultipleChoiceField(
        User.objects.none(), label="Visitors", widget=forms.CheckboxSelectMultiple, required=False
    )
    hosts = forms.ModelMultipleChoiceField(
        HostPerson.objects.none(),
        label="From the school",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    new_name = forms.CharField(label="Name", max_length=80, required=False)
    new_role = forms.CharField(
        label="Role", max_length=80, required=False, help_text="For example ‘SENCo’ or ‘link governor’."
    )
    others = forms.CharField(
        label="Others, in words",
        max_length=120,
        required=False,
        help_text="For example ‘six pupils of years 3 to 6’. Never name a child.",
    )
    output = forms.CharField(
        label="What it leaves behind",
        max_length=120,
        required=False,
        help_text="For example ‘notes on the focus’. You may leave it empty.",
    )

    def __init__(
        self,
        *args: Any,
        programme: Programme,
        visitors: Mapping[int, User],
        slot: ProgrammeSlot | None,
        cancel: str,
        **kwargs: Any,
    ) -> None:
        self.cancel = cancel
        initial = {**(kwargs.pop("initial", None) or {}), **(_stored(slot) if slot else {})}
        super().__init__(*args, initial=initial, **kwargs)
        people: Any = self.fields["people"]
        people.queryset = User.objects.filter(pk__in=visitors)
        people.choices = [(pk, person.name) for pk, person in visitors.items()]
        hosts: Any = self.fields["hosts"]
        hosts.queryset = programme.hosts.all()
        self.has_hosts = programme.hosts.exists()

    def layout(self) -> list[Any]:
        """What, when, where, with whom."""
        hosts: list[Any] = [GovField("hosts", small=True)] if self.has_hosts else []
        return [
            "version",
            "activity",
            "kind",
            GovFieldset("When", GovField("starts_at", width=5), GovField("ends_at", width=5)),
            GovField("place", width=20),
            GovField("people", small=True),
            *hosts,
            GovDetails("Somebody else from the school", "new_name", "new_role"),
            "others",
            "output",
            GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel)),
        ]

    def clean(self) -> dict[str, Any]:
        """A role needs its name."""
        data = super().clean() or {}
        if data.get("new_role") and not data.get("new_name"):
            self.add_error("new_name", "Enter the name that belongs to this role")
        return data

    def facts(self) -> dict[str, Any]:
        """What the services keep of a slot."""
        return {name: self.cleaned_data[name] for name in FACTS}


def _stored(slot: ProgrammeSlot) -> dict[str, Any]:
    names = ("version", *FACTS)
    people = {"people": [p.pk for p in slot.people.all()], "hosts": [p.pk for p in slot.hosts.all()]}
    return {name: getattr(slot, name) for name in names} | people


class PersonForm(TakesRefusals, forms.Form):
    """Somebody of the school who takes part in the day."""

    submit = "Add this person"

    name = forms.CharField(label="Name", max_length=80, error_messages={"required": "Enter the name"})
    role = forms.CharField(
        label="Role",
        max_length=80,
        required=False,
        help_text="For example ‘deputy headteacher’ or ‘chair of governors’.",
    )


class SafeguardingForm(TakesRefusals, forms.Form):
    """Whom the team goes to about a child on that day."""

    submit = "Save"

    name = forms.CharField(
        label="Designated safeguarding lead on the day",
        max_length=120,
        error_messages={"required": "Enter the name of the designated safeguarding lead"},
    )
    phone = forms.CharField(
        label="Telephone on the day",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )


class SuggestForm(TakesRefusals, forms.Form):
    """What the review team would like otherwise."""

    submit = "Send the suggestion"

    slot = forms.ModelChoiceField(
        ProgrammeSlot.objects.none(),
        label="About which slot?",
        required=False,
        empty_label="The day as a whole",
    )
    text = TidyField(
        label="What would you change?",
        max_length=600,
        error_messages={"required": "Enter what you would change"},
        help_text="The host reads it beside the programme, and is told by e-mail that it is there.",
    )

    def __init__(self, *args: Any, programme: Programme, cancel: str, **kwargs: Any) -> None:
        self.cancel = cancel
        super().__init__(*args, **kwargs)
        slot: Any = self.fields["slot"]
        slot.queryset = programme.slots.all()
        slot.label_from_instance = lambda row: f"{clock.clock_time(row.starts_at)}, {row.activity}"[:90]

    def layout(self) -> list[Any]:
        """Slot, words, buttons."""
        buttons = GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel))
        return ["slot", GovField("text", rows=4), buttons]


class TemplateSlotForm(TakesRefusals, forms.Form):
    """A line of the year's suggested programme."""

    submit = "Save the slot"

    activity = forms.CharField(label="What happens", max_length=200)
    kind = forms.ChoiceField(label="What kind of slot is it?", choices=SlotKind.choices)
    starts = GovTimeField(label="From", noun="the time at which the slot begins")
    ends = GovTimeField(label="Until", noun="the time at which the slot ends")
    team = forms.ChoiceField(
        label="Who of the visitors is put into it?",
        widget=forms.RadioSelect,
        choices=SlotTeam.choices,
        initial=SlotTeam.ALL,
    )
    with_head = forms.BooleanField(label="The headteacher takes part", required=False)
    who = forms.CharField(
        label="For whom, in words",
        max_length=120,
        required=False,
        help_text="Printed in handbooks whose host has not begun a programme.",
    )
    output = forms.CharField(label="What it leaves behind", max_length=120, required=False)

    def __init__(self, *args: Any, slot: TemplateSlot | None, cancel: str, **kwargs: Any) -> None:
        self.cancel = cancel
        names = ("activity", "kind", "starts", "ends", "team", "with_head", "who", "output")
        initial = {name: getattr(slot, name) for name in names} if slot else {}
        super().__init__(*args, initial=initial, **kwargs)

    def layout(self) -> list[Any]:
        """What, when, for whom."""
        return [
            "activity",
            "kind",
            GovFieldset("When", GovField("starts", width=5), GovField("ends", width=5)),
            GovField("team", small=True),
            GovField("with_head", small=True),
            "who",
            "output",
            GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel)),
        ]
