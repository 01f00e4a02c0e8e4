"""Forms of quality assurance: the declaration of independence, the own judgement, and the parts of the QA report."""

from typing import Any

from django import forms
from django.urls import reverse

from hlp.forms import (
    GovBeside,
    GovButton,
    GovButtons,
    GovDetails,
    GovField,
    GovInclude,
    GovLink,
    MaxWords,
    TidyField,
)
from peerchallenge.choices import Accuracy, QARating, QAVerdict
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.forms.selfevaluation import PartForm
from peerchallenge.models import Area, Direction
from peerchallenge.packs.qa_parts import Point, QAPart
from peerchallenge.services.qa.judging import Own
from schools.models import School

MOST_WORDS = 200
LATER = ("", "Not decided yet")
KINDS = {"rating": QARating.choices, "verdict": QAVerdict.choices}


class DeclarationForm(TakesRefusals, forms.Form):
    """No tie in the borough for three years, but for those named."""

    submit = "Declare"

    none = forms.BooleanField(
        label="I have had no post, governorship, consultancy or family tie in this borough within three years, "
        "except what I name below",
        error_messages={"required": "Tick the box to make the declaration"},
    )
    ties = forms.ModelMultipleChoiceField(
        School.objects.none(),
        label="Schools with which I have or had a tie",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    detail = TidyField(
        label="What the tie is, and until when",
        required=False,
        max_length=2000,
        help_text="Only if you chose a school.",
    )
    near = forms.ModelChoiceField(
        School.objects.none(),
        label="The school nearest to where you set out from (if you like)",
        required=False,
        empty_label="Not said",
        help_text="So that you are proposed for sessions that are not far.",
    )

    def __init__(self, *args: Any, schools: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("ties", "near"):
            self.fields[name].queryset = schools  # type: ignore[attr-defined]

    def layout(self) -> list[Any]:
        """The tick, then exceptions behind a summary."""
        ties = GovDetails("Name a school with which you have a tie", GovField("ties", small=True), "detail")
        buttons = GovButtons(GovButton(self.submit), GovLink("Not now", reverse("hlp:home")))
        return ["none", ties, "near", buttons]


class QAForm(TakesRefusals, PartForm):
    """A part of the QA report that saves itself. Unknown choices count as none in a draft."""

    def draft(self) -> dict[str, str]:
        """What was typed and chosen, however unfinished."""
        found = super().draft()
        for name, field in self.fields.items():
            if isinstance(field, forms.ChoiceField) and found.get(name):
                choices: Any = field.choices
                known = {str(value) for value, _ in choices}
                found[name] = found[name] if found[name] in known else ""
        return found


class QAPartForm(QAForm):
    """One part: its ratings and texts. Nothing has to be filled in before the report is sent."""

    def __init__(self, *args: Any, part: QAPart, **kwargs: Any) -> None:
        self.part = part
        super().__init__(*args, **kwargs)
        for point in part.points:
            self.fields[point.name] = _field(point)
        self.boxes = tuple(_box(point) for point in part.points)


def _field(point: Point) -> forms.Field:
    if point.kind == "text":
        label = f"{point.label} (if any)" if point.optional else point.label
        return TidyField(label=label, required=False, validators=[MaxWords(MOST_WORDS)])
    choices = [*KINDS[point.kind], LATER]
    return forms.ChoiceField(
        label=point.label, help_text=point.hint, choices=choices, widget=forms.RadioSelect, required=False
    )


def _box(point: Point) -> GovField:
    return (
        GovField(point.name, rows=5) if point.kind == "text" else GovField(point.name, size="m", small=True)
    )


class OwnJudgementForm(QAForm):
    """The QA reviewer's own judgement: saved as a draft, then recorded for good."""

    names: dict[str, str] = {}

    def __init__(self, *args: Any, areas: list[Area], directions: list[Direction], **kwargs: Any) -> None:
        self.areas = areas
        super().__init__(*args, **kwargs)
        for area in areas:
            self.fields[f"area_{area.pk}"] = _accuracy(f"{area}: is the self-evaluation accurate?")
        self.fields["overall"] = _accuracy("Overall: is the self-evaluation accurate?")
        self.fields["overall_evidence"] = _evidence("Evidence for your judgement overall")
        found = [(one.code, one.label) for one in directions]
        self.fields["direction"] = forms.ChoiceField(
            label="Where is the school heading?",
            choices=[*found, LATER],
            widget=forms.RadioSelect,
            required=False,
        )
        self.fields["direction_evidence"] = _evidence("Evidence for your judgement on direction")
        self.fields["sure"] = forms.BooleanField(
            label="I have not read the team’s report, and I know that my judgement cannot be changed later",
            required=False,
        )

    def layout(self) -> list[Any]:
        """Area by area, overall, direction; then keep the draft or record it."""
        judged = [GovField(f"area_{area.pk}", size="s", small=True) for area in self.areas]
        judged.append(GovField("overall", size="m", small=True))
        judged.append(GovField("overall_evidence", rows=4))
        judged.append(GovField("direction", size="m", small=True))
        judged.append(GovField("direction_evidence", rows=4))
        return [
            *self.hidden,
            GovBeside(*judged, GovField("sure")),
            GovInclude("peerchallenge/selfevaluation/_saved.html"),
            GovButtons(
                GovButton("Record my judgement", name="record"),
                GovButton("Save and finish later", style="secondary", name="later"),
                GovLink("Back to the list", self.list_url),
            ),
        ]

    def draft(self) -> dict[str, str]:
        """Without the tick, which is no part of the judgement."""
        found = super().draft()
        found.pop("sure", None)
        return found

    def own(self) -> Own:
        """What the service takes."""
        data = self.cleaned_data
        return Own(
            overall=data["overall"],
            overall_evidence=data["overall_evidence"],
            direction=data["direction"],
            direction_evidence=data["direction_evidence"],
            areas={area.pk: data[f"area_{area.pk}"] for area in self.areas},
        )


def _accuracy(label: str) -> forms.ChoiceField:
    choices = [*Accuracy.choices, LATER]
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, required=False)


def _evidence(label: str) -> TidyField:
    return TidyField(label=label, required=False, validators=[MaxWords(MOST_WORDS)])
