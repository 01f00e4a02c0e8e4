"""The Director imports results: sees what is rejected and what changes, confirms; and looks after a measure."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from schools.models import ImportRun
from schools.services import runs
from scorecard.models import Result
from scorecard.services import catalogue
from tests import factories as make
from tests.conftest import Cast
from tests.journeys.conftest import PageAs, reload
from tests.scorecard import ks2files
from tests.scorecard.ks2files import TABLE, URNS, row

pytestmark = pytest.mark.journey


def work(page: Page) -> None:
    assert runs.work(ImportRun.objects.latest("pk").pk)
    reload(page)


def send(page: Page, path: Path, status: str) -> None:
    page.goto("/score-card/imports/")
    page.get_by_role("link", name="Key stage 2 performance tables").first.click()
    page.get_by_label("File", exact=True).set_input_files(path)
    page.get_by_label("Academic year of the results").select_option("2016/17")
    page.get_by_label(status).check()
    page.get_by_role("button", name="Upload and preview").click()


@pytest.mark.parametrize("narrow", [False, True])
def test_results_are_imported(
    cast: Cast,
    page_as: PageAs,
    check_accessibility: Callable[[Page], None],
    look: Callable[[Page, str], None],
    tmp_path: Path,
    narrow: bool,
) -> None:
    catalogue.load()
    for urn in URNS:
        make.SchoolFactory(
            urn=urn, name=f"School {urn} with a rather long name, Church of England Voluntary Aided"
        )
    page = page_as(cast.director, narrow=narrow)
    page.goto("/score-card/imports/")
    look(page, "figures-offers")
    check_accessibility(page)
    page.get_by_role("link", name="Key stage 2 performance tables").first.click()
    page.get_by_role("button", name="Upload and preview").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose the file that you downloaded")
    look(page, "figures-form")
    check_accessibility(page)

    broken = [row(1, PTRWM_EXP="0.59", READ_AVERAGE="04-Mar"), *TABLE[1:]]
    send(page, ks2files.write(tmp_path, broken, name="313_ks2provisional.csv"), "Provisional")
    expect(page.get_by_text("is being read")).to_be_visible()
    work(page)
    expect(page.get_by_role("heading", name="Rejected row")).to_be_visible()
    expect(page.get_by_text("The percent sign is missing")).to_be_visible()
    look(page, "figures-preview")
    check_accessibility(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert "PTRWM_EXP" in Path(download.value.path()).read_text(encoding="utf-8-sig")
    page.get_by_role("button", name="Take these figures over").click()
    work(page)
    expect(page.get_by_role("heading", name="What was taken over")).to_be_visible()
    assert Result.objects.filter(measure__code="rwm-exp", school__urn=990002).get().value == 0

    send(page, ks2files.write(tmp_path, [row(1), row(1, URN=990002, PTRWM_EXP="61%", TELIG=30)]), "Final")
    work(page)
    expect(
        page.get_by_role("cell", name="61% of 30, final").or_(page.get_by_text("61% of 30, final"))
    ).to_be_visible()
    look(page, "figures-changes")
    check_accessibility(page)
    page.get_by_role("button", name="Take these figures over").click()
    work(page)
    look(page, "figures-done")
    check_accessibility(page)

    page.goto("/score-card/measures/")
    look(page, "measures")
    check_accessibility(page)
    page.get_by_role("link", name="Expected standard in reading, writing and maths", exact=True).click()
    look(page, "measure")
    check_accessibility(page)
    page.get_by_role("button", name="Change").click()
    look(page, "measure-edit")
    check_accessibility(page)
    page.get_by_label("Note for readers").fill("The partnership’s first measure.")
    page.get_by_role("button", name="Save the measure").click()
    expect(page.get_by_text("The partnership’s first measure.")).to_be_visible()
    page.get_by_role("link", name="Add a break").click()
    page.get_by_label("First year that cannot be compared").select_option("2024/25")
    page.get_by_label("Reason").fill("A new framework for writing.")
    page.get_by_role("button", name="Save the break").click()
    expect(page.get_by_text("Before 2024/25", exact=True)).to_be_visible()
    page.get_by_role("link", name="Add a column").click()
    check_accessibility(page)
    look(page, "measure-column")
