"""Forms of a headship that changes hands."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from hlp.forms import GovButton, GovButtons, GovDateField, GovField, GovForm, GovLink
from hlp.forms.account import clean_name
from hlp.models import User
from schools.models import Appointment
from schools.services.handovers import Place, Successor
from schools.services.headships import DAY

KNOWN, NEW, NOBODY = "known", "new", "nobody"


class PersonChoice(forms.ModelChoiceField):
    """Somebody with an account, by name and address."""

    def label_from_instance(self, obj: User) -> str:  # type: ignore[override]
        """Two people may bear one name."""
        return f"{obj.name}, {obj.email}"


class HandoverForm(GovForm):
    """Who leaves when, and who comes when."""

    submit = "Hand over"

    post = forms.ChoiceField(widget=forms.RadioSelect, label="Who leaves?")
    ends = GovDateField(
        label="Last day in post",
        noun="the last day",
        help_text="They keep what the post opens to them until the end of that day.",
    )
    who = forms.ChoiceField(
        widget=forms.RadioSelect,
        label="Who comes after them?",
        choices=[
            (KNOWN, "Somebody with an account"),
            (NEW, "Somebody new, who is invited"),
            (NOBODY, "Nobody yet"),
        ],
    )
    person = PersonChoice(User.objects.none(), required=False, label="Their account", empty_label="Choose")
    name = forms.CharField(required=False, max_length=120, label="Full name")
    email = forms.EmailField(
        required=False,
        label="E-mail address",
        error_messages={"invalid": "Enter an e-mail address in the correct format, like name@school.org.uk"},
    )
    starts = GovDateField(
        label="First day",
        noun="the first day",
        required=False,
        help_text="Leave empty for the day after. With days in between the school is shown as vacant.",
    )
    acting = forms.BooleanField(required=False, label="An acting post")

    def __init__(
        self, *args: Any, posts: list[Appointment], people: QuerySet[User], cancel: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.posts, self.cancel = {str(post.pk): post for post in posts}, cancel
        self.fields["post"].choices = [(key, _said(post)) for key, post in self.posts.items()]  # type: ignore[attr-defined]
        self.fields["person"].queryset = people.order_by("name", "pk")  # type: ignore[attr-defined]
        if len(posts) == 1:
            self.fields["post"].initial, self.fields["ends"].initial = str(posts[0].pk), posts[0].ends

    def layout(self) -> list[Any]:
        """The one who leaves, the one who comes, and the way back."""
        return [
            GovField("post", small=True, size="m"),
            "ends",
            GovField("who", small=True, size="m"),
            GovField("person", hint="If they have an account."),
            GovField("name", autocomplete="off", hint="If they are new."),
            GovField("email", autocomplete="off", type="email", hint="The invitation goes there."),
            "starts",
            "acting",
            GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel)),
        ]

    def clean(self) -> dict[str, Any]:
        """Whoever comes is named."""
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        who = facts.get("who")
        if who == KNOWN and not facts.get("person") and "person" not in self.errors:
            self.add_error("person", "Select their account")
        if who == NEW:
            for name, label in (("name", "Enter their full name"), ("email", "Enter their e-mail address")):
                if not facts.get(name) and name not in self.errors:
                    self.add_error(name, label)
        return facts

    def clean_name(self) -> str:
        """The name with single spaces."""
        value = self.cleaned_data["name"]
        return clean_name(value) if value.strip() else ""

    def clean_email(self) -> str:
        """The address in small letters."""
        return str(self.cleaned_data["email"]).strip().lower()

    def leaving(self) -> Appointment:
        """The headship that ends."""
        return self.posts[self.cleaned_data["post"]]

    def successor(self) -> Successor | None:
        """Who comes, or None."""
        facts = self.cleaned_data
        starts: date = facts["starts"] or facts["ends"] + DAY
        if facts["who"] == KNOWN:
            return Successor(starts, person=facts["person"], acting=facts["acting"])
        if facts["who"] == NEW:
            return Successor(starts, name=facts["name"], email=facts["email"], acting=facts["acting"])
        return None

    def take(self, refusal: ValidationError) -> None:
        """Show what the service refused beside the field that it names, or above them all."""
        named = refusal.message_dict if hasattr(refusal, "error_dict") else {}
        for field, sentences in named.items():
            self.add_error(field if field in self.fields else None, sentences)
        if not named:
            self.add_error(None, refusal.messages)


def _said(post: Appointment) -> str:
    return f"{post.person}{' (acting)' if post.acting else ''}"


class PassOnForm(GovForm):
    """Which places of the leaving headteacher go to whom."""

    submit = "Change these places"

    places = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label="Which places?",
        error_messages={"required": "Tick what changes hands"},
    )
    to = forms.ChoiceField(widget=forms.RadioSelect, label="Who takes them?")

    def __init__(self, *args: Any, places: list[Place], successor: Appointment | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [("successor", successor.person.name)] if successor else []
        self.fields["to"].choices = [*named, (NOBODY, "Nobody yet")]  # type: ignore[attr-defined]
        self.fields["places"].choices = [(p.key, f"{p.title}: {p.text}") for p in places]  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        """The places, then who."""
        hints = {NOBODY: "A place on a team stays empty, and a project keeps its lead."}
        return [GovField("places", small=True, size="s"), GovField("to", small=True, size="s", hints=hints)]
