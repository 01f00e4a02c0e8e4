"""Quality assurance: the Director confirms a proposal; the QA reviewer judges first, reads then, and sends."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from hlp import clock
from peerchallenge.models import ChallengeSession, QAReview, ReportVersion
from peerchallenge.services import reports
from tests import factories as make
from tests.conftest import Cast
from tests.journeys.conftest import PageAs
from tests.peerchallenge import assured, full_report

pytestmark = pytest.mark.journey

Check = Callable[[Page], None]
Look = Callable[[Page, str], None]


@pytest.fixture
def people(transactional_db: None, cast: Cast) -> Cast:
    """The cast, a day after the team sent its report."""
    end = clock.now() - timedelta(hours=30)
    ChallengeSession.objects.update(starts_at=end - timedelta(hours=7), planned_end_at=end)
    cast.session.refresh_from_db()
    full_report.write(make.held(cast.session, end), cast.lead)
    reports.send_report(session=cast.session, by=cast.lead, at=clock.now() - timedelta(hours=8))
    return cast


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def judge(page: Page, area: str) -> None:
    page.get_by_role("group", name=area).get_by_label("Accurate", exact=True).check()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_qa_reviewer_judges_first_and_then_writes(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look, javascript: bool
) -> None:
    page = page_as(people.qa_reviewer, narrow=True, javascript=javascript)
    page.goto("/home/")
    page.get_by_role("link", name="Record your own judgement on Ash Primary School").click()
    expect(page.get_by_role("link", name="The team’s report")).to_have_count(0)
    look(page, "qa-tasks")
    page.get_by_role("link", name="Your own judgement").click()
    if javascript:
        check_accessibility(page)
    press(page, "Record my judgement")
    expect(page.get_by_role("alert")).to_contain_text("Tick the box")
    look(page, "qa-judgement-error")
    for area in ("Inclusion", "Curriculum and teaching", "Overall"):
        judge(page, area)
    page.get_by_label("Evidence for your judgement overall").fill("Books in Year 3 bear it out")
    page.get_by_label("Improving").check()
    page.get_by_label("Evidence for your judgement on direction").fill("Seen in each room")
    page.get_by_label("I have not read the team’s report").check()
    press(page, "Record my judgement")
    expect(page.get_by_role("main")).to_contain_text("Your judgement is recorded")
    look(page, "qa-recorded")
    page.get_by_role("link", name="Read the team’s report").click()
    expect(page.get_by_role("heading", name="Ash Primary School")).to_be_visible()
    review = QAReview.objects.get()
    assured.fill(people, review)
    page.goto(f"/sessions/{people.session.pk}/qa/parts/views/")
    page.get_by_label("The host headteacher’s view").fill("They felt heard")
    if javascript:
        expect(page.get_by_role("status")).to_contain_text("Saved")
        check_accessibility(page)
        look(page, "qa-part")
    press(page, "Save and continue")
    page.goto(f"/sessions/{people.session.pk}/qa/send/")
    look(page, "qa-send")
    press(page, "Send the QA report")
    expect(page.get_by_role("main")).to_contain_text("They felt heard")
    if javascript:
        check_accessibility(page)
    look(page, "qa-read")
    team = page_as(people.reviewer, javascript=javascript)
    team.goto(f"/sessions/{people.session.pk}/")
    team.get_by_role("link", name="QA report").click()
    expect(team.get_by_role("main")).to_contain_text("They felt heard")
    expect(team.get_by_role("main")).not_to_contain_text(assured.SECRET)
    look(team, "qa-read-team")
    assert ReportVersion.objects.visible_to(people.qa_reviewer).exists()


def test_a_qa_reviewer_declares_and_the_director_confirms_a_proposal(
    people: Cast, page_as: PageAs, check_accessibility: Check, look: Look
) -> None:
    page = page_as(people.other_qa_reviewer, narrow=True)
    page.goto("/qa/independence/2026-27/")
    check_accessibility(page)
    page.get_by_label("I have had no post").check()
    page.get_by_label("The school nearest").select_option("Elm Primary School")
    look(page, "qa-declare")
    press(page, "Declare")
    expect(page.get_by_role("main")).to_contain_text("is kept")

    start = clock.now() + timedelta(days=20)
    host = people.far_school
    make.SessionFactory(
        round=people.round,
        host=host,
        group=host.groups.get(),
        starts_at=start,
        planned_end_at=start + timedelta(hours=7),
    )
    director = page_as(people.director)
    director.goto("/qa/")
    check_accessibility(director)
    look(director, "qa-coverage")
    expect(director.get_by_label("Quentin Quality to Fir Primary School")).to_be_checked()
    press(director, "Name these QA reviewers")
    expect(director.get_by_role("main")).to_contain_text("Every group is assured or booked")
    director.get_by_role("button", name="Calibration and papers").click()
    check_accessibility(director)
    look(director, "qa-calibration")
