"""The performance tables of key stage 2, with every quirk that the real files have."""

from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command

from schools.models import School
from schools.services.delimited import Refused
from scorecard.models import Result, SourceFile
from scorecard.services import catalogue
from scorecard.services.imports.base import Ask
from scorecard.services.imports.ks2.columns import doubts
from scorecard.services.imports.registry import IMPORTERS
from scorecard.services.imports.taking import Outcome, take_over
from tests import factories
from tests.scorecard import ks2files
from tests.scorecard.ks2files import TABLE, URNS, row, write

pytestmark = pytest.mark.django_db
KS2 = IMPORTERS["ks2"]


@pytest.fixture(autouse=True)
def register() -> None:
    """The measures, and the four schools that the register knows."""
    catalogue.load()
    for urn in URNS:
        factories.SchoolFactory(urn=urn, name=f"School {urn}")


def take(path: Path, year: int = 2016, *, write: bool = True, **facts: Any) -> Outcome:
    """Take a file over as that of 2016/17, final."""
    return take_over(KS2, path, Ask(year, **facts), name=path.name, write=write, by=None)


def said(code: str, place: int | str = 990001, year: int = 2016) -> Any:
    """What is current: a number, a code, or None."""
    where = {"school__urn": place} if isinstance(place, int) else {"area": place}
    found = Result.objects.current().filter(measure__code=code, year=year, **where).first()
    return found and (found.reason or found.value)


def test_file_as_downloaded(tmp_path: Path) -> None:
    done = take(write(tmp_path))
    assert done.reading.read == 8
    assert done.reading.taken == {"Schools": 4, "Local authorities": 1, "England": 2}
    assert done.reading.left == {"Schools that our register does not know": 1}
    assert done.reading.rejected == 0
    assert [said("rwm-exp", place) for place in (*URNS, "la", "england", "england-all")] == [
        59,
        0,
        "SUPP",
        59,
        65,
        62,
        61,
    ]
    assert [said("read-prog", place) for place in URNS] == [Decimal("-2.7"), "LOWCOV", "SUPP", "NA"]
    assert said("roll", 990004) == "NEW"
    assert said("read-prog", "england") is None
    assert said("cohort", 990003) == 4
    assert Result.objects.get(measure__code="rwm-exp-dis", school__urn=990001).cohort == 20
    assert Result.objects.get(measure__code="rwm-exp-dis", school__urn=990003).cohort is None
    assert Result.objects.get(measure__code="rwm-exp", area="la").la_code == "313"


def test_a_code_never_becomes_nought(tmp_path: Path) -> None:
    take(write(tmp_path))
    assert not Result.objects.exclude(reason="").exclude(value=None).exists()
    assert set(Result.objects.filter(value=0).values_list("school__urn", "measure__code")) == {
        (990002, "rwm-exp")
    }


def test_taking_over_twice_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path)
    first, again = take(path), take(path)
    assert (again.recorded.written, again.recorded.unchanged) == (0, first.recorded.new)
    source = SourceFile.objects.get()
    assert (source.rows, source.counts["new"], source.year) == (8, first.recorded.new, 2016)


def test_preview_writes_nothing_and_names_the_same_changes(tmp_path: Path) -> None:
    path = write(tmp_path)
    seen = take(path, write=False)
    assert not Result.objects.exists()
    assert not SourceFile.objects.exists()
    assert seen.digest == take(path).digest


def test_revised_file_takes_the_place_of_the_provisional(tmp_path: Path) -> None:
    take(write(tmp_path), status="provisional")
    done = take(write(tmp_path, [row(1, PTRWM_EXP="61%")]), status="revised")
    assert done.as_json()["changes"] == [
        {
            "measure": "Expected standard in reading, writing and maths",
            "place": "School 990001",
            "year": "2016/17",
            "before": "59% of 60, provisional",
            "after": "61% of 60, revised",
        }
    ]
    assert (done.recorded.new, done.recorded.superseded, done.recorded.confirmed) == (0, 1, 15)
    assert said("rwm-exp") == 61
    assert [r.value for r in Result.objects.filter(measure__code="rwm-exp", school__urn=990001)] == [61, 59]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_any_encoding(tmp_path: Path, encoding: str) -> None:
    rows = [row(1, SCHNAME="St Thomas à Becket’s School"), *TABLE[1:]]
    assert take(write(tmp_path, rows, encoding=encoding)).reading.taken["Schools"] == 4


def test_headings_in_other_case_and_order(tmp_path: Path) -> None:
    headings = [heading.lower() for heading in reversed(ks2files.HEADINGS)]
    rows = [{key.lower(): cell for key, cell in one.items()} for one in TABLE]
    take(write(tmp_path, rows, headings=headings))
    assert said("rwm-exp-other") == 66


