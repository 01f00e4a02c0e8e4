"""Takes a file over: reads, compares with what we have, and records when it is told to."""

from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction

from hlp import clock
from hlp.models import User
from schools.models import ImportRun, School
from schools.services.delimited import Moved, Refused
from scorecard.choices import Area, reason_label, year_label
from scorecard.models import Measure, Result, SourceFile
from scorecard.services.imports.base import Ask, Importer, Reading, Tell
from scorecard.services.results import Recorded

CHUNK = 1 << 20
FEW = 10  # rows; of fewer the share of wrong ones says little


@dataclass
class Outcome:
    """What was read and what it changes. ``digest`` names exactly these changes."""

    reading: Reading = field(default_factory=Reading)
    recorded: Recorded = field(default_factory=Recorded)
    source: SourceFile | None = None

    @property
    def digest(self) -> str:
        """Of everything that would be written."""
        return self.recorded.digest

    def as_json(self) -> dict[str, Any]:
        """All of it in plain dictionaries, lists and numbers, as a page shows it."""
        counts = {name: getattr(self.recorded, name) for name in COUNTS}
        return {
            **self.reading.as_json(),
            **counts,
            "changes": _told(self.recorded.changes),
            "codes": [
                {"code": code, "label": reason_label(code), "number": number}
                for code, number in self.reading.codes.most_common()
            ],
        }


COUNTS = ("new", "superseded", "confirmed", "unchanged", "beside", "blank")


def take_over(
    importer: Importer,
    path: Path,
    ask: Ask,
    *,
    name: str,
    write: bool,
    by: User | None,
    expect: str = "",
    run: ImportRun | None = None,
    tell: Tell = lambda percent, stage: None,
    at: datetime | None = None,
) -> Outcome:
    """Read a file and compare its figures with ours; with ``write`` record them, all or none, with their source.

    Raises Refused with a sentence to show, and Moved when the changes are not ``expect``.
    """
    now = at or clock.now()
    outcome = Outcome()
    with transaction.atomic() if write else nullcontext():
        _doubt(importer, path, ask, outcome.reading)
        source = _source(importer, path, ask, name=name, by=by, run=run, at=now, save=write)
        items = importer.read(path, ask, outcome.reading, tell)
        if write:
            outcome.recorded = importer.record(items, source=source, by=by, at=now)
        else:
            outcome.recorded = importer.weigh(items, source=source)
        _weigh_rejects(outcome.reading)
        if expect and outcome.digest != expect:
            raise Moved
        if write:
            _note(source, outcome)
        outcome.source = source
    return outcome


def _doubt(importer: Importer, path: Path, ask: Ask, reading: Reading) -> None:
    """Warn where the very same file was taken over as that of another year."""
    same = SourceFile.objects.filter(kind=importer.kind, sha256=_digest(path)).exclude(year=ask.year)
    other = same.exclude(year=None).first()
    if other and other.year is not None:
        reading.warn(f"This very file was taken over as that of {year_label(other.year)}. Check the year.")


def _source(
    importer: Importer,
    path: Path,
    ask: Ask,
    *,
    name: str,
    by: User | None,
    run: ImportRun | None,
    at: datetime,
    save: bool,
) -> SourceFile:
    """The file's row: that of an earlier load of the same bytes as the same thing, else a new one."""
    known = {
        "kind": importer.kind,
        "sha256": _digest(path),
        "year": ask.year,
        "status": ask.status,
        "published_on": ask.published_on,
    }
    found = SourceFile.objects.filter(**known).order_by("pk").first()
    if found:
        return found
    source = SourceFile(
        **known, name=name[-200:], publisher=importer.publisher, loaded_at=at, loaded_by=by, run=run
    )
    if save:
        source.save()
    return source


def _digest(path: Path) -> str:
    digest = sha256()
    with path.open("rb") as file:
        for chunk in iter(lambda: file.read(CHUNK), b""):
            digest.update(chunk)
    return digest.hexdigest()


def _weigh_rejects(reading: Reading) -> None:
    """Raise Refused where most of a file is wrong: then nothing in it can be trusted."""
    if reading.rejected > FEW and reading.rejected * 2 > reading.read:
        first = reading.rejects[0]
        where = f"row {first.row}, column {first.column}" if first.column else f"row {first.row}"
        raise Refused(
            f"{reading.rejected:,} of {reading.read:,} rows cannot be right, so nothing is taken from this file. The"
            f" first: {where}: {first.why} Download the file again and upload it as it is."
        )


def _note(source: SourceFile, outcome: Outcome) -> None:
    reading = outcome.reading
    if not source.rows:
        source.rows = reading.read
        source.counts = {
            "taken": dict(reading.taken),
            "left": dict(reading.left),
            "rejected": reading.rejected,
            **{name: getattr(outcome.recorded, name) for name in COUNTS},
        }
        source.save(update_fields=["rows", "counts"])


def _told(changes: list[tuple[Result, Result]]) -> list[dict[str, Any]]:
    """What takes the place of what, in words."""
    measures = {one.pk: one for one in Measure.objects.filter(pk__in={new.measure_id for _, new in changes})}
    schools = School.objects.in_bulk({new.school_id for _, new in changes if new.school_id})
    return [
        {
            "measure": measures[new.measure_id].name,
            "place": _place(new, schools),
            "year": year_label(new.year),
            "before": _figure(old, measures[new.measure_id]),
            "after": _figure(new, measures[new.measure_id]),
        }
        for old, new in changes
    ]


def _place(result: Result, schools: dict[Any, School]) -> str:
    if result.school_id:
        return str(schools[result.school_id])
    name = Area(result.area).label
    return f"{name} {result.la_code}" if result.la_code else name


def _figure(result: Result, measure: Measure) -> str:
    shown = measure.shown(result.value) if result.value is not None else result.reason
    of = f" of {result.cohort}" if result.cohort is not None else ""
    return f"{shown}{of}, {result.get_status_display().lower()}"
