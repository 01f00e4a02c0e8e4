"""Forms of the local authority's monitoring: entry, review meeting, plan, notice, sharing, after-care, scheme."""

from typing import Any

from django import forms
from django.db.models import Q

from hlp import clock
from hlp.forms import GovDateField, GovField, GovFieldset, GovText, TidyField
from hlp.models import User
from peerchallenge.choices import CriterionRating, ReviewDecision, TermKind
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.models import MonitoringCase, MonitoringTerm
from peerchallenge.services.monitoring import Entry, Meeting
from peerchallenge.services.monitoring_scheme import TermLine, seen

LONGEST_CRITERION = 300


def _terms(kind: TermKind, kept: int | None = None) -> Any:
    """The terms of a kind that may be chosen: those in use, and ``kept``, which stands already."""
    rows = MonitoringTerm.objects.filter(kind=kind)
    return rows.filter(Q(retired=False) | Q(pk=kept or 0))


class TermChoice(forms.ModelChoiceField):
    """One word of the scheme."""

    widget = forms.RadioSelect

    def __init__(self, label: str, **kwargs: Any) -> None:
        required = {"required": f"Choose the {label.lower()}"}
        super().__init__(
            MonitoringTerm.objects.none(), label=label, empty_label=None, error_messages=required, **kwargs
        )


class CriteriaField(TidyField):
    """Exit criteria, one on each line."""

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        """The lines. Raises ValidationError where one is too long."""
        lines = [line.strip("-•* \t") for line in super().clean(value).splitlines()]
        found = [line for line in lines if line]
        for number, line in enumerate(found, 1):
            if len(line) > LONGEST_CRITERION:
                raise forms.ValidationError(
                    f"Criterion {number} must be {LONGEST_CRITERION} characters or fewer"
                )
        return found


class EntryForm(TakesRefusals, forms.Form):
    """The LA officer accepts: what stands at the entry into monitoring."""

    submit = "Accept and open the case"

    stage = TermChoice("Stage")
    category = TermChoice("Category")
    triggers = forms.ModelMultipleChoiceField(
        MonitoringTerm.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one trigger"},
    )
    criteria = CriteriaField(
        label="Exit criteria",
        help_text="What must be true before the school leaves monitoring. One on each line. They are not changed later.",
        error_messages={"required": "Enter at least one exit criterion"},
    )
    plan = TidyField(
        label="Plan",
        required=False,
        max_length=8000,
        help_text="Who does what by when, and who supports the school.",
    )
    next_review_on = GovDateField(
        label="First review meeting",
        noun="the day of the first review meeting",
        help_text="Within eight weeks: reviews are half-termly.",
    )
    reason = TidyField(label="A word to the Director", required=False, max_length=2000)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in (("stage", "stage"), ("category", "category"), ("triggers", "trigger")):
            self.fields[name].queryset = _terms(TermKind(kind))  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        """Where the school stands, what is wanted of it, and when it is looked at."""
        return [
            "version",
            *(GovField(name, small=True, size="s") for name in ("stage", "category", "triggers")),
            GovField("criteria", rows=6),
            GovField("plan", rows=8),
            GovField("next_review_on", size="s"),
            GovField("reason", rows=3),
        ]

    def entry(self) -> Entry:
        """What the service takes."""
        names = ("stage", "category", "triggers", "criteria", "next_review_on", "plan")
        return Entry(**{name: self.cleaned_data[name] for name in names})


class MeetingForm(TakesRefusals, forms.Form):
    """A review meeting: each criterion rated, one decision."""

    submit = "Record this meeting"

    held_on = GovDateField(label="Day of the meeting", noun="the day of the meeting", initial=clock.today)
    attendees = forms.CharField(
        label="Who was there", max_length=300, help_text="Names and roles, with commas between them."
    )
    decision = forms.ChoiceField(
        choices=ReviewDecision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the meeting decided"},
    )
    next_review_on = GovDateField(
        label="Next review meeting", noun="the day of the next review meeting", required=False
    )
    closing_note = TidyField(
        label="Why the case closes", required=False, max_length=2000, help_text="Only if it closes."
    )
    notes = TidyField(label="Notes of the meeting", required=False, max_length=8000)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: MonitoringCase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(case.criteria.all())
        for criterion in self.criteria:
            required = {"required": f"Rate criterion {criterion.position}"}
            self.fields[f"rating_{criterion.pk}"] = forms.ChoiceField(
                label="How far is it?",
                choices=CriterionRating.choices,
                widget=forms.RadioSelect,
                error_messages=required,
            )
            self.fields[f"comment_{criterion.pk}"] = forms.CharField(
                label="Comment", max_length=300, required=False
            )
        rated = [name for name in self.fields if name.startswith(("rating_", "comment_"))]
        self.order_fields(["held_on", "attendees", *rated])  # as on the page, so that problems are too

    def layout(self) -> list[Any]:
        """When and who, the criteria, the decision."""
        rated = [
            GovFieldset(
                f"{one.position}. {one.text}",
                GovField(f"rating_{one.pk}", small=True, inline=True, size="s"),
                f"comment_{one.pk}",
                size="s",
            )
            for one in self.criteria
        ]
        return [
            "version",
            GovField("held_on", size="s"),
            "attendees",
            GovText(heading="Exit criteria"),
            *rated,
            GovField("decision", size="m"),
            GovField("next_review_on", size="s", hint="Needed unless the case closes."),
            GovField("closing_note", rows=3),
            GovField("notes", rows=6),
        ]

    def meeting(self) -> Meeting:
        """What the service takes."""
        data = self.cleaned_data
        ratings = {
            one.pk: (CriterionRating(data[f"rating_{one.pk}"]), data[f"comment_{one.pk}"])
            for one in self.criteria
        }
        names = ("held_on", "attendees", "next_review_on", "closing_note", "notes")
        facts = {name: data[name] for name in names}
        return Meeting(decision=ReviewDecision(data["decision"]), ratings=ratings, **facts)


