"""Forms of the report: one a section, made from the table of sections, and the form that seals a version."""

import re
from functools import cached_property
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.urls import reverse

from hlp.forms import (
    GovBeside,
    GovButton,
    GovButtons,
    GovField,
    GovFieldset,
    GovForm,
    GovInclude,
    GovLink,
    TidyField,
)
from peerchallenge.choices import Accuracy, SupportWanted
from peerchallenge.forms.refusals import TakesRefusals
from peerchallenge.models import ChallengeSession, Direction
from peerchallenge.packs.sections import AREA_WORDS, Box, Section

Answers = dict[str, Any]
FEWEST_ROWS = 3


class SectionForm(TakesRefusals, GovForm):
    """A section of one or more texts. Nothing is required while the report is written.

    ``answers`` are those of the whole report; ``rows`` is how many actions to offer at least.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    page = forms.CharField(max_length=32, widget=forms.HiddenInput, required=False)
    turn = forms.IntegerField(widget=forms.HiddenInput, required=False)
    taken = forms.RegexField(
        r"^[0-9]{1,9}(?:,[0-9]{1,9})*$", max_length=2000, widget=forms.HiddenInput, required=False
    )

    def __init__(
        self,
        *args: Any,
        section: Section,
        session: ChallengeSession,
        answers: Answers,
        own: dict[int, str] | None = None,
        rows: int = 0,
        **kwargs: Any,
    ) -> None:
        self.section, self.session, self.answers, self.own = section, session, answers, own or {}
        self.rows = rows
        self.closed = False
        super().__init__(*args, **kwargs)
        self.build()

    def build(self) -> None:
        """Add the fields of the section, filled with what is stored."""
        for box in self.section.boxes:
            self.add_text(box.name, box.label, self.answers[box.name], hint=box.hint, rows=box.rows)

    def add_text(self, name: str, label: str, value: str, *, hint: str = "", rows: int = 8) -> None:
        """Add one text box."""
        widget = forms.Textarea(attrs={"rows": rows, "spellcheck": "true"})
        self.fields[name] = TidyField(
            label=label, help_text=hint, required=False, initial=value, widget=widget
        )

    def add_choice(self, name: str, label: str, choices: Any, value: str) -> None:
        """Add one group of radios."""
        self.fields[name] = forms.ChoiceField(
            label=label, choices=choices, required=False, initial=value, widget=forms.RadioSelect
        )

    def typed(self) -> Answers:
        """The section's answers as typed; call it on a valid form."""
        return {box.name: self.cleaned_data[box.name] for box in self.section.boxes}

    def body(self) -> list[Any]:
        """The layout of the section's own fields."""
        return [_text_field(box) for box in self.section.boxes]

    def layout(self) -> list[Any]:
        """Hidden fields, the section's own, what autosave says, and the buttons."""
        saved = GovInclude("peerchallenge/report/_saved_line.html")
        hidden = [
            GovInclude("peerchallenge/report/_default_button.html"),
            "revision",
            "page",
            "turn",
            "taken",
        ]
        beside = GovBeside(*self.body(), template="peerchallenge/report/_beside.html")
        return [*hidden, beside, saved, GovButtons(*self.buttons())]

    @property
    def taken_notes(self) -> list[int]:
        """The notes of the day that were taken in on the page; call it on a valid form."""
        return [int(note) for note in self.cleaned_data["taken"].split(",") if note]

    @property
    def saves_itself(self) -> bool:
        """Whether autosave runs: not where nothing can be saved."""
        return not self.closed

    def buttons(self) -> list[GovInclude]:
        """Save and go on, or save and leave."""
        if self.closed:
            return [GovLink("Back to the session", self.session.get_absolute_url())]
        return [
            GovButton("Save and continue"),
            GovButton("Save and come back later", style="secondary", name="later"),
        ]

    @cached_property
    def helper(self) -> FormHelper:
        """With what autosave needs on the form itself."""
        helper = super().helper
        helper.form_id = "section-form"
        if not self.saves_itself:
            return helper
        helper.attrs = {
            "data-autosave": "",
            "data-kept": f"report:{self.session.pk}:{self.section.slug}",
            "hx-post": reverse("peerchallenge:report-save", args=[self.session.pk, self.section.slug]),
            "hx-trigger": "input delay:2s, retry",
            "hx-target": "#saved",
            "hx-swap": "innerHTML",
        }
        return helper


def _text_field(box: Box) -> GovField:
    return GovField(box.name, size="s", words=box.words)


class AreasForm(SectionForm):
    """The judgement on the self-evaluation: each area, then overall."""

    def build(self) -> None:
        """Two fields an area, and the judgement overall."""
        for area in self.answers["areas"]:
            label = f"Compared with the evidence, what the school says of {area['name'].lower()} is"
            self.add_choice(f"accuracy_{area['id']}", label, Accuracy.choices, area["accuracy"])
            self.add_text(
                f"evidence_{area['id']}", f"Evidence on {area['name'].lower()}", area["evidence"], rows=3
            )
        label = "Compared with the evidence, the self-evaluation as a whole is"
        self.add_choice("overall_accuracy", label, Accuracy.choices, self.answers["overall_accuracy"])
        super().build()

    def typed(self) -> Answers:
        """Areas, the judgement overall and its evidence."""
        given = self.cleaned_data
        areas = [
            {**area, "accuracy": given[f"accuracy_{area['id']}"], "evidence": given[f"evidence_{area['id']}"]}
            for area in self.answers["areas"]
        ]
        return {**super().typed(), "areas": areas, "overall_accuracy": given["overall_accuracy"]}

    def body(self) -> list[Any]:
        """A fieldset for each area, and one for the whole."""
        areas = [
            GovFieldset(
                area["name"],
                GovField(f"accuracy_{area['id']}", small=True, inline=True),
                GovField(f"evidence_{area['id']}", words=AREA_WORDS),
                hint=self._own(area["id"]),
            )
            for area in self.answers["areas"]
        ]
        overall = GovField("overall_accuracy", small=True, inline=True)
        return [*areas, GovFieldset("Overall", overall, *super().body())]

    def _own(self, area: int) -> str:
        return f"The school’s own judgement: {self.own[area]}." if area in self.own else ""


