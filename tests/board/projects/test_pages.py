"""Pages, papers and files of projects: the same queries for one and three, what they show, and what they hold back."""

import json
from datetime import date
from typing import Any

import pytest
import time_machine

from board.choices import VersionState
from board.demo.project_prose import PROJECTS
from board.models import Project, ProjectMeeting, ProjectMeetingPlace
from board.packs.refusals import Refused
from board.services.projects import calendars, calls, documents, papers, reports, running
from board.services.projects.calls import CallTerms
from board.services.projects.reports import Account
from tests.board import minuted
from tests.board.factories import MilestoneFactory, ProjectFactory, approved
from tests.board.files_made import untagged
from tests.board.projects import life
from tests.conftest import BEFORE, As, Cast, utc

NOW = utc("2026-12-08 09:00")


def three(cast: Cast, number: int) -> None:
    """So many running projects with everything, and as many open calls."""
    decision = minuted.decide(cast.board)
    for _ in range(number):
        made = approved(
            decision, lead_school=cast.host_school, lead_person=cast.deputy, proposer=cast.director
        )
        MilestoneFactory(project=made)
        reports.ask_for(made)
        running.set_members(project=made, schools=[cast.lead_school], by=cast.director)
        terms = CallTerms("Join", date(2026, 11, 2), date(2026, 11, 30))
        calls.open_call(project=ProjectFactory(proposer=cast.director), terms=terms, by=cast.director)


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("show", "queries"), [("now", 9), ("proposals", 9)])
@time_machine.travel(BEFORE, tick=False)
def test_list_asks_the_same_for_one_and_three(
    cast: Cast, as_: As, django_assert_num_queries: Any, number: int, show: str, queries: int
) -> None:
    three(cast, number)
    client = as_(cast.director)
    client.get("/board/projects/")
    with django_assert_num_queries(queries):
        answer = client.get(f"/board/projects/?show={show}")
    assert answer.content.decode().count("app-project-row__title") == number


@pytest.mark.parametrize("number", [1, 3])
@time_machine.travel(BEFORE, tick=False)
def test_page_of_a_project_asks_the_same_however_much_belongs_to_it(
    cast: Cast, as_: As, django_assert_num_queries: Any, number: int
) -> None:
    three(cast, 1)
    project = Project.objects.approved().get()
    for place in range(number):
        MilestoneFactory(project=project)
        running.publish_summary(
            project=project, text=f"Words {place}", shown=True, version=1 + place, by=cast.director
        )
        project.refresh_from_db()
    client = as_(cast.deputy)
    client.get(project.get_absolute_url())
    with django_assert_num_queries(15):
        client.get(project.get_absolute_url())


@time_machine.travel(BEFORE, tick=False)
def test_list_is_searched_by_school_and_handed_out_as_file(cast: Cast, as_: As) -> None:
    three(cast, 1)
    client = as_(cast.director)
    for name, number in (("beech", 1), ("ash", 1), ("fir", 0)):
        page = client.get(f"/board/projects/?show=now&school={name}").content.decode()
        assert page.count("app-project-row__title") == number
    file = b"".join(client.get("/board/projects/?show=now&download=csv").streaming_content)  # type: ignore[attr-defined]
    assert b"Ash Primary School" in file


# --- Papers -----------------------------------------------------------------------------------------


def reported(cast: Cast) -> Project:
    """A running project whose report names two schools in full and in part."""
    project = life.decided(cast)
    words = "Ash Primary School began. Cedar and Beech Primary follow."
    report = project.reports.earliest("due_on")
    reports.send(report=report, account=Account(words), version=1, by=cast.deputy, at=NOW)
    return project


def test_part_one_names_no_school_but_the_lead_of_a_public_project(cast: Cast) -> None:
    project = reported(cast)
    told = json.dumps(papers.progress(NOW, named=True)).lower()
    assert all(name in told for name in ("ash primary", "cedar", "beech", "delia"))
    told = json.dumps(papers.progress(NOW, named=False)).lower()
    assert not any(name in told for name in ("ash primary", "cedar", "beech", "delia"))
    running.publish_summary(
        project=project, text="Children write.", shown=True, version=project.version, by=cast.director
    )
    told = json.dumps(papers.progress(NOW, named=False)).lower()
    assert "ash primary school" in told
    assert not any(name in told for name in ("cedar", "beech"))


def test_proposal_is_offered_as_a_paper_while_the_board_has_it(cast: Cast) -> None:
    project = life.with_board(cast, problem="At Cedar Primary School too few children write.")
    source = next(one for one in papers.sources() if one.key == f"project-proposal-{project.pk}")
    told = json.dumps(source.facts(NOW), ensure_ascii=False)
    assert "At [school] too few children write." in told
    assert "Ash" not in told
    assert source.restricted is False


@pytest.mark.parametrize(
    ("keep", "expected"),
    [
        ("", "They met at [school] and [school]."),
        ("Belmont Primary School", "They met at Belmont Primary School and [school]."),
    ],
)
def test_names_of_schools_are_left_out_of_texts(keep: str, expected: str) -> None:
    text = "They met at Belmont Primary School and Grove Park."
    names = ["Belmont Primary School", "Grove Park Primary School"]
    assert papers.without_schools(text, names, keep=keep) == expected


# --- Documents, calendar, demonstration -----------------------------------------------------------------


def test_document_is_checked_before_anybody_reads_it(cast: Cast, as_: As) -> None:
    project = life.decided(cast)
    data = untagged(1)
    made = documents.add(project=project, title="Plan", data=data, filename="plan.pdf", by=cast.deputy)
    assert (
        documents.add(project=project, title="Plan", data=data, filename="plan.pdf", by=cast.deputy) == made
    )
    path = f"/board/project-documents/{made.pk}/"
    assert as_(cast.host).get(path).status_code == 404
    assert documents.check_all() == 1
    made.refresh_from_db()
    assert (made.state, made.pages) == (VersionState.READY, 1)
    assert as_(cast.host).get(path)["Content-Type"] == "application/pdf"
    assert as_(cast.stranger).get(path).status_code == 404
    documents.remove(document=made, by=cast.deputy)
    assert as_(cast.host).get(path).status_code == 404


def test_file_that_is_no_document_is_refused_in_a_sentence(cast: Cast) -> None:
    project = life.decided(cast)
    with pytest.raises(Refused):
        documents.add(project=project, title="Plan", data=b"MZ", filename="a.exe", by=cast.deputy)
    assert not project.documents.exists()


def test_meeting_stands_in_the_calendars_of_those_who_come(cast: Cast) -> None:
    project = life.decided(cast)
    starts = utc("2027-01-15 14:00")
    meeting = ProjectMeeting.objects.create(
        project=project, title="First", starts_at=starts, ends_at=utc("2027-01-15 16:00"), changed_at=NOW,
        made_by=cast.deputy,
    )  # fmt: skip
    ProjectMeetingPlace.objects.create(meeting=meeting, school=cast.lead_school, coming=False)
    days = (date(2027, 1, 1), date(2027, 1, 31))
    assert [row["mine"] for row in calendars.entries(cast.deputy, *days)] == [True]
    assert [row["mine"] for row in calendars.entries(cast.lead, *days)] == [False]
    assert calendars.entries(cast.outsider, *days) == []
    assert b"SUMMARY:Writing at length: First" in calendars.draw(meeting)


def test_demonstration_says_nothing_unfavourable_of_a_real_school() -> None:
    assert [told.title for told in PROJECTS if told.changes] == [
        told.title for told in PROJECTS if told.invented
    ]
    assert all(told.outcome is None or told.outcome == "met" for told in PROJECTS if not told.invented)
