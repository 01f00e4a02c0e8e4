"""The host starts from last time and gives a document; the team writes its analysis and hands the host the questions."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Page, expect

from hlp import texts
from hlp.models import Text
from peerchallenge.models import Reviewer
from peerchallenge.services import selfevaluations
from schools.choices import TermName
from tests import factories as make
from tests.board import files_made
from tests.conftest import BEFORE, Cast, utc
from tests.journeys.conftest import PageAs

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]
PAST = utc("2026-03-12 08:15")


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    """Three days before the session of the cast."""
    with time_machine.travel(BEFORE):
        yield


@pytest.fixture
def ready(cast: Cast) -> Cast:
    """The team has accepted the code of conduct; the host shared a self-evaluation in March."""
    texts.ensure_defaults()
    code = Text.objects.get(slug="code-of-conduct").current
    Reviewer.objects.filter(session=cast.session).update(code_version=code, code_accepted_at=PAST)
    year = make.YearFactory(
        name="2025/26", starts=PAST.date() - timedelta(190), ends=PAST.date() + timedelta(160)
    )
    year.areas.create(name="Inclusion", position=1)
    round_ = make.RoundFactory(year=year, term=TermName.SPRING, opens=PAST.date(), closes=PAST.date())
    session = make.SessionFactory(round=round_, host=cast.host_school, group=cast.group, starts_at=PAST)
    found = selfevaluations.open_self_evaluation(session=session)
    found.areas.update(strengths="Everybody takes part.", judgement="strong")
    selfevaluations.share(self_evaluation=found, by=cast.host, at=PAST - timedelta(days=5))
    return cast


@pytest.mark.parametrize("javascript", [True, False])
def test_from_last_time_to_the_key_lines(
    ready: Cast, page_as: PageAs, check_accessibility: Check, look: Look, tmp_path: Path, javascript: bool
) -> None:
    def seen(page: Page, name: str) -> None:
        look(page, name)
        if javascript:
            check_accessibility(page)

    cast = ready
    host = page_as(cast.host, narrow=True, javascript=javascript)
    host.goto(f"/sessions/{cast.session.pk}/self-evaluation/edit/")
    seen(host, "self-evaluation-start")
    host.get_by_role("button", name="Fill in last time’s text").click()
    expect(host.get_by_text("1 part filled from last time")).to_be_visible()
    host.get_by_role("link", name="Inclusion", exact=True).click()
    expect(host.get_by_text("This is what you wrote last time")).to_be_visible()
    host.get_by_label("Impact", exact=True).fill("Three in four now join a club.")
    seen(host, "self-evaluation-impact")
    host.get_by_role("button", name="Save and continue").click()
    expect(host.get_by_role("heading", name="Curriculum and teaching")).to_be_visible()
    host.goto(f"/sessions/{cast.session.pk}/self-evaluation/share/")
    host.get_by_role("button", name="Share with the review team").click()
    expect(host.get_by_text("Your self-evaluation is shared")).to_be_visible()

    plan = tmp_path / "plan.docx"
    plan.write_bytes(files_made.docx())
    host.goto(f"/sessions/{cast.session.pk}/documents/")
    seen(host, "documents-empty")
    host.get_by_role("button", name="Give the team a document").click()
    host.get_by_role("button", name="Give it to the team").click()
    expect(host.get_by_role("alert")).to_contain_text("Choose a file")
    seen(host, "document-error")
    host.get_by_label("Improvement plan").check()
    host.get_by_label("Title").fill("Improvement plan 2026 to 2028")
    host.get_by_label("File", exact=True).set_input_files(plan)
    host.get_by_role("button", name="Give it to the team").click()
    expect(host.get_by_text("The team can now open")).to_be_visible()
    seen(host, "documents")

    lead = page_as(cast.lead, javascript=javascript)
    lead.goto(f"/sessions/{cast.session.pk}/")
    lead.get_by_role("link", name="Documents for the team").click()
    expect(lead.get_by_role("heading", name="Documents for the team")).to_be_visible()
    lead.wait_for_load_state()
    with lead.expect_download() as file:
        lead.get_by_role("link", name="Improvement plan 2026 to 2028").click()
    assert file.value.suggested_filename == "plan.docx"
    lead.goto(f"/sessions/{cast.session.pk}/analysis/")
    seen(lead, "analysis-empty")
    lead.get_by_text("Inclusion: Strong").click()
    if javascript:
        lead.get_by_role("link", name="Add a hypothesis on Inclusion").click()
    else:
        lead.get_by_role("button", name="Add a hypothesis").click()
    expect(lead.get_by_role("heading", name="A hypothesis")).to_be_visible()
    lead.get_by_label("What do the papers suggest?").fill("Everybody takes part, and no figure says so.")
    lead.get_by_label("Key line of enquiry").fill("Who does not take part, and does the school know?")
    lead.get_by_label("Who looks into it?").select_option(label="Rita Reviewer")
    seen(lead, "hypothesis")
    lead.get_by_role("button", name="Save", exact=True).click()
    expect(lead.get_by_role("heading", name="1. Who does not take part")).to_be_visible()
    lead.get_by_role("button", name="Mark the analysis as done").click()
    expect(lead.get_by_text("Marked as done by Leo Lead")).to_be_visible()
    lead.get_by_role("button", name="Give the host the key lines").click()
    expect(lead.get_by_text("What the host reads as key lines")).to_be_visible()
    seen(lead, "analysis")
    lead.get_by_role("link", name="What the day showed").click()
    lead.get_by_label("It holds in part").check()
    lead.get_by_role("button", name="Save", exact=True).click()
    expect(lead.get_by_text("It holds in part")).to_be_visible()

    host.goto(f"/sessions/{cast.session.pk}/")
    expect(host.get_by_text("Who does not take part, and does the school know?")).to_be_visible()
