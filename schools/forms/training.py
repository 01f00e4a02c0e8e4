"""Forms of training: modules, events, names on a list, attendance, records."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse

from hlp import clock, text
from hlp.forms import (
    GovButton,
    GovButtons,
    GovDateField,
    GovField,
    GovFieldset,
    GovForm,
    GovLink,
    GovTimeField,
    TidyField,
)
from hlp.models import User
from schools.choices import Audience
from schools.models import TrainingEvent, TrainingModule
from schools.services.training import events, modules

# Other than this a lead reviewer's training would be out of date before it began, or outlive a career.
MOST_YEARS = 20


class ModuleForm(GovForm):
    """One module."""

    submit = "Save the module"

    name = forms.CharField(max_length=120)
    description = TidyField(label="What is taught", required=False, max_length=600)
    needed_from = GovDateField(
        label="From when does a lead reviewer need it?",
        noun="the day from which it is needed",
        required=False,
        help_text="Leave empty if leading does not need it. A day to come leaves time to train everybody.",
    )
    refresh_years = forms.IntegerField(
        label="Refresh after how many years?",
        required=False,
        min_value=1,
        max_value=MOST_YEARS,
        help_text="Leave empty if it counts for good. What was done already keeps its refresh date.",
        error_messages={
            "invalid": "Enter a number of years, such as 3",
            "min_value": "Enter 1 year or more",
            "max_value": f"Enter {MOST_YEARS} years or fewer",
        },
    )
    retired = forms.BooleanField(required=False, label="It is taught no more")
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def layout(self) -> list[Any]:
        """All fields, then the way back."""
        cancel = GovLink("Cancel", reverse("schools:training-modules"))
        years = GovField("refresh_years", width=2, inputmode="numeric")
        fields = ["name", GovField("description", rows=3), "needed_from", years, "retired", "version"]
        return [*fields, GovButtons(GovButton(self.submit), cancel)]

    def clean_name(self) -> str:
        """The name with single spaces."""
        return " ".join(text.tidy(self.cleaned_data["name"]).split())

    def facts(self) -> modules.Facts:
        """What the services take."""
        return modules.Facts(**{name: self.cleaned_data[name] for name in modules.Facts.__dataclass_fields__})


class EventForm(GovForm):
    """When, where, what, by whom, for whom."""

    submit = "Save the event"

    title = forms.CharField(max_length=120, help_text="For example: Training for new lead reviewers.")
    day = GovDateField(label="Date", noun="the date of the event")
    starts = GovTimeField(label="Start", noun="the time at which it starts")
    ends = GovTimeField(label="End", noun="the time at which it ends")
    venue = forms.CharField(label="Place", max_length=200)
    provider = forms.CharField(
        label="Trainer or provider", max_length=120, help_text="Printed on the certificate."
    )
    modules = forms.ModelMultipleChoiceField(
        TrainingModule.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        label="What is taught",
        error_messages={"required": "Select at least one module"},
    )
    audience = forms.ChoiceField(
        label="Who may sign up?",
        widget=forms.RadioSelect,
        choices=Audience.choices,
        initial=Audience.HEADTEACHERS,
        help_text="The office may invite or sign up anybody.",
    )
    capacity = forms.IntegerField(
        label="How many people have room?",
        required=False,
        min_value=1,
        max_value=500,
        help_text="Leave empty if there is room for all. Later comers wait, and move up when somebody withdraws.",
        error_messages={"invalid": "Enter a number of people, such as 20"},
    )
    note = TidyField(
        label="What people should know before they come (if anything)", required=False, max_length=1000
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, modules: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.fields["modules"].queryset = modules  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        """Under four legends, then the way back."""
        when = GovFieldset(
            "When and where", "day", GovField("starts", width=10), GovField("ends", width=10), "venue"
        )
        people = GovFieldset(
            "For whom",
            GovField("audience", small=True, size="s"),
            GovField("capacity", width=3, inputmode="numeric"),
        )
        what = [GovField("modules", small=True, size="m"), "provider"]
        buttons = GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel))
        return ["title", when, *what, people, GovField("note", rows=3), "version", buttons]

    def facts(self) -> events.Facts:
        """What the services take."""
        data = self.cleaned_data
        names = ("title", "venue", "provider", "audience", "capacity", "note")
        return events.Facts(
            starts_at=clock.at(data["day"], data["starts"]),
            ends_at=clock.at(data["day"], data["ends"]),
            modules=tuple(data["modules"]),
            **{name: data[name] for name in names},
        )


def initial_event(event: TrainingEvent) -> dict[str, Any]:
    """What the form of an event shows at first."""
    start, end = clock.local(event.starts_at), clock.local(event.ends_at)
    names = ("title", "venue", "provider", "audience", "capacity", "note")
    return {
        **{name: getattr(event, name) for name in names},
        "day": start.date(),
        "starts": start.time(),
        "ends": end.time(),
        "modules": [module.pk for module in event.modules.all()],
        "version": events.version_of(event),
    }


class PeopleChoices(forms.ModelMultipleChoiceField):
    """Boxes to tick, each with a person and why they are worth asking."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.notes: dict[int, str] = {}
        super().__init__(*args, **kwargs)

    def label_from_instance(self, obj: User) -> str:  # type: ignore[override]
        """The name, then the note."""
        note = self.notes.get(obj.pk)
        return f"{obj.name}, {note}" if note else obj.name


