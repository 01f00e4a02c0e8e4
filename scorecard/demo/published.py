"""Published figures of real schools, of the borough, of London and of England, from small files of facts.

What is blank there may have been suppressed: it becomes no figure, and never nought.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.conf import settings

from schools.models import School
from scorecard.choices import Area, SourceKind
from scorecard.models import Measure, SourceFile
from scorecard.services import results
from scorecard.services.catalogue import FOLDER
from scorecard.services.results import Figure

NOT_MEASURES = frozenset({"year", "urn", "boys", "girls"})
LOADED_AFTER = timedelta(days=7)


def seed(now: datetime) -> None:
    """Record what was published, a source for each year and kind."""
    measures = dict(Measure.objects.values_list("code", "pk"))
    for year, figures in _by_year(_schools(measures)).items():
        _record(SourceKind.KS2, year, figures, "Published results of the schools", now)
    for year, figures in _by_year(_areas(measures)).items():
        _record(SourceKind.LAIT, year, figures, "Published results of Hounslow, London and England", now)
    for year, figures in _by_year(_premium(measures)).items():
        _record(SourceKind.PUPIL_PREMIUM, year, figures, "Published allocations of the pupil premium", now)


def _record(kind: str, year: int, figures: list[Figure], name: str, now: datetime) -> None:
    published = date(year + 1, 12, 12)
    source = SourceFile.objects.create(
        kind=kind,
        name=name,
        publisher="Department for Education",
        published_on=published,
        year=year,
        status="final",
        loaded_at=now - LOADED_AFTER,
        rows=len(figures),
    )
    results.record(figures, source=source, by=None, at=now - LOADED_AFTER)


def _by_year(figures: Iterator[Figure]) -> dict[int, list[Figure]]:
    years: dict[int, list[Figure]] = defaultdict(list)
    for figure in figures:
        years[figure.year].append(figure)
    return years


def _schools(measures: dict[str, int]) -> Iterator[Figure]:
    schools = dict(School.objects.values_list("urn", "pk"))
    for row in rows("demo_schools"):
        school = schools.get(int(row["urn"]))
        if school is None:
            continue
        cohort = int(row["cohort"]) if row["cohort"] else None
        for code in row.keys() - NOT_MEASURES:
            if row[code]:
                of = None if code == "cohort" else cohort
                yield Figure(measures[code], int(row["year"]), Decimal(row[code]), cohort=of, school=school)


def _premium(measures: dict[str, int]) -> Iterator[Figure]:
    """Shares of the pupils in primary years who attract the pupil premium."""
    schools = dict(School.objects.values_list("urn", "pk"))
    code = "premium-pupils"
    for row in rows("demo_premium"):
        if school := schools.get(int(row["urn"])):
            share, of = Decimal(row[code]), int(row["pupils"])
            yield Figure(measures[code], int(row["year"]), share, cohort=of, school=school)


def _areas(measures: dict[str, int]) -> Iterator[Figure]:
    for row in rows("demo_areas"):
        yield Figure(
            measures[row["measure"]],
            int(row["year"]),
            Decimal(row["value"]),
            area=row["place"],
            la_code=settings.LA_CODE if row["place"] == Area.LA else "",
            status=row["status"],
        )


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of a small file of facts."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
