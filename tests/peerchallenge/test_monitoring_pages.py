"""Pages of decisions and monitoring: what is typed is kept, what leaks is nothing, every view is recorded."""

from typing import Any

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from hlp.models import AuditEntry
from peerchallenge.choices import TermKind
from peerchallenge.models import Concern, MonitoringCase
from tests import factories as make
from tests.conftest import BEFORE, As, Cast
from tests.peerchallenge import monitored

pytestmark = pytest.mark.usefixtures("_in_november")
SECRET = "A second headteacher has left"


@pytest.fixture
def _in_november() -> Any:
    with time_machine.travel(BEFORE, tick=False):
        yield


def page(as_: As, user: Any, path: str) -> str:
    return as_(user).get(path).content.decode()


def test_the_director_decides_on_the_page(cast: Cast, as_: As) -> None:
    concern = monitored.raised(cast, cast.far_school)
    client, path = as_(cast.director), concern.get_absolute_url()
    empty = client.post(path, {"to": "recommended", "reason": "Because", "version": 1}).content.decode()
    assert "Enter what the LA officer is to know" in empty
    assert "Because</textarea>" in empty
    data = {"to": "recommended", "reason": "Because", "for_la": "They need help", "version": 1}
    assert client.post(path, data)["Location"] == "/decisions/"
    assert client.post(path, data)["Location"] == "/decisions/"
    assert Concern.objects.get().events.count() == 1


def test_a_stale_decision_keeps_the_text_and_may_be_repeated(cast: Cast, as_: As) -> None:
    concern = monitored.raised(cast, cast.far_school)
    client, path = as_(cast.director), concern.get_absolute_url()
    client.post(path, {"to": "watch", "reason": "First", "version": 1})
    told = client.post(path, {"to": "support", "reason": "Second", "version": 1}).content.decode()
    assert "Somebody else saved a change" in told
    assert "Second</textarea>" in told
    client.post(path, {"to": "support", "reason": "Second", "version": 2})
    assert Concern.objects.get().reason == "Second"


def test_an_officer_reads_what_is_theirs_and_no_reason_of_the_director(cast: Cast, as_: As) -> None:
    concern = monitored.recommended(cast, cast.far_school)
    seen = page(as_, cast.la_officer, concern.get_absolute_url())
    assert monitored.FOR_LA in seen
    assert "It needs more than we have" not in seen
    assert SECRET not in seen
    assert "It needs more than we have" in page(as_, cast.director, concern.get_absolute_url())


def test_an_officer_accepts_with_criteria_one_on_each_line(cast: Cast, as_: As) -> None:
    concern = monitored.recommended(cast, cast.far_school)
    stage, category, trigger = (monitored.terms(kind)[0].pk for kind in TermKind)
    day = {"next_review_on_0": "14", "next_review_on_1": "12", "next_review_on_2": "2026"}
    data = {"stage": stage, "category": category, "triggers": [trigger], "criteria": "- One\n\n- Two", **day}
    path = f"{concern.get_absolute_url()}accept/"
    client = as_(cast.la_officer)
    late = client.post(path, {**data, "next_review_on_1": "6", "next_review_on_2": "2027", "version": 2})
    assert "within eight weeks" in late.content.decode()
    done = client.post(path, {**data, "version": 2})
    case = MonitoringCase.objects.get()
    assert done["Location"] == case.get_absolute_url()
    assert [one.text for one in case.criteria.all()] == ["One", "Two"]
    assert client.post(path, {**data, "version": 2})["Location"] == case.get_absolute_url()


def test_every_view_of_a_case_is_recorded(cast: Cast, as_: As) -> None:
    case = monitored.case_of(cast, cast.reviewer_school)
    as_(cast.reviewer).get(case.get_absolute_url())
    as_(cast.la_officer).get("/monitoring/")
    as_(cast.host).get(case.get_absolute_url())  # finds nothing: not a view
    views = AuditEntry.objects.filter(action="monitoring.viewed", about=case.about).order_by("pk")
    assert [entry.actor for entry in views] == [cast.reviewer.name, cast.la_officer.name]


def test_the_headteacher_sees_the_case_and_not_the_decision(cast: Cast, as_: As) -> None:
    case = monitored.case_of(cast, cast.reviewer_school)
    seen = page(as_, cast.reviewer, case.get_absolute_url())
    assert "A permanent headteacher is in post" in seen
    assert SECRET not in seen
    assert "/decisions/" not in seen
    assert "Record a review meeting" not in seen


def test_nobody_else_finds_a_trace_on_home_or_school_pages(cast: Cast, as_: As) -> None:
    case = monitored.case_of(cast, cast.reviewer_school)
    concern = monitored.recommended(cast, cast.far_school)
    allowed = {"director", "la_officer", "reviewer"}
    for name, user in cast.people().items():
        shown = page(as_, user, "/home/") + page(as_, user, cast.reviewer_school.get_absolute_url())
        shown += page(as_, user, "/sessions/") + page(as_, user, "/schools/")
        assert (case.get_absolute_url() in shown) <= (name in allowed), name
        assert (concern.get_absolute_url() in shown) <= (name in allowed - {"reviewer"}), name
        assert ("onitoring" in shown) <= (name in allowed), name


def test_a_review_meeting_is_recorded_and_mistakes_keep_the_text(cast: Cast, as_: As) -> None:
    case = monitored.case_of(cast, cast.reviewer_school)
    ratings = {f"rating_{one.pk}": "on-track" for one in case.criteria.all()}
    day = {"held_on_0": "16", "held_on_1": "11", "held_on_2": "2026"}
    data = {**ratings, **day, "attendees": "All of us", "decision": "keep", "version": 1}
    client, path = as_(cast.la_officer), f"{case.get_absolute_url()}review/"
    refused = client.post(path, data).content.decode()
    assert "Enter the next review meeting" in refused
    assert 'value="All of us"' in refused
    following = {"next_review_on_0": "11", "next_review_on_1": "1", "next_review_on_2": "2027"}
    assert client.post(path, {**data, **following})["Location"] == case.get_absolute_url()
    assert "On track" in page(as_, cast.reviewer, case.get_absolute_url())


@pytest.mark.parametrize("number", [1, 3])
def test_lists_cost_the_same_with_one_row_and_three(
    cast: Cast, as_: As, django_assert_num_queries: DjangoAssertNumQueries, number: int
) -> None:
    for _ in range(number):
        monitored.recommended(cast, make.SchoolFactory())
        monitored.case_of(cast, make.SchoolFactory())
    client = as_(cast.director)
    with django_assert_num_queries(6):
        client.get("/decisions/")
    with django_assert_num_queries(7):
        client.get("/monitoring/")
