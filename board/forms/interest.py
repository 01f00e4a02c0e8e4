"""Forms of the register of interests and of withdrawals."""

from typing import Any

from django import forms

from board.choices import BoardInterestKind
from board.models import Interest
from hlp.forms import GovButton, GovButtons, GovField, GovLink, TidyField
from hlp.models import User
from peerchallenge.forms.refusals import TakesRefusals


class InterestForm(TakesRefusals, forms.Form):
    """One interest."""

    submit = "Add to the register"

    kind = forms.ChoiceField(
        label="What kind of interest is it?", widget=forms.RadioSelect, choices=BoardInterestKind.choices
    )
    organisation = forms.CharField(label="School, company, trust or person", max_length=160)
    text = TidyField(
        label="What is it?",
        required=False,
        help_text="For example: trustee since 2024, unpaid. Everybody at the Board’s table reads it.",
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    def layout(self) -> list[Any]:
        """Kind, with whom, what."""
        return [
            GovField("kind", small=True),
            "organisation",
            GovField("text", rows=3),
            GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel)),
        ]


class WithdrawForm(TakesRefusals, forms.Form):
    """Who takes no part in an item, and why."""

    submit = "Take no part in this item"

    person = forms.ModelChoiceField(User.objects.none(), label="Who?", empty_label="Choose")
    interest = forms.ModelChoiceField(
        Interest.objects.none(), label="Because of a registered interest", required=False, empty_label="None"
    )
    reason = forms.CharField(
        label="Why?", max_length=300, help_text="It is minuted. Do not name a child or a case."
    )

    def __init__(
        self, *args: Any, people: Any, interests: Any, own: bool, cancel: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        fields: Any = self.fields
        fields["interest"].queryset = interests
        fields["interest"].label_from_instance = lambda one: str(one) if not own else one.organisation
        if own:
            del fields["person"]
        else:
            fields["person"].queryset = people
            self.submit = "Save the withdrawal"
        if not interests.exists():
            del fields["interest"]

    def layout(self) -> list[Any]:
        """What is asked of this person."""
        return [*self.fields, GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel))]

    def clean(self) -> dict[str, Any]:
        """A registered interest must be that person's."""
        data = super().clean() or {}
        interest, person = data.get("interest"), data.get("person")
        if interest and person and interest.person_id != person.pk:
            self.add_error("interest", f"This is not an interest of {person}")
        return data
