"""The pages of the data desk: what they show, their files, their number of queries."""

from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scorecard.models import DataQuery, Result
from tests.conftest import BEFORE, As, Cast
from tests.scorecard import factories as make
from tests.scorecard.desks import Desk, laid

pytestmark = pytest.mark.django_db
PAGES = ("index", "coverage", "missing", "odd", "differences", "sources")
BASE = "/score-card/desk/"


def address(name: str) -> str:
    return BASE if name == "index" else f"{BASE}{name}/"


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_so_where_there_is_nothing(cast: Cast, as_: As, name: str) -> None:
    answer = as_(cast.director).get(address(name))
    assert (answer.status_code, b"app-empty" in answer.content) == (200, True)


@pytest.mark.parametrize("name", [*PAGES[1:], "measures/rwm-exp", "schools/{urn}"])
def test_every_list_is_a_file_too(cast: Cast, as_: As, name: str) -> None:
    laid(cast)
    path = address(name.format(urn=cast.host_school.urn))
    answer = as_(cast.director).get(path, {"download": "csv", "year": "2024"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) > 1


def test_the_overview_counts_what_needs_somebody(cast: Cast, as_: As) -> None:
    laid(cast)
    with time_machine.travel(BEFORE, tick=False):
        answer = as_(cast.director).get(BASE)
    assert [(tile["number"], tile.get("of")) for tile in answer.context["tiles"]] == [
        ("3", "10"),
        (2, None),
        (1, None),
        (1, None),
    ]


def test_a_figure_shows_its_history_and_one_that_gave_way_leads_to_it(cast: Cast, as_: As) -> None:
    desk = laid(cast)
    client = as_(cast.administrator)
    answer = client.get(f"{BASE}figures/{desk.other.pk}/")
    assert (answer.status_code, answer.url) == (302, f"{BASE}figures/{desk.differing.pk}/")
    answer = client.get(answer.url)
    assert [row.pk for row in answer.context["history"]] == [desk.differing.pk, desk.other.pk]
    assert client.get(f"{BASE}figures/{desk.differing.pk}/odd/").status_code == 404


def test_a_decision_needs_a_reason_and_is_kept(cast: Cast, as_: As) -> None:
    desk = laid(cast)
    client, path = as_(cast.director), f"{BASE}figures/{desk.differing.pk}/difference/"
    answer = client.post(path, {"decision": str(desk.other.pk), "note": " ", "version": "0"})
    assert "Write down why" in answer.content.decode()
    answer = client.post(path, {"decision": str(desk.other.pk), "note": "It is later.", "version": "0"})
    assert answer.url == f"{BASE}figures/{desk.other.pk}/"
    assert Result.objects.current().filter(pk=desk.other.pk).exists()
    answer = client.post(
        f"{BASE}figures/{desk.other.pk}/difference/", {"decision": "open", "note": "No.", "version": "0"}
    )
    assert "Somebody else decided meanwhile" in answer.content.decode()
    assert DataQuery.objects.get().note == "It is later."


def test_a_choice_that_is_not_offered_is_refused(cast: Cast, as_: As) -> None:
    desk = laid(cast)
    path = f"{BASE}figures/{desk.differing.pk}/difference/"
    answer = as_(cast.director).post(path, {"decision": str(desk.odd.pk), "note": "Wrong.", "version": "0"})
    assert (answer.status_code, DataQuery.objects.exists()) == (200, False)


@pytest.mark.parametrize("name", [*PAGES, "measures/rwm-exp"])
def test_the_same_queries_for_one_school_and_three_more(cast: Cast, as_: As, name: str) -> None:
    desk = laid(cast)
    client, path = as_(cast.director), address(name)
    client.get(path)
    with CaptureQueriesContext(connection) as first:
        client.get(path)
    _more(cast, desk)
    with CaptureQueriesContext(connection) as second:
        client.get(path)
    assert len(second) == len(first)


def _more(cast: Cast, desk: Desk) -> None:
    """Three more schools of which each has an odd figure that is told differently, from a file of its own."""
    for _ in range(3):
        school = make.SchoolFactory(low_age=3, high_age=11)
        school.memberships.create(year=cast.year, starts=cast.year.starts, ends=cast.year.ends)
        make.figure(desk.measure, school, 80, year=2023, cohort=60)
        make.figure(desk.measure, school, 40, cohort=60)
        other = make.SourceFileFactory(kind="lait")
        make.ResultFactory(
            measure=desk.measure, school=school, value=Decimal(44), source=other, is_current=False
        )
