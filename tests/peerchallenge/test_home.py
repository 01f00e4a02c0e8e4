"""The home page's panels: what needs whom, what is coming, how it is going."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from hlp.models import User
from peerchallenge import home
from peerchallenge.models import ChallengeSession, DatesPlan, ReportVersion
from tests import factories as make
from tests.conftest import As, Cast, utc

DAY_BEFORE = "2026-11-18T12:00:00Z"
SUNDAY = "2026-11-22T12:00:00Z"


def panel(user: User, name: str) -> dict[str, Any]:
    """The context of one of a person's panels."""
    fresh = User.objects.get(pk=user.pk)
    found = {p["template"]: p["context"] for p in home.panels(fresh)}
    return found.get(f"peerchallenge/home/{name}.html", {})


def todo(user: User) -> list[tuple[str, str]]:
    """What needs a person: title and status. The year's QA coverage, which always waits here, is left out."""
    items = [item for item in panel(user, "now").get("items", []) if item["href"] != "/qa/"]
    return [(item["title"], item.get("status", "")) for item in items]


@time_machine.travel(DAY_BEFORE, tick=False)
def test_groups_without_qa_wait_for_the_director_alone(cast: Cast) -> None:
    found = {
        name: [item["title"] for item in panel(user, "now").get("items", []) if item["href"] == "/qa/"]
        for name, user in cast.people().items()
    }

    assert {name: titles for name, titles in found.items() if titles} == {
        "director": ["1 of 2 groups have no QA yet"]
    }


@time_machine.travel(DAY_BEFORE, tick=False)
def test_before_the_day_each_is_asked_for_their_part(cast: Cast) -> None:
    found = {name: [title for title, _ in todo(user)] for name, user in cast.people().items()}

    agree = "Agree the programme of the day: Ash Primary School"
    papers = "Papers to the team: Ash Primary School"
    analysis = "Write the analysis before the visit: Ash Primary School"
    assert {name: titles for name, titles in found.items() if titles} == {
        "host": ["Write and share the self-evaluation of Ash Primary School", papers, agree],
        "deputy": [agree],
        "office": [agree],
        "lead": ["Accept the code of conduct for Ash Primary School", agree, analysis],
        "reviewer": ["Accept the code of conduct for Ash Primary School", analysis],
    }


@time_machine.travel("2026-09-07T12:00:00Z", tick=False)
def test_months_before_the_day_preparation_is_to_hand_and_presses_nobody(cast: Cast) -> None:
    hands = {user: panel(user, "mine")["rows"][0]["act"].button for user in (cast.host, cast.lead)}

    assert hands == {cast.host: "Write your self-evaluation", cast.lead: "Accept the code of conduct"}
    assert (todo(cast.host), todo(cast.lead)) == ([], [])


@time_machine.travel("2026-11-20T19:00:00Z", tick=False)
def test_a_report_that_is_due_says_how_much_is_left(cast: Cast) -> None:
    make.held(cast.session)

    assert todo(cast.lead) == [("Write and send the report on Ash Primary School", "Due in 21 hours")]
    watched = [("The report on Ash Primary School is due", "Due in 21 hours")]
    assert todo(cast.director) == todo(cast.lead_headteacher) == todo(cast.administrator) == watched
    assert todo(cast.host) == todo(cast.other_lead_headteacher) == []


@time_machine.travel(DAY_BEFORE, tick=False)
def test_a_date_that_nobody_has_confirmed_presses_in_its_last_weeks(cast: Cast) -> None:
    ChallengeSession.objects.update(state="planned")
    unconfirmed = [("The date of Ash Primary School is not confirmed", "Unconfirmed")]

    assert todo(cast.director) == todo(cast.administrator) == todo(cast.lead_headteacher) == unconfirmed
    links = {who: panel(who, "now")["items"][0]["href"] for who in (cast.director, cast.lead_headteacher)}
    assert links == {
        cast.director: f"/sessions/{cast.session.pk}/confirm/",
        cast.lead_headteacher: f"/sessions/{cast.session.pk}/",
    }
    ChallengeSession.objects.update(starts_at=utc("2027-01-20 08:15"), planned_end_at=utc("2027-01-20 16:00"))
    assert todo(cast.director) == []


