"""Another day for a session: one of those that suit everybody, or any other."""

from datetime import date
from typing import Any

from django import forms

from hlp import clock
from hlp.forms import GovButtons, GovField, GovInclude, GovLink, TidyField
from peerchallenge.calculations import day_of
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.forms.session import DayBoxes
from peerchallenge.forms.team import LeadBox
from peerchallenge.models import ChallengeSession
from peerchallenge.services.dates import NextDays

GONE = "That day is not possible any more. Choose another one"


class WhyBoxes(TakesRefusals):
    """Where a day that stands is given up: the reason, and the version that was looked at."""

    def ask_why(self, session: ChallengeSession, moves: bool) -> None:
        """Add the boxes, if the session stands in the calendar and ``moves``."""
        if moves:
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, initial=session.version)
            self.fields["reason"] = TidyField(
                label="Why is the session moved?",
                max_length=500,
                error_messages={"required": "Enter the reason"},
                help_text="Kept in the history, for the Director, the administrator and the lead headteacher. "
                "Name no child.",
            )

    def why_layout(self) -> list[Any]:
        """The boxes, where they are asked for."""
        return ["version", GovField("reason", rows=2)] if "reason" in self.fields else []


class OfferForm(WhyBoxes, forms.Form):
    """One of the days that suit host and team, each a button; the hours stay."""

    names = {"starts_at": "day", "team": "day"}
    day = forms.DateField(widget=forms.HiddenInput, error_messages={"required": "Choose one of the days"})

    def __init__(
        self, *args: Any, session: ChallengeSession, moves: bool, days: NextDays, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.session, self.days = session, days
        self.ask_why(session, moves)

    @property
    def helper(self) -> Any:
        """The day comes from the button alone, so no hidden box stands beside it."""
        helper = super().helper
        helper.render_hidden_fields = False
        return helper

    def clean_day(self) -> date:
        """A day that is still offered, or the very day that has just been set."""
        day: date = self.cleaned_data["day"]
        if self.days.find(day) is None and day != day_of(self.session):
            raise forms.ValidationError(GONE)
        return day

    def times(self) -> dict[str, Any]:
        """The moments in UTC at the usual hours, and whether the day lies outside the round, as the services take them."""
        day = self.cleaned_data["day"]
        offer = self.days.find(day)
        return {
            "starts_at": clock.at(day, clock.local(self.session.starts_at).time()),
            "planned_end_at": clock.at(day, clock.local(self.session.planned_end_at).time()),
            "anyway": offer is not None and offer.outside,
        }

    def layout(self) -> list[Any]:
        """The reason, then a button a day."""
        offers = GovInclude("peerchallenge/session/_offers.html", days=self.days)
        other = GovLink("Choose any other day", "?other=1")
        return [*self.why_layout(), offers, GovButtons(other)]


class DayForm(DayBoxes, LeadBox, WhyBoxes, forms.Form):
    """Any day for a session, with its hours."""

    submit = "Set the new date"

    def __init__(
        self, *args: Any, session: ChallengeSession, moves: bool, directs: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer_day(None, None)
        self.offer_reason(directs=directs)
        self.fields["starts"].initial = clock.local(session.starts_at).time()
        self.fields["ends"].initial = clock.local(session.planned_end_at).time()
        self.ask_why(session, moves)

    def times(self) -> dict[str, Any]:
        """The moments in UTC, and what is accepted as unusual, as the services take them."""
        accepted = {"anyway": self.cleaned_data["anyway"], "lead_reason": self.lead_reason}
        return {**super().times(), **accepted}

    def layout(self) -> list[Any]:
        """Day, start, end, and the reason."""
        return [self.day_layout(), *self.reason_layout(), *self.why_layout()]
