"""The figures of the partnership, kept in a table: worked out by the worker after each import, read by pages."""

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q

from hlp import clock
from hlp.celery import app
from schools.models import AcademicYear, GroupPlace, School
from scorecard.calculations.cohorts import guarded
from scorecard.calculations.figures import Figure
from scorecard.calculations.means import LEAST, hidden_groups
from scorecard.calculations.summing import Counted, Summary, summed, withdrawn
from scorecard.choices import Area
from scorecard.models import Measure, PartnershipFigure, Result, SummaryState

log = logging.getLogger(__name__)

COMPARED = (Area.LA, Area.LONDON, Area.ENGLAND)
BATCH = 500
RULES = "2"  # raise it when the figures are worked out in another way, so that all are worked out again


@dataclass(frozen=True)
class Place:
    """Where a member school counts: its collaborative (primary key) and its phase."""

    collaborative: int | None
    phase: str

    @property
    def scopes(self) -> tuple[str, ...]:
        """The whole, its phase, and its collaborative if it has one."""
        own = (f"collaborative-{self.collaborative}",) if self.collaborative else ()
        return ("", f"phase-{self.phase}", *own)


def wake() -> None:
    """Have the worker bring the figures up to date once the present transaction has committed."""

    def send() -> None:
        try:
            app.send_task("scorecard.tasks.refresh_summaries", retry=False)
        except Exception:
            log.warning("the broker is out of reach; the sweep brings the figures up to date", exc_info=True)

    transaction.on_commit(send, robust=True)


def refresh(at: datetime | None = None) -> list[int]:
    """Bring the figures of the partnership up to date; return the academic years that were worked out again.

    Only years with figures newer than the last time, and all of them where members, groups or measures changed. Each
    year is one transaction, and the mark moves with the last: a worker that dies leaves years that are done, and the
    next one does all again that it does not know to be done. Doing it twice changes nothing.
    """
    newest = Result.objects.aggregate(pk=Max("pk"))["pk"] or 0
    places, measures = member_places(), list(Measure.objects.order_by("pk"))
    basis = _basis(places, measures)
    state, _ = SummaryState.objects.get_or_create(pk=1)
    if (state.last_result, state.basis) == (newest, basis):
        return []
    changed = Result.objects.filter(pk__lte=newest)
    if state.basis == basis:
        changed = changed.filter(pk__gt=state.last_result)
    years = sorted(changed.order_by().values_list("year", flat=True).distinct())
    for year in years:
        _work_out(year, measures, places)
    SummaryState.objects.update_or_create(
        pk=1, defaults={"last_result": newest, "basis": basis, "refreshed_at": at or clock.now()}
    )
    return years


@transaction.atomic
def recount(result: Result) -> None:
    """Have the year of a figure worked out again although no new one came: another one counts there now."""
    state = SummaryState.objects.select_for_update().filter(last_result__gte=result.pk).first()
    if state:
        state.last_result = result.pk - 1
        state.save(update_fields=["last_result"])
    wake()


def is_stale() -> bool:
    """Whether figures came in that are not summed up yet."""
    state, newest = SummaryState.objects.first(), Result.objects.aggregate(pk=Max("pk"))["pk"] or 0
    return newest > (state.last_result if state else 0)


def member_places() -> dict[int, Place]:
    """The schools that are counted: this year's members, each with its collaborative of the year and its phase."""
    year = AcademicYear.objects.current()
    if year is None:
        return {}
    groups = GroupPlace.objects.filter(year=year).values_list("school", "group__collaborative")
    collaboratives = dict(groups)
    members = School.objects.members_in(year).order_by().values_list("pk", "phase")
    return {pk: Place(collaboratives.get(pk), phase) for pk, phase in members}


def _basis(places: Mapping[int, Place], measures: list[Measure]) -> str:
    """What the figures rest on besides results: who is counted where, and how measures are compared and shown."""
    told = sha256(RULES.encode())
    for pk in sorted(places):
        told.update(f"{pk}:{places[pk].collaborative}:{places[pk].phase};".encode())
    for one in measures:
        told.update(f"{one.pk}:{family_of(one)}:{one.group}:{one.direction}:{one.decimals};".encode())
    return told.hexdigest()


def family_of(measure: Measure) -> tuple[str, str, str]:
    """What the measures of one thing for different pupils have in common: topic, subject and standard."""
    return measure.topic, measure.subject, measure.standard


@transaction.atomic
def _work_out(year: int, measures: list[Measure], places: Mapping[int, Place]) -> None:
    """Replace the figures of a year. Locked, so that two workers follow each other."""
    SummaryState.objects.select_for_update().get(pk=1)
    PartnershipFigure.objects.filter(year=year).delete()
    families: dict[tuple[str, ...], list[Measure]] = defaultdict(list)
    for measure in measures:
        families[family_of(measure)].append(measure)
    beside = _comparators(year)
    made: list[PartnershipFigure] = []
    for family in families.values():
        made += _of_family(year, family, places, beside)
        if len(made) >= BATCH:
            PartnershipFigure.objects.bulk_create(made)
            made = []
    PartnershipFigure.objects.bulk_create(made)


