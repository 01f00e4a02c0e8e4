"""Measures, files, figures and inspections for tests."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from schools.models import School
from scorecard.models import Inspection, InspectionGrade, Measure, Result, SourceFile
from tests.factories import SchoolFactory

LOADED = datetime(2026, 9, 10, 9, tzinfo=UTC)


class MeasureFactory(DjangoModelFactory[Measure]):
    """Expected standard combined, of all pupils, in whole per cent."""

    class Meta:
        model = Measure
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"measure-{n}")
    name = factory.Sequence(lambda n: f"Measure {n}")
    short_name = factory.Sequence(lambda n: f"Measure {n}")
    topic = "ks2-attainment"
    subject = "Reading, writing and maths"
    standard = "expected"
    phase = "ks2"
    unit = "percent"
    direction = "up"
    order = factory.Sequence(lambda n: n)


class SourceFileFactory(DjangoModelFactory[SourceFile]):
    """A final file of key stage 2 for 2024/25."""

    class Meta:
        model = SourceFile

    kind = "ks2"
    name = "england_ks2final.csv"
    publisher = "Department for Education"
    published_on = date(2025, 12, 11)
    year = 2024
    status = "final"
    loaded_at = LOADED


class ResultFactory(DjangoModelFactory[Result]):
    """A current figure of a school: 60 per cent of 30 pupils in 2024/25."""

    class Meta:
        model = Result

    measure = factory.SubFactory(MeasureFactory)
    year = 2024
    area = "school"
    school = factory.Maybe("of_school", factory.SubFactory(SchoolFactory), None)
    value = Decimal(60)
    cohort = 30
    status = "final"
    source = factory.SubFactory(SourceFileFactory)
    loaded_at = LOADED

    class Params:
        of_school = factory.LazyAttribute(lambda row: row.area == "school")


class InspectionFactory(DjangoModelFactory[Inspection]):
    """A good outcome under the framework of 2019."""

    class Meta:
        model = Inspection

    school = factory.SubFactory(SchoolFactory)
    date = date(2023, 3, 14)
    framework = "eif"
    overall = "Good"
    safeguarding = "Met"
    source = factory.SubFactory(SourceFileFactory, kind="ofsted")
    loaded_at = LOADED


def figure(measure: Measure, place: School | str, value: Any, **facts: Any) -> Result:
    """A current figure of a school, or of an area (``"england"``); a code such as ``"SUPP"`` stands for none."""
    coded = isinstance(value, str)
    facts |= {"value": None, "reason": value} if coded else {"value": Decimal(str(value))}
    facts |= {"area": place, "school": None} if isinstance(place, str) else {"school": place}
    if facts.get("area") == "la":
        facts.setdefault("la_code", "313")
    return ResultFactory(measure=measure, **facts)


def graded(inspection: Inspection, **grades: str) -> Inspection:
    """The inspection with grades of its areas: ``graded(one, leadership="Good")``."""
    for area, grade in grades.items():
        InspectionGrade.objects.create(inspection=inspection, area=area.replace("_", " "), grade=grade)
    return inspection
