"""The dashboard: figures of what a reader answers for, and lists as files."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hlp.models import User
from peerchallenge.choices import ConcernState
from peerchallenge.models import ChallengeSession, Concern, Report, ReportVersion, Reviewer
from peerchallenge.services import dashboard
from tests import factories as make
from tests.access_rows import hand_over
from tests.conftest import As, Cast, utc
from tests.peerchallenge import supported
from tests.peerchallenge.test_home import more

MONDAY = "2026-11-23T12:00:00Z"
AT = utc("2026-11-23 12:00")


def parts(chart: dashboard.Chart) -> dict[str, list[int]]:
    """A chart's rows by their labels."""
    return {row["label"]: row["parts"] for row in chart.rows}


def on_time(user: User) -> dashboard.Chart:
    """How many reports were on time, as that person sees it."""
    fresh = User.objects.get(pk=user.pk)
    return dashboard.on_time(dashboard.scope(fresh), dashboard.two_rounds(fresh), AT)


def lines(cast: Cast, as_: As, user: User, name: str) -> list[dict[str, str]]:
    """A list of the dashboard as a CSV file."""
    answer: Any = as_(user).get(f"/dashboard/?list={name}&download=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@time_machine.travel(MONDAY, tick=False)
def test_an_overdue_report_and_one_sent_late_are_not_on_time(cast: Cast) -> None:
    hand_over(cast)
    late = make.SessionFactory(
        round=cast.round,
        host=cast.far_school,
        group=cast.group,
        starts_at=utc("2026-11-18 08:15"),
        planned_end_at=utc("2026-11-18 16:00"),
    )
    make.held(late)
    first = on_time(cast.director)
    ReportVersion.objects.update(due_at=utc("2026-11-20 22:00"))

    assert parts(first) == {str(cast.round): [1, 0, 0, 1]}
    assert first.finding == f"1 of 2 reports of the {cast.round} were sent on time. That is a small number."
    assert parts(on_time(cast.director)) == {str(cast.round): [1, 1, 0, 0]}


@time_machine.travel(MONDAY, tick=False)
def test_a_lead_headteacher_counts_one_collaborative_and_not_their_own_sessions(cast: Cast) -> None:
    hand_over(cast)
    seen = {who: dashboard.scope(who).count() for who in (cast.lead_headteacher, cast.other_lead_headteacher)}

    assert seen == {cast.lead_headteacher: 1, cast.other_lead_headteacher: 0}
    Reviewer.objects.filter(is_lead=True).update(person=cast.lead_headteacher)
    assert list(dashboard.scope(cast.lead_headteacher)) == []
    assert list(dashboard.scope(cast.director)) == [cast.session]


@time_machine.travel(MONDAY, tick=False)
def test_sessions_by_state_leave_out_what_has_no_date_and_say_so(cast: Cast) -> None:
    more(cast, 3)
    make.held(cast.session)
    ChallengeSession.objects.filter(host=cast.far_school).update(state="postponed")
    found = dashboard.states(dashboard.scope(cast.director), cast.round, AT)

    assert parts(found) == {"North": [1, 0, 2, 0]}
    assert found.finding == (
        "0 of 3 reports are sent, 1 overdue, 2 sessions are to come. "
        "Postponed without a date: 1. Cancelled: 0."
    )


@time_machine.travel(MONDAY, tick=False)
def test_judgements_are_counted_from_reports_that_are_sent(cast: Cast) -> None:
    rows = dashboard.scope(cast.director)
    assert dashboard.judgements(rows, [cast.round]).finding == "No report is sent yet in this round."
    hand_over(cast)
    Report.objects.update(overall_accuracy="more-positive")
    found = dashboard.judgements(rows, [cast.round])

    assert found.rows[0]["parts"] == [1, 0, 0]
    assert sum(found.rows[1]["parts"]) > 0
    ChallengeSession.objects.update(state="held")
    assert [sum(row["parts"]) for row in dashboard.judgements(rows, [cast.round]).rows] == [0, 0]
    assert dashboard.directions(rows, [cast.round]).rows == []


@time_machine.travel(MONDAY, tick=False)
def test_days_to_support_are_counted_to_the_first_introduction_and_agreement(cast: Cast) -> None:
    case = supported.agreed(cast).case
    type(case).objects.update(opened_at=AT - timedelta(days=9))
    needs, introduced, agreed = dashboard.days_to_support(cast.director, AT)

    assert (needs, introduced, agreed) == (1, dashboard.Days(1, 9), dashboard.Days(1, 9))
    assert dashboard.days_to_support(cast.administrator, AT) == (
        0,
        dashboard.Days(0, None),
        dashboard.Days(0, None),
    )


@time_machine.travel(MONDAY, tick=False)
def test_each_reader_finds_only_the_figures_that_are_for_them(cast: Cast, as_: As) -> None:
    hand_over(cast)
    supported.need(cast)
    headings = [
        "Reports on time",
        "Judgements",
        "After the report",
        "Support between schools",
        "What you can do",
    ]
    pages = {
        who: as_(getattr(cast, who)).get("/dashboard/").content.decode()
        for who in ("director", "administrator", "lead_headteacher")
    }

    found = {who: [h for h in headings if f">{h}<" in page] for who, page in pages.items()}
    assert found == {
        "director": headings[:4],
        "administrator": headings[:1],
        "lead_headteacher": ["Reports on time", "After the report", "What you can do"],
    }
    for hidden in ("ccurate", "ulnerable", "ontested", "need of", "Decisions"):
        assert hidden not in pages["administrator"]


@time_machine.travel(MONDAY, tick=False)
@pytest.mark.parametrize("name", ["judgements", "support", "decisions"])
def test_the_directors_lists_are_refused_to_all_others(cast: Cast, as_: As, name: str) -> None:
    path = f"/dashboard/?list={name}&download=csv"
    answers = {
        who: as_(getattr(cast, who)).get(path).status_code
        for who in ("director", "administrator", "lead_headteacher", "host")
    }

    assert answers == {"director": 200, "administrator": 403, "lead_headteacher": 403, "host": 404}


@time_machine.travel(MONDAY, tick=False)
def test_the_files_hold_what_the_page_counts(cast: Cast, as_: As) -> None:
    hand_over(cast)
    supported.introduced(cast)
    Concern.objects.create(
        school=cast.far_school, state=ConcernState.WAITING, raised_at=AT, since=AT, reason="Secret words"
    )

    sessions = lines(cast, as_, cast.lead_headteacher, "sessions")
    assert [(row["School"], row["On time"]) for row in sessions] == [("Ash Primary School", "Yes")]
    assert lines(cast, as_, cast.other_lead_headteacher, "sessions") == []
    support = lines(cast, as_, cast.director, "support")
    assert [(row["From"], row["State"]) for row in support] == [
        ("The headteacher asked", "Introduced"),
        ("A report", "Looking for help"),
    ]
    assert supported.NEED not in str(support)
    decisions = lines(cast, as_, cast.director, "decisions")
    assert [(row["School"], row["State"]) for row in decisions] == [("Fir Primary School", "Decision due")]
    assert "Secret words" not in str(decisions)
    numbers = lines(cast, as_, cast.director, "judgements")
    assert {row["Judgement"] for row in numbers} == {
        "Self-evaluation as a whole",
        "Self-evaluation by area",
        "Direction",
    }


def test_a_list_that_is_not_there_is_not_found(cast: Cast, as_: As) -> None:
    client = as_(cast.director)

    assert client.get("/dashboard/?list=secrets&download=xlsx").status_code == 404
    assert client.get("/dashboard/?list=sessions&download=exe").status_code == 404


@time_machine.travel("2026-11-18T12:00:00Z", tick=False)
@pytest.mark.parametrize("name", ["director", "administrator", "lead_headteacher"])
def test_the_page_costs_the_same_with_one_session_and_with_three(cast: Cast, as_: As, name: str) -> None:
    client = as_(cast.people()[name])
    client.get("/dashboard/")
    costs = []
    for extra in (0, 2):
        more(cast, extra)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get("/dashboard/").status_code == 200
        costs.append(len(queries))

    assert costs == {"director": [22, 22], "administrator": [16, 16], "lead_headteacher": [25, 25]}[name]


def test_before_the_first_round_the_dashboard_says_so(cast: Cast, as_: As) -> None:
    cast.session.reviewers.all().delete()
    ChallengeSession.objects.all().delete()
    cast.round.delete()

    assert "There is no round yet" in as_(cast.director).get("/dashboard/").content.decode()
