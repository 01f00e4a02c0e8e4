"""Forms of the directory of good practice."""

from collections.abc import Iterable
from typing import Any

from django import forms

from hlp.forms import GovButton, GovButtons, GovDateField, GovField, GovFieldset, GovLink, MaxWords, TidyField
from hlp.forms.refusals import TakesRefusals
from schools.choices.practice import PracticeKind
from schools.models import PracticeEntry, School, Theme
from schools.services.directory.nominating import LONGEST_TITLE

NAMES = "Name no child and no member of staff."


def prose(label: str, words: int, help_text: str = "") -> TidyField:
    """A box for some paragraphs, empty where nothing is known yet."""
    return TidyField(label=label, required=False, help_text=help_text, validators=[MaxWords(words)])


class NominateForm(TakesRefusals, forms.Form):
    """What is worth sharing, at which school."""

    submit = "Save and continue"

    school = forms.ModelChoiceField(School.objects.none(), label="School", empty_label="Choose a school")
    title = forms.CharField(
        label="Title", max_length=LONGEST_TITLE, help_text="Short and plain: “Talk before writing in year 1”."
    )
    kind = forms.ChoiceField(label="What is it?", choices=PracticeKind.choices, widget=forms.RadioSelect)
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(), label="Themes", required=False, widget=forms.CheckboxSelectMultiple
    )
    text = prose("What did you see?", 200, "The school reads this when it writes. It is not published.")

    def __init__(self, *args: Any, schools: Any, themes: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        school, choice = self.fields["school"], self.fields["themes"]
        school.queryset, choice.queryset = schools, themes  # type: ignore[attr-defined]
        self.fields["kind"].initial = PracticeKind.CASE_STUDY
        if len(schools) == 1:
            school.initial, school.widget = schools[0].pk, forms.HiddenInput()
        if own:
            del self.fields["text"]

    def layout(self) -> list[Any]:
        """School, title, kind, themes, and for others what they saw."""
        parts: list[Any] = [
            GovField("school", size="s"),
            GovField("title", size="s"),
            GovField("kind", size="s", small=True),
            GovField("themes", size="s", small=True),
        ]
        return parts if self.own else [*parts, GovField("text", size="s", rows=5)]


class PartForm(TakesRefusals, forms.ModelForm):
    """One part of an entry. ``taken`` are the fields that it writes; everything may be left for later."""

    submit = "Save"
    heading, lead = "", ""
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = PracticeEntry
        fields: list[str] = []

    def __init__(self, *args: Any, cancel: str, **kwargs: Any) -> None:
        self.cancel = cancel
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version

    def facts(self) -> dict[str, Any]:
        """What was written, by the names of the model."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or []}

    def fields_in_order(self) -> list[Any]:
        """The boxes of this part."""
        return [GovField(name, size="s") for name in self._meta.fields or []]

    def layout(self) -> list[Any]:
        """The boxes, then the way on and the way back."""
        buttons = GovButtons(GovButton(self.submit), GovLink("Cancel", self.cancel))
        return ["version", *self.fields_in_order(), buttons]


class AboutForm(PartForm):
    """Title, kind, summary, themes and areas."""

    heading = "What it is"
    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(), label="Themes", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Others search by these. One to three is best.",
    )  # fmt: skip
    areas = forms.MultipleChoiceField(
        label="Areas of self-evaluation", required=False, widget=forms.CheckboxSelectMultiple
    )
    summary = TidyField(
        label="In one or two sentences", required=False, max_length=300, widget=forms.Textarea,
        help_text="What a busy colleague reads first.",
    )  # fmt: skip

    class Meta:
        model = PracticeEntry
        fields = ["title", "kind", "summary", "phase", "year_groups"]
        widgets = {"kind": forms.RadioSelect}
        labels = {"kind": "What is it?", "year_groups": "Year groups"}
        help_texts = {"year_groups": "For example “Years 1 and 2”, or “Reception”."}

    def __init__(self, *args: Any, themes: Any, areas: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].queryset = themes  # type: ignore[attr-defined]
        self.fields["areas"].choices = [(name, name) for name in areas]  # type: ignore[attr-defined]
        self.fields["themes"].initial = list(self.instance.themes.values_list("pk", flat=True))
        self.fields["areas"].initial = [area.name for area in self.instance.areas.all()]

    def fields_in_order(self) -> list[Any]:
        """The words first, then what others find it by."""
        return [
            GovField("title", size="s"),
            GovField("summary", size="s", rows=3),
            GovField("kind", size="s", small=True),
            GovField("themes", size="s", small=True),
            GovField("areas", size="s", small=True),
            GovField("phase", size="s"),
            GovField("year_groups", size="s", width="20"),
        ]


class ContextForm(PartForm):
    """The school in which it works: figures from the register and the score card, to be checked."""

    heading = "Your school"
    lead = "So that others see how like theirs your school is. The figures come from the register and the score card."
    context = prose(
        "What else should others know of your school?", 150, "Leave it empty if nothing matters here."
    )

    class Meta:
        model = PracticeEntry
        fields = ["roll", "pupil_premium", "eal", "context"]
        labels = {
            "pupil_premium": "Pupils who attract the pupil premium",
            "eal": "Pupils with English as an additional language",
        }

    def fields_in_order(self) -> list[Any]:
        """Three figures and a box."""
        return [
            GovField("roll", size="s", width="5", inputmode="numeric"),
            GovField("pupil_premium", size="s", width="5", suffix="%", inputmode="decimal"),
            GovField("eal", size="s", width="5", suffix="%", inputmode="decimal"),
            GovField("context", size="s", rows=4),
        ]


class PracticeForm(PartForm):
    """Why and what."""

    heading = "Why and what you did"
    need = prose("Why did you do it?", 200, f"The need that you saw, and how you knew. {NAMES}")
    what_we_did = prose(
        "What did you do?",
        500,
        "So that another school could do it on Monday. Lines that begin with a dash make a list.",
    )

    class Meta:
        model = PracticeEntry
        fields = ["need", "what_we_did", "cost", "time"]
        labels = {"cost": "What did it cost?", "time": "How long did it take?"}
        help_texts = {"cost": "Money and cover, for example “£600 for books, two days of cover”.",
                      "time": "For example “one term to set up, then 20 minutes a day”."}  # fmt: skip

    def fields_in_order(self) -> list[Any]:
        """Two long boxes and two short ones."""
        return [
            GovField("need", size="s", rows=6),
            GovField("what_we_did", size="s", rows=12),
            GovField("cost", size="s"),
            GovField("time", size="s"),
        ]


class ImpactForm(PartForm):
    """What it changed, with a figure where there is one."""

    heading = "What it changed"
    impact = prose("What has changed for pupils?", 300, f"And how you know that it was this. {NAMES}")
    would_change = prose(
        "What would you do differently?", 200, "What did not work is what others learn most from."
    )

    class Meta:
        model = PracticeEntry
        fields = ["impact", "measure", "before", "after", "pupils", "source", "would_change"]
        labels = {
            "measure": "What was measured", "before": "Before", "after": "After",
            "pupils": "Of how many pupils", "source": "Where the figures come from",
        }  # fmt: skip
        help_texts = {
            "before": "For example “61%”.", "after": "For example “78%”.",
            "pupils": "With fewer than six, leave the figures out: somebody could be recognised.",
            "source": "For example “phonics check 2025 and 2026”, or “our own survey of parents”.",
        }  # fmt: skip

    def clean_pupils(self) -> int | None:
        """So few pupils could be recognised."""
        number: int | None = self.cleaned_data["pupils"]
        if number is not None and number < 6:
            raise forms.ValidationError("Leave the figures out where they count fewer than six pupils")
        return number

    def fields_in_order(self) -> list[Any]:
        """The words, the figure, and what did not work."""
        return [
            GovField("impact", size="s", rows=7),
            GovFieldset(
                "One figure, if you have it",
                GovField("measure", size="s"),
                GovField("before", size="s", width="10"),
                GovField("after", size="s", width="10"),
                GovField("pupils", size="s", width="5", inputmode="numeric"),
                GovField("source", size="s"),
            ),
            GovField("would_change", size="s", rows=6),
        ]


class OthersForm(PartForm):
    """What others can use, whom to ask, when to come."""

    heading = "For other schools"
    resources = prose(
        "What can others use?", 200, "Materials, books, addresses. Files are added on the page of the entry."
    )
    validated_on = GovDateField(label="When was that?", required=False)

    class Meta:
        model = PracticeEntry
        fields = [
            "resources", "contact_role", "visits_welcome", "visit_days", "visit_capacity",
            "validated_by", "validated_on", "review_months",
        ]  # fmt: skip
        labels = {
            "contact_role": "Whom can others ask?", "visits_welcome": "Visits are welcome",
            "visit_days": "When do visits suit?", "visit_capacity": "How many visitors can come on one day?",
            "validated_by": "Who else has seen it?", "review_months": "Look at it again after how many months?",
        }  # fmt: skip
        help_texts = {
            "contact_role": "A role, not a name: “assistant headteacher for English”.",
            "visit_days": "For example “Tuesday and Thursday mornings, not in test weeks”.",
            "review_months": "From 12 to 24.",
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A day without an occasion says nothing."""
        data = super().clean() or self.cleaned_data
        if data.get("validated_on") and not data.get("validated_by"):
            self.add_error("validated_by", "Say who has seen it on that day")
        return data

    def fields_in_order(self) -> list[Any]:
        """What, who, when."""
        return [
            GovField("resources", size="s", rows=5),
            GovField("contact_role", size="s"),
            GovFieldset(
                "Visits",
                "visits_welcome",
                GovField("visit_days", size="s"),
                GovField("visit_capacity", size="s", width="3", inputmode="numeric"),
            ),
            GovField("validated_by", size="s"),
            GovField("validated_on", size="s"),
            GovField("review_months", size="s", width="3", inputmode="numeric"),
        ]


PART_FORMS: dict[str, type[PartForm]] = {
    "about": AboutForm,
    "context": ContextForm,
    "practice": PracticeForm,
    "impact": ImpactForm,
    "others": OthersForm,
}
