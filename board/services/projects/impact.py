"""What a project changed: its baseline, the figures since, and how much of the way to the target is gone."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from board.models import ImpactFigure, Project
from board.services.progress import share
from hlp import audit, clock
from hlp.models import User
from scorecard.choices import year_label
from scorecard.models import PartnershipFigure


@dataclass(frozen=True)
class Reading:
    """One figure of a project: when it was, what it says, where it comes from; ``figure`` where somebody entered it."""

    when: str
    value: Decimal
    shown: str
    source: str
    share: int | None
    order: date
    figure: ImpactFigure | None = None

    @property
    def words(self) -> str:
        """How much of the way to the target is gone."""
        if self.share is None:
            return ""
        if self.share >= 100:
            return "Target reached"
        return "No nearer yet" if self.share <= 0 else f"{self.share}% of the way"


def readings(project: Project) -> list[Reading]:
    """The figures since the baseline in order: those of the score card when there, and those entered by hand."""
    entered = [_entered(project, row) for row in project.impact_figures.all()]
    return sorted([*_published(project), *entered], key=lambda reading: (reading.order, reading.source))


def _way(project: Project, value: Decimal) -> int | None:
    if project.baseline is None or project.target is None:
        return None
    return share(project.baseline, project.target, value)


def _entered(project: Project, row: ImpactFigure) -> Reading:
    when = clock.day(row.on).partition(" ")[2]
    way = _way(project, row.value)
    return Reading(when, row.value, project.shown(row.value), row.source, way, row.on, row)


def _published(project: Project) -> list[Reading]:
    if project.measure is None or project.baseline_year is None:
        return []
    rows = PartnershipFigure.objects.whole().filter(
        measure=project.measure, value__isnull=False, year__gt=project.baseline_year
    )
    return [
        Reading(
            year_label(row.year),
            row.value,
            project.shown(row.value),
            "Score card of the partnership",
            _way(project, row.value),
            date(row.year + 1, 8, 31),
        )
        for row in rows.order_by("year")
        if row.value is not None
    ]


def summary(project: Project) -> dict[str, Any]:
    """What is measured, from where to where, the figures since, and the newest of them."""
    found = readings(project)
    year = f" in {year_label(project.baseline_year)}" if project.baseline_year is not None else ""
    return {
        "measured": project.measured,
        "baseline": project.shown(project.baseline),
        "baseline_when": year,
        "baseline_source": project.baseline_source,
        "target": project.shown(project.target),
        "readings": found,
        "newest": found[-1] if found else None,
    }


def facts(project: Project) -> dict[str, Any]:
    """The summary as plain data, for a paper."""
    found = summary(project)
    rows = [
        {"when": one.when, "shown": one.shown, "source": one.source, "words": one.words}
        for one in found["readings"]
    ]
    return {**found, "readings": rows, "newest": rows[-1] if rows else None}


@transaction.atomic
def enter(
    *, project: Project, value: Decimal, on: date, source: str, by: User, at: datetime | None = None
) -> ImpactFigure:
    """Enter a figure with its day and source: row, audit. The same day and source again replaces the figure.

    Raises ValidationError for a day to come.
    """
    moment = at or clock.now()
    if on > clock.local(moment).date():
        raise ValidationError({"on": "The day must be today or in the past"})
    row, _ = ImpactFigure.objects.update_or_create(
        project=project,
        on=on,
        source=source,
        defaults={"value": value, "entered_by": by, "entered_at": moment},
    )
    audit.record("project.figure", about=project.about, by=by, at=moment, on=on.isoformat())
    return row


@transaction.atomic
def remove(*, figure: ImpactFigure, by: User, at: datetime | None = None) -> None:
    """Take out a figure that was entered by mistake: audit, delete. Twice is once."""
    gone, _ = ImpactFigure.objects.filter(pk=figure.pk).delete()
    if gone:
        about = figure.project.about
        audit.record("project.figure-removed", about=about, by=by, at=at, value=str(figure.value))
