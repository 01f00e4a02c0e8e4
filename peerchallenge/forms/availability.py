"""When a headteacher cannot: weekdays, single days and spans, one added at a time."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from hlp import clock
from hlp.forms import GovButton, GovButtons, GovDateField, GovField, GovFieldset
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.models import Availability, AwayDays
from peerchallenge.models.availability import WEEKDAYS
from peerchallenge.services.availability import Days
from schools.models import AcademicYear

ONLY = [("", "Every day of these"), *((str(n), f"Only {name}s") for n, name in enumerate(WEEKDAYS))]


class AvailabilityForm(TakesRefusals, forms.Form):
    """Everything on one page: what is known can be unticked, more is added below. ``version``: of the answer."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    never = forms.MultipleChoiceField(
        label="Are there weekdays on which you never can?",
        choices=[(str(n), f"{name}s") for n, name in enumerate(WEEKDAYS)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    keep = forms.MultipleChoiceField(
        label="Days on which you cannot",
        help_text="Take the tick away if you can after all.",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    first = GovDateField(label="First day", noun="the first day", required=False)
    last = GovDateField(label="Last day (if it is more than one day)", noun="the last day", required=False)
    only = forms.ChoiceField(label="Which days?", choices=ONLY, required=False)

    def __init__(
        self, *args: Any, year: AcademicYear, answer: Availability | None, own: bool, **kwargs: Any
    ) -> None:
        self.year, self.own = year, own
        rows = list(answer.days.all()) if answer else []
        self.known = {str(row.pk): row for row in rows if not self._is_never(row)}
        never = [str(row.weekday) for row in rows if self._is_never(row)]
        version = answer.version if answer else 0
        kwargs["initial"] = {"version": version, "never": never, "keep": list(self.known)}
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = [(pk, _words(row)) for pk, row in self.known.items()]  # type: ignore[attr-defined]
        if not own:
            self.fields["never"].label = "Are there weekdays on which they never can?"
            self.fields["keep"].label = "Days on which they cannot"

    def _is_never(self, row: AwayDays) -> bool:
        return row.weekday is not None and (row.starts, row.ends) == (self.year.starts, self.year.ends)

    def layout(self) -> list[Any]:
        """Weekdays, what is known, one more; two buttons."""
        known: list[Any] = [GovField("keep", small=True, size="m")] if self.known else []
        none = "" if self.known else "If there are none, press ‘Save’: that is an answer too."
        more = GovFieldset("Add a day or several", "first", "last", GovField("only"), hint=none)
        buttons = GovButtons(
            GovButton("Save", name="save"),
            GovButton("Save and add more", style="secondary", name="more"),
        )
        return ["version", GovField("never", small=True, size="m"), *known, more, buttons]

    def clean(self) -> dict[str, Any]:
        """The last day needs a first, and comes after it; both lie in the year."""
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if last and not first and "first" not in self.errors:
            self.add_error("first", "Enter the first day too")
        elif first and last and last < first:
            self.add_error("last", "The last day must not be before the first")
        for name in ("first", "last"):
            if (day := data.get(name)) and not self.year.starts <= day <= self.year.ends:
                span = f"{clock.day(self.year.starts)} and {clock.day(self.year.ends)}"
                self.add_error(name, f"The day must lie between {span}")
        if data.get("only") and not first and "first" not in self.errors:
            self.add_error("first", f"Enter from when on, or tick {ONLY[int(data['only']) + 1][1][5:]} above")
        self._refuse_weekends(data)
        return data

    def _refuse_weekends(self, data: dict[str, Any]) -> None:
        first, last = data.get("first"), data.get("last")
        if first and not self.errors and (last or first) == first and first.weekday() > 4:
            self.add_error("first", f"{clock.day(first)} is not a school day: nothing is planned then")

    def days(self) -> list[Days]:
        """What the service takes."""
        data = self.cleaned_data
        never = [Days(self.year.starts, self.year.ends, int(n)) for n in data["never"]]
        kept = [self.known[pk] for pk in data["keep"]]
        days = [*never, *(Days(row.starts, row.ends, row.weekday) for row in kept)]
        if first := data["first"]:
            weekday = int(data["only"]) if data["only"] else None
            days.append(Days(first, self._until(data), weekday))
        return days

    def _until(self, data: dict[str, Any]) -> date:
        """The last day; where only a weekday is given, it goes on until the year ends."""
        until: date | None = data["last"]
        return until or (self.year.ends if data["only"] else data["first"])

    def take(self, refusal: ValidationError) -> None:
        """What the service refuses concerns the days that were added."""
        self.add_error("first", refusal.messages)


def _words(row: AwayDays) -> str:
    """``Monday 12 October 2026``, ``… to …``, ``Mondays, … to …``."""
    return str(row)