@time_machine.travel(DAY_BEFORE, tick=False)
def test_a_draft_of_dates_waits_for_those_who_plan(cast: Cast) -> None:
    at = utc("2026-11-10 09:00")
    facts = {"year": cast.year, "round": cast.round, "asked_by": cast.director, "asked_at": at}
    DatesPlan.objects.create(state="draft", **facts)
    DatesPlan.objects.create(state="dropped", **facts)

    assert [status for _, status in todo(cast.director)] == ["Draft"]
    assert todo(cast.lead_headteacher) == []


@time_machine.travel(SUNDAY, tick=False)
def test_a_late_report_reaches_those_who_answer_for_it(cast: Cast) -> None:
    make.held(cast.session)
    late = [("The report on Ash Primary School is late", "20 hours late")]

    assert todo(cast.lead_headteacher) == todo(cast.director) == todo(cast.administrator) == late
    assert todo(cast.other_lead_headteacher) == []


@time_machine.travel(SUNDAY, tick=False)
def test_a_lead_headteacher_does_not_chase_their_own_session(cast: Cast) -> None:
    make.held(cast.session)
    make.ReviewerFactory(session=cast.session, person=cast.lead_headteacher)
    ChallengeSession.objects.get().reviewers.update(is_lead=False)
    cast.session.reviewers.filter(person=cast.lead_headteacher).update(is_lead=True)

    assert todo(cast.lead_headteacher) == [
        ("Write and send the report on Ash Primary School", "20 hours late")
    ]


@time_machine.travel(DAY_BEFORE, tick=False)
def test_what_is_coming_names_the_part(cast: Cast) -> None:
    parts = {
        name: [row["part"] for row in panel(user, "mine").get("rows", [])]
        for name, user in cast.people().items()
    }

    assert {name: found for name, found in parts.items() if found} == {
        "host": ["Host"],
        "deputy": ["Host, helping"],
        "office": ["Host, helping"],
        "lead": ["Lead reviewer"],
        "reviewer": ["Reviewer"],
        "qa_reviewer": ["QA reviewer"],
    }


@time_machine.travel(SUNDAY, tick=False)
def test_the_collaboratives_board_has_what_is_late_first(cast: Cast) -> None:
    early = make.SessionFactory(
        round=cast.round,
        host=cast.lead_school,
        group=cast.group,
        starts_at=utc("2026-11-10 08:15"),
        planned_end_at=utc("2026-11-10 16:00"),
    )
    make.held(cast.session)
    board = panel(cast.lead_headteacher, "board")

    assert [line.session for line in board["lines"]] == [cast.session, early]
    assert panel(cast.other_lead_headteacher, "board")["lines"] == []


@time_machine.travel(SUNDAY, tick=False)
def test_the_partnerships_figures_and_tables(cast: Cast) -> None:
    more(cast, 1)
    make.held(cast.session)
    items = {
        item["label"]: (item["number"], item.get("of")) for item in panel(cast.director, "tiles")["items"]
    }
    tables = [
        (t["title"], [str(line.session.host) for line in t["lines"]])
        for t in panel(cast.director, "tables")["tables"]
    ]

    assert items == {
        "reports sent": (0, 2),
        "of those sent on time": ("–", None),
        "overdue": (1, None),
        "due within 24 hours": (0, None),
        "sessions to come": (1, None),
        "to be confirmed": (0, None),
        "postponed": (0, None),
    }
    assert tables == [
        ("Reports due", ["Ash Primary School"]),
        ("Sessions to come", ["Fir Primary School"]),
    ]


