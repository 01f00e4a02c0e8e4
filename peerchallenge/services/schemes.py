"""A year's scheme: its areas and its values of direction, edited by the Director."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from hlp import audit, documents
from hlp.models import User
from hlp.transitions import StaleEdit
from peerchallenge.models import (
    Area,
    AreaJudgement,
    AreaSelfEvaluation,
    AreaView,
    Direction,
    DocumentRule,
    EvidenceRule,
    ReplyRule,
    Report,
    ReviewerView,
    ThemeRule,
)
from peerchallenge.services.evidence.retention import days_of
from peerchallenge.services.hostdocuments import months_in
from schools.models import AcademicYear

FEWEST_DIRECTIONS = 2


@dataclass(frozen=True)
class AreaLine:
    """An area as wanted: ``pk`` None is a new one; ``remove`` takes it away."""

    pk: int | None
    name: str
    remove: bool = False


@dataclass(frozen=True)
class DirectionLine:
    """A value of direction as wanted. ``concern`` puts a decision before the Director."""

    pk: int | None
    label: str
    meaning: str = ""
    concern: bool = False
    remove: bool = False


def seen(year: AcademicYear) -> str:
    """A token of the scheme as it stands, so that a stale edit is told."""
    areas = list(year.areas.values_list("pk", "name"))
    directions = list(year.directions.values_list("pk", "label", "meaning", "concern"))
    facts = {
        "areas": areas,
        "directions": directions,
        "days": reply_days(year),
        "themes": theme_rule(year),
        "evidence": days_of(year),
        "documents": months_in(year),
    }
    return documents.digest("scheme", facts)[:16]


def reply_days(year: AcademicYear) -> int:
    """How many school days a host of the year has to answer its report."""
    rule = ReplyRule.objects.filter(year=year).first()
    return rule.days if rule else ReplyRule.DEFAULT_DAYS


def theme_rule(year: AcademicYear) -> tuple[int, int]:
    """From which share of the schools, in per cent, and from how many on a theme is proposed as a project."""
    rule = ThemeRule.objects.filter(year=year).first() or ThemeRule()
    return rule.percent, rule.schools


def used_areas(year: AcademicYear) -> set[int]:
    """Primary keys of the areas that somebody has judged or written about."""
    judged = AreaJudgement.objects.filter(area__year=year).exclude(accuracy="", evidence="")
    written = AreaSelfEvaluation.objects.filter(area__year=year).exclude(
        judgement="", strengths="", development="", evidence=""
    )
    viewed = AreaView.objects.filter(area__year=year)
    return {pk for rows in (judged, written, viewed) for pk in rows.values_list("area", flat=True)}


def used_directions(year: AcademicYear) -> set[int]:
    """Primary keys of the values that a report, or a reviewer before it, has chosen."""
    reports = Report.objects.filter(direction__year=year)
    views = ReviewerView.objects.filter(direction__year=year)
    return {pk for rows in (reports, views) for pk in rows.values_list("direction", flat=True)}


@transaction.atomic
def change_scheme(
    *,
    year: AcademicYear,
    areas: Sequence[AreaLine],
    directions: Sequence[DirectionLine],
    started_from: str,
    by: User,
    reply_days: int | None = None,
    theme_rule: tuple[int, int] | None = None,
    evidence_days: int | None = None,
    document_months: int | None = None,
    at: datetime | None = None,
) -> None:
    """Make the scheme what the lines say, in their order: lock the year, check, write, audit.

    ``reply_days`` changes how long hosts have for their replies from now on; replies that are open keep their time;
    ``theme_rule`` from which share (per cent) and number of schools on a theme is proposed as a project;
    ``evidence_days`` how long the notes of teams are kept after a report is final; ``document_months`` how long the
    documents of hosts are after the day, those that are there already too.
    Raises StaleEdit when the scheme has changed since the token ``started_from``, ValidationError when a name comes
    twice, too little is left, or something in use would go.
    """
    row = AcademicYear.objects.select_for_update().get(pk=year.pk)
    if seen(row) != started_from:
        raise StaleEdit
    _check(row, areas, directions)
    _write_areas(row, areas)
    _write_directions(row, directions)
    if reply_days is not None:
        ReplyRule.objects.update_or_create(year=row, defaults={"days": reply_days})
    if theme_rule is not None:
        percent, schools = theme_rule
        ThemeRule.objects.update_or_create(year=row, defaults={"percent": percent, "schools": schools})
    if evidence_days is not None:
        EvidenceRule.objects.update_or_create(year=row, defaults={"days": evidence_days})
    if document_months is not None:
        DocumentRule.objects.update_or_create(year=row, defaults={"months": document_months})
    audit.record(
        "scheme.changed",
        about=f"year:{row.name}",
        by=by,
        at=at,
        areas=[asdict(line) for line in areas],
        directions=[asdict(line) for line in directions],
        reply_days=reply_days,
        theme_rule=theme_rule,
        evidence_days=evidence_days,
        document_months=document_months,
    )


def _check(year: AcademicYear, areas: Sequence[AreaLine], directions: Sequence[DirectionLine]) -> None:
    names = [line.name.casefold() for line in areas if not line.remove]
    labels = [line.label.casefold() for line in directions if not line.remove]
    if not names:
        raise ValidationError("Keep at least one area")
    if len(labels) < FEWEST_DIRECTIONS:
        raise ValidationError("Keep at least two directions")
    if len(set(names)) < len(names):
        raise ValidationError("Two areas have the same name")
    if len(set(labels)) < len(labels):
        raise ValidationError("Two directions have the same name")
    if {line.pk for line in areas if line.remove} & used_areas(year):
        raise ValidationError("An area that somebody has written about cannot be removed. Rename it instead")
    if {line.pk for line in directions if line.remove} & used_directions(year):
        raise ValidationError("A direction that a report has chosen cannot be removed. Rename it instead")


def _write_areas(year: AcademicYear, lines: Sequence[AreaLine]) -> None:
    gone = [line.pk for line in lines if line.remove and line.pk]
    AreaJudgement.objects.filter(area__in=gone, area__year=year).delete()  # empty rows, as checked
    AreaSelfEvaluation.objects.filter(area__in=gone, area__year=year).delete()
    year.areas.filter(pk__in=gone).delete()
    kept = [line for line in lines if not line.remove]
    for pk in [line.pk for line in kept if line.pk]:  # names may change places: free them first
        year.areas.filter(pk=pk).update(name=f"area {pk} in transit")
    for position, line in enumerate(kept, 1):
        values = {"name": line.name, "position": position}
        if line.pk is None:
            Area.objects.create(year=year, **values)
        else:
            year.areas.filter(pk=line.pk).update(**values)


def _write_directions(year: AcademicYear, lines: Sequence[DirectionLine]) -> None:
    year.directions.filter(pk__in=[line.pk for line in lines if line.remove and line.pk]).delete()
    for position, line in enumerate((line for line in lines if not line.remove), 1):
        values = {"label": line.label, "meaning": line.meaning, "concern": line.concern, "position": position}
        if line.pk is None:
            Direction.objects.create(year=year, code=_code(year, line.label), **values)
        else:
            year.directions.filter(pk=line.pk).update(**values)


def _code(year: AcademicYear, label: str) -> str:
    """A code that the year does not have yet."""
    stem = slugify(label)[:16] or "direction"
    taken = set(year.directions.values_list("code", flat=True))
    return next(code for n in range(len(taken) + 1) if (code := f"{stem}-{n}" if n else stem) not in taken)