def _comparators(year: int) -> dict[int, dict[str, Decimal]]:
    """By measure: the current figures of the local authority, London and England."""
    rows = Result.objects.current().with_values().filter(_compared(), year=year)
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for measure, area, value in rows.order_by().values_list("measure", "area", "value"):
        found[measure][area] = value or Decimal(0)
    return found


def _compared() -> Q:
    return Q(area=Area.LA, la_code=settings.LA_CODE) | Q(area__in=[Area.LONDON, Area.ENGLAND])


Rows = dict[int, dict[str, list[Counted]]]  # by measure and scope


def _of_family(
    year: int, family: list[Measure], places: Mapping[int, Place], beside: Mapping[int, dict[str, Decimal]]
) -> list[PartnershipFigure]:
    """The figures of measures of one thing: each school's figures are guarded together, then summed up by scope."""
    rows: Rows = {measure.pk: defaultdict(list) for measure in family}
    few: dict[int, dict[str, int]] = {measure.pk: defaultdict(int) for measure in family}
    groups = {measure.group: measure.pk for measure in family}
    for school, figures in _schools(year, family, places):
        shown = guarded({group: one.figure for group, one in figures.items()})
        for group, one in figures.items():
            measure, taken = groups[group], one.figure.shown and not shown[group].shown
            for scope in places[school].scopes:
                if taken:
                    few[measure][scope] += 1
                else:
                    rows[measure][scope].append(Counted(shown[group], one.status, one.source))
    return [
        figure
        for measure in family
        for figure in _figures(year, measure, rows[measure.pk], few[measure.pk], beside.get(measure.pk, {}))
    ]


def _schools(
    year: int, family: list[Measure], places: Mapping[int, Place]
) -> Iterator[tuple[int, dict[str, Counted]]]:
    """Each member with its current figures by group of pupils."""
    groups = {measure.pk: measure.group for measure in family}
    rows = Result.objects.current().filter(measure__in=groups, year=year, area=Area.SCHOOL)
    found: dict[int, dict[str, Counted]] = defaultdict(dict)
    fields = ("school", "measure", "value", "reason", "cohort", "status", "source")
    for school, measure, value, reason, cohort, status, source in (
        rows.order_by().values_list(*fields).iterator()
    ):
        if school in places:
            found[school][groups[measure]] = Counted(Figure(value, reason, cohort), status, source)
    yield from found.items()


def _figures(
    year: int,
    measure: Measure,
    rows: Mapping[str, list[Counted]],
    few: Mapping[str, int],
    comparators: Mapping[str, Decimal],
) -> list[PartnershipFigure]:
    """The rows of one measure: of the whole and of each group, with those hidden that may not be shown."""
    sums = {
        scope: summed(
            rows.get(scope, ()),
            comparators=comparators,
            direction=measure.direction,
            decimals=measure.decimals,
            hidden=few.get(scope, 0),
        )
        for scope in sorted({*rows, *few})
    }
    if not sums:
        return []
    hidden = _hidden(sums)
    return [_row(year, measure, scope, found, hidden=scope in hidden) for scope, found in sums.items()]


def _hidden(sums: Mapping[str, Summary]) -> set[str]:
    """The scopes whose figure may not be shown: all of them where the whole is of fewer than three schools."""
    whole = sums[""].mean.schools
    if 0 < whole < LEAST:
        return set(sums)
    hidden: set[str] = set()
    for kind in ("collaborative-", "phase-"):
        sizes = {scope: found.mean.schools for scope, found in sums.items() if scope.startswith(kind)}
        hidden |= hidden_groups(sizes, rest=whole - sum(sizes.values()))
    return hidden


def _row(year: int, measure: Measure, scope: str, found: Summary, *, hidden: bool) -> PartnershipFigure:
    if hidden:
        found = withdrawn(found)
    kind, _, name = scope.partition("-")
    facts: dict[str, Any] = {"collaborative_id": int(name)} if kind == "collaborative" else {"phase": name}
    return PartnershipFigure(
        measure=measure,
        year=year,
        scope=scope,
        value=found.mean.value,
        schools=found.mean.schools,
        pupils=found.mean.pupils,
        counted=found.counted,
        suppressed=found.mean.suppressed,
        left_out=found.left_out,
        weighted=found.mean.weighted,
        hidden=hidden,
        status=found.status,
        sources=found.sources,
        as_good=found.as_good,
        spread=found.spread,
        **facts,
    )