def test_progress_columns_that_are_empty(tmp_path: Path) -> None:
    rows = [{**one, "READPROG": "", "READCOV": "", "READPROG_16": ""} for one in TABLE]
    done = take(write(tmp_path, rows), year=2024)
    assert said("rwm-exp", year=2024) == 59
    assert not Result.objects.filter(measure__code="read-prog").exists()
    assert "2016, so it looks like the file of 2016/17 and not of 2024/25" in done.reading.warnings[0]


def test_zip_as_downloaded(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "2016-2017_england.zip", "w") as archive:
        archive.writestr("2016-2017/england_ks2final.csv", ks2files.text())
        archive.writestr("2016-2017/england_spine.csv", "URN,SCHNAME\r\n990001,Ash\r\n")
    assert take(tmp_path / "2016-2017_england.zip").reading.taken["Schools"] == 4


def test_code_that_nobody_told_us_is_kept_where_a_file_uses_it(tmp_path: Path) -> None:
    rows = [row(1, URN=urn, PTRWM_EXP="DNS") for urn in URNS[:3]]
    done = take(write(tmp_path, rows))
    assert said("rwm-exp") == "DNS"
    assert any("‘DNS’ stands in several rows" in one for one in done.reading.warnings)
    alone = take(write(tmp_path, [row(1, PTRWM_EXP="DNS"), *TABLE[1:]]), 2017)
    assert alone.reading.rejects[0].value == "DNS"


# --- What is wrong with a row -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column", "why"),
    [
        ({"PTRWM_EXP": "59"}, "PTRWM_EXP", "percent sign is missing"),
        ({"PTRWM_EXP": "0.59"}, "PTRWM_EXP", "percent sign is missing"),
        ({"PTRWM_EXP": "159%"}, "PTRWM_EXP", "between 0 and 100"),
        ({"PTRWM_EXP": "04-Mar"}, "PTRWM_EXP", "neither a number nor a code"),
        ({"READ_AVERAGE": "#REF!"}, "READ_AVERAGE", "neither a number nor a code"),
        ({"READ_AVERAGE": "14"}, "READ_AVERAGE", "between 60 and 140"),
        ({"READPROG": "-2.7%"}, "READPROG", "have slid"),
        ({"TELIG": "59.5"}, "TELIG", "not a whole number"),
        ({"URN": "1.02E+05"}, "URN", "six digits"),
        ({"RECTYPE": "9"}, "RECTYPE", "1 to 5"),
        ({"RECTYPE": "3", "LEA": "31"}, "LEA", "three digits"),
    ],
)
def test_row_with_a_wrong_cell_is_left_whole(
    tmp_path: Path, cells: dict[str, str], column: str, why: str
) -> None:
    done = take(write(tmp_path, [row(1, **cells), *TABLE[1:]]))
    assert [(one.row, one.column) for one in done.reading.rejects][:1] == [(2, column)]
    assert why in done.reading.rejects[0].why
    assert not Result.objects.filter(school__urn=990001).exists()
    assert said("rwm-exp", 990002) == 0


@pytest.mark.parametrize("at", [10, 11, 14, 17, 23, 26, 30, 33])
@pytest.mark.parametrize("lost", [True, False])
def test_cells_that_slid_are_found(tmp_path: Path, at: int, lost: bool) -> None:
    lines = ks2files.text().splitlines()
    cells = lines[1].split(",")
    cells[at : at + 1] = [] if lost else ["", cells[at]]
    lines[1] = ",".join(cells)
    path = tmp_path / "313_ks2final.csv"
    path.write_text("\r\n".join([*lines, ""]), newline="")
    assert take(path).reading.rejected == 1
    assert not Result.objects.filter(school__urn=990001).exists()


# --- What is wrong with a file ----------------------------------------------------------------------


def refused(path: Path, year: int = 2016) -> str:
    """Why a file is refused; nothing of it is kept."""
    with pytest.raises(Refused) as error:
        take(path, year)
    assert not Result.objects.exists()
    assert not SourceFile.objects.exists()
    return str(error.value)