class DirectionForm(SectionForm):
    """The judgement on direction, from the year's scheme."""

    def build(self) -> None:
        """The choices are the year's directions."""
        self.scheme = list(Direction.objects.filter(year=self.session.round.year_id))
        choices = [(value.code, value.label) for value in self.scheme]
        self.add_choice("direction", "The school’s direction", choices, self.answers["direction"])
        super().build()

    def typed(self) -> Answers:
        """The direction's code and its evidence."""
        return {**super().typed(), "direction": self.cleaned_data["direction"]}

    def body(self) -> list[Any]:
        """Each direction with its meaning."""
        hints = {value.code: value.meaning for value in self.scheme if value.meaning}
        return [GovField("direction", size="s", hints=hints), *super().body()]


class SupportForm(SectionForm):
    """The support that is wanted."""

    def build(self) -> None:
        """None, from peers, or brokered."""
        label = "What support does the school want?"
        self.add_choice("support", label, SupportWanted.choices, self.answers["support"])
        super().build()

    def typed(self) -> Answers:
        """The kind of support and its detail."""
        return {**super().typed(), "support": self.cleaned_data["support"]}

    def body(self) -> list[Any]:
        """The radios, then the detail."""
        return [GovField("support", size="s"), *super().body()]


class ActionsForm(SectionForm):
    """Agreed actions, one fieldset each; empty ones are ignored."""

    count = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def build(self) -> None:
        """As many rows as are stored, were posted or are asked for, three at least."""
        stored = self.answers["actions"]
        posted = (
            int(value)
            if self.is_bound and re.fullmatch(r"[0-9]{1,2}", value := self.data.get("count", ""))
            else 0
        )
        total = min(max(len(stored), posted, self.rows, FEWEST_ROWS), 50)
        self.rows = total
        self.fields["count"].initial = total
        for place in range(total):
            row = stored[place] if place < len(stored) else {"what": "", "who": "", "by_when": ""}
            self._add_row(place, row)

    def _add_row(self, place: int, row: dict[str, str]) -> None:
        self.add_text(f"what_{place}", "What is to be done", row["what"], rows=3)
        for key, label, hint in (
            ("who", "Who sees to it", "A role, for example: deputy headteacher"),
            ("by_when", "By when", "For example: end of the spring term"),
        ):
            self.fields[f"{key}_{place}"] = TidyField(
                label=label, help_text=hint, required=False, initial=row[key], widget=forms.TextInput
            )

    def typed(self) -> Answers:
        """The actions in order."""
        keys = ("what", "who", "by_when")
        rows = [{key: self.cleaned_data[f"{key}_{place}"] for key in keys} for place in range(self.rows)]
        return {"actions": rows}

    def body(self) -> list[Any]:
        """A fieldset for each action, and a button for one more."""
        rows = [
            GovFieldset(
                f"Action {place + 1}",
                f"what_{place}",
                GovField(f"who_{place}", width="two-thirds"),
                GovField(f"by_when_{place}", width="one-half"),
            )
            for place in range(self.rows)
        ]
        return ["count", *rows]

    def buttons(self) -> list[GovInclude]:
        """With one more for another row."""
        first, *others = super().buttons()
        more = GovButton("Save and add another action", style="secondary", name="more")
        return [first, more, *others] if self.saves_itself else [first, *others]


FORMS: dict[str, type[SectionForm]] = {
    "texts": SectionForm,
    "note": SectionForm,
    "areas": AreasForm,
    "direction": DirectionForm,
    "actions": ActionsForm,
    "support": SupportForm,
}


class SealForm(TakesRefusals, GovForm):
    """The reason, and every text of the version to be replaced. ``texts``: name, label, text."""

    submit = "Seal this version and send its replacement"
    reason = TidyField(
        label="Reason for sealing",
        help_text="Everybody who can read the report reads this reason. Do not name anybody in it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, texts: list[tuple[str, str, str]], href: str, **kwargs: Any) -> None:
        self.texts, self.href = texts, href
        super().__init__(*args, **kwargs)
        for name, label, value in texts:
            rows = min(10, max(2, len(value) // 75 + 1))
            widget = forms.Textarea(attrs={"rows": rows})
            self.fields[name] = TidyField(label=label, required=False, initial=value, widget=widget)

    def replacement(self) -> dict[str, str]:
        """The new texts by name; call it on a valid form."""
        return {name: self.cleaned_data[name] for name, _, _ in self.texts}

    def layout(self) -> list[Any]:
        """The reason, then the texts."""
        texts = [GovField(name, size="s") for name, _, _ in self.texts]
        buttons = GovButtons(GovButton(self.submit, style="warning"), GovLink("Cancel", self.href))
        return [GovField("reason", size="m"), GovFieldset("The texts of the replacement", *texts), buttons]
