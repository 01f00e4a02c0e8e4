"""A headteacher reports the school's own figures on a phone: typed, and from the template."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from schools.models import School
from scorecard.models import Measure, Result
from scorecard.services import catalogue
from scorecard.services.imports import template
from tests.conftest import Cast
from tests.journeys.conftest import Checking, PageAs
from tests.scorecard import factories as make

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("javascript", [True, False])
def test_a_headteacher_reports_what_the_school_knows(
    transactional_db: None,
    cast: Cast,
    page_as: PageAs,
    checking: Checking,
    javascript: bool,
) -> None:
    check = checking("report", javascript)
    catalogue.load()
    School.objects.update(low_age=3, high_age=11)
    year = template.latest_year()
    make.figure(Measure.objects.get(code="rwm-exp"), cast.host_school, 61, year=year)
    page = page_as(cast.host, narrow=javascript, javascript=javascript)
    page.goto("/home/")
    page.goto("/score-card/report/")
    check(page, "empty")
    phonics = page.get_by_role("group", name="Phonics screening check in year 1, expected standard")
    phonics.get_by_label("Figure").fill("0.82")
    page.get_by_role("button", name="Save these figures").click()
    expect(page.get_by_role("alert").first).to_contain_text("Phonics: write 82% if this is a share")
    check(page, "errors")
    phonics.get_by_label("Figure").fill("82")
    phonics.get_by_label("Pupils").fill("58")
    page.get_by_role("button", name="Save these figures").click()
    expect(page.get_by_role("main")).to_contain_text("1 figure is saved.")

    page.get_by_text("Fill in a spreadsheet instead").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Excel").click()
    book = load_workbook(BytesIO(waiting.value.path().read_bytes()))
    for row in book.active.iter_rows(min_row=2):
        row[6].value = {"gld": 71.5, "roll": "many"}.get(row[3].value)
    filled = BytesIO()
    book.save(filled)
    page.get_by_label("The template, filled in").set_input_files(
        {"name": "filled.xlsx", "mimeType": "application/octet-stream", "buffer": filled.getvalue()}
    )
    page.get_by_role("button", name="Read the file").click()
    expect(page.get_by_role("main")).to_contain_text("Nothing is saved yet")
    expect(page.get_by_role("main")).to_contain_text("‘many’ is not a number")
    check(page, "file")
    assert Result.objects.filter(status="reported").count() == 1
    page.get_by_role("button", name="Save these figures").click()
    expect(page.get_by_role("main")).to_contain_text("1 figure is saved.")
    check(page, "saved")
    told = Result.objects.filter(status="reported").values_list("measure__code", "value", "school")
    assert {(code, int(value)) for code, value, _ in told} == {("phonics", 82), ("gld", 71)}

    inspected(cast)
    page.goto("/score-card/inspections/")
    expect(page.get_by_role("main")).to_contain_text(
        "The only school with a report card is at expected standard"
    )
    check(page, "inspections")
    page.get_by_role("main").get_by_role("link", name="Ash Primary School").click()
    page.get_by_role("heading", name="Inspections", exact=True).scroll_into_view_if_needed()
    expect(page.get_by_role("main")).to_contain_text("Scale, best first: Exceptional, Strong standard")
    check(page, "school-card")


def inspected(cast: Cast) -> None:
    """A headline grade of 2023 and a report card of 2026."""
    graded = make.InspectionFactory(school=cast.host_school, safeguarding="Effective")
    make.graded(graded, Quality_of_education="Good", Behaviour_and_attitudes="Outstanding")
    card = make.InspectionFactory(
        school=cast.host_school, date=date(2026, 2, 3), framework="report-card", overall=""
    )
    areas = {
        "Inclusion": "Strong standard",
        "Achievement": "Expected standard",
        "Leadership_and_governance": "Exceptional",
    }
    make.graded(card, **areas)
