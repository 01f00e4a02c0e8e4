"""Inspections of the demonstration: published good and outstanding outcomes of real schools, and invented ones.

Of a real school only its latest unbroken run of good and outstanding headline grades is told. What is less than good, and
every report card, belongs to the invented schools.
"""

from datetime import date, datetime, timedelta
from typing import Any

from schools.models import School
from scorecard.choices import Framework, SourceKind, Status
from scorecard.demo.published import rows
from scorecard.models import Inspection, InspectionGrade, SourceFile
from scorecard.services.imports.ofsted.columns import CARD
from scorecard.services.imports.ofsted.rows import framework_on

EIF_AREAS = (
    "Quality of education",
    "Behaviour and attitudes",
    "Personal development",
    "Leadership and management",
    "Early years provision",
)
CARD_AREAS = [area for area in CARD if area != "Post-16 provision"]
GOOD, STRONG, EXPECTED, NEEDS = "Good", "Strong standard", "Expected standard", "Needs attention"
Invented = tuple[int, date, str, str, tuple[str, ...]]  # URN, day, headline, outcome, grades of the areas

GRADED: list[Invented] = [
    (999001, date(2017, 3, 14), GOOD, "", ()),
    (999001, date(2022, 11, 8), GOOD, "", (GOOD, "Outstanding", GOOD, GOOD, "Outstanding")),
    (999001, date(2026, 3, 10), "", "", (STRONG, EXPECTED, STRONG, EXPECTED, "Exceptional", STRONG, STRONG)),
    (999002, date(2019, 2, 5), GOOD, "", ()),
    (999002, date(2023, 6, 13), "", "School remains Good", ()),
    (999003, date(2018, 5, 22), GOOD, "", ()),
    (
        999003,
        date(2024, 3, 19),
        "Requires improvement",
        "",
        ("Requires improvement", GOOD, GOOD, "Requires improvement", GOOD),
    ),
    (999003, date(2026, 6, 16), "", "", (EXPECTED, NEEDS, NEEDS, EXPECTED, EXPECTED, EXPECTED, NEEDS)),
    (999004, date(2020, 1, 21), "Outstanding", "", ("Outstanding",) * 5),
    (999004, date(2025, 3, 25), "", "", ("Outstanding", "Outstanding", GOOD, "Outstanding", GOOD)),
    (999005, date(2016, 10, 4), GOOD, "", ()),
    (999005, date(2026, 9, 29), "", "", (EXPECTED,) * 7),
    (999006, date(2019, 11, 26), "Requires improvement", "", ("Requires improvement", GOOD, GOOD, GOOD)),
    (999006, date(2023, 10, 17), GOOD, "", (GOOD,) * 4),
]


def seed(now: datetime) -> None:
    """Record the inspections of both kinds, each from a source that says what it is."""
    schools = dict(School.objects.values_list("urn", "pk"))
    told: list[Invented] = [
        (int(row["urn"]), date.fromisoformat(row["date"]), row["overall"], "", ())
        for row in rows("demo_inspections")
    ]
    _record(
        _source(SourceKind.OFSTED, "Published outcomes of inspections", "Ofsted", now), told, schools, now
    )
    invented = [one for one in GRADED if one[1] < now.date()]
    _record(
        _source(SourceKind.DEMO, "Inspections of invented schools", "Invented", now), invented, schools, now
    )


def _source(kind: str, name: str, publisher: str, now: datetime) -> SourceFile:
    loaded = now - timedelta(days=8)
    return SourceFile.objects.create(
        kind=kind, name=name, publisher=publisher, status=Status.FINAL, loaded_at=loaded
    )


def _record(source: SourceFile, told: list[Invented], schools: dict[int, int], now: datetime) -> None:
    known = [one for one in told if one[0] in schools]
    made = Inspection.objects.bulk_create(_inspection(one, source, schools) for one in known)
    InspectionGrade.objects.bulk_create(
        InspectionGrade(inspection=row, area=area, grade=grade)
        for row, one in zip(made, known, strict=True)
        for area, grade in zip(_areas(row.framework), one[4], strict=False)
    )
    SourceFile.objects.filter(pk=source.pk).update(rows=len(known))


def _inspection(one: Invented, source: SourceFile, schools: dict[int, int]) -> Inspection:
    urn, day, overall, outcome, grades = one
    framework = framework_on(day)
    said: dict[str, Any] = {"overall": overall, "outcome": outcome}
    if grades:
        said["safeguarding"] = "Met" if framework == Framework.REPORT_CARD else "Effective"
    return Inspection(
        school_id=schools[urn],
        urn=urn,
        date=day,
        published_on=day + timedelta(days=42),
        framework=framework,
        source=source,
        loaded_at=source.loaded_at,
        **said,
    )


def _areas(framework: str) -> list[str]:
    return CARD_AREAS if framework == Framework.REPORT_CARD else list(EIF_AREAS)
