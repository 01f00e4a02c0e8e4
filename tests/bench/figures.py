"""How fast key stage 2 of all England is taken over, and what Hampshire and Surrey add up to.

The file is made here, as wide and as long as the Department's: a fresh clone has none. The real files of two authorities
are read where they lie beside the repository.
"""

import csv
import tempfile
import tracemalloc
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import transaction

from schools.models import School
from scorecard.services import catalogue, checking
from scorecard.services.imports.base import Ask
from scorecard.services.imports.registry import IMPORTERS
from scorecard.services.imports.taking import take_over
from tests.bench.table import Figure, timed

PART = "Key stage 2 of all England"
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "ks2"
YEAR = 2016
COLUMNS = 300
FIRST_URN = 100_000
KS2 = IMPORTERS["ks2"]


def measure(*, schools: int) -> list[Figure]:
    """Rows per second and most memory of a preview and of an import, beside the csv module alone. All is rolled back."""
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        catalogue.load()
        path = _file(Path(folder) / "england_ks2final.csv", schools)
        School.objects.bulk_create(
            (
                School(urn=FIRST_URN + number, name=f"School {number}", type="School", phase="primary")
                for number in range(schools)
            ),
            batch_size=1000,
            ignore_conflicts=True,
        )
        alone = timed(lambda: _read_alone(path))
        peaks = [_peak(path, act) for act in (_read_alone, _preview)]
        preview = timed(lambda: _preview(path))
        first = timed(lambda: _take(path, write=True))
        again = timed(lambda: _take(path, write=True))
        transaction.set_rollback(True)
    return [
        Figure(PART, f"csv module alone, {schools:,} rows of {COLUMNS}", schools / alone, "rows/s"),
        Figure(
            PART, "preview, every school known", schools / preview, "rows/s", preview / alone, "csv alone"
        ),
        Figure(PART, "import, every figure new", schools / first, "rows/s", first / alone, "csv alone"),
        Figure(PART, "import, nothing new", schools / again, "rows/s", again / alone, "csv alone"),
        Figure(PART, "most memory, csv module alone", peaks[0] / 1_000_000, "MB"),
        Figure(PART, "most memory of the preview", peaks[1] / 1_000_000, "MB"),
    ]


def _peak(path: Path, act: Callable[[Path], None]) -> int:
    tracemalloc.start()  # slows everything down: on its own
    act(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def _read_alone(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        for _ in csv.reader(file):
            pass


def _preview(path: Path) -> None:
    _take(path, write=False)


def _take(path: Path, *, write: bool) -> None:
    take_over(KS2, path, Ask(YEAR), name=path.name, write=write, by=None)


def _file(path: Path, schools: int) -> Path:
    """As many columns as the Department's file has, those that are read among them."""
    read = [row["column"] for row in catalogue.read("columns") if row["source"] == "ks2"]
    counted = [row["cohort_column"] for row in catalogue.read("columns") if row["source"] == "ks2"]
    known = dict.fromkeys(["RECTYPE", "LEA", "ESTAB", "URN", "SCHNAME", *counted, *read])
    headings = [name for name in known if name]
    headings += [f"PTOTHER_{number}" for number in range(COLUMNS - len(headings))]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(headings)
        writer.writerows([_cell(heading, number) for heading in headings] for number in range(schools))
    return path


def _cell(heading: str, number: int) -> str:
    fixed = {
        "RECTYPE": "1", "LEA": f"{201 + number % 150}", "ESTAB": "2001", "URN": str(FIRST_URN + number),
        "SCHNAME": f"St Anne’s School, {number}", "TELIG": "60", "BELIG": "31", "GELIG": "29", "TFSM6CLA1A": "20",
        "TNotFSM6CLA1A": "40", "TEALGRP2": "30", "TOTPUPS": "420", "TKS1AVERAGE": "16.1",
    }  # fmt: skip
    if heading in fixed:
        return fixed[heading]
    if "_AVERAGE" in heading:
        return str(95 + number % 15)
    return f"{number % 9 - 4}.{number % 10}" if "PROG" in heading else f"{number % 101}%"


def show_authorities() -> None:
    """Print, for each real file that is there, what its published authority row is beside its schools' rows."""
    for la, year in _real_files():
        with transaction.atomic():
            catalogue.load()
            path = REAL / f"{year}-{year + 1}_{la}_ks2final.csv"
            _know(path)
            take_over(KS2, path, Ask(year), name=path.name, write=True, by=None)
            print(f"\nLocal authority {la}, {year}/{year % 100 + 1}: published, and from its schools")
            print("\n".join(checking.table(checking.of_authority(la, year))))
            transaction.set_rollback(True)


def _real_files() -> Iterator[tuple[str, int]]:
    found = [(la, year) for year in (2016, 2017) for la in ("850", "936")]
    there = [one for one in found if (REAL / f"{one[1]}-{one[1] + 1}_{one[0]}_ks2final.csv").exists()]
    if not there:
        print("\nThe Department's files of Hampshire and Surrey are not beside the repository: not checked.")
    yield from there


def _know(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["RECTYPE"] in {"1", "2"}]
    School.objects.bulk_create(
        (
            School(
                urn=int(row["URN"]), name=row["SCHNAME"], type="School", phase="primary", la_code=row["LEA"]
            )
            for row in rows
        ),
        update_conflicts=True,  # earlier measurements made schools of these numbers
        unique_fields=["urn"],
        update_fields=["name", "phase", "la_code"],
    )
