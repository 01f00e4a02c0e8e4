"""Who may sit on a review team, and the boxes in which the team is chosen."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q

from hlp import clock
from hlp.forms import GovField, GovFieldset, TidyField
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.models import ChallengeSession, Reviewer
from peerchallenge.services.leads import UNTRAINED_LEAD
from peerchallenge.services.plans import TeamMember
from schools.choices import Role
from schools.models import Appointment, Group, School
from schools.services.training import trained_on

OTHERS = ("other_1", "other_2")


class Seats:
    """The headteachers who may be named, by the value of their choice: those of the group first."""

    def __init__(
        self, host: School, group: Group, named: Iterable[Reviewer] = (), day: date | None = None
    ) -> None:
        self.group = group
        self.trained = trained_on(day or clock.today())
        self.members: dict[str, TeamMember] = {}
        self.near: list[tuple[str, str]] = []
        self.far: list[tuple[str, str]] = []
        near = set(group.places.values_list("school_id", flat=True))
        for post in _posts(host):
            self._add(TeamMember(post.person, post.school), is_near=post.school_id in near)
        for place in named:
            self._add(TeamMember(place.person, place.school), is_near=True, note=", named already")

    def _add(self, member: TeamMember, *, is_near: bool, note: str = "") -> None:
        value = value_of(member.person.pk, member.school.pk if member.school else None)
        if value not in self.members:
            self.members[value] = member
            flag = "" if member.person.pk in self.trained else " (not trained to lead)"
            whole = f"{member.person}, {member.school}" if member.school else f"{member.person}"
            label = f"{whole}{note}{flag}"
            (self.near if is_near else self.far).append((value, label))

    def grouped(self, first: str) -> list[tuple[str, Any]]:
        """The choices of a select: an empty one, then the group's, then all others."""
        groups = [(str(self.group), self.near), ("Other groups", self.far)]
        return [("", first), *((name, choices) for name, choices in groups if choices)]


def value_of(person: int, school: int | None) -> str:
    """How a seat is written in a form."""
    return f"{person}-{school or ''}"


def _posts(host: School) -> Iterable[Appointment]:
    today = clock.today()
    posts = Appointment.objects.filter(Q(ends=None) | Q(ends__gte=today), role=Role.HEADTEACHER)
    posts = posts.filter(person__is_active=True).exclude(school=host)
    return posts.select_related("person", "school").order_by("school__name", "person__name", "pk")


class LeadBox(TakesRefusals):
    """The Director's reason for a lead who is not trained. It appears when it is needed, for the Director alone."""

    def offer_reason(self, *, directs: bool) -> None:
        """Add the box, if the reader is the Director."""
        if directs:
            self.fields["lead_reason"] = TidyField(
                label="Why do they lead without training in date?",
                required=False,
                max_length=500,
                help_text="Kept in the history of the session.",
            )

    @property
    def lead_reason(self) -> str:
        """What was typed; nothing where there is no box."""
        return str(self.cleaned_data.get("lead_reason", ""))

    def reason_layout(self) -> list[Any]:
        """The box where a lead was refused as untrained, or was accepted with a reason before."""
        refused = any(e.code == UNTRAINED_LEAD for errors in self.errors.as_data().values() for e in errors)
        shown = "lead_reason" in self.fields and (refused or bool(self.data.get("lead_reason")))
        return [GovField("lead_reason", rows=3)] if shown else []


class TeamBoxes(LeadBox):
    """Lead, reviewers of the group, and up to two from elsewhere. Call ``offer`` with the seats first."""

    seats: Seats

    def offer(self, seats: Seats, named: Iterable[Reviewer] = ()) -> None:
        """Add the boxes, filled with the team as it stands."""
        self.seats = seats
        there = [(value_of(r.person_id, r.school_id), r.is_lead) for r in named]
        near = {value for value, _ in seats.near}
        lead = next((value for value, leads in there if leads), "")
        rest = [value for value, leads in there if not leads]
        self.fields["lead"] = forms.ChoiceField(
            label="Lead reviewer",
            choices=seats.grouped("Choose one"),
            initial=lead,
            error_messages={"required": "Choose the lead reviewer"},
        )
        self.fields["reviewers"] = forms.MultipleChoiceField(
            label="Reviewers",
            choices=seats.near,
            required=False,
            initial=[value for value in rest if value in near],
            widget=forms.CheckboxSelectMultiple,
            help_text="At least one besides the lead reviewer is recommended.",
        )
        elsewhere = [value for value in rest if value not in near]
        for number, name in enumerate(OTHERS):
            self.fields[name] = forms.ChoiceField(
                label="Another reviewer (if any)" if number == 0 else "One more reviewer (if any)",
                choices=seats.grouped("Nobody"),
                required=False,
                initial=elsewhere[number] if number < len(elsewhere) else "",
            )

    def team(self) -> list[TeamMember]:
        """The team that was chosen. A lead who is also ticked as a reviewer counts once."""
        lead = self.cleaned_data["lead"]
        rest = [*self.cleaned_data["reviewers"], *(self.cleaned_data[name] for name in OTHERS)]
        chosen = dict.fromkeys(value for value in rest if value and value != lead)
        first = self.seats.members[lead]
        return [
            TeamMember(first.person, first.school, True),
            *(self.seats.members[value] for value in chosen),
        ]

    def team_layout(self) -> GovFieldset:
        """The boxes under one legend."""
        boxes = [GovField("lead"), *([GovField("reviewers", small=True)] if self.seats.near else [])]
        boxes[1:1] = self.reason_layout()
        return GovFieldset("Review team", *boxes, *(GovField(name) for name in OTHERS))


class TeamForm(TeamBoxes, forms.Form):
    """Another team, with the reason."""

    names = {"team": "lead"}
    submit = "Save the team"
    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = TidyField(
        label="Why is the team changing?",
        help_text="Kept in the history, for the Director, the administrator and the lead headteacher.",
        max_length=500,
    )

    def __init__(self, *args: Any, session: ChallengeSession, directs: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"version": session.version})
        super().__init__(*args, **kwargs)
        named = list(session.reviewers.all())
        day = clock.local(session.starts_at).date()
        self.offer(Seats(session.host, session.group, named, day), named)
        self.offer_reason(directs=directs)

    def layout(self) -> list[Any]:
        """The team, then the reason."""
        return ["version", self.team_layout(), GovField("reason", rows=3)]
