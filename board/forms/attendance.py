"""Forms of replies and guests."""

from typing import Any

from django import forms

from board.choices import Capacity, Reply
from board.models import Attendance
from hlp.forms import GovButton, GovButtons, GovField, GovLink
from hlp.models import User
from peerchallenge.forms.refusals import TakesRefusals


class ReplyForm(TakesRefusals, forms.Form):
    """The answer to an invitation; an alternate only where the seat has one."""

    submit = "Send the answer"

    answer = forms.ChoiceField(label="Do you come?", widget=forms.RadioSelect)
    alternate = forms.ModelChoiceField(
        User.objects.none(), label="Who comes in your place?", required=False, empty_label="Choose"
    )
    note = forms.CharField(label="A word to the clerk, if you like", max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        attendance: Attendance,
        alternates: list[User],
        cancel: str,
        own: bool,
        **kwargs: Any,
    ) -> None:
        answered = attendance.reply if attendance.reply != Reply.NONE else None
        initial = {
            "answer": answered,
            "alternate": attendance.alternate_id or (alternates[0].pk if len(alternates) == 1 else None),
            "note": attendance.reply_note,
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.cancel = cancel
        name = attendance.person.name
        words = {
            Reply.COMING: "I come" if own else "They come",
            Reply.APOLOGIES: "I cannot come: apologies" if own else "They cannot come: apologies",
        }
        if alternates:
            words[Reply.ALTERNATE] = (
                "I cannot come and send an alternate" if own else "They send an alternate"
            )
            self._alternate.queryset = User.objects.filter(pk__in=[person.pk for person in alternates])
        else:
            del self.fields["alternate"]
        answer: Any = self.fields["answer"]
        answer.choices = list(words.items())
        if not own:
            answer.label = f"Does {name} come?"
            self.fields["note"].label = "Note"
        if attendance.capacity == Capacity.ALTERNATE:
            self.fields["answer"].help_text = "If you cannot, the member whom you stand in for is told."

    @property
    def _alternate(self) -> Any:
        return self.fields["alternate"]

    def layout(self) -> list[Any]:
        """The answer, who comes instead, a note."""
        alternate = ["alternate"] if "alternate" in self.fields else []
        return [
            GovField("answer"),
            *alternate,
            "note",
            GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel)),
        ]

    def facts(self) -> dict[str, Any]:
        """The answer as the service takes it."""
        data = self.cleaned_data
        answer = Reply(data["answer"])
        alternate = data.get("alternate") if answer == Reply.ALTERNATE else None
        return {"answer": answer, "alternate": alternate, "note": data["note"]}


class GuestForm(TakesRefusals, forms.Form):
    """Somebody who comes to one meeting."""

    submit = "Add the guest"

    name = forms.CharField(
        label="Name", max_length=120, required=False, help_text="For a guest without an account."
    )
    person = forms.ModelChoiceField(
        User.objects.none(),
        label="Or somebody who has an account",
        required=False,
        empty_label="Nobody with an account",
        help_text="They are invited by e-mail and read the agenda of this one meeting.",
    )
    organisation = forms.CharField(label="Organisation", max_length=120, required=False)
    reason = forms.CharField(
        label="Why do they come?",
        max_length=200,
        required=False,
        help_text="For example: visit of the region.",
    )
    part_two = forms.BooleanField(
        label="They stay for part II and read it",
        required=False,
        help_text="Tick this only where the chair has agreed. Part II names schools.",
    )

    def __init__(self, *args: Any, people: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        field: Any = self.fields["person"]
        field.queryset = people

    def layout(self) -> list[Any]:
        """All fields."""
        names = ["name", "person", "organisation", "reason", "part_two"]
        return [*names, GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel))]

    def clean(self) -> dict[str, Any]:
        """A name or a person."""
        data = super().clean() or {}
        if not data.get("name") and not data.get("person"):
            self.add_error("name", "Enter the guest’s name, or select somebody who has an account")
        if data.get("person"):
            data["name"] = ""
        return data
