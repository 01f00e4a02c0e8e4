"""How fast a register of all England is taken over. The file is made here: a fresh clone has none."""

import csv
import tempfile
import tracemalloc
from pathlib import Path

from django.db import transaction

from schools.services.gias import take_over
from tests.bench.table import Figure, timed

HEADINGS = [
    *("URN", "LA (code)", "EstablishmentNumber", "EstablishmentName", "TypeOfEstablishment (name)"),
    *("EstablishmentStatus (name)", "OpenDate", "CloseDate", "PhaseOfEducation (name)"),
    *("StatutoryLowAge", "StatutoryHighAge", "Street", "Town", "Postcode", "Easting", "Northing"),
]
PART = "The register of all England"


def measure(*, schools: int) -> list[Figure]:
    """Rows per second: only compared, then taken over, then taken over again. All is rolled back."""
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        path = _file(Path(folder) / "all.csv", schools)
        tracemalloc.start()  # slows everything down: on its own
        _take(path, write=False)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        preview = timed(lambda: _take(path, write=False))
        first = timed(lambda: _take(path, write=True))
        again = timed(lambda: _take(path, write=True))
        transaction.set_rollback(True)
    return [
        Figure(PART, f"preview, {schools:,} new rows", schools / preview, "rows/s"),
        Figure(PART, f"import, {schools:,} new rows", schools / first, "rows/s", preview / first, "preview"),
        Figure(PART, "import, nothing new", schools / again, "rows/s", preview / again, "preview"),
        Figure(PART, "most memory of the preview", peak / 1_000_000, "MB"),
    ]


def _take(path: Path, *, write: bool) -> None:
    take_over(path, las=[], write=write, by=None)


def _file(path: Path, schools: int) -> Path:
    with path.open("w", encoding="cp1252", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADINGS)
        writer.writerows(_row(number) for number in range(schools))
    return path


def _row(number: int) -> list[str]:
    """A primary school; one in six is a secondary school, as in England."""
    phase = "Secondary" if number % 6 == 0 else "Primary"
    name, kind = f"St Anne’s {phase} School {number}", "Community school"
    ages, place = (["11", "18"] if phase == "Secondary" else ["3", "11"]), ["400000", "300000"]
    where = [f"{number} School Lane", "Anytown", "AA1 1AA", *place]
    return [
        *(str(500_000 + number), "999", str(number % 10_000), name, kind),
        *("Open", "01-09-2010", "", phase, *ages, *where),
    ]
