"""Forms of what a school reports: its few figures, typed or from our template."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from hlp.forms import GovButton, GovButtons, GovDetails, GovField, GovFieldset, GovForm, GovLink, GovText
from scorecard.choices import Unit
from scorecard.models import Measure
from scorecard.services import reports
from scorecard.services.imports import template, written

LARGEST_UPLOAD = 2_000_000  # bytes; a filled template of one school has some ten thousand
SUFFIXES = {Unit.PERCENT: "%"}


def plain(value: Decimal) -> str:
    """A figure as somebody would type it."""
    return f"{value.normalize():f}"


class ReportForm(GovForm):
    """A figure and the number of pupils for each measure; what is left blank is not told."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, lines: list[reports.Line], action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines, self.helper.form_action = lines, action
        for line in lines:
            name, measure = line.measure.code, line.measure
            self.fields[f"v-{name}"] = forms.CharField(
                required=False, label=_named("Figure", measure), max_length=20
            )
            self.fields[f"n-{name}"] = forms.CharField(
                required=False, label=_named("Pupils", measure), max_length=8
            )

    @staticmethod
    def initial_of(lines: list[reports.Line], told: dict[str, reports.Told] | None = None) -> dict[str, Any]:
        """What the form shows first: what the school told last, and what a file tells in its place."""
        values: dict[str, Any] = {"version": reports.version_of(lines)}
        for line in lines:
            said = (told or {}).get(line.measure.code) or line.told
            if said and said.value is not None:
                values[f"v-{line.measure.code}"] = plain(said.value)
                values[f"n-{line.measure.code}"] = said.cohort if said.cohort is not None else ""
        return values

    def layout(self) -> list[Any]:
        """Topic by topic what nobody has published yet; then what was published."""
        waiting = [line for line in self.lines if line.published is None]
        published = [line for line in self.lines if line.published is not None]
        parts: list[Any] = ["version", *_topics(waiting)]
        if published:
            parts.append(
                GovDetails("Already published: report these only where you know better", *_topics(published))
            )
        return [*parts, GovButtons(GovButton("Save these figures"), GovLink("Cancel", reverse("hlp:home")))]

    def clean(self) -> dict[str, Any]:
        """Each figure in the unit of its measure; pupils only beside a figure."""
        cleaned = super().clean() or self.cleaned_data
        self.told = [told for line in self.lines if (told := self._told(line.measure))]
        return cleaned

    def _told(self, measure: Measure) -> reports.Told | None:
        value, pupils = (self.cleaned_data.get(f"{part}-{measure.code}", "") for part in "vn")
        if not value and not pupils:
            return None
        try:
            figure = template.value_of(value, measure)
        except ValueError as error:
            why = str(error) if value else "write the figure too, or leave the pupils blank"
            self.add_error(f"v-{measure.code}", f"{measure.short_name}: {why}")
            return None
        try:
            return reports.Told(measure, figure, written.whole(pupils))
        except ValueError as error:
            self.add_error(f"n-{measure.code}", f"{measure.short_name}: {error}")
            return None


def _named(part: str, measure: Measure) -> str:
    return f"{part}, {measure.short_name}"


def _topics(lines: list[reports.Line]) -> Iterator[Any]:
    for topic, found in groupby(lines, key=lambda line: line.measure.get_topic_display()):
        yield GovText(heading=topic)
        for line in found:
            yield _fieldset(line)


def _fieldset(line: reports.Line) -> GovFieldset:
    """One measure: the figure, of how many pupils, and what was published if something was."""
    measure = line.measure
    hint = f"Published: {line.published.shown}, {line.published.source.title}" if line.published else ""
    suffix = {"suffix": SUFFIXES[Unit(measure.unit)]} if measure.unit in SUFFIXES else {}
    figure = GovField(f"v-{measure.code}", label="Figure", width=5, inputmode="decimal", **suffix)
    pupils = GovField(f"n-{measure.code}", label="Pupils", width=4, inputmode="numeric")
    counts_pupils = measure.unit == Unit.NUMBER
    return GovFieldset(measure.name, figure, *([] if counts_pupils else [pupils]), size="s", hint=hint)


class ReportFileForm(GovForm):
    """Our template, filled in for one school."""

    file = forms.FileField(
        label="The template, filled in",
        help_text="CSV or .xlsx, at most 2 MB.",
        error_messages={"required": "Choose the file that you filled in", "empty": "The file is empty."},
    )

    def __init__(self, *args: Any, action: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.form_action = action

    def layout(self) -> list[Any]:
        """The file and the way on."""
        button = GovButton("Read the file", style="secondary")
        return [GovField("file", accept=".csv,.xlsx"), GovButtons(button)]

    def clean_file(self) -> UploadedFile:
        """A file that is no larger than a template can be."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_UPLOAD:
            raise ValidationError(f"The file must be smaller than {LARGEST_UPLOAD // 1_000_000} MB")
        return file


def page_of(urn: int, year: int) -> str:
    """The page on which a school reports a year."""
    return reverse("scorecard:report-edit", args=[urn, year])
