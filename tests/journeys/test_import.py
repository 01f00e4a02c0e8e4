"""The Director imports the register: upload, preview, confirmation, and the school that follows another."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from schools.models import ImportRun, School
from schools.services.gias import runs, take_over
from tests.conftest import Cast
from tests.journeys.conftest import PageAs, reload

pytestmark = pytest.mark.journey

FILES = Path(__file__).resolve().parents[1] / "schools" / "files"
FULL, LINKS = FILES / "edubasealldata20260901.csv", FILES / "links_edubasealldata20260901.csv"


def send(page: Page, path: Path) -> None:
    page.goto("/schools/")
    page.get_by_role("button", name="Import from GIAS").click()
    page.get_by_label("File from the register").set_input_files(path)
    page.get_by_role("button", name="Upload and preview").click()


def work(page: Page) -> None:
    assert runs.work(ImportRun.objects.order_by("-pk")[0].pk)
    reload(page)


@pytest.mark.parametrize("narrow", [False, True])
def test_the_register_is_imported(
    cast: Cast,
    page_as: PageAs,
    check_accessibility: Callable[[Page], None],
    look: Callable[[Page, str], None],
    narrow: bool,
) -> None:
    take_over(FULL, las=["313"], write=True, by=None)
    School.objects.filter(urn=990001).update(name="Gorse Infant School", high_age=7, postcode="TW1 1AA")
    School.objects.filter(urn=990004).delete()
    page = page_as(cast.director, narrow=narrow)
    send(page, FILES.parent / "test_gias.py")
    expect(page.get_by_role("alert")).to_contain_text("This is not a file from Get Information about Schools")
    look(page, "import-refused")
    check_accessibility(page)
    send(page, FULL)
    expect(page.get_by_text("is being read")).to_be_visible()
    check_accessibility(page)
    look(page, "import-reading")
    work(page)
    expect(page.get_by_role("heading", name="What would change")).to_be_visible()
    look(page, "import-preview")
    check_accessibility(page)
    page.get_by_role("button", name="Take this over").click()
    expect(page.get_by_text("is being taken over")).to_be_visible()
    work(page)
    expect(page.get_by_role("heading", name="What has changed")).to_be_visible()
    check_accessibility(page)
    send(page, LINKS)
    work(page)
    page.get_by_label("Thomas à Becket School (990003) follows Fern Junior School (990008)").check()
    look(page, "import-links")
    check_accessibility(page)
    page.get_by_role("button", name="Take this over").click()
    work(page)
    page.goto("/schools/990008/")
    expect(page.get_by_role("link", name="Thomas à Becket School")).to_be_visible()
    look(page, "import-school")
    check_accessibility(page)