@time_machine.travel(SUNDAY, tick=False)
def test_the_share_on_time_counts_first_versions(cast: Cast) -> None:
    make.held(cast.session)
    due = cast.session.report_due_at
    assert due is not None
    sent = {
        "session": cast.session,
        "sent_by": cast.lead,
        "ended_at": due - timedelta(hours=48),
        "due_at": due,
    }
    for number, late in ((1, timedelta(0)), (2, timedelta(days=9))):
        document = make_document(number)
        ReportVersion.objects.create(
            number=number, document=document, sent_at=due, issued_at=due + late, **sent
        )

    item = panel(cast.director, "tiles")["items"][1]
    assert (item["number"], item["tone"]) == ("100%", "good")


def make_document(number: int) -> Any:
    """A document that is ready."""
    from hlp.models import Document

    return Document.objects.create(
        kind="report",
        about="session:1",
        version=number,
        title="Report",
        filename="r.pdf",
        asked_at=utc("2026-11-20 09:00"),
    )


def more(cast: Cast, number: int) -> None:
    """More sessions of the round, at other schools, confirmed, with the lead of the cast."""
    for n in range(number):
        school = cast.far_school if n == 0 else make.SchoolFactory()
        day = utc("2026-11-30 08:15") + timedelta(days=n)
        session = make.SessionFactory(
            round=cast.round,
            host=school,
            group=cast.group,
            starts_at=day,
            planned_end_at=day + timedelta(hours=8),
            qa_reviewer=cast.qa_reviewer,
        )
        make.ReviewerFactory(session=session, person=cast.lead, is_lead=True)


@time_machine.travel(DAY_BEFORE, tick=False)
@pytest.mark.parametrize("extra", [0, 2])
@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("lead", 16),
        ("host", 16),
        ("director", 25),
        ("lead_headteacher", 11),
        ("qa_reviewer", 17),
        ("la_officer", 4),
    ],
)
def test_home_costs_the_same_with_one_session_and_with_three(
    cast: Cast, name: str, queries: int, extra: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    more(cast, extra)
    user = User.objects.get(pk=cast.people()[name].pk)
    with django_assert_num_queries(queries):
        home.panels(user)


def test_an_officer_of_the_authority_is_told_honestly(cast: Cast, as_: As) -> None:
    assert "Nothing has been referred to you" in as_(cast.la_officer).get("/home/").content.decode()


def test_somebody_without_a_post_has_no_panels_and_no_navigation(cast: Cast) -> None:
    assert home.panels(cast.stranger) == []
    assert home.navigation(cast.stranger) == []


def test_navigation_leads_to_sessions_calendar_and_rounds(cast: Cast) -> None:
    entries = [
        {"label": "Sessions", "href": "/sessions/"},
        {"label": "Calendar", "href": "/calendar/"},
        {"label": "Rounds", "href": "/rounds/"},
        {"label": "Actions", "href": "/actions/"},
        {"label": "Themes", "href": "/rounds/themes/"},
        {"label": "Outcomes", "href": "/outcomes/"},
        {"label": "Support", "href": "/support/"},
        {"label": "Findings", "href": "/findings/"},
    ]

    assert home.navigation(cast.outsider) == entries
    assert home.navigation(cast.qa_reviewer) == [*entries[:3], entries[5]]


def test_every_role_has_a_home_page(cast: Cast, as_: As) -> None:
    answers = {name: as_(user).get("/home/").status_code for name, user in cast.people().items()}

    assert set(answers.values()) == {200}


def test_before_the_first_round_the_director_is_shown_the_way(cast: Cast) -> None:
    cast.session.reviewers.all().delete()
    ChallengeSession.objects.all().delete()
    cast.round.delete()

    templates = [p["template"] for p in home.panels(cast.director) if p["order"] != "now"]
    assert templates == ["peerchallenge/home/no_round.html"]


def test_a_schools_page_lists_the_sessions_that_the_reader_sees(cast: Cast) -> None:
    def lines(user: User) -> list[ChallengeSession]:
        return [line.session for line in home.school_panels(user, cast.host_school)[0]["context"]["lines"]]

    assert lines(cast.lead) == [cast.session]
    assert lines(cast.outsider) == []
