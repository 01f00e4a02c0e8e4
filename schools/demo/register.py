"""Schools of the demonstration, from two small files of facts, and who is a member in which year."""

import csv
from pathlib import Path
from typing import Any

from schools.models import AcademicYear, School

FOLDER = Path(__file__).resolve().parent.parent / "data"
NUMBERS = ("urn", "low_age", "high_age", "easting", "northing", "pupils")

# Schools of the borough that are not members; the second and the third set join one and two years after the others.
OUTSIDE = {138266, 139869, 139889, 140158, 140360, 140718, 144097, 146474}
JOIN_THIS_YEAR = {142889, 146822}
JOIN_NEXT_YEAR = {139720, 150224}


def add_schools() -> list[School]:
    """All schools: Hounslow's open ones as the register knows them, then the six invented ones."""
    rows = [School(**facts, invented=False) for facts in _read("hounslow_schools.csv")]
    rows += [School(**facts, invented=True) for facts in _read("invented_schools.csv")]
    School.objects.bulk_create(rows)
    return list(School.objects.order_by("urn"))


def _read(name: str) -> list[dict[str, Any]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return [_facts(row) for row in csv.DictReader(file)]


def _facts(row: dict[str, str]) -> dict[str, Any]:
    numbers = {name: int(row[name]) if row[name] else None for name in NUMBERS}
    return {**row, **numbers}


def members(schools: list[School], year: AcademicYear, *, current: AcademicYear) -> list[School]:
    """The members of a year: 44 real schools last year, 46 this year, 48 next year, and the invented six."""
    away = set(OUTSIDE)
    if year.starts <= current.starts:
        away |= JOIN_NEXT_YEAR
    if year.starts < current.starts:
        away |= JOIN_THIS_YEAR
    return [school for school in schools if school.urn not in away]


def ever_members(schools: list[School]) -> list[School]:
    """Everybody who is a member in one of the years."""
    return [school for school in schools if school.urn not in OUTSIDE]
