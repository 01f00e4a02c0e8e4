"""What the Director makes of the measures: their words and years, their columns in files, the breaks in their series."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from hlp import audit, clock
from hlp.models import User
from hlp.transitions import StaleEdit
from scorecard.models import Measure, MeasureColumn, SeriesBreak

# What a figure means may not change under the figures that are there.
FIXED = frozenset({"unit", "group"})


@transaction.atomic
def create(*, facts: dict[str, Any], by: User, at: datetime | None = None) -> Measure:
    """Add a measure as the last one; audit. Raises ValidationError where its code is taken or its years are turned."""
    _check_years(facts.get("first_year"), facts.get("last_year"))
    if Measure.objects.filter(code=facts["code"]).exists():
        raise ValidationError({"code": "Another measure has this code"})
    last = Measure.objects.order_by("-order").first()
    measure = Measure.objects.create(order=(last.order if last else 0) + 10, **facts)
    _note("create", measure, by, at)
    return measure


@transaction.atomic
def edit(
    *, measure: Measure, facts: dict[str, Any], version: int, by: User, at: datetime | None = None
) -> Measure:
    """Change what a measure says; audit. What its figures mean stays as soon as there are any.

    Raises StaleEdit when others changed it since ``version``, ValidationError where its years are turned.
    """
    row = _locked(measure, version)
    _check_years(facts.get("first_year"), facts.get("last_year"))
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    if FIXED & set(changed) and row.results.exists():
        raise ValidationError(
            "There are figures of this measure, so its unit and its pupils stay as they are."
        )
    for name in changed:
        setattr(row, name, facts[name])
    _save(row, changed)
    _note("edit", row, by, at, changed=sorted(changed))
    return row


@transaction.atomic
def save_column(
    *,
    measure: Measure,
    column: MeasureColumn | None,
    facts: dict[str, Any],
    version: int,
    by: User,
    at: datetime | None = None,
) -> None:
    """Add a column, or change one; audit.

    Raises StaleEdit as ``edit`` does, and ValidationError where two columns of a source would hold for one year.
    """
    row = _locked(measure, version)
    _check_years(facts.get("year_from"), facts.get("year_to"))
    others = row.columns.filter(source=facts["source"])
    if any(other != column and _meet(other, facts) for other in others):
        raise ValidationError("Another column of this source holds for some of these years already.")
    if column:
        row.columns.filter(pk=column.pk).update(**facts)
    else:
        row.columns.create(**facts)
    _save(row, ())
    _note("column", row, by, at, column=facts["column"], source=facts["source"])


@transaction.atomic
def remove_column(*, measure: Measure, column: MeasureColumn, by: User, at: datetime | None = None) -> None:
    """Read a column no more; audit. Figures that came from it stay. Removing it twice does it once."""
    gone, _ = measure.columns.filter(pk=column.pk).delete()
    if gone:
        _save(_locked(measure, None), ())
        _note("column-remove", measure, by, at, column=column.column, source=column.source)


@transaction.atomic
def add_break(*, measure: Measure, year: int, reason: str, by: User, at: datetime | None = None) -> None:
    """Say that figures before a year cannot be compared with those from it on; audit. A second reason replaces it."""
    row = _locked(measure, None)
    SeriesBreak.objects.update_or_create(measure=row, year=year, defaults={"reason": reason})
    _save(row, ())
    _note("break", row, by, at, year=year)


@transaction.atomic
def remove_break(*, measure: Measure, found: SeriesBreak, by: User, at: datetime | None = None) -> None:
    """Take a break away; audit. Doing so twice does it once."""
    gone, _ = measure.breaks.filter(pk=found.pk).delete()
    if gone:
        _save(_locked(measure, None), ())
        _note("break-remove", measure, by, at, year=found.year)


def _locked(measure: Measure, version: int | None) -> Measure:
    row = Measure.objects.select_for_update().get(pk=measure.pk)
    if version is not None and row.version != version:
        raise StaleEdit
    return row


def _save(row: Measure, changed: Iterable[str]) -> None:
    row.version += 1
    row.save(update_fields=[*changed, "version"])


def _check_years(first: int | None, last: int | None) -> None:
    if first is not None and last is not None and last < first:
        raise ValidationError("The last year lies before the first")


def _meet(other: MeasureColumn, facts: dict[str, Any]) -> bool:
    """Whether two spans of years share one; an open end reaches for ever."""
    ends = (other.year_to, facts.get("year_to"))
    starts = (facts.get("year_from"), other.year_from)
    return all(end is None or start is None or start <= end for start, end in zip(starts, ends, strict=True))


def _note(what: str, measure: Measure, by: User, at: datetime | None, **detail: Any) -> None:
    audit.record(f"measure.{what}", about=f"measure:{measure.code}", by=by, at=at or clock.now(), **detail)