def test_file_of_something_else(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("URN,EstablishmentName\n1,Ash\n")
    assert "not a file of the key stage 2 performance tables" in refused(path)


def test_file_that_breaks_off(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.write_bytes(path.read_bytes()[:-120])
    assert "breaks off in row 9" in refused(path)


def test_shares_instead_of_percentages(tmp_path: Path) -> None:
    rows = [{key: as_share(cell) for key, cell in one.items()} for one in TABLE]
    assert "have become shares" in refused(write(tmp_path, rows))


def as_share(cell: str) -> str:
    """59% as 0.59."""
    return f"{int(cell[:-1]) / 100:g}" if cell.endswith("%") else cell


def test_percentages_that_all_lost_their_sign_are_read_and_said(tmp_path: Path) -> None:
    rows = [{key: cell.removesuffix("%") for key, cell in one.items()} for one in TABLE]
    done = take(write(tmp_path, rows))
    assert said("rwm-exp") == 59
    assert "No percentage in this file has its sign" in done.reading.warnings[0]


def test_column_that_stands_twice(tmp_path: Path) -> None:
    headings = ["PTRWM_EXP" if one == "PTREAD_AT" else one for one in ks2files.HEADINGS]
    assert "PTRWM_EXP stands twice" in refused(write(tmp_path, headings=headings))


def test_school_that_stands_twice_with_other_figures(tmp_path: Path) -> None:
    assert "for a second time" in refused(write(tmp_path, [*TABLE, row(1, PTRWM_EXP="60%")]))
    assert take(write(tmp_path, [*TABLE, row(1)])).reading.left["The same row again"] == 1


def test_file_of_which_most_is_wrong(tmp_path: Path) -> None:
    rows = [row(1, RECTYPE="x", URN=990001 + place) for place in range(12)]
    assert "12 of 12 rows cannot be right" in refused(write(tmp_path, rows))


def test_year_without_tests(tmp_path: Path) -> None:
    assert "No tests were held in 2019/20" in refused(write(tmp_path), 2019)


# --- The year is asked, and doubted -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("headings", "year", "doubt"),
    [
        (["PTRWM_EXP_16"], 2016, None),
        (["PTRWM_EXP_16"], 2017, "looks like the file of 2016/17"),
        (["PTRWM_EXP_17", "PTRWM_EXP_16"], 2016, "it cannot be that of 2016/17"),
        (["PTRWM_EXP_17", "PTRWM_EXP_16"], 2017, None),
        (["PTRWM_EXP_19", "PTRWM_EXP_3YR"], 2022, None),
        (["PTRWM_EXP_22"], 2022, None),
        (["PTRWM_EXP_23", "PTRWM_EXP_24"], 2024, None),
        (["PTRWM_EXP_23"], 2024, "looks like the file of 2023/24"),
        (["PTRWM_EXP"], 2017, None),
    ],
)
def test_columns_speak_for_a_year(headings: list[str], year: int, doubt: str | None) -> None:
    found = doubts(headings, year)
    assert len(found) == (doubt is not None)
    assert (doubt or "") in "".join(found)


def test_same_file_or_same_figures_as_of_another_year(tmp_path: Path) -> None:
    for place in range(12):
        factories.SchoolFactory(urn=980000 + place)
    rows = [row(1, URN=980000 + place, PTRWM_EXP=f"{50 + place}%") for place in range(12)]
    take(write(tmp_path, rows))
    done = take(write(tmp_path, rows), 2017, write=False)
    assert any("This very file was taken over as that of 2016/17" in one for one in done.reading.warnings)
    assert any(
        "12 of 12 schools have the same figures here as in 2016/17" in one for one in done.reading.warnings
    )


# --- The command --------------------------------------------------------------------------------------


def test_command_dry_and_for_good(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, [row(1, TELIG="many"), *TABLE[1:]])
    call_command("import_ks2", str(path), "--year", "2016/17", "--dry-run")
    shown = capsys.readouterr().out
    assert "Nothing was written." in shown
    assert shown.count("row 2, ") == 1
    assert "  row 2, TELIG: 'many' This is neither a number nor a code that we know." in shown
    assert not Result.objects.exists()
    call_command("import_ks2", str(path), "--year", "2016/17", "--status", "provisional")
    assert "Recorded:" in capsys.readouterr().out
    assert SourceFile.objects.get().status == "provisional"


@pytest.mark.parametrize("year", ["2016", "2016/18", "16/17", "next"])
def test_command_wants_a_year(tmp_path: Path, year: str) -> None:
    with pytest.raises(CommandError, match="year"):
        call_command("import_ks2", str(write(tmp_path)), "--year", year)


def test_command_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_ks2", str(tmp_path / "none.csv"), "--year", "2016/17")
    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import_ks2", str(write(tmp_path)), "--year", "2020/21")


def test_number_of_queries_does_not_grow_with_the_rows(
    tmp_path: Path, django_assert_max_num_queries: Any
) -> None:
    School.objects.exclude(urn=990001).delete()
    for number in (1, 3):
        rows = [row(1, URN=urn) for urn in range(960001, 960001 + number)]
        for one in rows:
            School.objects.get_or_create(
                urn=int(one["URN"]), defaults={"name": "A", "type": "B", "phase": "primary"}
            )
        with django_assert_max_num_queries(12):
            take(write(tmp_path, rows), write=False)
