"""An authority's published figures worked out again from its schools: rounding, hidden schools, and what is wrong."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from schools.models import School
from scorecard.models import Result
from scorecard.services import catalogue, checking
from scorecard.services.checking import Cause
from scorecard.services.imports.base import Ask
from scorecard.services.imports.registry import IMPORTERS
from scorecard.services.imports.taking import take_over

pytestmark = pytest.mark.django_db
OWN = Path(__file__).parent / "files" / "899_ks2final.csv"
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "ks2"


def load(path: Path, year: int) -> None:
    """Take a file over with all its schools in the register."""
    catalogue.load()
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["RECTYPE"] in {"1", "2"}]
    known = set(School.objects.values_list("urn", flat=True))
    School.objects.bulk_create(
        School(urn=int(row["URN"]), name=row["SCHNAME"], type="School", phase="primary", la_code=row["LEA"])
        for row in rows
        if int(row["URN"]) not in known
    )
    done = take_over(IMPORTERS["ks2"], path, Ask(year), name=path.name, write=True, by=None)
    assert done.reading.rejected == 0


def causes(la: str, year: int) -> dict[str, Cause]:
    return {check.measure.code: check.cause for check in checking.of_authority(la, year)}


def test_own_small_authority_carries_the_same_lessons(capsys: pytest.CaptureFixture[str]) -> None:
    load(OWN, 2016)
    found = causes("899", 2016)
    assert found["cohort-dis"] == Cause.ROUNDING
    assert found["rwm-exp"] == Cause.ROUNDING
    assert found["rwm-exp-dis"] == Cause.HIDDEN
    assert found["read-prog"] == Cause.NONE
    assert Cause.OPEN not in found.values()
    call_command("check_authority", "899", "--year", "2016/17")
    assert "Explained by 11 pupils of 3 schools without a figure, who stand at" in capsys.readouterr().out


def test_a_wrong_figure_is_found() -> None:
    load(OWN, 2016)
    Result.objects.filter(measure__code="rwm-exp", school__urn=899001).update(value=6)
    assert causes("899", 2016)["rwm-exp"] == Cause.OPEN
    with pytest.raises(CommandError, match="1 differences are not explained"):
        call_command("check_authority", "899", "--year", "2016/17")


def test_nothing_loaded_is_said() -> None:
    with pytest.raises(CommandError, match="No figures of this authority"):
        call_command("check_authority", "899", "--year", "2016/17")


# Hampshire and Surrey
REAL_FILES = [(la, year) for year in (2016, 2017) for la in ("850", "936")]


@pytest.mark.skipif(not REAL.exists(), reason="the Department's files are not beside this repository")
@pytest.mark.parametrize(("la", "year"), REAL_FILES)
def test_every_difference_of_the_real_files_is_explained(la: str, year: int) -> None:
    load(REAL / f"{year}-{year + 1}_{la}_ks2final.csv", year)
    checks = checking.of_authority(la, year)
    assert [check.measure.code for check in checks if check.cause == Cause.OPEN] == []
    assert len(checks) > 55
    plain = {check.measure.code: check for check in checks}
    assert abs(plain["rwm-exp"].difference) < 0.5
    assert plain["rwm-exp"].known > 0.99 * plain["rwm-exp"].cohort
