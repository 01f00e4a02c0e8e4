"""Findings: the filters above their list, and one finding's themes to be confirmed."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from peerchallenge.choices import FindingKind
from peerchallenge.forms.filters import FilterForm
from peerchallenge.models import Finding, Round
from peerchallenge.services.findings import Decision
from schools.models import Theme

WAITING, SETTLED = "waiting", "confirmed"
MORE = ("one", "two")


def _rounds(request: HttpRequest) -> Any:
    return Round.objects.visible_to(request.user).select_related("year")  # type: ignore[arg-type]


class FindingFilter(django_filters.FilterSet):
    """Findings of a round, a theme, a kind, and whether somebody has confirmed their themes."""

    round = django_filters.ModelChoiceFilter(queryset=_rounds, label="Round", empty_label="All rounds")
    theme = django_filters.ModelChoiceFilter(
        queryset=Theme.objects.filter(merged_into=None),
        label="Theme",
        empty_label="All themes",
        method="about",
        distinct=True,
    )
    kind = django_filters.ChoiceFilter(choices=FindingKind.choices, label="Kind", empty_label="All kinds")
    themes = django_filters.ChoiceFilter(
        choices=[(WAITING, "Waiting"), (SETTLED, "Confirmed")],
        label="Their themes",
        empty_label="Waiting or confirmed",
        method="standing",
    )

    class Meta:
        model = Finding
        form = FilterForm
        fields = ["round", "theme", "kind"]

    def about(self, rows: QuerySet[Finding], name: str, value: Theme) -> QuerySet[Finding]:
        """Findings with this theme confirmed."""
        return rows.filter(tags__theme=value, tags__confirmed=True)

    def standing(self, rows: QuerySet[Finding], name: str, value: str) -> QuerySet[Finding]:
        """Findings that wait, or that do not."""
        return rows.filter(settled_at__isnull=value == WAITING)


class ThemesForm(forms.Form):
    """The themes of one finding: those it has or that are proposed, ticked, and two more to choose from the vocabulary."""

    def __init__(
        self, data: Any = None, *, finding: Finding, vocabulary: Sequence[Theme], **kwargs: Any
    ) -> None:
        self.finding, self.tags = finding, list(finding.tags.all())
        super().__init__(data, prefix=f"f{finding.pk}", **kwargs)
        themes = {theme.pk: theme for theme in vocabulary} | {tag.theme_id: tag.theme for tag in self.tags}
        self.themes = {str(pk): theme for pk, theme in themes.items()}
        shown = [(str(tag.theme_id), tag.theme.name) for tag in self.tags]
        rest = [(pk, theme.name) for pk, theme in self.themes.items() if pk not in dict(shown)]
        self.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput, initial=finding.revision)
        self.fields["later"] = forms.BooleanField(required=False)
        # What was on the page when it was opened may have been replaced since: any theme is taken from the ticks.
        self.fields["themes"] = forms.MultipleChoiceField(
            choices=[(pk, theme.name) for pk, theme in self.themes.items()],
            required=False,
            initial=[pk for pk, _ in shown],
        )
        for name in MORE:
            self.fields[name] = forms.ChoiceField(choices=[("", "None"), *rest, *shown], required=False)

    @property
    def ticks(self) -> list[dict[str, Any]]:
        """The themes to tick: those of the finding, and those that were ticked on the page that was sent."""
        ticked = {str(value) for value in self["themes"].value() or []}
        known = {str(tag.theme_id): tag for tag in self.tags}
        keys = [*known, *sorted(ticked - known.keys())]
        return [
            {"key": key, "theme": self.themes[key], "tag": known.get(key), "ticked": key in ticked}
            for key in keys
            if key in self.themes
        ]

    def decision(self) -> Decision | None:
        """What was decided; None where it is left for later. Call it on a valid form."""
        data = self.cleaned_data
        if data["later"]:
            return None
        keys = [*data["themes"], *(data[name] for name in MORE if data[name])]
        chosen = [self.themes[key] for key in dict.fromkeys(keys)]
        return Decision(self.finding, tuple(chosen), data["revision"])
