"""A desk with something on it: a year of figures of the cast's schools, one odd, one told differently, one missing."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from schools.models import Membership, School
from scorecard.models import Measure, Result, SourceFile
from tests.conftest import Cast
from tests.factories import SchoolFactory
from tests.scorecard import factories as make


@dataclass
class Desk:
    """What lies there: ``odd`` is Ash’s figure of 2024, ``differing`` Beech’s, of which ``other`` was told."""

    measure: Measure
    phonics: Measure
    tables: SourceFile
    odd: Result
    differing: Result
    other: Result


def laid(cast: Cast) -> Desk:
    """Ash fell from 80 to 40 of 60; Beech is told as 61 by the tables and 66 by a local list; Cedar has none."""
    for school in School.objects.all():
        school.low_age, school.high_age = 3, 11
        school.save()
    measure = make.MeasureFactory(
        code="rwm-exp", name="Expected standard combined", short_name="Combined", order=1
    )
    phonics = make.MeasureFactory(
        code="phonics", name="Phonics", short_name="Phonics", topic="phonics", phase="ks1", order=2
    )
    tables = make.SourceFileFactory(name="england_ks2final.csv", year=2024)
    listed = make.SourceFileFactory(
        name="lait.csv", kind="lait", year=None, loaded_at=datetime(2026, 8, 1, 9, tzinfo=UTC)
    )
    ash, beech = cast.host_school, cast.lead_school
    make.figure(
        measure, ash, 80, year=2023, cohort=60, source=make.SourceFileFactory(name="of_2024.csv", year=2023)
    )
    odd = make.figure(measure, ash, 40, cohort=60, source=tables)
    other = make.figure(measure, beech, 66, source=listed, is_current=False, loaded_at=listed.loaded_at)
    differing = make.figure(measure, beech, 61, source=tables)
    make.figure(measure, cast.far_school, "SUPP", source=tables)
    make.figure(measure, "england", 62, source=tables)
    make.figure(measure, "la", 70, source=make.SourceFileFactory(name="of_2024.csv", year=2023), year=2023)
    return Desk(measure, phonics, tables, odd, differing, other)


def reported(measure: Measure, school: School, value: int) -> Result:
    """A figure that a school reported beside the published one."""
    source = make.SourceFileFactory(
        kind="results", status="reported", name="report.csv", published_on=date(2026, 7, 1)
    )
    return make.ResultFactory(
        measure=measure,
        school=school,
        value=Decimal(value),
        status="reported",
        source=source,
        is_current=False,
    )


def crowded(cast: Cast, desk: Desk) -> None:
    """Forty more schools with long names and two dozen measures, as a whole partnership has them."""
    measures = [
        make.MeasureFactory(short_name=f"Measure with a longer name {number}", order=10 + number)
        for number in range(22)
    ]
    schools = [
        SchoolFactory(
            name=f"St Somebody’s Roman Catholic Primary and Nursery School {number}", low_age=3, high_age=11
        )
        for number in range(41)
    ]
    Membership.objects.bulk_create([Membership(school=school, year=cast.year) for school in schools])
    Result.objects.bulk_create(
        Result(
            measure=measure,
            school=school,
            area="school",
            year=2024,
            value=None if (number * place) % 11 == 3 else Decimal(50 + (number + place) % 30),
            reason="SUPP" if (number * place) % 11 == 3 else "",
            cohort=30,
            status="final",
            source=desk.tables,
            loaded_at=desk.tables.loaded_at,
        )
        for number, school in enumerate(schools)
        for place, measure in enumerate([desk.measure, *measures])
        if (number + place) % 7
    )
