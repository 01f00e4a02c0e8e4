"""What is typed about a session: where, when, who, and why something changes."""

from datetime import date, datetime, time
from typing import Any

from django import forms

from hlp import clock
from hlp.forms import (
    GovDateField,
    GovDateTimeField,
    GovField,
    GovFieldset,
    GovForm,
    GovTimeField,
    MaxWords,
    TidyField,
)
from hlp.models import User
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.forms.team import LeadBox, Seats, TeamBoxes
from peerchallenge.models import ChallengeSession, Round
from peerchallenge.services.plans import UNUSUAL_DAY
from peerchallenge.services.qa.independence import THIRD_VISIT
from schools.choices import Role
from schools.models import Group, GroupPlace, School, Theme
from schools.roles import people_with

STARTS, ENDS = time(8, 15), time(16, 0)


class HostForm(GovForm):
    """The first step of planning: in which round, and which school is host."""

    submit = "Continue"
    round = forms.ModelChoiceField(Round.objects.none(), label="In which round?")
    host = forms.ChoiceField(label="Which school is host?")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rounds = Round.objects.visible_to(user).filter(closes__gte=clock.today()).select_related("year")
        self.fields["round"].queryset = rounds  # type: ignore[attr-defined]
        if len(rounds) == 1:
            self.fields["round"].initial = rounds[0].pk
        self.places = _places(list(rounds))
        groups: dict[str, list[tuple[str, str]]] = {}
        for place in self.places.values():
            groups.setdefault(f"{place.group}, {place.group.year}", []).append(
                (str(place.pk), str(place.school))
            )
        self.fields["host"].choices = [("", "Choose one"), *groups.items()]  # type: ignore[attr-defined]

    @property
    def helper(self) -> Any:
        """A form that is fetched, not posted: its answers stand in the address of the next page."""
        helper = super().helper
        helper.form_method = "get"
        return helper

    def clean(self) -> dict[str, Any]:
        """Host and round must be of one year."""
        data = super().clean() or {}
        place, round_ = self.places.get(data.get("host", "")), data.get("round")
        if place and round_ and place.year_id != round_.year_id:
            self.add_error("host", f"{place.school} is in {place.group} in another year than the {round_}")
        data["place"] = place
        return data


def _places(rounds: list[Round]) -> dict[str, GroupPlace]:
    places = GroupPlace.objects.filter(year__in={r.year_id for r in rounds})
    rows = places.select_related("group__year", "school").order_by(
        "-year__starts", "group__name", "school__name"
    )
    return {str(place.pk): place for place in rows}


class DayBoxes(TakesRefusals):
    """Day, start and end of a session; a box to tick for an unusual day appears when it is needed."""

    names = {"starts_at": "day", "planned_end_at": "ends", "team": "lead"}

    def offer_day(self, starts_at: datetime | None = None, ends_at: datetime | None = None) -> None:
        """Add the boxes, filled with what stands now or with the usual times."""
        start, end = (clock.local(m) if m else None for m in (starts_at, ends_at))
        self.fields["day"] = GovDateField(
            label="Date", noun="the date of the session", initial=start and start.date()
        )
        self.fields["starts"] = GovTimeField(
            label="Start",
            noun="the time at which the session starts",
            initial=start.time() if start else STARTS,
        )
        self.fields["ends"] = GovTimeField(
            label="End",
            noun="the time at which the session ends",
            initial=end.time() if end else ENDS,
            help_text="The clock for the report starts at this time, or when the lead reviewer says that it has ended.",
        )
        self.fields["anyway"] = forms.BooleanField(label="Plan it on this day all the same", required=False)

    @property
    def is_unusual(self) -> bool:
        """Whether the day was refused as unusual, or accepted as such before."""
        refused = any(e.code == UNUSUAL_DAY for errors in self.errors.as_data().values() for e in errors)
        return refused or "anyway" in self.data

    def times(self) -> dict[str, Any]:
        """The moments in UTC, as the services take them."""
        day: date = self.cleaned_data["day"]
        return {
            "starts_at": clock.at(day, self.cleaned_data["starts"]),
            "planned_end_at": clock.at(day, self.cleaned_data["ends"]),
        }

    def day_layout(self) -> GovFieldset:
        """The boxes under one legend."""
        boxes: list[Any] = [GovField("day")]
        boxes += [GovField("anyway")] if self.is_bound and self.is_unusual else []
        return GovFieldset("When", *boxes, GovField("starts", width=10), GovField("ends", width=10))


