"""Forms of the meetings of a project's schools: called, answered, noted."""

from datetime import datetime
from typing import Any

from django import forms

from board.models import ProjectMeetingPlace
from board.services.projects.meetings import Plan, Seen
from hlp import clock
from hlp.forms import GovDateField, GovField, GovFieldset, GovTimeField, TidyField
from peerchallenge.forms.refusals import TakesRefusals
from schools.models import School


class MeetingForm(TakesRefusals, forms.Form):
    """When and where the schools of a project meet."""

    submit = "Save and tell the schools"

    title = forms.CharField(label="Title", max_length=120)
    day = GovDateField(label="Which day?", noun="the day of the meeting")
    starts = GovTimeField(label="From", noun="the time it begins")
    ends = GovTimeField(label="Until", noun="the time it ends")
    place = forms.CharField(label="Where?", max_length=200, required=False)
    joining = forms.URLField(
        label="Link to join online (optional)",
        max_length=200,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter a link in the correct format, like https://example.com/meeting"},
    )
    about_it = TidyField(label="What is it about? (optional)", max_length=2000, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def layout(self) -> list[Any]:
        """Title, day, hours, place, words."""
        return [
            "version",
            GovField("title", size="s"),
            GovField("day", size="s"),
            GovField("starts", width=5, size="s"),
            GovField("ends", width=5, size="s"),
            GovField("place", size="s"),
            GovField("joining", size="s", type="url"),
            GovField("about_it", rows=4, size="s"),
        ]

    def plan(self) -> Plan:
        """What the service takes."""
        given = self.cleaned_data

        def moment(name: str) -> datetime:
            return clock.at(given["day"], given[name])

        words = {name: given[name] for name in ("title", "place", "joining", "about_it")}
        return Plan(starts_at=moment("starts"), ends_at=moment("ends"), **words)


class ReplyForm(TakesRefusals, forms.Form):
    """Whether a school comes, and whom it sends."""

    submit = "Send"

    school = forms.ModelChoiceField(School.objects.none(), label="For which school?", empty_label=None)
    coming = forms.TypedChoiceField(
        label="Does your school come?",
        choices=[("yes", "Yes"), ("no", "No")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    people = forms.CharField(label="Who comes? (optional)", max_length=200, required=False)

    def __init__(self, *args: Any, schools: list[School], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["school"]
        field.queryset = School.objects.filter(pk__in=[school.pk for school in schools])
        if len(schools) == 1:
            field.initial, field.widget = schools[0].pk, forms.HiddenInput()

    def layout(self) -> list[Any]:
        """Yes or no, and who."""
        return ["school", GovField("coming", inline=True, size="s"), GovField("people", size="s")]


class NoteForm(TakesRefusals, forms.Form):
    """Which schools were at a meeting, who came for them, and what came of it."""

    submit = "Save"

    notes = TidyField(label="What came of it?", max_length=6000, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, places: list[ProjectMeetingPlace], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places
        for place in places:
            there = place.present if place.present is not None else bool(place.coming)
            self.fields[f"present_{place.school_id}"] = forms.BooleanField(
                label=place.school.name, required=False, initial=there
            )
            self.fields[f"people_{place.school_id}"] = forms.CharField(
                label=f"Who came from {place.school.name}",
                max_length=200,
                required=False,
                initial=place.people,
            )

    def layout(self) -> list[Any]:
        """A box and a name a school, then the notes."""
        rows = [
            item
            for place in self.places
            for item in (f"present_{place.school_id}", GovField(f"people_{place.school_id}"))
        ]
        return ["version", GovFieldset("Who was there", *rows), GovField("notes", rows=8, size="m")]

    def seen(self) -> dict[int, Seen]:
        """By the school's primary key."""
        given = self.cleaned_data
        return {
            place.school_id: Seen(given[f"present_{place.school_id}"], given[f"people_{place.school_id}"])
            for place in self.places
        }
