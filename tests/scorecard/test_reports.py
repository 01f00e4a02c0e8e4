"""A school reports its own figures: typed or by our template, never over a published one."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from schools.models import School
from scorecard.choices import SourceKind, Status
from scorecard.models import Measure, Result, SourceFile
from scorecard.services import catalogue, reports
from tests import factories
from tests.conftest import As, Cast
from tests.scorecard import factories as make

pytestmark = pytest.mark.django_db
YEAR = 2025


@pytest.fixture(autouse=True)
def measures(cast: Cast) -> None:
    catalogue.load()
    School.objects.update(low_age=3, high_age=11)


@pytest.fixture
def host(cast: Cast, as_: As) -> Client:
    return as_(cast.host)


def address(cast: Cast, year: int = YEAR) -> str:
    return f"/score-card/report/{cast.host_school.urn}/{year}/"


def reported() -> dict[str, tuple[Any, Any]]:
    rows = Result.objects.filter(status=Status.REPORTED, is_current=True).select_related("measure")
    return {row.measure.code: (row.value, row.cohort) for row in rows}


def told(**figures: str) -> dict[str, str]:
    return {"version": "0", **{key.replace("_", "-"): value for key, value in figures.items()}}


def test_a_headteacher_types_what_the_school_knows(cast: Cast, host: Client) -> None:
    assert host.get("/score-card/report/").url == address(cast)
    answer = host.post(
        address(cast), told(v_gld="71.5%", n_gld="58", v_roll="412", v_phonics="82"), follow=True
    )
    assert "3 figures are saved." in answer.content.decode()
    assert reported() == {"gld": (71.5, 58), "roll": (412, None), "phonics": (82, None)}
    source = SourceFile.objects.get()
    assert (source.kind, source.status, source.loaded_by) == (SourceKind.ENTERED, Status.REPORTED, cast.host)
    form = host.get(address(cast)).context["form"]
    assert (form.initial["v-gld"], form.initial["n-gld"]) == ("71.5", 58)


def test_telling_the_same_twice_is_once_and_a_later_figure_takes_its_place(cast: Cast, host: Client) -> None:
    for _ in range(2):
        host.post(address(cast), told(v_gld="70", n_gld="58"))
    assert Result.objects.count() == 1
    newest = str(Result.objects.get().pk)
    host.post(address(cast), told(v_gld="72", n_gld="58") | {"version": newest})
    assert (reported(), Result.objects.count()) == ({"gld": (72, 58)}, 2)
    answer = host.post(address(cast), told(v_gld="75", n_gld="58") | {"version": newest})
    assert "Somebody at your school reported figures meanwhile" in answer.content.decode()
    assert reported() == {"gld": (72, 58)}


def test_a_published_figure_stays(cast: Cast, host: Client) -> None:
    published = make.figure(Measure.objects.get(code="rwm-exp"), cast.host_school, 61, year=YEAR)
    assert "Published: 61%" in host.get(address(cast)).content.decode()
    host.post(address(cast), told(v_rwm_exp="67"))
    assert Result.objects.current().get(measure__code="rwm-exp") == published
    assert Result.objects.filter(status=Status.REPORTED, value=67, is_current=False).count() == 1


@pytest.mark.parametrize(
    ("figures", "message"),
    [
        ({"v_gld": "0.71"}, "write 71% if this is a share"),
        ({"v_gld": "seventy"}, "‘seventy’ is not a number"),
        ({"v_gld": "171"}, "this must lie between 0 and 100"),
        ({"n_gld": "58"}, "write the figure too, or leave the pupils blank"),
        ({"v_gld": "71", "n_gld": "58.5"}, "‘58.5’ is not a number of pupils"),
    ],
)
def test_a_mistake_is_told_and_the_text_is_kept(
    cast: Cast, host: Client, figures: dict[str, str], message: str
) -> None:
    page = host.post(address(cast), told(v_phonics="82", **figures)).content.decode()
    assert f"Good level of development: {message}" in page
    assert 'value="82"' in page
    assert reported() == {}


def template(host: Client, cast: Cast) -> Any:
    answer = host.get(address(cast), {"download": "xlsx"})
    return load_workbook(BytesIO(b"".join(answer.streaming_content)))


def upload(host: Client, cast: Cast, data: bytes, name: str = "filled.xlsx") -> Any:
    return host.post(f"{address(cast)}file/", {"file": SimpleUploadedFile(name, data)})


def test_the_template_is_filled_read_and_looked_at_before_it_is_saved(cast: Cast, host: Client) -> None:
    book = template(host, cast)
    sheet = book.active
    assert {row[0].value for row in sheet.iter_rows(min_row=2)} == {cast.host_school.urn}
    by_code = {row[3].value: row for row in sheet.iter_rows(min_row=2)}
    by_code["gld"][6].value, by_code["gld"][7].value = 71.5, 58
    by_code["phonics"][6].value = "lots"
    filled = BytesIO()
    book.save(filled)
    answer = upload(host, cast, filled.getvalue())
    assert (answer.context["form"].initial["v-gld"], reported()) == ("71.5", {})
    assert f'action="{address(cast)}"' in answer.content.decode()
    (reject,) = answer.context["found"].rejects
    assert (reject.column, reject.value) == ("Figure", "lots")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "The file is empty."),
        (b"Name,Colour\nA,B\n", "This is not our template of results"),
        (b"%PDF-1.7", "This is no table."),
        (b"PK\x03\x04 xl/workbook.xml", "damaged"),
        (b"x" * 2_000_001, "must be smaller than 2 MB"),
    ],
)
def test_another_file_is_refused_in_a_sentence(cast: Cast, host: Client, data: bytes, message: str) -> None:
    page = upload(host, cast, data, "file.csv").content.decode()
    assert message in page
    assert "There is a problem" in page


def test_a_template_tells_nothing_of_another_school(cast: Cast, host: Client) -> None:
    other = cast.far_school.urn
    text = f"URN,Academic year,Code,Figure,Pupils\n{other},2025/26,gld,99,58\n"
    answer = upload(host, cast, text.encode(), "file.csv")
    assert "none of those that this file may report" in answer.content.decode()
    assert answer.context["found"].told == ()


def test_who_has_two_schools_chooses_and_only_near_years_are_open(cast: Cast, host: Client) -> None:
    assert host.get(address(cast, 2019)).status_code == 404
    second = factories.SchoolFactory()
    factories.appoint(cast.host, "headteacher", school=second)
    assert second.name in host.get("/score-card/report/").content.decode()


def test_the_same_queries_whatever_was_reported(cast: Cast, host: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            host.get(address(cast))
        return len(found)

    host.get(address(cast))
    before = queries()
    some = [reports.Told(one, catalogue.Decimal(50), 30) for one in reports.reportable(YEAR)[:6]]
    reports.report(school=cast.host_school, year=YEAR, told=some, by=cast.host)
    assert queries() == before
