"""A score card in three or four figures, for a home page and a school's page: cheap to ask for."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from schools.models import School
from scorecard.calculations import words
from scorecard.calculations.comparing import newest_full
from scorecard.calculations.figures import Figure
from scorecard.choices import Area, Status, year_label
from scorecard.models import Measure, PartnershipFigure, Result
from scorecard.services.cards.pieces import HEADLINES

MOST = 4


@dataclass(frozen=True)
class Glance:
    """One headline figure: in words, how it stands beside England, and whether that is better, worse or level."""

    code: str
    label: str
    year: str
    shown: str
    beside: str
    verdict: str

    @property
    def tile(self) -> dict[str, Any]:
        """As ``_components/tiles.html`` shows it."""
        tone = {"better": "good", "worse": "warn"}.get(self.verdict, "")
        told = f", {self.beside}" if self.beside else ""
        return {"number": self.shown, "label": f"{self.label}, {self.year}{told}", "tone": tone}


def of_school(school: School, *, full: bool) -> list[Glance]:
    """The newest figures of a school's headlines that have England beside them, at most four.

    Without ``full`` only what everybody may see.
    """
    rows = Result.objects.current().with_values().filter(school=school, measure__code__in=HEADLINES)
    if not full:
        rows = rows.exclude(status=Status.REPORTED)
    found: dict[int, dict[int, tuple[Measure, int, Decimal]]] = {}
    for row in rows.select_related("measure"):
        if full or not Figure(row.value, "", row.cohort).few:
            found.setdefault(row.measure_id, {})[row.year] = (row.measure, row.year, row.value or Decimal(0))
    nation = _nation({(measure, year) for measure, years in found.items() for year in years})
    return _glances(years[_year(measure, years, nation)] for measure, years in found.items())


def _year(measure: int, years: Iterable[int], nation: dict[tuple[int, int], Decimal]) -> int:
    """The newest year that has England's figure beside it; without any the newest."""
    every = list(years)
    return max((year for year in every if (measure, year) in nation), default=max(every))


def of_partnership() -> list[Glance]:
    """The partnership's headlines in the newest year that enough schools have figures for, at most four."""
    rows = PartnershipFigure.objects.whole().filter(measure__code__in=HEADLINES, value__isnull=False)
    found: dict[int, dict[int, PartnershipFigure]] = {}
    for row in rows.select_related("measure"):
        found.setdefault(row.measure_id, {})[row.year] = row
    newest = []
    for known in found.values():
        year = newest_full({year: row.counted for year, row in known.items()})
        if year is not None:
            newest.append((known[year].measure, year, known[year].value or Decimal(0)))
    return _glances(newest)


def _glances(found: Iterable[tuple[Measure, int, Decimal]]) -> list[Glance]:
    order = sorted(found, key=lambda one: (-one[1], HEADLINES.index(one[0].code)))[:MOST]
    nation = _nation({(measure.pk, year) for measure, year, _ in order})
    return [_glance(measure, year, value, nation.get((measure.pk, year))) for measure, year, value in order]


def _nation(wanted: set[tuple[int, int]]) -> dict[tuple[int, int], Decimal]:
    if not wanted:
        return {}
    which = Q()
    for measure, year in wanted:
        which |= Q(measure=measure, year=year)
    rows = Result.objects.current().with_values().filter(which, area=Area.ENGLAND)
    return {
        (measure, year): value
        for measure, year, value in rows.values_list("measure", "year", "value")
        if value
    }


def _glance(measure: Measure, year: int, value: Decimal, nation: Decimal | None) -> Glance:
    beside, verdict = "", ""
    if nation is not None:
        beside = words.beside(value, nation, measure.unit, measure.decimals, "England")
        verdict = words.verdict(value, nation, measure.direction, measure.decimals)
    return Glance(measure.code, measure.short_name, year_label(year), measure.shown(value), beside, verdict)
