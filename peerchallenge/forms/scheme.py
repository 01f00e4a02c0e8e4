"""The form of a year's scheme: one box an area, one group a direction, and an empty one of each to add."""

from typing import Any

from django import forms
from django.urls import reverse

from hlp.forms import GovButton, GovButtons, GovField, GovFieldset, GovForm, GovLink, GovText
from peerchallenge.models import Area, Direction, DocumentRule, EvidenceRule
from peerchallenge.services.evidence.retention import days_of
from peerchallenge.services.hostdocuments import months_in
from peerchallenge.services.schemes import (
    AreaLine,
    DirectionLine,
    reply_days,
    seen,
    theme_rule,
    used_areas,
    used_directions,
)
from schools.models import AcademicYear

NEW = "new"


class SchemeForm(GovForm):
    """Areas and directions of one year. What is in use can be renamed and not removed."""

    submit = "Save the scheme"
    reply_days = forms.IntegerField(
        label="School days to reply to a report",
        help_text="The lead reviewer has as many to decide on corrections. Replies that are open keep their time.",
        min_value=1,
        max_value=30,
    )
    evidence_days = forms.IntegerField(
        label="Days until the team’s notes are deleted",
        help_text="Counted from the day on which the report is final. The agreed judgements stay in the report.",
        min_value=1,
        max_value=EvidenceRule.MOST_DAYS,
    )
    document_months = forms.IntegerField(
        label="Months until a host’s documents are deleted",
        help_text="Counted from the day of the session.",
        min_value=1,
        max_value=DocumentRule.MOST_MONTHS,
    )

    theme_percent = forms.IntegerField(
        label="Per cent of the schools",
        help_text="Counted are schools that have something to work on in this theme.",
        min_value=1,
        max_value=100,
    )
    theme_schools = forms.IntegerField(label="And at least this many schools", min_value=3, max_value=100)

    def __init__(self, *args: Any, year: AcademicYear, **kwargs: Any) -> None:
        self.year = year
        self.areas, self.directions = list(year.areas.all()), list(year.directions.all())
        self.used = {"area": used_areas(year), "direction": used_directions(year)}
        super().__init__(*args, **kwargs)
        self.fields["reply_days"].initial = reply_days(year)
        self.fields["theme_percent"].initial, self.fields["theme_schools"].initial = theme_rule(year)
        self.fields["evidence_days"].initial = days_of(year)
        self.fields["document_months"].initial = months_in(year)
        self.fields["seen"] = forms.CharField(widget=forms.HiddenInput, initial=seen(year))
        for area in [*self.areas, None]:
            self._add_area(area)
        for direction in [*self.directions, None]:
            self._add_direction(direction)

    def _add_area(self, area: Area | None) -> None:
        key = area.pk if area else NEW
        self.fields[f"area_{key}"] = forms.CharField(
            label=f"Area {area.position}" if area else "A new area",
            max_length=80,
            required=area is not None,
            initial=area.name if area else "",
        )
        self._add_removal("area", area)

    def _add_direction(self, direction: Direction | None) -> None:
        key, there = direction.pk if direction else NEW, direction is not None
        self.fields[f"direction_{key}"] = forms.CharField(
            label="Name", max_length=40, required=there, initial=direction.label if direction else ""
        )
        self.fields[f"meaning_{key}"] = forms.CharField(
            label="What it means",
            help_text="One sentence, printed in the handbook.",
            max_length=200,
            required=False,
            initial=direction.meaning if direction else "",
        )
        self.fields[f"concern_{key}"] = forms.BooleanField(
            label="A concern: it puts a decision before the Director",
            required=False,
            initial=direction.concern if direction else False,
        )
        self._add_removal("direction", direction)

    def _add_removal(self, kind: str, row: Area | Direction | None) -> None:
        if row is not None and row.pk not in self.used[kind]:
            label = f"Remove ‘{row}’"
            self.fields[f"remove_{kind}_{row.pk}"] = forms.BooleanField(label=label, required=False)

    def layout(self) -> list[Any]:
        """The areas, the directions, and the buttons."""
        areas: list[Any] = []
        for area in self.areas:
            areas += [GovField(f"area_{area.pk}", width=30), *self._removal("area", area.pk)]
        directions = [
            GovFieldset(str(d), *self._boxes(d.pk), *self._removal("direction", d.pk), size="s")
            for d in self.directions
        ]
        return [
            "seen",
            GovText(heading="Areas", text="Self-evaluation and report speak of these, in this order."),
            *areas,
            GovField(f"area_{NEW}", width=30),
            GovText(heading="Directions", text="The values of the judgement on where the school is going."),
            *directions,
            GovFieldset("Another direction", *self._boxes(NEW), size="s"),
            GovText(heading="Reply to the report", text="How long a host has to answer its report."),
            GovField("reply_days", width=2),
            GovText(
                heading="Common themes", text="From when on a theme of a round is proposed as a project."
            ),
            GovField("theme_percent", width=3),
            GovField("theme_schools", width=3),
            GovText(
                heading="Notes of the day",
                text="How long a review team’s evidence notes and own views are kept.",
            ),
            GovField("evidence_days", width=3),
            GovText(heading="Documents for the team", text="How long what a host uploads can be opened."),
            GovField("document_months", width=2),
            GovButtons(GovButton(self.submit), GovLink("Cancel", reverse("hlp:home"))),
        ]

    def _boxes(self, key: int | str) -> list[Any]:
        return [
            GovField(f"direction_{key}", width=20),
            f"meaning_{key}",
            GovField(f"concern_{key}", small=True),
        ]

    def _removal(self, kind: str, pk: int) -> list[Any]:
        name = f"remove_{kind}_{pk}"
        return [GovField(name, small=True)] if name in self.fields else []

    def typed(self) -> dict[str, Any]:
        """What was typed about the rows that the page showed, to be shown again beside what is new."""
        shown = [name for name in self.fields if name != "seen" and self._was_shown(name)]
        return {name: self[name].data for name in shown}

    def _was_shown(self, name: str) -> bool:
        key = name.rpartition("_")[2]
        if name in {"reply_days", "theme_percent", "theme_schools", "evidence_days", "document_months"}:
            return name in self.data
        return f"area_{key}" in self.data or f"direction_{key}" in self.data

    def area_lines(self) -> list[AreaLine]:
        """The areas as wanted; call it on a valid form."""
        data = self.cleaned_data
        lines = [AreaLine(a.pk, data[f"area_{a.pk}"], self._goes("area", a.pk)) for a in self.areas]
        new = data[f"area_{NEW}"]
        return [*lines, AreaLine(None, new)] if new else lines

    def direction_lines(self) -> list[DirectionLine]:
        """The directions as wanted; call it on a valid form."""
        keys: list[int | str] = [direction.pk for direction in self.directions]
        if self.cleaned_data[f"direction_{NEW}"]:
            keys.append(NEW)
        return [self._direction_line(key) for key in keys]

    def _direction_line(self, key: int | str) -> DirectionLine:
        data = self.cleaned_data
        pk = key if isinstance(key, int) else None
        gone = pk is not None and self._goes("direction", pk)
        label, meaning, concern = (data[f"{part}_{key}"] for part in ("direction", "meaning", "concern"))
        return DirectionLine(pk, label, meaning, concern, gone)

    def _goes(self, kind: str, pk: int) -> bool:
        return bool(self.cleaned_data.get(f"remove_{kind}_{pk}"))
