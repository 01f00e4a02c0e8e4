"""A partnership with results: the cast's schools over some years, beside London and England."""

from datetime import date
from typing import Any

from schools.models import School
from scorecard.models import Measure
from scorecard.services import catalogue, summaries
from tests.conftest import Cast
from tests.scorecard.factories import SourceFileFactory, figure

NATION = {2015: 53, 2016: 61, 2017: 64, 2022: 60, 2023: 61, 2024: 62}
PLACES = {"england": 0, "london": 5, "la": 7}


def lay_results(cast: Cast) -> dict[str, Measure]:
    """The shipped measures with figures: the host's cohort is small, its disadvantaged pupils are four.

    2024/25 was provisional first and is revised. The far school's figures are suppressed.
    """
    catalogue.load()
    measures = {one.code: one for one in Measure.objects.all()}
    files = {year: SourceFileFactory(year=year, published_on=date(year + 1, 12, 11)) for year in NATION}
    for year, nation in NATION.items():
        for number, code in enumerate(("rwm-exp", "read-exp", "mat-exp", "rwm-high")):
            base = nation + 3 * number if code != "rwm-high" else 8
            for place, more in PLACES.items():
                figure(measures[code], place, base + more, year=year, cohort=None, source=files[year])
            for turn, school in enumerate(_schools(cast)):
                cohort = 24 + 20 * turn
                figure(
                    measures[code], school, base - 4 + 5 * turn, year=year, cohort=cohort, source=files[year]
                )
    _groups(cast, measures, files[2024])
    early = SourceFileFactory(year=2024, status="provisional", published_on=date(2025, 9, 11))
    facts: dict[str, Any] = {"source": early, "status": "provisional", "is_current": False, "cohort": 25}
    figure(measures["rwm-exp"], cast.host_school, 54, year=2024, published_on=date(2025, 9, 11), **facts)
    figure(measures["rwm-exp"], cast.far_school, "SUPP", year=2024, source=files[2024], cohort=None)
    figure(measures["roll"], cast.host_school, 212, year=2024, source=files[2024], cohort=None)
    figure(measures["fsm6"], cast.host_school, 31.4, year=2024, source=files[2024], cohort=212)
    figure(measures["fsm6"], "england", 24.1, year=2024, source=files[2024], cohort=None)
    summaries.refresh()
    return measures


def _schools(cast: Cast) -> list[School]:
    return [cast.host_school, cast.lead_school, cast.reviewer_school]


def _groups(cast: Cast, measures: dict[str, Measure], source: Any) -> None:
    """Groups of pupils in 2024/25: the host has four disadvantaged pupils of 24."""
    for code, nation in {
        "rwm-exp-dis": 47,
        "rwm-exp-other": 69,
        "rwm-exp-girls": 66,
        "rwm-exp-boys": 58,
    }.items():
        figure(measures[code], "england", nation, source=source, cohort=None)
    for turn, school in enumerate(_schools(cast)):
        cohort = 24 + 20 * turn
        few = 4 if turn == 0 else cohort // 3
        figure(measures["rwm-exp-dis"], school, 50, source=source, cohort=few)
        figure(measures["rwm-exp-other"], school, 60, source=source, cohort=cohort - few)
        figure(measures["rwm-exp-girls"], school, 64, source=source, cohort=cohort // 2)
        figure(measures["rwm-exp-boys"], school, 56, source=source, cohort=cohort // 2)
