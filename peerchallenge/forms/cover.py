"""Who takes the place of a reviewer who cannot come, and why."""

from collections.abc import Sequence
from typing import Any

from django import forms

from hlp.forms import GovButtons, GovField, GovInclude, GovLink, TidyField
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.models import ChallengeSession
from peerchallenge.services.dates.cover import Cover


class CoverForm(TakesRefusals, forms.Form):
    """The reason, then a button for everybody who could come."""

    names = {"team": "coming"}
    version = forms.IntegerField(widget=forms.HiddenInput)
    coming = forms.TypedChoiceField(
        coerce=int,
        widget=forms.HiddenInput,
        error_messages={
            "required": "Choose who comes",
            "invalid_choice": "That person cannot come any more. Choose somebody else",
        },
    )
    reason = TidyField(
        label="Why is cover needed?",
        max_length=500,
        error_messages={"required": "Enter the reason"},
        help_text="Kept in the history, for the Director, the administrator and the lead headteacher.",
    )

    def __init__(self, *args: Any, session: ChallengeSession, people: Sequence[Cover], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"version": session.version})
        super().__init__(*args, **kwargs)
        self.people = people
        self.team_address = f"{session.get_absolute_url()}team/"
        choices = [(one.candidate.person.pk, str(one.candidate.person)) for one in people]
        self.fields["coming"].choices = choices  # type: ignore[attr-defined]

    @property
    def helper(self) -> Any:
        """The person comes from the button alone, so no hidden box stands beside it."""
        helper = super().helper
        helper.render_hidden_fields = False
        return helper

    def layout(self) -> list[Any]:
        """The reason, the people, and the way to the whole team."""
        people = GovInclude("peerchallenge/session/_cover_people.html", people=self.people)
        reason = [GovField("reason", rows=2)] if self.people else []
        return ["version", *reason, people, GovButtons(GovLink("Change the team freely", self.team_address))]


class LeadForm(CoverForm):
    """Who leads instead after the day, and whether the old lead stays on the team."""

    stays = forms.BooleanField(
        label="The present lead stays on the team as a reviewer", required=False, initial=True
    )
    reason = TidyField(
        label="Why does somebody else lead?",
        max_length=500,
        error_messages={"required": "Enter the reason"},
        help_text="Kept in the history, for the Director, the administrator and the lead headteacher. "
        "Say no more of somebody’s health than they would.",
    )

    def layout(self) -> list[Any]:
        """The reason, whether the old lead stays, then the people."""
        rows = super().layout()
        return [*rows[:2], GovField("stays", small=True), *rows[2:]] if self.people else rows
