"""What is typed about a plan of dates: what it is for, its wishes, and one line changed by hand."""

from typing import Any

from django import forms

from hlp.forms import (
    GovButton,
    GovButtons,
    GovDateField,
    GovDetails,
    GovField,
    GovFieldset,
    GovForm,
    GovLink,
    GovTimeField,
    TidyField,
)
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.forms.session import ENDS, STARTS
from peerchallenge.models import DatesLine, DatesPlan, Round
from peerchallenge.models.availability import WEEKDAYS
from peerchallenge.planner import AVOIDED_WEEKDAYS, DEFAULT_WEIGHTS, WISHES, Visitor
from peerchallenge.services.dates.situation import Situation
from schools.models import AcademicYear, School

WEIGHED = [wish for wish in WISHES if wish != "untrained"]


class HostsForm(GovForm):
    """A box for each member and round."""

    version = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        rounds: list[Round],
        schools: list[School],
        hosts: dict[int, set[int]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rounds, self.schools = rounds, schools
        choices = [(str(school.pk), str(school)) for school in schools]
        for round_ in rounds:
            self.fields[name_of(round_)] = forms.MultipleChoiceField(
                label=str(round_),
                choices=choices,
                required=False,
                initial=[str(pk) for pk in hosts[round_.pk]],
                widget=forms.CheckboxSelectMultiple,
            )

    def rows(self) -> list[dict[str, Any]]:
        """A row a school: whether each box is ticked, as typed or as it stands."""
        ticked = {r.pk: set(map(str, self[name_of(r)].value() or [])) for r in self.rounds}
        return [
            {
                "school": school,
                "boxes": [
                    {"round": r, "name": name_of(r), "on": str(school.pk) in ticked[r.pk]}
                    for r in self.rounds
                ],
            }
            for school in self.schools
        ]

    def chosen(self) -> dict[Round, list[School]]:
        """What the service takes."""
        schools = {str(school.pk): school for school in self.schools}
        return {r: [schools[pk] for pk in self.cleaned_data[name_of(r)]] for r in self.rounds}


def name_of(round_: Round) -> str:
    """How a round's boxes are called."""
    return f"round_{round_.pk}"


class PlanForm(GovForm):
    """For which round, at what time of day, and with which wishes. ``overrule`` is the Director's."""

    submit = "Plan the dates"
    what = forms.ChoiceField(label="What do you want to plan?", widget=forms.RadioSelect)
    starts = GovTimeField(label="Start", noun="the time at which sessions start", initial=STARTS)
    ends = GovTimeField(label="End", noun="the time at which sessions end", initial=ENDS)
    avoided = forms.MultipleChoiceField(
        label="Which weekdays should be avoided where possible?",
        choices=[(str(n), name) for n, name in enumerate(WEEKDAYS)],
        initial=[str(n) for n in sorted(AVOIDED_WEEKDAYS)],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="After a session on a Friday the report is written over the weekend.",
    )
    overrule = TidyField(
        label="Reason for letting somebody lead whose training is not in date (if any)",
        help_text="Without a reason nobody leads who is not trained, unless nobody in the group is, and some hosts"
        " may find no day. With one, such a lead is chosen where nothing else is possible, and flagged.",
        required=False,
        max_length=500,
    )

    def __init__(
        self, *args: Any, rounds: list[Round], may_overrule: bool, cancel: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.choices = choices_of(rounds)
        self.fields["what"].choices = [(key, label) for key, label, _, _ in self.choices]  # type: ignore[attr-defined]
        if not may_overrule:
            del self.fields["overrule"]
        for wish in WEIGHED:
            self.fields[f"weight_{wish}"] = forms.IntegerField(
                label=WISHES[wish].partition(":")[0],
                min_value=0,
                max_value=100,
                initial=DEFAULT_WEIGHTS[wish],
            )

    def layout(self) -> list[Any]:
        """What, when, wishes; the weights wait behind a summary."""
        weights = [GovField(f"weight_{wish}", width=3, inputmode="numeric") for wish in WEIGHED]
        times = GovFieldset("Time of day", GovField("starts", width=10), GovField("ends", width=10))
        overrule = [GovField("overrule", rows=2)] if "overrule" in self.fields else []
        return [
            "what",
            times,
            GovField("avoided", small=True, size="m"),
            *overrule,
            GovDetails("How much each wish weighs, from 0 to 100", *weights),
            GovButtons(
                GovButton(self.submit, data_prevent_double_click="true"), GovLink("Cancel", self.cancel)
            ),
        ]

    def clean(self) -> dict[str, Any]:
        """A session ends after it starts."""
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", "The session must end after it starts")
        return data

    def facts(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        year, round_ = next((y, r) for key, _, y, r in self.choices if key == data["what"])
        weights = {wish: data[f"weight_{wish}"] for wish in WEIGHED}
        wishes = {"weights": weights, "avoided": sorted(int(n) for n in data["avoided"])}
        if data.get("overrule"):
            wishes["overruled"] = data["overrule"]
        times = {"starts": data["starts"], "ends": data["ends"]}
        return {"year": year, "round": round_, "wishes": wishes, **times}


def choices_of(rounds: list[Round]) -> list[tuple[str, str, AcademicYear, Round | None]]:
    """What can be planned: each round, and each year with more than one."""
    found: list[tuple[str, str, AcademicYear, Round | None]] = [
        (f"round-{r.pk}", str(r), r.year, r) for r in rounds
    ]
    for year in dict.fromkeys(r.year for r in rounds):
        if sum(r.year_id == year.pk for r in rounds) > 1:
            found.append((f"year-{year.pk}", f"All rounds of {year} that are still to come", year, None))
    return found


class LineForm(TakesRefusals, forms.Form):
    """Another day or team for one line. ``version``: of the plan that the change starts from."""

    names = {"team": "lead"}
    submit = "Save this line"
    version = forms.IntegerField(widget=forms.HiddenInput)
    day = GovDateField(label="Date", noun="the date of the session")
    lead = forms.ChoiceField(label="Lead reviewer", error_messages={"required": "Choose the lead reviewer"})
    reviewers = forms.MultipleChoiceField(
        label="Reviewers", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self, *args: Any, line: DatesLine, plan: DatesPlan, situation: Situation, cancel: str, **kwargs: Any
    ) -> None:
        self.cancel = cancel
        seats = list(line.seats.all())
        lead = next((_value(seat.person_id, seat.school_id) for seat in seats if seat.is_lead), "")
        rest = [_value(seat.person_id, seat.school_id) for seat in seats if not seat.is_lead]
        initial = {"version": plan.version, "day": line.day, "lead": lead, "reviewers": rest}
        super().__init__(*args, initial=initial, **kwargs)
        choices = _choices(line, situation)
        self.fields["lead"].choices = [("", "Choose one"), *choices]  # type: ignore[attr-defined]
        self.fields["reviewers"].choices = choices  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        """The boxes, then save or leave."""
        buttons = GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel))
        return ["version", "day", "lead", GovField("reviewers", small=True), buttons]

    def change(self) -> dict[str, Any]:
        """What the service takes. A lead who is ticked as a reviewer too counts once."""
        data = self.cleaned_data
        values = dict.fromkeys([data["lead"], *data["reviewers"]])
        team = [Visitor(*map(int, value.split("-"))) for value in values]
        return {"day": data["day"], "lead": team[0].person, "team": team, "version": data["version"]}


def _value(person: int, school: int) -> str:
    return f"{person}-{school}"


def _choices(line: DatesLine, situation: Situation) -> list[tuple[str, str]]:
    """Everybody who heads another school of the group in the round."""
    host = next((h for h in situation.problem.hosts if h.slot == (line.round_id, line.host_id)), None)
    found = {
        _value(post.person, school): f"{situation.people[post.person]}, {situation.schools[school]}"
        for school in (host.visitors if host else ())
        for post in situation.problem.posts
        if post.school == school
    }
    for seat in line.seats.all():
        found.setdefault(_value(seat.person_id, seat.school_id), f"{seat.person}, {seat.school}")
    return list(found.items())
