"""The search of the directory of good practice: words and filters."""

from collections.abc import Sequence
from typing import Any

from django import forms

from hlp.forms import GovForm
from hlp.likeness import LONGEST_TYPED
from schools.choices import Phase
from schools.choices.practice import PracticeKind
from schools.models import PracticeArea, PracticeEdition, School, Theme
from schools.services.directory.search import Wanted

KILOMETRES = (1, 2, 5, 10)
FILTERS = ("theme", "kind", "phase", "area", "within", "visits")


class PracticeSearchForm(GovForm):
    """What is looked for; anything impossible is left aside. ``own``: the schools from which distance is measured."""

    q = forms.CharField(
        required=False,
        label="Search good practice",
        help_text="A word, a theme or a question, such as: boys who will not write.",
        max_length=LONGEST_TYPED,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    theme = forms.ModelChoiceField(Theme.objects.none(), required=False, empty_label="Any theme")
    kind = forms.ChoiceField(required=False, choices=[("", "Any kind"), *PracticeKind.choices])
    phase = forms.ChoiceField(required=False, choices=[("", "Any phase"), *Phase.choices])
    area = forms.ChoiceField(required=False, label="Area of self-evaluation")
    within = forms.ChoiceField(
        required=False,
        label="How far from your school",
        choices=[("", "Any distance"), *((str(one), f"Within {one} km") for one in KILOMETRES)],
    )
    visits = forms.BooleanField(required=False, label="Visits welcome")

    def __init__(self, *args: Any, own: Sequence[School] = (), public: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        editions = PracticeEdition.objects.for_everybody() if public else PracticeEdition.objects.standing()
        areas = PracticeArea.objects.filter(practiceeditions__in=editions).distinct()
        names = list(areas.values_list("name", flat=True))
        themes = Theme.objects.in_use()
        told = themes.filter(practiceeditions__in=editions).distinct() if public else themes
        self.fields["theme"].queryset = told  # type: ignore[attr-defined]
        self.fields["area"].choices = [("", "Any area"), *((name, name) for name in names)]  # type: ignore[attr-defined]
        if not names:
            del self.fields["area"]
        if not own:
            del self.fields["within"]
        self.is_valid()

    @property
    def words(self) -> str:
        """What was typed."""
        return str(self.cleaned_data.get("q", ""))

    @property
    def filters(self) -> list[Any]:
        """The fields beside the words."""
        return [self[name] for name in FILTERS if name in self.fields]

    @property
    def chosen(self) -> int:
        """How many filters are set."""
        return sum(bool(self.cleaned_data.get(name)) for name in FILTERS)

    def wanted(self) -> Wanted:
        """What the search takes."""
        told = self.cleaned_data
        return Wanted(
            words=self.words,
            theme=told.get("theme"),
            visits=bool(told.get("visits")),
            within=int(told.get("within") or 0) * 1000,
            near=tuple(self.own),
            **{name: told.get(name) or "" for name in ("kind", "phase", "area")},
        )
