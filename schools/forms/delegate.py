"""Forms of those who help at a school."""

from typing import Any

from django import forms

from hlp import clock
from hlp.forms import GovButton, GovButtons, GovDateField, GovField, GovForm, GovLink
from hlp.forms.account import clean_name
from schools.choices import DELEGATE_ROLES, Role
from schools.models import Appointment, School
from schools.services.people import Post

HINTS = {
    Role.DEPUTY: "Dates, documents and the programme of the day. They read no report and no self-evaluation.",
    Role.SCHOOL_OFFICE: "The same. Fits a shared address, such as office@school.org.uk.",
}


class DelegateForm(GovForm):
    """Somebody who is to help at a school."""

    submit = "Invite"

    name = forms.CharField(max_length=120, label="Full name")
    email = forms.EmailField(
        label="E-mail address",
        help_text="The invitation and every sign-in code go there.",
        error_messages={"invalid": "Enter an e-mail address in the correct format, like name@school.org.uk"},
    )
    role = forms.ChoiceField(
        widget=forms.RadioSelect,
        label="What they are at the school",
        choices=[(role.value, role.label) for role in Role if role in DELEGATE_ROLES],
    )
    starts = GovDateField(label="First day", help_text="For example 1 9 2026.", initial=clock.today)

    def __init__(self, *args: Any, school: School, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.school, self.cancel = school, cancel

    def layout(self) -> list[Any]:
        """Who, as what, from when."""
        return [
            GovField("name", autocomplete="off"),
            GovField("email", autocomplete="off", type="email"),
            GovField("role", small=True, size="s", hints=HINTS),
            "starts",
            GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel)),
        ]

    def clean_name(self) -> str:
        """The name with single spaces."""
        return clean_name(self.cleaned_data["name"])

    def clean_email(self) -> str:
        """The address in small letters."""
        return str(self.cleaned_data["email"]).strip().lower()

    def post(self) -> Post:
        """What the services take."""
        return Post(Role(self.cleaned_data["role"]), self.cleaned_data["starts"], self.school)


class CopiesForm(GovForm):
    """Who gets a copy of each message about dates."""

    submit = "Save who gets copies"

    copies = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Who gets a copy of messages about dates?",
        help_text="When a session of your school is planned, moved or called off, when its team changes, and the"
        " day before it. Never of messages about a report.",
    )

    def __init__(self, *args: Any, posts: list[Appointment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["copies"]
        field.choices = [(str(post.pk), post.person.name) for post in posts]  # type: ignore[attr-defined]
        field.initial = [str(post.pk) for post in posts if post.copies]

    def layout(self) -> list[Any]:
        """The boxes."""
        return [GovField("copies", small=True, size="m")]

    def chosen(self) -> list[int]:
        """The primary keys of the posts that were ticked."""
        return [int(pk) for pk in self.cleaned_data["copies"]]
