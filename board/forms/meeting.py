"""Forms of meetings: the year's plan, details, moving and calling off."""

from datetime import date, datetime, time
from typing import Any

from django import forms

from board.models import Meeting
from board.services.meetings import USUAL_LENGTH, USUAL_START, Proposal
from hlp import clock
from hlp.forms import GovButton, GovButtons, GovDateField, GovField, GovFieldset, GovLink, GovTimeField
from peerchallenge.forms.refusals import TakesRefusals


class PlanForm(TakesRefusals, forms.Form):
    """The dates of a year in one act; an emptied date plans no meeting."""

    submit = "Plan these meetings"

    starts = GovTimeField(label="From", initial=USUAL_START)
    ends = GovTimeField(
        label="Until", initial=time(USUAL_START.hour + int(USUAL_LENGTH.total_seconds() // 3600))
    )
    place = forms.CharField(max_length=200, required=False, label="Where")

    def __init__(
        self,
        *args: Any,
        proposals: list[Proposal],
        first: date,
        last: date,
        place: str,
        cancel: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial={"place": place}, **kwargs)
        self.proposals, self.cancel = proposals, cancel
        for one in proposals:
            field = GovDateField(
                label=f"Meeting {one.number}",
                noun=f"the date of meeting {one.number}",
                help_text=one.what,
                required=False,
                initial=one.day,
                earliest=first,
                latest=last,
            )
            self.fields[f"day{one.number}"] = field

    def layout(self) -> list[Any]:
        """The days, then hours and place, which are the same for all."""
        days = [GovField(f"day{one.number}", size="s") for one in self.proposals]
        hours = [GovField("starts", width=10), GovField("ends", width=10)]
        return [
            *days,
            GovFieldset("All of them", *hours, "place", size="m"),
            GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel)),
        ]

    def clean(self) -> dict[str, Any]:
        """At least one date, and an end after the start."""
        data = super().clean() or {}
        if not self.errors and not self.days(data):
            self.add_error("day1", "Enter at least one date")
        return data

    def days(self, data: dict[str, Any]) -> list[date]:
        """The dates that were given."""
        found = [data.get(f"day{one.number}") for one in self.proposals]
        return [day for day in found if day]

    def dates(self) -> list[tuple[datetime, datetime]]:
        """Begin and end of each meeting."""
        data = self.cleaned_data
        return [(clock.at(day, data["starts"]), clock.at(day, data["ends"])) for day in self.days(data)]


class TimesForm(TakesRefusals, forms.Form):
    """A day with its hours."""

    day = GovDateField(label="Day", noun="the day of the meeting")
    starts = GovTimeField(label="From", initial=USUAL_START)
    ends = GovTimeField(label="Until", initial=time(18))

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    def buttons(self) -> GovButtons:
        """The act and a way out."""
        return GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel))

    def times(self) -> dict[str, Any]:
        """Begin and end in UTC."""
        data = self.cleaned_data
        return {
            "starts_at": clock.at(data["day"], data["starts"]),
            "ends_at": clock.at(data["day"], data["ends"]),
        }

    def hours_layout(self) -> list[Any]:
        """Day, from, until."""
        return ["day", GovField("starts", width=10), GovField("ends", width=10)]


class MeetingForm(TimesForm):
    """One meeting beside the year's plan."""

    submit = "Plan the meeting"

    title = forms.CharField(label="Title", max_length=120, initial="Board meeting")
    place = forms.CharField(label="Where", max_length=200, required=False)
    joining = forms.CharField(
        label="How to join from elsewhere",
        max_length=500,
        required=False,
        help_text="For example the address of a video meeting.",
    )

    def layout(self) -> list[Any]:
        """Title, when, where."""
        return ["title", *self.hours_layout(), "place", "joining", self.buttons()]


class DetailsForm(TakesRefusals, forms.Form):
    """What is said of a meeting, but not when it is."""

    submit = "Save"

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="Title", max_length=120)
    place = forms.CharField(label="Where", max_length=200, required=False)
    joining = forms.CharField(label="How to join from elsewhere", max_length=500, required=False)
    quorum = forms.IntegerField(
        label="Quorum",
        min_value=1,
        max_value=60,
        help_text="How many members with a vote must be there. The rule: half of the seats with a vote.",
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        names = ("version", "title", "place", "joining", "quorum")
        super().__init__(*args, initial={name: getattr(meeting, name) for name in names}, **kwargs)
        self.cancel = meeting.get_absolute_url()

    def layout(self) -> list[Any]:
        """All fields."""
        return [
            "title",
            "place",
            "joining",
            GovField("quorum", width=2, inputmode="numeric"),
            GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel)),
        ]


class MoveForm(TimesForm):
    """Another day or other hours."""

    submit = "Move the meeting"

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Why is it moved?",
        max_length=300,
        help_text="It stands in the e-mail to everybody who is invited.",
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        start, end = clock.local(meeting.starts_at), clock.local(meeting.ends_at)
        initial = {
            "day": start.date(),
            "starts": start.time(),
            "ends": end.time(),
            "version": meeting.version,
        }
        super().__init__(*args, initial=initial, cancel=meeting.get_absolute_url(), **kwargs)

    def layout(self) -> list[Any]:
        """When, and why."""
        return [*self.hours_layout(), "reason", self.buttons()]


class CancelForm(TakesRefusals, forms.Form):
    """Why a meeting does not take place."""

    submit = "Call it off"

    reason = forms.CharField(
        label="Why does it not take place?",
        max_length=300,
        help_text="It stands in the e-mail to everybody who is invited.",
    )

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    def layout(self) -> list[Any]:
        """The reason, and a red button."""
        button = GovButton(self.submit, style="warning")
        return ["reason", GovButtons(button, GovLink("Keep the meeting", self.cancel))]
