"""Files of each publisher taken over: what is recorded, what twice changes nothing, and from the command line."""

from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from hlp.tables import csv_lines
from schools.models import School
from scorecard.choices import Area, Framework, Status
from scorecard.models import Inspection, MeasureColumn, Result
from scorecard.services import catalogue, reports
from scorecard.services.imports import template
from scorecard.services.imports.base import Ask
from scorecard.services.imports.registry import IMPORTERS
from scorecard.services.imports.taking import Outcome, take_over
from tests import factories
from tests.scorecard import factories as make
from tests.scorecard.imports.test_comparators import EES, LAIT, PREMIUM

pytestmark = pytest.mark.django_db
FILES = Path(__file__).parent.parent / "files"
REAL = Path(__file__).resolve().parents[4] / "shared" / "data"
real_files = pytest.mark.skipif(not REAL.is_dir(), reason="the publishers' real files are not here")


@pytest.fixture(autouse=True)
def measures() -> None:
    catalogue.load()


def take(kind: str, path: Path, year: int | None = None, *, write: bool = True, **facts: Any) -> Outcome:
    status = facts.pop("status", IMPORTERS[kind].statuses[-1])
    ask = Ask(year, status, **facts)
    return take_over(IMPORTERS[kind], path, ask, name=path.name, write=write, by=None)


