"""Forms of people and their posts."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.db.models import Q
from django.urls import reverse

from hlp import clock
from hlp.forms import GovButton, GovButtons, GovDateField, GovField, GovFieldset, GovForm, GovLink
from hlp.forms.account import clean_name, clean_phone
from hlp.models import User
from hlp.models.user import UserQuerySet
from schools.choices import Role
from schools.models import Appointment, Collaborative, School
from schools.services.accounts import Details, details_of, version_of
from schools.services.people import Post

FOR_SCHOOL = "For a headteacher, a deputy headteacher or a school office."
# What each post opens, said where it is given.
ROLE_HINTS = {
    Role.HEADTEACHER: "Hosts and reviews. Reads the reports on their school.",
    Role.DEPUTY: "Dates, documents and programme of one school. No report. Their headteacher may choose them too.",
    Role.SCHOOL_OFFICE: "The same, for the office of one school.",
    Role.LEAD_HEADTEACHER: "Looks after the sessions and reports of one collaborative. Beside their headship.",
    Role.DIRECTOR: "Everything. Only a Director appoints one.",
    Role.ADMINISTRATOR: "Schools, people, dates and messages. No report and no note.",
    Role.QA_REVIEWER: "The sessions that they are assigned to.",
    Role.LA_OFFICER: "Schools and groups, and what the Director refers to them.",
}


class PersonFilterForm(GovForm):
    """Search and filter above the list of people."""

    q = forms.CharField(required=False, label="Name or e-mail address", max_length=100)
    role = forms.ChoiceField(
        required=False, choices=[("", "Anybody"), *Role.choices, ("none", "Without a post today")]
    )

    def chosen(self) -> dict[str, Any]:
        """What was chosen, without the empty and the impossible."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def matching(self, people: UserQuerySet) -> UserQuerySet:
        """The people who fit; a post counts if it is held today."""
        chosen = self.chosen()
        held = Appointment.objects.on(clock.today())
        for word in chosen.get("q", "").split():
            at_school = held.filter(Q(school__name__icontains=word) | Q(collaborative__name__icontains=word))
            found = Q(name__icontains=word) | Q(email__icontains=word) | Q(pk__in=at_school.values("person"))
            people = people.filter(found)
        role = chosen.get("role")
        if role == "none":
            return people.exclude(pk__in=held.values("person"))
        return people.filter(pk__in=held.filter(role=role).values("person")) if role else people


class PostForm(GovForm):
    """A post: role, where, from when."""

    submit = "Give this post"

    role = forms.ChoiceField(widget=forms.RadioSelect, choices=Role.choices)
    school = forms.ModelChoiceField(
        School.objects.none(), required=False, empty_label="Choose", help_text=FOR_SCHOOL
    )
    collaborative = forms.ModelChoiceField(
        Collaborative.objects.none(),
        required=False,
        empty_label="Choose",
        help_text="For a lead headteacher.",
    )
    starts = GovDateField(label="First day", help_text="For example 1 9 2026.", initial=clock.today)
    ends = GovDateField(
        label="Last day, if it is known",
        noun="the last day",
        required=False,
        help_text="Leave empty if it is not.",
    )
    acting = forms.BooleanField(required=False, label="An acting post")

    def __init__(self, *args: Any, schools: Any, collaboratives: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.fields["school"].queryset = schools  # type: ignore[attr-defined]
        self.fields["collaborative"].queryset = collaboratives  # type: ignore[attr-defined]

    def post_fields(self) -> list[Any]:
        """The fields of the post."""
        return [
            GovField("role", small=True, size="s", hints=ROLE_HINTS),
            "school",
            "collaborative",
            "starts",
            "ends",
            "acting",
        ]

    def layout(self) -> list[Any]:
        """The post and the way back."""
        return [*self.post_fields(), GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel))]

    def post(self) -> Post:
        """What the services take."""
        data = self.cleaned_data
        names = ("starts", "ends", "school", "collaborative", "acting")
        return Post(role=Role(data["role"]), **{name: data[name] for name in names})


class InviteForm(PostForm):
    """A new person with their first post."""

    submit = "Invite"
    field_order = ["name", "email"]  # problems are listed from the top of the page downwards

    name = forms.CharField(max_length=120, label="Full name")
    email = forms.EmailField(
        label="E-mail address",
        help_text="The invitation and every sign-in code go there.",
        error_messages={"invalid": "Enter an e-mail address in the correct format, like name@school.org.uk"},
    )

    def layout(self) -> list[Any]:
        """Who, then what."""
        who = [GovField("name", autocomplete="off"), GovField("email", autocomplete="off", type="email")]
        buttons = GovButtons(GovButton(self.submit), GovLink("Cancel", reverse("schools:person-list")))
        return [*who, GovFieldset("Their post", *self.post_fields()), buttons]

    def clean_name(self) -> str:
        """The name with single spaces."""
        return clean_name(self.cleaned_data["name"])

    def clean_email(self) -> str:
        """The address in small letters."""
        return str(self.cleaned_data["email"]).strip().lower()


class PersonForm(GovForm):
    """Who somebody is and how they are reached, as the office corrects it."""

    submit = "Save"

    name = forms.CharField(max_length=120, label="Full name")
    email = forms.EmailField(
        label="E-mail address",
        help_text="Sign-in codes go there. If it changes, the old and the new address are told.",
        error_messages={"invalid": "Enter an e-mail address in the correct format, like name@school.org.uk"},
    )
    phone = forms.CharField(required=False, max_length=40, label="Telephone on the day")
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: User, cancel: str, **kwargs: Any) -> None:
        facts = {**asdict(details_of(person)), "version": version_of(person)}
        super().__init__(*args, initial=facts, **kwargs)
        self.cancel = cancel

    def layout(self) -> list[Any]:
        """The three boxes and the way back."""
        return [
            GovField("name", autocomplete="off"),
            GovField("email", autocomplete="off", type="email"),
            GovField("phone", autocomplete="off", inputmode="tel", width=20),
            GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel)),
        ]

    def clean_name(self) -> str:
        """The name with single spaces."""
        return clean_name(self.cleaned_data["name"])

    def clean_email(self) -> str:
        """The address in small letters."""
        return str(self.cleaned_data["email"]).strip().lower()

    def clean_phone(self) -> str:
        """The number with single spaces."""
        return clean_phone(self.cleaned_data["phone"])

    def details(self) -> Details:
        """What the services take."""
        return Details(**{name: self.cleaned_data[name] for name in ("name", "email", "phone")})


class EndForm(GovForm):
    """The last day of a post."""

    submit = "Save the last day"

    ends = GovDateField(
        label="Last day in this post",
        noun="the last day",
        help_text="They keep what the post opens to them until the end of that day.",
        initial=clock.today,
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    def layout(self) -> list[Any]:
        """The day and the way back."""
        buttons = GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel))
        return [GovField("ends", size="m"), buttons]
