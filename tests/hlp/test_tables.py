"""Lists as files: what a spreadsheet sees, and what it must not take for a formula."""

import csv
from datetime import date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from hlp import tables
from hlp.models import AuditEntry
from hlp.tables import Column, Table, csv_lines, write_xlsx
from tests import factories as make
from tests.conftest import As, Cast, utc

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(*values: Any) -> Table:
    return Table("things", [Column("Thing", lambda row: row, 30)], values)


def as_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(content.decode("utf-8-sig").splitlines()))


def as_xlsx(content: bytes) -> list[list[Any]]:
    sheet = load_workbook(BytesIO(content)).active
    assert sheet is not None
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def cells(*values: Any) -> list[Any]:
    """The values as Excel holds them."""
    file = BytesIO()
    write_xlsx(table(*values), file)
    return [row[0] for row in as_xlsx(file.getvalue())[1:]]


def texts(*values: Any) -> list[str]:
    """The values as they stand in the CSV."""
    return [row[0] for row in as_csv(b"".join(csv_lines(table(*values))))[1:]]


@pytest.mark.parametrize("harm", ["=1+1", "+44 20", "-2", "@SUM(A1)", "\t=1", " =1", "\r=1"])
def test_nothing_is_taken_for_a_formula(harm: str) -> None:
    assert cells(harm) == [f"'{harm}"]
    assert b"".join(csv_lines(table(harm))).decode().partition("\r\n")[2].strip('"\r\n') == f"'{harm}"


def test_numbers_stay_numbers_and_days_are_days() -> None:
    summer = utc("2026-07-01 15:00")
    values = (-2, 1.5, date(2026, 11, 26), summer, True, False, None, "Ash – Ä")
    moment = datetime(2026, 7, 1, 16, 0)  # noqa: DTZ001 a workbook knows no zones
    assert cells(*values) == [
        -2,
        1.5,
        datetime(2026, 11, 26),  # noqa: DTZ001
        moment,
        "Yes",
        "No",
        None,
        "Ash – Ä",
    ]
    assert texts(*values) == ["-2", "1.5", "2026-11-26", "2026-07-01 16:00", "Yes", "No", "", "Ash – Ä"]


def test_what_no_cell_can_hold_is_left_out() -> None:
    assert cells("a\x00b\x1fc") == ["abc"]
    assert len(cells("x" * 40_000)[0]) == 32_766


def test_the_workbook_keeps_its_headings_in_sight() -> None:
    file = BytesIO()
    write_xlsx(table("a", date(2026, 11, 26)), file)
    sheet = load_workbook(file)["Things"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:A3")
    assert sheet["A1"].font.b
    assert sheet.column_dimensions["A"].width == 30
    assert sheet["A3"].number_format == "d mmmm yyyy"


def test_an_empty_list_has_its_headings() -> None:
    assert b"".join(csv_lines(table())) == "\ufeffThing\r\n".encode()


# --- Every list of the house -----------------------------------------------------------------------

LISTS = {
    "/schools/": ("schools", "School"),
    "/groups/": ("groups", "Collaborative"),
    "/people/": ("people", "Name"),
    "/sessions/": ("sessions", "School"),
    "/rounds/": ("rounds", "Round"),
    "/messages/": ("messages", "What"),
}


@pytest.mark.parametrize("path", LISTS)
def test_every_list_is_handed_out_in_both_kinds(as_: As, cast: Cast, path: str) -> None:
    client = as_(cast.director)
    name, heading = LISTS[path]
    book, plain = client.get(f"{path}?download=xlsx"), client.get(f"{path}?download=csv")
    day = f"{tables.clock.today():%Y-%m-%d}"
    assert book["Content-Disposition"] == f'attachment; filename="{name}-{day}.xlsx"'
    assert book["Content-Type"] == XLSX
    assert plain["Content-Disposition"] == f'attachment; filename="{name}-{day}.csv"'
    rows, lines = as_xlsx(book.getvalue()), as_csv(plain.getvalue())  # type: ignore[attr-defined]
    assert rows[0][0] == heading
    assert [len(line) for line in lines] == [len(row) for row in rows]
    assert [line[0] for line in lines] == [str(row[0] or "") for row in rows]
    assert AuditEntry.objects.filter(action="list.download", about=f"list:{name}").count() == 2


def lines(answer: Any) -> list[list[str]]:
    return as_csv(answer.getvalue())[1:]


def test_a_file_obeys_the_filters_of_its_page(as_: As, cast: Cast) -> None:
    client = as_(cast.director)
    assert [row[0] for row in lines(client.get("/schools/?school=elm&download=csv&page=7"))] == [
        "Elm Primary School"
    ]
    assert [row[0] for row in lines(client.get("/people/?role=director&download=csv"))] == ["Dora Director"]
    page = client.get("/schools/?school=elm&page=1").content.decode()
    assert 'href="?school=elm&amp;download=xlsx"' in page


def test_a_file_holds_what_its_reader_may_see(as_: As, cast: Cast) -> None:
    everything = lines(as_(cast.director).get("/sessions/?download=csv"))
    assert [(row[0], row[7], row[8]) for row in everything] == [
        ("Ash Primary School", "Leo Lead", "Rita Reviewer")
    ]
    assert lines(as_(cast.outsider).get("/sessions/?download=csv")) == []
    assert as_(cast.host).get("/people/?download=csv").status_code == 404
    assert as_(cast.stranger).get("/schools/?download=csv").status_code == 404


def test_people_are_listed_with_every_post(as_: As, cast: Cast) -> None:
    rows = lines(as_(cast.administrator).get("/people/?q=stella&download=csv"))
    assert [row[:4] for row in rows] == [["Stella Stranger", "stella.stranger@school.example", "", ""]]
    rows = lines(as_(cast.administrator).get("/people/?q=delia&download=csv"))
    assert [row[3:5] + row[10:11] for row in rows] == [["Deputy headteacher", "Ash Primary School", "Yes"]]


def test_another_kind_of_file_is_the_page(as_: As, cast: Cast) -> None:
    assert as_(cast.director).get("/schools/?download=pdf")["Content-Type"].startswith("text/html")


def test_a_list_that_is_too_long_for_a_workbook_comes_as_csv(
    as_: As, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "ROWS_OF_A_WORKBOOK", 4)
    answer = as_(cast.director).get("/schools/?download=xlsx")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert len(lines(answer)) == 5


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"), [("/schools/", 10), ("/groups/", 12), ("/people/", 6), ("/sessions/", 10)]
)
def test_a_file_asks_the_same_of_the_database(
    as_: As,
    cast: Cast,
    django_assert_num_queries: DjangoAssertNumQueries,
    path: str,
    queries: int,
    number: int,
) -> None:
    for n in range(number):
        group = make.triad(
            f"Extra {n}", cast.collaborative, [make.SchoolFactory() for _ in range(3)], cast.year
        )
        make.ReviewerFactory(
            session=make.SessionFactory(round=cast.round, host=group.schools.first(), group=group)
        )
    client: Any = as_(cast.director)
    with django_assert_num_queries(queries):
        lines(client.get(f"{path}?download=csv"))
