"""The measures that the application ships with, as data: ``scorecard/data/{measures,columns,breaks}.csv``.

Loading adds what is missing and changes nothing that is there, so it may run as often as somebody likes and never
undoes what the Director edited.
"""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from schools.models import AcademicYear
from scorecard.models import Measure, MeasureColumn, SeriesBreak

FOLDER = Path(__file__).resolve().parent.parent / "data"
YEARS = frozenset({"first_year", "last_year", "year_from", "year_to", "year", "decimals"})


def start(year: AcademicYear) -> None:
    """Have the measures before a year begins."""
    load()


@transaction.atomic
def load() -> int:
    """Add the measures that are missing, each with its columns and breaks. Returns how many were added."""
    known = set(Measure.objects.values_list("code", flat=True))
    rows = [(place, row) for place, row in enumerate(read("measures"), start=1) if row["code"] not in known]
    counterparts = {row["code"]: row.pop("counterpart") for _, row in rows}
    Measure.objects.bulk_create(Measure(order=place * 10, **row) for place, row in rows)
    by_code = {measure.code: measure for measure in Measure.objects.all()}
    for code, other in counterparts.items():
        if other:
            Measure.objects.filter(code=code).update(counterpart=by_code[other])
    for model, name in ((MeasureColumn, "columns"), (SeriesBreak, "breaks")):
        _add(model, name, by_code, set(counterparts))
    return len(counterparts)


def _add(model: Any, name: str, by_code: dict[str, Measure], new: set[str]) -> None:
    rows = [row for row in read(name) if row["measure"] in new]
    model.objects.bulk_create(model(**{**row, "measure": by_code[row["measure"]]}) for row in rows)


def read(name: str) -> list[dict[str, Any]]:
    """The rows of one of the files; years and numbers as numbers, what is blank as None where it is one."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [{key: _cell(key, text) for key, text in row.items()} for row in csv.DictReader(file)]


def _cell(key: str, text: str) -> Any:
    if key in YEARS:
        return int(text) if text else None
    return Decimal(text) if key == "factor" else text
