"""A full-length report, from the first box to the PDF that the host reads."""

import re
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from hlp import documents
from hlp.models import User
from peerchallenge.models import ReportVersion
from peerchallenge.services import reports
from tests import factories as make
from tests.conftest import Cast
from tests.journeys.conftest import PageAs, reload
from tests.peerchallenge import full_report
from tests.peerchallenge.full_report import ACTIONS, AREA_EVIDENCE, TEXTS

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]
INSIDE_THE_MARGINS = ["-r", "72", "-x", "40", "-y", "70", "-W", "520", "-H", "710"]  # points, on A4


@pytest.fixture
def people(transactional_db: None, cast: Cast) -> Cast:
    """The cast, with the session's clock running."""
    make.held(cast.session)
    return cast


def section(cast: Cast, slug: str) -> str:
    return f"/sessions/{cast.session.pk}/report/{slug}/"


def fill(page: Page, **texts: str) -> None:
    for name, text in texts.items():
        page.locator(f"[name={name}]").fill(text)


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Save and continue").click()


def test_report_is_written_sent_and_read(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look, tmp_path: Path
) -> None:
    page = page_as(people.lead)
    page.goto(f"/sessions/{people.session.pk}/report/")
    look(page, "report-tasks")
    check_accessibility(page)
    page.get_by_role("link", name="Context").click()
    write(page, people, check_accessibility, look)

    expect(page.get_by_role("heading", name="Check your answers")).to_be_visible()
    look(page, "report-check")
    check_accessibility(page)
    page.get_by_role("button", name="Continue to sending").click()
    look(page, "report-send")
    check_accessibility(page)
    page.get_by_role("button", name="Send to the host").click()
    expect(page.get_by_role("heading", name="Report sent")).to_be_visible()
    check_accessibility(page)

    version = ReportVersion.objects.get()
    assert documents.build(version.document_id)
    expect(page.get_by_text("is ready")).to_be_visible()
    reload(page)
    expect(page.get_by_text(fingerprint(version))).to_be_visible()
    look(page, "report-receipt")
    host_reads(page_as(people.host), people, check_accessibility, look, tmp_path)


def fingerprint(version: ReportVersion) -> str:
    version.document.refresh_from_db()
    return version.document.sha256


def write(page: Page, cast: Cast, check_accessibility: Check, look: Look) -> None:
    """Every section in its turn, by the green button."""
    for names in (
        ["context"],
        ["activities"],
        ["teaching_strengths", "teaching_better"],
        ["focus_strengths", "focus_better"],
        ["progress"],
    ):
        fill(page, **{name: TEXTS[name] for name in names})
        look(page, f"report-{names[0]}")
        check_accessibility(page)
        go_on(page)
    judge(page, cast)
    look(page, "report-self-evaluation")
    check_accessibility(page)
    go_on(page)
    page.get_by_label("Improving").check()
    fill(page, direction_evidence=TEXTS["direction_evidence"])
    check_accessibility(page)
    go_on(page)
    fill(page, good_practice=TEXTS["good_practice"])
    go_on(page)
    for place, action in enumerate(ACTIONS):
        fill(page, **{f"{key}_{place}": text for key, text in action.items()})
    look(page, "report-actions")
    check_accessibility(page)
    go_on(page)
    page.get_by_label("From peers in the group").check()
    fill(page, support_detail=TEXTS["support_detail"])
    go_on(page)
    fill(page, note=TEXTS["note"])
    check_accessibility(page)
    go_on(page)


def judge(page: Page, cast: Cast) -> None:
    for area, evidence in zip(cast.year.areas.all(), AREA_EVIDENCE, strict=True):
        page.locator(f"[name=accuracy_{area.pk}][value=accurate]").check()
        fill(page, **{f"evidence_{area.pk}": evidence})
    page.locator("[name=overall_accuracy][value=accurate]").check()
    fill(page, overall_evidence=TEXTS["overall_evidence"])


def host_reads(page: Page, cast: Cast, check_accessibility: Check, look: Look, folder: Path) -> None:
    page.goto(f"/sessions/{cast.session.pk}/report/read/")
    check_accessibility(page)
    look(page, "report-read")
    assert "telephone call" not in page.content()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    file = folder / "report.pdf"
    download.value.save_as(file)
    paper = printed(file)
    assert [text for text in everything_written() if text not in paper] == []
    assert "telephone call" not in paper


def everything_written() -> list[str]:
    """Each paragraph and each item of a list, as it should stand on paper."""
    report = {name: text for name, text in TEXTS.items() if name != "note"}
    cells = [text for action in ACTIONS for text in action.values()]
    lines = [
        line for text in [*report.values(), *AREA_EVIDENCE, *cells] for line in re.split(r"[\r\n]+", text)
    ]
    return [" ".join(line.lstrip("•\t").replace("\u00a0", " ").split()) for line in lines]


def printed(file: Path) -> str:
    """The text between the margins of all sides; nothing but white space is changed."""
    done = subprocess.run(
        ["pdftotext", *INSIDE_THE_MARGINS, str(file), "-"], check=True, capture_output=True, text=True
    )
    assert unicodedata.is_normalized("NFC", done.stdout)
    assert not re.search("[\ufb00-\ufb06]", done.stdout), "a ligature came back as one character"
    return " ".join(done.stdout.split())


def test_what_is_typed_is_saved_without_pressing_anything(people: Cast, page_as: PageAs) -> None:
    page = page_as(people.lead)
    page.goto(section(people, "context"))
    page.locator("[name=context]").press_sequentially("Two forms of entry")

    expect(page.get_by_role("status").filter(has_text=re.compile(r"^\s*Saved \d\d:\d\d"))).to_be_visible()
    assert stored(people) == "Two forms of entry"
    page.locator("[name=context]").press_sequentially(", and a nursery")
    go_on(page)
    expect(page.get_by_role("heading", name="Activities of the day")).to_be_visible()
    assert stored(people) == "Two forms of entry, and a nursery"


def stored(cast: Cast) -> str:
    return reports.open_report(session=cast.session).context


def test_section_works_without_scripts(people: Cast, page_as: PageAs) -> None:
    page = page_as(people.lead, javascript=False)
    page.goto(section(people, "actions"))
    fill(page, what_0="Read", who_0="Head", by_when_0="May")
    page.get_by_role("button", name="Save and add another action").click()
    expect(page.get_by_role("group", name="Action 4")).to_be_visible()
    fill(page, what_3="Write", who_3="Deputy", by_when_3="June")
    page.get_by_role("button", name="Save and come back later").click()

    expect(page.get_by_role("listitem").filter(has_text="Agreed actions")).to_contain_text("Completed")
    actions = reports.open_report(session=people.session).actions
    assert list(actions.values_list("what", flat=True)) == ["Read", "Write"]


@pytest.mark.parametrize("narrow", [False, True])
def test_sealing_form_and_blank_form_are_accessible(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look, narrow: bool
) -> None:
    full_report.write(people.session, people.lead)
    reports.send_report(session=people.session, by=people.lead)
    page = page_as(director(people), narrow=narrow)
    for name, address in (
        ("report-read-director", section(people, "read")),
        ("report-seal", section(people, "versions/1/seal")),
        ("report-blank", "/report-form/"),
    ):
        page.goto(address)
        look(page, name)
        check_accessibility(page)


def director(cast: Cast) -> User:
    return cast.director