def put(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "file.csv"
    path.write_text(text)
    return path


def figures(code: str) -> dict[tuple[Any, ...], Any]:
    rows = Result.objects.current().filter(measure__code=code)
    return {
        (row.year, row.area, row.la_code): row.value if row.value is not None else row.reason for row in rows
    }


def test_lait_brings_areas_with_the_status_that_each_year_says(tmp_path: Path) -> None:
    outcome = take("lait", put(tmp_path, LAIT))
    assert figures("rwm-exp") == {(2015, "la", "313"): Decimal(59), (2024, "england", ""): Decimal("62.3")}
    assert figures("exclusions") == {(2015, "london", ""): "-"}
    statuses = Result.objects.values_list("year", "area", "status")
    assert (2024, Area.ENGLAND, Status.PROVISIONAL) in statuses
    assert (outcome.reading.read, outcome.reading.left.total()) == (4, 1)
    again = take("lait", put(tmp_path, LAIT))
    assert (again.recorded.written, again.recorded.unchanged, Result.objects.count()) == (0, 3, 3)


def test_tidy_files_go_to_the_measure_of_the_same_pupils(tmp_path: Path) -> None:
    columns = {"column": "gld_percentage", "cohort_column": "pupils", "source": "ees"}
    MeasureColumn.objects.filter(source="ees").update(**columns)
    outcome = take("ees", put(tmp_path, EES))
    assert figures("gld")[2021, "la", "313"] == Decimal("66.5")
    assert figures("gld-girls") == {(2021, "la", "313"): Decimal("72.7")}
    assert Result.objects.get(measure__code="gld", area="la", year=2021).cohort == 3303
    assert outcome.reading.codes == {"z": 1}


def test_premium_is_taken_of_schools_that_we_know(tmp_path: Path) -> None:
    school = factories.SchoolFactory(urn=990001)
    text = PREMIUM.replace("(10)\n", "(10),Total allocation for the Deprivation Pupil Premium\n")
    text = text.replace(",0.158,0\n", ",0.158,0,125400\n").replace(",0,800\n", ",0,800,0\n")
    outcome = take("pupil-premium", put(tmp_path, text), 2019)
    found = {
        row.measure.code: (row.school, row.value)
        for row in Result.objects.select_related("measure", "school")
    }
    assert found == {
        "premium-pupils": (school, Decimal("15.8")),
        "premium-pounds": (school, Decimal(125400)),
    }
    assert outcome.reading.left["A school that is not in our register"] == 2


def test_a_figure_that_its_unit_cannot_hold_is_rejected(tmp_path: Path) -> None:
    outcome = take("lait", put(tmp_path, LAIT.replace(",59,", ",590,")))
    (reject,) = outcome.reading.rejects
    assert (reject.row, reject.value, reject.why) == (2, "590", "This must lie between 0 and 100.")
    assert Result.objects.count() == 2


# --- Inspections -----------------------------------------------------------------------------------


@pytest.fixture
def schools() -> dict[int, School]:
    return {urn: factories.SchoolFactory(urn=urn) for urn in (990001, 990002, 990004)}


def told() -> list[tuple[int, date, str, str, int]]:
    rows = Inspection.objects.select_related("school").order_by("school__urn", "date")
    return [(row.school.urn, row.date, row.framework, row.overall, row.grades.count()) for row in rows]


def test_inspections_of_every_era_stand_beside_each_other(schools: dict[int, School]) -> None:
    for name in ("2018", "2022", "2025_06", "2026"):
        take("ofsted", FILES / f"ofsted_{name}.csv")
    assert told() == [
        (990001, date(2012, 10, 3), Framework.SECTION5, "Requires improvement", 0),
        (990001, date(2016, 6, 14), Framework.SECTION5, "Good", 5),
        (990001, date(2022, 5, 17), Framework.EIF, "Good", 5),
        (990001, date(2025, 1, 21), Framework.UNGRADED_HEADLINE, "", 5),
        (990001, date(2026, 2, 3), Framework.REPORT_CARD, "", 7),
        (990002, date(2018, 3, 21), Framework.SECTION5, "Outstanding", 4),
        (990002, date(2018, 6, 12), Framework.SECTION5, "Outstanding", 1),
        (990004, date(2021, 11, 9), Framework.EIF, "", 0),
        (990004, date(2023, 10, 10), Framework.EIF, "Good", 4),
        (990004, date(2025, 6, 11), Framework.UNGRADED_HEADLINE, "", 0),
    ]
    again = take("ofsted", FILES / "ofsted_2026.csv")
    assert (again.recorded.written, again.recorded.unchanged) == (0, 4)


def test_a_preview_writes_nothing_and_says_the_same(schools: dict[int, School]) -> None:
    preview = take("ofsted", FILES / "ofsted_2022.csv", write=False)
    assert (Inspection.objects.count(), preview.recorded.new) == (0, 4)
    done = take("ofsted", FILES / "ofsted_2022.csv")
    assert (done.digest, done.recorded.new) == (preview.digest, 4)


def test_an_inspection_of_an_earlier_school_is_that_school_s(schools: dict[int, School]) -> None:
    take("ofsted", FILES / "ofsted_2022.csv")
    row = Inspection.objects.get(school=schools[990002])
    assert (row.date, row.urn) == (date(2018, 6, 12), 990002)
    School.objects.filter(pk=schools[990002].pk).update(urn=990009)
    outcome = take("ofsted", FILES / "ofsted_2022.csv")
    assert outcome.reading.left["An inspection of an earlier school that is not in our register"] == 1


def test_a_blank_never_erases_and_a_correction_is_taken(schools: dict[int, School], tmp_path: Path) -> None:
    take("ofsted", FILES / "ofsted_2018.csv")
    outcome = take("ofsted", FILES / "ofsted_2022.csv")
    row = Inspection.objects.get(school=schools[990001], date=date(2016, 6, 14))
    assert (row.grades.count(), outcome.recorded.new) == (5, 3)
    text = (FILES / "ofsted_2018.csv").read_bytes().decode("cp1252")
    path = tmp_path / "corrected.csv"
    path.write_bytes(text.replace("08/07/2016,2,NULL,2", "08/07/2016,2,NULL,1").encode("cp1252"))
    assert take("ofsted", path).recorded.superseded == 1
    assert row.grades.get(area="Outcomes for pupils").grade == "Outstanding"


def test_a_wrong_row_is_rejected_and_the_others_are_taken(schools: dict[int, School], tmp_path: Path) -> None:
    text = (FILES / "ofsted_2018.csv").read_bytes().decode("cp1252")
    path = tmp_path / "wrong.csv"
    path.write_bytes(text.replace("21/03/2018", "31/02/2018").encode("cp1252"))
    outcome = take("ofsted", path)
    (reject,) = outcome.reading.rejects
    assert (reject.row, reject.column) == (4, "inspection date")
    assert {row.school for row in Inspection.objects.all()} == {schools[990001]}


# --- Our own template ------------------------------------------------------------------------------


@pytest.fixture
def school() -> School:
    return factories.SchoolFactory(urn=990001, low_age=3, high_age=11)


def rows_of(school: School, **told: tuple[Any, Any]) -> list[list[Any]]:
    table = template.template_of([school], 2024)
    rows: list[list[Any]] = [[column.heading for column in table.columns]]
    for row in table.rows:
        cells = [column.value(row) for column in table.columns]
        rows.append([*cells[:-2], *told.get(row.measure.code.replace("-", "_"), ("", ""))])
    return rows


def as_csv(tmp_path: Path, rows: list[list[Any]]) -> Path:
    return put(tmp_path, "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows) + "\n")


def test_the_template_goes_out_empty_and_comes_back_filled(school: School, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"".join(csv_lines(template.template_of([school], 2024))))
    empty = take("results", path, 2024)
    assert (empty.recorded.written, empty.reading.left["Left blank"]) == (0, empty.reading.read)
    assert empty.reading.read == len(reports.reportable(2024)) > 15
    filled = as_csv(
        tmp_path, rows_of(school, rwm_exp=("67%", "30"), read_avg=("104.5", "30"), suspensions=("0.5", ""))
    )
    outcome = take("results", filled, 2024)
    assert (outcome.recorded.new, outcome.reading.rejects) == (3, [])
    row = Result.objects.get(measure__code="rwm-exp")
    assert (row.value, row.cohort, row.status) == (Decimal(67), 30, Status.REPORTED)
    assert row.school == school


def test_a_workbook_that_shows_per_cent_tells_per_cent(school: School, tmp_path: Path) -> None:
    book = Workbook()
    for row in rows_of(school, rwm_exp=(0.67, 30)):
        book.active.append(row)
    for cell in book.active["G"]:
        cell.number_format = "0%"
    path = tmp_path / "filled.xlsx"
    book.save(path)
    take("results", path, 2024)
    assert Result.objects.get(measure__code="rwm-exp").value == 67


@pytest.mark.parametrize(
    ("told", "column", "why"),
    [
        ({"rwm_exp": ("0.67", "")}, "Figure", "Write 67% if this is a share, or 0.67% if it is so little."),
        ({"rwm_exp": ("101", "")}, "Figure", "This must lie between 0 and 100."),
        ({"read_avg": ("1045", "")}, "Figure", "This must lie between 80 and 120."),
        ({"read_avg": ("50%", "")}, "Figure", "This measure is not a percentage."),
        ({"roll": ("412.5", "")}, "Figure", "This must be a whole number."),
        ({"rwm_exp": ("about 60", "")}, "Figure", "‘about 60’ is not a number."),
        ({"rwm_exp": ("SUPP", "")}, "Figure", "This is not a figure; leave it blank where there is none."),
        ({"rwm_exp": ("60", "many")}, "Pupils", "‘many’ is not a number."),
    ],
)
def test_a_wrong_cell_of_the_template_is_named(
    school: School, tmp_path: Path, told: dict[str, Any], column: str, why: str
) -> None:
    (reject,) = take("results", as_csv(tmp_path, rows_of(school, **told)), 2024).reading.rejects
    assert (reject.column, reject.why, Result.objects.count()) == (column, why, 0)


def test_a_template_of_another_year_school_or_measure_is_rejected(school: School, tmp_path: Path) -> None:
    rows = rows_of(school, rwm_exp=("67", "30"))
    line = next(row for row in rows if row[3] == "rwm-exp")
    for place, value, why in [
        (2, "2023/24", "of 2023/24 and not of 2024/25"),
        (0, "990009", "none of those that this file may report"),
        (3, "rwm", "no such measure"),
    ]:
        wrong = [[*line[:place], value, *line[place + 1 :]] if row is line else row for row in rows]
        (reject,) = take("results", as_csv(tmp_path, wrong), 2024).reading.rejects
        assert why in reject.why
    (reject,) = take("results", as_csv(tmp_path, [*rows, line]), 2024).reading.rejects
    assert "tells this already" in reject.why


def test_a_published_figure_is_never_replaced_by_a_report(school: School, tmp_path: Path) -> None:
    published = make.figure(catalogue.Measure.objects.get(code="rwm-exp"), school, 61)
    outcome = take("results", as_csv(tmp_path, rows_of(school, rwm_exp=("67", "30"))), 2024)
    assert (outcome.recorded.beside, Result.objects.current().get()) == (1, published)


# --- From the command line, and the real files ------------------------------------------------------


@pytest.mark.parametrize("kind", ["ofsted", "lait", "ees", "results", "pupil_premium"])
def test_every_importer_has_a_command_that_refuses_another_file(kind: str, tmp_path: Path) -> None:
    path = put(tmp_path, "Name,Colour\nA,B\n")
    year = ["--year", "2024/25"] if kind in {"results", "pupil_premium"} else []
    with pytest.raises(CommandError, match=r"no row has the headings .* Nothing was imported\."):
        call_command(f"import_{kind}", path, *year)


def test_a_command_says_what_it_did(schools: dict[int, School]) -> None:
    out = StringIO()
    call_command("import_ofsted", FILES / "ofsted_2022.csv", "--dry-run", stdout=out)
    assert "4 new figures" in out.getvalue()
    assert "Nothing was written." in out.getvalue()


@real_files
def test_the_real_files_are_taken_over_whole() -> None:
    context = REAL / "context"
    lait = take("lait", context / "hounslow_lait_primary_measures.csv")
    assert (lait.reading.rejected, lait.reading.read) == (0, 4560)
    pairs = {
        year: tuple(int(figures("rwm-exp")[year, *place]) for place in (("la", "313"), ("england", "")))
        for year in (2015, 2017, 2018, 2023, 2024)
    }
    assert pairs == {2015: (59, 54), 2017: (70, 65), 2018: (70, 65), 2023: (68, 61), 2024: (69, 63)}
    assert figures("gld")[2024, "la", "313"] == Decimal("67.6")
    take("ees", context / "hounslow_eyfsp_2022.csv", status=Status.FINAL)
    assert figures("gld")[2021, "england", ""] == Decimal("65.2")
    schools = [factories.SchoolFactory(urn=urn) for urn in (102470, 136809)]
    premium = take("pupil-premium", context / "hounslow_pupil_premium_2019-20.csv", 2019)
    assert (premium.recorded.new, premium.reading.read) == (4, 79)
    assert Result.objects.get(school=schools[0], measure__code="premium-pupils").value == 11
    ofsted = take("ofsted", REAL / "ofsted" / "hounslow_history.csv")
    assert ofsted.reading.rejected == 0
