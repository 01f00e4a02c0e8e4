"""Pages of plans of dates: lists cost the same with one row and three, forms say what is wrong."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from peerchallenge.models import DatesLine, DatesPlan, Round, RoundHost
from schools.choices import TermName
from schools.models import ClosedPeriod
from tests import factories as make
from tests.conftest import BEFORE, As, Cast, utc


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(BEFORE, tick=False):
        yield


@pytest.fixture
def spring(cast: Cast) -> Round:
    """A round in which nothing stands."""
    days = {"opens": date(2027, 1, 11), "closes": date(2027, 3, 19)}
    return make.RoundFactory(year=cast.year, term=TermName.SPRING, **days)


def draft(cast: Cast, spring: Round, *schools: object) -> DatesPlan:
    """A draft with a line for each school, written without the planner."""
    plan = DatesPlan.objects.create(
        year=cast.year, round=spring, state="draft", asked_by=cast.director, asked_at=utc("2026-11-10 09:00")
    )
    for number, school in enumerate(schools):
        day = date(2027, 1, 12) + timedelta(days=14 * number)
        line = DatesLine.objects.create(plan=plan, round=spring, host=school, group=cast.group, day=day)
        lead = cast.lead if school != cast.lead_school else cast.reviewer
        line.seats.create(
            person=lead,
            school=cast.lead_school if lead == cast.lead else cast.reviewer_school,
            is_lead=True,
        )
    return plan


def html(client: Client, path: str) -> str:
    """A page that opens."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_a_draft_costs_the_same_with_one_line_and_three(
    cast: Cast, spring: Round, as_: As, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    schools = [cast.host_school, cast.lead_school, cast.reviewer_school][:number]
    plan = draft(cast, spring, *schools)
    client = as_(cast.director)
    with django_assert_num_queries(30):
        html(client, plan.get_absolute_url())


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_of_plans_costs_the_same_with_one_plan_and_three(
    cast: Cast, spring: Round, as_: As, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        draft(cast, spring)
    client = as_(cast.director)
    with django_assert_num_queries(9):
        html(client, "/dates/")


@pytest.mark.parametrize("number", [1, 3])
def test_closed_days_cost_the_same_with_one_and_three(
    cast: Cast, as_: As, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(number):
        day = date(2027, 1, 4 + n)
        ClosedPeriod.objects.create(
            year=cast.year, kind="inset", name="INSET", starts=day, ends=day, school=cast.host_school
        )
    client = as_(cast.director)
    with django_assert_num_queries(7):
        html(client, f"/years/{cast.year.pk}/closed/")


@pytest.mark.parametrize("number", [1, 3])
def test_the_ledger_costs_the_same_with_one_session_and_three(
    cast: Cast, as_: As, number: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number - 1):
        session = make.SessionFactory(round=cast.round, group=cast.group)
        make.ReviewerFactory(session=session, person=cast.lead, school=cast.lead_school, is_lead=True)
    client = as_(cast.director)
    with django_assert_num_queries(12):
        html(client, "/ledger/")


def test_a_headteacher_reads_their_own_lines_of_the_ledger(cast: Cast, as_: As) -> None:
    own = html(as_(cast.lead), "/ledger/")
    assert str(cast.lead_school) in own
    assert str(cast.host_school) not in own
    people = html(as_(cast.lead), "/ledger/?by=person")
    assert ("Leo Lead</th>" in people, "Rita Reviewer" in people) == (True, False)


def test_hosts_are_unticked_and_a_stale_page_overwrites_nothing(cast: Cast, spring: Round, as_: As) -> None:
    client, path = as_(cast.director), "/years/2026-27/hosts/"
    version = html(client, path).partition('name="version" value="')[2].partition('"')[0]
    boxes = {f"round_{cast.round.pk}": [cast.host_school.pk], f"round_{spring.pk}": []}
    assert client.post(path, {"version": version, **boxes}).status_code == 302
    assert RoundHost.objects.filter(hosts=True).count() == 1

    boxes[f"round_{spring.pk}"] = [cast.lead_school.pk]
    answer = client.post(path, {"version": version, **boxes})
    assert "Somebody chose hosts after you opened this page" in answer.content.decode()
    assert RoundHost.objects.filter(hosts=True).count() == 1


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ({}, "What do you want to plan?"),
        ({"starts": "4pm", "ends": "9am"}, "The session must end after it starts"),
        ({"weight_week": "200"}, "100"),
    ],
)
def test_what_cannot_be_planned_is_said(
    cast: Cast, spring: Round, as_: As, data: dict[str, str], error: str
) -> None:
    answer = as_(cast.director).post("/dates/new/", data)
    assert answer.status_code == 200
    assert error in answer.content.decode()
    assert DatesPlan.objects.count() == 0


def test_only_the_director_may_let_the_untrained_lead(cast: Cast, spring: Round, as_: As) -> None:
    pages = [html(as_(user), "/dates/new/") for user in (cast.director, cast.administrator)]
    assert ['name="overrule"' in page for page in pages] == [True, False]


def test_a_draft_and_a_ledger_are_handed_out_as_files(cast: Cast, spring: Round, as_: As) -> None:
    plan = draft(cast, spring, cast.host_school)
    client = as_(cast.director)
    for path, word in [
        (f"{plan.get_absolute_url()}?download=csv", "Leo Lead"),
        ("/ledger/?download=csv", "Ash Primary School"),
        (f"/availability/{cast.year.pk}/answers/?download=csv", "Hana Host"),
    ]:
        answer = client.get(path)
        assert word in b"".join(answer.streaming_content).decode()  # type: ignore[arg-type]
