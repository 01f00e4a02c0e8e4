"""Forms of seats and of who holds them."""

from datetime import date
from typing import Any

from django import forms

from board.choices import Constituency
from board.models import Holding, Seat
from board.services.seats import end_of_term
from hlp import clock
from hlp.forms import GovButton, GovButtons, GovDateField, GovField, GovLink
from hlp.forms.account import clean_name
from hlp.models import User
from peerchallenge.forms.refusals import TakesRefusals
from schools.models import Collaborative

KNOWN, NEW = "known", "new"


class SeatForm(TakesRefusals, forms.Form):
    """A seat: its name, whom it stands for, its vote and its term."""

    submit = "Save the seat"

    name = forms.CharField(label="Name of the seat", max_length=120)
    constituency = forms.ChoiceField(
        label="Whom does it stand for?", widget=forms.RadioSelect, choices=Constituency.choices
    )
    votes = forms.BooleanField(label="It has a vote and counts for the quorum", required=False, initial=True)
    term_years = forms.IntegerField(
        label="Years of a term",
        min_value=0,
        max_value=10,
        initial=4,
        help_text="0 where the seat goes with an office, like the Chief Executive’s.",
    )
    collaborative = forms.ModelChoiceField(
        Collaborative.objects.none(),
        label="Whose lead headteacher sits here by default?",
        required=False,
        empty_label="No collaborative’s",
    )

    def __init__(self, *args: Any, seat: Seat | None, cancel: str, **kwargs: Any) -> None:
        names = ("name", "constituency", "votes", "term_years", "collaborative")
        initial = {name: getattr(seat, name) for name in names} if seat else {}
        super().__init__(*args, initial=initial, **kwargs)
        self.cancel = cancel
        field: Any = self.fields["collaborative"]
        field.queryset = Collaborative.objects.order_by("name")

    def layout(self) -> list[Any]:
        """All fields at fitting widths."""
        return [
            "name",
            "constituency",
            "votes",
            GovField("term_years", width=2, inputmode="numeric"),
            "collaborative",
            GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel)),
        ]


class HoldingForm(TakesRefusals, forms.Form):
    """Who takes a seat, from when until when: somebody with an account, or somebody new."""

    submit = "Give this seat"

    who = forms.ChoiceField(
        label="Who is it?",
        widget=forms.RadioSelect,
        choices=[(KNOWN, "Somebody who has an account here"), (NEW, "Somebody new, who is to be invited")],
    )
    person = forms.ModelChoiceField(User.objects.none(), required=False, empty_label="Choose")
    name = forms.CharField(label="Name", max_length=120, required=False)
    email = forms.EmailField(
        label="E-mail address",
        required=False,
        error_messages={"invalid": "Enter an e-mail address in the correct format, like name@council.gov.uk"},
    )
    role = forms.ChoiceField(
        label="As what?",
        widget=forms.RadioSelect,
        choices=[
            ("holder", "Holder of the seat"),
            ("alternate", "Alternate, who comes when the holder cannot"),
        ],
        initial="holder",
    )
    starts = GovDateField(label="First day", initial=clock.today)
    ends = GovDateField(label="Last day, if it is known", noun="the last day", required=False)

    def __init__(
        self,
        *args: Any,
        seat: Seat,
        holder: Holding | None,
        people: Any,
        proposed: User | None,
        cancel: str,
        **kwargs: Any,
    ) -> None:
        first = holder.ends if holder and holder.ends else None
        starts = max(clock.today(), clock.months_later(first, 0)) if first else clock.today()
        initial = {
            "starts": starts,
            "ends": end_of_term(seat, starts),
            "who": KNOWN if proposed else None,
            "person": proposed,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.cancel = cancel
        field: Any = self.fields["person"]
        field.queryset = people
        if holder:
            self.fields[
                "starts"
            ].help_text = f"{holder.person} holds this seat now. Their last day becomes the day before."
        if seat.constituency == Constituency.CLERK:
            del self.fields["role"]

    def layout(self) -> list[Any]:
        """Who, as what, from when until when."""
        role = [GovField("role", small=True)] if "role" in self.fields else []
        return [
            GovField("who", hints={NEW: "They get an account and an e-mail that says how to sign in."}),
            GovField("person", hint="For somebody who has an account."),
            GovField("name", hint="For somebody new."),
            GovField("email", hint="For somebody new. It is also how they sign in.", autocomplete="off"),
            *role,
            "starts",
            "ends",
            GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel)),
        ]

    def clean(self) -> dict[str, Any]:
        """What belongs to the answer about who it is must be there."""
        data = super().clean() or {}
        if data.get("who") == KNOWN and not data.get("person") and "person" not in self.errors:
            self.add_error("person", "Select the person")
        if data.get("who") == NEW:
            self._need_new(data)
        return data

    def _need_new(self, data: dict[str, Any]) -> None:
        if not data.get("email") and "email" not in self.errors:
            self.add_error("email", "Enter their e-mail address")
        try:
            data["name"] = clean_name(data.get("name") or "")
        except forms.ValidationError as refusal:
            self.add_error("name", refusal)

    def term(self) -> dict[str, Any]:
        """First and last day and the kind, as the services take them."""
        data = self.cleaned_data
        return {
            "starts": data["starts"],
            "ends": data["ends"],
            "as_alternate": data.get("role") == "alternate",
        }


class EndHoldingForm(TakesRefusals, forms.Form):
    """The last day of a term."""

    submit = "Save the last day"

    ends = GovDateField(label="Last day", help_text="They read the Board’s papers until the end of this day.")

    def __init__(self, *args: Any, ends: date | None, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, initial={"ends": ends or clock.today()}, **kwargs)
        self.cancel = cancel

    def layout(self) -> list[Any]:
        """One date."""
        return ["ends", GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel))]
