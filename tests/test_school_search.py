"""Search by school name above every list: where it stands, what it keeps, what it hands out, whom it tells nothing."""

from pathlib import Path

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from schools.models import School
from tests import factories as make
from tests.conftest import As, Cast, utc

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
SEARCH = ("_components/school_search.html", "scorecard/desk/_search.html")
# Lists without the search, and why.
WITHOUT = {
    "board/attendance/list": "the people of one meeting, who come with a seat",
    "board/challenge/list": "a challenge is the whole partnership's",
    "board/meeting/list": "a meeting is of no school",
    "board/paper/list": "a person's own papers",
    "board/record/list": "has a search in full text, which finds schools in what was decided",
    "board/standing/list": "items that stand on every agenda",
    "hlp/enquiry/list": "written by visitors, who belong to no school",
    "hlp/site/list": "pages of the public site",
    "hlp/text/list": "texts of the partnership",
    "peerchallenge/availability/list": "the two or three people for whom one answers",
    "peerchallenge/dates/list": "plans; the lines of a plan have it",
    "peerchallenge/hostdocument/list": "of one session",
    "peerchallenge/previsit/list": "of one session",
    "peerchallenge/theme/list": "the vocabulary of themes",
    "peerchallenge/themeboard/list": "names no school, so that none can be told",
    "peerchallenge/outcomes/list": "summaries, which name no school",
    "schools/declaration/list": "years; who has answered for a year has it",
    "schools/delegate/list": "of one school",
    "schools/plan/list": "plans of a whole year",
    "schools/practice/list": "has a search of its own in full text",
    "schools/public/list": "made for everybody, with a search of its own in the same way",
    "schools/training/list": "events; who is trained has it",
    "schools/year/list": "years",
    "scorecard/edition/list": "published for the whole partnership",
    "scorecard/import/list": "files; the data desk has it",
    "scorecard/measure/list": "measures",
    "scorecard/report/list": "one's own schools",
}
# Lists that are no list.html.
FURTHER = [
    "schools/training/people",
    "schools/declaration/answers",
    "peerchallenge/availability/answers",
    "peerchallenge/round/detail",
    "peerchallenge/dates/_draft",
    "peerchallenge/calendar/year",
    "peerchallenge/qa/coverage",
    "peerchallenge/support/ledger",
    *(f"scorecard/desk/{name}" for name in ("coverage", "measure", "missing", "odd", "differences")),
]


def test_every_list_has_the_search_or_says_why_not() -> None:
    lists = {path.relative_to(TEMPLATES).with_suffix("").as_posix() for path in TEMPLATES.rglob("list.html")}
    lists |= set(FURTHER)
    found = {name for name in lists if any(one in (TEMPLATES / f"{name}.html").read_text() for one in SEARCH)}
    assert lists - found == set(WITHOUT)


@pytest.fixture
def four(cast: Cast) -> Cast:
    """Four sessions of the round, at Ash, Beech, Cedar and Ashwood."""
    make.SchoolFactory(name="Ashwood Academy")
    for name in ("Beech", "Cedar", "Ashwood"):
        host = School.objects.get(name__startswith=name)
        make.SessionFactory(round=cast.round, host=host, group=cast.group, starts_at=utc("2026-11-18 08:00"))
    return cast


def text_of(answer: HttpResponse) -> str:
    """The page with single spaces."""
    return " ".join(answer.content.decode().split())


def hosts(client: Client, query: str) -> list[str]:
    """The hosts on the list of sessions."""
    answer = client.get(f"/sessions/?round=&{query}")
    return sorted(line.session.host.name for line in answer.context["lines"])


def test_a_list_is_narrowed_and_says_how_many_of_how_many(four: Cast, as_: As) -> None:
    client = as_(four.director)
    assert hosts(client, "school=ash") == ["Ash Primary School", "Ashwood Academy"]
    page = text_of(client.get("/sessions/?round=&school=ash"))
    assert "<strong>2 of 4 sessions</strong> for “ash”." in page
    assert 'href="/sessions/?round="' in page


def test_a_slip_is_said(four: Cast, as_: As) -> None:
    page = text_of(as_(four.director).get("/sessions/?round=&school=bech"))
    assert "No school here is called “bech”. With a name like it: <strong>1 of 4 sessions</strong>" in page


def test_nothing_found_is_no_empty_list(four: Cast, as_: As) -> None:
    page = text_of(as_(four.director).get("/sessions/?round=&school=<b>xyz"))
    assert "Nothing here is of a school called “&lt;b&gt;xyz”" in page
    assert "No sessions to show" not in page


def test_other_filters_stay(four: Cast, as_: As) -> None:
    page = text_of(as_(four.director).get("/ledger/?by=person&school=bee"))
    assert '<input type="hidden" name="by" value="person">' in page
    assert hosts(as_(four.director), "school=ash&state=held") == []


def test_a_download_follows(four: Cast, as_: As) -> None:
    answer = as_(four.director).get("/sessions/?round=&school=ash&download=csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert [line.split(",")[0] for line in lines[1:]].count("Beech Primary School") == 0
    assert len(lines) == 3


def test_only_what_one_sees_is_counted(four: Cast, as_: As) -> None:
    page = text_of(as_(four.host).get("/sessions/?round=&school=ash"))
    assert "<strong>1 of 1 session</strong>" in page
    assert "0 of" not in text_of(as_(four.stranger).get("/sessions/?round=&school=ash"))


def test_the_same_queries_for_one_row_and_for_three(
    four: Cast, as_: As, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = as_(four.director)
    hosts(client, "school=beech")
    with CaptureQueriesContext(connection) as captured:
        hosts(client, "school=beech")
    for number in range(3):
        host = make.SchoolFactory(name=f"Beech Hill {number}")
        make.SessionFactory(round=four.round, host=host, group=four.group, starts_at=utc("2026-11-19 08:00"))
    with django_assert_num_queries(len(captured)):
        assert len(hosts(client, "school=beech")) == 4


def test_messages_and_people_are_found_by_the_school_of_the_person(four: Cast, as_: As) -> None:
    client = as_(four.director)
    people = client.get("/people/?school=beech").context["people"]
    assert [row["person"].name for row in people] == ["Leo Lead"]
    assert client.get("/messages/?school=beech").status_code == 200