class NamesForm(GovForm):
    """People to be invited to an event, or signed up."""

    people = PeopleChoices(
        User.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one person"},
    )

    def __init__(
        self, *args: Any, people: QuerySet[User], notes: dict[int, str], cancel: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        field: Any = self.fields["people"]
        field.queryset, field.notes = people, notes

    def layout(self) -> list[Any]:
        """The people, then what to do with them."""
        sign_up = GovButton("Sign them up", style="secondary", name="sign_up")
        buttons = GovButtons(GovButton("Invite them", name="invite"), sign_up, GovLink("Cancel", self.cancel))
        return [GovField("people", small=True, size="m"), buttons]


class AttendanceForm(GovForm):
    """Who is present, and one who came without being on the list."""

    submit = "Save the list"

    present = forms.MultipleChoiceField(label="Present", required=False, widget=forms.CheckboxSelectMultiple)
    late = forms.ModelChoiceField(
        User.objects.none(),
        label="Somebody who is here and not on the list",
        required=False,
        empty_label="Nobody",
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, places: Iterable[tuple[str, str]], others: QuerySet[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        listed = list(places)
        present: Any = self.fields["present"]
        present.choices = listed
        if not listed:
            del self.fields["present"]
        self.fields["late"].queryset = others  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        """Boxes big enough for a thumb, then the newcomer."""
        boxes = [GovField("present", size="m")] if "present" in self.fields else []
        return [*boxes, "late", "version"]


class RecordForm(GovForm):
    """Training that people did elsewhere."""

    submit = "Save the records"

    people = PeopleChoices(
        User.objects.none(),
        label="Who did it?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one person"},
    )
    modules = forms.ModelMultipleChoiceField(
        TrainingModule.objects.none(),
        label="Which modules?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one module"},
    )
    day = GovDateField(label="When?", noun="the day of the training", latest=clock.today)
    provider = forms.CharField(label="Trainer or provider", max_length=120)

    def __init__(
        self,
        *args: Any,
        people: QuerySet[User],
        notes: dict[int, str],
        modules: Any,
        cancel: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        field: Any = self.fields["people"]
        field.queryset, field.notes = people, notes
        self.fields["modules"].queryset = modules  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        """What, when, by whom, then the long list of people."""
        buttons = GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel))
        boxes = [GovField(name, small=True, size="m") for name in ("modules", "people")]
        return [boxes[0], "day", "provider", boxes[1], buttons]


class WhyForm(GovForm):
    """A step that needs a reason."""

    reason = TidyField(max_length=300, error_messages={"required": "Enter the reason"})

    def __init__(self, *args: Any, submit: str, hint: str, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit, self.cancel = submit, cancel
        self.fields["reason"].help_text = hint

    def layout(self) -> list[Any]:
        """One box and a warning button."""
        buttons = GovButtons(GovButton(self.submit, style="warning"), GovLink("Cancel", self.cancel))
        return [GovField("reason", rows=3), buttons]


class NumberForm(GovForm):
    """The number on a certificate."""

    submit = "Check"
    number = forms.CharField(
        label="Number on the certificate", max_length=40, help_text="For example 7K3F-9QDM-XB42."
    )

    @property
    def helper(self) -> Any:
        """A form that is fetched, not posted: the answer has an address that can be passed on."""
        helper = super().helper
        helper.form_method = "get"
        return helper