class DetailBoxes(TakesRefusals):
    """Focus, key lines of enquiry, contact at the host school and QA reviewer."""

    def offer_details(self, round_: Round, session: ChallengeSession | None = None) -> None:
        """Add the boxes, filled with what stands now."""
        themes = round_.focus_themes.all() if round_.focus_themes.exists() else _themes()
        if session and session.focus_id:
            themes = Theme.objects.filter(pk__in=[*themes.values_list("pk", flat=True), session.focus_id])
        known = session or ChallengeSession()
        self.fields["focus"] = forms.ModelChoiceField(
            themes,
            label="Focus theme",
            required=False,
            empty_label="None besides teaching and learning",
            initial=known.focus_id,
            help_text="Teaching and learning is the core of every session.",
        )
        self.fields["focus_detail"] = forms.CharField(
            label="The focus in one line (if any)", required=False, max_length=300, initial=known.focus_detail
        )
        self.fields["key_lines"] = TidyField(
            label="Key lines of enquiry (if any)",
            required=False,
            initial=known.key_lines,
            validators=[MaxWords(300)],
            help_text="One question a line. The team reads them in the handbook.",
        )
        self.fields["host_contact"] = forms.CharField(
            label="Contact at the host school on the day (if known)",
            required=False,
            max_length=120,
            initial=known.host_contact,
            help_text="Name and telephone number.",
        )
        self.fields["qa_reviewer"] = forms.ModelChoiceField(
            _qa_reviewers(known), label="QA reviewer (if any)", required=False, empty_label="Nobody"
        )
        self.fields["qa_reviewer"].initial = known.qa_reviewer_id
        self.fields["qa_reason"] = TidyField(
            label="Why do they visit this group again?",
            required=False,
            max_length=500,
            help_text="The Director’s reason, kept in the history of the session.",
        )

    def details(self) -> dict[str, Any]:
        """The details, as the services take them."""
        names = ("focus", "focus_detail", "key_lines", "host_contact", "qa_reviewer", "qa_reason")
        return {name: self.cleaned_data[name] for name in names}

    def detail_layout(self) -> list[Any]:
        """What is looked at, then who is there besides the team."""
        look = GovFieldset("What it looks at", "focus", "focus_detail", GovField("key_lines", rows=6))
        refused = any(e.code == THIRD_VISIT for errors in self.errors.as_data().values() for e in errors)
        why = [GovField("qa_reason", rows=3)] if refused or self.data.get("qa_reason") else []
        return [look, GovFieldset("Also there", "host_contact", "qa_reviewer", *why)]


def _themes() -> Any:
    return Theme.objects.in_use().filter(is_core=False)


def _qa_reviewers(session: ChallengeSession) -> Any:
    held = [person.pk for person in people_with(Role.QA_REVIEWER)]
    return User.objects.filter(pk__in=[*held, session.qa_reviewer_id or 0])


class PlanForm(DayBoxes, TeamBoxes, DetailBoxes, forms.Form):
    """A new session at one school."""

    submit = "Plan this session"

    def __init__(
        self, *args: Any, round: Round, host: School, group: Group, directs: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer_day()
        self.offer(Seats(host, group))
        self.offer_reason(directs=directs)
        self.offer_details(round)

    def layout(self) -> list[Any]:
        """When, who, what."""
        return [self.day_layout(), self.team_layout(), *self.detail_layout()]


class SessionForm(DayBoxes, LeadBox, DetailBoxes, forms.Form):
    """A session's times, while it is still to come, and its details."""

    submit = "Save"
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, session: ChallengeSession, directs: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"version": session.version})
        super().__init__(*args, **kwargs)
        self.has_day = session.is_to_come
        if self.has_day:
            self.offer_reason(directs=directs)
            self.offer_day(session.starts_at, session.planned_end_at)
        self.offer_details(session.round, session)

    def changes(self) -> dict[str, Any]:
        """What to hand to the service."""
        if not self.has_day:
            return self.details()
        anyway = {"anyway": self.cleaned_data["anyway"], "lead_reason": self.lead_reason}
        return {**self.times(), **self.details(), **anyway}

    def layout(self) -> list[Any]:
        """When (while it is still to come), what."""
        when = [self.day_layout(), *self.reason_layout()] if self.has_day else []
        return ["version", *when, *self.detail_layout()]


class FocusForm(DetailBoxes, forms.Form):
    """What the challenge looks at, as host and lead reviewer agree it, and whom to meet on the day."""

    submit = "Save"
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, session: ChallengeSession, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"version": session.version})
        super().__init__(*args, **kwargs)
        self.offer_details(session.round, session)
        del self.fields["qa_reviewer"], self.fields["qa_reason"]

    def changes(self) -> dict[str, Any]:
        """What to hand to the service."""
        names = ("focus", "focus_detail", "key_lines", "host_contact")
        return {name: self.cleaned_data[name] for name in names}

    def layout(self) -> list[Any]:
        """What is looked at, then whom to meet."""
        return ["version", "focus", "focus_detail", GovField("key_lines", rows=6), "host_contact"]


class ReasonForm(TakesRefusals, forms.Form):
    """A step that needs a reason."""

    reason = TidyField(
        label="Reason",
        max_length=500,
        error_messages={"required": "Enter the reason"},
        help_text="Kept in the history, for the Director, the administrator and the lead headteacher. Name no child.",
    )

    def __init__(self, *args: Any, submit: str = "Continue", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit = submit

    def layout(self) -> list[Any]:
        """One box."""
        return [GovField("reason", rows=3)]


class EndForm(TakesRefusals, forms.Form):
    """The end of a session as the Director corrects it."""

    names = {"time": "ended"}
    submit = "Correct the end"
    ended = GovDateTimeField(label="When did the session end?", noun="the end of the session")
    reason = TidyField(label="Why is the end corrected?", max_length=500, help_text="Kept in the history.")

    def layout(self) -> list[Any]:
        """The moment, then the reason."""
        return [GovField("ended"), GovField("reason", rows=3)]


class CodeForm(TakesRefusals, forms.Form):
    """The acceptance of the code of conduct, in the version that was read."""

    submit = "Accept the code of conduct"
    version = forms.IntegerField(widget=forms.HiddenInput)
    accept = forms.BooleanField(
        label="I have read the code of conduct and will keep to it",
        error_messages={"required": "Tick the box to accept the code of conduct"},
    )