class CaseForm(TakesRefusals, forms.Form):
    """Plan, category and named officer of a case."""

    submit = "Save"

    plan = TidyField(required=False, max_length=8000)
    category = TermChoice("Category")
    officer = forms.ModelChoiceField(User.objects.none(), label="Named officer", empty_label=None)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, case: MonitoringCase, officers: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["category"].queryset = _terms(TermKind.CATEGORY, case.category_id)  # type: ignore[attr-defined]
        known = {case.officer_id, *(person.pk for person in officers)}
        self.fields["officer"].queryset = User.objects.filter(pk__in=known)  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        """Plan first."""
        return ["version", GovField("plan", rows=12), GovField("category", small=True, size="s"), "officer"]


class NoticeForm(TakesRefusals, forms.Form):
    """A formal notice that was sent."""

    submit = "Record this notice"

    kind = forms.CharField(label="What was sent", max_length=120, help_text="For example: warning notice.")
    addressee = forms.CharField(label="To whom", max_length=120, help_text="For example: chair of governors.")
    sent_on = GovDateField(label="When", noun="the day on which it was sent", initial=clock.today)
    text = TidyField(label="What it says, in short", required=False, max_length=4000)

    def layout(self) -> list[Any]:
        """What, to whom, when."""
        return ["kind", "addressee", GovField("sent_on", size="s"), GovField("text", rows=5)]


class AfterCareForm(TakesRefusals, forms.Form):
    """What was found six months after the closing."""

    submit = "Save"
    names = {"reopen_with": "next_review_on"}

    note = TidyField(
        label="What did you find?", max_length=4000, error_messages={"required": "Enter what you found"}
    )
    next_review_on = GovDateField(
        label="Open the case again, with a review meeting on",
        noun="the day of the review meeting",
        required=False,
        earliest=clock.today,
        help_text="Leave empty to end the case.",
    )

    def layout(self) -> list[Any]:
        """The note, and the way back into monitoring."""
        return [GovField("note", rows=6), GovField("next_review_on", size="s")]


class TermsForm(TakesRefusals, forms.Form):
    """The words of the local authority's scheme: rename, explain, retire, and one new of each kind."""

    submit = "Save the scheme"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.terms = list(MonitoringTerm.objects.all())
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, initial=seen())
        for term in self.terms:
            self._add(str(term.pk), term)
        for kind in TermKind:
            self._add(kind, None)

    def _add(self, key: str, term: MonitoringTerm | None) -> None:
        name, meaning = (term.name, term.meaning) if term else ("", "")
        label = "Name" if term else "Another one"
        self.fields[f"name_{key}"] = forms.CharField(
            label=label, max_length=80, required=term is not None, initial=name
        )
        self.fields[f"meaning_{key}"] = forms.CharField(
            label="What it means", max_length=200, required=False, initial=meaning
        )
        if term:
            self.fields[f"retired_{key}"] = forms.BooleanField(
                label="No longer used", required=False, initial=term.retired
            )

    def layout(self) -> list[Any]:
        """Kind by kind."""
        found: list[Any] = ["seen"]
        for kind in TermKind:
            keys = [str(term.pk) for term in self.terms if term.kind == kind]
            found.append(GovText(heading=kind.label))
            found += [GovFieldset(name, *self._boxes(key), size="s") for key, name in self._named(keys)]
            found.append(GovFieldset(f"Add to: {kind.label.lower()}", *self._boxes(kind), size="s"))
        return found

    def _named(self, keys: list[str]) -> list[tuple[str, str]]:
        names = {str(term.pk): term.name for term in self.terms}
        return [(key, names[key]) for key in keys]

    def _boxes(self, key: str) -> list[Any]:
        retired = [GovField(f"retired_{key}", small=True)] if f"retired_{key}" in self.fields else []
        return [GovField(f"name_{key}", width=30), f"meaning_{key}", *retired]

    def lines(self) -> list[TermLine]:
        """What the service takes."""
        data = self.cleaned_data
        known = [
            TermLine(
                t.pk, TermKind(t.kind), *(data[f"{part}_{t.pk}"] for part in ("name", "meaning", "retired"))
            )
            for t in self.terms
        ]
        new = [TermLine(None, kind, data[f"name_{kind}"], data[f"meaning_{kind}"]) for kind in TermKind]
        return [*known, *(line for line in new if line.name)]
