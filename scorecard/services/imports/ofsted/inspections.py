"""Takes inspections over: to which school each belongs, what is new, and what a later file adds or corrects."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from schools.models import School
from scorecard.models import Inspection, InspectionGrade, Measure, SourceFile
from scorecard.services.imports.base import Ask, Reading, Reject, Tell
from scorecard.services.imports.ofsted.columns import era_of
from scorecard.services.imports.ofsted.rows import Reader, Told, Wrong
from scorecard.services.imports.tables import opened
from scorecard.services.results import Recorded

WHAT = "Ofsted’s management information"
WANTED = ("URN",)
BATCH = 500
FACTS = ("published_on", "overall", "safeguarding", "category", "outcome", "url")
NOT_OURS = "A school that is not in our register"
EARLIER = "An inspection of an earlier school that is not in our register"
NO_INSPECTION = "A school without an inspection in this file"


def check(path: Path) -> None:
    """Raise Refused for a file that has none of the headings of any era."""
    with opened(path, WANTED, WHAT) as table:
        Reader(table)


def read(path: Path, ask: Ask, reading: Reading, tell: Tell) -> Iterator[Told]:
    """The inspections of the schools that we know, each with the URN that was inspected. Raises Refused."""
    known = set(School.objects.values_list("urn", flat=True))
    with opened(path, WANTED, WHAT) as table:
        reader = Reader(table)
        reading.warn(f"Read as: {era_of(table)}.")
        for number, row in table.rows:
            reading.read += 1
            if reading.read % 2_000 == 0:
                tell(30, f"{reading.read:,} rows read")
            yield from _row(reader, number, row, known, reading)


def _row(reader: Reader, number: int, row: list[str], known: set[int], reading: Reading) -> Iterator[Told]:
    try:
        if reader.urn(row) not in known:
            reading.left[NOT_OURS] += 1
            return
        told = list(reader.told(number, row))
    except Wrong as error:
        why = str(error)
        reading.reject(Reject(number, error.column, "", f"{why[:1].upper()}{why[1:]}."))
        return
    if not told:
        reading.left[NO_INSPECTION] += 1
    for one in told:
        if one.then in known:
            reading.taken[one.framework.label] += 1
            yield one
        else:
            reading.left[EARLIER] += 1


def weigh(items: Iterable[Told], *, source: SourceFile) -> Recorded:
    """What recording these inspections would do."""
    return _take(items, source, clock.now(), write=False)


@transaction.atomic
def record(
    items: Iterable[Told], *, source: SourceFile, by: User | None, at: datetime | None = None
) -> Recorded:
    """Record inspections, all or none; again changes nothing. A blank never erases what an earlier file said.

    Side effects: rows, an audit row.
    """
    now = at or clock.now()
    list(Measure.objects.select_for_update().order_by("pk").values_list("pk"))  # one recording at a time
    outcome = _take(items, source, now, write=True)
    facts = {"new": outcome.new, "superseded": outcome.superseded}
    audit.record("inspections.record", about=f"source:{source.pk}", by=by, at=now, **facts)
    return outcome


def _take(items: Iterable[Told], source: SourceFile, now: datetime, *, write: bool) -> Recorded:
    outcome, digest = Recorded(), sha256()
    left = iter(items)
    for batch in iter(lambda: list(islice(left, BATCH)), []):
        schools = dict(School.objects.filter(urn__in={one.then for one in batch}).values_list("urn", "pk"))
        known = _known(set(schools.values()))
        for told in batch:
            key = (schools[told.then], told.day, str(told.framework))
            before = known.get(key)
            after, changed = _merged(told, before, schools[told.then], source, now)
            if before is None:
                outcome.new += 1
            elif changed:
                outcome.superseded += 1
            else:
                outcome.unchanged += 1
                continue
            digest.update(repr((key, [after[name] for name in FACTS], after["grades"])).encode())
            known[key] = _written(after, before) if write else _held(after, before)
    outcome.digest = digest.hexdigest()
    return outcome


Known = tuple[Inspection, dict[str, str]]


def _known(schools: set[int]) -> dict[tuple[int, Any, str], Known]:
    rows = Inspection.objects.filter(school__in=schools).prefetch_related("grades")
    return {
        (row.school_id, row.date, row.framework): (row, {one.area: one.grade for one in row.grades.all()})
        for row in rows
    }


def _merged(
    told: Told, before: Known | None, school: int, source: SourceFile, now: datetime
) -> tuple[dict[str, Any], bool]:
    """What is known after a row: what it says, and where it says nothing what was known. Also whether that is new."""
    old, grades = before or (None, {})
    said = {name: getattr(told, name) for name in FACTS}
    facts = {name: value or (getattr(old, name) if old else value) for name, value in said.items()}
    all_grades = {**grades, **dict(told.grades)}
    changed = old is None or all_grades != grades or any(facts[name] != getattr(old, name) for name in FACTS)
    place = {"school_id": school, "date": told.day, "framework": str(told.framework), "urn": told.then}
    return {**facts, **place, "grades": all_grades, "source": source, "loaded_at": now}, changed


def _held(after: dict[str, Any], before: Known | None) -> Known:
    """What would be there, for the rows below that tell the same inspection."""
    facts = {name: value for name, value in after.items() if name != "grades"}
    return Inspection(**facts), after["grades"]


def _written(after: dict[str, Any], before: Known | None) -> Known:
    row, grades = _held(after, before)
    if before:
        row.pk = before[0].pk
    row.save()
    if before is None or before[1] != grades:
        row.grades.all().delete()
        InspectionGrade.objects.bulk_create(
            InspectionGrade(inspection=row, area=area, grade=grade) for area, grade in grades.items()
        )
    return row, grades
